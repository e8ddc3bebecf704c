"""Vocabularies, series, observations and their citations.

Every table is a projection of the log (see indicators.publishing.projection): rows are inserted by
it alone, closed once, and never otherwise changed; database triggers refuse everything else.

Numbers are kept as printed text beside an order-preserving key
(indicators.figures.decimals.order_key): SQLite has no exact decimal type, and one mechanism serves
both engines.
"""

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, Length

from ledger.models import Cached, Projected, Recorded
from sources.models import CodeField, Described, Findable


class Kind(models.TextChoices):
    LEVEL = "level"
    CHANGE = "change"
    SHARE = "share"
    RANK = "rank"
    CODED = "coded"


class Modality(models.TextChoices):
    ACTUAL = "actual"
    TARGET = "target"
    FORECAST = "forecast"


class Qualifier(models.TextChoices):
    EXACT = "exact"
    ESTIMATED = "estimated"
    APPROXIMATE = "approximate"


class PeriodBasis(models.TextChoices):
    STATED = "stated"
    IMPLIED = "implied"
    RELEASE = "release"


class Direction(models.TextChoices):
    INCREASE = "increase"
    DECREASE = "decrease"
    STABLE = "stable"


class MissingReason(models.TextChoices):
    NOT_READABLE = "not_readable"
    NOT_STATED = "not_stated"


class Relation(models.TextChoices):
    CHANGE = "change"
    SUM = "sum"
    COMPARISON = "comparison"
    RESTATEMENT = "restatement"
    SHARE = "share"
    RANK = "rank"


class Operator(models.TextChoices):
    EXCEEDS = "exceeds"
    BELOW = "below"
    EQUALS = "equals"


class Verdict(models.TextChoices):
    CONSISTENT = "consistent"
    CONSISTENT_AFTER_ROUNDING = "consistent_after_rounding"
    INCONSISTENT = "inconsistent"
    NOT_CHECKABLE = "not_checkable"


class NumeralCategory(models.TextChoices):
    FIGURE = "figure"
    DATE = "date"
    PERIOD = "period"
    LAW = "law"
    HEADING = "heading"
    PAGE = "page"
    FOOTNOTE = "footnote"
    AGE = "age"
    NAME = "name"
    LIST_NUMBER = "list_number"
    OTHER = "other"


class Role(models.TextChoices):
    VALUE = "value"
    UNIT = "unit"
    PERIOD = "period"
    AREA = "area"
    PRODUCER = "producer"
    QUALIFIER = "qualifier"
    ROW_HEADER = "row_header"
    COLUMN_HEADER = "column_header"


class Area(Described):
    name_en = models.CharField("name", max_length=200)
    name_es = models.CharField("name (es)", max_length=200)
    kind = models.CharField(max_length=20, help_text="country, region, city, valley, group, ...")
    part_of = CodeField(max_length=80, blank=True, help_text="Area in which it lies wholly.")

    class Meta(Described.Meta):
        pass


class Unit(Described):
    name_en = models.CharField("name", max_length=200)
    name_es = models.CharField("name (es)", max_length=200)
    symbol = models.CharField(max_length=20, blank=True)
    dimension = models.CharField(max_length=20, help_text="area, mass, money, count, ratio, time.")
    factor = models.CharField(
        max_length=40, blank=True, help_text="A value times this factor is the value in the base."
    )
    base = CodeField(max_length=80, blank=True, help_text="Base unit of the dimension.")

    class Meta(Described.Meta):
        pass


class CodeList(Described):
    name_en = models.CharField("name", max_length=200)
    name_es = models.CharField("name (es)", max_length=200)
    codes = models.JSONField(help_text="Codes with names and definitions, in their order.")

    class Meta(Described.Meta):
        pass


class Indicator(Findable, Described):
    name_en = models.CharField("name", max_length=300)
    name_es = models.CharField("name (es)", max_length=300)
    definition = models.TextField(help_text="What is measured; never where, when or by whom.")
    kind = models.CharField(max_length=10, choices=Kind, help_text="Kind of its plain statements.")
    dimension = models.CharField(max_length=20, blank=True)
    code_list = CodeField(max_length=80, blank=True, help_text="Answers of a coded indicator.")

    class Meta(Described.Meta):
        pass


class Series(Recorded):
    """Indicator, area, voice, breakdown, kind and modality of at least one observation.

    Made by the projection when the first observation of it appears; its key is that entry's index.
    """

    code = CodeField("id", max_length=80, unique=True)
    indicator = CodeField(max_length=80, db_index=True)
    area = CodeField(max_length=80, db_index=True)
    voice = CodeField(max_length=80)
    breakdown = CodeField(max_length=200, blank=True)
    kind = models.CharField(max_length=10, choices=Kind)
    modality = models.CharField(max_length=10, choices=Modality)

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

    def __str__(self) -> str:
        return self.code


def _text(field: str) -> Q:
    return ~Q(**{field: ""})


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
    kind = models.CharField(max_length=10, choices=Kind)
    modality = models.CharField(max_length=10, choices=Modality)
    period = CodeField(max_length=40, help_text="ISO 8601, for example 2012 or 2014/2018.")
    period_start = models.DateField(null=True)
    period_end = models.DateField(null=True)
    period_basis = models.CharField(max_length=10, choices=PeriodBasis)
    value = models.CharField(max_length=60, blank=True, help_text="Exact decimal as text.")
    value_key = models.BinaryField(null=True, editable=False)
    value_low = models.CharField(max_length=60, blank=True)
    value_low_key = models.BinaryField(null=True, editable=False)
    value_high = models.CharField(max_length=60, blank=True)
    value_high_key = models.BinaryField(null=True, editable=False)
    low_open = models.BooleanField(null=True)
    high_open = models.BooleanField(null=True)
    value_code = CodeField(max_length=80, blank=True, help_text="Code from the indicator's list.")
    missing_reason = models.CharField(max_length=20, blank=True, choices=MissingReason)
    unit = CodeField(max_length=80, blank=True)
    qualifier = models.CharField(max_length=20, blank=True, choices=Qualifier)
    decimals = models.SmallIntegerField(null=True, help_text="Place of the last printed digit.")
    as_written = models.CharField(max_length=1000, help_text="The printed words of the value.")
    base_period = CodeField(max_length=40, blank=True)
    base_value = models.CharField(max_length=60, blank=True)
    direction = models.CharField(max_length=10, blank=True, choices=Direction)
    share_of = CodeField(max_length=200, blank=True, help_text="What 100 % is.")
    source = CodeField(max_length=80)
    release = CodeField(max_length=80)
    published_on = CodeField(max_length=10, blank=True)
    published_last = models.DateField()
    replaces = CodeField(max_length=80, blank=True)
    note = models.TextField(blank=True, help_text="The curator's remark.")

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
                condition=Q(kind=Kind.CODED, value="", value_low="", value_high="", unit="")
                | ~Q(kind=Kind.CODED) & Q(value_code=""),
            ),
            models.CheckConstraint(
                name="indicators_observation_change_has_direction",
                condition=Q(kind=Kind.CHANGE) & _text("direction")
                | ~Q(kind=Kind.CHANGE) & Q(direction="", base_period="", base_value=""),
            ),
            models.CheckConstraint(
                name="indicators_observation_share_of_only_shares",
                condition=Q(kind=Kind.SHARE) | Q(share_of=""),
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
            models.Index(fields=["replaces"], name="indicators_obs_replaces"),
        ]

    def __str__(self) -> str:
        return self.code


class Rendered(Cached):
    """An observation as served at one representation revision, without what the version changes.

    A cache: `manage.py render` fills it, and an observation that has no row here is rendered anew
    each time that it is read.
    """

    pk = models.CompositePrimaryKey("entry", "revision")
    entry = models.BigIntegerField(help_text="Index of the observation's entry.")
    revision = models.PositiveIntegerField(help_text="Of the representation.")
    body = models.TextField(help_text="The JSON object.")
    line = models.TextField(help_text="The cells of the CSV line.")

    class Meta:
        verbose_name_plural = "rendered"

    def __str__(self) -> str:
        return f"{self.entry} at revision {self.revision}"


class Citation(Projected):
    """An observation's use of a passage (a half-open range of its release's text) in a role."""

    key = models.BigIntegerField(
        primary_key=True, help_text="64 times the observation's entry index, plus the place."
    )
    observation = models.ForeignKey(Observation, models.PROTECT, related_name="citations")
    role = models.CharField(max_length=20, choices=Role)
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

    def __str__(self) -> str:
        return f"{self.observation_id} {self.action}"


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
    category = models.CharField(max_length=20, choices=NumeralCategory)
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


class Claim(Recorded):
    """A relation between figures that a release states; what holds of it is in ClaimVerdict."""

    code = CodeField("id", max_length=80, unique=True, help_text="<release>-c<n>.")
    release = CodeField(max_length=80)
    relation = models.CharField(max_length=20, choices=Relation)
    operator = models.CharField(max_length=10, blank=True, choices=Operator)
    result = CodeField(max_length=80, blank=True, help_text="Observation that states the result.")
    inputs = models.JSONField(help_text="Ids of the observations it relates, in order.")

    class Meta:
        ordering = ["code"]
        constraints = [
            *Recorded.Meta.constraints,
            models.CheckConstraint(
                name="indicators_claim_comparison_has_operator",
                condition=Q(relation=Relation.COMPARISON) & _text("operator")
                | ~Q(relation=Relation.COMPARISON) & Q(operator=""),
            ),
        ]
        indexes = [models.Index(fields=["release", "code"], name="indicators_claim_release")]

    def __str__(self) -> str:
        return self.code


class ClaimLink(Projected):
    """That a claim speaks of an observation, as its result or as an input."""

    key = models.BigIntegerField(
        primary_key=True, help_text="64 times the claim's entry index, plus the place."
    )
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="links")
    observation = CodeField(max_length=80, db_index=True)

    def __str__(self) -> str:
        return f"{self.claim_id} {self.observation}"


class ClaimVerdict(Projected):
    """What the check of a claim says, from a version on; a new one when its figures change."""

    key = models.BigIntegerField(
        primary_key=True,
        help_text="2^20 times the index of the changeset's entry, plus a place.",
    )
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="verdicts")
    verdict = models.CharField(max_length=30, choices=Verdict)
    missing = models.JSONField(help_text="Operands that are missing, by name.")
    computed = models.CharField(max_length=100, blank=True)
    reason = models.TextField(blank=True)
    known_from = models.BigIntegerField()
    known_to = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["claim"],
                condition=Q(known_to__isnull=True),
                name="indicators_claimverdict_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} {self.verdict}"


from indicators.curation.models import (  # noqa: E402, F401 - Django finds models by this module
    AuditEntry,
    Carried,
    Comment,
    Curator,
    DraftAct,
    DraftChangeset,
    SetAside,
)
