"""The read API of series, and of what voices and releases say side by side."""

from collections.abc import Sequence
from typing import Any

import orjson
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from indicators.models import Observation, Series
from indicators.reading import comparison, selectors, vocabulary
from indicators.reading.filters import CompareFilter, SeriesFilter
from indicators.reading.serializers import (
    ComparisonSerializer,
    ReleaseComparisonSerializer,
    SeriesDetailSerializer,
    SeriesSerializer,
)
from rest.errors import ApiError, ParameterError
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
    described,
    ordering,
    safe_lookup_id,
)
from sources.api import RecordedViewSet
from sources.models import Release


@described("series", "series", [PUBLISHED_BY])
class SeriesViewSet(RecordedViewSet):
    model, thing = Series, "series"
    serializer_class, filterset_class = SeriesSerializer, SeriesFilter
    tables = ("list",)
    time_offered = ("version", "as_of", "published_by")

    @extend_schema(
        operation_id="get_series",
        summary="A series with its points, their vintages and other voices beside them",
        parameters=[VERSION, AS_OF, PUBLISHED_BY],
        responses=SeriesDetailSerializer,
        tags=["series"],
    )
    def retrieve(self, request: Request, **_: Any) -> HttpResponse:
        """The series with its points."""
        points, more = comparison.points(self.row, self.snapshot)
        series = orjson.loads(self.items([self.row])[0])
        return self.answer({**series, "points": points, "more_points": more})

    def get_queryset(self) -> QuerySet[Series]:
        """Series about which something was published by then."""
        rows = Series.objects.at(self.snapshot.version)
        if not self.snapshot.published_by:
            return rows
        observations = selectors.observations(self.snapshot, "all").filter(series=OuterRef("pk"))
        return rows.filter(Exists(observations))

    def items(self, rows: Sequence[Series]) -> Sequence[bytes]:
        return [orjson.dumps(selectors.series(row)) for row in rows]


@described("comparisons", "comparison", [PUBLISHED_BY])
class ComparisonViewSet(RecordedViewSet):
    """Indicator by area by period, with each voice's figure."""

    model, thing, key = Observation, "comparison", comparison.ROW
    serializer_class: Any = ComparisonSerializer
    filterset_class = CompareFilter
    time_offered = ("version", "as_of", "published_by")
    orderings = {"indicator": "indicator"}
    default_ordering = "indicator"

    def get_queryset(self) -> QuerySet[Any]:
        rows = selectors.observations(self.snapshot)
        if outer := self.request.query_params.get("area_within"):
            rows = rows.filter(area__in=vocabulary.areas_within(outer, self.snapshot))
        return rows.values_list(*comparison.ROW, named=True).distinct()

    @property
    def unit(self) -> str | None:
        """The unit in which values are shown, too; None if none is asked for.

        Raises ApiError 404 for one that isn't there.
        """
        unit = self.request.query_params.get("unit")
        if unit and unit not in vocabulary.units(self.snapshot):
            detail = f"There is no unit {unit!r} at version {self.snapshot.version}."
            error = ParameterError("unit", "unknown-unit", f"t{detail[1:-1]}")
            raise ApiError(404, "not-found", "Not found", detail, errors=[error])
        return unit

    def items(self, rows: Sequence[Any]) -> Sequence[bytes]:
        compared = comparison.table([tuple(row) for row in rows], self.snapshot, self.unit)
        return [orjson.dumps(row) for row in compared]


class ReleaseComparisonViewSet(ComparisonViewSet):
    """What two releases say of the same things, and what only one of them says."""

    serializer_class: Any = ReleaseComparisonSerializer

    @extend_schema(
        operation_id="compare_releases",
        summary="What two releases say of the same things",
        parameters=[
            *(VERSION, AS_OF, PUBLISHED_BY, FIELDS, PAGE_SIZE, CURSOR, COUNT, FORMAT, DIALECT),
            *ordering(ComparisonViewSet),
        ],
        tags=["releases"],
    )
    def list(self, request: Request, **_: Any) -> HttpResponse:
        """A page of what both releases say, or only one."""
        return super().list(request)

    def locate(self, **path: str) -> None:
        """Set the two releases as `pair`. Raises ApiError 404."""
        self.pair = (safe_lookup_id(path["id"]), safe_lookup_id(path["other"]))
        for code in self.pair:
            if not Release.objects.at(self.snapshot.version).filter(code=code).exists():
                raise ApiError(404, "not-found", "Not found", f"There is no release {code[:80]!r}.")

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().filter(release__in=self.pair)

    def items(self, rows: Sequence[Any]) -> Sequence[bytes]:
        keys = [tuple(row) for row in rows]
        compared = comparison.between(self.pair, keys, self.snapshot, self.unit)
        return [orjson.dumps(row) for row in compared]
