"""Before Django: answers of the read API that were made already at this version, and 304.

An answer is a function of the URL, what was negotiated and the state of the log (law 3). So
a finished answer is kept under (newest version and its root, newest checkpoint; URL; media type,
coding) and served until the state is another one. Each request asks the database for that
state, one tiny query: every worker sees a publication from the moment it is committed, and no
worker has to send anything to another. Pinned answers are kept under the newest state too, because
an erasure by law, which is a publication, may change them.

The store is bounded in bytes, drops what was not read for longest, and forgets after AGE. Only
config.wsgi calls this module. It must not know what an answer says. Coding and the headers for
readers in browsers are settled here, for kept and fresh answers alike.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import chain
from threading import Lock
from typing import Any, NamedTuple

from django.conf import settings
from django.db import Error
from django.db.backends.base.base import BaseDatabaseWrapper

from ledger.database import query
from rest import codings, etags, limits, read_state
from rest.cors import DRAFTS
from rest.operating.measured import KEPT

LONGEST_WAIT = 0.05  # seconds that an event loop waits for the database
# Seconds in which it isn't asked again, if it took longer: doubled each time that this happens
# again, because a moment without processor time looks the same.
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 10.0
AGE = 600.0  # seconds; for what changes without a version, like software of another server
LARGEST = 2_000_000  # bytes of one answer; larger ones pass
OVERHEAD = 4_000  # bytes of the objects that one kept answer is made of, headers included
KEPT_TYPES = ("application/json", "text/csv", "application/jsonl", "application/ld+json")
CODED_TYPES = (*KEPT_TYPES, "text/plain")  # texts of releases are coded, but not kept
# What an answer may depend on beside its URL; one that names anything else is not kept.
NEGOTIATED = {"accept", "accept-encoding", "origin"}

OF_BODY = ("content-type", "content-length", "content-encoding")  # which a 304 has not

Environ = dict[str, Any]
Headers = dict[str, str]  # by lower-case name; Django repeats none but cookies
App = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]
State = tuple[Any, ...]


class Key(NamedTuple):
    """What an answer is a function of, beside the state of the log."""

    scheme: str
    host: str
    path: str
    query: str
    accept: str
    coding: str


@dataclass(frozen=True)
class Kept:
    """A finished answer; its body is None where only a 304 was seen so far."""

    headers: Headers
    tag: str
    body: bytes | None
    created: float

    def size(self, key: Key) -> int:
        """Bytes that it takes with its key, of which a client may make long and many ones."""
        texts = sum(len(text) for text in (*key, self.tag, *chain(*self.headers.items())))
        return OVERHEAD + texts + len(self.body or b"")


class Store:
    """Answers at one state of the log: thread-safe, bounded in bytes and in age."""

    def __init__(self, at_most: int) -> None:
        self.at_most = at_most
        self.bytes = 0
        self._state: State | None = None
        self._kept: OrderedDict[Key, Kept] = OrderedDict()
        self._lock = Lock()

    def get(self, state: State, key: Key) -> Kept | None:
        with self._lock:
            if state != self._state:
                self._kept.clear()
                self._state, self.bytes = state, 0
            found = self._kept.get(key)
            if found is None:
                return None
            if time.monotonic() - found.created > AGE:
                self._drop(key)
                return None
            self._kept.move_to_end(key)
            return found

    def __contains__(self, key: Key) -> bool:
        """Whether there is an answer at the state that was asked for last."""
        return key in self._kept

    def put(self, state: State, key: Key, answer: Kept) -> None:
        with self._lock:
            if state != self._state:
                return
            if key in self._kept:
                self._drop(key)
            self._kept[key] = answer
            self.bytes += answer.size(key)
            while self.bytes > self.at_most:
                self._drop(next(iter(self._kept)))

    def _drop(self, key: Key) -> None:
        self.bytes -= self._kept.pop(key).size(key)


class PageCache:
    """WSGI application around Django's."""

    def __init__(self, app: App, *, reading: App | None = None, at_most: int | None = None) -> None:
        """reading: what makes the answers that may be kept, if it isn't the app, too."""
        self.app, self._reading = app, reading or app
        self.store = Store(settings.PAGE_CACHE_BYTES if at_most is None else at_most)
        self._quick = QuickState()

    def at_once(
        self, environ: Environ, start_response: Callable[..., Any]
    ) -> Iterable[bytes] | None:
        """A kept answer, or None: then the application has to be called.

        For a server's event loop: where the database doesn't say in a moment which state is the
        newest one, it isn't asked again for a while.
        """
        if not _may_read(environ) or not _anonymous(environ) or limits.oversized(environ):
            return None
        now = environ[read_state.LOG_STATE_KEY] = self._quick.state()
        kept = self.store.get(now, key_of(environ)) if now else None
        return _answered(kept, environ, start_response) if kept else None

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        # What is too large is refused before anything of it is kept.
        if not _may_read(environ) or limits.oversized(environ):
            return self.app(environ, start_response)
        key = key_of(environ)
        now = environ.get(read_state.LOG_STATE_KEY)  # as at_once found it, once it was asked
        now = now or (state() if _anonymous(environ) else None)
        kept = self.store.get(now, key) if now else None
        if kept and (answer := _answered(kept, environ, start_response)) is not None:
            return answer
        environ[read_state.LOG_STATE_KEY] = now
        return self._fresh(environ, start_response, key, now)

    def _fresh(
        self, environ: Environ, start_response: Callable[..., Any], key: Key, before: State | None
    ) -> Iterable[bytes]:
        """Django's answer, coded and kept.

        It may show a newer state, if something was published meanwhile; kept under the older one
        it is never served then, because a state doesn't come back.
        """
        if_none_match = environ.get("HTTP_IF_NONE_MATCH")
        if if_none_match:
            environ["HTTP_IF_NONE_MATCH"] = _uncoded_tags(if_none_match, key.coding)
        began: list[Any] = []
        parts = self._reading(environ, lambda *start: began.extend(start))
        status, headers = began[0], _for_browsers(began[1])
        length = headers.get("content-length", "")
        whole = status.startswith(("200", "304")) and length.isdigit() and int(length) <= LARGEST
        if not whole or not _codable(headers, status):
            start_response(status, list(headers.items()))
            return parts
        try:
            body = b"".join(parts)
        finally:
            if close := getattr(parts, "close", None):
                close()
        answer = _kept(status, headers, body, key.coding, len(body) == int(length))
        if before and answer and _may_keep(headers, status):
            self.store.put(before, key, answer)
        if answer is None:
            start_response(status, list(headers.items()))
            return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
        return _send(answer, status, environ, start_response)


def _may_read(environ: Environ) -> bool:
    """Whether this reads the log; drafts are no function of it, and their tags are Django's."""
    path = environ.get("PATH_INFO", "")
    safe = environ["REQUEST_METHOD"] in ("GET", "HEAD")
    return safe and path.startswith("/v1/") and not path.startswith(DRAFTS)


def _anonymous(environ: Environ) -> bool:
    """Whether an answer may be a kept one.

    A key's holder is counted on every request; a range is a part of a finished file.
    """
    return "HTTP_AUTHORIZATION" not in environ and "HTTP_RANGE" not in environ


class QuickState:
    """The newest version for one thread that must not wait: an event loop's.

    Keeps the first connection that it is called with: Django has one for each task of an event
    loop, which is one for each request. A query that takes long ends after LONGEST_WAIT on
    PostgreSQL; readers of SQLite don't wait. Requests that wait in the loop together share one
    query: all of them came before it began, so each of them sees what was committed before it came.
    """

    def __init__(self) -> None:
        self._connection: BaseDatabaseWrapper | None = None
        self._limited: Any = None  # the driver's connection that has the limit
        self._paused_until, self._pause = 0.0, FIRST_PAUSE
        self._shared: State | None = None  # for the callbacks that a loop runs before _forget

    def state(self) -> State | None:
        """The state as `state` reads it, or None where the database doesn't say it at once."""
        if self._shared:
            return self._shared
        began = time.monotonic()
        if began < self._paused_until:
            return None
        shares = self._forget_in_turn()
        found = self._newest(began)
        self._shared = found if shares else None
        return found

    def _forget_in_turn(self) -> bool:
        """Whether a loop runs here, which then forgets the answer after all that waits in it now.

        To be called before the query: a loop runs callbacks in the order in which they came.
        """
        try:
            asyncio.get_running_loop().call_soon(self._forget)
        except RuntimeError:
            return False
        return True

    def _forget(self) -> None:
        self._shared = None

    def _newest(self, began: float) -> State | None:
        connection = self._connection = self._connection or query.reading()
        try:
            self._limit(connection)
            found = state(connection)
        except Error:
            found = None
        if found is None:
            connection.close()  # a broken one is made anew
        ended = time.monotonic()
        if found is None or ended - began > LONGEST_WAIT:
            self._paused_until = ended + self._pause
            self._pause = min(2 * self._pause, LONGEST_PAUSE)
        else:
            self._pause = FIRST_PAUSE
        return found

    def _limit(self, connection: BaseDatabaseWrapper) -> None:
        connection.ensure_connection()
        if connection.connection is self._limited:
            return
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f"SET statement_timeout = {int(LONGEST_WAIT * 1000)}")
        self._limited = connection.connection


def key_of(environ: Environ) -> Key:
    secure = environ.get("HTTP_X_FORWARDED_PROTO", environ["wsgi.url_scheme"]) == "https"
    return Key(
        "https" if secure else "http",
        environ.get("HTTP_HOST") or environ.get("SERVER_NAME", ""),
        environ["PATH_INFO"],
        environ.get("QUERY_STRING", ""),
        environ.get("HTTP_ACCEPT", ""),
        codings.negotiate(environ.get("HTTP_ACCEPT_ENCODING", "")),
    )


def state(connection: BaseDatabaseWrapper | None = None) -> State | None:
    """The newest version as committed now, as resolve_snapshot() reads it; None before the first.

    None, too, where the database can't tell: Django then answers, or says what is wrong. One query,
    for every request.
    """
    try:
        found = query.fetch(read_state.newest_sql(), connection=connection)
    except Error:  # it can't be reached, or its tables are not there yet
        return None
    return found[0] if found else None


def _answered(
    kept: Kept, environ: Environ, start_response: Callable[..., Any]
) -> Iterable[bytes] | None:
    """304 or the kept answer; None if only its tag is known and the client has another one."""
    if_none_match = environ.get("HTTP_IF_NONE_MATCH")
    if if_none_match and etags.matches(if_none_match, kept.tag):
        environ[KEPT] = True
        return _send(kept, "304 Not Modified", environ, start_response)
    if kept.body is None:
        return None
    environ[KEPT] = True
    return _send(kept, "200 OK", environ, start_response)


def _send(
    answer: Kept, status: str, environ: Environ, start_response: Callable[..., Any]
) -> Iterable[bytes]:
    if status.startswith("304"):
        start_response(status, [(n, v) for n, v in answer.headers.items() if n not in OF_BODY])
        return []
    start_response(status, list(answer.headers.items()))
    return [answer.body or b""] if environ["REQUEST_METHOD"] == "GET" else []


def _uncoded_tags(if_none_match: str, coding: str) -> str:
    """The header with the tags of this coding as Django made them; others are other bytes."""
    if coding == codings.IDENTITY:
        return if_none_match
    named = etags.listed(if_none_match)
    mine = [_tag(tag, f"-{coding}", "") for tag in named if tag.endswith(f'-{coding}"')]
    return ", ".join([*mine, *(tag for tag in named if tag == "*")])


def _tag(tag: str, ending: str, other: str) -> str:
    return tag.removesuffix('"').removesuffix(ending) + other + '"'


def _kept(status: str, headers: Headers, body: bytes, coding: str, complete: bool) -> Kept | None:
    """The answer in its coding; None for one without a tag, or a HEAD that lost its body."""
    tag = headers.get("etag")
    only_tag = status.startswith("304")
    if not tag or not (complete or only_tag):
        return None
    if coding != codings.IDENTITY:
        tag = _tag(tag, "", f"-{coding}")
        body = b"" if only_tag else codings.encode(coding, body)
    headers = {**headers, "etag": tag}
    if not only_tag:
        headers["content-length"] = str(len(body))
        if coding != codings.IDENTITY:
            headers["content-encoding"] = coding
    return Kept(headers, tag, None if only_tag else body, time.monotonic())


def _codable(headers: Headers, status: str) -> bool:
    """Whether this is a page of the API, and no file that is served in ranges."""
    if "content-encoding" in headers or "accept-ranges" in headers:
        return False
    return status.startswith("304") or _media(headers) in CODED_TYPES


def _may_keep(headers: Headers, status: str) -> bool:
    if not status.startswith("304") and _media(headers) not in KEPT_TYPES:
        return False
    varies = {name.strip().lower() for name in headers["vary"].split(",")}
    control = headers.get("cache-control", "")
    private = "no-store" in control or "private" in control or "set-cookie" in headers
    return "cifra-version" in headers and not private and varies <= NEGOTIATED


def _media(headers: Headers) -> str:
    return headers.get("content-type", "").partition(";")[0]


def _for_browsers(pairs: Iterable[tuple[str, str]]) -> Headers:
    """The headers with CORS for everyone, on every answer, so that no copy depends on who asked."""
    headers = {name.lower(): value for name, value in pairs}
    varies = [name.strip() for name in headers.get("vary", "").split(",") if name.strip()]
    names = {name.lower(): name for name in [*varies, "Accept", "Accept-Encoding"]}
    names.pop("origin", None)
    return {
        **headers,
        "vary": ", ".join(names.values()),
        "access-control-allow-origin": "*",
        "access-control-expose-headers": ", ".join(settings.CORS_EXPOSE_HEADERS),
    }
