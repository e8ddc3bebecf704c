from django.db import migrations, models

from ledger.database.guards import Guard

TABLE = "indicators_observation"


class Migration(migrations.Migration):
    """Whether an observation is stated or inferred; entries of the first version didn't say."""

    dependencies = [("indicators", "0010_roles")]

    operations = [
        # By hand, because SQLite's way of Django's makes the table anew, without the triggers that
        # keep its words for searching.
        migrations.SeparateDatabaseAndState(
            [
                migrations.RunSQL(
                    f"ALTER TABLE {TABLE} ADD COLUMN basis varchar(10) NOT NULL DEFAULT ''"
                )
            ],
            [
                migrations.AddField(
                    "observation",
                    "basis",
                    models.CharField(
                        blank=True,
                        choices=[("stated", "Stated"), ("inferred", "Inferred")],
                        max_length=10,
                    ),
                    preserve_default=False,
                )
            ],
        ),
        Guard("Observation", may_change="known_to"),
    ]
