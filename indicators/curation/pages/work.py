"""The work page of a draft and its review sheet, and the one address that changes a draft."""

import csv
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from indicators.curation import drafts, roles
from indicators.curation.drafts.texts import unread
from indicators.curation.models import AuditEntry, Carried, DraftAct, DraftChangeset, Status
from indicators.curation.pages import panels
from indicators.curation.pages.base import page, user_of
from indicators.curation.pages.commands import COMMANDS
from indicators.curation.pages.lists import Group, left, next_key
from indicators.curation.pages.panels import Panel, choices
from indicators.curation.pages.posted import conflict
from indicators.curation.pages.review import review_rows
from indicators.curation.pages.text import shown_text
from indicators.publishing.errors import CurationError, NotAllowed, PublicationError
from ledger import log
from ledger.errors import LedgerError


def _draft(draft_id: int) -> DraftChangeset:
    return get_object_or_404(
        DraftChangeset.objects.select_related("upload", "author", "approved_by"), pk=draft_id
    )


@require_GET
def work(request: HttpRequest, site: AdminSite, draft_id: int) -> HttpResponseBase:
    """The text with its highlights, what is left, and the form of the item asked for."""
    draft = _draft(draft_id)
    groups = left(draft)
    key = request.GET.get("item", "") or next_key(groups, _after(request))
    if observation := request.GET.get("observation", "").strip():
        key = f"o{observation}"
    return _work(request, site, draft, groups, _panel_or_none(request, draft, key))


def _work(
    request: HttpRequest,
    site: AdminSite,
    draft: DraftChangeset,
    groups: Sequence[Group],
    shown: Panel,
) -> TemplateResponse:
    return page(
        request, site, "work", draft.message, draft=draft, groups=groups, panel=shown,
        text=shown_text(draft), acts=draft.acts.all(),
        comments=draft.comments.select_related("by"), choices=choices(draft),
        trail=AuditEntry.objects.filter(draft=draft.pk).order_by("-pk")[:20],
        unchanged=sum(len(g.items) for g in groups if g.state in ("same", "moved")),
        left_count=sum(len(group.items) for group in groups), unread=unread(draft),
    )  # fmt: skip


def _after(request: HttpRequest) -> tuple[str, int] | None:
    state, _, start = request.GET.get("after", "").rpartition(":")
    return (state, int(start)) if start.isdecimal() and state else None


def _panel_or_none(request: HttpRequest, draft: DraftChangeset, key: str) -> Panel:
    try:
        return panels.panel(draft, key)
    except CurationError as refused:
        messages.error(request, str(refused))
        return Panel("none")


@require_GET
def panel(request: HttpRequest, site: AdminSite, draft_id: int) -> HttpResponseBase:
    """The form of one item alone, for the script of the work page."""
    draft = _draft(draft_id)
    shown = _panel_or_none(request, draft, request.GET.get("item", ""))
    return page(
        request,
        site,
        "_panel",
        "",
        draft=draft,
        panel=shown,
        messages=messages.get_messages(request),
    )


@require_POST
def command(request: HttpRequest, site: AdminSite, draft_id: int) -> HttpResponseBase:
    """Run the posted command on a draft, then show the next item that is left."""
    draft = _draft(draft_id)
    name = request.POST.get("do", "")
    run = COMMANDS.get(name)
    back = "curation-review" if request.POST.get("page") == "review" else "curation-work"
    target = reverse(f"admin:{back}", kwargs={"draft_id": draft.pk})
    try:
        if run is None:
            raise CurationError(f"there is no command {name[:40]!r}")
        messages.success(request, run(draft, request.POST, user_of(request)))
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from None
    except (CurationError, PublicationError, LedgerError) as refused:
        messages.error(request, f"Nothing was saved: {refused}")
        if "indicator" in request.POST or "relation" in request.POST:
            return _again(request, site, draft, getattr(refused, "now", None))
        return redirect(target)
    state, start = request.POST.get("state", ""), request.POST.get("start", "")
    return redirect(f"{target}?after={state}:{start}" if state and start.isdecimal() else target)


def _again(
    request: HttpRequest, site: AdminSite, draft: DraftChangeset, now: Any
) -> HttpResponseBase:
    """The form as the person filled it in and, if someone else saved meanwhile, what differs."""
    shown = _panel_or_none(request, draft, request.POST.get("item", ""))
    panels.refill(shown, draft, request.POST)
    if isinstance(now, DraftAct):
        shown.conflict = conflict(draft, request.POST, now)
    response = _work(request, site, draft, left(draft), shown)
    response.status_code = 409 if shown.conflict else 422
    return response


@require_GET
def review(request: HttpRequest, site: AdminSite, draft_id: int) -> HttpResponseBase:
    """The draft as it will be published, with what the checks found; also for printing."""
    draft = _draft(draft_id)
    whole = drafts.assembled(draft)
    ended = draft.status in (Status.PUBLISHED, Status.ABANDONED)
    found = [] if ended else drafts.findings(draft, whole)
    return page(
        request, site, "review", f"Review: {draft.message}", draft=draft,
        blocking=[f for f in found if f.blocking],
        advisory=[f for f in found if not f.blocking],
        rows=review_rows(draft), digest=whole.digest(), version=log.head()[0],
        ended=ended, set_aside=draft.set_aside.all(),
        comments=draft.comments.select_related("by"), me=roles.pseudonym(user_of(request)),
        one_person=settings.ONE_PERSON,
        trail=AuditEntry.objects.filter(draft=draft.pk).order_by("pk")[:500],
        dropped=Carried.objects.filter(draft=draft, decision="dropped"),
        text=shown_text(draft), unread=unread(draft),
    )  # fmt: skip


@require_GET
def export(request: HttpRequest, site: AdminSite, draft_id: int) -> HttpResponseBase:
    """What is left of a draft as CSV, for reading away from the screen."""
    draft = _draft(draft_id)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="draft-{draft.pk}-left.csv"'
    lines = csv.writer(response)
    lines.writerow(["item", "state", "asks", "words", "start"])
    for group in left(draft):
        for item in group.items:
            lines.writerow([item.key, item.state, group.title, item.label, item.start])
    return response
