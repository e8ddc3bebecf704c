"""Filters of vocabularies, series and observations."""

from collections.abc import Hashable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from indicators.figures import fields
from indicators.figures.choices import (
    FoundType,
    Kind,
    NumeralCategory,
    Operator,
    Relation,
    Status,
    Verdict,
)
from indicators.figures.decimals import EXACT, MAX_DIGITS, is_decimal, order_key
from indicators.figures.fields import Field
from indicators.models import (
    Area,
    Claim,
    CodeList,
    Indicator,
    Numeral,
    Observation,
    Series,
    Theme,
    Unit,
)
from indicators.models.observations import COMMON
from ledger.models import Entry, Version
from rest.filters import (
    ID,
    KNOWN,
    ChoiceField,
    CodeField,
    Filters,
    FirstDayField,
    LastDayField,
    ManyField,
    NullFilter,
    ParameterField,
    PlainFilter,
    QueryField,
    TruthField,
    WholeField,
    WordsFilter,
    code_filters,
    filterset,
    range_filters,
)
from sources.filters import OfTheme


class NumberField(ParameterField):
    """An exact decimal, as its order-preserving key."""

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^{EXACT}$", "maxLength": MAX_DIGITS}

    def to_python(self, value: Any) -> bytes | None:
        if value is None:
            return None
        if not is_decimal(value):
            raise ValidationError("expected a decimal like 50500 or 24.3", code="invalid")
        return order_key(value)


def numbers(name: str) -> dict[str, Any]:
    """The filters name (equal in number), name__gte, name__lte and name__isnull."""
    key, label = f"{name}_key", name.replace("_", " ")
    return {
        name: PlainFilter(
            NumberField, field_name=key, help_text=f"{label} equal in number to this."
        ),
        **range_filters(name, NumberField, NumberField, key),
        f"{name}__isnull": PlainFilter(  # no number has no key, of which there is an index
            TruthField,
            field_name=key,
            lookup_expr="isnull",
            help_text=f"Whether there is no {label}.",
        ),
    }


class SnapshotFilter(PlainFilter):
    """A filter that only the view can apply, because it depends on the version that is read."""

    def shape(self, value: Any, model: type[Any]) -> Hashable:
        return None

    def values(self, value: Any) -> list[Any]:
        return []

    def narrow(self, rows: QuerySet[Any], shape: Any, values: Sequence[Any]) -> QuerySet[Any]:
        return rows


class PeriodTo(PlainFilter):
    """A period whose beginning is open begins before every day."""

    begins = "period_from"

    def narrow(self, rows: QuerySet[Any], shape: Any, values: Sequence[Any]) -> QuerySet[Any]:
        begun = Q(**{f"{self.field_name}__{shape}": values[0]})
        return rows.filter(begun | Q(**{f"{self.field_name}__isnull": True}))


PERIOD_FROM = PlainFilter(
    FirstDayField,
    field_name="period_end",
    lookup_expr="gte",
    help_text="Periods that end on or after its first day.",
)
PERIOD_TO = PeriodTo(
    LastDayField,
    field_name="period_start",
    lookup_expr="lte",
    help_text="Periods that begin by its last day.",
)
AREA_WITHIN = SnapshotFilter(
    CodeField,
    help_text="Only this area and what lies wholly in it; never what it overlaps in part.",
)
STATUSES = (*Status, "all")

AreaFilter = filterset(
    "AreaFilter", Area, **ID, **KNOWN, **code_filters("kind"), **code_filters("part_of", null=True)
)
UnitFilter = filterset("UnitFilter", Unit, **ID, **KNOWN, **code_filters("dimension"))
CodeListFilter = filterset("CodeListFilter", CodeList, **ID, **KNOWN)
ThemeFilter = filterset("ThemeFilter", Theme, **ID, **KNOWN, **code_filters("part_of", null=True))
IndicatorFilter = filterset(
    "IndicatorFilter", Indicator, q=WordsFilter(), theme=OfTheme(), **ID, **KNOWN,
    **code_filters("kind", choices=Kind.values),
    **code_filters("dimension", null=True), **code_filters("code_list", null=True),
)  # fmt: skip


def field_filters(field: Field) -> Filters:
    """The parameters by which lists are filtered by a field of an observation."""
    if field.name == "id":
        return ID
    if field.form == "decimal":
        return numbers(field.name)
    if field.form == "whole":
        return range_filters(field.name, WholeField, WholeField)
    return code_filters(
        field.name,
        choices=field.choices.values if field.choices else (),
        null=field.nullable,
        common=COMMON.get(field.name),
    )


SERIES_PARTS = {
    name: parameter
    for part in fields.SERIES
    for name, parameter in field_filters(fields.BY_NAME[part]).items()
}
SeriesFilter = filterset("SeriesFilter", Series, **ID, **KNOWN, **SERIES_PARTS)

OF_FIELDS = {
    name: parameter
    for field in fields.OBSERVATION
    if field.filtered
    for name, parameter in field_filters(field).items()
}
ObservationFilter = filterset(
    "ObservationFilter", Observation, q=WordsFilter(), **OF_FIELDS, **KNOWN,
    **code_filters("series", "series__code"),
    period_from=PERIOD_FROM, period_to=PERIOD_TO,
    **range_filters("published_on", FirstDayField, LastDayField, "published_last"),
    note__isnull=NullFilter(
        TruthField, field_name="note", help_text="Whether there is no remark of a curator."
    ),
    headline=SnapshotFilter(TruthField, help_text="Whether it is the headline of its key."),
    area_within=AREA_WITHIN,
    status=SnapshotFilter(
        lambda **kwargs: ChoiceField(choices=STATUSES, **kwargs),
        help_text="current (the default), or what was replaced or retracted by then, or all.",
    ),
)  # fmt: skip

CompareFilter = filterset(
    "CompareFilter", Observation,
    **{name: each for name, each in SERIES_PARTS.items() if not name.startswith("voice")},
    **code_filters("period"),
    **code_filters("base_period", null=True),
    period_from=PERIOD_FROM, period_to=PERIOD_TO, area_within=AREA_WITHIN,
    unit=SnapshotFilter(CodeField, help_text="Tell values in this unit, too, where they convert."),
)  # fmt: skip
ClaimFilter = filterset(
    "ClaimFilter", Claim, **ID, **KNOWN, **code_filters("release"),
    **code_filters("relation", choices=Relation.values),
    **code_filters("operator", choices=Operator.values, null=True),
    **code_filters("result", null=True),
    **code_filters("observation", "links__observation"),
    verdict=SnapshotFilter(
        lambda **kwargs: ChoiceField(choices=Verdict.values, **kwargs),
        help_text="Only claims with this verdict at the version that is read.",
    ),
)  # fmt: skip
NumeralFilter = filterset(
    "NumeralFilter", Numeral, **code_filters("category", choices=NumeralCategory.values),
    set_aside=PlainFilter(TruthField, field_name="set_aside", help_text="Whether set aside."),
    **range_filters("start", WholeField, WholeField),
)  # fmt: skip
VersionFilter = filterset("VersionFilter", Version)
ChangeFilter = filterset(
    "ChangeFilter",
    Entry,
    since=SnapshotFilter(WholeField, help_text="Only what happened after this version."),
)


def _found_type(**kwargs: Any) -> ParameterField:
    return ChoiceField(choices=FoundType.values, **kwargs)


SearchFilter = filterset(
    "SearchFilter",
    Observation,
    q=SnapshotFilter(
        QueryField,
        help_text="Words, all of which must be there; a * at a word's end stands for any ending.",
    ),
    type=SnapshotFilter(_found_type, help_text="Only things of this type."),
    type__in=SnapshotFilter(
        lambda **kwargs: ManyField(each=_found_type(required=False), **kwargs),
        help_text="Things of any of these types: repeat the parameter.",
    ),
)
