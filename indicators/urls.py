from django.urls import path
from rest_framework.routers import SimpleRouter

from indicators.curation import drafts_api
from indicators.delivery import export_api, linked_api
from indicators.reading import api

router = SimpleRouter(trailing_slash=False)
router.register("observations", api.ObservationViewSet, basename="observation")
router.register("areas", api.AreaViewSet, basename="area")
router.register("units", api.UnitViewSet, basename="unit")
router.register("code-lists", api.CodeListViewSet, basename="code-list")
router.register("themes", api.ThemeViewSet, basename="theme")
router.register("indicators", api.IndicatorViewSet, basename="indicator")
router.register("series", api.SeriesViewSet, basename="series")
router.register("claims", api.ClaimViewSet, basename="claim")
router.register("versions", api.VersionViewSet, basename="version")
urlpatterns = [
    *router.urls,
    path("", api.EntryPoint.as_view({"get": "show"}), name="entry-point"),
    path("compare", api.ComparisonViewSet.as_view({"get": "list"}), name="compare"),
    path(
        "observations/<str:id>/proof",
        api.ObservationViewSet.as_view({"get": "proof"}),
        name="observation-proof",
    ),
    path("search", api.SearchViewSet.as_view({"get": "list"}), name="search"),
    path("changes", api.ChangeViewSet.as_view({"get": "list"}), name="change-list"),
    path(
        "observations/<str:id>/history",
        api.ObservationViewSet.as_view({"get": "history"}),
        name="observation-history",
    ),
    path(
        "releases/<str:id>/compare/<str:other>",
        api.ReleaseComparisonViewSet.as_view({"get": "list"}),
        name="release-comparison",
    ),
    path(
        "releases/<str:id>/numerals",
        api.NumeralViewSet.as_view({"get": "list"}),
        name="release-numerals",
    ),
    path(
        "observations/<str:id>/provenance",
        linked_api.ProvenanceViewSet.as_view({"get": "provenance"}),
        name="observation-provenance",
    ),
    path(
        "observations/<str:id>/citation",
        linked_api.ReferenceViewSet.as_view({"get": "list"}),
        name="observation-citation",
    ),
    path(
        "releases/<str:id>/annotations",
        linked_api.AnnotationViewSet.as_view({"get": "list"}),
        name="release-annotations",
    ),
    path(
        "export/observations",
        export_api.ObservationExport.as_view({"get": "list"}),
        name="export-observations",
    ),
    path(
        "export/observations/datapackage.json",
        export_api.ExportDescriptor.as_view({"get": "list"}),
        name="export-observations-datapackage",
    ),
    path(
        "drafts",
        drafts_api.DraftViewSet.as_view({"get": "own", "post": "open"}),
        name="draft-list",
    ),
    path(
        "drafts/<str:id>",
        drafts_api.DraftViewSet.as_view({"get": "retrieve", "delete": "abandon"}),
        name="draft",
    ),
    path(
        "drafts/<str:id>/acts",
        drafts_api.DraftViewSet.as_view({"get": "list_acts", "post": "add_acts"}),
        name="draft-acts",
    ),
    path(
        "drafts/<str:id>/acts/<str:act>",
        drafts_api.DraftViewSet.as_view(
            {"get": "retrieve_act", "put": "change_act", "delete": "remove_act"}
        ),
        name="draft-act",
    ),
    path(
        "drafts/<str:id>/submit",
        drafts_api.DraftViewSet.as_view({"post": "submit"}),
        name="draft-submit",
    ),
    path(
        "drafts/<str:id>/take-back",
        drafts_api.DraftViewSet.as_view({"post": "take_back"}),
        name="draft-take-back",
    ),
]
