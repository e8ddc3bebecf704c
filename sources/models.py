"""Agencies, sources, releases and the texts that are held.

Every table but HeldText and Upload is a projection of the log: rows are inserted by
sources.projection, closed once, and never otherwise changed; database triggers refuse everything
else.
"""

from django.db import models
from django.db.models import Q

from ledger.models import Recorded


class CodeField(models.CharField):
    """Short text that sorts by code point on both engines, so that pages are the same on both."""

    def db_parameters(self, connection):  # type: ignore[no-untyped-def]
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters


class Findable(models.Model):
    """A row that can be searched by its words; the fewer it has, the better a match ranks."""

    words = models.TextField(editable=False, help_text="Folded words, for searching.")
    words_count = models.PositiveIntegerField(editable=False, help_text="How many words.")

    class Meta:
        abstract = True


class Described(Recorded):
    """A thing that keeps its id while its description may be revised: one row per revision."""

    code = CodeField("id", max_length=80, help_text="Identifier for ever, for example us-inl.")

    class Meta:
        abstract = True
        ordering = ["code"]
        constraints = [
            *Recorded.Meta.constraints,
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(known_to__isnull=True),
                name="%(app_label)s_%(class)s_one_open",
            ),
            models.UniqueConstraint(
                fields=["code", "known_from"], name="%(app_label)s_%(class)s_one_per_version"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Labelled(Described):
    """A thing of a vocabulary, with names by language; two of them are columns, for lists."""

    name_en = models.CharField("name", max_length=200, blank=True, help_text="Name in English.")
    name_es = models.CharField(
        "name (es)", max_length=200, blank=True, help_text="Name in Spanish."
    )
    labels = models.JSONField(help_text="Names by the ISO 639 code of their language.")
    aliases = models.JSONField(help_text="Other names, a list by language.")

    class Meta(Described.Meta):
        abstract = True


THEMES = "Ids of its themes, each between spaces."


class Agency(Labelled):
    short_name = models.CharField(max_length=40, blank=True, help_text="For example UNODC.")
    kind = models.CharField(max_length=20, help_text="government, intergovernmental, media, other.")
    area = CodeField(max_length=80, blank=True, help_text="Area it belongs to, for example US.")
    part_of = CodeField(max_length=80, blank=True, help_text="The agency that it is part of.")
    url = models.URLField(max_length=500, blank=True)

    class Meta(Labelled.Meta):
        verbose_name_plural = "agencies"


class Source(Findable, Described):
    title = models.CharField(max_length=300)
    publisher = CodeField(max_length=80, help_text="Agency that publishes it.")
    language = CodeField(max_length=10, help_text="ISO 639-1 code of the text, for example en.")
    kind = models.CharField(max_length=30, help_text="For example report_chapter, web_page.")
    area = CodeField(max_length=80, blank=True, help_text="Area it is about.")
    url = models.URLField(max_length=500, blank=True)
    aliases = models.JSONField(help_text="Other titles, a list by language.")
    themes = models.TextField(blank=True, help_text=THEMES)

    class Meta(Described.Meta):
        pass


class Release(Findable, Described):
    """One immutable edition of a source.

    Its text is named by its hash and may be kept or not. Its title, licence, rights, addresses and
    note may be revised; which edition it is may not.
    """

    source = CodeField(max_length=80, db_index=True)
    title = models.CharField(max_length=300)
    publisher = CodeField(max_length=80, help_text="Publisher of its source.")
    published_on = CodeField(
        max_length=10, blank=True, help_text="As precise as known: 2014, 2014-03 or 2014-03-15."
    )
    published_last = models.DateField(
        help_text="Last day of published_on, of retrieved_on where unknown; for published_by."
    )
    retrieved_on = models.DateField(help_text="Day on which the bytes were obtained.")
    sha256 = CodeField(max_length=64, help_text="SHA-256 of the bytes, lowercase hex.")
    text_sha256 = CodeField(
        max_length=64, db_index=True, help_text="SHA-256 of the canonical text (UTF-8)."
    )
    text_length = models.PositiveIntegerField(help_text="Unicode code points of the text.")
    url = models.URLField(max_length=500, blank=True)
    archive_url = models.URLField(
        max_length=500, blank=True, help_text="Where a copy of it is kept by others."
    )
    licence = models.CharField(max_length=200, blank=True)

    class Meta(Described.Meta):
        constraints = [
            *Described.Meta.constraints,
            models.UniqueConstraint(
                fields=["text_sha256"],
                condition=Q(known_to__isnull=True),
                name="sources_release_one_text",
            ),
        ]
        # With the id behind them: a page is found by index whether many rows have the value or few.
        indexes = [
            models.Index(fields=[name, "code"], name=f"sources_release_{short}")
            for name, short in {
                **{"source": "of", "publisher": "by", "sha256": "sha256"},
                **{"published_on": "on", "published_last": "last"},
                **{"known_from": "known", "words_count": "count"},
            }.items()
        ]


class Withheld(Recorded):
    """What remains of a thing whose entry is withheld by law: its type and id."""

    type = models.CharField(max_length=40, help_text="Type of the thing, for example observation.")
    code = CodeField("id", max_length=150, db_index=True)

    class Meta:
        verbose_name_plural = "withheld"
        constraints = [*Recorded.Meta.constraints]

    def __str__(self) -> str:
        return f"{self.type} {self.code}"


class HeldText(models.Model):
    """The canonical text of a release, if it was attached here; no part of the log."""

    text_sha256 = CodeField(max_length=64, primary_key=True)
    text = models.TextField(help_text="Offsets of citations count its Unicode code points.")

    def __str__(self) -> str:
        return self.text_sha256


from sources.models_intake import Upload  # noqa: E402, F401 - Django finds models by this module
