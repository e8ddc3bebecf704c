"""What a folder of a backup holds: each file with its size and SHA-256, and which state it is of.

The manifest is written last, so a folder without one is no backup.
"""

import hashlib
import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from ledger.errors import BackupError
from ledger.files import write_durably

NAME = "manifest.json"
FORMAT = 1


@dataclass(frozen=True)
class Manifest:
    """version: the newest in the log; published: the newest that was signed."""

    kind: str  # installation or signer
    created: str
    origin: str
    version: int
    published: int
    engine: str = ""
    migrations: list[str] = field(default_factory=list)
    verified: bool = False
    files: dict[str, dict[str, Any]] = field(default_factory=dict)


def write(folder: Path, manifest: Manifest) -> None:
    """Put every file of the folder on disk and the manifest over it."""
    files = {}
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        path.chmod(0o600)
        files[str(path.relative_to(folder))] = {"bytes": path.stat().st_size, "sha256": _sync(path)}
    content = {"format": FORMAT, **asdict(manifest), "files": files}
    write_durably(folder / NAME, json.dumps(content, indent=1).encode() + b"\n", 0o600)


def read(folder: Path, kind: str) -> Manifest:
    """The manifest of a folder, whose files are not looked at; raises BackupError."""
    try:
        content = json.loads((folder / NAME).read_bytes())
        if content.pop("format") != FORMAT:
            raise BackupError(f"{folder} was made by newer software")
        manifest = Manifest(**content)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BackupError(f"{folder} is no finished backup: {error}") from None
    if manifest.kind != kind:
        raise BackupError(f"{folder} is a backup of another kind: {manifest.kind}")
    return manifest


def check(folder: Path, manifest: Manifest) -> None:
    """Raise BackupError unless every file is as it was when the backup was made."""
    for name, expected in manifest.files.items():
        path = folder / name
        if Path(name).is_absolute() or ".." in Path(name).parts:
            raise BackupError(f"{folder} names a file outside of it: {name}")
        if not path.is_file():
            raise BackupError(f"{path} is missing from the backup")
        if {"bytes": path.stat().st_size, "sha256": sha256(path)} != expected:
            raise BackupError(f"{path} is not as it was when the backup was made")


def sha256(path: Path) -> str:
    """The SHA-256 of a file's bytes, in lowercase hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(path: Path) -> str:
    """Put the file on disk; its SHA-256."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
    return sha256(path)
