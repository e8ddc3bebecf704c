"""Errors of the API: what was wrong with a request, and the RFC 9457 answer that says so.

settings name `handle` for REST framework, config.urls names the pages for Django's own errors.
"""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson
from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from rest_framework import exceptions

from ledger.errors import NotPublished, SignerError, Withheld
from ledger.problems import problem_response
from rest.problems import BY_STATUS


@dataclass(frozen=True)
class ParameterError:
    """What is wrong with one parameter of a request."""

    parameter: str
    code: str
    detail: str


class ApiError(Exception):
    """A request that gets an error answer: status, a problem type, and what was wrong where."""

    def __init__(
        self,
        status: int,
        problem: str,
        title: str,
        detail: str = "",
        errors: Sequence[ParameterError] = (),
        headers: Mapping[str, str] | None = None,
        **members: Any,
    ) -> None:
        super().__init__(detail or title)
        self.status, self.problem, self.title, self.detail = status, problem, title, detail
        self.errors, self.members = list(errors), members
        self.headers = headers or {}


def bad_request(errors: Sequence[ParameterError]) -> ApiError:
    """The error 400 that names every parameter with something wrong."""
    names = ", ".join(dict.fromkeys(e.parameter for e in errors))
    return ApiError(
        400, "invalid-parameter", "Invalid parameter", f"Check: {names}.", errors=errors
    )


def problem(request: HttpRequest, error: ApiError) -> HttpResponse:
    """The RFC 9457 answer of an error."""
    members = {}
    if error.errors:
        members["errors"] = [
            {"parameter": e.parameter, "code": e.code, "detail": e.detail} for e in error.errors
        ]
    response = problem_response(
        request,
        f"/v1/problems/{error.problem}",
        error.title,
        error.status,
        error.detail or error.title,
        {**members, **error.members},
        encode=_json,
    )
    for name, value in error.headers.items():
        response[name] = value
    return response


def _json(body: dict[str, Any]) -> bytes:
    return orjson.dumps(body, default=_isoformat)


def _isoformat(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def handle(exc: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """REST framework's exception handler: every error it sees becomes a problem."""
    request = context["request"]
    request = getattr(request, "_request", request)
    if isinstance(exc, ApiError):
        return problem(request, exc)
    if isinstance(exc, NotPublished):
        status = 451 if isinstance(exc, Withheld) else 404
        slug, title = BY_STATUS[status]
        return problem(request, ApiError(status, slug, title, str(exc)))
    if isinstance(exc, Http404):
        exc = exceptions.NotFound()
    elif isinstance(exc, PermissionDenied):
        exc = exceptions.PermissionDenied()
    if not isinstance(exc, exceptions.APIException):
        return None
    slug, title = BY_STATUS[exc.status_code]
    answer = problem(request, ApiError(exc.status_code, slug, title, str(exc.detail)))
    if isinstance(exc, exceptions.MethodNotAllowed):
        view = context["view"]
        answer["Allow"] = ", ".join(view.allowed_methods)
    if wait := getattr(exc, "wait", None):
        answer["Retry-After"] = str(int(wait) + 1)
    return answer


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler404: also for addresses that no route knows."""
    slug, title = BY_STATUS[404]
    return problem(request, ApiError(404, slug, title, f"There is nothing at {request.path}."))


def bad_request_page(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler400: what Django itself refuses, for example a host that is not ours."""
    slug, title = BY_STATUS[400]
    if isinstance(exception, RequestDataTooBig):
        detail = (
            f"A form takes at most {settings.DATA_UPLOAD_MAX_MEMORY_SIZE:,} bytes, without files."
        )
        return problem(request, ApiError(400, slug, title, detail))
    return problem(request, ApiError(400, slug, title))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler403."""
    slug, title = BY_STATUS[403]
    return problem(request, ApiError(403, slug, title))


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500; 503 where the database failed a middleware, whose errors no other one sees."""
    if unavailable := outage(sys.exception()):
        return problem(request, unavailable)
    slug, title = BY_STATUS[500]
    return problem(request, ApiError(500, slug, title, "The fault is ours; it was logged."))


# The database ended a query or can't be reached: whatever was under way is rolled back then, and
# the next request gets a connection that works (see ledger.database.query).

RETRY_AFTER = "30"
CANCELLED = "57014"  # PostgreSQL's state of a statement that ran into its time limit


def outage(error: BaseException | None) -> ApiError | None:
    """503 with Retry-After for an outage of the database or of the keys; else None."""
    headers = {"Retry-After": RETRY_AFTER}
    if isinstance(error, SignerError):  # whose words name files: they are for the service's log
        detail = "The keys of the log can't be read at present."
        return ApiError(503, "unavailable", "Unavailable", detail, headers=headers)
    if not isinstance(error, (OperationalError, InterfaceError)):
        return None
    if timed_out(error):
        detail = f"The database was asked to stop after {settings.READ_SECONDS} seconds."
        return ApiError(503, "too-slow", "Too slow", detail, headers=headers)
    return ApiError(503, "unavailable", "Unavailable", headers=headers)


def timed_out(error: Exception) -> bool:
    """Whether the database stopped a query at its time limit."""
    state = getattr(error.__cause__, "sqlstate", None)
    return state == CANCELLED or str(error) == "interrupted"
