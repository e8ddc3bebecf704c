"""The read API of versions and of what changed in them."""

import re
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import orjson
from django.db.models import QuerySet

from indicators.reading import selectors
from indicators.reading.feeds import Atom
from indicators.reading.filters import ChangeFilter, VersionFilter
from indicators.reading.serializers import ChangeSerializer, VersionSerializer
from ledger.models import Entry, Version
from rest.errors import ParameterError
from rest.read_state import ReadParams, version_snapshot
from rest.viewsets import described
from sources.api import RecordedViewSet


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
    form = 1  # with `reviewed`

    @cached_property
    def params(self) -> ReadParams:
        """The parameters; a feed takes no `fields`, because RFC 4287 fixes its members."""
        params = super().params
        if params.fields and self.request.accepted_renderer.format == "atom":
            detail = "there is no such parameter for a feed"
            params.errors.append(ParameterError("fields", "unknown-parameter", detail))
        return params

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
