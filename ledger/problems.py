"""Errors over HTTP: RFC 9457 problem details, one function for plain views and the API alike."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, JsonResponse


def problem(request: HttpRequest, status: int, detail: str, **members: Any) -> JsonResponse:
    """An `application/problem+json` answer, never cached. `members` extend the object."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "instance": request.get_full_path(),
    }
    response = JsonResponse(body | members, status=status)
    response["Content-Type"] = "application/problem+json"
    response["Cache-Control"] = "no-store"
    return response
