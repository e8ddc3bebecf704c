"""What a list and its paginator need of each other: both ends are typed by these.

rest.viewsets makes the views and rest.pagination the pages; neither imports the other's class.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, Protocol

from django.db.models import QuerySet
from rest_framework.request import Request

from rest.cursors import Cursor
from rest.read_state import Page, ReadParams, Snapshot

# Makes the query set of a list's rows; called only if its SQL is not known yet.
MakeRows = Callable[[], QuerySet[Any, Any]]


class Ordered(Protocol):
    """What an order needs of a list: a view, or its class."""

    model: type[Any]

    @property
    def key(self) -> str | tuple[str, ...]:
        """The columns that distinguish rows."""

    @property
    def orderings(self) -> Mapping[str, str]:
        """Column by the name of an ordering."""


class PagedView(Ordered, Protocol):
    """What a paginator reads of the view of a list."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that are read; none for rows of the model."""

    @property
    def planned(self) -> tuple[Hashable, Mapping[str, Any]]:
        """Of a list with columns: what of the request makes its SQL, and the values left open."""

    @property
    def params(self) -> ReadParams:
        """What the request asks for beside its filters."""

    @property
    def snapshot(self) -> Snapshot:
        """The version that is read."""

    @property
    def offered(self) -> tuple[str, ...]:
        """The parameters that are no filters."""

    @property
    def url(self) -> str:
        """The address that was asked for, whole."""


class Paginator(Protocol):
    """What a view asks of its paginator, in this order.

    Most lists call `read_page` and `page`. A list that is not one query set calls `begin`,
    `count_by` and `trim` by itself, and then `page`.
    """

    next: str | None
    previous: str | None
    count: int | None

    def read_page(self, rows: MakeRows, request: Request, view: PagedView) -> list[Any]:
        """The rows of the page."""

    def begin(self, request: Request, view: PagedView, keys: int) -> Cursor | None:
        """The cursor of the request, if it has one. Raises ApiError 400."""

    def count_by(self, counting: Callable[[int | None], int]) -> None:
        """Set the totals by a function that counts all rows, or at most so many."""

    def trim(
        self, rows: list[Any], cursor: Cursor | None, keys_of: Callable[[Any], list[Any]]
    ) -> list[Any]:
        """The rows of the page in their order; sets the links to its neighbours."""

    def page(self, items: list[bytes], names: Sequence[str], members: Mapping[str, Any]) -> Page:
        """The page, ready to be rendered."""
