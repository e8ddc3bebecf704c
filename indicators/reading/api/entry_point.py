"""The entry point of the read API."""

import re

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from indicators.reading import selectors
from indicators.reading.serializers import EntryPointSerializer
from rest.viewsets import AS_OF, VERSION
from sources.api import RecordedViewSet

LINKS = (
    *("agencies", "areas", "units", "code-lists", "themes", "indicators", "sources", "releases"),
    *("series", "observations", "claims", "compare", "search", "versions", "changes"),
    *("export/observations", "ledger", "problems", "schema", "docs"),
)


class EntryPoint(RecordedViewSet):
    """Where a client starts: the current version, how much there is, and where to find it."""

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
