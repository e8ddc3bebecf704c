"""How large a request and how long its queries may be.

Middleware of every address. Sizes are checked before any work. Reading that takes longer than
READ_SECONDS is ended by the database: statement_timeout on PostgreSQL, a progress handler on
SQLite. Exports and the admin may take their time.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any
from weakref import WeakKeyDictionary

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, parse_cookie
from django.utils.log import log_response

from rest.errors import ApiError, outage, problem

URL_BYTES = 8_000
HEADER_BYTES = 16_000
PARAMETERS = 400
BODY_BYTES = 1_000_000  # of anybody; settings.UPLOAD_BYTES of a curator who is logged in
INSIDE = "/admin/"  # where people work who are logged in
_STEPS = 20_000  # of SQLite's machine between two looks at the clock: some milliseconds

# WSGI environ key: the status of a body that the gateway did not read (rest.serving).
UNREAD = "cifra.body_unread"
BODY_ERRORS = {
    408: ApiError(408, "too-slow-body", "Request timeout", "The body came too slowly."),
    413: ApiError(413, "too-large", "Too large", f"A body has at most {BODY_BYTES} bytes."),
    503: ApiError(
        503,
        "unavailable",
        "Unavailable",
        "Too many bodies are being read just now.",
        headers={"Retry-After": "10"},
    ),
}

GetResponse = Callable[[HttpRequest], HttpResponse]


class Limits:
    """Refuses what is too large (400, 413, 414, 431), ends what takes too long (503)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if error := oversized(request.META) or unread(request.META):
            return problem(request, error)
        # A stream may take its time, and so may publishing.
        endless = request.path_info.startswith((INSIDE, "/v1/export/"))
        with time_limit(0 if endless else settings.READ_SECONDS):
            return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """503 where the database ended a query or can't be reached while a view runs."""
        api_error = outage(error)
        if api_error is None:
            return None
        response = problem(request, api_error)
        reason = response.reason_phrase
        log_response(
            "%s: %s", reason, request.path, response=response, request=request, exception=error
        )
        return response


def oversized(environ: dict[str, Any]) -> ApiError | None:
    """The error of a request whose URL or headers are too large, by its environ; else None."""
    query = environ.get("QUERY_STRING", "")
    if len(environ.get("PATH_INFO", "")) + len(query) > URL_BYTES:
        return ApiError(414, "url-too-long", "URL too long", f"At most {URL_BYTES} bytes.")
    headers = sum(len(n) + len(v) for n, v in environ.items() if n.startswith("HTTP_"))
    if headers > HEADER_BYTES:
        detail = f"At most {HEADER_BYTES} bytes."
        return ApiError(431, "headers-too-large", "Headers too large", detail)
    if query.count("&") >= PARAMETERS:
        detail = f"At most {PARAMETERS}."
        return ApiError(400, "too-many-parameters", "Too many parameters", detail)
    return None


def unread(environ: dict[str, Any]) -> ApiError | None:
    """The error of a body that is too large, or was not read; else None."""
    if status := environ.get(UNREAD):
        return BODY_ERRORS[status]
    length = environ.get("CONTENT_LENGTH") or "0"
    at_most = body_limit(environ) if may_be_large(environ) else BODY_BYTES
    fits = length.isdecimal() and int(length) <= at_most
    return None if fits else BODY_ERRORS[413]


def is_inside(environ: dict[str, Any]) -> bool:
    """Whether a request is for the pages of people who are logged in."""
    return str(environ.get("PATH_INFO", "")).startswith(INSIDE)


def may_be_large(environ: dict[str, Any]) -> bool:
    """Whether body_limit has to be asked: it is more for somebody who is logged in."""
    length = environ.get("CONTENT_LENGTH", "")
    small = length.isdecimal() and int(length) <= BODY_BYTES
    return not small and is_inside(environ) and "HTTP_COOKIE" in environ


def body_limit(environ: dict[str, Any]) -> int:
    """How many bytes the body of a request may have.

    One query where a session is named: only who is logged in brings documents.
    """
    if is_inside(environ) and _logged_in(environ.get("HTTP_COOKIE", "")):
        return int(settings.UPLOAD_BYTES)
    return BODY_BYTES


def _logged_in(cookies: str) -> bool:
    """Whether these cookies name a session of somebody who is logged in."""
    name = parse_cookie(cookies).get(settings.SESSION_COOKIE_NAME)
    sessions = import_module(settings.SESSION_ENGINE).SessionStore
    try:
        return bool(name) and SESSION_KEY in sessions(name)
    except Error:  # the database can't be asked: nobody is known
        return False


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Queries of this thread's connection that run past it raise OperationalError; 0: no limit.

    Set at the first query, so that what needs no database opens no connection.
    """
    limited: Any = None  # the driver's connection that has the limit; a broken one is replaced

    def limiting(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        nonlocal limited
        if limited is not connection.connection:
            with connection.wrap_database_errors:  # the driver's errors as Django's
                _limit(connection.connection, seconds)
            limited = connection.connection
        return execute(sql, params, many, context)

    try:
        with connection.execute_wrapper(limiting):
            yield
    finally:
        if limited and connection.vendor == "sqlite" and connection.connection is limited:
            limited.set_progress_handler(None, 0)


_timeouts: WeakKeyDictionary[Any, float] = WeakKeyDictionary()


def _limit(raw: Any, seconds: float) -> None:
    """Set the limit on a driver's connection.

    One of PostgreSQL keeps its limit until another one is asked for, so that reading again and
    again costs no further statement.
    """
    if connection.vendor == "sqlite":
        until = time.monotonic() + seconds
        raw.set_progress_handler((lambda: time.monotonic() > until) if seconds else None, _STEPS)
    elif _timeouts.get(raw) != seconds:
        raw.execute(f"SET statement_timeout = {int(seconds * 1000)}")
        _timeouts[raw] = seconds
        if connection.in_atomic_block:  # a rollback would take it back
            del _timeouts[raw]
