"""The pages of curation, within the admin: desk, intake, work page, review.

Reading needs any role of curation; every change is posted and goes through workpage.ACTS to the
services, which ask for the role. Works without scripts; a script makes it quick.
"""

import csv
import json
from collections.abc import Callable, Generator, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from indicators.curation import drafts, roles, token_pages, worklist, workpage
from indicators.curation.forms import IntakeForm, ReleaseForm
from indicators.curation.models import AuditEntry, Carried, DraftAct, DraftChangeset, Status
from indicators.curation.workpage import user_of
from indicators.publishing.current import current_contents
from indicators.publishing.errors import CurationError, NotAllowed, PublicationError
from ledger import log
from ledger.errors import LedgerError
from sources import intake
from sources.errors import DocumentRefused
from sources.models import Release, Source
from sources.models_intake import Upload

View = Callable[..., HttpResponseBase]
SHOWN_DRAFTS = 50


def urls(site: AdminSite) -> list[URLPattern]:
    """What the admin site adds to its URLs."""

    def of_curators(view: View) -> View:
        def checked(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
            if not roles.has(request.user, *roles.ROLES):
                raise PermissionDenied("curation needs a role: ask an administrator for one")
            request.current_app = site.name
            return view(request, site, **kwargs)

        return site.admin_view(checked)

    return [
        path("", of_curators(desk), name="curation"),
        path("intake", of_curators(take_in), name="curation-intake"),
        path("uploads/<int:upload_id>", of_curators(describe_upload), name="curation-upload"),
        path("open", of_curators(open_draft), name="curation-open"),
        path("tokens", of_curators(token_pages.page), name="curation-tokens"),
        path("drafts/<int:draft_id>", of_curators(work), name="curation-work"),
        path("drafts/<int:draft_id>/panel", of_curators(panel), name="curation-panel"),
        path("drafts/<int:draft_id>/act", of_curators(act), name="curation-act"),
        path("drafts/<int:draft_id>/review", of_curators(review), name="curation-review"),
        path("drafts/<int:draft_id>/list.csv", of_curators(export), name="curation-export"),
    ]


def _page(
    request: HttpRequest, site: AdminSite, name: str, title: str, **context: Any
) -> TemplateResponse:
    user = user_of(request)
    given = {
        **site.each_context(request),
        "title": title,
        "is_curator": roles.has(user, roles.CURATOR),
        "is_reviewer": roles.has(user, roles.REVIEWER),
        **context,
    }
    return TemplateResponse(request, f"indicators/curation/{name}.html", given)


@require_GET
def desk(request: HttpRequest, site: AdminSite) -> HttpResponseBase:
    """What lies on a curator's desk: open drafts, those that wait for another person, the rest."""
    me = roles.pseudonym(user_of(request))
    drafts = DraftChangeset.objects.select_related("author", "approved_by")
    return _page(
        request, site, "desk", "Curation", me=me,
        open_drafts=drafts.filter(status__in=[Status.DRAFT, Status.RETURNED])[:SHOWN_DRAFTS],
        waiting=drafts.filter(status__in=[Status.SUBMITTED, Status.APPROVED])[:SHOWN_DRAFTS],
        done=drafts.filter(status__in=[Status.PUBLISHED, Status.ABANDONED])[:10],
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def take_in(request: HttpRequest, site: AdminSite) -> HttpResponseBase:
    """A file or pasted text; its text is taken, or the reason told why not."""
    posted = request.method == "POST"
    form = IntakeForm(request.POST, request.FILES) if posted else IntakeForm()
    if posted and form.is_valid():
        user = user_of(request)
        if not roles.has(user, roles.CURATOR):
            raise PermissionDenied("this needs the role curator")
        content, name = form.bytes_and_name()
        if _wants_lines(request):
            lines = _progress(intake.taking_in(content, name=name, by=user), name)
            return StreamingHttpResponse(lines, content_type=LINES)
        try:
            return redirect(_described_at(intake.take_in(content, name=name, by=user)))
        except DocumentRefused as refused:
            form.add_error(None, f"{name} was refused: {refused}")
    if form.errors and _wants_lines(request):
        told = "; ".join(str(one) for errors in form.errors.values() for one in errors)
        return HttpResponse(_line(refused=told), content_type=LINES)
    return _page(request, site, "intake", "New release: its text", form=form)


LINES = "application/jsonl"


def _wants_lines(request: HttpRequest) -> bool:
    """The script of the page asks for progress; a plain form doesn't."""
    return request.headers.get("Accept") == LINES


def _line(**told: Any) -> bytes:
    return json.dumps(told).encode() + b"\n"


def _progress(steps: Generator[tuple[int, int], None, intake.Taken], name: str) -> Iterator[bytes]:
    """A line per page that was read, then where to go on, or why the file was refused."""
    try:
        while True:
            try:
                read, pages = next(steps)
            except StopIteration as end:
                yield _line(location=_described_at(end.value))
                return
            yield _line(read=read, pages=pages)
    except DocumentRefused as refused:
        yield _line(refused=f"{name} was refused: {refused}")


def _described_at(taken: intake.Taken) -> str:
    path = reverse("admin:curation-upload", kwargs={"upload_id": taken.upload.pk})
    return f"{path}?known=1" if taken.known else path


@require_http_methods(["GET", "POST"])
def describe_upload(request: HttpRequest, site: AdminSite, upload_id: int) -> HttpResponseBase:
    """What the file is a release of; then its work list is made."""
    upload = get_object_or_404(Upload, pk=upload_id)
    form = ReleaseForm(
        request.POST or None, initial={"retrieved_on": datetime.now(UTC).date().isoformat()}
    )
    releases = Release.objects.filter(known_to__isnull=True).order_by("source", "-published_last")
    form.fields["previous"].choices = [  # type: ignore[attr-defined]
        ("", "none: this is the first of its source"),
        *((row.code, f"{row.code}: {row.title}") for row in releases),
    ]
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("admin:curation-work", draft_id=_started(request, upload, form).pk)
        except NotAllowed as refused:
            raise PermissionDenied(str(refused)) from None
        except CurationError as refused:
            form.add_error(None, str(refused))
    known = Release.objects.filter(text_sha256=upload.text_sha256, known_to__isnull=True)
    return _page(
        request, site, "describe", "New release: what it is", form=form, upload=upload,
        beginning=upload.text[:1500], known=list(known), choices=workpage.choices(),
        again="known" in request.GET,
    )  # fmt: skip


def _started(request: HttpRequest, upload: Upload, form: ReleaseForm) -> DraftChangeset:
    source, previous = form.new_source(), form.cleaned_data["previous"]
    if previous:
        code = Release.objects.get(code=previous, known_to__isnull=True).source
        now = current_contents(Source, [code])[code]
        source = {name: value for name, value in now.items() if value not in (None, "", [])}
    return worklist.start_release(
        upload, source=source, release=form.release(), message=form.cleaned_data["message"],
        previous=previous, holds_text=form.cleaned_data["holds_text"], by=user_of(request),
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


def _draft(draft_id: int) -> DraftChangeset:
    return get_object_or_404(
        DraftChangeset.objects.select_related("upload", "author", "approved_by"), pk=draft_id
    )


@require_GET
def work(request: HttpRequest, site: AdminSite, draft_id: int) -> HttpResponseBase:
    """The text with its highlights, what is left, and the form of the item asked for."""
    draft = _draft(draft_id)
    groups = workpage.left(draft)
    key = request.GET.get("item", "") or workpage.next_key(groups, _after(request))
    if observation := request.GET.get("observation", "").strip():
        key = f"o{observation}"
    return _work(request, site, draft, groups, _panel_or_none(request, draft, key))


def _work(
    request: HttpRequest,
    site: AdminSite,
    draft: DraftChangeset,
    groups: Sequence[workpage.Group],
    shown: workpage.Panel,
) -> TemplateResponse:
    return _page(
        request, site, "work", draft.message, draft=draft, groups=groups, panel=shown,
        text=workpage.shown_text(draft), acts=draft.acts.all(),
        comments=draft.comments.select_related("by"), choices=workpage.choices(draft),
        trail=AuditEntry.objects.filter(draft=draft.pk).order_by("-pk")[:20],
        unchanged=sum(len(g.items) for g in groups if g.state in ("same", "moved")),
        left_count=sum(len(group.items) for group in groups),
    )  # fmt: skip


def _after(request: HttpRequest) -> tuple[str, int] | None:
    state, _, start = request.GET.get("after", "").rpartition(":")
    return (state, int(start)) if start.isdecimal() and state else None


def _panel_or_none(request: HttpRequest, draft: DraftChangeset, key: str) -> workpage.Panel:
    try:
        return workpage.panel(draft, key)
    except CurationError as refused:
        messages.error(request, str(refused))
        return workpage.Panel("none")


@require_GET
def panel(request: HttpRequest, site: AdminSite, draft_id: int) -> HttpResponseBase:
    """The form of one item alone, for the script of the work page."""
    draft = _draft(draft_id)
    made = _panel_or_none(request, draft, request.GET.get("item", ""))
    return _page(
        request,
        site,
        "_panel",
        "",
        draft=draft,
        panel=made,
        messages=messages.get_messages(request),
    )


@require_POST
def act(request: HttpRequest, site: AdminSite, draft_id: int) -> HttpResponseBase:
    """Do one thing to a draft, then go on with the next that is left."""
    draft = _draft(draft_id)
    name = request.POST.get("do", "")
    do = workpage.ACTS.get(name)
    back = "curation-review" if request.POST.get("page") == "review" else "curation-work"
    target = reverse(f"admin:{back}", kwargs={"draft_id": draft.pk})
    try:
        if do is None:
            raise CurationError(f"there is no act {name[:40]!r}")
        messages.success(request, do(draft, request.POST, user_of(request)))
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
    """The form as the person filled it in; beside it, if someone else saved, what differs."""
    shown = _panel_or_none(request, draft, request.POST.get("item", ""))
    workpage.again(shown, draft, request.POST)
    if isinstance(now, DraftAct):
        shown.conflict = workpage.conflict(draft, request.POST, now)
    response = _work(request, site, draft, workpage.left(draft), shown)
    response.status_code = 409 if shown.conflict else 422
    return response


@require_GET
def review(request: HttpRequest, site: AdminSite, draft_id: int) -> HttpResponseBase:
    """The draft as it will be published, with everything that the checks say; also for printing."""
    draft = _draft(draft_id)
    made = drafts.assembled(draft)
    ended = draft.status in (Status.PUBLISHED, Status.ABANDONED)
    blocking, advisory = workpage.split([] if ended else drafts.findings(draft))
    return _page(
        request, site, "review", f"Review: {draft.message}", draft=draft, blocking=blocking,
        advisory=advisory, rows=workpage.review_rows(draft), digest=made.digest(),
        version=log.head()[0], ended=ended, set_aside=draft.set_aside.all(),
        comments=draft.comments.select_related("by"), me=roles.pseudonym(user_of(request)),
        trail=AuditEntry.objects.filter(draft=draft.pk).order_by("pk")[:500],
        dropped=Carried.objects.filter(draft=draft, decision="dropped"),
        text=workpage.shown_text(draft),
    )  # fmt: skip


@require_GET
def export(request: HttpRequest, site: AdminSite, draft_id: int) -> HttpResponseBase:
    """What is left of a draft as CSV, for reading away from the screen."""
    draft = _draft(draft_id)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="draft-{draft.pk}-left.csv"'
    lines = csv.writer(response)
    lines.writerow(["item", "state", "asks", "words", "start"])
    for group in workpage.left(draft):
        for item in group.items:
            lines.writerow([item.key, item.state, group.title, item.label, item.start])
    return response
