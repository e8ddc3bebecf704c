"""Errors over HTTP: RFC 9457 problem details, one function for plain views and the API alike."""

import json
import secrets
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse

REQUEST_ID = "cifra.request_id"  # WSGI environ key


def request_id(environ: dict[str, Any]) -> str:
    """The id of a request, 32 hexadecimal digits, by which its answer is found in the log.

    It is made when an answer or a line of the log first needs it.
    """
    found: str = environ.setdefault(REQUEST_ID, secrets.token_hex(16))
    return found


def problem(request: HttpRequest, status: int, detail: str, **members: Any) -> HttpResponse:
    """The error answer of a plain view: a problem without a type of its own."""
    title = HTTPStatus(status).phrase
    return problem_response(
        request, "about:blank", title, status, detail, members, encode=_spaced_json
    )


def _spaced_json(body: dict[str, Any]) -> str:
    return json.dumps(body, cls=DjangoJSONEncoder)


def problem_response(
    request: HttpRequest,
    type: str,
    title: str,
    status: int,
    detail: str,
    members: Mapping[str, Any],
    *,
    encode: Callable[[dict[str, Any]], str | bytes],
) -> HttpResponse:
    """An `application/problem+json` answer, never cached.

    members: more members of the object. encode: makes the JSON; the log's addresses write it with
    spaces, the read API without.
    """
    body = {
        "type": type,
        "title": title,
        "status": status,
        "detail": detail,
        "instance": request.get_full_path(),
        **members,
        "request_id": request_id(request.META),
    }
    response = HttpResponse(encode(body), status=status, content_type="application/problem+json")
    response["Cache-Control"] = "no-store"
    return response
