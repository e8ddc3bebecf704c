"""Write a file so that after a power cut it is there whole, or as it was before.

Used for the signer's state, for keys and by the static export. Knows nothing of what it writes.
"""

import os
import threading
from pathlib import Path


def write_durably(path: Path, data: bytes, mode: int = 0o644) -> None:
    """Write the file, durably: on return it survives a power cut.

    Temporary file beside `path`, fsync, rename over it, fsync of the directory.
    """
    os.rename(_temporary(path, data, mode), path)  # atomic: readers see the old or the new one
    sync(path.parent)


def write_once(path: Path, data: bytes, mode: int = 0o644) -> bool:
    """Write the file as durably unless it is there; False if it was.

    Of processes that do it at once, the first one's file stays.
    """
    temporary = _temporary(path, data, mode)
    try:
        os.link(temporary, path)  # unlike rename, it refuses to replace
    except FileExistsError:
        return False
    finally:
        temporary.unlink()
    sync(path.parent)
    return True


def _temporary(path: Path, data: bytes, mode: int) -> Path:
    """A file beside `path` with the data, on disk."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with open(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(descriptor)
    return temporary


def sync(path: Path) -> None:
    """Bring a file's bytes, or the names in a folder, to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
