"""Counts of requests, by each worker in a file of its own, which another process adds up.

A file is a row of records: a name in 120 bytes, then a number of 8. Whoever holds a file's lock
counts in it; a worker takes the first file that nobody holds and goes on from its numbers. So there
are as many files as there were workers at once, and no count is lost with its worker. Pure; a disk
that is full or read-only costs the counts, never an answer.
"""

import fcntl
import os
import struct
from collections import defaultdict
from contextlib import suppress
from pathlib import Path
from threading import Lock

RECORD = struct.Struct("<120sd")
NUMBER = struct.Struct("<d")
NAMES = 4_000  # of a worker; further ones are not counted
WORKERS = 256

Name = tuple[str, ...]  # of the metric, then the values of its labels


class Counters:
    """The counts of this process."""

    def __init__(self, folder: Path) -> None:
        self._lock = Lock()
        self._places: dict[Name, int] = {}
        self._numbers: dict[Name, float] = {}
        self._file: int | None = None
        with suppress(OSError):
            self._file = _take(folder)
            for place, (name, number) in enumerate(_records(os.pread(self._file, _SIZE, 0))):
                self._places[name], self._numbers[name] = place, number

    def add(self, *amounts: tuple[Name, float]) -> None:
        """Add to some counts."""
        with self._lock:
            for name, amount in amounts:
                if (place := self._place(name)) is not None:
                    self._numbers[name] += amount
                    self._write(name, place)

    def _place(self, name: Name) -> int | None:
        place = self._places.get(name)
        if place is None and len(self._places) < NAMES and len(_text(name)) <= 120:
            place = self._places[name] = len(self._places)
            self._numbers[name] = 0.0
            if self._file is not None:
                with suppress(OSError):
                    os.pwrite(self._file, RECORD.pack(_text(name), 0.0), place * RECORD.size)
        return place

    def _write(self, name: Name, place: int) -> None:
        if self._file is not None:
            with suppress(OSError):
                number = NUMBER.pack(self._numbers[name])
                os.pwrite(self._file, number, place * RECORD.size + 120)


_SIZE = NAMES * RECORD.size


def total(folder: Path) -> dict[Name, float]:
    """The sum of all workers' counts."""
    found: dict[Name, float] = defaultdict(float)
    for path in folder.glob("counts-*"):
        for name, number in _records(path.read_bytes()):
            found[name] += number
    return dict(found)


def _take(folder: Path) -> int:
    """The open file of counts that no other process holds; raises OSError if there is none."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for number in range(WORKERS):
        file = os.open(folder / f"counts-{number}", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return file
        except BlockingIOError:
            os.close(file)
    raise FileExistsError(f"{WORKERS} processes count already")


def _records(data: bytes) -> list[tuple[Name, float]]:
    whole = data[: len(data) // RECORD.size * RECORD.size]
    return [
        (tuple(text.rstrip(b"\0").decode().split("\t")), number)
        for text, number in RECORD.iter_unpack(whole)
        if text[0]
    ]


def _text(name: Name) -> bytes:
    return "\t".join(name).encode()
