"""The filters of agencies, sources and releases."""

import re
from collections.abc import Hashable, Sequence
from typing import Any

from django.db.models import QuerySet

from rest.filters import (
    ID,
    KNOWN,
    CodeField,
    FirstDayField,
    LastDayField,
    PlainFilter,
    WordsFilter,
    code_filters,
    filterset,
    range_filters,
)
from sources.models import Agency, Release, Source


class OfTheme(PlainFilter):
    """The filter `theme`; the column holds ids between spaces."""

    def __init__(self) -> None:
        super().__init__(
            CodeField, field_name="themes", help_text="Only what belongs to this theme."
        )

    def shape(self, value: Any, model: type[Any]) -> Hashable:
        return bool(re.fullmatch(r"[a-z0-9-]{1,80}", value))

    def values(self, value: Any) -> list[Any]:
        return [f" {value} "]

    def narrow(self, rows: QuerySet[Any], shape: Any, values: Sequence[Any]) -> QuerySet[Any]:
        if not shape:
            return rows.none()  # engines differ in how they compare anything else
        return rows.filter(themes__contains=values[0])


AgencyFilter = filterset(
    "AgencyFilter", Agency, **ID, **KNOWN, **code_filters("kind"),
    **code_filters("area", null=True), **code_filters("part_of", null=True),
)  # fmt: skip
SourceFilter = filterset(
    "SourceFilter", Source, q=WordsFilter(), theme=OfTheme(), **ID, **KNOWN,
    **code_filters("kind"), **code_filters("publisher"), **code_filters("language"),
    **code_filters("area", null=True),
)  # fmt: skip
ReleaseFilter = filterset(
    "ReleaseFilter", Release, q=WordsFilter(), **ID, **KNOWN,
    **code_filters("source"), **code_filters("publisher"),
    **code_filters("sha256"), **code_filters("text_sha256"),
    **code_filters("published_on", null=True),
    **range_filters("published_on", FirstDayField, LastDayField, "published_last"),
)  # fmt: skip
