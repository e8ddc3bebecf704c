"""Bringing the document of a new release: first its text, then what it is."""

import json
from collections.abc import Generator, Iterator
from datetime import UTC, datetime
from typing import Any

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from indicators.curation import roles, worklist
from indicators.curation.forms import IntakeForm, ReleaseForm
from indicators.curation.models import DraftChangeset
from indicators.curation.pages.base import LINES, page, user_of
from indicators.curation.pages.panels import choices
from indicators.publishing.current import current_contents
from indicators.publishing.errors import CurationError, NotAllowed
from sources import intake
from sources.errors import DocumentRejected
from sources.models import Release, Source
from sources.models_intake import Upload


@require_http_methods(["GET", "POST"])
def take_in(request: HttpRequest, site: AdminSite) -> HttpResponseBase:
    """The form for a file or pasted text; then on to the next page, or the reason why not."""
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
        except DocumentRejected as refused:
            form.add_error(None, f"{name} was refused: {refused}")
    if form.errors and _wants_lines(request):
        reason = "; ".join(str(error) for errors in form.errors.values() for error in errors)
        return HttpResponse(_line(refused=reason), content_type=LINES)
    return page(request, site, "intake", "New release: its text", form=form)


def _wants_lines(request: HttpRequest) -> bool:
    """The script of the page asks for progress; a plain form doesn't."""
    return request.headers.get("Accept") == LINES


def _line(**members: Any) -> bytes:
    return json.dumps(members).encode() + b"\n"


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
    except DocumentRejected as refused:
        yield _line(refused=f"{name} was refused: {refused}")


def _described_at(taken: intake.Taken) -> str:
    path = reverse("admin:curation-upload", kwargs={"upload_id": taken.upload.pk})
    return f"{path}?known=1" if taken.known else path


@require_http_methods(["GET", "POST"])
def describe_upload(request: HttpRequest, site: AdminSite, upload_id: int) -> HttpResponseBase:
    """The form that says what the file is a release of; then its work list is made."""
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
    return page(
        request, site, "describe", "New release: what it is", form=form, upload=upload,
        beginning=upload.text[:1500], known=list(known), choices=choices(),
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
