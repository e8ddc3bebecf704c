"""Write a file so that after a power cut it is there whole, or as it was before.

Used by the signer's state and the static export. Knows nothing of what it writes.
"""

import os
from pathlib import Path


def write_durably(path: Path, data: bytes, mode: int = 0o644) -> None:
    """Write the file, durably: on return it survives a power cut.

    Temporary file beside `path`, fsync, rename over it, fsync of the directory.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with open(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(descriptor)
    os.rename(temporary, path)  # atomic: readers see the old file or the new one
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
