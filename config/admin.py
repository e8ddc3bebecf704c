"""The admin site as a whole: its name, its first page, its order."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import include, path, reverse

from ledger import security_log
from rest import logins
from rest.errors import ApiError, bad_request_page, problem


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """handler400: a page for a form of the admin that is too large, else a problem."""
    if isinstance(exception, TOO_LARGE) and request.path.startswith(reverse("admin:index")):
        from indicators.curation.pages.base import too_large

        return too_large(request, admin.site)
    return bad_request_page(request, exception)


TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


class Site(admin.AdminSite):
    site_header = site_title = "Cifra"
    index_title = "Everything published"
    site_url = "/v1/"
    enable_nav_sidebar = False  # lists need the width; the first page is one step away

    def __init__(self, name: str = "admin") -> None:
        from indicators.curation.log_in import LogIn

        super().__init__(name)
        self.login_form = LogIn

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        from ledger.models import Version

        newest = Version.objects.order_by("-size")[:6]
        return super().index(request, {**(extra_context or {}), "newest_versions": newest})

    def logout(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        from indicators.curation import log_in

        log_in.done("log-out", request.user)
        return super().logout(request, extra_context)

    def password_change_done(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        from indicators.curation import log_in

        log_in.done("password-change", request.user)
        return super().password_change_done(request, extra_context)

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The form; a try to log in only where it is none too many (rest.logins)."""
        if request.method != "POST":
            return super().login(request, extra_context)
        account = request.POST.get("username", "")
        if error := logins.refusal(request, account):
            security_log.denied("log-in", "too many tries")  # whose, nobody looked at
            return problem(request, error)
        try:
            with logins.hashing():
                response = super().login(request, extra_context)
        except ApiError as error:
            return problem(request, error)
        if request.user.is_authenticated:
            logins.succeeded(request, account)
        return response

    def get_urls(self) -> list[Any]:
        from indicators.curation.pages.urls import urls

        return [path("curation/", include(urls(self))), *super().get_urls()]


class Config(AdminConfig):
    default_site = "config.admin.Site"
