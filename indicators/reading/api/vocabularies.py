"""The read API of vocabularies: areas, units, code lists, themes and indicators."""

from indicators.models import Area, CodeList, Indicator, Theme, Unit
from indicators.reading.filters import (
    AreaFilter,
    CodeListFilter,
    IndicatorFilter,
    ThemeFilter,
    UnitFilter,
)
from indicators.reading.serializers import (
    AreaSerializer,
    CodeListSerializer,
    IndicatorSerializer,
    ThemeSerializer,
    UnitSerializer,
)
from rest.viewsets import described
from sources.api import RecordedViewSet


@described("areas", "area")
class AreaViewSet(RecordedViewSet):
    model, thing = Area, "area"
    serializer_class, filterset_class = AreaSerializer, AreaFilter


@described("units", "unit")
class UnitViewSet(RecordedViewSet):
    model, thing = Unit, "unit"
    serializer_class, filterset_class = UnitSerializer, UnitFilter
    # UCUM knows kg/har; a server hands %2F on as a slash.
    lookup_value_regex = r".+"


@described("code_lists", "code list")
class CodeListViewSet(RecordedViewSet):
    model, thing = CodeList, "code list"
    serializer_class, filterset_class = CodeListSerializer, CodeListFilter


@described("themes", "theme")
class ThemeViewSet(RecordedViewSet):
    model, thing = Theme, "theme"
    serializer_class, filterset_class = ThemeSerializer, ThemeFilter


@described("indicators", "indicator")
class IndicatorViewSet(RecordedViewSet):
    model, thing = Indicator, "indicator"
    serializer_class, filterset_class = IndicatorSerializer, IndicatorFilter
