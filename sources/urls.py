from django.urls import path
from rest_framework.routers import SimpleRouter

from sources.api import AgencyViewSet, ReleaseViewSet, SourceViewSet

router = SimpleRouter(trailing_slash=False)
router.register("agencies", AgencyViewSet, basename="agency")
router.register("sources", SourceViewSet, basename="source")
router.register("releases", ReleaseViewSet, basename="release")
urlpatterns = [
    path("releases/<str:id>/text", ReleaseViewSet.as_view({"get": "text"}), name="release-text"),
    *router.urls,
]
