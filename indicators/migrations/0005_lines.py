from django.db import migrations, models

from indicators.reading.serializers import ObservationSerializer
from ledger import guards
from ledger.guards import Guard
from rest import formats

BATCH = 1_000
TABLE = "indicators_observation"


def fill(apps, schema_editor):
    """Make the line of each observation from its JSON, in batches."""
    connection = schema_editor.connection
    rows = apps.get_model("indicators", "Observation").objects.using(connection.alias)
    fixed = [n for n in ObservationSerializer.names() if n not in ObservationSerializer.DYNAMIC]
    last = -1
    with guards.lifted(connection), connection.cursor() as cursor:
        while batch := list(
            rows.filter(entry_id__gt=last).order_by("entry_id").values_list("entry_id", "body")[:BATCH]
        ):
            told = [
                (formats.csv_lines([f"{body}}}".encode()], fixed).removesuffix("\r\n"), entry)
                for entry, body in batch
            ]
            cursor.executemany(f"UPDATE {TABLE} SET line = %s WHERE entry_id = %s", told)
            last = batch[-1][0]


class Migration(migrations.Migration):
    """Each observation keeps its CSV cells beside its JSON: whole exports are copied, not made."""

    dependencies = [("indicators", "0004_carried_claims")]

    operations = [
        # By hand, because SQLite's way of Django's makes the table anew, without the triggers that
        # keep its words for searching.
        migrations.SeparateDatabaseAndState(
            [migrations.RunSQL(f"ALTER TABLE {TABLE} ADD COLUMN line text NOT NULL DEFAULT ''")],
            [
                migrations.AddField(
                    "observation",
                    "line",
                    models.TextField(
                        editable=False, help_text="The fixed part of the CSV line as served."
                    ),
                    preserve_default=False,
                )
            ],
        ),
        Guard("Observation", may_change="known_to"),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
