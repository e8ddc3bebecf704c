"""How often something happened in a window of time, counted by all workers of this machine.

A table of fixed size in one file of the state folder, mapped into every process: no client can make
it grow. Where settings name a cache that machines share (CIFRA_CACHE_URL), counts are kept there
instead. A count may be forgotten early, never invented: whoever is refused has really asked.
"""

import fcntl
import mmap
import os
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from django.conf import settings
from django.core.cache import cache

PLACES = 2**16
TRIED = 8  # places that a name may take; if all are taken, the one that ends first is lost
PLACE = struct.Struct("<QII")  # hash of the name and its window, when the window ends, the count

LOCAL = "django.core.cache.backends.locmem.LocMemCache"


def count(name: str, seconds: int) -> int:
    """One more of this in the window of so many seconds that is now; how many that makes."""
    window = int(time.time()) // seconds
    if settings.CACHES["default"]["BACKEND"] == LOCAL:
        table = _table(Path(settings.STATE_DIR))
        return table.change(_hash(f"{name}:{window}"), (window + 1) * seconds, forget=False)
    key = f"tally:{name}:{window}"
    cache.add(key, 0, timeout=2 * seconds)
    try:
        return int(cache.incr(key))
    except ValueError:  # dropped between the two by a full cache: count on from here
        return 1


def forget(name: str, seconds: int) -> None:
    """Begin anew to count this."""
    window = int(time.time()) // seconds
    if settings.CACHES["default"]["BACKEND"] == LOCAL:
        table = _table(Path(settings.STATE_DIR))
        table.change(_hash(f"{name}:{window}"), (window + 1) * seconds, forget=True)
    else:
        cache.delete(f"tally:{name}:{window}")


def left(seconds: int) -> int:
    """Seconds until the window that is now ends."""
    return seconds - int(time.time()) % seconds


class Table:
    """The counts of a machine, in a file that its processes share."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        os.ftruncate(self._file, PLACES * PLACE.size)
        self._map = mmap.mmap(self._file, PLACES * PLACE.size)
        self._lock = threading.Lock()

    def change(self, name: int, end: int, *, forget: bool) -> int:
        """Count one more under a name until a time, or forget it; the count then."""
        with self._alone():
            place, number = self._find(name, int(time.time()))
            number = 0 if forget else min(number + 1, 2**32 - 1)
            PLACE.pack_into(self._map, place, name, end, number)
            return number

    def _find(self, name: int, now: int) -> tuple[int, int]:
        """Offset and count of a name; of the place that it may take if it has none."""
        best, soonest = 0, 2**32
        for step in range(TRIED):
            offset = (name + step) % PLACES * PLACE.size
            found, end, number = PLACE.unpack_from(self._map, offset)
            if found == name and end > now:
                return offset, number
            if (end if end > now else 0) < soonest:
                best, soonest = offset, end if end > now else 0
        return best, 0

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with self._lock:  # among threads, which share the file's lock
            fcntl.flock(self._file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.flock(self._file, fcntl.LOCK_UN)


def _hash(name: str) -> int:
    return int.from_bytes(blake2b(name.encode(errors="replace"), digest_size=8).digest())


@lru_cache(maxsize=1)
def _table(state_dir: Path) -> Table:
    return Table(state_dir / "tallies")
