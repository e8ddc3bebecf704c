"""Filters of lists, one parameter form for one kind of column.

`__in` is given by repeating the parameter; there are no comma lists. rest.filtering applies them.
"""

import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import BooleanField, F, Func, QuerySet
from django_filters import Filter, FilterSet

from rest import search
from rest.folding import LONGEST_QUERY, UnusableQuery, query_words
from rest.periods import DATE, InvalidPeriod, PartialDate
from rest.ranges import LOOKUPS, lookup_of

WORD = re.compile(r"[A-Za-z0-9%{}\[\]_./'*=;^-]{1,200}")
PARTIAL_DATE = f"^{DATE}$"
MAX_VALUES = 50  # of the longest ids, in a URL of 8,000 bytes


class ParameterField(forms.Field):
    """The form field of a query parameter; it says what it accepts in JSON Schema, too."""

    def schema(self) -> dict[str, Any]:
        """The JSON Schema of the texts that it accepts."""
        raise NotImplementedError


class CodeField(ParameterField):
    """A code, id or period, as a row has it."""

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^{WORD.pattern}$"}

    def to_python(self, value: Any) -> str | None:
        if value is None:
            return None
        if not WORD.fullmatch(value):
            raise ValidationError("expected a code of letters, digits and -", code="invalid")
        return str(value)


class ChoiceField(ParameterField):
    """One of a few words."""

    def __init__(self, *, choices: Iterable[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.choices = tuple(choices)

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "enum": list(self.choices)}

    def to_python(self, value: Any) -> str | None:
        if value is not None and value not in self.choices:
            raise ValidationError(f"expected one of {', '.join(self.choices)}", code="invalid")
        return value if value is None else str(value)


class TruthField(ParameterField):
    """true or false."""

    def schema(self) -> dict[str, Any]:
        return {"type": "boolean"}

    def to_python(self, value: Any) -> bool | None:
        if value is None:
            return None
        if value not in ("true", "false"):
            raise ValidationError("expected true or false", code="invalid")
        return bool(value == "true")


class WholeField(ParameterField):
    """A whole number of at most 15 digits."""

    def schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": -(10**15) + 1, "maximum": 10**15 - 1}

    def to_python(self, value: Any) -> int | None:
        if value is None:
            return None
        if not re.fullmatch(r"-?[0-9]{1,15}", value):
            raise ValidationError("expected a whole number", code="invalid")
        return int(value)


class FirstDayField(ParameterField):
    """A date given to the year, month or day: its first day."""

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": PARTIAL_DATE}

    def to_python(self, value: Any) -> date | None:
        return None if value is None else self.day(_partial(value))

    def day(self, text: PartialDate) -> date:
        """The one day that a date given to the month or year means here."""
        return text.first_day()


class LastDayField(FirstDayField):
    """A date given to the year, month or day: its last day."""

    def day(self, text: PartialDate) -> date:
        return text.last_day()


def _partial(value: str) -> PartialDate:
    try:
        return PartialDate(value)
    except InvalidPeriod:
        raise ValidationError("expected YYYY, YYYY-MM or YYYY-MM-DD", code="invalid") from None


class ManyField(ParameterField):
    """Every value of a repeated parameter, each read by the given field."""

    widget = forms.SelectMultiple

    def __init__(self, *, each: ParameterField, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.each = each

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": self.each.schema(), "maxItems": MAX_VALUES}

    def to_python(self, value: Any) -> list[Any]:
        if value and len(value) > MAX_VALUES:
            raise ValidationError(f"at most {MAX_VALUES} values", code="invalid")
        return [self.each.to_python(item) for item in value or []]


class Equal(Func):
    """That a text column has this value, with the value in the SQL itself.

    An index of the rows that have another value says so in the same words. A parameter in place of
    the value would hide from SQLite that this index serves.
    """

    template = "%(expressions)s = '%(text)s'"
    output_field = BooleanField()

    def __init__(self, column: str, text: str) -> None:
        """text: of the code, never of a request."""
        super().__init__(F(column), text=text.replace("'", "''").replace("%", "%%"))


class Unequal(Equal):
    """That it has another one."""

    template = "NOT (%(expressions)s = '%(text)s')"


class PlainFilter(Filter):
    """A filter by one column, with the form field that reads its parameter."""

    field_class = CodeField

    def __init__(
        self, field: Callable[..., ParameterField], *, common: str | None = None, **kwargs: Any
    ) -> None:
        """common: what most rows have in this column, where an index holds the others alone."""
        self.make, self.common = field, common
        extra = {"help_text": kwargs.pop("help_text", "")}
        super().__init__(**kwargs, **extra)

    @property
    def field(self) -> ParameterField:
        """The form field, made once."""
        if not hasattr(self, "_field"):
            self._field = self.make(required=False, help_text=self.extra["help_text"])
        return self._field

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        """The rows that pass; all of them where there is no value.

        In two steps, so that SQL can be made without the values that it is run with: what narrow()
        does may depend on the shape alone.
        """
        if value is None or value == []:
            return qs
        return self.narrow(qs, self.shape(value, qs.model), self.values(value))

    def shape(self, value: Any, model: type[Any]) -> Hashable:
        """What of a value makes other SQL for the rows of a model.

        A truth; for a range the lookup to use; else whether the common value is wanted.
        """
        if isinstance(value, bool):
            return value
        if self.lookup_expr in LOOKUPS:
            return lookup_of(model, self.field_name, self.lookup_expr, value)
        return "common" if self.common in self.values(value) else "rare"

    def values(self, value: Any) -> list[Any]:
        """What of a value is a parameter of the SQL."""
        if isinstance(value, bool):
            return []
        return value if isinstance(value, list) else [value]

    def narrow(self, rows: QuerySet[Any], shape: Any, values: Sequence[Any]) -> QuerySet[Any]:
        """The rows that pass; values may be open ones."""
        if isinstance(shape, bool):
            wanted: Any = shape
        else:
            wanted = list(values) if self.lookup_expr == "in" else values[0]
        lookup = shape if self.lookup_expr in LOOKUPS else self.lookup_expr
        rows = rows.filter(**{f"{self.field_name}__{lookup}": wanted})
        if self.common is None or shape == "common":
            return rows
        return rows.filter(Unequal(self.field_name, self.common))


class NullFilter(PlainFilter):
    """Whether absent: '' in a text column."""

    def narrow(self, rows: QuerySet[Any], shape: Any, values: Sequence[Any]) -> QuerySet[Any]:
        rows = rows.filter((Equal if shape else Unequal)(self.field_name, ""))
        return rows.filter(Unequal(self.field_name, self.common)) if shape and self.common else rows


class QueryField(ParameterField):
    """Words to search for."""

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "minLength": 1, "maxLength": LONGEST_QUERY}

    def to_python(self, value: Any) -> str | None:
        if value is None:
            return None
        try:
            query_words(value)
        except UnusableQuery as error:
            raise ValidationError(str(error), code="invalid") from None
        return str(value)


class WordsFilter(PlainFilter):
    """Rows that have all words of a query."""

    def __init__(self) -> None:
        super().__init__(
            QueryField,
            field_name="words",
            help_text="Only rows with all these words, without regard to accents and case; "
            "a * at a word's end stands for any ending.",
        )

    def shape(self, value: Any, model: type[Any]) -> Hashable:
        """How many rows have all words: "many" or "few"; "" where there is no word to find."""
        if not query_words(value):
            return ""
        return "many" if search.finds_many(model, value) else "few"

    def values(self, value: Any) -> list[Any]:
        return [search.terms(value)]

    def narrow(self, rows: QuerySet[Any], shape: Any, values: Sequence[Any]) -> QuerySet[Any]:
        if not shape:
            return rows.none()
        return search.with_terms(rows, values[0], many=shape == "many")


Filters = dict[str, Filter]


def code_filters(
    name: str,
    column: str = "",
    *,
    choices: Iterable[str] = (),
    null: bool = False,
    common: str | None = None,
) -> Filters:
    """The filters name, name__in and, where a value may be absent, name__isnull.

    common: what most rows have, where an index holds the others alone.
    """
    column = column or name
    allowed = tuple(choices)
    label = name.replace("_", " ")

    def field(**kwargs: Any) -> ParameterField:
        return ChoiceField(choices=allowed, **kwargs) if allowed else CodeField(**kwargs)

    def many(**kwargs: Any) -> ParameterField:
        return ManyField(each=field(required=False), **kwargs)

    filters: Filters = {
        name: PlainFilter(field, common=common, field_name=column, help_text=f"Only this {label}."),
        f"{name}__in": PlainFilter(
            many,
            common=common,
            field_name=column,
            lookup_expr="in",
            help_text=f"Any of these: repeat the parameter, at most {MAX_VALUES} times.",
        ),
    }
    if null:
        filters[f"{name}__isnull"] = NullFilter(
            TruthField,
            common=common,
            field_name=column,
            help_text=f"Whether there is no {label}.",
        )
    return filters


def range_filters(
    name: str,
    low: Callable[..., ParameterField],
    high: Callable[..., ParameterField],
    column: str = "",
) -> Filters:
    """The filters name__gte and name__lte."""
    column, label = column or name, name.replace("_", " ")
    return {
        f"{name}__gte": PlainFilter(
            low, field_name=column, lookup_expr="gte", help_text=f"Least {label}, included."
        ),
        f"{name}__lte": PlainFilter(
            high, field_name=column, lookup_expr="lte", help_text=f"Greatest {label}, included."
        ),
    }


def filterset(name: str, model: Any, **filters: Filter) -> type[FilterSet]:
    """A FilterSet of these filters and no others."""
    meta = type("Meta", (), {"model": model, "fields": []})
    return type(name, (FilterSet,), {**filters, "Meta": meta})


KNOWN = range_filters("known_from", WholeField, WholeField)
ID = code_filters("id", "code")
