"""The addresses of curation within the admin.

Reading needs any role of curation. Every change is posted to one address and goes through
pages.commands to the services, which ask for the role. The pages work without scripts; a script
makes them quick.
"""

from collections.abc import Callable
from typing import Any

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, path

from indicators.curation import roles
from indicators.curation.pages import desk, intake, places, tokens, work
from indicators.curation.pages.base import forbidden

View = Callable[..., HttpResponseBase]


def urls(site: AdminSite) -> list[URLPattern]:
    """What the admin site adds to its URLs."""

    def of_curators(view: View) -> View:
        def checked(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
            request.current_app = site.name
            try:
                if not roles.has(request.user, *roles.ROLES):
                    raise PermissionDenied("Curation needs a role, and you have none.")
                return view(request, site, **kwargs)
            except PermissionDenied as refused:
                return forbidden(request, site, str(refused))

        return site.admin_view(checked)

    return [
        path("", of_curators(desk.desk), name="curation"),
        path("intake", of_curators(intake.take_in), name="curation-intake"),
        path(
            "uploads/<int:upload_id>", of_curators(intake.describe_upload), name="curation-upload"
        ),
        path("uploads/<int:upload_id>/place.png", of_curators(places.place), name="curation-place"),
        path("open", of_curators(desk.open_draft), name="curation-open"),
        path("tokens", of_curators(tokens.tokens), name="curation-tokens"),
        path("drafts/<int:draft_id>", of_curators(work.work), name="curation-work"),
        path("drafts/<int:draft_id>/panel", of_curators(work.panel), name="curation-panel"),
        path("drafts/<int:draft_id>/role", of_curators(work.role), name="curation-role"),
        path("drafts/<int:draft_id>/act", of_curators(work.command), name="curation-act"),
        path("drafts/<int:draft_id>/review", of_curators(work.review), name="curation-review"),
        path("drafts/<int:draft_id>/list.csv", of_curators(work.export), name="curation-export"),
    ]
