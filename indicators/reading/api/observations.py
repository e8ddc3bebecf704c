"""The read API of observations, with their history and proof."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from indicators.models import Closing, Observation
from indicators.reading import selectors, vocabulary
from indicators.reading.filters import ObservationFilter
from indicators.reading.headline_rule import filter_headlines
from indicators.reading.serializers import HistorySerializer, ObservationSerializer, ProofSerializer
from ledger import proofs
from rest.errors import ApiError, ParameterError
from rest.filtering import Shapes, narrowed, shapes_of
from rest.open_values import Open, named, opens
from rest.plans import PLANS, Plan, PlanKey, compiled, of_snapshot, open_snapshot
from rest.read_state import ReadParams, Snapshot, dump, parse
from rest.viewsets import AS_OF, LABELS, LANG, PUBLISHED_BY, VERSION, described, safe_lookup_id
from sources.api import RecordedViewSet
from sources.models import Release

AREA = "area"


class Shape(NamedTuple):
    """What of a request makes the SQL of a list of observations."""

    published_by: bool  # whether there is such a day
    status: str
    headline: str | None
    areas: int  # how many area_within means
    filters: Shapes


def chosen(shape: Shape, snapshot: Snapshot, areas: Sequence[Any]) -> QuerySet[Observation]:
    """The rows that the parameters of the view itself choose; snapshot and areas may be open."""
    rows = selectors.observations(snapshot, shape.status)
    if shape.headline:
        wanted, current = shape.headline == "true", shape.status == "current"
        rows = filter_headlines(rows, wanted, snapshot, all_current=current)
    if shape.areas:
        rows = rows.filter(area__in=areas)
    return selectors.annotate_headline_and_claims(rows, snapshot)


def known(code: Any, snapshot: Snapshot) -> QuerySet[Observation]:
    """The row of an id that the log knew in the snapshot, closed or not; both may be open."""
    rows = selectors.observations(snapshot, "all").filter(code=code)
    return selectors.annotate_headline_and_claims(rows, snapshot)


def plan_of_row(key: PlanKey) -> Plan:
    """The plan of the row of one id, for any id and version."""
    rows = known(Open("id"), open_snapshot(bool(key.shape)))
    return compiled(rows.values_list(*key.columns))


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
        return chosen(self.shape, self.snapshot, self._areas)

    @cached_property
    def shape(self) -> Shape:
        """What of the request makes the SQL of a list."""
        params = self.request.query_params
        return Shape(
            bool(self.snapshot.published_by),
            params.get("status", "current"),
            params.get("headline"),
            len(self._areas),
            self._filters[0],
        )

    @cached_property
    def planned(self) -> tuple[Shape, dict[str, Any]]:
        areas, (_, values) = named(AREA, self._areas), self._filters
        return self.shape, {**of_snapshot(self.snapshot), **areas, **values}

    @classmethod
    def open_rows(cls, shape: Shape) -> QuerySet[Observation]:
        """The rows of lists of a shape, with all values open."""
        rows = chosen(shape, open_snapshot(shape.published_by), opens(AREA, shape.areas))
        return narrowed(rows, cls.filterset_class, shape.filters)

    @cached_property
    def _areas(self) -> list[str]:
        """The areas that area_within means at this version; none where it was not asked for."""
        outer = self.request.query_params.get("area_within")
        return vocabulary.areas_within(outer, self.snapshot) if outer else []

    @cached_property
    def _filters(self) -> tuple[Shapes, dict[str, Any]]:
        return shapes_of(self.request, self.filterset_class)

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
        labelled = vocabulary.add_labels(
            [parse(item) for item in items],
            self.snapshot,
            self.params.lang,
            with_code=self.params.labels == "both",
        )
        return [dump(row) for row in labelled]

    def find(self, id: str) -> Any:
        """The observation's row, with selectors.COLUMNS.

        Raises ApiError 404, or 410 with the tombstone once it is closed.
        """
        names, published_by = selectors.COLUMNS, bool(self.snapshot.published_by)
        # Kept, because Django takes longer to compile this query than the database to answer it.
        plan = PLANS.plan(PlanKey(view=type(self), shape=published_by, columns=names), plan_of_row)
        values = {**of_snapshot(self.snapshot), "id": safe_lookup_id(id)}
        row = next(iter(plan.run(names, values)), None)
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
        """The observation as the log knew it at the version that is read, closed or not."""
        row = known(safe_lookup_id(id), self.snapshot).first()
        if row is None:
            raise self.unknown(id)
        return row

    def gone(self, row: Any) -> ApiError:
        """The error 410 for a closed observation, with its closing's reason."""
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
        bundle = proofs.bundle(f"observation:{row.code}", self.snapshot.version)
        release = Release.objects.at(row.known_from).get(code=row.release)
        hashes = {"id": release.code, "sha256": release.sha256, "text_sha256": release.text_sha256}
        return self.answer({**bundle, "release": hashes})
