"""The read API of claims, each with its recomputed verdict."""

from collections.abc import Sequence

from django.db.models import QuerySet

from indicators.models import Claim
from indicators.reading import selectors
from indicators.reading.filters import ClaimFilter
from indicators.reading.serializers import ClaimSerializer
from ledger.models import known_at
from rest.viewsets import PUBLISHED_BY, described
from sources.api import RecordedViewSet


@described("claims", "claim", [PUBLISHED_BY])
class ClaimViewSet(RecordedViewSet):
    model, thing = Claim, "claim"
    serializer_class, filterset_class = ClaimSerializer, ClaimFilter
    time_offered = ("version", "as_of", "published_by")

    def get_queryset(self) -> QuerySet[Claim]:
        rows = Claim.objects.at(self.snapshot.version).with_data()
        if by := self.snapshot.published_by:
            rows = rows.filter(release__in=selectors.releases_by(by))
        if verdict := self.request.query_params.get("verdict"):
            current = known_at(self.snapshot.version, "verdicts__")
            rows = rows.filter(current, verdicts__verdict=verdict)
        return rows

    def items(self, rows: Sequence[Claim]) -> Sequence[bytes]:
        return selectors.claims(rows, self.snapshot)
