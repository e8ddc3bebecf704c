"""The other yardstick: the same observations by Django REST Framework as it is usually written.

Model serializers with a nested list, page numbers, a count, prefetched rows. A project of its own
in one file: DJANGO_SETTINGS_MODULE=benchmarks.plain_settings, run by benchmarks.read with granian.
"""

from django.urls import include, path
from rest_framework import pagination, routers, serializers, viewsets
from rest_framework.renderers import JSONRenderer

from indicators.models import Citation, Observation


class CitationSerializer(serializers.ModelSerializer):
    class Meta:
        model = Citation
        fields = ("role", "start", "end", "exact", "prefix", "suffix")


class ObservationSerializer(serializers.ModelSerializer):
    citations = CitationSerializer(many=True)
    series = serializers.CharField(source="series.code")

    class Meta:
        model = Observation
        exclude = ("entry", "value_key", "value_low_key", "value_high_key")


class Numbers(pagination.PageNumberPagination):
    page_size = 100


class ObservationViewSet(viewsets.ReadOnlyModelViewSet):
    queryset = (
        Observation.objects.filter(known_to=None)
        .select_related("series")
        .prefetch_related("citations")
        .order_by("code")
    )
    serializer_class = ObservationSerializer
    pagination_class = Numbers
    filter_backends = ()
    renderer_classes = (JSONRenderer,)


router = routers.SimpleRouter(trailing_slash=False)
router.register("page", ObservationViewSet)
urlpatterns = [path("", include(router.urls))]
