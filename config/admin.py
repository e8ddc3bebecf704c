"""The admin site as a whole: its name, its first page, its order."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import include, path


class Site(admin.AdminSite):
    site_header = site_title = "Cifra"
    index_title = "Everything published"
    site_url = "/v1/"
    enable_nav_sidebar = False  # lists need the width; the first page is one step away

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        from ledger.models import Version

        newest = Version.objects.order_by("-size")[:6]
        return super().index(request, {**(extra_context or {}), "newest_versions": newest})

    def get_urls(self) -> list[Any]:
        from indicators.curation.pages.urls import urls

        return [path("curation/", include(urls(self))), *super().get_urls()]


class Config(AdminConfig):
    default_site = "config.admin.Site"
