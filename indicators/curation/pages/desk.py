"""The first page of curation: the drafts, and a form that opens one."""

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from indicators.curation import drafts, roles
from indicators.curation.models import DraftChangeset, Status
from indicators.curation.pages.base import page, user_of
from indicators.publishing.errors import ActUnusable, CurationError, NotAllowed
from sources import intake

SHOWN_DRAFTS = 50


@require_GET
def desk(request: HttpRequest, site: AdminSite) -> HttpResponseBase:
    """The open drafts, those that wait for another person, and the last ones that are done."""
    me = roles.pseudonym(user_of(request))
    drafts = DraftChangeset.objects.select_related("author", "approved_by")
    return page(
        request, site, "desk", "Curation", me=me,
        open_drafts=drafts.filter(status__in=[Status.DRAFT, Status.RETURNED])[:SHOWN_DRAFTS],
        waiting=drafts.filter(status__in=[Status.SUBMITTED, Status.APPROVED])[:SHOWN_DRAFTS],
        done=drafts.filter(status__in=[Status.PUBLISHED, Status.ABANDONED])[:10],
        releases=intake.releases_with_text().values_list("code", "title"),
    )  # fmt: skip


@require_POST
def open_draft(request: HttpRequest, site: AdminSite) -> HttpResponseBase:
    """A draft without a new release: for corrections, or for more figures of a published release.

    The person's draft of the same message that is still empty is used, so that a button pressed
    twice opens no second one.
    """
    message, user = request.POST.get("message", "").strip(), user_of(request)
    release = request.POST.get("release", "")
    try:
        if "\0" in message + release:
            raise ActUnusable("a field holds the character NUL, which no text can hold")
        draft = _empty_draft(message, release, user) or drafts.open_draft(
            message, by=user, release=release
        )
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from None
    except CurationError as refused:
        messages.error(request, str(refused))
        return redirect("admin:curation")
    return redirect("admin:curation-work", draft_id=draft.pk)


def _empty_draft(message: str, release: str, user: User) -> DraftChangeset | None:
    same = DraftChangeset.objects.filter(
        author__user=user, message=message, release=release, upload=None, status=Status.DRAFT
    )
    return same.filter(acts=None).first()
