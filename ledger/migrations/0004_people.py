from django.db import migrations, models
from django.db.models import F, Q

from ledger.database import guards
from ledger.database.guards import Guard

PEOPLE = {
    "sqlite": "json_array(json_object('id', drafted_by, 'did', 'wrote'),"
    " json_object('id', approved_by, 'did', 'approved'))",
    "postgresql": "jsonb_build_array(jsonb_build_object('id', drafted_by, 'did', 'wrote'),"
    " jsonb_build_object('id', approved_by, 'did', 'approved'))",
}


def fill(apps, schema_editor):
    """Everything up to here was drafted by one person and approved by another."""
    connection = schema_editor.connection
    with guards.lifted(connection), connection.cursor() as cursor:
        cursor.execute(f"UPDATE ledger_version SET people = {PEOPLE[connection.vendor]}")


class Migration(migrations.Migration):
    """A version keeps the people of its changeset as a list, and whether it was reviewed."""

    dependencies = [("ledger", "0003_no_index_on_type")]

    operations = [
        migrations.AddField(
            "version",
            "people",
            models.JSONField(default=list, help_text="Who wrote and who approved what, in the form of an entry."),
            preserve_default=False,
        ),
        migrations.AddField(
            "version",
            "reviewed",
            models.BooleanField(default=True, help_text="Whether nobody approved who wrote, too."),
            preserve_default=False,
        ),
        migrations.RemoveConstraint("version", "ledger_version_two_people"),
        migrations.AddConstraint(
            "version",
            models.CheckConstraint(
                condition=Q(reviewed=False) | ~Q(drafted_by=F("approved_by")),
                name="ledger_version_two_people",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        Guard("Version"),
    ]
