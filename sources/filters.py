"""The filters of agencies, sources and releases."""

from rest.filters import (
    ID,
    KNOWN,
    FirstDayField,
    LastDayField,
    WordsFilter,
    between,
    filterset,
    words,
)
from sources.models import Agency, Release, Source

AgencyFilter = filterset(
    "AgencyFilter", Agency, **ID, **KNOWN, **words("kind"), **words("area", null=True),
    **words("part_of", null=True),
)  # fmt: skip
SourceFilter = filterset(
    "SourceFilter", Source, q=WordsFilter(), **ID, **KNOWN, **words("kind"), **words("publisher"),
    **words("language"), **words("area", null=True),
)  # fmt: skip
ReleaseFilter = filterset(
    "ReleaseFilter", Release, q=WordsFilter(), **ID, **KNOWN,
    **words("source"), **words("publisher"),
    **words("sha256"), **words("text_sha256"), **words("published_on", null=True),
    **between("published_on", FirstDayField, LastDayField, "published_last"),
)  # fmt: skip
