"""Bodies that are still being made: a thread of their own writes each to a file.

Whoever reads follows the file. So a client's pace holds neither a query nor a thread that answers
requests, and memory holds one block, whatever the size. The file has no name and is gone with its
last reader.
"""

import os
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from django.conf import settings
from django.db import connections

from rest.serving.files import BLOCK

# Bytes that all spools of a worker may hold before a further one is refused.
ROOM = 2**30


class Spool:
    """The body of one answer, written from its parts by a thread and read by one reader."""

    def __init__(self, parts: Iterable[bytes]) -> None:
        self.size = 0
        self.finished = False
        self.failed = False
        self.on_growth: Callable[[], None] = lambda: None  # called by the writing thread
        self._parts = parts
        self._unread = False
        self._stopped = False
        self._grown = threading.Condition()
        self._file = TemporaryFile(dir=_folder(), buffering=0)  # noqa: SIM115  (closed by its reader)
        with _lock:
            _open.add(self)

    def start(self) -> "Spool":
        """Begin to write, and return at once."""
        threading.Thread(target=self._write, name="spool", daemon=True).start()
        return self

    def wait(self, seconds: float) -> bool:
        """Whether the body is whole, at the latest after so many seconds."""
        with self._grown:
            return self._grown.wait_for(lambda: self.finished, seconds)

    def read(self, offset: int) -> bytes:
        """The bytes from an offset on, at most a block; empty where nothing more is there yet."""
        return os.pread(self._file.fileno(), BLOCK, offset)

    def __iter__(self) -> Iterator[bytes]:
        offset = 0
        while True:
            whole = self.finished  # looked at first: what is read after it is all
            if block := self.read(offset):
                offset += len(block)
                yield block
            elif whole:
                return
            else:
                with self._grown:
                    self._grown.wait_for(lambda: self.finished or self.size > offset)  # noqa: B023

    def close(self, stop: bool = True) -> None:
        """Nobody reads on; with stop, what was not made yet is not made."""
        self._stopped = self._stopped or stop
        self._unread = True
        with _lock:
            _open.discard(self)
            if self.finished:
                self._file.close()

    def _write(self) -> None:
        try:
            for part in self._parts:
                if self._stopped:
                    break
                self._append(part)
        except Exception:  # logged where the parts come from
            self.failed = True
        finally:
            if close := getattr(self._parts, "close", None):
                close()
            connections.close_all()  # those of this thread
            self._finish()

    def _append(self, part: bytes) -> None:
        left = memoryview(b"" if self._unread else part)
        while left:
            left = left[os.write(self._file.fileno(), left) :]
        with self._grown:
            self.size += len(part)
            self._grown.notify_all()
        self.on_growth()

    def _finish(self) -> None:
        with self._grown:
            self.finished = True
            self._grown.notify_all()
        self.on_growth()
        with _lock:
            if self._unread:
                self._file.close()


_lock = threading.Lock()
_open: set[Spool] = set()


def room() -> bool:
    """Whether this worker may begin a further spool."""
    with _lock:
        return sum(spool.size for spool in _open) < ROOM


def _folder() -> Path:
    folder = Path(settings.STATE_DIR) / "spool"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


class Spooling:
    """In a WSGI environ: lets a view begin its answer's body before it knows the headers."""

    def __init__(self, watched: Callable[[Iterable[bytes]], Iterable[bytes]]) -> None:
        """watched: wraps parts so that an error among them is logged."""
        self.spool: Spool | None = None
        self._watched = watched

    def begin(self, parts: Iterable[bytes]) -> Spool:
        """The spool of these parts, which has begun to be written."""
        self.spool = Spool(self._watched(parts)).start()
        return self.spool

    def leave(self) -> None:
        """Let the parts be made to their end, although this answer doesn't have them."""
        if self.spool:
            self.spool.close(stop=False)
            self.spool = None


def of(environ: dict[str, Any]) -> Spooling | None:
    """What can spool for this request; None where another server than the gateway serves."""
    return environ.get(KEY)


KEY = "cifra.spooling"
