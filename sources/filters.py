"""The filters of agencies, sources and releases."""

from rest.filters import (
    ID,
    KNOWN,
    FirstDayField,
    LastDayField,
    WordsFilter,
    code_filters,
    filterset,
    range_filters,
)
from sources.models import Agency, Release, Source

AgencyFilter = filterset(
    "AgencyFilter", Agency, **ID, **KNOWN, **code_filters("kind"),
    **code_filters("area", null=True), **code_filters("part_of", null=True),
)  # fmt: skip
SourceFilter = filterset(
    "SourceFilter", Source, q=WordsFilter(), **ID, **KNOWN, **code_filters("kind"),
    **code_filters("publisher"), **code_filters("language"), **code_filters("area", null=True),
)  # fmt: skip
ReleaseFilter = filterset(
    "ReleaseFilter", Release, q=WordsFilter(), **ID, **KNOWN,
    **code_filters("source"), **code_filters("publisher"),
    **code_filters("sha256"), **code_filters("text_sha256"),
    **code_filters("published_on", null=True),
    **range_filters("published_on", FirstDayField, LastDayField, "published_last"),
)  # fmt: skip
