"""Sending answers at the client's pace, beside the threads of the application, within a time."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import Executor
from contextlib import suppress
from typing import Any

from rest.serving.bodies import Receive
from rest.serving.files import BLOCK, FileParts
from rest.serving.spools import Spool

SECONDS = 60.0  # that any answer may take to be read
RATE = 16 * 1024  # bytes a second that a client has to read of a larger one

Send = Callable[[dict[str, Any]], Awaitable[None]]
Headers = Sequence[tuple[bytes, bytes]]


class Sender:
    """One answer on its way. Raises TimeoutError where the client reads too slowly."""

    def __init__(self, send: Send, status: int, headers: Headers) -> None:
        self._send = send
        self._start = {"type": "http.response.start", "status": status, "headers": headers}
        self._waited, self._sent = 0.0, 0  # seconds for the client alone, and bytes

    async def whole(self, body: bytes) -> None:
        """Send a body that is finished: one that is large in blocks, which the client paces."""
        await self._send(self._start)
        if len(body) <= BLOCK:  # the server takes it all
            await self._send({"type": "http.response.body", "body": body, "more_body": False})
            return
        view = memoryview(body)
        while len(view) > BLOCK:
            await self._block(view[:BLOCK])
            view = view[BLOCK:]
        await self._block(view, more=False)

    async def file(self, parts: FileParts, readers: Executor) -> None:
        """Send a file, read by other threads."""
        loop = asyncio.get_running_loop()
        await self._send(self._start)
        while block := await loop.run_in_executor(readers, parts.read):
            await self._block(block)
        await self._block(b"", more=False)

    async def spool(self, spool: Spool, readers: Executor, receive: Receive) -> None:
        """Send what a thread is still writing, as far as it is, until the client leaves."""
        loop, grown = asyncio.get_running_loop(), asyncio.Event()
        spool.on_growth = lambda: _notify(loop, grown)
        await self._send(self._start)
        gone = asyncio.ensure_future(_disconnected(receive))
        offset = 0
        try:
            while not gone.done():
                grown.clear()
                whole = spool.finished  # looked at first: what is read after it is all
                if block := await loop.run_in_executor(readers, spool.read, offset):
                    await self._block(block)
                    offset += len(block)
                elif whole:
                    await self._block(b"", more=False)
                    return
                else:
                    await _first_of(gone, grown)
        finally:
            gone.cancel()

    async def _block(self, body: bytes | memoryview, more: bool = True) -> None:
        left = SECONDS + self._sent / RATE - self._waited
        message = {"type": "http.response.body", "body": bytes(body), "more_body": more}
        began = time.monotonic()
        async with asyncio.timeout(left):
            await self._send(message)
        self._waited += time.monotonic() - began
        self._sent += len(body)


def _notify(loop: asyncio.AbstractEventLoop, grown: asyncio.Event) -> None:
    with suppress(RuntimeError):  # the worker has ended meanwhile
        loop.call_soon_threadsafe(grown.set)


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _first_of(gone: "asyncio.Future[None]", grown: asyncio.Event) -> None:
    growth = asyncio.ensure_future(grown.wait())
    both: list[asyncio.Future[Any]] = [gone, growth]
    await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
    growth.cancel()
