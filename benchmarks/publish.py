"""Bulk publishing beside PostgreSQL's COPY of the same rows.

    DATABASE_URL=postgres://... python -m benchmarks.publish 50000     (migrated and empty)

The world of benchmarks.generate is published through the one door; then the rows of every table
that grew are copied into tables of the same columns, constraints and indexes, by COPY. Printed: the
seconds of both, their ratio, and the peak of this process's memory at the half and at the end.
"""

import io
import os
import resource
import sys
import time

import django

TABLES = (
    *("ledger_entry", "ledger_tile", "sources_release", "indicators_series"),
    *("indicators_observation", "indicators_citation", "indicators_headline"),
)


def copied() -> float:
    """Seconds of COPY FROM of the rows of TABLES into like tables, indexes and checks included."""
    from django.db import connection

    took = 0.0
    with connection.cursor() as cursor:
        for table in TABLES:
            rows = io.BytesIO()
            with cursor.copy(f"COPY {table} TO STDOUT") as reading:
                for block in reading:
                    rows.write(block)
            cursor.execute(f"CREATE TEMP TABLE copy_{table} (LIKE {table} INCLUDING ALL)")
            began = time.perf_counter()
            with cursor.copy(f"COPY copy_{table} FROM STDIN") as writing:
                writing.write(rows.getbuffer())
            took += time.perf_counter() - began
            cursor.execute(f"DROP TABLE copy_{table}")
    return took


def peak() -> float:
    """The most memory that this process has held, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from benchmarks.generate import publish_all

    figures = int(sys.argv[1])
    peaks: list[float] = []
    published = publish_all(figures, say=lambda _: peaks.append(peak()))
    by_copy = copied()
    print(f"{figures} figures published in {published:.1f} s, copied in {by_copy:.1f} s")
    print(f"publishing / COPY: {by_copy / published:.3f}")
    print(f"peak memory: {peaks[len(peaks) // 2]:.0f} MiB at the half, {peaks[-1]:.0f} at the end")


if __name__ == "__main__":
    main()
