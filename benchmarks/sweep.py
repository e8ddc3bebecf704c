"""What every address of the API costs when nobody asked for it before, in first pages.

    DATABASE_URL=... python -m benchmarks.sweep [--rounds 3] [--over 20] [--all]

Asks for each URL of benchmarks.addresses within this process, without a page cache, as if for the
first time: before each, its SQL, its totals and all that was kept of this version are forgotten.
The unit is the first page of /v1/observations, whose total is kept and whose SQL is not. Printed:
the URLs that pass --over times the unit (with --all, each one), then the median, p99 and the most.
Times are processor time of this process and of its PostgreSQL server, which has no helpers here;
where that can't be read (not on this machine, or no Linux) wall time. Of each URL the least of some
rounds. The database should hold 100,000 figures or more (benchmarks.generate).
"""

import argparse
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

FIRST_PAGE = "/v1/observations"
TARGET = 20


def spent() -> float:
    """Seconds of processor time so far, of this process and of the server of its connection."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return time.process_time()
    connection.ensure_connection()
    try:
        schedule = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text()
    except OSError:
        return time.perf_counter()
    return time.process_time() + int(schedule.split()[0]) / 1e9


def seconds(ask: Callable[[str], Any], url: str) -> float:
    began = spent()
    ask(url)
    return spent() - began


def first_page(ask: Callable[[str], Any], rounds: int) -> float:
    """Seconds of a first page of about 100, in SQL that nobody asked for."""
    from benchmarks.inside import forget

    forget()
    ask(FIRST_PAGE)
    taken = [seconds(ask, f"{FIRST_PAGE}?page_size={100 + each}") for each in range(5 * rounds)]
    return sorted(taken)[len(taken) // 4]


def main(options: argparse.Namespace) -> None:
    os.environ["CIFRA_PAGE_CACHE_BYTES"] = "0"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    # Imported here because they need Django to be set up.
    from django.db import connection

    from benchmarks.addresses import every_url
    from benchmarks.inside import client, forget

    ask = client()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET max_parallel_workers_per_gather = 0")
    urls = list(dict.fromkeys(every_url()))
    unit = first_page(ask, options.rounds)
    print(f"first page: {unit * 1000:.2f} ms; {len(urls)} URLs")
    times: dict[str, float] = {}
    for url in urls:
        ask(url)  # the database has read its rows before, as it has those of the first page
        taken = []
        for _ in range(options.rounds):
            forget()
            taken.append(seconds(ask, url))
        times[url] = min(taken) / unit
        if options.all or times[url] > options.over:
            print(f"{times[url]:8.1f}  {url}", flush=True)
    show(times, options.over)


def show(times: dict[str, float], over: float) -> None:
    ordered = sorted(times.values())
    p99 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    median = ordered[len(ordered) // 2]
    passing = sum(each > over for each in ordered)
    print(f"median {median:.1f}, p99 {p99:.1f} (target {TARGET}), most {ordered[-1]:.1f}")
    print(f"{passing} of {len(ordered)} pass {over:g} first pages")


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    made.add_argument("--rounds", type=int, default=3)
    made.add_argument("--over", type=float, default=TARGET)
    made.add_argument("--all", action="store_true", help="print every URL")
    return made


if __name__ == "__main__":
    main(parser().parse_args())
