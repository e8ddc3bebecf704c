"""Finished files: made once, kept under STATE_DIR/exports within a bound, the oldest dropped.

Owns the folder and the names in it: `<stem>.<SHA-256>.<form>`. A stem ends with the newest erasure
by law (`-e<index>`); files from before it are removed as soon as any file is looked for, because
they hold what was erased. A file appears whole or not at all
(temporary file, fsync, rename), so workers share the folder without asking each other; one of them
makes a file at a time. Knows nothing of what the bytes say.
"""

import fcntl
import hashlib
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from rest.errors import ApiError

PATIENCE = 30  # seconds to wait while another file is being made


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


def get_or_create(stem: str, form: str, blocks: Iterable[bytes]) -> ExportFile:
    """The file of this stem and form, made from the blocks if it isn't there.

    Raises ApiError 503 if another one is being made for longer than PATIENCE.
    """
    if found := cached_file(stem, form):
        return found
    with exclusive_lock():
        return cached_file(stem, form) or _make(stem, form, blocks)


def kept_files() -> Iterator[tuple[Path, str]]:
    """Every finished file, with what is wrong with its bytes or its name; empty if nothing is."""
    for path in sorted(_folder().glob("[!.]*")):
        parts = path.name.split(".")
        if len(parts) != 3:
            yield path, "is no finished file"
            continue
        with suppress(FileNotFoundError), path.open("rb") as file:  # dropped meanwhile
            same = hashlib.file_digest(file, "sha256").hexdigest() == parts[1]
            yield path, "" if same else "its bytes have another hash than its name says"


def _folder() -> Path:
    folder = Path(settings.STATE_DIR) / "exports"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def exclusive_lock() -> Iterator[None]:
    """One maker at a time, among all workers of this machine."""
    with open(_folder() / ".lock", "w") as lock:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > until:
                    raise _busy() from None
                time.sleep(0.1)
        yield


def _busy() -> ApiError:
    detail = "Another export is being made. Ask again, or without version for a stream."
    return ApiError(
        503, "export-busy", "Export not ready", detail, headers={"Retry-After": str(PATIENCE)}
    )


def _make(stem: str, form: str, blocks: Iterable[bytes]) -> ExportFile:
    folder = _folder()
    for left in folder.glob(".*.part"):  # of a maker that was killed: we are alone here
        left.unlink()
    temporary = folder / f".{stem}.{form}.part"
    digest = hashlib.sha256()
    try:
        with open(temporary, "wb") as file:
            for block in blocks:
                digest.update(block)
                file.write(block)
            file.flush()
            os.fsync(file.fileno())
        path = folder / f"{stem}.{digest.hexdigest()}.{form}"
        os.rename(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _sync(folder)
    _drop_oldest(folder, keep=path)
    return ExportFile(path, digest.hexdigest(), path.stat().st_size)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


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
