"""Series, observations, the words that they cite, and how an observation ends.

Numbers are kept as printed text beside a key that sorts like the number
(indicators.figures.decimals.order_key): SQLite has no exact decimal type, and one mechanism serves
both engines.
"""

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, Length

from indicators.figures.choices import (
    Basis,
    Direction,
    Kind,
    MissingReason,
    Modality,
    PeriodBasis,
    Qualifier,
    QuoteCheck,
    Role,
)
from ledger.models import Projected, Recorded
from sources.models import CodeField, Findable


def _text(field: str) -> Q:
    """The condition that a text column is not empty."""
    return ~Q(**{field: ""})


class Series(Recorded):
    """Indicator, area, voice, breakdown, kind and modality of at least one observation.

    Made by the projection when the first observation of it appears; its key is that entry's index.
    """

    code = CodeField("id", max_length=80, unique=True)
    indicator = CodeField(max_length=80, db_index=True)
    area = CodeField(max_length=80, db_index=True)
    voice = CodeField(max_length=80)
    breakdown = CodeField(max_length=200, blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    modality = models.CharField(max_length=10, choices=Modality.choices)

    class Meta:
        verbose_name_plural = "series"
        ordering = ["code"]
        constraints = [
            *Recorded.Meta.constraints,
            models.UniqueConstraint(
                fields=["indicator", "area", "voice", "breakdown", "kind", "modality"],
                name="indicators_series_one_each",
            ),
        ]
        indexes = [
            models.Index(fields=["known_from", "code"], name="indicators_series_known_from"),
            models.Index(fields=["voice", "code"], name="indicators_series_voice"),
            models.Index(fields=["kind", "code"], name="indicators_series_kind"),
            models.Index(fields=["modality", "code"], name="indicators_series_modality"),
            models.Index(
                fields=["breakdown", "code"], condition=_text("breakdown"),
                name="indicators_series_breakdown",
            ),
            models.Index(
                fields=["code"], condition=_text("breakdown"), name="indicators_series_some"
            ),
            models.Index(fields=["-known_from", "code"], name="indicators_series_newest"),
            models.Index(fields=["indicator", "code"], name="indicators_series_indicator"),
            models.Index(fields=["area", "code"], name="indicators_series_area"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.code


TOPIC_AND_TIME = (
    *("indicator", "area", "breakdown", "kind", "modality", "period", "base_period"),
    *("known_from", "known_to"),
)
# Columns that lists are filtered by: with the id behind them, a page is found by index whether many
# rows have the value or none.
CHOSEN_BY = ("unit", "source", "period", "period_end", "decimals")
# What most rows have in other columns: an index holds the rows that have something else, and a page
# of what most rows have is full before many were looked at.
COMMON = {
    **{"kind": "level", "modality": "actual", "period_basis": "stated", "basis": "stated"},
    **{"qualifier": "exact", "quote_check": "checked"},
    **dict.fromkeys(
        ("producer", "breakdown", "value_code", "missing_reason", "base_period", "direction"), ""
    ),
    **{"share_of": "", "replaces": ""},
}


class Observation(Findable, Recorded):
    """One immutable statement: a release says that a series had a value in a period.

    Absent text is '' here and null on the wire. The columns that describe its series are repeated
    from there, because lists are filtered and paged by them.
    """

    code = CodeField("id", max_length=80, unique=True, help_text="<release>-<n>, n of four digits.")
    series = models.ForeignKey(Series, models.PROTECT, related_name="observations")
    indicator = CodeField(max_length=80)
    area = CodeField(max_length=80)
    producer = CodeField(max_length=80, blank=True, help_text="Who made it, if the document says.")
    voice = CodeField(max_length=80, help_text="The producer, else the publisher.")
    breakdown = CodeField(max_length=200, blank=True, help_text="dim=code;dim=code, sorted.")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    modality = models.CharField(max_length=10, choices=Modality.choices)
    period = CodeField(max_length=40, help_text="ISO 8601, for example 2012 or 2014/2018.")
    period_start = models.DateField(null=True)
    period_end = models.DateField(null=True)
    period_basis = models.CharField(max_length=10, choices=PeriodBasis.choices)
    value = models.CharField(max_length=60, blank=True, help_text="Exact decimal as text.")
    value_key = models.BinaryField(null=True, editable=False)
    value_low = models.CharField(max_length=60, blank=True)
    value_low_key = models.BinaryField(null=True, editable=False)
    value_high = models.CharField(max_length=60, blank=True)
    value_high_key = models.BinaryField(null=True, editable=False)
    low_open = models.BooleanField(null=True)
    high_open = models.BooleanField(null=True)
    value_code = CodeField(max_length=80, blank=True, help_text="Code from the indicator's list.")
    missing_reason = models.CharField(max_length=20, blank=True, choices=MissingReason.choices)
    unit = CodeField(max_length=80, blank=True)
    qualifier = models.CharField(max_length=20, blank=True, choices=Qualifier.choices)
    decimals = models.SmallIntegerField(null=True, help_text="Place of the last printed digit.")
    as_written = models.CharField(max_length=1000, help_text="The printed words of the value.")
    base_period = CodeField(max_length=40, blank=True)
    base_value = models.CharField(max_length=60, blank=True)
    direction = models.CharField(max_length=10, blank=True, choices=Direction.choices)
    share_of = CodeField(max_length=200, blank=True, help_text="What 100 % is.")
    source = CodeField(max_length=80)
    release = CodeField(max_length=80)
    published_on = CodeField(max_length=10, blank=True)
    published_last = models.DateField()
    replaces = CodeField(max_length=80, blank=True)
    note = models.TextField(blank=True, help_text="The curator's remark.")
    basis = models.CharField(max_length=10, blank=True, choices=Basis.choices)
    quote_check = models.CharField(max_length=10, choices=QuoteCheck.choices)
    quote_check_reason = models.TextField(blank=True, help_text="Of an override.")

    lookups = ("indicators_obs_key",)

    class Meta:
        ordering = ["code"]
        constraints = [
            *Recorded.Meta.constraints,
            models.CheckConstraint(
                name="indicators_observation_one_kind_of_value",
                condition=(
                    (_text("value") & Q(value_low="", value_high="", value_code=""))
                    | (Q(value="", value_code="") & (_text("value_low") | _text("value_high")))
                    | (Q(value="", value_low="", value_high="") & _text("value_code"))
                    | Q(value="", value_low="", value_high="", value_code="")
                ),
            ),
            models.CheckConstraint(
                name="indicators_observation_missing_has_reason",
                condition=(
                    Q(value="", value_low="", value_high="", value_code="")
                    & _text("missing_reason")
                )
                | (
                    Q(missing_reason="")
                    & (
                        _text("value")
                        | _text("value_low")
                        | _text("value_high")
                        | _text("value_code")
                    )
                ),
            ),
            models.CheckConstraint(
                name="indicators_observation_bounds_told_open",
                condition=(
                    (
                        Q(value_low="", low_open__isnull=True)
                        | _text("value_low") & Q(low_open__isnull=False)
                    )
                    & (
                        Q(value_high="", high_open__isnull=True)
                        | _text("value_high") & Q(high_open__isnull=False)
                    )
                ),
            ),
            models.CheckConstraint(
                name="indicators_observation_low_not_above_high",
                condition=Q(value_low_key__isnull=True)
                | Q(value_high_key__isnull=True)
                | Q(value_low_key__lte=F("value_high_key")),
            ),
            models.CheckConstraint(
                name="indicators_observation_numbers_have_keys",
                condition=(
                    (
                        Q(value="", value_key__isnull=True)
                        | _text("value") & Q(value_key__isnull=False)
                    )
                    & (
                        Q(value_low="", value_low_key__isnull=True)
                        | _text("value_low") & Q(value_low_key__isnull=False)
                    )
                    & (
                        Q(value_high="", value_high_key__isnull=True)
                        | _text("value_high") & Q(value_high_key__isnull=False)
                    )
                ),
            ),
            models.CheckConstraint(
                name="indicators_observation_codes_only_where_coded",
                condition=Q(kind=Kind.CODED.value, value="", value_low="", value_high="", unit="")
                | ~Q(kind=Kind.CODED.value) & Q(value_code=""),
            ),
            models.CheckConstraint(
                name="indicators_observation_change_has_direction",
                condition=Q(kind=Kind.CHANGE.value) & _text("direction")
                | ~Q(kind=Kind.CHANGE.value) & Q(direction="", base_period="", base_value=""),
            ),
            models.CheckConstraint(
                name="indicators_observation_share_of_only_shares",
                condition=Q(kind=Kind.SHARE.value) | Q(share_of=""),
            ),
            models.CheckConstraint(
                name="indicators_observation_numbers_have_units",
                condition=Q(value="", value_low="", value_high="") | _text("unit"),
            ),
            models.CheckConstraint(
                name="indicators_observation_period_order",
                condition=Q(period_start__isnull=True)
                | Q(period_end__isnull=True)
                | Q(period_start__lte=F("period_end")),
            ),
            models.CheckConstraint(
                name="indicators_observation_period_never_empty", condition=_text("period")
            ),
            models.UniqueConstraint(
                "release", "series", "period", "base_period", "direction", "value", "value_low",
                "value_high", "value_code", "unit", Coalesce("low_open", Value(False)),
                Coalesce("high_open", Value(False)),
                condition=Q(known_to__isnull=True),
                name="indicators_observation_said_once",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["indicator", "code"], name="indicators_obs_indicator"),
            models.Index(fields=["area", "code"], name="indicators_obs_area"),
            models.Index(fields=["voice", "code"], name="indicators_obs_voice"),
            models.Index(fields=["release", "code"], name="indicators_obs_release"),
            # On PostgreSQL it holds all that exports ask of it, so that they read no row for it.
            models.Index(
                fields=["series", "period", "base_period"],
                include=["entry"],
                name="indicators_obs_key",
            ),
            models.Index(fields=["period_start", "code"], name="indicators_obs_period"),
            models.Index(fields=["value_key", "code"], name="indicators_obs_value"),
            models.Index(fields=["known_from", "code"], name="indicators_obs_known_from"),
            models.Index(fields=["published_on", "code"], name="indicators_obs_published"),
            models.Index(fields=["replaces", "code"], name="indicators_obs_replaces"),
            models.Index(fields=["published_last", "code"], name="indicators_obs_day"),
            *(
                models.Index(fields=[name, "code"], name=f"indicators_{name}_code")
                for name in CHOSEN_BY
            ),
            *(
                models.Index(
                    fields=[name, "code"],
                    condition=~Q(**{name: common}),
                    name=f"indicators_{name}_code",
                )
                for name, common in COMMON.items()
            ),
            *(
                models.Index(
                    fields=[f"{name}_key", "code"],
                    condition=Q(**{f"{name}_key__isnull": False}),
                    name=f"indicators_{name}_code",
                )
                for name in ("value_low", "value_high")
            ),
            # Of rows with a note alone: a note can be longer than what an index may hold.
            models.Index(fields=["code"], condition=_text("note"), name="indicators_obs_noted"),
            # The rows that have something there, in the order of the pages: SQLite, which has no
            # statistics, walks all rows before it sorts some.
            *(
                models.Index(fields=["code"], condition=_text(name), name=f"indicators_{name}_some")
                for name, common in COMMON.items()
                if not common
            ),
            *(
                models.Index(
                    fields=["code"],
                    condition=Q(**{f"{name}_key__isnull": False}),
                    name=f"indicators_{name}_some",
                )
                for name in ("value_low", "value_high")
            ),
            # Topics side by side, each once, and when they were known: comparisons read no row.
            models.Index(fields=TOPIC_AND_TIME, name="indicators_obs_topic"),
            models.Index(fields=["words_count", "code"], name="indicators_obs_words_count"),
            # Newest first: all figures of a changeset have the same version.
            models.Index(fields=["-known_from", "code"], name="indicators_obs_newest"),
            models.Index(
                fields=["known_to"],
                condition=Q(known_to__isnull=False),
                name="indicators_obs_ended",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Citation(Projected):
    """An observation's use of a passage (a half-open range of its release's text) in a role."""

    key = models.BigIntegerField(
        primary_key=True, help_text="64 times the observation's entry index, plus the place."
    )
    observation = models.ForeignKey(Observation, models.PROTECT, related_name="citations")
    role = models.CharField(max_length=20, choices=Role.choices)
    release = CodeField(max_length=80)
    start = models.PositiveIntegerField(help_text="First code point of the passage, from 0.")
    end = models.PositiveIntegerField(help_text="Code point after the last one.")
    exact = models.CharField(max_length=1000)
    prefix = models.CharField(max_length=32, blank=True)
    suffix = models.CharField(max_length=32, blank=True)

    class Meta:
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(
                name="indicators_citation_quote_as_long_as_its_range",
                condition=Q(end=F("start") + Length("exact")) & Q(end__gt=F("start")),
            ),
            models.UniqueConstraint(
                fields=["observation", "role", "start", "end"], name="indicators_citation_once"
            ),
        ]
        indexes = [models.Index(fields=["release", "start"], name="indicators_citation_place")]

    def __str__(self) -> str:
        return f"{self.release}[{self.start}:{self.end}]"


class Closing(Recorded):
    """The end of an observation: replaced by another one, or retracted; always with a reason."""

    observation = models.OneToOneField(Observation, models.PROTECT, related_name="closing")
    action = models.CharField(
        max_length=10, choices=[("replaced", "replaced"), ("retracted", "retracted")]
    )
    reason = models.TextField()
    replaced_by = CodeField(max_length=80, blank=True)

    class Meta:
        constraints = [
            *Recorded.Meta.constraints,
            models.CheckConstraint(
                name="indicators_closing_replaced_by_something",
                condition=Q(action="replaced") & _text("replaced_by")
                | Q(action="retracted", replaced_by=""),
            ),
            models.CheckConstraint(name="indicators_closing_has_reason", condition=_text("reason")),
        ]
        indexes = [models.Index(fields=["action", "observation"], name="indicators_closing_action")]

    def __str__(self) -> str:
        return f"{self.observation_id} {self.action}"
