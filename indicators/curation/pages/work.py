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
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET, require_POST

from indicators.curation import roles, worklist
from indicators.curation.drafts.texts import text_of, unread
from indicators.curation.models import AuditEntry, DraftAct, DraftChangeset
from indicators.curation.pages import panels
from indicators.curation.pages.base import page, user_of
from indicators.curation.pages.commands import COMMANDS
from indicators.curation.pages.lists import Group, left, next_key
from indicators.curation.pages.panels import Panel, choices
from indicators.curation.pages.posted import conflict, number
from indicators.curation.pages.refusals import refusal
from indicators.curation.pages.review import sheet
from indicators.curation.pages.text import shown_text, text_of_another
from indicators.models import Observation
from indicators.publishing.errors import (
    ChangesetRejected,
    CurationError,
    NotAllowed,
    PublicationError,
)
from ledger.errors import LedgerError
from rest.formats import harmless
from sources.numerals import Numeral

PLAIN = "text/plain; charset=utf-8"
WAY_OUT = "Return the draft, or take it back to mend it."
MAX_QUOTE = 1_000  # code points


def _draft(draft_id: int) -> DraftChangeset:
    return get_object_or_404(
        DraftChangeset.objects.select_related("upload", "author", "approved_by"), pk=draft_id
    )


@require_GET
def work(request: HttpRequest, site: AdminSite, draft_id: int) -> HttpResponseBase:
    """The text with its highlights, what is left, and the form of the item asked for."""
    draft = _draft(draft_id)
    found = worklist.candidates(draft) if draft.upload else []
    groups = left(draft, found)
    key = request.GET.get("item", "") or next_key(groups, _after(request))
    if observation := request.GET.get("observation", "").replace("\0", "").strip():
        key = f"o{observation}"
    shown = _panel_or_none(request, draft, key, request.GET.getlist("place"))
    return _work(request, site, draft, groups, shown, found)


def _work(
    request: HttpRequest,
    site: AdminSite,
    draft: DraftChangeset,
    groups: Sequence[Group],
    shown: Panel,
    found: Sequence[Numeral],
) -> TemplateResponse:
    return page(
        request, site, "work", draft.message, draft=draft, groups=groups, panel=shown,
        text=_text(draft, shown, found), acts=draft.acts.all(),
        comments=draft.comments.select_related("by"), choices=choices(draft),
        trail=AuditEntry.objects.filter(draft=draft.pk).order_by("-pk")[:20],
        unchanged=sum(len(g.items) for g in groups if g.state in ("same", "moved")),
        left_count=sum(len(group.items) for group in groups), unread=unread(draft),
    )  # fmt: skip


def _text(draft: DraftChangeset, shown: Panel, found: Sequence[Numeral]) -> SafeString:
    """The text that the form quotes: the draft's own, or that of the release of a correction."""
    code = shown.observation if shown.kind == "correction" else ""
    if shown.act and shown.act.content.get("replaces"):
        code = shown.act.content["replaces"]
    release = Observation.objects.filter(code=code).values_list("release", flat=True).first()
    if not release or release == draft.release:
        return shown_text(draft, found)
    return text_of_another(draft, release, shown.key, shown.rows)


def _after(request: HttpRequest) -> tuple[str, int] | None:
    state, _, start = request.GET.get("after", "").rpartition(":")
    return (state, number(start)) if number(start) >= 0 and state else None


def _panel_or_none(
    request: HttpRequest, draft: DraftChangeset, key: str, places: Sequence[str] = ()
) -> Panel:
    try:
        return panels.panel(draft, key.replace("\0", ""), places)
    except CurationError as refused:
        messages.error(request, str(refused))
        return Panel("none")


@require_GET
def panel(request: HttpRequest, site: AdminSite, draft_id: int) -> HttpResponseBase:
    """The form of one item alone, for the script of the work page."""
    draft = _draft(draft_id)
    item, places = request.GET.get("item", ""), request.GET.getlist("place")
    shown = _panel_or_none(request, draft, item, places)
    return page(
        request,
        site,
        "_panel",
        "",
        draft=draft,
        panel=shown,
        panel_messages=messages.get_messages(request),
    )


@require_GET
def role(request: HttpRequest, site: AdminSite, draft_id: int) -> HttpResponse:
    """The role that selected words most likely have, as plain text for the script of the page."""
    draft, params = _draft(draft_id), request.GET
    start, end = number(params.get("start", "")), number(params.get("end", ""))
    if not 0 <= start < end <= len(text_of(draft)) or end - start > MAX_QUOTE:
        return HttpResponse("these are no words of the text", status=400, content_type=PLAIN)
    likely = worklist.role_of(draft, start, end, params.getlist("cited"))
    return HttpResponse(likely, content_type=PLAIN)


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
        if any("\0" in value for values in request.POST.lists() for value in values[1]):
            raise CurationError("a field holds the character NUL, which no text can hold")
        messages.success(request, run(draft, request.POST, user_of(request)))
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from None
    except ChangesetRejected as refused:
        messages.error(request, refusal(draft, refused.findings))
        if name == "publish":
            messages.error(request, WAY_OUT)
        return redirect(target)
    except (CurationError, PublicationError, LedgerError) as refused:
        way_out = f" {WAY_OUT}" if name == "publish" else ""
        messages.error(request, f"Nothing was saved: {refused}{way_out}")
        if "indicator" in request.POST or "relation" in request.POST:
            return _again(request, site, draft, getattr(refused, "now", None))
        return redirect(target)
    state, start = request.POST.get("state", ""), request.POST.get("start", "")
    return redirect(f"{target}?after={state}:{start}" if state and start.isdecimal() else target)


def _again(
    request: HttpRequest, site: AdminSite, draft: DraftChangeset, now: Any
) -> HttpResponseBase:
    """The form as the person filled it in and, if someone else saved meanwhile, what differs."""
    places = request.POST.getlist("place")
    shown = _panel_or_none(request, draft, request.POST.get("item", ""), places)
    panels.refill(shown, draft, request.POST)
    if isinstance(now, DraftAct):
        shown.conflict = conflict(draft, request.POST, now)
    found = worklist.candidates(draft) if draft.upload else []
    response = _work(request, site, draft, left(draft, found), shown, found)
    response.status_code = 409 if shown.conflict else 422
    return response


@require_GET
def review(request: HttpRequest, site: AdminSite, draft_id: int) -> HttpResponseBase:
    """The draft as it will be published, with what the checks found; also for printing."""
    draft = _draft(draft_id)
    shown = sheet(draft, roles.pseudonym(user_of(request)))
    return page(
        request, site, "review", f"Review: {draft.message}", draft=draft, sheet=shown,
        one_person=settings.ONE_PERSON, comments=draft.comments.select_related("by"),
        takes_back=shown.mine or roles.has(user_of(request), roles.ADMINISTRATOR),
        trail=AuditEntry.objects.filter(draft=draft.pk).order_by("pk")[:500],
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
            words = (harmless(group.title), harmless(item.label))
            lines.writerow([item.key, item.state, *words, item.start])
    return response
