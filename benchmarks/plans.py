"""Whether the database answers every URL of the API by index: what each statement really read.

    DATABASE_URL=... python -m benchmarks.plans          (or: make plans)

Asks for each URL of benchmarks.addresses and runs each of its SELECTs again, watched. Exits 1 with
the statements that read more than their answer needs. Tables with more than MANY rows count.

PostgreSQL: EXPLAIN (ANALYZE) says how many rows each step took from a table and threw away. Rows
thrown away mean that no index served: a scan of the table, or of all of an index, whatever the step
is called. Rows taken are bounded, too, which refuses the sort of a table: a page takes few, and a
total is counted up to a bound. SQLite counts no rows; the steps of its machine are counted instead,
beside those that the rows of the answer are worth. Both are what was done with these rows, not what
a planner says it would do with rows that it only believes in.
"""

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import django
from django.db import connection, transaction

MANY = 10_000
# Steps of SQLite's machine for a row that is answered or counted, and for one that is looked at for
# nothing.
STEPS, STEPS_WASTED = 200, 8
EVERY = 100  # steps after which SQLite says that it has done so many
COUNTED = 110_000  # rows that counting a total may take


@dataclass(frozen=True)
class Limits:
    """How many rows a big table has, and how many a statement may look at for nothing."""

    big: int = MANY
    wasted: int = MANY


@dataclass(frozen=True)
class Statement:
    """A SELECT, and what the planner was set to when it ran."""

    sql: str
    params: Any
    settings: tuple[str, ...] = ()

    @property
    def counts(self) -> bool:
        """Whether it counts a total."""
        return self.sql.lstrip().startswith("SELECT COUNT(")


@dataclass(frozen=True)
class Fault:
    """A statement of a URL that reads too much."""

    url: str
    what: str
    sql: str

    def __str__(self) -> str:
        return f"{self.url}\n    {self.what}\n    {self.sql[:600]}"


@contextmanager
def watched() -> Iterator[list[Statement]]:
    """The SELECTs of the block, each once."""
    found: list[Statement] = []
    settings: dict[str, str] = {}

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("SET LOCAL"):
            settings[sql.partition("=")[0]] = sql
        statement = Statement(sql, params, tuple(settings.values()))
        if sql.lstrip().startswith(("SELECT", "WITH")) and statement not in found:
            found.append(statement)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield found


def big_tables(limits: Limits) -> set[str]:
    """The tables with many rows."""
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        return {name for name in names if _has_rows(cursor, name, limits.big)}


def _has_rows(cursor: Any, table: str, number: int) -> bool:
    cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1 OFFSET %s", [number])
    return cursor.fetchone() is not None


def faults(
    ask: Callable[[str], Any], urls: Iterable[str], limits: Limits = Limits()
) -> Iterator[Fault]:
    """What is wrong with how URLs are answered. ask: answers one."""
    big = big_tables(limits)
    for url in urls:
        with watched() as statements:
            ask(url)
        for statement in statements:
            if what := LOOK[connection.vendor](statement, big, limits):
                yield Fault(url, what, statement.sql)


def _look_in_postgresql(statement: Statement, big: set[str], limits: Limits) -> str:
    with transaction.atomic(), connection.cursor() as cursor:
        for setting in statement.settings:
            cursor.execute(setting)
        explain = "EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON)"
        cursor.execute(f"{explain} {statement.sql}", statement.params)
        (answer,) = cursor.fetchone()
        transaction.set_rollback(True)  # of the settings
    plan = (json.loads(answer) if isinstance(answer, str) else answer)[0]["Plan"]
    found = []
    for step in _steps(plan):
        if (table := step.get("Relation Name")) not in big:
            continue
        wasted, taken = _rows(step)
        if statement.counts:  # up to a bound, and among as many that a version doesn't have
            excessive = taken > COUNTED or wasted > limits.wasted + taken
        else:
            excessive = taken > limits.wasted or wasted > limits.wasted
        if excessive:
            place = f"{step['Node Type']} on {table} by {step.get('Index Name', 'no index')}"
            found.append(f"{place}: {taken} rows taken, {wasted} thrown away")
    return "; ".join(found)


def _steps(step: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield step
    for inner in step.get("Plans", ()):
        yield from _steps(inner)


def _rows(step: dict[str, Any]) -> tuple[int, int]:
    """How many rows a step threw away, and how many it took."""
    removed = sum(step.get(f"Rows Removed by {by}", 0) for by in REMOVED)
    times = step.get("Actual Loops", 1)
    return round(removed * times), round(step.get("Actual Rows", 0) * times)


REMOVED = ("Filter", "Index Recheck")


def _look_in_sqlite(statement: Statement, big: set[str], limits: Limits) -> str:
    steps = 0

    def count() -> int:
        nonlocal steps
        steps += EVERY
        return 0

    with connection.cursor() as cursor:
        connection.connection.set_progress_handler(count, EVERY)
        try:
            cursor.execute(statement.sql, statement.params)
            rows = cursor.fetchall()
        finally:
            connection.connection.set_progress_handler(None, 0)
        taken = rows[0][0] if statement.counts else len(rows)
        if steps <= STEPS * taken + STEPS_WASTED * limits.wasted:
            return ""
        cursor.execute(f"EXPLAIN QUERY PLAN {statement.sql}", statement.params)
        plan = " / ".join(row[-1] for row in cursor.fetchall())
    return f"{steps} steps for {taken} rows: {plan}"


LOOK = {"postgresql": _look_in_postgresql, "sqlite": _look_in_sqlite}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    # Imported here because they need Django to be set up.
    from benchmarks.addresses import every_url
    from benchmarks.inside import client

    ask = client()
    found = 0
    for fault in faults(ask, every_url()):
        found += 1
        print(fault, flush=True)
    print(f"{found} statements read more than they need")
    sys.exit(found > 0)


if __name__ == "__main__":
    main()
