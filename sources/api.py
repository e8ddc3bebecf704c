"""The read API of agencies, sources and releases, and the base of every list of recorded things."""

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from rest.errors import ApiError
from rest.viewsets import AS_OF, PUBLISHED_BY, VERSION, PlainText, VersionedViewSet, described
from sources.filters import AgencyFilter, ReleaseFilter, SourceFilter
from sources.models import Agency, HeldText, Release, Source, Withheld
from sources.serializers import AgencySerializer, ReleaseSerializer, SourceSerializer


class RecordedViewSet(VersionedViewSet):
    """Lists and single things as of a version."""

    def is_withheld(self, id: str) -> bool:
        kind = self.model.__name__.lower().replace("codelist", "code-list")
        withheld = Withheld.objects.at(self.snapshot.version)
        return withheld.filter(type=kind, code=id[:150]).exists()


@described("agencies", "agency")
class AgencyViewSet(RecordedViewSet):
    model, thing = Agency, "agency"
    serializer_class, filterset_class = AgencySerializer, AgencyFilter


@described("sources", "source")
class SourceViewSet(RecordedViewSet):
    model, thing = Source, "source"
    serializer_class, filterset_class = SourceSerializer, SourceFilter


@described("releases", "release", [PUBLISHED_BY])
class ReleaseViewSet(RecordedViewSet):
    model, thing = Release, "release"
    serializer_class, filterset_class = ReleaseSerializer, ReleaseFilter
    orderings = {
        "id": "code",
        "known_from": "known_from",
        "published_on": "published_on",
    }
    time_offered = ("version", "as_of", "published_by")

    def get_queryset(self) -> QuerySet[Any]:
        rows = super().get_queryset()
        by = self.snapshot.published_by
        return rows.filter(published_last__at_most=by) if by else rows

    def get_renderers(self) -> list[Any]:
        reads_text = "text" in self.action_map.values()
        return [PlainText()] if reads_text else super().get_renderers()

    @extend_schema(
        operation_id="get_release_text",
        summary="The canonical text of a release, where it is held",
        responses={(200, "text/plain"): str},
        parameters=[VERSION, AS_OF, PUBLISHED_BY],
        tags=["releases"],
    )
    def text(self, request: Request, id: str) -> HttpResponse:
        """The canonical text of a release, where it is held."""
        text = self.held.text.encode()
        response = HttpResponse(text, content_type="text/plain; charset=utf-8")
        return self.stamp(response, self.etag)

    def locate(self, **path: str) -> None:
        """Set the release as `row`, and for its text `held`. Raises ApiError 404, 451."""
        super().locate(**path)
        if self.action == "text":
            self.held = self.held_text(self.row)

    def held_text(self, release: Release) -> HeldText:
        """The text of a release. Raises ApiError 404 where this service does not hold it."""
        held = HeldText.objects.filter(text_sha256=release.text_sha256).first()
        if held is None:
            raise ApiError(
                404,
                "text-not-held",
                "Text not held",
                "This service does not hold the text of this release: get it from its publisher.",
                url=release.url or None,
                text_sha256=release.text_sha256,
            )
        return held

    @cached_property
    def etag(self) -> str:
        """The hash of the text where that is the answer, else as everywhere."""
        return f'"{self.row.text_sha256}"' if self.action == "text" else super().etag
