from django.db import migrations, models

from ledger.database.guards import Guard

TABLE = "indicators_observation"


class Migration(migrations.Migration):
    """Whether the quotes of an observation were checked by a reader; nothing was until now."""

    dependencies = [("indicators", "0011_basis")]

    operations = [
        # By hand, because SQLite's way of Django's makes the table anew, without the triggers that
        # keep its words for searching.
        migrations.SeparateDatabaseAndState(
            [
                migrations.RunSQL(
                    [
                        f"ALTER TABLE {TABLE} ADD COLUMN"
                        " quote_check varchar(10) NOT NULL DEFAULT 'unchecked'",
                        f"ALTER TABLE {TABLE} ADD COLUMN"
                        " quote_check_reason text NOT NULL DEFAULT ''",
                    ]
                )
            ],
            [
                migrations.AddField(
                    "observation",
                    "quote_check",
                    models.CharField(
                        choices=[
                            ("checked", "Checked"),
                            ("unchecked", "Unchecked"),
                            ("overridden", "Overridden"),
                        ],
                        default="unchecked",
                        max_length=10,
                    ),
                    preserve_default=False,
                ),
                migrations.AddField(
                    "observation",
                    "quote_check_reason",
                    models.TextField(blank=True, help_text="Of an override."),
                    preserve_default=False,
                ),
            ],
        ),
        Guard("Observation", may_change="known_to"),
    ]
