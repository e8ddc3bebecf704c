"""What the service writes to standard error, and the id that an error answer shares with its line.

In production each record is one line of JSON, elsewhere a line for people. Every answer of 400 and
above has a header X-Request-Id; a problem has the same text as its member `request_id`; and so has
the line of the log that tells method, path, status and duration, with a traceback where the fault
is ours. Ids are always made here: one that a client sends could be anybody's, or a thousand bytes.

A line holds no query string, header, body, address or user, and a traceback no values of variables.
Of a message or an exception's text it has the first line, because databases quote rows in others.
"""

import json
import logging
import re
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from django.core.handlers.wsgi import get_path_info
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from ledger.problems import request_id
from rest.serving.files import FileParts

HEADER = "X-Request-Id"
BEGAN = "cifra.began"  # WSGI environ key: when the request came, by time.monotonic()
MESSAGE = 300  # characters of a message, or of an exception's text
CAUSES = 10  # of an error, which may go in a circle
QUERY = re.compile(r"\?\S*")

logger = logging.getLogger(__name__)

Environ = dict[str, Any]
App = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


class RequestIds:
    """Middleware around all others: the id of each error answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.META.setdefault(BEGAN, time.monotonic())
        response = self.get_response(request)
        if response.status_code >= 400:
            response[HEADER] = request_id(request.META)
        return response


class LastResort:
    """WSGI application around all others: errors that Django doesn't see are logged, too.

    Such are those of the page cache, and those of a stream, whose answer has begun.
    """

    def __init__(self, app: App) -> None:
        self.app = app

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        environ[BEGAN] = time.monotonic()
        try:
            parts = self.app(environ, start_response)
        except Exception as error:
            logger.error("Internal Server Error", exc_info=error, extra=_extra(environ, 500))
            return _server_error(environ, start_response)
        if isinstance(parts, (list, FileParts)):  # files are read by the server
            return parts
        return Watched(parts, environ)


class Watched:
    """The parts of an answer; an error on the way is logged before the server breaks off."""

    def __init__(self, parts: Iterable[bytes], environ: Environ) -> None:
        self._parts, self._environ = parts, environ

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._parts
        except Exception as error:
            logger.error("Answer broke off", exc_info=error, extra=_extra(self._environ, 200))
            raise

    def close(self) -> None:
        if close := getattr(self._parts, "close", None):
            close()


def _extra(environ: Environ, status: int) -> dict[str, Any]:
    return {"environ": environ, "status_code": status}


def _server_error(environ: Environ, start_response: Callable[..., Any]) -> list[bytes]:
    """The problem of a 500, made without Django, whose own code may be what failed."""
    own_id = request_id(environ)
    problem = {
        "type": "/v1/problems/server-error",
        "title": "Server error",
        "status": 500,
        "detail": "The fault is ours; it was logged.",
        "instance": get_path_info(environ),
        "request_id": own_id,
    }
    body = json.dumps(problem).encode()
    headers = {
        "Content-Type": "application/problem+json",
        "Content-Length": str(len(body)),
        "Cache-Control": "no-store",
        HEADER: own_id,
    }
    start_response("500 Internal Server Error", list(headers.items()))
    return [] if environ.get("REQUEST_METHOD") == "HEAD" else [body]


# Lines.


def fields(record: logging.LogRecord) -> dict[str, Any]:
    """The members of a log line, in its order; what a record does not have is left out."""
    request = getattr(record, "request", None)
    environ = getattr(record, "environ", None) or getattr(request, "META", None)
    at = datetime.fromtimestamp(record.created, UTC)
    found: dict[str, Any] = {
        "time": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "level": record.levelname.lower(),
        "logger": record.name,
        "message": first_line(record.getMessage()),
    }
    found |= getattr(record, "members", {})  # of the security log
    if environ is not None:
        found |= _of_request(environ)
    if status := getattr(record, "status_code", None):
        found["status"] = status
    error = record.exc_info[1] if record.exc_info else None
    # What a client did wrong needs no traceback.
    if error and not 400 <= found.get("status", 500) < 500:
        found["traceback"] = trace(error)
    return found


def _of_request(environ: Environ) -> dict[str, Any]:
    found: dict[str, Any] = {
        "request_id": request_id(environ),
        "method": environ.get("REQUEST_METHOD", ""),
        "path": get_path_info(environ),
    }
    if began := environ.get(BEGAN):
        found["duration_ms"] = round((time.monotonic() - began) * 1000, 1)
    return found


def first_line(text: str) -> str:
    """The first line of a text, without the queries of the URLs in it."""
    return QUERY.sub("", (text.splitlines() or [""])[0])[:MESSAGE]


def trace(error: BaseException) -> str:
    """The traceback of an error and of what caused it, the cause first."""
    parts: list[str] = []
    current: BaseException | None = error
    while current is not None and len(parts) < CAUSES:
        frames = "".join(traceback.format_tb(current.__traceback__))
        name, text = type(current).__qualname__, first_line(str(current))
        parts.append(f"{frames}{name}: {text}" if text else f"{frames}{name}")
        hidden = current.__suppress_context__
        current = current.__cause__ or (None if hidden else current.__context__)
    return "\n".join(reversed(parts))


class JSON(logging.Formatter):
    """Each record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(fields(record))


class Line(logging.Formatter):
    """Each record as a line for people, a traceback below it."""

    def format(self, record: logging.LogRecord) -> str:
        found = fields(record)
        head = [found["time"][11:19], record.levelname, found["message"]]
        if "request_id" in found:
            took = f"in {found['duration_ms']} ms" if "duration_ms" in found else ""
            details = (found["method"], found.get("status", ""), took, f"({found['request_id']})")
            head += [str(part) for part in details if part]
        line = " ".join(head).encode("unicode_escape").decode()
        return f"{line}\n{found['traceback']}" if "traceback" in found else line
