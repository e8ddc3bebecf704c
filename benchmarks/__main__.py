"""Every target of docs/explanation/performance.md beside what this machine reaches, in one run.

    DATABASE_URL=postgres://... python -m benchmarks [--rounds 5] [--seconds 0.7] [--publish 20000]
    DATABASE_URL=postgres://... python -m benchmarks --short

The database holds a world of benchmarks.generate; --short takes an empty one, makes a small world,
and measures for some seconds each: its figures say that nothing broke, and little more. Publishing
and the ledger are measured in a database of their own, made beside the other one and dropped again.
Parts whose packages are missing say so.
"""

import argparse
import importlib.util
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit, urlunsplit

import django

from benchmarks import read

SMALL = 2_000  # figures of --short
YARDSTICK = ("starlette", "asyncpg", "uvloop")


def parser() -> argparse.ArgumentParser:
    made = read.parser()
    made.add_argument("--publish", type=int, default=20_000, help="figures that are published")
    made.add_argument("--entries", type=int, default=1_000_000, help="entries of the ledger's part")
    made.add_argument("--short", action="store_true")
    return made


def main(options: argparse.Namespace) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    if options.short:
        options.rounds, options.seconds, options.publish = 1, 0.2, SMALL
        options.entries = 10_000
        run("manage.py", "migrate", "--verbosity=0")
        run("-m", "benchmarks.generate", str(SMALL))
    facts()
    pages(options)
    section("After a publication")
    run("-m", "benchmarks.renewed")
    section("Every address, never asked for before")
    run("-m", "benchmarks.sweep", f"--rounds={min(options.rounds, 3)}")
    section("Whole exports")
    run("-m", "benchmarks.exports", str(min(options.rounds, 3)))
    section("Publishing")
    with another_database() as environment:
        run("manage.py", "migrate", "--verbosity=0", environment=environment)
        run("-m", "benchmarks.publish", str(options.publish), environment=environment)
    section("The ledger")
    with another_database() as environment:
        run("benchmarks/ledger.py", str(options.entries), environment=environment)


def pages(options: argparse.Namespace) -> None:
    section("Pages")
    if missing := [name for name in YARDSTICK if not importlib.util.find_spec(name)]:
        print(f"Not measured: the yardstick needs {', '.join(missing)}.")
        return
    read.main(options)


def section(name: str) -> None:
    print(f"\n== {name}\n", flush=True)


def facts() -> None:
    """Print what the figures depend on: the machine, the versions, the size of the world."""
    from django.db import connection

    from indicators.models import Claim, Observation

    section("This machine")
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    models = {line.partition(": ")[2] for line in lines if line.startswith("model name")}
    pages_of_memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    print(f"{os.cpu_count()} x {', '.join(models)}, {pages_of_memory / 2**30:.0f} GiB")
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        print(f"Python {platform.python_version()}, PostgreSQL {cursor.fetchone()[0]}")
    busy = os.getloadavg()[0]
    print(f"{Observation.objects.count()} figures, {Claim.objects.count()} claims")
    print(f"load before the run: {busy:.1f}")


def run(*command: str, environment: dict[str, str] | None = None) -> None:
    """Run Python with these arguments; raises CalledProcessError."""
    sys.stdout.flush()
    subprocess.run([sys.executable, *command], check=True, env=os.environ | (environment or {}))


@contextmanager
def another_database() -> Iterator[dict[str, str]]:
    """The environment of an installation of its own: an empty database, an empty state folder."""
    from django.db import connection

    parts = urlsplit(os.environ["DATABASE_URL"])
    name = f"{parts.path[1:]}_benchmark"
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}"')
    try:
        with TemporaryDirectory() as folder:
            url = urlunsplit(parts._replace(path=f"/{name}"))
            yield {"DATABASE_URL": url, "CIFRA_STATE_DIR": folder}
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}"')


if __name__ == "__main__":
    os.chdir(Path(__file__).resolve().parent.parent)
    main(parser().parse_args())
