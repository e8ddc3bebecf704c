"""Search over indicators, sources, releases and observations, best first.

The order is a function of row and query alone: indicators before documents before figures, and
within each the row of which the query says most, that is, the one with the fewest words.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson
from django.db.models import QuerySet

from indicators import selectors
from indicators.models import Indicator
from sources import search
from sources.models import Release, Source
from sources.reading import Complaint, Moment, bad_request
from sources.words import matching, query_words

TYPES = ("indicator", "source", "release", "observation")


@dataclass(frozen=True)
class Place:
    """Where a page of results begins: after this row."""

    type: str
    words_count: int
    code: str


@dataclass(frozen=True)
class Found:
    """A row that matched."""

    type: str
    words_count: int
    code: str
    body: dict[str, Any]


def rows_of(kind: str, query: str, moment: Moment) -> QuerySet[Any]:
    """The matching rows of one type, best first."""
    rows: QuerySet[Any]
    if kind == "observation":
        rows = selectors.observations(moment)
    else:
        models: dict[str, Any] = {"indicator": Indicator, "source": Source, "release": Release}
        rows = models[kind].objects.at(moment.version)
        if kind == "release" and moment.published_by:
            rows = rows.filter(published_last__lte=moment.published_by)
    return search.matching(rows, query).order_by("words_count", "code")


def page(
    query: str, kinds: tuple[str, ...], moment: Moment, after: Place | None, size: int
) -> list[Found]:
    """At most `size` results after a place. One query per type until the page is full."""
    found: list[Found] = []
    for kind in kinds:
        if after and TYPES.index(kind) < TYPES.index(after.type):
            continue
        rows = rows_of(kind, query, moment)
        if after and kind == after.type:
            same = rows.filter(words_count=after.words_count, code__gt=after.code)
            rows = same | rows.filter(words_count__gt=after.words_count)
        for row in rows[: size - len(found)]:
            body = orjson.loads(row.body + "}")
            found.append(Found(kind, row.words_count, row.code, body))
        if len(found) == size:
            break
    return found


def place(keys: list[str | None]) -> Place:
    """The place that a cursor's keys tell. Raises Refused 400."""
    kind, words_count, code = (key or "" for key in keys)
    if kind not in TYPES or not words_count.isdecimal() or len(words_count) > 9:
        raise bad_request([Complaint("cursor", "invalid", "no cursor of this service")])
    return Place(kind, int(words_count), code)


def count(query: str, kinds: tuple[str, ...], moment: Moment) -> int:
    """How many rows match, of all these types."""
    return sum(rows_of(kind, query, moment).order_by().count() for kind in kinds)


def shown(found: Found, query: str) -> dict[str, Any]:
    """A result as it is served, with the words that matched, as printed."""
    wanted = query_words(query)
    return {
        "type": found.type,
        "id": found.code,
        "title": _title(found),
        "rank": round(len(wanted) / max(found.words_count, len(wanted)), 4),
        "matches": matching(_texts(found.body), wanted),
        "url": f"/v1/{PLURALS[found.type]}/{found.code}",
    }


PLURALS = {
    "indicator": "indicators",
    "source": "sources",
    "release": "releases",
    "observation": "observations",
}


def _title(found: Found) -> str:
    body = found.body
    if found.type == "observation":
        place = f"{body['indicator']}, {body['area']}, {body['period']}"
        return f"{place}: {body['as_written']}"
    return str(body.get("title") or body.get("name_en"))


def _texts(value: Any) -> Iterator[str]:
    """Every text in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
