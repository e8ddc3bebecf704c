"""The WSGI application around all others: how many requests, by route and status, and how long.

A request lasts from its arrival in a thread to the beginning of its answer. Routes are those of the
URL configuration, so however many addresses clients invent, there are few of them.
"""

import re
import time
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import Resolver404, resolve

from rest.operating.counters import Counters

KEPT = "cifra.kept"  # WSGI environ key: set where the page cache had the answer
REQUESTS, SECONDS, SUM, HITS = "requests", "seconds", "seconds_sum", "kept"
BUCKETS = (0.005, 0.025, 0.1, 0.25, 1.0, 2.5, 10.0)  # seconds; what takes longer is in the last
NOWHERE = "none"
# A parameter of a route, in either of the forms that Django has.
PARAMETER = re.compile(r"\(\?P<(\w+)>[^)]+\)|<(?:\w+:)?(\w+)>")
LONGEST = 200  # characters of a path whose route is remembered

Environ = dict[str, Any]
App = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


class Measured:
    """WSGI application that counts what the one inside of it answers."""

    def __init__(self, app: App) -> None:
        self.app = app
        self._counters = Counters(folder())

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        began = time.monotonic()
        status = "500"  # of an error that nothing inside turned into an answer

        def start(line: str, *rest: Any) -> Any:
            nonlocal status
            status = line[:3]
            return start_response(line, *rest)

        try:
            return self.app(environ, start)
        finally:
            self._count(environ, status, time.monotonic() - began)

    def _count(self, environ: Environ, status: str, seconds: float) -> None:
        route = route_of(environ.get("PATH_INFO", ""))
        self._counters.add(
            ((REQUESTS, route, status), 1),
            ((SECONDS, route, bucket(seconds)), 1),
            ((SUM, route), seconds),
            *([((HITS, route), 1)] if KEPT in environ else []),
        )


def folder() -> Path:
    """Where workers keep their counts."""
    return Path(settings.STATE_DIR) / "metrics"


def bucket(seconds: float) -> str:
    """The upper bound of the bucket that a duration falls into."""
    return next((str(bound) for bound in BUCKETS if seconds <= bound), "+Inf")


def route_of(path: str) -> str:
    """The route of a path, with names in the places of parameters; the admin is one."""
    return _remembered(path) if len(path) <= LONGEST else _route(path)


def _route(path: str) -> str:
    try:
        found = resolve(path).route
    except Resolver404:
        return NOWHERE
    first = found.partition("/")[0]
    named = PARAMETER.sub(lambda match: f"{{{match[1] or match[2]}}}", found)
    return "/admin/" if first == "admin" else f"/{named.replace('^', '').replace('$', '')}"


_remembered = lru_cache(maxsize=2_000)(_route)
