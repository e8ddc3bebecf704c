"""Errors over HTTP: RFC 9457 problem details, one function for plain views and the API alike."""

import secrets
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, JsonResponse

REQUEST_ID = "cifra.request_id"  # WSGI environ key


def request_id(environ: dict[str, Any]) -> str:
    """The id of a request, 32 hexadecimal digits, by which its answer is found in the log.

    It is made when an answer or a line of the log first needs it.
    """
    found: str = environ.setdefault(REQUEST_ID, secrets.token_hex(16))
    return found


def problem(request: HttpRequest, status: int, detail: str, **members: Any) -> JsonResponse:
    """An `application/problem+json` answer, never cached. `members` extend the object."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "instance": request.get_full_path(),
    }
    told = body | members | {"request_id": request_id(request.META)}
    response = JsonResponse(told, status=status)
    response["Content-Type"] = "application/problem+json"
    response["Cache-Control"] = "no-store"
    return response
