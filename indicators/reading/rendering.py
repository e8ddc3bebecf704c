"""Observations as JSON and as CSV cells: what of them is the same at every version.

render() is the one function that makes both; publishing and `manage.py render` keep what it made
in a table (indicators.publishing.rendered), and from_log() makes it anew for a row that has none
there, or only one of another representation revision. The bytes are the same either way.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, Protocol

import orjson
from django.db.models.expressions import RawSQL
from django.db.models.fields import TextField

from indicators.reading.serializers import ObservationSerializer
from ledger.log import content_of
from ledger.models import Entry
from rest.formats import cell, csv_cells
from rest.periods import period_of
from rest.read_state import REVISION
from sources.models import Release


class Rendering(NamedTuple):
    """The members of an observation that never change, as a JSON object and as CSV cells."""

    body: str
    line: str


class Row(Protocol):
    """What from_log() needs of an observation."""

    entry_id: int
    known_from: int


def render(content: Mapping[str, Any], release: Release) -> Rendering:
    """The rendering of an observation: its entry's content, and its release as of then.

    `number` is the very text of value, never a float.
    """
    fixed = ObservationSerializer.fixed({**content, **derived(content, release)})
    value = fixed["value"]
    number = orjson.Fragment(value) if value else None
    quotes = orjson.dumps(fixed["citations"]).decode()
    cells = {**fixed, "number": value, "citations": quotes}
    return Rendering(
        orjson.dumps({**fixed, "number": number}).decode(),
        csv_cells([cell(value) for value in cells.values()]),
    )


def derived(content: Mapping[str, Any], release: Release) -> dict[str, Any]:
    """The members that follow from the period and from the release."""
    period = period_of(content["period"])
    return {
        "voice": content.get("producer") or release.publisher,
        "period_start": period.start and period.start.isoformat(),
        "period_end": period.interval_end(release.published_last).isoformat(),
        "source": release.source,
        "published_on": release.published_on or None,
        "url": release.url or None,
        "licence": release.licence or None,
    }


# A scalar subquery: the primary key of each row of the page, looked up after the page was found.
STORED = f"""
SELECT r.{{column}} FROM indicators_rendered r
WHERE r.entry = indicators_observation.entry_id AND r.revision = {REVISION}
"""


def stored(column: str = "body") -> RawSQL:
    """What is stored of an observation at this revision: its body or its line; null where not."""
    return RawSQL(STORED.format(column=column), (), TextField(null=True))


def from_log(rows: Iterable[Row]) -> dict[int, Rendering]:
    """Renderings made from the log, by entry.

    Two queries; none where there are no rows.
    """
    known_from = {row.entry_id: row.known_from for row in rows}
    if not known_from:
        return {}
    entries = Entry.objects.filter(index__in=known_from, data__isnull=False)
    found: Any = entries.values_list("index", "data")
    contents = {index: content_of(data) for index, data in found}
    releases = _Releases({content["release"] for content in contents.values()})
    return {
        index: render(content, releases.at(content["release"], known_from[index]))
        for index, content in contents.items()
    }


class _Releases:
    """Releases by id and version. One query."""

    def __init__(self, codes: Iterable[str]) -> None:
        self._rows: dict[str, list[Release]] = {}
        for row in Release.objects.filter(code__in=codes).order_by("known_from"):
            self._rows.setdefault(row.code, []).append(row)

    def at(self, code: str, version: int) -> Release:
        """The release as described at a version."""
        return next(row for row in reversed(self._rows[code]) if row.known_from <= version)
