"""The shape of what is read, on the wire and in CSV headers; one file per family of things."""

# ruff: noqa: F401 - the names are here for everyone who imports them

from indicators.reading.serializers.changes import (
    ChangeSerializer,
    EntryPointSerializer,
    PersonSerializer,
    VersionSerializer,
)
from indicators.reading.serializers.comparisons import (
    ComparedSerializer,
    ComparisonSerializer,
    GapSerializer,
    PointSerializer,
    ReleaseComparisonSerializer,
    ReleaseStatementSerializer,
    RestatementSerializer,
    SeriesDetailSerializer,
    StatedValueSerializer,
    VoiceSerializer,
)
from indicators.reading.serializers.numerals import (
    CoverageSerializer,
    NumeralListSerializer,
    NumeralSerializer,
)
from indicators.reading.serializers.observations import (
    BY_FORM,
    Changing,
    CitationSerializer,
    ClaimSerializer,
    HistoryEventSerializer,
    HistorySerializer,
    ObservationSerializer,
    SeriesSerializer,
    decimal_text,
    quoted,
    served,
)
from indicators.reading.serializers.proofs import (
    ProofSerializer,
    ProvedEntrySerializer,
    ReleaseHashesSerializer,
)
from indicators.reading.serializers.search import FoundSerializer
from indicators.reading.serializers.vocabularies import (
    AreaSerializer,
    CodeListSerializer,
    CodeSerializer,
    IndicatorSerializer,
    ThemeSerializer,
    UnitSerializer,
)
