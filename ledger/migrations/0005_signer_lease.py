from django.db import migrations, models


class Migration(migrations.Migration):
    """Which signer signs this log, and in which physical database that was written."""

    dependencies = [("ledger", "0004_people")]

    operations = [
        migrations.CreateModel(
            name="SignerLease",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("signer", models.CharField(max_length=64)),
                ("database", models.CharField(max_length=200)),
                (
                    "vkey",
                    models.TextField(
                        help_text="The first key of the log, which it names itself only later."
                    ),
                ),
            ],
        ),
    ]
