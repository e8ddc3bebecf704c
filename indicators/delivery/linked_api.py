"""Where a figure comes from, in the words of others: annotations, provenance, references."""

from functools import cached_property
from typing import Any

import orjson
from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from indicators.delivery import citation_styles, linked_data
from indicators.delivery.citation_styles import Reference
from indicators.delivery.filters import AnnotationFilter, ReferenceFilter
from indicators.figures.choices import Role
from indicators.models import Citation, Closing, Observation
from indicators.reading import selectors, vocabulary
from indicators.reading.api import ObservationViewSet
from ledger.log import content_of
from ledger.models import Version, known_at
from rest.errors import ApiError
from rest.formats import JSONLinkedData
from rest.viewsets import AS_OF, COUNT, CURSOR, PAGE_SIZE, VERSION, safe_lookup_id
from sources.api import RecordedViewSet
from sources.models import Release, Source


class AnnotationViewSet(RecordedViewSet):
    """The citations of a release as a W3C AnnotationCollection, in pages."""

    model, thing, key = Citation, "annotation", "key"
    filterset_class = AnnotationFilter
    renderer_classes: Any = [JSONLinkedData, *RecordedViewSet.renderer_classes]
    tables = ()
    orderings = {"start": "start"}
    default_ordering = "start"
    code = ""

    @cached_property
    def offered(self) -> tuple[str, ...]:
        return (*self.time_offered, "page_size", "cursor", "count")

    @property
    def names(self) -> list[str]:
        return []

    @extend_schema(
        operation_id="list_release_annotations",
        summary="The quoted words of a release as W3C Web Annotations",
        description="An AnnotationCollection with its first page; a cursor gives an "
        "AnnotationPage. Positions count Unicode code points of the canonical text.",
        parameters=[VERSION, AS_OF, PAGE_SIZE, CURSOR, COUNT],
        filters=True,
        responses={(200, "application/ld+json"): dict, (200, "application/json"): dict},
        tags=["releases"],
    )
    def list(self, request: Request, **kwargs: Any) -> HttpResponse:
        rows = self.pages.read_page(self.rows, request, self)
        base = request.build_absolute_uri("/v1/")
        items = [linked_data.annotation(row, base) for row in rows]
        place = self.place()
        if self.params.cursor:
            payload = linked_data.annotation_page(items, place)
        else:
            payload = linked_data.annotation_collection(items, place, self.release)
        response = self.answer(payload)
        if request.accepted_renderer.format == "jsonld":
            response["Content-Type"] = linked_data.ANNOTATIONS
        return response

    def locate(self, **path: str) -> None:
        """Set the release and its code. Raises ApiError 404."""
        self.code = safe_lookup_id(path["id"])
        found = Release.objects.at(self.snapshot.version).filter(code=self.code).first()
        if found is None:
            detail = f"There is no release {path['id'][:80]!r}."
            raise ApiError(404, "not-found", "Not found", detail)
        self.release: Release = found

    def get_queryset(self) -> QuerySet[Citation]:
        current = known_at(self.snapshot.version, "observation__")
        rows = Citation.objects.filter(current, release=self.code)
        return rows.select_related("observation")

    def place(self) -> linked_data.Place:
        params = self.request.query_params.copy()
        for name in ("cursor", "page_size", "as_of"):
            params.pop(name, None)
        params["version"] = str(self.snapshot.version)
        address = self.request.build_absolute_uri(self.request.path)
        return linked_data.Place(
            id=self.request.build_absolute_uri(),
            collection=f"{address}?{params.urlencode()}",
            next=self.pages.next,
            previous=self.pages.previous,
            total=self.pages.count,
        )


class ProvenanceViewSet(ObservationViewSet):
    """The origin of one observation as PROV-O; it stays readable after the observation's end."""

    renderer_classes: Any = [JSONLinkedData, *RecordedViewSet.renderer_classes]
    tables = ()

    @cached_property
    def offered(self) -> tuple[str, ...]:
        return ("version", "as_of")

    @extend_schema(
        operation_id="get_observation_provenance",
        summary="Where an observation comes from, as PROV-O in JSON-LD",
        parameters=[VERSION, AS_OF],
        responses={(200, "application/ld+json"): dict, (200, "application/json"): dict},
        tags=["observations"],
    )
    def provenance(self, request: Request, id: str) -> HttpResponse:
        origin = linked_data.origin_of(self.row, self.closing(self.row), self.snapshot)
        base = request.build_absolute_uri("/v1/")
        return self.answer(linked_data.provenance(origin, self.snapshot, base))

    def locate(self, **path: str) -> None:
        """Set `row`, which keeps its origin after its end. Raises ApiError 404, 451."""
        self.row = self.known(path["id"])

    def closing(self, row: Observation) -> Closing | None:
        """The observation's end, if it was known at the version that is read."""
        found: Closing | None
        found = Closing.objects.filter(
            observation=row, known_from__lte=self.snapshot.version
        ).first()
        return found


class ReferenceViewSet(ProvenanceViewSet):
    """How to cite one observation."""

    filterset_class = ReferenceFilter
    plain = ("list",)

    @extend_schema(
        operation_id="get_observation_citation",
        summary="How to cite an observation",
        parameters=[VERSION, AS_OF],
        filters=True,
        responses={
            (200, style.media_type.partition(";")[0]): str
            for style in citation_styles.STYLES.values()
        },
        tags=["observations"],
    )
    def list(self, request: Request, **kwargs: Any) -> HttpResponse:
        style = citation_styles.STYLES[request.query_params.get("style", "text")]
        answer = HttpResponse(style.write(self.reference(self.row)), content_type=style.media_type)
        stamped: HttpResponse = self.stamp(answer, self.etag)
        return stamped

    def reference(self, row: Observation) -> Reference:
        """How to cite the observation, in no style yet.

        Six queries.
        """
        version = self.snapshot.version
        release: Any = Release.objects.at(version).with_data().get(code=row.release)
        source = Source.objects.at(version).get(code=row.source)
        media_type = content_of(release.data)["media_type"]
        page = orjson.loads(selectors.bodies([row])[0])["page"]
        names = vocabulary.names(self.snapshot, "en")
        closing = self.closing(row)
        address = self.request.build_absolute_uri(f"/v1/observations/{row.code}")
        citations = list(Citation.objects.filter(observation=row).order_by("key"))
        value = next((each for each in citations if each.role == Role.VALUE), citations[0])
        passage = (value.prefix, value.exact, value.suffix)
        linked = citation_styles.linked(release.url, media_type, passage, page)
        return Reference(
            id=row.code,
            words=" ".join(value.exact.split()),
            about=f"{names['indicator'][row.indicator]}, {names['area'][row.area]}, {row.period}",
            title=release.title,
            publisher=names["agency"][release.publisher],
            kind=source.kind,
            language=source.language,
            published_on=release.published_on or None,
            retrieved_on=release.retrieved_on.isoformat(),
            url=linked if release.url else None,
            version=version,
            recorded_on=Version.objects.get(size=version).at.date().isoformat(),
            entry=row.entry_id,
            log=settings.LEDGER_ORIGIN,
            permalink=f"{address}/history" if closing else f"{address}?version={version}",
            ended=_ending(closing) if closing else None,
        )


def _ending(closing: Closing) -> str:
    return f"{closing.action} at version {closing.known_from}: {closing.reason}"
