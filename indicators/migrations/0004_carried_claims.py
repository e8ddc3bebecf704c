from django.db import migrations, models


class Migration(migrations.Migration):
    """Claims are carried over, too: a carried thing has a type, and an id of its own name."""

    dependencies = [("indicators", "0003_tokens")]

    operations = [
        migrations.RemoveConstraint("carried", "indicators_carried_once"),
        migrations.RenameField("carried", "observation", "about"),
        migrations.AlterField(
            "carried", "about", models.CharField(help_text="Its id.", max_length=80)
        ),
        migrations.AddField(
            "carried",
            "type",
            models.CharField(
                default="observation/1",
                help_text="Entry type: observation/1 or claim/1.",
                max_length=40,
            ),
        ),
        migrations.AddConstraint(
            "carried",
            models.UniqueConstraint(fields=("draft", "about"), name="indicators_carried_once"),
        ),
    ]
