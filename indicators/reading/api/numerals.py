"""The read API of the numbers of a text, each accounted for."""

from collections.abc import Sequence
from typing import Any

import orjson
from django.db.models import QuerySet
from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request

from indicators.models import Numeral
from indicators.reading import coverage
from indicators.reading.filters import NumeralFilter
from indicators.reading.serializers import NumeralListSerializer, NumeralSerializer
from ledger.models import known_at
from rest.errors import ApiError
from rest.viewsets import (
    AS_OF,
    COUNT,
    CURSOR,
    DIALECT,
    FIELDS,
    FORMAT,
    PAGE_SIZE,
    VERSION,
    safe_lookup_id,
)
from sources.api import RecordedViewSet
from sources.models import Release


class NumeralViewSet(RecordedViewSet):
    """Every number of a release's text, and what it is."""

    model, thing, key = Numeral, "numeral", "start"
    serializer_class, filterset_class = NumeralSerializer, NumeralFilter
    orderings = {"start": "start"}
    default_ordering = "start"

    @extend_schema(
        operation_id="list_release_numerals",
        summary="Every number of a release's text, accounted for",
        responses=NumeralListSerializer,
        parameters=[
            *(VERSION, AS_OF, FIELDS, PAGE_SIZE, CURSOR, COUNT, FORMAT, DIALECT),
            OpenApiParameter("ordering", str, enum=["start", "-start"], description="By place."),
        ],
        tags=["releases"],
    )
    def list(self, request: Request, **_: Any) -> HttpResponse:
        """A page of the numbers of the release's text."""
        return super().list(request)

    def locate(self, **path: str) -> None:
        """Set the id of the release. Raises ApiError 404."""
        id = self.release = path["id"]
        if not Release.objects.at(self.snapshot.version).filter(code=safe_lookup_id(id)).exists():
            raise ApiError(404, "not-found", "Not found", f"There is no release {id[:80]!r}.")

    def get_queryset(self) -> QuerySet[Numeral]:
        return Numeral.objects.filter(known_at(self.snapshot.version), release=self.release)

    def items(self, rows: Sequence[Numeral]) -> Sequence[bytes]:
        numerals = coverage.numerals(rows, self.release, self.snapshot)
        return [orjson.dumps(numeral) for numeral in numerals]

    def members(self) -> dict[str, Any]:
        return {"coverage": coverage.coverage(self.release, self.snapshot)}
