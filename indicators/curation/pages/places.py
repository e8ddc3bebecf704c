"""The picture of a place of a PDF beside its words: it shows where fonts or readers are wrong."""

from django.contrib.admin import AdminSite
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from sources.errors import DocumentRejected
from sources.extraction.pdf.cutout import cutout_apart, place_of
from sources.models_intake import Upload

NO_PLACE = "this range of the text has no place on a page"


@require_GET
def place(request: HttpRequest, site: AdminSite, upload_id: int) -> HttpResponseBase:
    """The place of [start, end) of an upload's text as PNG, framed, with what is around it."""
    upload = get_object_or_404(Upload, pk=upload_id)
    start, end = request.GET.get("start", ""), request.GET.get("end", "")
    if not upload.layout or not (start.isdecimal() and end.isdecimal()):
        raise Http404(NO_PLACE)
    with upload.layout.open() as stored:
        found = place_of(stored.read(), upload.pages, int(start[:9]), int(end[:9]))
    if found is None:
        raise Http404(NO_PLACE)
    with upload.content.open() as stored:
        content = stored.read()
    try:
        picture = cutout_apart(content, *found)
    except DocumentRejected as refusal:
        raise Http404(str(refusal)) from None
    # What an upload shows never changes.
    return HttpResponse(
        picture, content_type="image/png", headers={"Cache-Control": "private, max-age=86400"}
    )
