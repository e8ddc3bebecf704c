"""The views of the read API, a module for each family of things."""

from indicators.reading.api.changes import ChangeViewSet, VersionViewSet
from indicators.reading.api.claims import ClaimViewSet
from indicators.reading.api.entry_point import EntryPoint
from indicators.reading.api.numerals import NumeralViewSet
from indicators.reading.api.observations import ObservationViewSet
from indicators.reading.api.search import SearchViewSet
from indicators.reading.api.series import ComparisonViewSet, ReleaseComparisonViewSet, SeriesViewSet
from indicators.reading.api.vocabularies import (
    AreaViewSet,
    CodeListViewSet,
    IndicatorViewSet,
    ThemeViewSet,
    UnitViewSet,
)

__all__ = [
    "AreaViewSet",
    "ChangeViewSet",
    "ClaimViewSet",
    "CodeListViewSet",
    "ComparisonViewSet",
    "EntryPoint",
    "IndicatorViewSet",
    "NumeralViewSet",
    "ObservationViewSet",
    "ReleaseComparisonViewSet",
    "SearchViewSet",
    "SeriesViewSet",
    "ThemeViewSet",
    "UnitViewSet",
    "VersionViewSet",
]
