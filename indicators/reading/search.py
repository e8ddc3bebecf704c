"""Search over indicators, sources, releases and observations, best first.

The order is a function of row and query alone: indicators before documents before figures, and
within each the row of which the query says most, that is, the one with the fewest words.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from django.db.models import Q, QuerySet

from indicators.figures.choices import FoundType
from indicators.models import Indicator
from indicators.reading import rendering, selectors
from indicators.reading.serializers import IndicatorSerializer
from ledger.log import content_of
from rest import search
from rest.errors import ParameterError, bad_request
from rest.folding import matching, query_words
from rest.languages import best
from rest.read_state import Snapshot
from rest.serializers import RecordedSerializer
from sources.models import Release, Source
from sources.serializers import ReleaseSerializer, SourceSerializer

TYPES = tuple(FoundType.values)  # in the order of the results


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


def rows_of(kind: str, query: str, snapshot: Snapshot) -> QuerySet[Any]:
    """The matching rows of one type, best first."""
    rows: Any
    if kind == "observation":
        rows = selectors.observations(snapshot)
    else:
        models: dict[str, Any] = {"indicator": Indicator, "source": Source, "release": Release}
        rows = models[kind].objects.at(snapshot.version)
        if kind == "release" and snapshot.published_by:
            rows = rows.filter(published_last__at_most=snapshot.published_by)
    return search.matching(rows, query).order_by("words_count", "code")


def page(
    query: str,
    kinds: Sequence[str],
    snapshot: Snapshot,
    start: Place | None,
    size: int,
    *,
    backwards: bool = False,
) -> list[Found]:
    """At most `size` results after a place, or before it, the nearest first.

    kinds: in the order of TYPES. One query per type until the page is full.
    """
    found: list[Found] = []
    kinds = [kind for kind in kinds if start is None or _reached(kind, start, backwards)]
    for kind in reversed(kinds) if backwards else kinds:
        rows = rows_of(kind, query, snapshot)
        if start and kind == start.type:
            rows = _rows_after(rows, start, backwards)
        rows = rows.reverse() if backwards else rows
        some = list(_readable(kind, rows)[: size - len(found)])
        for row, body in zip(some, _bodies(kind, some), strict=True):
            found.append(Found(kind, row.words_count, row.code, body))
        if len(found) == size:
            break
    return found


SERIALIZERS: dict[str, type[RecordedSerializer]] = {
    "indicator": IndicatorSerializer,
    "source": SourceSerializer,
    "release": ReleaseSerializer,
}


def _readable(kind: str, rows: Any) -> QuerySet[Any]:
    """The rows with what _bodies() needs of them."""
    if kind == "observation":
        return rows.annotate(body=rendering.stored())
    return rows.with_data()


def _bodies(kind: str, rows: Sequence[Any]) -> list[dict[str, Any]]:
    """The members of rows of one type that never change."""
    if kind == "observation":
        return [orjson.loads(body) for body in selectors.bodies(rows)]
    return [SERIALIZERS[kind].fixed(content_of(row.data)) for row in rows]


def _reached(kind: str, start: Place, backwards: bool) -> bool:
    """Whether results of this type come after the place (or before it), or are of its own type."""
    far = TYPES.index(kind) - TYPES.index(start.type)
    return far <= 0 if backwards else far >= 0


def _rows_after(rows: QuerySet[Any], start: Place, backwards: bool) -> QuerySet[Any]:
    """The rows of the place's own type that come after it, or before it when going backwards."""
    way = "lt" if backwards else "gt"
    same = Q(words_count=start.words_count) & Q(**{f"code__{way}": start.code})
    return rows.filter(same | Q(**{f"words_count__{way}": start.words_count}))


def parse_place(keys: list[str | None]) -> Place:
    """The place that the keys of a cursor name. Raises ApiError 400."""
    kind, words_count, code = (key or "" for key in keys)
    if kind not in TYPES or not words_count.isdecimal() or len(words_count) > 9:
        raise bad_request([ParameterError("cursor", "invalid", "no cursor of this service")])
    return Place(kind, int(words_count), code)


def count(query: str, kinds: Sequence[str], snapshot: Snapshot, at_most: int | None) -> int:
    """How many rows of all these types match; counted up to `at_most`, if that is given."""
    total = 0
    for kind in kinds:
        left = None if at_most is None else at_most - total
        rows = rows_of(kind, query, snapshot).order_by()
        with search.by_index(rows.db):
            total += rows[:left].count()
    return total


def serialize_hit(found: Found, query: str) -> dict[str, Any]:
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
    return str(body.get("title") or best(body["labels"]))


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
