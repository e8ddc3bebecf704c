"""SQL of lists, compiled once: what the ORM makes of a request is kept, and run again as it is.

Making a query set and compiling it costs more than the query itself. A plan is the SQL of one list
at one version, or of one row. Only the place where the page begins, or the id, is left open: there
the SQL has a Placeholder, which each request fills with text of its own.
"""

from collections import OrderedDict, namedtuple
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet

from ledger.database import query


class Placeholder(str):
    """Text in a query set that is bound per request, when the compiled statement runs."""


PLACEHOLDER = Placeholder("?")


@dataclass(frozen=True)
class PlanKey:
    """All that shapes the SQL of a plan: two requests share one only if every part is equal.

    Whatever a view's get_queryset() or the paginator reads of a request has to be a part, or
    one list is answered with another's rows (tests/rest/test_plans.py watches what they read).
    """

    view: type[Any]  # with its model, its orderings and its own conditions
    snapshot: Hashable  # version and published_by are conditions on the rows
    columns: tuple[str, ...]
    path: tuple[tuple[str, Any], ...] = ()  # the values in the address
    filters: str = ""  # digest of every parameter that chooses rows
    ordering: str = ""
    at_most: int = 1
    backwards: bool = False
    # Where the page begins: for SQL with placeholders only whether it begins after some row, else
    # the very keys of that row.
    start: tuple[Any, ...] | bool = False


@dataclass(frozen=True)
class Plan:
    """SQL and its parameters, placeholders among them; no SQL where no row can fit the filters.

    filtered: whether conditions beside version and place choose the rows, so that it depends on
    their values which index serves best.
    """

    sql: str
    params: tuple[Any, ...]
    filtered: bool = False

    def run(self, names: Sequence[str], values: Sequence[Any]) -> list[Any]:
        """The rows, with their columns as attributes; values fill the placeholders in order."""
        if not self.sql:
            return []
        filling = iter(values)
        params = [next(filling) if isinstance(p, Placeholder) else p for p in self.params]
        make = _row(tuple(names))._make
        return [make(row) for row in query.fetch(self.sql, params, keep=not self.filtered)]


def compiled(rows: QuerySet[Any, Any], *, filtered: bool = False) -> Plan:
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
        self._values: OrderedDict[Hashable, Value] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> Value | None:
        """The value under this key, which is now the youngest; None if there is none."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
            return self._values.get(key)

    def put(self, key: Hashable, value: Value) -> None:
        """Keep a value; the one that was used longest ago makes room for it."""
        with self._lock:
            self._values[key] = value
            if len(self._values) > self.at_most:
                self._values.popitem(last=False)

    def __len__(self) -> int:
        return len(self._values)

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._values.clear()


class Plans(Recent[Plan]):
    """The plans used last."""

    def plan(
        self, key: PlanKey, rows: Callable[[], QuerySet[Any, Any]], *, filtered: bool = False
    ) -> Plan:
        """The plan under a key; where there is none yet, that of the query set that rows makes."""
        if (known := self.get(key)) is not None:
            return known
        plan = compiled(rows(), filtered=filtered)
        self.put(key, plan)
        return plan


PLANS = Plans(at_most=2_000)
# Totals, in front of the cache that all workers share.
COUNTS: Recent[int] = Recent(at_most=10_000)
