from django.contrib import admin
from django.urls import include, path

from ledger.api import overview

urlpatterns = [
    path("admin/", admin.site.urls),
    path("ledger/", include("ledger.urls")),
    path("v1/ledger", overview, name="ledger-overview"),
]
