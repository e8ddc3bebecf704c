"""Finished files: made once, kept under STATE_DIR/exports within a bound, the oldest dropped.

Owns the folder and the names in it: `<stem>.<SHA-256>.<form>`. A stem ends with the newest erasure
by law (`-e<index>`); files from before it are removed as soon as any file is looked for, because
they hold what was erased. A file appears whole or not at all
(temporary file, fsync, rename), so workers share the folder without asking each other. All of them
together make settings.EXPORT_SLOTS exports at once; a further one is refused at once. Knows nothing
of what the bytes say.
"""

import fcntl
import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.conf import settings

from ledger.files import sync
from rest import slots
from rest.errors import ApiError
from rest.serving import spools

RETRY_AFTER = 15  # seconds


@dataclass(frozen=True)
class ExportFile:
    """A file that will never change.

    sha256: of its bytes, in lowercase hex.
    """

    path: Path
    sha256: str
    size: int


def cached_file(stem: str, form: str) -> ExportFile | None:
    """The file of this stem and form, if it was made and is still kept."""
    erasure = stem.rpartition("-")[2]
    for path in _folder().glob("[!.]*"):
        if not path.name.split(".")[0].endswith(f"-{erasure}"):
            path.unlink(missing_ok=True)
    for path in _folder().glob(f"{stem}.*.{form}"):
        with suppress(FileNotFoundError):  # dropped between the two looks
            size = path.stat().st_size
            os.utime(path)  # what is read is young
            return ExportFile(path, path.name.split(".")[1], size)
    return None


class InSlot:
    """The blocks of an export that is being made, in one of the slots until it is closed."""

    def __init__(self, blocks: Iterable[bytes], lock: IO[str]) -> None:
        self._blocks, self._lock = blocks, lock

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._blocks)

    def close(self) -> None:
        if close := getattr(self._blocks, "close", None):
            close()
        self._lock.close()  # gives the slot back, as the end of the process does


def in_slot(blocks: Iterable[bytes]) -> InSlot:
    """These blocks in a slot of this machine. Raises ApiError 503 at once if none is free."""
    if not spools.room():
        raise busy()
    if lock := slots.take("export", settings.EXPORT_SLOTS):
        return InSlot(blocks, lock)
    raise busy()


def keeping(stem: str, form: str, blocks: Iterable[bytes]) -> Iterator[bytes]:
    """The same blocks; once the last was read, they are the finished file of this stem and form.

    Where somebody else is making that file already, they are just the blocks.
    """
    with _part(stem, form) as file:
        if file is None:
            yield from blocks
            return
        digest = hashlib.sha256()
        for block in blocks:
            digest.update(block)
            file.write(block)
            yield block
        file.flush()
        os.fsync(file.fileno())
        path = _folder() / f"{stem}.{digest.hexdigest()}.{form}"
        os.rename(file.name, path)
    sync(_folder())
    _drop_oldest(_folder(), keep=path)


def busy() -> ApiError:
    """503: as many exports as may be made are being made."""
    detail = "As many exports as may be made at once are being made. Ask again a little later."
    headers = {"Retry-After": str(RETRY_AFTER)}
    return ApiError(503, "export-busy", "Export not ready", detail, headers=headers)


@contextmanager
def _part(stem: str, form: str) -> Iterator[IO[bytes] | None]:
    """The file that is going to be the finished one, for us alone; None if another makes it.

    It is removed unless it was renamed. What a maker left that was killed is written anew.
    """
    path = _folder() / f".{stem}.{form}.part"
    with path.open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            mine = os.fstat(file.fileno()).st_ino == path.stat().st_ino
        except OSError:  # held by another, or just renamed by it
            mine = False
        if not mine:
            yield None
            return
        file.truncate(0)
        try:
            yield file
        finally:
            path.unlink(missing_ok=True)


def kept_files() -> Iterator[tuple[Path, str]]:
    """Every finished file, with what is wrong with its bytes or its name; empty if nothing is."""
    for path in names():
        parts = path.name.split(".")
        if len(parts) != 3:
            yield path, "is no finished file"
            continue
        with suppress(FileNotFoundError), path.open("rb") as file:  # dropped meanwhile
            same = hashlib.file_digest(file, "sha256").hexdigest() == parts[1]
            yield path, "" if same else "its bytes have another hash than its name says"


def names() -> list[Path]:
    """The paths of all finished files."""
    return sorted(_folder().glob("[!.]*"))


def _folder() -> Path:
    folder = Path(settings.STATE_DIR) / "exports"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _drop_oldest(folder: Path, keep: Path) -> None:
    """Keep within settings.EXPORTS_BYTES. Whoever reads a dropped file reads it to its end."""
    files = sorted(
        ((path.stat().st_mtime, path.stat().st_size, path) for path in folder.glob("[!.]*")),
        reverse=True,
    )
    total = 0
    for _, size, path in files:
        total += size
        if total > settings.EXPORTS_BYTES and path != keep:
            path.unlink(missing_ok=True)
            total -= size
