"""Errors over HTTP: RFC 9457 problem details, one function for plain views and the API alike."""

from http import HTTPStatus
from typing import Any

from django.http import JsonResponse


def problem(status: int, detail: str, **members: Any) -> JsonResponse:
    """An `application/problem+json` answer, never cached. `members` extend the object."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    response = JsonResponse(body | {"detail": detail} | members, status=status)
    response["Content-Type"] = "application/problem+json"
    response["Cache-Control"] = "no-store"
    return response
