"""The read API of vocabularies, series and observations, of versions and of what changed."""

import re
from collections.abc import Sequence
from functools import cached_property, partial
from typing import Any

import orjson
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.request import Request

from indicators.models import (
    Area,
    Claim,
    Closing,
    CodeList,
    Indicator,
    Numeral,
    Observation,
    Series,
    Theme,
    Unit,
)
from indicators.reading import comparison, coverage, search, selectors, vocabulary
from indicators.reading.feeds import Atom
from indicators.reading.filters import (
    AreaFilter,
    ChangeFilter,
    ClaimFilter,
    CodeListFilter,
    CompareFilter,
    IndicatorFilter,
    NumeralFilter,
    ObservationFilter,
    SearchFilter,
    SeriesFilter,
    ThemeFilter,
    UnitFilter,
    VersionFilter,
)
from indicators.reading.headline_rule import filter_headlines
from indicators.reading.serializers import (
    AreaSerializer,
    ChangeSerializer,
    ClaimSerializer,
    CodeListSerializer,
    ComparisonSerializer,
    EntryPointSerializer,
    FoundSerializer,
    HistorySerializer,
    IndicatorSerializer,
    NumeralListSerializer,
    NumeralSerializer,
    ObservationSerializer,
    ProofSerializer,
    ReleaseComparisonSerializer,
    SeriesDetailSerializer,
    SeriesSerializer,
    ThemeSerializer,
    UnitSerializer,
    VersionSerializer,
)
from ledger import proofs
from ledger.models import Entry, Version, known_at
from rest.errors import ApiError, ParameterError
from rest.plans import PLACEHOLDER, PLANS, PlanKey
from rest.read_state import ReadParams, dump, parse, select_members, version_snapshot
from rest.viewsets import (
    AS_OF,
    COUNT,
    CURSOR,
    FIELDS,
    FORMAT,
    LABELS,
    LANG,
    PAGE_SIZE,
    PUBLISHED_BY,
    VERSION,
    described,
    ordering,
    safe_lookup_id,
)
from sources.api import RecordedViewSet
from sources.models import Release


@described("areas", "area")
class AreaViewSet(RecordedViewSet):
    model, thing = Area, "area"
    serializer_class, filterset_class = AreaSerializer, AreaFilter


@described("units", "unit")
class UnitViewSet(RecordedViewSet):
    model, thing = Unit, "unit"
    serializer_class, filterset_class = UnitSerializer, UnitFilter
    # UCUM knows kg/har; a server hands %2F on as a slash.
    lookup_value_regex = r".+"


@described("code_lists", "code list")
class CodeListViewSet(RecordedViewSet):
    model, thing = CodeList, "code list"
    serializer_class, filterset_class = CodeListSerializer, CodeListFilter


@described("themes", "theme")
class ThemeViewSet(RecordedViewSet):
    model, thing = Theme, "theme"
    serializer_class, filterset_class = ThemeSerializer, ThemeFilter


@described("indicators", "indicator")
class IndicatorViewSet(RecordedViewSet):
    model, thing = Indicator, "indicator"
    serializer_class, filterset_class = IndicatorSerializer, IndicatorFilter


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
        """Series of which something was published by then."""
        rows = Series.objects.at(self.snapshot.version)
        if not self.snapshot.published_by:
            return rows
        said = selectors.observations(self.snapshot, "all").filter(series=OuterRef("pk"))
        return rows.filter(Exists(said))

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
        """The unit in which values are told, too. Raises ApiError 404 for one that isn't there."""
        unit = self.request.query_params.get("unit")
        if unit and unit not in vocabulary.units(self.snapshot):
            told = f"there is no unit {unit!r} at version {self.snapshot.version}"
            complaint = ParameterError("unit", "unknown-unit", told)
            raise ApiError(404, "not-found", "Not found", f"T{told[1:]}.", errors=[complaint])
        return unit

    def items(self, rows: Sequence[Any]) -> Sequence[bytes]:
        told = comparison.table([tuple(row) for row in rows], self.snapshot, self.unit)
        return [orjson.dumps(row) for row in told]


class ReleaseComparisonViewSet(ComparisonViewSet):
    """What two releases say of the same things, and what only one of them says."""

    serializer_class: Any = ReleaseComparisonSerializer

    @extend_schema(
        operation_id="compare_releases",
        summary="What two releases say of the same things",
        parameters=[
            *(VERSION, AS_OF, PUBLISHED_BY, FIELDS, PAGE_SIZE, CURSOR, COUNT, FORMAT),
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
        told = comparison.between(self.pair, [tuple(row) for row in rows], self.snapshot, self.unit)
        return [orjson.dumps(row) for row in told]


@described("claims", "claim", [PUBLISHED_BY])
class ClaimViewSet(RecordedViewSet):
    model, thing = Claim, "claim"
    serializer_class, filterset_class = ClaimSerializer, ClaimFilter
    time_offered = ("version", "as_of", "published_by")

    def get_queryset(self) -> QuerySet[Claim]:
        rows = Claim.objects.at(self.snapshot.version).with_data()
        if by := self.snapshot.published_by:
            rows = rows.filter(release__in=selectors.releases_by(by))
        if verdict := self.request.query_params.get("verdict"):
            standing = known_at(self.snapshot.version, "verdicts__")
            rows = rows.filter(standing, verdicts__verdict=verdict)
        return rows

    def items(self, rows: Sequence[Claim]) -> Sequence[bytes]:
        return selectors.claims(rows, self.snapshot)


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
            *(VERSION, AS_OF, FIELDS, PAGE_SIZE, CURSOR, COUNT, FORMAT),
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
        told = coverage.numerals(rows, self.release, self.snapshot)
        return [orjson.dumps(numeral) for numeral in told]

    def members(self) -> dict[str, Any]:
        return {"coverage": coverage.coverage(self.release, self.snapshot)}


@described("observations", "observation", [PUBLISHED_BY, LABELS, LANG])
class ObservationViewSet(RecordedViewSet):
    columns = selectors.COLUMNS
    model, thing = Observation, "observation"
    serializer_class, filterset_class = ObservationSerializer, ObservationFilter
    time_offered = ("version", "as_of", "published_by", "labels", "lang")
    orderings = {
        "id": "code",
        "indicator": "indicator",
        "area": "area",
        "period": "period_start",
        "value": "value_key",
        "published_on": "published_last",
        "known_from": "known_from",
    }

    @cached_property
    def offered(self) -> tuple[str, ...]:
        missing = () if self.action in self.tables else ("labels", "lang")
        if self.action == "proof":
            missing = (*missing, "published_by")
        return tuple(name for name in super().offered if name not in missing)

    def get_queryset(self) -> QuerySet[Observation]:
        params = self.request.query_params
        status = params.get("status", "current")
        rows = selectors.observations(self.snapshot, status)
        if wanted := params.get("headline"):
            rows = filter_headlines(rows, wanted == "true", self.snapshot)
        if outer := params.get("area_within"):
            rows = rows.filter(area__in=vocabulary.areas_within(outer, self.snapshot))
        return selectors.marked(rows, self.snapshot)

    @property
    def names(self) -> list[str]:
        names = super().names
        return vocabulary.with_labels(names) if self.params.labels else names

    @property
    def selectable(self) -> list[str]:
        return vocabulary.with_labels(super().names)

    @cached_property
    def params(self) -> ReadParams:
        """The parameters beside the filters; `fields` may name labels only together with `labels`.

        Without `labels` the rows have none: JSON would leave them out, a table would invent them.
        """
        params = super().params
        if not params.labels:
            known = self.serializer_class.names()
            hint = "without labels=name or labels=both"
            params.errors += [
                ParameterError("fields", "unknown-field", f"no field {name!r} {hint}")
                for name in params.fields
                if name not in known
            ]
        return params

    def items(self, rows: Sequence[Observation]) -> Sequence[bytes]:
        items = selectors.items(rows, self.snapshot)
        if not self.params.labels:
            return items
        told = vocabulary.labelled(
            [parse(item) for item in items],
            self.snapshot,
            self.params.lang,
            with_code=self.params.labels == "both",
        )
        return [dump(row) for row in told]

    def find(self, id: str) -> Any:
        """The observation's row, with selectors.COLUMNS.

        Raises ApiError 404, or 410 with the tombstone once it is closed.
        """
        names = selectors.COLUMNS
        plan = PLANS.plan(
            PlanKey(view=type(self), snapshot=self.snapshot, columns=names),
            lambda: self._known(PLACEHOLDER).values_list(*names),
        )
        row = next(iter(plan.run(names, [safe_lookup_id(id)])), None)
        if row is None:
            raise self.unknown(id)
        if row.known_to is not None and row.known_to <= self.snapshot.version:
            raise self.gone(row)
        return row

    def locate(self, **path: str) -> None:
        """Set `row`: for history and proof an observation stays what it was after its end."""
        if self.action in ("history", "proof"):
            self.row = self.known(path["id"])
        else:
            super().locate(**path)

    def known(self, id: str) -> Observation:
        """The observation if the log knew it at the version that is read, closed or not."""
        row = self._known(safe_lookup_id(id)).first()
        if row is None:
            raise self.unknown(id)
        return row

    def _known(self, code: str) -> QuerySet[Observation]:
        rows = selectors.observations(self.snapshot, "all").filter(code=code)
        return selectors.marked(rows, self.snapshot)

    def gone(self, row: Any) -> ApiError:
        """The tombstone."""
        closing = Closing.objects.get(observation=row.entry_id)
        return ApiError(
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
            version=self.snapshot.version,
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
        rows, more = selectors.history(self.row, self.snapshot)
        events = selectors.events(rows, self.snapshot)
        version = self.snapshot.version
        return self.answer({"version": version, "results": events, "more_results": more})

    @extend_schema(
        operation_id="get_observation_proof",
        summary="All that one needs to check the observation's record offline",
        responses=ProofSerializer,
        parameters=[VERSION, AS_OF],
        tags=["observations"],
    )
    def proof(self, request: Request, id: str) -> HttpResponse:
        row = self.row
        told = proofs.bundle(f"observation:{row.code}", self.snapshot.version)
        release = Release.objects.at(row.known_from).get(code=row.release)
        names = {"id": release.code, "sha256": release.sha256, "text_sha256": release.text_sha256}
        return self.answer({**told, "release": names})


@described("versions", "version")
class VersionViewSet(RecordedViewSet):
    model, thing, key = Version, "version", "size"
    serializer_class, filterset_class = VersionSerializer, VersionFilter
    orderings = {"version": "size"}
    default_ordering = "version"

    def get_queryset(self) -> QuerySet[Version]:
        return Version.objects.filter(size__lte=self.snapshot.version)

    def find(self, id: str) -> Version:
        if not re.fullmatch(r"[0-9]{1,15}", id):
            raise self.unknown(id)
        found: Version = super().find(id)
        return found

    def items(self, rows: Sequence[Version]) -> Sequence[bytes]:
        return [orjson.dumps(version) for version in selectors.versions(rows)]


@described("changes", "change")
class ChangeViewSet(RecordedViewSet):
    """Entries of the log as what happened to things."""

    model, thing, key = Entry, "change", "index"
    serializer_class, filterset_class = ChangeSerializer, ChangeFilter
    orderings = {"index": "index"}
    default_ordering = "index"

    @cached_property
    def offered(self) -> tuple[str, ...]:
        """The parameters of any list; but a feed takes no `fields`: RFC 4287 fixes its members."""
        is_feed = self.request.accepted_renderer.format == "atom"
        return tuple(name for name in super().offered if not (is_feed and name == "fields"))

    def get_renderers(self) -> Any:
        return [*super().get_renderers(), Atom()]

    def initial_ordering(self) -> str:
        return "-index" if self.request.accepted_renderer.format == "atom" else "index"

    def get_queryset(self) -> QuerySet[Entry]:
        since = int(self.request.query_params.get("since", "0"))
        if since:
            version_snapshot(since)
        return Entry.objects.filter(index__gte=since, index__lt=self.snapshot.version)

    def items(self, rows: Sequence[Entry]) -> Sequence[bytes]:
        return [orjson.dumps(change) for change in selectors.changes(rows)]


@extend_schema_view(
    list=extend_schema(
        operation_id="search",
        summary="Find indicators, documents and figures by their words",
        parameters=[
            VERSION, AS_OF, PUBLISHED_BY, FIELDS, PAGE_SIZE, CURSOR, COUNT, FORMAT,
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
        cursor = self.pages.begin(request, self, 3)
        self.pages.count_by(partial(search.count, query, kinds, self.snapshot))
        beside = search.place(cursor.keys) if cursor else None
        backwards = bool(cursor and cursor.backwards)
        size = self.params.page_size + 1
        rows = search.page(query, kinds, self.snapshot, beside, size, backwards=backwards)
        rows = self.pages.trim(rows, cursor, lambda row: [row.type, row.words_count, row.code])
        items = [orjson.dumps(search.shown(row, query)) for row in rows]
        fields = self.params.fields
        items = [select_members(item, fields) for item in items]
        page = self.pages.page(items, fields or self.names, {})
        return self.answer_page(page)

    def kinds(self) -> Sequence[str]:
        """The types that are wanted, in the order of the results."""
        params = self.request.query_params
        one, several = params.getlist("type"), params.getlist("type__in")
        return [
            kind for kind in search.TYPES if kind in (one or [kind]) and kind in (several or [kind])
        ]


LINKS = (
    *("agencies", "areas", "units", "code-lists", "themes", "indicators", "sources", "releases"),
    *("series", "observations", "claims", "compare", "search", "versions", "changes"),
    *("export/observations", "ledger", "problems", "schema", "docs"),
)


class EntryPoint(RecordedViewSet):
    """Where a client starts: the version that stands, how much there is, and where."""

    serializer_class = EntryPointSerializer
    pagination_class = None

    @extend_schema(
        operation_id="get_entry_point",
        summary="Where to start",
        parameters=[VERSION, AS_OF],
        tags=["service"],
    )
    def show(self, request: Request) -> HttpResponse:
        version = self.snapshot.version
        base = request.build_absolute_uri("/v1/")
        return self.answer(
            {
                "version": version,
                "counts": selectors.counts(self.snapshot),
                "links": {re.sub("[-/]", "_", name): base + name for name in LINKS},
            }
        )
