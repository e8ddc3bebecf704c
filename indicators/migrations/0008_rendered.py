from django.db import migrations, models

from ledger.database.guards import Guard, Unguard

DROPPED = (
    *(("Observation", "body"), ("Observation", "line"), ("Claim", "body")),
    *(("Area", "body"), ("Unit", "body"), ("CodeList", "body"), ("Indicator", "body")),
)
MODELS = tuple(dict.fromkeys(model for model, _ in DROPPED))


class Migration(migrations.Migration):
    """Observations as they are served lie in a cache table of their own, filled by `render`.

    Nothing is copied: what the columns held is of the representation before.
    """

    dependencies = [("indicators", "0007_latest_headlines")]

    operations = [
        migrations.CreateModel(
            name="Rendered",
            fields=[
                ("pk", models.CompositePrimaryKey("entry", "revision", blank=True, editable=False, primary_key=True, serialize=False)),
                ("entry", models.BigIntegerField(help_text="Index of the observation's entry.")),
                ("revision", models.PositiveIntegerField(help_text="Of the representation.")),
                ("body", models.TextField(help_text="The JSON object.")),
                ("line", models.TextField(help_text="The cells of the CSV line.")),
            ],
            options={"verbose_name_plural": "rendered"},
        ),
        *(Unguard(model, may_change="known_to") for model in MODELS),
        *(migrations.RemoveField(model.lower(), column) for model, column in DROPPED),
        *(Guard(model, may_change="known_to") for model in MODELS),
    ]
