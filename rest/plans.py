"""SQL of lists, compiled once: what the ORM makes of a request is kept, and run again as it is.

Making a query set and compiling it costs more than the query itself. A plan is the SQL of one form
of list, or of one row: with these filters, in this ordering. The version that is read, the values
of the filters and the place where the page begins are left open in it; each request binds its own.
So a plan outlives publications, and serves whoever asks for another value.
"""

from collections import namedtuple
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet

from ledger.database import query
from rest.open_values import Open
from rest.read_state import Snapshot
from rest.recent import Recent


def open_snapshot(published_by: bool) -> Snapshot:
    """A snapshot whose version is open, and its day where there is one: it makes SQL alone."""
    version: Any = Open("version")
    day: Any = Open("published_by")
    return Snapshot(version, day if published_by else None)


def of_snapshot(snapshot: Snapshot) -> dict[str, Any]:
    """What open_snapshot() left open."""
    return {"version": snapshot.version, "published_by": snapshot.published_by}


@dataclass(frozen=True)
class PlanKey:
    """All that shapes the SQL of a plan, which is made from this and nothing else.

    No part holds a value that the statement is run with.
    """

    view: type[Any]  # with its model and its own conditions
    shape: Hashable  # what the view makes its rows of
    columns: tuple[str, ...]
    ordering: str = ""
    at_most: int | None = 1
    backwards: bool = False
    # Where the page begins: for each key of that row whether it is null; None: at the beginning.
    start: tuple[bool, ...] | None = None


@dataclass(frozen=True)
class Plan:
    """SQL and its parameters, open ones among them; no SQL where no row can fit."""

    sql: str
    params: tuple[Any, ...]

    def run(
        self, names: Sequence[str], values: Mapping[str, Any], *, keep: bool = True
    ) -> list[Any]:
        """The rows, with their columns as attributes.

        values: of the open parameters, by name. keep: as in query.fetch().
        """
        make = _row(tuple(names))._make
        return [make(row) for row in self.rows(values, keep=keep)]

    def count(self, values: Mapping[str, Any]) -> int:
        """The number that a plan of compiled_count() gives."""
        return int(sum(row[0] for row in self.rows(values, keep=False)))

    def rows(self, values: Mapping[str, Any], *, keep: bool = True) -> list[tuple[Any, ...]]:
        """The rows as the database gives them."""
        if not self.sql:
            return []
        opened = [values[p.name] if isinstance(p, Open) else p for p in self.params]
        return query.fetch(self.sql, query.bound(opened), keep=keep)


def compiled(rows: QuerySet[Any, Any]) -> Plan:
    """The plan of a query set of plain columns."""
    try:
        sql, params = rows.query.sql_with_params()
    except EmptyResultSet:
        return Plan("", ())
    return Plan(sql, tuple(params))


def compiled_count(rows: QuerySet[Any, Any], at_most: int | None) -> Plan:
    """The plan that counts the rows of a query set, or at most so many of them."""
    plan = compiled(rows.order_by().values_list("pk")[:at_most])
    return Plan(f"SELECT COUNT(*) FROM ({plan.sql}) counted", plan.params) if plan.sql else plan


@lru_cache(maxsize=256)
def _row(names: tuple[str, ...]) -> Any:
    return namedtuple("Row", names)


class Plans(Recent[Plan]):
    """The plans used last."""

    def plan(self, key: PlanKey, make: Callable[[PlanKey], Plan]) -> Plan:
        """The plan under a key; where there is none yet, the one that is made of the key."""
        if (known := self.get(key)) is not None:
            return known
        plan = make(key)
        self.put(key, plan)
        return plan


PLANS = Plans(at_most=2_000)
# Totals, in front of the cache that all workers share.
COUNTS: Recent[int] = Recent(at_most=10_000)
