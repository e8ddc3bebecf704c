"""Serving a finished file: HEAD, one byte range, conditions (RFC 9110, sections 13 and 14).

Knows the file and its hash, nothing of what it holds.
"""

import re

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from rest import etags
from rest.errors import ApiError
from rest.export_files import ExportFile
from rest.serving.files import Section

RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)


def tag_of(file: ExportFile) -> str:
    """The strong entity tag of a file: of its very bytes."""
    return f'"{file.sha256[:32]}"'


def serve(request: HttpRequest, file: ExportFile, media_type: str) -> HttpResponseBase:
    """The file, the range of it that was asked for, or 304. Raises ApiError 416.

    Several ranges at once are answered with the whole file, as RFC 9110 allows.
    """
    tag = tag_of(file)
    if etags.matches(request.headers.get("If-None-Match", ""), tag):
        return _with(HttpResponse(status=304), tag)
    span = _span(request, file.size, tag)
    first, last = span or (0, file.size - 1)
    response: HttpResponseBase
    if request.method == "HEAD":
        response = HttpResponse()
    elif span is None:
        response = FileResponse(file.path.open("rb"))
    else:
        response = FileResponse(Section(file.path.open("rb"), first, last), status=206)
        response["Content-Range"] = f"bytes {first}-{last}/{file.size}"
    response["Content-Type"] = media_type
    response["Content-Length"] = str(last - first + 1)
    return _with(response, tag)


def _with(response: HttpResponseBase, tag: str) -> HttpResponseBase:
    response["ETag"] = tag
    response["Accept-Ranges"] = "bytes"
    return response


def _span(request: HttpRequest, size: int, tag: str) -> tuple[int, int] | None:
    """First and last byte that are asked for; None for the whole file."""
    found = RANGE.fullmatch(request.headers.get("Range", "").replace(" ", ""))
    if request.method != "GET" or not found or found.groups() == ("", ""):
        return None
    if request.headers.get("If-Range", tag) != tag:
        return None
    begin, end = found.groups()
    first = int(begin) if begin else max(0, size - int(end))
    last = min(int(end), size - 1) if begin and end else size - 1
    if begin and end and int(end) < int(begin):
        return None  # no range at all: to be ignored
    if first >= size:
        raise ApiError(
            416,
            "range-not-satisfiable",
            "Range not satisfiable",
            f"The file has {size} bytes.",
            headers={"Content-Range": f"bytes */{size}"},
        )
    return first, last
