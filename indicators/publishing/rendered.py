"""Fills the table of rendered observations, a cache that may be emptied at any time.

Publishing fills it for what it publishes; `manage.py render` for everything that lacks it, after an
upgrade that raised the representation revision, or after a rebuild.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from indicators.models import Observation, Rendered
from indicators.reading import rendering
from ledger import log
from ledger.database import bulk
from ledger.database.stored import Table
from ledger.findings import Finding
from ledger.progress import Progress
from rest.read_state import REVISION

BATCH = 1000


@dataclass(frozen=True)
class RenderedCount:
    """How far it came: observations looked at, and those of them that were rendered."""

    seen: int
    rendered: int


def render(first: int = 0) -> Iterator[RenderedCount]:
    """Render the observations from entry `first` on that lack it, a batch at a time.

    Renderings of older revisions are removed. Each batch is a transaction of its own (unless the
    caller is in one) in which nobody else publishes, so that it may be stopped and begun again.
    """
    seen = rendered = 0
    while batch := _batch(first):
        entries, lacking = batch
        seen, rendered = seen + len(entries), rendered + lacking
        yield RenderedCount(seen, rendered)
        first = entries[-1] + 1


def _batch(first: int) -> tuple[list[int], int] | None:
    """The entries of the next observations, and how many of them were rendered; None at the end."""
    with transaction.atomic():
        log.lock()
        rows = Observation.objects.filter(entry_id__gte=first).order_by("entry_id")
        found = list(rows.values_list("entry_id", "known_from", named=True)[:BATCH])
        if not found:
            return None
        entries = [row.entry_id for row in found]
        kept = Rendered.objects.filter(entry__gte=entries[0], entry__lte=entries[-1])
        kept.filter(revision__lt=REVISION).delete()
        done = set(kept.filter(revision=REVISION).values_list("entry", flat=True))
        texts = rendering.from_log(row for row in found if row.entry_id not in done)
        bulk.insert(Rendered, ((entry, REVISION, *pair) for entry, pair in sorted(texts.items())))
        return entries, len(texts)


SOURCES = ("ledger_entry", "indicators_observation", "sources_release")


def findings(damaged: Collection[str], progress: Progress) -> Iterator[Finding]:
    """Every stored rendering that isn't what the log gives; those of other revisions never serve.

    settings.LEDGER_CHECKS names it; `manage.py verify_ledger` runs it.
    """
    table = Table(Rendered, log.alias())
    if differing := [name for name in SOURCES if name in damaged]:
        fault = f"not compared, since what it is made of differs: {', '.join(differing)}"
        yield Finding(table.name, "", "", fault)
        return
    progress.begin("comparing stored renderings", table.count())
    for chunk in table.chunks(BATCH):
        progress.add(len(chunk))
        stored: dict[int, dict[str, Any]] = {}
        for row in chunk:
            values, faults = table.values(row)
            yield from (Finding(table.name, table.shown_key(row), *fault) for fault in faults)
            if not faults and values["revision"] == REVISION:
                stored[values["entry"]] = values
        yield from _differing(table.name, stored)


def _differing(table: str, stored: dict[int, dict[str, Any]]) -> Iterator[Finding]:
    """What differs in a batch of rows, by their entry."""
    rows = Observation.objects.filter(entry_id__in=stored)
    texts = rendering.from_log(rows.values_list("entry_id", "known_from", named=True))
    for entry, values in stored.items():
        key = f"{entry}/{REVISION}"
        if entry not in texts:
            yield Finding(table, key, "", "is of no observation whose words are in the log")
            continue
        for column, text in zip(("body", "line"), texts[entry], strict=True):
            if values[column] != text:
                yield Finding(table, key, column, "isn't what the log gives")
