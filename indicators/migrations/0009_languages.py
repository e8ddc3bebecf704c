import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

import sources.models
from ledger.database import guards
from ledger.database.guards import Guard

COLUMNS = (
    ("indicators_indicator", "aliases", "json"),
    ("indicators_indicator", "labels", "json"),
    ("indicators_indicator", "definitions", "json"),
    ("indicators_indicator", "themes", "text"),
)


def _name(label, language, longest=200):
    return models.CharField(
        label, blank=True, help_text=f"Name in {language}.", max_length=longest
    )


NAME_EN, NAME_ES = _name("name", "English"), _name("name (es)", "Spanish")
ALIASES = models.JSONField(default=dict, help_text="Other names, a list by language.")
LABELS = models.JSONField(default=dict, help_text="Names by the ISO 639 code of their language.")
PLAIN = ("area", "unit", "codelist")


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


def _labels(told):
    return {"en": told["name_en"], "es": told["name_es"]}


def _definitions(told):
    return {"en": told["definition"]} if told["definition"] else {}


def _code(code):
    new = {"labels": _labels(code), "definitions": _definitions(code), "aliases": {}}
    return {**code, **new}


def fill(apps, schema_editor):
    """What is there has a name in English and one in Spanish, and a definition in English."""
    connection = schema_editor.connection
    with guards.lifted(connection):
        for name in (*PLAIN, "indicator"):
            rows = apps.get_model("indicators", name).objects.using(connection.alias)
            for row in rows.order_by("pk").iterator():
                rows.filter(pk=row.pk).update(**_filled(name, row))


def _filled(name, row):
    columns = {"labels": {"en": row.name_en, "es": row.name_es}}
    if name == "codelist":
        columns["codes"] = [_code(code) for code in row.codes]
    if name == "indicator":
        columns["definitions"] = {"en": row.definition}
    return columns


class Migration(migrations.Migration):
    """Names and definitions by language, other names, themes; drafts that one person approves."""

    dependencies = [
        ("indicators", "0008_rendered"),
        ("ledger", "0004_people"),
        ("sources", "0004_languages"),
    ]

    operations = [
        migrations.CreateModel(
            "Theme",
            [
                ("entry", models.OneToOneField(editable=False, on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name="+", serialize=False, to="ledger.entry")),
                ("known_from", models.BigIntegerField(editable=False)),
                ("known_to", models.BigIntegerField(editable=False, null=True)),
                ("code", sources.models.CodeField("id", help_text="Identifier for ever, for example us-inl.", max_length=80)),
                ("name_en", NAME_EN),
                ("name_es", NAME_ES),
                ("labels", models.JSONField(help_text="Names by the ISO 639 code of their language.")),
                ("aliases", models.JSONField(help_text="Other names, a list by language.")),
                ("part_of", sources.models.CodeField(blank=True, help_text="Theme that includes this one.", max_length=80)),
            ],
            options={
                "ordering": ["code"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(known_to__isnull=True) | Q(known_to__gt=F("known_from")),
                        name="indicators_theme_known_order",
                    ),
                    models.UniqueConstraint(
                        fields=["code"],
                        condition=Q(known_to__isnull=True),
                        name="indicators_theme_one_open",
                    ),
                    models.UniqueConstraint(
                        fields=["code", "known_from"], name="indicators_theme_one_per_version"
                    ),
                ],
            },
        ),
        migrations.SeparateDatabaseAndState(
            [migrations.RunPython(add_columns, migrations.RunPython.noop)],
            [
                migrations.AddField("indicator", "aliases", ALIASES, preserve_default=False),
                migrations.AddField("indicator", "labels", LABELS, preserve_default=False),
                migrations.AddField(
                    "indicator",
                    "definitions",
                    models.JSONField(default=dict, help_text="The same by language."),
                    preserve_default=False,
                ),
                migrations.AddField(
                    "indicator",
                    "themes",
                    models.TextField(blank=True, help_text="Ids of its themes, each between spaces."),
                ),
                # The same columns: blank and help texts are none of the database's.
                migrations.AlterField("indicator", "name_en", _name("name", "English", 300)),
                migrations.AlterField("indicator", "name_es", _name("name (es)", "Spanish", 300)),
            ],
        ),
        *(
            operation
            for name in PLAIN
            for operation in (
                migrations.AddField(name, "aliases", ALIASES, preserve_default=False),
                migrations.AddField(name, "labels", LABELS, preserve_default=False),
                migrations.AlterField(name, "name_en", NAME_EN),
                migrations.AlterField(name, "name_es", NAME_ES),
            )
        ),
        migrations.AddField(
            "draftchangeset",
            "alone",
            models.BooleanField(
                default=False,
                help_text="Approved by who wrote it, where one person may publish alone.",
            ),
        ),
        migrations.RemoveConstraint("draftchangeset", "indicators_draft_two_people"),
        migrations.AddConstraint(
            "draftchangeset",
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | ~Q(approved_by=F("author"))
                | Q(alone=True),
                name="indicators_draft_two_people",
            ),
        ),
        *(Guard(name, may_change="known_to") for name in (*PLAIN, "indicator", "Theme")),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
