"""Whole results over HTTP: streams, finished files of a version, and what describes them."""

from collections import deque
from collections.abc import Iterable
from contextlib import closing
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
from rest.formats import CSV, JSONLines, csv_for_excel
from rest.parquet import Parquet
from rest.serving import spools
from rest.viewsets import AS_OF, DIALECT, FIELDS, PUBLISHED_BY, VERSION

FORMAT = OpenApiParameter(
    "format", str, enum=["csv", "jsonl", "parquet"], description="Overrides the Accept header."
)
# With no other parameters an export is the whole version: a file, made once.
WHOLE = {"version", "as_of", "format"}
SOON = 1.0  # seconds in which a file may be made before its answer begins


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
        "`version` it is a finished file once it was made: with length, strong ETag and ranges. "
        "503 with Retry-After while other exports are being made.",
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
        """The finished file, or None if there is none.

        Where a version is pinned it is made, if it can be in a little while: a larger one is
        followed while it is made.
        """
        found = export_files.cached_file(self.stem, self.extension)
        if found is None and self.params.pinned and self.request.method == "GET":
            return self.make()
        return self.serve(found) if found else None

    def make(self) -> HttpResponseBase | None:
        """The file, or what there is of it by then. Raises ApiError 503 if too many are made."""
        spool = self.begin()
        if spool and not spool.finished:
            return self.followed(spool)
        if found := export_files.cached_file(self.stem, self.extension):
            return self.serve(found)
        return self.followed(spool) if spool else None  # another one makes the file

    def begin(self) -> spools.Spool | None:
        """Begin to make the file, and wait a while for it; None: no server waited beside us."""
        kept = export_files.keeping(self.stem, self.extension, self.blocks())
        blocks = export_files.in_slot(kept)
        if spooling := spools.of(self.request.META):
            spool = spooling.begin(blocks)
            spool.wait(SOON)
            return spool
        with closing(blocks):
            deque(blocks, maxlen=0)
        return None

    def serve(self, file: export_files.ExportFile) -> HttpResponseBase:
        served = downloads.serve(self.request._request, file, self.media_type)
        return self.stamp(served, downloads.tag_of(file))

    def stream(self) -> HttpResponseBase:
        # For HEAD, a server may run a stream to its end, unheard.
        head = self.request.method == "HEAD"
        return self.followed(() if head else export_files.in_slot(self.blocks()))

    def followed(self, blocks: Iterable[bytes]) -> HttpResponseBase:
        response = StreamingHttpResponse(blocks, content_type=self.media_type)
        return self.stamp(response, self.etag)

    @property
    def extension(self) -> str:
        return str(self.request.accepted_renderer.format)

    @cached_property
    def stem(self) -> str:
        return exports.stem(self.snapshot)

    @property
    def media_type(self) -> str:
        renderer = self.request.accepted_renderer
        charset = f"; charset={renderer.charset}" if renderer.charset else ""
        return f"{renderer.media_type}{charset}"

    def blocks(self) -> Any:
        rows = self.filter_queryset(self.get_queryset())
        names = self.params.fields or self.names
        plain = exports.blocks(rows, self.snapshot, names, self.extension)
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
        file = self.described_file() if self.whole else None
        if self.whole and file is None:  # for HEAD nothing is made
            return self.followed(())
        return self.answer(descriptors.of_export(rows, self.snapshot, names, self.path(), file))

    @property
    def extension(self) -> str:
        return "csv"

    def described_file(self) -> export_files.ExportFile | None:
        """The finished CSV, made if need be; None for HEAD if there is none.

        Raises ApiError 503 while it is being made.
        """
        found = export_files.cached_file(self.stem, self.extension)
        if found or self.request.method == "HEAD":
            return found
        spool, spooling = self.begin(), spools.of(self.request.META)
        if spool and spooling and not spool.finished:
            spooling.leave()  # it is there when it is asked for again
        if found := export_files.cached_file(self.stem, self.extension):
            return found
        raise export_files.busy()

    def path(self) -> str:
        """The address of the CSV, pinned to the version that is described."""
        params = self.request.query_params.copy()
        params.pop("as_of", None)
        params["version"], params["format"] = str(self.snapshot.version), "csv"
        address = self.request.build_absolute_uri(self.request.path.rpartition("/")[0])
        return f"{address}?{params.urlencode()}"
