"""The numbers that are printed in the text of a release, and how far the text was read."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length

from indicators.figures.choices import NumeralCategory
from ledger.models import Projected, Recorded
from sources.models import CodeField


class Reading(Recorded):
    """One part of the numerals that a reader found in a release's text."""

    release = CodeField(max_length=80)
    part = models.PositiveIntegerField(help_text="From 1; a long text has several.")
    reader = models.CharField(max_length=40, help_text="Version of the reader's rules.")
    complete = models.BooleanField(
        help_text="Whether the whole text was read, or only the quotes were at hand."
    )
    reason = models.TextField(blank=True, help_text="Why numerals are left unaccounted, if any.")

    class Meta:
        constraints = [
            *Recorded.Meta.constraints,
            models.UniqueConstraint(
                fields=["release", "part"],
                condition=Q(known_to__isnull=True),
                name="indicators_reading_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.release} {self.part}"


class Numeral(Projected):
    """A number printed in a release's text, in digits or words, and what it is."""

    key = models.BigIntegerField(
        primary_key=True, help_text="1024 times the entry index of its reading, plus the place."
    )
    release = CodeField(max_length=80)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    exact = models.CharField(max_length=1000)
    category = models.CharField(max_length=20, choices=NumeralCategory.choices)
    set_aside = models.BooleanField(help_text="By a curator, as no figure of its own.")
    observation = CodeField(max_length=80, blank=True, help_text="To which it belongs, if any.")
    known_from = models.BigIntegerField()
    known_to = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="indicators_numeral_as_long_as_its_range",
                condition=Q(end=F("start") + Length("exact")) & Q(end__gt=F("start")),
            ),
        ]
        indexes = [models.Index(fields=["release", "start"], name="indicators_numeral_place")]

    def __str__(self) -> str:
        return f"{self.release}[{self.start}:{self.end}]"
