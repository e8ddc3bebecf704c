"""What a read costs by the ways to PostgreSQL: libpq itself, and psycopg's cursors, kept and new.

    DATABASE_URL=postgres://... python -m benchmarks.driver [--times 500] [--rounds 5]

The statements are those of the API: the state of the log, a page of 100, one figure, their claims
and headlines, recorded while it answers. Each is run again and again, the ways in turn. Printed:
processor time of this process for one run of all of them, in microseconds, and time by the clock;
medians over the rounds. DATABASE_URL may lead through PgBouncer.
"""

import argparse
import os
import statistics
import time
from collections.abc import Callable, Sequence
from typing import Any

import django
import psycopg

PATHS = ("/v1/observations?page_size=100", "/v1/observations/{id}", "/v1/series?page_size=100")
Statement = tuple[str, Sequence[Any]]


def recorded() -> list[Statement]:
    """The kept statements that the API runs for PATHS, with their values."""
    from benchmarks.inside import client
    from indicators.models import Observation
    from ledger.database import query

    newest = Observation.objects.filter(known_to=None).order_by("-entry_id").values_list("code")
    code = newest[0][0]
    ask, seen, fetch = client(), [], query._fetch

    def record(connection: Any, sql: str, params: Sequence[Any], keep: bool) -> Any:
        if keep:
            seen.append((sql, params))
        return fetch(connection, sql, params, keep)

    query._fetch = record
    try:
        for path in PATHS:
            ask(path.format(id=code))
    finally:
        query._fetch = fetch
    return list({sql: (sql, params) for sql, params in seen}.values())


Run = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]


def ways(raw: psycopg.Connection[Any]) -> dict[str, Run]:
    """The ways to run a statement over one connection."""
    from ledger.database.prepared import PreparedCursor

    raw.prepare_threshold, raw.prepared_max = 0, 200
    kept = raw.cursor()
    through_libpq = PreparedCursor(raw)

    def libpq(sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
        through_libpq.execute(sql, params)
        return through_libpq.fetchall()

    def new_libpq(sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
        cursor = PreparedCursor(raw)
        cursor.execute(sql, params)
        return cursor.fetchall()

    def kept_cursor(sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
        return kept.execute(sql, params, prepare=True).fetchall()

    def new_cursor(sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
        with raw.cursor() as cursor:
            return cursor.execute(sql, params, prepare=True).fetchall()

    return {
        "libpq, as it is used": new_libpq,
        "libpq, kept": libpq,
        "psycopg, kept cursor": kept_cursor,
        "psycopg, new cursor": new_cursor,
    }


def main(options: argparse.Namespace) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.db import connection

    statements = recorded()
    print(f"{len(statements)} statements")
    connection.ensure_connection()
    by_way = ways(connection.connection)
    answers = {name: [run(*each) for each in statements] for name, run in by_way.items()}
    assert all(each == answers["libpq, kept"] for each in answers.values()), "answers differ"
    seen: dict[str, list[tuple[float, float]]] = {name: [] for name in by_way}
    for _ in range(options.rounds):
        for name, run in by_way.items():
            seen[name].append(measured(run, statements, options.times))
    print(f"{'':24}{'processor':>12}{'clock':>12}   microseconds for all statements")
    for name, rounds in seen.items():
        processor, clock = (statistics.median(each) for each in zip(*rounds, strict=True))
        print(f"{name:24}{processor * 1e6:>12.0f}{clock * 1e6:>12.0f}")


def measured(run: Run, statements: Sequence[Statement], times: int) -> tuple[float, float]:
    """Seconds of processor and of the clock that one run of all statements takes."""
    processor, clock = time.process_time(), time.perf_counter()
    for _ in range(times):
        for sql, params in statements:
            run(sql, params)
    return (
        (time.process_time() - processor) / times,
        (time.perf_counter() - clock) / times,
    )


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser()
    made.add_argument("--times", type=int, default=500)
    made.add_argument("--rounds", type=int, default=5)
    return made


if __name__ == "__main__":
    main(parser().parse_args())
