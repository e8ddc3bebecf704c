"""Whole results over HTTP: streams, finished files of a version, and what describes them."""

from functools import cached_property
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request

from indicators.delivery import descriptors, exports
from indicators.reading.api import ObservationViewSet
from indicators.reading.serializers import ObservationSerializer
from rest import downloads, export_files
from rest.formats import CSV, JSONLines, Parquet, csv_for_excel
from rest.viewsets import AS_OF, DIALECT, FIELDS, PUBLISHED_BY, VERSION

FORMAT = OpenApiParameter(
    "format", str, enum=["csv", "jsonl", "parquet"], description="Overrides the Accept header."
)
# With no other parameters an export is the whole version: a file, made once.
WHOLE = {"version", "as_of", "format"}


class ObservationExport(ObservationViewSet):
    """All rows of a query, in one answer."""

    renderer_classes: Any = [CSV, JSONLines, Parquet]
    pagination_class = None

    @cached_property
    def offered(self) -> tuple[str, ...]:
        return ("version", "as_of", "published_by", "fields", "dialect")

    @property
    def names(self) -> list[str]:
        return ObservationSerializer.names()

    @property
    def selectable(self) -> list[str]:
        return self.names

    @property
    def whole(self) -> bool:
        """Whether this is every current row of a version that exists."""
        return not set(self.request.query_params) - WHOLE and self.snapshot.version > 0

    @extend_schema(
        operation_id="export_observations",
        summary="Export all observations of a query",
        description="Every row in the order of the log, streamed. Without filters and at a "
        "`version` it is a finished file: with length, strong ETag and ranges.",
        parameters=[VERSION, AS_OF, PUBLISHED_BY, FIELDS, FORMAT, DIALECT],
        responses={
            (200, "text/csv"): str,
            (200, "application/jsonl"): str,
            (200, "application/vnd.apache.parquet"): bytes,
        },
        filters=True,
        tags=["exports"],
    )
    def list(self, request: Request, **_: Any) -> Any:
        response = self.file() if self.whole else None
        if response is None:
            response = self.not_modified(self.etag) or self.stream()
        form = self.request.accepted_renderer.format
        name = f"cifra-observations-{self.snapshot.version}.{form}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    def answer_if_unchanged(self) -> HttpResponse | None:
        """None: `list` looks for a finished file first, which has a tag of its own."""
        return None

    def file(self) -> HttpResponseBase | None:
        """The finished file; where no version is pinned, only if it was made already."""
        form, stem = self.request.accepted_renderer.format, exports.stem(self.snapshot)
        if self.params.pinned:
            found: export_files.ExportFile | None = export_files.get_or_create(
                stem, form, self.blocks()
            )
        else:
            found = export_files.cached_file(stem, form)
        if found is None:
            return None
        served = downloads.serve(self.request._request, found, self.media_type)
        return self.stamp(served, downloads.tag_of(found))

    def stream(self) -> HttpResponseBase:
        # For HEAD, a server may run a stream to its end, unheard.
        blocks = () if self.request.method == "HEAD" else self.blocks()
        response = StreamingHttpResponse(blocks, content_type=self.media_type)
        return self.stamp(response, self.etag)

    @property
    def media_type(self) -> str:
        renderer = self.request.accepted_renderer
        charset = f"; charset={renderer.charset}" if renderer.charset else ""
        return f"{renderer.media_type}{charset}"

    def blocks(self) -> Any:
        rows = self.filter_queryset(self.get_queryset())
        names = self.params.fields or self.names
        plain = exports.blocks(rows, self.snapshot, names, self.request.accepted_renderer.format)
        return csv_for_excel(plain) if self.params.dialect else plain


class ExportDescriptor(ObservationExport):
    """The Frictionless Data Package of an export as CSV: the same parameters, at its version."""

    renderer_classes = ObservationViewSet.renderer_classes
    tables = ()

    @cached_property
    def offered(self) -> tuple[str, ...]:
        return ("version", "as_of", "published_by", "fields")

    def answer_if_unchanged(self) -> HttpResponse | None:
        """304 as for every page: a description is no file."""
        return self.not_modified(self.etag)

    @extend_schema(
        operation_id="describe_export_observations",
        summary="Describe an export as CSV",
        description="A Frictionless Data Package: columns, dialect, sources, licences; hash and "
        "size where the export is a finished file.",
        parameters=[VERSION, AS_OF, PUBLISHED_BY, FIELDS],
        responses={(200, "application/json"): dict},
        filters=True,
        tags=["exports"],
    )
    def list(self, request: Request, **_: Any) -> Any:
        rows = self.filter_queryset(self.get_queryset())
        names = self.params.fields or self.names
        file = None
        if self.whole:
            blocks = exports.blocks(rows, self.snapshot, names, "csv")
            file = export_files.get_or_create(exports.stem(self.snapshot), "csv", blocks)
        return self.answer(descriptors.of_export(rows, self.snapshot, names, self.path(), file))

    def path(self) -> str:
        """The address of the CSV, pinned to the version that is described."""
        params = self.request.query_params.copy()
        params.pop("as_of", None)
        params["version"], params["format"] = str(self.snapshot.version), "csv"
        address = self.request.build_absolute_uri(self.request.path.rpartition("/")[0])
        return f"{address}?{params.urlencode()}"
