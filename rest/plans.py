"""SQL of lists, compiled once: what the ORM makes of a request is kept, and run again as it is.

Making a query set and compiling it costs more than the query itself. A plan is the SQL of one list
(view, filters, version, ordering, page size), or of one row; only the place where the page begins,
or the id, is left open. It knows no list.
"""

from collections import OrderedDict, namedtuple
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet

from ledger import query


class Placeholder(str):
    """Stands in a query set for text that each request brings."""


PLACEHOLDER = Placeholder("?")


@dataclass(frozen=True)
class Plan:
    """SQL and its parameters, holes among them; no SQL where the filters exclude each other.

    filtered: whether conditions beside version and place choose the rows, so that it depends on
    their values which index serves best.
    """

    sql: str
    params: tuple[Any, ...]
    filtered: bool = False

    def run(self, names: Sequence[str], fillings: Sequence[Any]) -> list[Any]:
        """The rows, with their columns as attributes; fillings take the places of the holes."""
        if not self.sql:
            return []
        filled = iter(fillings)
        params = [next(filled) if isinstance(p, Placeholder) else p for p in self.params]
        make = _row(tuple(names))._make
        return [make(row) for row in query.fetch(self.sql, params, keep=not self.filtered)]


def planned(rows: QuerySet[Any, Any], *, filtered: bool = False) -> Plan:
    """The plan of a query set of plain columns."""
    try:
        sql, params = rows.query.sql_with_params()
    except EmptyResultSet:
        return Plan("", ())
    return Plan(sql, tuple(params), filtered)


@lru_cache(maxsize=256)
def _row(names: tuple[str, ...]) -> Any:
    return namedtuple("Row", names)


Value = TypeVar("Value")


class Recent(Generic[Value]):
    """The values used last, so many of them; thread-safe."""

    def __init__(self, at_most: int) -> None:
        self.at_most = at_most
        self._kept: OrderedDict[Hashable, Value] = OrderedDict()
        self._lock = Lock()

    def find(self, key: Hashable) -> Value | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def keep(self, key: Hashable, value: Value) -> None:
        with self._lock:
            self._kept[key] = value
            if len(self._kept) > self.at_most:
                self._kept.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()


class Plans(Recent[Plan]):
    """The plans used last."""

    def plan(
        self, key: Hashable, rows: Callable[[], QuerySet[Any, Any]], *, filtered: bool = False
    ) -> Plan:
        """The plan kept under a key, or that of the query set that rows makes."""
        if (kept := self.find(key)) is not None:
            return kept
        made = planned(rows(), filtered=filtered)
        self.keep(key, made)
        return made


PLANS = Plans(at_most=2_000)
# Totals, in front of the cache that all workers share.
COUNTS: Recent[int] = Recent(at_most=10_000)
