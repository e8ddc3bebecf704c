"""Which of several statements of one key is the headline."""

from django.db import models

from indicators.models.observations import Observation, Series
from ledger.models import Projected
from sources.models import CodeField


class Headline(Projected):
    """Which of several statements of one key is the headline, from a version and a date on.

    Rows exist only while a key has more than one current statement; then they split the whole
    range of publication dates. No observation means a tie of different values: disputed.
    """

    key = models.BigIntegerField(
        primary_key=True,
        help_text="2^20 times the index of the changeset's entry, plus a place.",
    )
    series = models.ForeignKey(Series, models.PROTECT, related_name="+")
    period = CodeField(max_length=40)
    base_period = CodeField(max_length=40, blank=True)
    observation = models.ForeignKey(Observation, models.PROTECT, null=True, related_name="+")
    published_from = models.DateField(null=True, help_text="First published_by for which it holds.")
    published_to = models.DateField(null=True, help_text="First published_by no longer covered.")
    known_from = models.BigIntegerField()
    known_to = models.BigIntegerField(null=True)

    lookups = ("indicators_headline_key",)

    class Meta:
        indexes = [
            models.Index(
                fields=["series", "period", "base_period"], name="indicators_headline_key"
            ),
            # What each row of a page is looked up in.
            models.Index(
                fields=["series", "period", "base_period"],
                include=["observation", "known_from", "known_to"],
                condition=models.Q(published_to=None),
                name="indicators_headline_latest",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.series_id} {self.period}"
