import json
import re

import orjson
from django.db import migrations, models

from ledger.database import guards
from ledger.database.guards import Guard

BATCH = 1_000
TABLE = "indicators_observation"

# The members of the stored JSON and the CSV rules as they were at this migration. They are written
# out here because an old database is filled by them whatever the code has become since.
FIXED = (
    *("id", "indicator", "area", "period", "period_start", "period_end", "period_basis"),
    *("producer", "voice", "breakdown", "kind", "modality", "value", "value_low", "value_high"),
    *("low_open", "high_open", "value_code", "missing_reason", "number", "unit", "qualifier"),
    *("decimals", "as_written", "base_period", "base_value", "direction", "share_of", "source"),
    *("release", "published_on", "url", "page", "licence", "note", "citations"),
)
SPECIAL = re.compile(r'[",\r\n]')


def line(body):
    """The CSV cells of a stored JSON object, which lacks its closing brace."""
    row = json.loads(body + "}", parse_float=str)  # digits as written
    return ",".join(cell(row[name]) for name in FIXED)


def cell(value):
    """One value as a CSV cell, quoted where it has to be."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = orjson.dumps(value).decode() if isinstance(value, list) else str(value)
    return '"' + text.replace('"', '""') + '"' if SPECIAL.search(text) else text


def fill(apps, schema_editor):
    """Make the line of each observation from its JSON, in batches."""
    connection = schema_editor.connection
    rows = apps.get_model("indicators", "Observation").objects.using(connection.alias)
    last = -1
    with guards.lifted(connection), connection.cursor() as cursor:
        while batch := list(
            rows.filter(entry_id__gt=last).order_by("entry_id").values_list("entry_id", "body")[:BATCH]
        ):
            lines = [(line(body), entry) for entry, body in batch]
            cursor.executemany(f"UPDATE {TABLE} SET line = %s WHERE entry_id = %s", lines)
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
