"""Run the campaigns on the engine that DATABASE_URL names, in installations of their own."""

import argparse
import os
import random
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.db import connections  # noqa: E402
from django.test import Client  # noqa: E402

from tests import lakes  # noqa: E402
from tests.campaigns import bundles, kills, tamper  # noqa: E402
from tests.campaigns.report import Report  # noqa: E402
from tests.ledger.installations import Installation  # noqa: E402

PARTS = ("tamper", "kills", "bundles")
SHARE = {"tamper": 0.5, "kills": 0.35, "bundles": 0.15}  # of the time


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=50, help="in all, at most (50)")
    parser.add_argument("--number", type=int, default=100_000, help="of tries in each part")
    parser.add_argument("parts", nargs="*", default=PARTS, help=", ".join(PARTS))
    options = parser.parse_args()
    bad = 0
    with tempfile.TemporaryDirectory(prefix="cifra-campaigns-") as folder:
        empty = Installation(Path(folder) / "empty")
        empty.run("manage.py", "migrate", "-v0")
        for name in options.parts:
            seconds = options.minutes * 60 * SHARE[name]
            rng = random.Random(f"{options.seed} {name}")
            report = RUN[name](rng, options.number, seconds, empty)
            bad += len(report.bad)
            print(f"seed {options.seed}: {report}", flush=True)
        empty.close()
    return 1 if bad else 0


@contextmanager
def populated(empty: Installation, name: str) -> Iterator[Path]:
    """A context in which this process uses an installation with data; yields a folder for more."""
    made = Installation(empty.directory.with_name(name), empty)
    kills.move_to(made)
    try:
        newest = lakes.tell().newest
        for form in ("csv", "jsonl"):
            path = f"/v1/export/observations?format={form}&version={newest}"
            Client().get(path, headers={"host": "localhost"}).close()
        yield made.directory
    finally:
        connections.close_all()
        made.close()


def tampered(rng: random.Random, number: int, seconds: float, empty: Installation) -> Report:
    """The faults that verify_ledger has to find."""
    with populated(empty, "tamper"):
        return tamper.run(rng, number, seconds)


def forged(rng: random.Random, number: int, seconds: float, empty: Installation) -> Report:
    """The forgeries that the standalone verifier has to refuse."""
    with populated(empty, "bundles") as folder:
        return bundles.run(rng, number, seconds, folder)


RUN = {"tamper": tampered, "kills": kills.run, "bundles": forged}

if __name__ == "__main__":
    sys.exit(main())
