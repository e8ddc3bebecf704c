"""Keyset paging: a page costs the same however deep it lies, and pins its version."""

import base64
import binascii
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, partial
from typing import Any
from urllib.parse import urlencode

import orjson
from django.core.cache import cache
from django.db.models import F, Q, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan
from rest_framework.pagination import BasePagination
from rest_framework.request import Request

from rest.errors import ParameterError, bad_request
from rest.plans import COUNTS, PLACEHOLDER, PLANS, Placeholder
from rest.read_state import Page

EXACT_COUNT_UP_TO = 100_000


@dataclass(frozen=True)
class Cursor:
    """A place in a list: the keys of the row beside it, which way, and what the list was."""

    version: int
    published_by: str | None
    ordering: str
    filters: str  # hash of everything else that was asked for
    keys: list[Any]
    backwards: bool

    def text(self) -> str:
        """The version in 16 digits, which anyone may read, and the rest, which nobody should."""
        parts = [self.published_by, self.ordering, self.filters, self.keys, self.backwards]
        packed = base64.urlsafe_b64encode(orjson.dumps(parts)).decode().rstrip("=")
        return f"{self.version:016d}{packed}"


def cursor_of(text: str) -> Cursor:
    """Read a cursor. Raises ApiError 400 for anything that text() did not make."""
    rest = text[16:]
    try:
        version = int(text[:16])
        packed = base64.b64decode(
            rest.encode("ascii") + b"=" * (-len(rest) % 4), altchars=b"-_", validate=True
        )
        published_by, ordering, filters, keys, backwards = orjson.loads(packed)
        cursor = Cursor(version, published_by, ordering, filters, keys, backwards)
        whole = isinstance(keys, list) and len(keys) < 12
        # The column may be null in the row beside the cursor, what tells rows apart may not.
        told = keys[1:] if keys[:1] == [None] else keys
        fitting = all(isinstance(k, str) and "\0" not in k for k in told)
        if whole and fitting and isinstance(backwards, bool) and cursor.text() == text:
            return cursor
    except (ValueError, TypeError, binascii.Error, UnicodeError):
        pass
    raise bad_request([ParameterError("cursor", "invalid", "no cursor of this service")])


# How the key of a cursor, always text, stands for a column's value.
KEYS: dict[str, Callable[[str], Any]] = {
    "BinaryField": bytes.fromhex,
    "DateField": date.fromisoformat,
    "BigIntegerField": int,
    "PositiveIntegerField": int,
}


def key_text(value: Any) -> str | None:
    """A column's value as the key of a cursor."""
    if value is None:
        return None
    return bytes(value).hex() if isinstance(value, (bytes, memoryview)) else str(value)


def _beyond(keys: Sequence[str], place: Sequence[Any], falling: bool) -> list[Any]:
    """Conditions for the rows after a place in a list that is ordered by these columns."""
    if len(keys) == 1:
        return [Q(**{f"{keys[0]}__{'lt' if falling else 'gt'}": place[0]})]
    after = (TupleLessThan if falling else TupleGreaterThan)(
        Tuple(*(F(key) for key in keys)), tuple(place)
    )
    return [Q(**{f"{keys[0]}__{'lte' if falling else 'gte'}": place[0]}), after]


Rows = Callable[[], QuerySet[Any]]


class Pages(BasePagination):
    """Keyset pages: the next page starts after the last row of this one, however deep it lies.

    A list is ordered by one column (nulls last) and then by id. The cursor pins the version, so
    that a list read to its end is the state of one version, whatever is published meanwhile.
    """

    count: int | None
    count_at_least: int
    next: str | None
    previous: str | None

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> Any:
        """The rows of the page. queryset may be a function that makes it, called only if needed."""
        params = view.params
        queryset = queryset if callable(queryset) else partial(_as_is, queryset)
        self.keys = (view.key,) if isinstance(view.key, str) else view.key
        cursor = self.begin(request, view, 1 + len(self.keys))
        self.column = view.orderings[params.ordering.removeprefix("-")]
        self.falling = params.ordering.startswith("-")
        rows = self._rows(queryset, cursor, bool(cursor and cursor.backwards))
        if cursor or len(rows) > params.page_size:
            self.count_by(lambda at_most: queryset().order_by()[:at_most].count())
        else:  # one page holds them all
            self.count = self.count_at_least = len(rows)
        return self.trim(rows, cursor, self._keys_of)

    def trim(self, rows: list[Any], cursor: Cursor | None, keys_of: Callable[[Any], Any]) -> Any:
        """The rows of the page in order, its neighbours told.

        rows: in the direction of reading, with one more than the page holds where there is one.
        """
        size, backwards = self.view.params.page_size, bool(cursor and cursor.backwards)
        more = len(rows) > size
        rows = rows[:size]
        if backwards:
            rows.reverse()
        if rows and (more or backwards):
            self.next = self.link(keys_of(rows[-1]))
        if rows and ((cursor and not backwards) or (backwards and more)):
            self.previous = self.link(keys_of(rows[0]), backwards=True)
        return rows

    def begin(self, request: Request, view: Any, keys: int) -> Cursor | None:
        """The cursor of a request, if it continues this very list. Raises ApiError 400."""
        self.request, self.view = request, view
        self.filters = filters_hash(request, view.offered)
        self.filtered = self.filters != NO_FILTERS
        self.version = view.snapshot.version
        self.next = self.previous = None
        cursor = cursor_of(view.params.cursor) if view.params.cursor else None
        if cursor:
            self._require_same(cursor, keys)
        return cursor

    def _require_same(self, cursor: Cursor, keys: int) -> None:
        """A cursor continues exactly the list that it was made for."""
        params, snapshot = self.view.params, self.view.snapshot
        if len(cursor.keys) != keys:
            raise bad_request([ParameterError("cursor", "invalid", "no cursor of this service")])
        now = {
            "version": snapshot.version,
            "published_by": snapshot.published_by and snapshot.published_by.isoformat(),
            "ordering": params.ordering,
            "filters": self.filters,
        }
        for name, value in now.items():
            if getattr(cursor, name) != value:
                detail = f"the cursor continues a list with other {name.replace('_', ' ')}"
                raise bad_request([ParameterError("cursor", "mismatch", detail)])

    def _rows(self, queryset: Rows, cursor: Cursor | None, backwards: bool) -> list[Any]:
        """The rows of the page and one more, where there is one."""
        view, at_most = self.view, self.view.params.page_size + 1
        if not view.columns:
            return list(self._slice(queryset(), cursor, backwards)[:at_most])
        names = tuple(dict.fromkeys([*view.columns, *self.keys, self.column]))
        by_key = self.column in self.keys  # then the SQL is the same for every cursor
        place = tuple(cursor.keys) if cursor else None
        told = (type(view), tuple(view.kwargs.items()), view.snapshot, self.filters, names)
        key = (
            *told,
            view.params.ordering,
            at_most,
            backwards,
            bool(cursor) if by_key else place,
        )

        def slice() -> QuerySet[Any, Any]:
            hole = cursor and by_key and replace(cursor, keys=[PLACEHOLDER] * len(cursor.keys))
            rows = queryset().values_list(*names)
            sliced: QuerySet[Any, Any] = self._slice(rows, hole or cursor, backwards)[:at_most]
            return sliced

        plan = PLANS.plan(key, slice, filtered=self.filtered)
        return plan.run(names, place[1:] if place else ())

    def _slice(self, queryset: QuerySet[Any], cursor: Cursor | None, backwards: bool) -> Any:
        """The rows from the cursor on, in the direction of reading."""
        column, keys = self.column, self.keys
        if column in keys:
            falling = self.falling != backwards
            if cursor:
                place = [
                    self._value(k, text) for k, text in zip(keys, cursor.keys[1:], strict=True)
                ]
                queryset = queryset.filter(*_beyond(keys, place, falling))
            return queryset.order_by(*(f"-{key}" if falling else key for key in keys))
        if cursor:
            queryset = queryset.filter(self._beyond(cursor, backwards))
        nulls = {"nulls_first": True} if backwards else {"nulls_last": True}
        falling = self.falling != backwards
        first = F(column).desc(**nulls) if falling else F(column).asc(**nulls)
        return queryset.order_by(first, *(f"-{key}" if backwards else key for key in keys))

    def _beyond(self, cursor: Cursor, backwards: bool) -> Q:
        """Rows after (or, backwards, before) the cursor's, by column with nulls last, then id."""
        column, (key,) = self.column, self.keys
        value = self._value(column, cursor.keys[0])
        tie = Q(**{f"{key}__{'lt' if backwards else 'gt'}": self._value(key, cursor.keys[1])})
        if value is None:
            alone = Q(**{f"{column}__isnull": True}) & tie
            return alone | Q(**{f"{column}__isnull": False}) if backwards else alone
        way = "gt" if self.falling == backwards else "lt"
        beyond = Q(**{f"{column}__{way}": value}) | Q(**{column: value}) & tie
        if backwards or not self.view.model._meta.get_field(column).null:
            return Q(**{f"{column}__{way}e": value}) & beyond  # a range of the index
        return beyond | Q(**{f"{column}__isnull": True})

    def _value(self, column: str, text: str | None) -> Any:
        """The value of a column that a cursor's key stands for. Raises ApiError 400."""
        if text is None or isinstance(text, Placeholder):
            return text
        try:
            return KEYS.get(self.view.model._meta.get_field(column).get_internal_type(), str)(text)
        except ValueError:
            raise bad_request(
                [ParameterError("cursor", "invalid", "no cursor of this service")]
            ) from None

    def _keys_of(self, row: Any) -> list[Any]:
        value = None if self.column in self.keys else getattr(row, self.column)
        return [value, *(getattr(row, key) for key in self.keys)]

    def link(self, keys: Sequence[Any], *, backwards: bool = False) -> str:
        """The URL of the page that begins after (or ends before) the row with these keys."""
        snapshot = self.view.snapshot
        cursor = Cursor(
            snapshot.version,
            snapshot.published_by and snapshot.published_by.isoformat(),
            self.view.params.ordering,
            self.filters,
            [key_text(key) for key in keys],
            backwards,
        )
        told = [
            (name, cursor.text() if name == "cursor" else value)
            for name, value in pairs(self.request)
            if name != "as_of"
        ]
        if not self.view.params.cursor:
            told.append(("cursor", cursor.text()))
        return f"{self.here}?{urlencode(told)}"

    @cached_property
    def here(self) -> str:
        """The address of the list, without parameters."""
        return str(self.view.url.partition("?")[0])

    def count_by(self, counting: Callable[[int | None], int]) -> None:
        """Tell the exact total where it is small or was asked for, else a lower bound.

        counting: counts all rows, or at most so many. Kept, since a version never changes; what one
        request counted exactly changes no other request's answer (docs/adr/0023).
        """
        exactly = self.view.params.count_exactly
        parts = (self.request.path, self.view.snapshot, self.filters, exactly)
        kept = COUNTS.find(parts)
        if kept is None:
            key = "count:" + hashlib.sha256(repr(parts).encode()).hexdigest()
            kept = cache.get(key)
            if kept is None:
                kept = counting(None if exactly else EXACT_COUNT_UP_TO + 1)
                cache.set(key, kept, timeout=None)
            COUNTS.keep(parts, kept)
        more = not exactly and kept > EXACT_COUNT_UP_TO
        self.count, self.count_at_least = None if more else kept, kept

    def page(self, items: list[bytes], names: Sequence[str], members: Mapping[str, Any]) -> Page:
        return Page(
            version=self.version,
            items=items,
            names=names,
            count=self.count,
            count_at_least=self.count_at_least,
            next=self.next,
            previous=self.previous,
            first_version=self.view.snapshot.first_version,
            members=members,
        )

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Shape of a list's envelope, for the OpenAPI schema."""
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["version", "count", "count_at_least", "next", "previous", "results"],
            "properties": {
                "version": {"type": "integer", "description": "The version that was read."},
                "count": {
                    "type": ["integer", "null"],
                    "description": "Exact total; null where there are more than 100,000 and "
                    "no exact count was asked for: use count=exact.",
                },
                "count_at_least": {"type": "integer", "description": "The total, or a bound."},
                "next": {**link, "description": "URL of the next page, at the same version."},
                "previous": {**link, "description": "URL of the previous page."},
                "results": schema,
                "first_version": {
                    "type": "integer",
                    "description": "Only where as_of lies before it: the first version.",
                },
            },
        }


def _as_is(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows


def filters_hash(request: Request, offered: Iterable[str]) -> str:
    """Hash of the filters of a request: all parameters but those that shape the page."""
    shaping = {*offered, "format"}
    told = sorted((name, value) for name, value in pairs(request) if name not in shaping)
    return hashlib.sha256(urlencode(told).encode()).hexdigest()[:16]


NO_FILTERS = hashlib.sha256(b"").hexdigest()[:16]


def pairs(request: Request) -> list[tuple[str, str]]:
    """The parameters of a request, in its order, repeated ones at the place of the first."""
    return [(name, v) for name, values in request.query_params.lists() for v in values]
