"""How large a request and how long its queries may be.

Middleware of everything but exports. Sizes are checked before any work. Reading that takes longer
than READ_SECONDS is ended by the database: statement_timeout on PostgreSQL, a progress handler on
SQLite.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from weakref import WeakKeyDictionary

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils.log import log_response

from rest.errors import ApiError, outage, problem

URL_BYTES = 8_000
HEADER_BYTES = 16_000
PARAMETERS = 400
BODY_BYTES = 1_000_000
_STEPS = 20_000  # of SQLite's machine between two looks at the clock: some milliseconds

GetResponse = Callable[[HttpRequest], HttpResponse]


class Limits:
    """Refuses what is too large (400, 413, 414, 431), ends what takes too long (503)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        path = request.path_info
        if path.startswith("/v1/") and (error := oversized(request.META)):
            return problem(request, error)
        # A stream may take its time, and so may publishing.
        endless = not path.startswith("/v1/") or path.startswith("/v1/export/")
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
    """The error of a request that is too large, by its WSGI environ; else None."""
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
    length = environ.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > BODY_BYTES:
        return ApiError(413, "too-large", "Too large", f"A body has at most {BODY_BYTES} bytes.")
    return None


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
