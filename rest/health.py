"""Whether the process is alive and can serve, for load balancers, orchestrators and people.

/healthz asks nothing of anybody. /readyz reads the node's condition (rest.operating.condition), a
few queries by key whatever the log's size. It is 503 only where nothing can be served; what keeps
people from publishing, or soon will, is named while the node goes on serving.
"""

import time
from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from rest.operating import condition

KEPT_SECONDS = 1.0  # so that asking often costs nothing

Environ = dict[str, Any]
App = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


def alive(request: HttpRequest | None = None) -> HttpResponse:
    """200 as long as the process answers."""
    return _never_kept(HttpResponse("ok\n", content_type="text/plain; charset=utf-8"))


def ready(request: HttpRequest | None = None) -> HttpResponse:
    """200 with what is served and what is wrong, or 503 if nothing can be served."""
    found = condition.current()
    problems = found.problems()
    body: dict[str, Any] = {"ready": found.ready}
    if found.ready:
        stop = found.stopped
        body |= {
            "version": found.version,
            "log_size": found.log_size,
            "needs_newer_software": (
                {"entry": stop.index, "unknown": stop.unknown} if stop else None
            ),
            "unsigned_versions": found.unsigned,
            "unsigned_seconds": round(found.unsigned_seconds),
            "disk_free_bytes": found.disk_free,
        }
    else:
        body["reason"] = problems[0]
    body["problems"] = problems
    return _never_kept(JsonResponse(body, status=200 if found.ready else 503))


class Probes:
    """WSGI application that answers both under any Host, before anything else is asked.

    Who probes is inside and knows the node by its address, not by its name.
    """

    def __init__(self, app: App) -> None:
        self.app = app
        self._lock = Lock()
        self._ready: HttpResponse | None = None
        self._until = 0.0

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path not in ("/healthz", "/readyz") or environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self.app(environ, start_response)
        response = alive() if path == "/healthz" else self._kept()
        headers = [*response.items(), ("Content-Length", str(len(response.content)))]
        start_response(f"{response.status_code} {response.reason_phrase}", headers)
        return [response.content] if environ["REQUEST_METHOD"] == "GET" else []

    def _kept(self) -> HttpResponse:
        """The answer of /readyz, found out once in KEPT_SECONDS."""
        with self._lock:
            if self._ready is None or time.monotonic() > self._until:
                self._ready = ready()
                self._until = time.monotonic() + KEPT_SECONDS
            return self._ready


def _never_kept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
