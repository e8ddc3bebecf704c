"""Bodies of requests, read beside the threads of the application: within a size and a time."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from tempfile import SpooledTemporaryFile
from typing import IO, Any

IN_MEMORY = 64 * 1024  # of one body; what is larger lies in the temporary folder
SECONDS = 20.0  # that any body may take
RATE = 32 * 1024  # bytes a second that a larger one has to bring

Receive = Callable[[], Awaitable[dict[str, Any]]]


class BodyUnread(Exception):
    """A body that is too large (413) or comes too slowly (408)."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class ClientLeft(Exception):
    """The client closed its connection before the body was whole."""


async def read(receive: Receive, at_most: int) -> tuple[IO[bytes], int]:
    """The body of a request as a file, from its beginning, and its size.

    Raises BodyUnread, ClientLeft. Holds at most IN_MEMORY bytes and no thread.
    """
    body: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
    began, size = time.monotonic(), 0
    try:
        while True:
            left = began + SECONDS + size / RATE - time.monotonic()
            message = await asyncio.wait_for(receive(), max(0.0, left))
            if message["type"] == "http.disconnect":
                raise ClientLeft
            part = message.get("body", b"")
            size += len(part)
            if size > at_most:
                raise BodyUnread(413)
            body.write(part)
            if not message.get("more_body"):
                body.seek(0)
                return body, size
    except TimeoutError:
        body.close()
        raise BodyUnread(408) from None
    except BaseException:
        body.close()
        raise
