"""Answers that are files: read by the server, not by the thread that answered."""

from collections.abc import Iterator
from typing import Any, BinaryIO

BLOCK = 256 * 1024


class FileParts:
    """The `wsgi.file_wrapper` of the gateway: a file in blocks.

    The gateway reads it beside the threads of the application, so it is passed on as it is.
    """

    def __init__(self, file: Any, block_size: int = BLOCK) -> None:
        self.file = file

    def read(self) -> bytes:
        """The next block; empty at the end."""
        block: bytes = self.file.read(BLOCK)
        return block

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.read, b"")

    def close(self) -> None:
        self.file.close()


class Section:
    """The bytes from `first` to `last` of a file, read as a file of its own."""

    def __init__(self, file: BinaryIO, first: int, last: int) -> None:
        self._file, self._left = file, last - first + 1
        file.seek(first)

    def read(self, size: int = -1) -> bytes:
        """At most so many bytes; empty at the end."""
        size = self._left if size < 0 else min(size, self._left)
        block = self._file.read(size)
        self._left -= len(block)
        return block

    def close(self) -> None:
        self._file.close()
