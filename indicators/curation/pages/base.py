"""What every page of curation has: the person, their roles, and the admin's frame."""

import json
from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse

from indicators.curation import roles


def page(
    request: HttpRequest, site: AdminSite, name: str, title: str, **context: Any
) -> TemplateResponse:
    """The page that a template of curation makes of this context."""
    user = user_of(request)
    given = {
        **site.each_context(request),
        "title": title,
        "is_curator": roles.has(user, roles.CURATOR),
        "is_reviewer": roles.has(user, roles.REVIEWER),
        **context,
    }
    return TemplateResponse(request, f"indicators/curation/{name}.html", given)


LINES = "application/jsonl"  # what the script of the intake page asks for


def too_large(request: HttpRequest, site: AdminSite) -> HttpResponseBase:
    """The answer to a form that is larger than any form may be; nothing of it was read."""
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    reason = f"A form takes at most {most:,} bytes. Save a long text as a file and send the file."
    if request.headers.get("Accept") == LINES:
        return HttpResponse(json.dumps({"refused": reason}) + "\n", content_type=LINES)
    context = {**site.each_context(request), "title": "Too large", "reason": reason}
    return TemplateResponse(request, "indicators/curation/too_large.html", context, status=413)


def forbidden(request: HttpRequest, site: AdminSite, reason: str) -> TemplateResponse:
    """The page that says why a person may not do this, and who gives a role."""
    user = user_of(request)
    context = {**site.each_context(request), "title": "Not for you", "reason": reason}
    roles_of = [group.name for group in user.groups.filter(name__in=roles.ROLES)]
    return TemplateResponse(
        request,
        "indicators/curation/forbidden.html",
        {**context, "person": user, "given": roles_of, "all_roles": roles.ROLES},
        status=403,
    )


def user_of(request: HttpRequest) -> User:
    """The person who is logged in; all pages of the admin need a login."""
    assert isinstance(request.user, User)
    return request.user
