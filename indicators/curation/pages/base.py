"""What every page of curation has: the person, their roles, and the admin's frame."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.models import User
from django.http import HttpRequest
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


def user_of(request: HttpRequest) -> User:
    """The person who is logged in; all pages of the admin need a login."""
    assert isinstance(request.user, User)
    return request.user
