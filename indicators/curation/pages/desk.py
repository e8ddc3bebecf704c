"""The first page of curation: the drafts, and a form that opens one."""

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from indicators.curation import drafts, roles
from indicators.curation.models import DraftChangeset, Status
from indicators.curation.pages.base import page, user_of
from indicators.publishing.errors import CurationError, NotAllowed

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
    )  # fmt: skip


@require_POST
def open_draft(request: HttpRequest, site: AdminSite) -> HttpResponseBase:
    """A draft without a new release: for corrections and retractions."""
    try:
        draft = drafts.open_draft(request.POST.get("message", "")[:300], by=user_of(request))
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from None
    except CurationError as refused:
        messages.error(request, str(refused))
        return redirect("admin:curation")
    return redirect("admin:curation-work", draft_id=draft.pk)
