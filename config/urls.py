from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import SpectacularSwaggerSplitView

from indicators.pages import views
from ledger.api import overview
from rest import health, problems
from rest.schema_view import SchemaView

READ = ["get", "head"]

urlpatterns = [
    path("v1/", include("indicators.urls")),  # first, because it is asked for most
    path("v1/", include("sources.urls")),
    path("", views.start, name="start"),
    path("figures/<str:id>", views.figure, name="figure"),
    path("admin/", admin.site.urls),
    path("ledger/", include("ledger.urls")),
    path("v1/ledger", overview, name="ledger-overview"),
    path("v1/schema", SchemaView.as_view(http_method_names=READ), name="schema"),
    path(
        "v1/docs",
        SpectacularSwaggerSplitView.as_view(url_name="schema", http_method_names=READ),
        name="docs",
    ),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("v1/problems", problems.index, name="problems"),
    path("v1/problems/<str:name>", problems.page, name="problem"),
]

handler400 = "config.admin.bad_request"
handler403 = "rest.errors.forbidden"
handler404 = "rest.errors.not_found"
handler500 = "rest.errors.server_error"
