from django.db import migrations, models

from ledger.database import guards
from ledger.database.guards import Guard

COLUMNS = (
    ("sources_source", "aliases", "json"),
    ("sources_source", "themes", "text"),
    ("sources_release", "archive_url", "varchar(500)"),
)
ALIASES = models.JSONField(default=dict, help_text="Other names, a list by language.")
LABELS = models.JSONField(default=dict, help_text="Names by the ISO 639 code of their language.")


def add_columns(apps, schema_editor):
    """By hand, because SQLite's way of Django's makes the tables anew, without the triggers that
    keep their words for searching."""
    vendor = schema_editor.connection.vendor
    for table, column, kind in COLUMNS:
        check = f" CHECK (JSON_VALID({column}))" if (vendor, kind) == ("sqlite", "json") else ""
        told = {"json": {"sqlite": "text", "postgresql": "jsonb"}[vendor]}.get(kind, kind)
        default = "'{}'" if kind == "json" else "''"
        schema_editor.execute(
            f"ALTER TABLE {table} ADD COLUMN {column} {told} NOT NULL DEFAULT {default}{check}"
        )


def fill(apps, schema_editor):
    """What is there has a name in English and one in Spanish."""
    connection = schema_editor.connection
    with guards.lifted(connection):
        rows = apps.get_model("sources", "Agency").objects.using(connection.alias)
        for row in rows.order_by("pk").iterator():
            rows.filter(pk=row.pk).update(labels={"en": row.name_en, "es": row.name_es})


class Migration(migrations.Migration):
    """Names by language, other names and themes; where a copy of a release is kept."""

    dependencies = [("sources", "0003_no_body"), ("ledger", "0004_people")]

    operations = [
        migrations.SeparateDatabaseAndState(
            [migrations.RunPython(add_columns, migrations.RunPython.noop)],
            [
                migrations.AddField(
                    "source",
                    "aliases",
                    models.JSONField(help_text="Other titles, a list by language.", default=dict),
                    preserve_default=False,
                ),
                migrations.AddField(
                    "source",
                    "themes",
                    models.TextField(blank=True, help_text="Ids of its themes, each between spaces."),
                ),
                migrations.AddField(
                    "release",
                    "archive_url",
                    models.URLField(
                        blank=True, help_text="Where a copy of it is kept by others.", max_length=500
                    ),
                ),
            ],
        ),
        migrations.AddField("agency", "aliases", ALIASES, preserve_default=False),
        migrations.AddField("agency", "labels", LABELS, preserve_default=False),
        migrations.AlterField(
            "agency",
            "name_en",
            models.CharField("name", blank=True, help_text="Name in English.", max_length=200),
        ),
        migrations.AlterField(
            "agency",
            "name_es",
            models.CharField("name (es)", blank=True, help_text="Name in Spanish.", max_length=200),
        ),
        Guard("Agency", may_change="known_to"),
        Guard("Source", may_change="known_to"),
        Guard("Release", may_change="known_to"),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
