"""The read API of vocabularies, series and observations, of versions and of what changed."""

import re
from collections.abc import Sequence

import orjson
from django.db.models import QuerySet
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from indicators import selectors
from indicators.filters import (
    AreaFilter,
    ChangeFilter,
    CodeListFilter,
    IndicatorFilter,
    ObservationFilter,
    SeriesFilter,
    UnitFilter,
    VersionFilter,
    filter_headlines,
)
from indicators.models import Area, Closing, CodeList, Indicator, Observation, Series, Unit
from indicators.serializers import (
    AreaSerializer,
    ChangeSerializer,
    CodeListSerializer,
    EntryPointSerializer,
    HistorySerializer,
    IndicatorSerializer,
    ObservationSerializer,
    SeriesSerializer,
    UnitSerializer,
    VersionSerializer,
)
from ledger.models import Entry, Version
from sources.api import AS_OF, PUBLISHED_BY, VERSION, RecordedViewSet, described
from sources.reading import Refused


@described("areas", "area")
class AreaViewSet(RecordedViewSet):
    model, thing = Area, "area"
    serializer_class, filterset_class = AreaSerializer, AreaFilter


@described("units", "unit")
class UnitViewSet(RecordedViewSet):
    model, thing = Unit, "unit"
    serializer_class, filterset_class = UnitSerializer, UnitFilter


@described("code_lists", "code list")
class CodeListViewSet(RecordedViewSet):
    model, thing = CodeList, "code list"
    serializer_class, filterset_class = CodeListSerializer, CodeListFilter


@described("indicators", "indicator")
class IndicatorViewSet(RecordedViewSet):
    model, thing = Indicator, "indicator"
    serializer_class, filterset_class = IndicatorSerializer, IndicatorFilter


@described("series", "series")
class SeriesViewSet(RecordedViewSet):
    model, thing = Series, "series"
    serializer_class, filterset_class = SeriesSerializer, SeriesFilter


@described("observations", "observation", [PUBLISHED_BY])
class ObservationViewSet(RecordedViewSet):
    model, thing = Observation, "observation"
    serializer_class, filterset_class = ObservationSerializer, ObservationFilter
    time_offered = ("version", "as_of", "published_by")
    orderings = {
        "id": "code",
        "indicator": "indicator",
        "area": "area",
        "period": "period_start",
        "value": "value_key",
        "published_on": "published_last",
        "known_from": "known_from",
    }

    def get_queryset(self) -> QuerySet[Observation]:
        params = self.request.query_params
        status = params.get("status", "current")
        rows = selectors.observations(self.moment, status)
        if wanted := params.get("headline"):
            rows = filter_headlines(rows, wanted == "true", self.moment)
        return rows

    def items(self, rows: Sequence[Observation]) -> Sequence[bytes]:
        return selectors.items(rows, self.moment)

    def find(self, id: str) -> Observation:
        """The observation. Raises Refused 404, or 410 with the tombstone once it is closed."""
        row = self.known(id)
        if row.known_to is not None and row.known_to <= self.moment.version:
            raise self.gone(row)
        return row

    def known(self, id: str) -> Observation:
        """The observation if the log knew it at the version that is read, closed or not."""
        rows = selectors.observations(self.moment, "all")
        row = rows.filter(code=id[:200]).first()
        if row is None:
            raise self.unknown(id)
        return row

    def gone(self, row: Observation) -> Refused:
        """The tombstone."""
        closing = Closing.objects.get(observation=row)
        return Refused(
            410,
            "gone",
            "Replaced" if closing.replaced_by else "Retracted",
            closing.reason,
            id=row.code,
            observation_status=closing.action,
            reason=closing.reason,
            replaced_by=closing.replaced_by or None,
            known_from=row.known_from,
            known_to=row.known_to,
            version=self.moment.version,
        )

    @extend_schema(
        operation_id="get_observation_history",
        summary="What was ever said about an observation's key, and what became of it",
        responses=HistorySerializer,
        parameters=[VERSION, AS_OF, PUBLISHED_BY],
        tags=["observations"],
    )
    def history(self, request: Request, id: str) -> HttpResponse:
        """Everything that was ever said about the observation's key, and what became of it."""
        self.refuse_unfit()
        row = self.known(id)
        if fresh := self.not_modified():
            return fresh
        rows = selectors.history(row, self.moment)
        events = selectors.events(rows, self.moment)
        return self.answer({"version": self.moment.version, "results": events})


@described("versions", "version")
class VersionViewSet(RecordedViewSet):
    model, thing, key = Version, "version", "size"
    serializer_class, filterset_class = VersionSerializer, VersionFilter
    orderings = {"version": "size"}
    default_ordering = "version"

    def get_queryset(self) -> QuerySet[Version]:
        return Version.objects.filter(size__lte=self.moment.version)

    def find(self, id: str) -> Version:
        if not re.fullmatch(r"[0-9]{1,15}", id):
            raise self.unknown(id)
        found: Version = super().find(id)
        return found

    def items(self, rows: Sequence[Version]) -> Sequence[bytes]:
        return [orjson.dumps(selectors.version(row)) for row in rows]


@described("changes", "change")
class ChangeViewSet(RecordedViewSet):
    """Entries of the log as what happened to things."""

    model, thing, key = Entry, "change", "index"
    serializer_class, filterset_class = ChangeSerializer, ChangeFilter
    orderings = {"index": "index"}
    default_ordering = "index"

    def get_queryset(self) -> QuerySet[Entry]:
        since = int(self.request.query_params.get("since", "0"))
        if since and not Version.objects.filter(size=since).exists():
            raise Refused(
                404, "unknown-version", "No such version", f"There is no version {since}."
            )
        return Entry.objects.filter(index__gte=since, index__lt=self.moment.version)

    def items(self, rows: Sequence[Entry]) -> Sequence[bytes]:
        return [orjson.dumps(change) for change in selectors.changes(rows)]


LINKS = (
    *("agencies", "areas", "units", "code-lists", "indicators", "sources", "releases"),
    *("series", "observations", "versions", "changes", "schema", "docs"),
)


class EntryPoint(RecordedViewSet):
    """Where a client starts: the version that stands, how much there is, and where."""

    serializer_class = EntryPointSerializer
    pagination_class = None

    @extend_schema(
        operation_id="get_entry_point", summary="Where to start", parameters=[], tags=["service"]
    )
    def show(self, request: Request) -> HttpResponse:
        self.refuse_unfit()
        if fresh := self.not_modified():
            return fresh
        version = self.moment.version
        base = request.build_absolute_uri("/v1/")
        return self.answer(
            {
                "version": version,
                "counts": selectors.counts(self.moment),
                "links": {name.replace("-", "_"): base + name for name in LINKS},
            }
        )
