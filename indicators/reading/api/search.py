"""The read API of search."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import orjson
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.request import Request

from indicators.models import Observation
from indicators.reading import search
from indicators.reading.filters import SearchFilter
from indicators.reading.serializers import FoundSerializer
from rest.read_state import select_members
from rest.viewsets import (
    AS_OF,
    COUNT,
    CURSOR,
    DIALECT,
    FIELDS,
    FORMAT,
    PAGE_SIZE,
    PUBLISHED_BY,
    VERSION,
)
from sources.api import RecordedViewSet


@extend_schema_view(
    list=extend_schema(
        operation_id="search",
        summary="Find indicators, documents and figures by their words",
        parameters=[
            VERSION, AS_OF, PUBLISHED_BY, FIELDS, PAGE_SIZE, CURSOR, COUNT, FORMAT, DIALECT,
        ],
        tags=["search"],
    )
)  # fmt: skip
class SearchViewSet(RecordedViewSet):
    """Best first; the order is a function of row and query alone."""

    model, thing = Observation, "result"
    serializer_class, filterset_class = FoundSerializer, SearchFilter
    time_offered = ("version", "as_of", "published_by")
    orderings: dict[str, str] = {}
    required = ("q",)

    def list(self, request: Request, **_: Any) -> HttpResponse:
        query, kinds = request.query_params["q"], self.kinds()
        cursor = self.pages.begin(request, self, 3)  # type, number of words, id
        self.pages.count_by(partial(search.count, query, kinds, self.snapshot))
        start = search.parse_place(cursor.keys) if cursor else None
        backwards = bool(cursor and cursor.backwards)
        size = self.params.page_size + 1
        rows = search.page(query, kinds, self.snapshot, start, size, backwards=backwards)
        rows = self.pages.trim(rows, cursor, lambda row: [row.type, row.words_count, row.code])
        items = [orjson.dumps(search.serialize_hit(row, query)) for row in rows]
        fields = self.params.fields
        items = [select_members(item, fields) for item in items]
        page = self.pages.page(items, fields or self.names, {})
        return self.answer_page(page)

    def kinds(self) -> Sequence[str]:
        """The types that are wanted, in the order of the results."""
        params = self.request.query_params
        filters = [params.getlist("type"), params.getlist("type__in")]
        return [
            kind for kind in search.TYPES if all(kind in wanted for wanted in filters if wanted)
        ]
