"""Slots: how many of a costly kind of work this machine does at once, among all its processes.

Each is a file under STATE_DIR that is locked while the work is done; the end of a process gives its
slots back, however it ends.
"""

import fcntl
import time
from pathlib import Path
from typing import IO

from django.conf import settings

PAUSE = 0.05  # seconds between two looks


def take(kind: str, at_most: int, patience: float = 0.0) -> IO[str] | None:
    """One of the slots of a kind, until it is closed; None if none is free in so many seconds."""
    until = time.monotonic() + patience
    while True:
        for number in range(at_most):
            if slot := _lock(_folder() / f"{kind}-{number}"):
                return slot
        if time.monotonic() >= until:
            return None
        time.sleep(PAUSE)


def _lock(path: Path) -> IO[str] | None:
    file = path.open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return file


def _folder() -> Path:
    folder = Path(settings.STATE_DIR) / "slots"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
