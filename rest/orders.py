"""The order of a list's rows: by one column, nulls last, then by its keys."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from django.db.models import F, Q, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan

from rest.protocols import Ordered


@dataclass(frozen=True)
class Order:
    """By which column, which keys behind it, and which way."""

    column: str
    keys: tuple[str, ...]
    falling: bool
    model: type[Any]

    @classmethod
    def of(cls, view: Ordered, ordering: str) -> Self:
        """The order that a parameter names, with - in front for falling."""
        keys = (view.key,) if isinstance(view.key, str) else view.key
        column = view.orderings[ordering.removeprefix("-")]
        return cls(column, keys, ordering.startswith("-"), view.model)

    @property
    def by_keys(self) -> bool:
        """Whether the keys alone order the rows."""
        return self.column in self.keys

    def page(self, rows: QuerySet[Any], start: Sequence[Any] | None, backwards: bool) -> Any:
        """The rows behind a place, in the direction of reading.

        start: the values of column and keys in the row there; they may be open, but null is null.
        """
        falling = self.falling != backwards
        if self.by_keys:
            if start is not None:
                rows = rows.filter(*_after_keys(self.keys, start[1:], falling))
            return rows.order_by(*(f"-{key}" if falling else key for key in self.keys))
        if start is not None:
            rows = rows.filter(self._after(start, backwards))
        # Said of columns that have none, it would keep PostgreSQL from reading an index backwards.
        nulls = {"nulls_first": True} if backwards else {"nulls_last": True}
        if not self.model._meta.get_field(self.column).null:
            nulls = {}
        first = F(self.column).desc(**nulls) if falling else F(self.column).asc(**nulls)
        return rows.order_by(first, *(f"-{key}" if backwards else key for key in self.keys))

    def _after(self, start: Sequence[Any], backwards: bool) -> Q:
        """Rows after (or, backwards, before) a place, by column with nulls last, then key."""
        column, (key,), (value, last) = self.column, self.keys, start
        tie = Q(**{f"{key}__{'lt' if backwards else 'gt'}": last})
        if value is None:
            alone = Q(**{f"{column}__isnull": True}) & tie
            return alone | Q(**{f"{column}__isnull": False}) if backwards else alone
        way = "gt" if self.falling == backwards else "lt"
        after = Q(**{f"{column}__{way}": value}) | Q(**{column: value}) & tie
        if backwards or not self.model._meta.get_field(column).null:
            return Q(**{f"{column}__{way}e": value}) & after  # a range of the index
        return after | Q(**{f"{column}__isnull": True})


def _after_keys(keys: Sequence[str], start: Sequence[Any], falling: bool) -> list[Any]:
    """Conditions for the rows after a place in a list that is ordered by these columns."""
    if len(keys) == 1:
        return [Q(**{f"{keys[0]}__{'lt' if falling else 'gt'}": start[0]})]
    after = (TupleLessThan if falling else TupleGreaterThan)(
        Tuple(*(F(key) for key in keys)), tuple(start)
    )
    return [Q(**{f"{keys[0]}__{'lte' if falling else 'gte'}": start[0]}), after]
