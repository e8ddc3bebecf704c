"""Keyset paging: a page costs the same however deep it lies, and pins its version."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import cached_property, partial
from typing import Any
from urllib.parse import urlencode

from django.core.cache import cache
from django.db.models import QuerySet
from rest_framework.pagination import BasePagination
from rest_framework.request import Request

from ledger.database import query
from rest import search
from rest.cursors import Cursor, invalid_cursor, key_text, key_value, parse_cursor
from rest.errors import ParameterError, bad_request
from rest.open_values import named, opens
from rest.orders import Order
from rest.plans import COUNTS, PLANS, Plan, PlanKey, compiled, compiled_count
from rest.protocols import MakeRows, PagedView
from rest.read_state import Page

EXACT_COUNT_UP_TO = 100_000


class KeysetPagination(BasePagination):
    """Pages of a list: the next one starts after the last row of this one.

    A list is ordered by one column (nulls last) and then by its keys. The cursor pins the version,
    so that a list read to its end is the state of one version, whatever is published meanwhile.
    One object serves one request; it is a rest.protocols.Paginator.
    """

    view: PagedView
    count: int | None
    count_at_least: int
    next: str | None
    previous: str | None

    def read_page(self, rows: MakeRows, request: Request, view: PagedView) -> list[Any]:
        """The rows of the page; sets count, next and previous.

        One query, two if it counts.
        """
        params = view.params
        self.order = Order.of(view, params.ordering)
        cursor = self.begin(request, view, 1 + len(self.order.keys))
        start = self._start(cursor) if cursor else None
        backwards = bool(cursor and cursor.backwards)
        if view.columns:
            found = self._planned(start, backwards)
        else:
            found = list(self.order.page(rows(), start, backwards)[: params.page_size + 1])
        if cursor or len(found) > params.page_size:
            self.count_by(partial(self._count, rows))
        else:  # one page holds them all
            self.count = self.count_at_least = len(found)
        return self.trim(found, cursor, self._keys_of)

    def trim(
        self, rows: list[Any], cursor: Cursor | None, keys_of: Callable[[Any], list[Any]]
    ) -> list[Any]:
        """The rows of the page in their order; sets next and previous.

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

    def begin(self, request: Request, view: PagedView, keys: int) -> Cursor | None:
        """The cursor of a request, if it continues this very list. Raises ApiError 400.

        keys: how many a cursor of this list has.
        """
        self.request, self.view = request, view
        self.filters_digest = digest_filters(request, view.offered)
        self.filtered = self.filters_digest != NO_FILTERS
        self.version = view.snapshot.version
        self.next = self.previous = None
        cursor = parse_cursor(view.params.cursor) if view.params.cursor else None
        if cursor:
            self._require_same(cursor, keys)
        return cursor

    @property
    def filters(self) -> str:
        """The filters as a cursor names them: enough to notice a change by mistake."""
        return self.filters_digest[:16]

    def _require_same(self, cursor: Cursor, keys: int) -> None:
        """Raise ApiError 400 if the cursor was made for another list."""
        if len(cursor.keys) != keys:
            raise invalid_cursor()
        expected = {
            "version": self.view.snapshot.version,
            "published_by": _isoformat(self.view),
            "ordering": self.view.params.ordering,
            "filters": self.filters,
        }
        for name, value in expected.items():
            if getattr(cursor, name) != value:
                detail = f"the cursor continues a list with other {name.replace('_', ' ')}"
                raise bad_request([ParameterError("cursor", "mismatch", detail)])

    def _planned(self, start: list[Any] | None, backwards: bool) -> list[Any]:
        """The rows of the page in the direction of reading, and one more where there is one."""
        view = self.view
        shape, values = view.planned
        names = tuple(dict.fromkeys([*view.columns, *self.order.keys, self.order.column]))
        key = PlanKey(
            view=type(view),
            shape=shape,
            columns=names,
            ordering=view.params.ordering,
            at_most=view.params.page_size + 1,
            backwards=backwards,
            start=None if start is None else tuple(value is None for value in start),
        )
        values = {**values, **named(START, start or [])}
        # Where filters choose the rows, it depends on their values which index serves best.
        return PLANS.plan(key, plan_of_page).run(names, values, keep=not self.filtered)

    def _count(self, rows: MakeRows, at_most: int | None) -> int:
        """How many rows the list has, or at most so many."""
        view = self.view
        with self._by_words():
            if not view.columns:
                return _counted(rows(), at_most)
            shape, values = view.planned
            key = PlanKey(view=type(view), shape=shape, columns=COUNTED, at_most=at_most)
            return PLANS.plan(key, plan_of_count).count(values)

    def _by_words(self) -> AbstractContextManager[None]:
        """Counting by the index of words, where words were asked for."""
        if "q" not in self.request.query_params:
            return nullcontext()
        return search.by_index(query.reading().alias)

    def _start(self, cursor: Cursor) -> list[Any]:
        """The values of the row beside the page. Raises ApiError 400."""
        columns = (self.order.column, *self.order.keys)
        return [self._value(*each) for each in zip(columns, cursor.keys, strict=True)]

    def _value(self, column: str, text: str | None) -> Any:
        """The value of a column that a cursor's key stands for. Raises ApiError 400."""
        if text is None:
            return None
        return key_value(text, self.view.model._meta.get_field(column).get_internal_type())

    def _keys_of(self, row: Any) -> list[Any]:
        value = None if self.order.by_keys else getattr(row, self.order.column)
        return [value, *(getattr(row, key) for key in self.order.keys)]

    def link(self, keys: Sequence[Any], *, backwards: bool = False) -> str:
        """The URL of the page that begins after (or ends before) the row with these keys."""
        view = self.view
        cursor = Cursor(
            view.snapshot.version,
            _isoformat(view),
            view.params.ordering,
            self.filters,
            [key_text(key) for key in keys],
            backwards,
        )
        query = [
            (name, cursor.text() if name == "cursor" else value)
            for name, value in pairs(self.request)
            if name != "as_of"
        ]
        if not view.params.cursor:
            query.append(("cursor", cursor.text()))
        return f"{self.address}?{urlencode(query)}"

    @cached_property
    def address(self) -> str:
        """The address of the list, without parameters."""
        return str(self.view.url.partition("?")[0])

    def count_by(self, counting: Callable[[int | None], int]) -> None:
        """Set the exact total where it is small or was asked for, else a lower bound.

        counting: counts all rows, or at most so many. Kept, since a version never changes; what one
        request counted exactly changes no other request's answer (docs/adr/0023).
        """
        exactly = self.view.params.count_exactly
        parts = (self.request.path, self.view.snapshot, self.filters_digest, exactly)
        total = COUNTS.get(parts)
        if total is None:
            key = "count:" + hashlib.sha256(repr(parts).encode()).hexdigest()
            total = cache.get(key)
            if total is None:
                total = counting(None if exactly else EXACT_COUNT_UP_TO + 1)
                cache.set(key, total, timeout=None)
            COUNTS.put(parts, total)
        more = not exactly and total > EXACT_COUNT_UP_TO
        self.count, self.count_at_least = None if more else total, total

    def page(self, items: list[bytes], names: Sequence[str], members: Mapping[str, Any]) -> Page:
        """The page of these items, with its totals and neighbours."""
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
        """The shape of a list's envelope, for the OpenAPI schema."""
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


START = "start"
COUNTED = ("count",)


def plan_of_page(key: PlanKey) -> Plan:
    """The plan of a page of a list, for any version, values and place."""
    view: Any = key.view
    start = None
    if key.start is not None:
        places = zip(key.start, opens(START, len(key.start)), strict=True)
        start = [None if null else place for null, place in places]
    rows = view.open_rows(key.shape).values_list(*key.columns)
    return compiled(Order.of(view, key.ordering).page(rows, start, key.backwards)[: key.at_most])


def plan_of_count(key: PlanKey) -> Plan:
    """The plan that counts the rows of a list, or at most so many."""
    return compiled_count(key.view.open_rows(key.shape), key.at_most)


def _counted(rows: QuerySet[Any], at_most: int | None) -> int:
    """How many rows a query set without a plan has, or at most so many."""
    if not rows.query.distinct:
        rows = rows.values("pk")  # SQLite would make every column of every row
    return rows.order_by()[:at_most].count()


def _isoformat(view: PagedView) -> str | None:
    published_by = view.snapshot.published_by
    return published_by.isoformat() if published_by else None


def digest_filters(request: Request, offered: Iterable[str]) -> str:
    """SHA-256 of the filters of a request: all parameters but those that shape the page."""
    shaping = {*offered, "format"}
    filters = sorted((name, value) for name, value in pairs(request) if name not in shaping)
    return hashlib.sha256(urlencode(filters).encode()).hexdigest()


NO_FILTERS = hashlib.sha256(b"").hexdigest()


def pairs(request: Request) -> list[tuple[str, str]]:
    """The parameters of a request, in its order, repeated ones at the place of the first."""
    return [(name, v) for name, values in request.query_params.lists() for v in values]
