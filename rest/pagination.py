"""Keyset paging: a page costs the same however deep it lies, and pins its version."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.core.cache import cache
from django.db.models import F, Q, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan
from rest_framework.pagination import BasePagination
from rest_framework.request import Request

from rest import search
from rest.cursors import Cursor, invalid_cursor, key_text, key_value, parse_cursor
from rest.errors import ParameterError, bad_request
from rest.plans import COUNTS, PLACEHOLDER, PLANS, Placeholder, PlanKey
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
        self.keys = (view.key,) if isinstance(view.key, str) else view.key
        cursor = self.begin(request, view, 1 + len(self.keys))
        self.column = view.orderings[params.ordering.removeprefix("-")]
        self.falling = params.ordering.startswith("-")
        found = self._rows(rows, cursor, bool(cursor and cursor.backwards))
        if cursor or len(found) > params.page_size:
            self.count_by(lambda at_most: self._counted(rows(), at_most))
        else:  # one page holds them all
            self.count = self.count_at_least = len(found)
        return self.trim(found, cursor, self._keys_of)

    def _counted(self, rows: QuerySet[Any], at_most: int | None) -> int:
        if not rows.query.distinct:
            rows = rows.values("pk")  # SQLite would make every column of every row
        counted = rows.order_by()[:at_most]
        with search.by_index(rows.db) if "q" in self.request.query_params else nullcontext():
            return counted.count()

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

    def _rows(self, rows: MakeRows, cursor: Cursor | None, backwards: bool) -> list[Any]:
        """The rows of the page in the direction of reading, and one more where there is one."""
        view, at_most = self.view, self.view.params.page_size + 1
        if not view.columns:
            return list(self._slice(rows(), cursor, backwards)[:at_most])
        names = tuple(dict.fromkeys([*view.columns, *self.keys, self.column]))
        # Ordered by its keys alone, a list has the same SQL after every row: the keys are left
        # open. By another column, null or not makes another SQL: the plan is for these keys alone.
        reusable = self.column in self.keys
        start = tuple(cursor.keys) if cursor else ()
        key = PlanKey(
            view=type(view),
            snapshot=view.snapshot,
            columns=names,
            path=tuple(view.kwargs.items()),
            filters=self.filters_digest,
            ordering=view.params.ordering,
            at_most=at_most,
            backwards=backwards,
            start=bool(cursor) if reusable else start,
        )

        def compile_rows() -> QuerySet[Any, Any]:
            """The page's query set. Runs only if no plan is kept under the key.

            What it makes serves later requests, so of the cursor it may use only what the key has:
            a placeholder stands where a key of this request's cursor would.
            """
            after = cursor
            if cursor and reusable:
                after = replace(cursor, keys=[PLACEHOLDER] * len(cursor.keys))
            sliced: QuerySet[Any, Any]
            sliced = self._slice(rows().values_list(*names), after, backwards)[:at_most]
            return sliced

        plan = PLANS.plan(key, compile_rows, filtered=self.filtered)
        return plan.run(names, start[1:])

    def _slice(self, rows: QuerySet[Any], cursor: Cursor | None, backwards: bool) -> Any:
        """The rows from the cursor on, in the direction of reading."""
        column, keys = self.column, self.keys
        falling = self.falling != backwards
        if column in keys:
            if cursor:
                pairs = zip(keys, cursor.keys[1:], strict=True)
                start = [self._value(key, text) for key, text in pairs]
                rows = rows.filter(*_rows_after_keys(keys, start, falling))
            return rows.order_by(*(f"-{key}" if falling else key for key in keys))
        if cursor:
            rows = rows.filter(self._rows_after(cursor, backwards))
        # Said of columns that have none, it would keep PostgreSQL from reading an index backwards.
        nulls = {"nulls_first": True} if backwards else {"nulls_last": True}
        if not self.view.model._meta.get_field(column).null:
            nulls = {}
        first = F(column).desc(**nulls) if falling else F(column).asc(**nulls)
        return rows.order_by(first, *(f"-{key}" if backwards else key for key in keys))

    def _rows_after(self, cursor: Cursor, backwards: bool) -> Q:
        """Rows after (or, backwards, before) the cursor's, by column with nulls last, then key."""
        column, (key,) = self.column, self.keys
        value = self._value(column, cursor.keys[0])
        tie = Q(**{f"{key}__{'lt' if backwards else 'gt'}": self._value(key, cursor.keys[1])})
        if value is None:
            alone = Q(**{f"{column}__isnull": True}) & tie
            return alone | Q(**{f"{column}__isnull": False}) if backwards else alone
        way = "gt" if self.falling == backwards else "lt"
        after = Q(**{f"{column}__{way}": value}) | Q(**{column: value}) & tie
        if backwards or not self.view.model._meta.get_field(column).null:
            return Q(**{f"{column}__{way}e": value}) & after  # a range of the index
        return after | Q(**{f"{column}__isnull": True})

    def _value(self, column: str, text: str | None) -> Any:
        """The value of a column that a cursor's key stands for. Raises ApiError 400."""
        if text is None or isinstance(text, Placeholder):
            return text
        return key_value(text, self.view.model._meta.get_field(column).get_internal_type())

    def _keys_of(self, row: Any) -> list[Any]:
        value = None if self.column in self.keys else getattr(row, self.column)
        return [value, *(getattr(row, key) for key in self.keys)]

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


def _rows_after_keys(keys: Sequence[str], start: Sequence[Any], falling: bool) -> list[Any]:
    """Conditions for the rows after a place in a list that is ordered by these columns."""
    if len(keys) == 1:
        return [Q(**{f"{keys[0]}__{'lt' if falling else 'gt'}": start[0]})]
    after = (TupleLessThan if falling else TupleGreaterThan)(
        Tuple(*(F(key) for key in keys)), tuple(start)
    )
    return [Q(**{f"{keys[0]}__{'lte' if falling else 'gte'}": start[0]}), after]


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
