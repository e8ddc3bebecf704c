"""The numerals of a release as of a snapshot: what cites them, and how many are accounted for."""

from collections.abc import Sequence
from typing import Any

from django.core.cache import cache

from indicators.models import Citation, Numeral, Reading
from ledger.models import known_at
from rest.read_state import Snapshot
from sources.numerals import coverage as covered
from sources.numerals import unaccounted


def numerals(rows: Sequence[Numeral], release: str, snapshot: Snapshot) -> list[dict[str, Any]]:
    """Numerals with the observations that cite them or to which they belong.

    One query.
    """
    if not rows:
        return []
    cited = _cited(release, snapshot, rows[0].start, max(row.end for row in rows))
    return [
        {
            **{name: getattr(row, name) for name in ("start", "end", "exact", "category")},
            "set_aside": row.set_aside,
            "observations": sorted(
                {code for start, end, code in cited if start <= row.start and row.end <= end}
                | ({row.observation} if row.observation else set())
            ),
        }
        for row in rows
    ]


def _cited(
    release: str, snapshot: Snapshot, first: int | None = None, last: int | None = None
) -> list[tuple[int, int, str]]:
    """Passages that current observations cite, as (start, end, observation)."""
    current = known_at(snapshot.version, "observation__")
    rows = Citation.objects.filter(current, release=release)
    if first is not None and last is not None:
        # A quote has at most 1,000 code points: no longer one can reach into the range.
        rows = rows.filter(start__gt=first - 1001, start__lt=last)
    return list(rows.order_by("start").values_list("start", "end", "observation__code"))


def coverage(release: str, snapshot: Snapshot) -> dict[str, Any]:
    """How many of a release's numerals are accounted for.

    Kept in the cache without end, because a version never changes. percent is null where the text
    was never read whole. The cost is linear in the release, once per version.
    """
    key = f"coverage:{release}:{snapshot.root}"
    counts: dict[str, Any] | None = cache.get(key)
    if counts is None:
        counts = _coverage(release, snapshot)
        cache.set(key, counts, timeout=None)
    return counts


def _coverage(release: str, snapshot: Snapshot) -> dict[str, Any]:
    readings = list(Reading.objects.at(snapshot.version).filter(release=release))
    rows = list(Numeral.objects.filter(known_at(snapshot.version), release=release))
    spans = [(start, end) for start, end, _ in _cited(release, snapshot)]
    open_rows = unaccounted(rows, spans, [(row.start, row.end) for row in rows if row.set_aside])
    aside = sum(row.set_aside for row in rows)
    whole = bool(readings) and all(reading.complete for reading in readings)
    return {
        "numerals": len(rows),
        "cited": len(rows) - len(open_rows) - aside,
        "set_aside": aside,
        "unaccounted": len(open_rows),
        "percent": covered(rows, open_rows) if whole else None,
        "reader": readings[0].reader if readings else None,
        "reason": next((reading.reason for reading in readings if reading.reason), None),
    }
