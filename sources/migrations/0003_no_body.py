from django.db import migrations

from ledger.database.guards import Guard, Unguard

MODELS = ("Agency", "Source", "Release")


class Migration(migrations.Migration):
    """The JSON of things is no longer stored: it is made from the entries of the log."""

    dependencies = [("sources", "0002_uploads")]

    operations = [
        operation
        for model in MODELS
        for operation in (
            Unguard(model, may_change="known_to"),
            migrations.RemoveField(model.lower(), "body"),
            Guard(model, may_change="known_to"),
        )
    ]
