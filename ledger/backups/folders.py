"""Folders that appear whole or not at all, and how many of them stay.

A folder is made beside its place under a hidden name and renamed when it is finished. What a
process left that was killed is known from its lock, which ends with the process, and is removed.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ledger.backups import manifest
from ledger.errors import BackupError
from ledger.files import sync

PART = ".part"


@contextmanager
def appearing(target: Path) -> Iterator[Path]:
    """A hidden folder, for its owner alone, that becomes `target` at the end of the context."""
    if target.exists():
        raise BackupError(f"{target} exists already: a backup is a new folder")
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _remove_left(target.parent)
    part = target.with_name(f".{target.name}.{os.getpid()}{PART}")
    part.mkdir(mode=0o700)
    descriptor = os.open(part, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield part
        os.fsync(descriptor)
        part.rename(target)  # fails if another process has made it meanwhile
        sync(target.parent)
    finally:
        os.close(descriptor)
        shutil.rmtree(part, ignore_errors=True)


def keep_newest(folder: Path, number: int, kind: str) -> list[Path]:
    """Remove all but the newest finished backups of this kind in a folder; those that went."""
    found = []
    for path in folder.glob(f"[!.]*/{manifest.NAME}"):
        try:
            found.append((manifest.read(path.parent, kind).created, path.parent))
        except BackupError:
            continue  # another's, or damaged: a person looks at it
    gone = [path for _, path in sorted(found)[:-number]]
    for path in gone:
        (path / manifest.NAME).unlink()  # from here on it is no backup
        shutil.rmtree(path)
    return gone


def _remove_left(parent: Path) -> None:
    for path in parent.glob(f".*{PART}"):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(path)
        except BlockingIOError:
            continue  # somebody is making it
        finally:
            os.close(descriptor)
