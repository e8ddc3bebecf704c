"""How many requests there are, by route and status, and how long their answers take to begin.

Around all that answers, so what waits for a thread and what is refused counts, too. Routes are
those of the URL configuration: however many addresses clients invent, there are few of them.
"""

import re
import time
from bisect import bisect_left
from collections.abc import Awaitable, Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import Resolver404, resolve

from rest.operating.counters import Counters

KEPT = "cifra.kept"  # WSGI environ key: set where the page cache had the answer
REQUESTS, SECONDS, SUM, HITS = "requests", "seconds", "seconds_sum", "kept"
BUCKETS = (0.005, 0.025, 0.1, 0.25, 1.0, 2.5, 10.0)  # seconds; what takes longer is in the last
BOUNDS = (*map(str, BUCKETS), "+Inf")
NOWHERE = "none"
# A parameter of a route, in either of the forms that Django has.
PARAMETER = re.compile(r"\(\?P<(\w+)>[^)]+\)|<(?:\w+:)?(\w+)>")
LONGEST = 200  # characters of a path whose route is remembered

GONE = "499"  # as nginx counts a client that left before its answer began

Scope = dict[str, Any]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]
ASGIApp = Callable[[Scope, Receive, Send], Awaitable[None]]


class Measured:
    """ASGI application that counts what the one inside of it answers."""

    def __init__(self, app: ASGIApp, counters: Counters) -> None:
        self.app, self._counters = app, counters

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = time.monotonic()
        counted = False

        def count(status: str) -> None:
            nonlocal counted
            if not counted:
                counted = True
                self._count(scope["path"], status, time.monotonic() - began)

        async def sending(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                count(str(message["status"]))
            await send(message)

        try:
            await self.app(scope, receive, sending)
        except Exception:
            count("500")
            raise
        count(GONE)

    def _count(self, path: str, status: str, seconds: float) -> None:
        route = route_of(path)
        self._counters.add(
            ((REQUESTS, route, status), 1),
            ((SECONDS, route, bucket(seconds)), 1),
            ((SUM, route), seconds),
        )


class Hits:
    """A call like a WSGI application that counts what the page cache had for it."""

    def __init__(self, call: Callable[..., Any], counters: Counters) -> None:
        self._call, self._counters = call, counters

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        answer = self._call(environ, start_response)
        if KEPT in environ:
            self._counters.add(((HITS, route_of(environ.get("PATH_INFO", ""))), 1))
        return answer


def folder() -> Path:
    """Where workers keep their counts."""
    return Path(settings.STATE_DIR) / "metrics"


def bucket(seconds: float) -> str:
    """The upper bound of the bucket that a duration falls into."""
    return BOUNDS[bisect_left(BUCKETS, seconds)]


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
