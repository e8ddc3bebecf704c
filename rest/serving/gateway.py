"""The ASGI application around the WSGI one: no client holds a thread by being slow.

Bodies are read and answers are sent by the event loop; the threads of the WSGI application see only
requests that are whole, and are free again as soon as an answer is made. Reading has threads of its
own, so whatever is posted, or asked of the admin, can't take them.

Header names with an underscore are dropped: a WSGI environ can't tell them from a hyphen's, and a
proxy that sets X-Forwarded-For lets X_Forwarded_For pass.
"""

import logging
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import unquote_to_bytes

from django.conf import settings

from rest import clients, limits, logs
from rest.serving import bodies, spools
from rest.serving.files import FileParts
from rest.serving.sending import Headers, Send, Sender
from rest.serving.spools import Spool, Spooling
from rest.serving.turns import Threads

Environ = dict[str, Any]
App = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

READ_ONLY = ("GET", "HEAD", "OPTIONS")
FILE_READERS = 2  # threads; what they read lies in the page cache of the system, as a rule
TURN = 0.001  # seconds that Python lets a thread go on while others wait
BODIES = 100  # that a worker reads at once
OVERLOADED = b"""{"type":"/v1/problems/unavailable","title":"Unavailable","status":503,\
"detail":"Too many requests are waiting."}"""
OVERLOADED_HEADERS = (
    (b"content-type", b"application/problem+json"),
    (b"content-length", str(len(OVERLOADED)).encode()),
    (b"cache-control", b"no-store"),
    (b"retry-after", b"5"),
)

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Answer:
    """What the WSGI application answered; parts: bytes, or what still has to be read."""

    status: int
    headers: Headers
    parts: bytes | Iterable[bytes]


class Gateway:
    """ASGI application around a WSGI application."""

    def __init__(self, app: App, at_once: Callable[..., Any] = lambda *_: None) -> None:
        """at_once: called as the app is, in the event loop; None where it has no answer yet."""
        self.app, self._at_once = app, at_once
        # An export that is being made takes turns with the pages of its worker: short ones.
        sys.setswitchinterval(TURN)
        self._reading = Threads(settings.THREADS, "reading")
        self._writing = Threads(settings.WRITING_THREADS, "writing")
        self._files = ThreadPoolExecutor(FILE_READERS, "files")
        self._bodies = 0

    async def __call__(self, scope: dict[str, Any], receive: bodies.Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
        elif scope["type"] == "http":
            environ = environ_of(scope)
            try:
                await self._http(environ, receive, send)
            except Exception as error:
                logger.error("Internal Server Error", exc_info=error, extra={"environ": environ})
                raise

    async def _http(self, environ: Environ, receive: bodies.Receive, send: Send) -> None:
        if answer := _answer(self._at_once, environ):
            with suppress(TimeoutError):
                await self._send(answer, None, receive, send)
            return
        spooling = environ[spools.KEY] = Spooling(lambda parts: logs.Watched(parts, environ))
        threads, client = self._threads(environ), clients.address(environ)
        if threads.is_full(client):
            await Sender(send, 503, OVERLOADED_HEADERS).whole(OVERLOADED)
            return
        try:
            await self._take_body(environ, threads, client, receive)
            answer = await threads.run(client, _answer, self.app, environ)
        except bodies.ClientLeft:
            return
        finally:
            environ["wsgi.input"].close()
        try:
            await self._send(answer, spooling.spool, receive, send)
        except TimeoutError:  # the client reads too slowly, or not at all
            return
        finally:
            if spooling.spool:
                spooling.spool.close()

    def _threads(self, environ: Environ) -> Threads:
        reads = environ["REQUEST_METHOD"] in READ_ONLY
        return self._reading if reads and not limits.is_inside(environ) else self._writing

    async def _take_body(
        self, environ: Environ, threads: Threads, client: str, receive: bodies.Receive
    ) -> None:
        """Read the body into the environ, or note there why it isn't read."""
        if environ["REQUEST_METHOD"] in READ_ONLY or limits.oversized(environ):
            return
        at_most = limits.BODY_BYTES
        if limits.may_be_large(environ):
            at_most = await threads.run(client, limits.body_limit, environ)
        declared = environ.get("CONTENT_LENGTH", "0")
        if declared.isdecimal() and int(declared) > at_most:
            environ[limits.UNREAD] = 413
            return
        if self._bodies >= BODIES:
            environ[limits.UNREAD] = 503
            return
        self._bodies += 1
        try:
            environ["wsgi.input"], size = await bodies.read(receive, at_most)
            environ["CONTENT_LENGTH"] = str(size)
        except bodies.BodyUnread as error:
            environ[limits.UNREAD] = error.status
        finally:
            self._bodies -= 1

    async def _send(
        self, answer: Answer, begun: Spool | None, receive: bodies.Receive, send: Send
    ) -> None:
        """Send the answer; begun: what the application began to spool for it."""
        sender = Sender(send, answer.status, answer.headers)
        parts: Any = answer.parts
        if isinstance(parts, bytes):
            await sender.whole(parts)
        elif isinstance(parts, FileParts) or begun:
            try:
                if isinstance(parts, FileParts):
                    await sender.file(parts, self._files)
                elif begun:
                    await sender.spool(begun, self._files, receive)
            finally:
                parts.close()
        else:
            with closing(Spool(parts).start()) as spool:  # its thread closes the parts
                await sender.spool(spool, self._files, receive)


def _answer(app: Callable[..., Any], environ: Environ) -> Answer | None:
    """What an application answers, if it does."""
    began: list[Any] = []
    parts = app(environ, lambda *start: began.extend(start))
    if parts is None:
        return None
    headers = [(name.lower().encode(), value.encode("latin-1")) for name, value in began[1]]
    whole = isinstance(parts, (list, tuple))
    return Answer(int(began[0][:3]), headers, b"".join(parts) if whole else parts)


def environ_of(scope: dict[str, Any]) -> Environ:
    """The WSGI environ (PEP 3333) of an ASGI scope, with an empty body."""
    root = scope.get("root_path", "")
    path = unquote_to_bytes(scope["raw_path"]).decode("latin-1")
    server, client = scope.get("server") or ("", ""), scope.get("client") or ("", "")
    environ: Environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": root,
        "PATH_INFO": path.removeprefix(root) or "/",
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1] or ""),
        "REMOTE_ADDR": client[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "wsgi.file_wrapper": FileParts,
    }
    for raw_name, raw_value in scope["headers"]:
        if b"_" in raw_name:
            continue
        name = raw_name.decode("latin-1").upper().replace("-", "_")
        key = name if name in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{name}"
        value = raw_value.decode("latin-1")
        between = "; " if name == "COOKIE" else ","
        environ[key] = f"{environ[key]}{between}{value}" if key in environ else value
    return environ


async def _lifespan(receive: bodies.Receive, send: Send) -> None:
    """Nothing is set up or taken down; servers want to hear it."""
    while True:
        event = (await receive())["type"]
        await send({"type": f"{event}.complete"})
        if event == "lifespan.shutdown":
            return
