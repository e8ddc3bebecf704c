"""The signer's files in and out: keys, policy, watched logs, which are small and secret.

They go to a folder of their own, and come back only to a machine that has none. What was signed
last is left out: an old memory is worse than none, because whoever adopts a signer without one has
to say what the newest checkpoint is.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

from ledger import custody, signer
from ledger.backups import folders, manifest
from ledger.errors import BackupError

KIND = "signer"
MEMORY = "signed.json"
NOT_COPIED = ("lock", "identity", manifest.NAME)  # what a copy has no use for


def copied(directory: Path) -> Iterator[Path]:
    """The files that a copy of the signer's folder needs."""
    for path in sorted(directory.glob("[!.]*")):
        if path.is_file() and path.name not in NOT_COPIED:
            yield path


def copy(directory: Path, target: Path) -> None:
    """Copy the signer's files to a new folder; to be called while nobody signs."""
    target.mkdir(mode=0o700)
    for path in copied(directory):
        shutil.copy2(path, target / path.name)
        (target / path.name).chmod(0o600)


def remembers(directory: Path) -> bool:
    """Whether a signer's folder knows what it signed last."""
    return (directory / MEMORY).exists()


def remembers_here() -> bool:
    """Whether the signer's folder of this machine does."""
    return remembers(custody.folder())


def save(copy: Path, target: Path, installation: manifest.Manifest) -> None:
    """Make a backup of the copied files; the manifest is that of the installation beside it."""
    last = signer.state()
    signed = last.size if last else 0
    with folders.appearing(target) as part:
        for path in copied(copy):
            if path.name != MEMORY:
                shutil.copy2(path, part / path.name)
        saved = manifest.Manifest(
            KIND, installation.created, installation.origin, signed, installation.published
        )
        manifest.write(part, saved)


def require_room(backup: Path) -> None:
    """Raise BackupError if files of a signer are here that are not those of the backup."""
    here = {path.name: path.read_bytes() for path in copied(custody.folder())}
    brought = {path.name: path.read_bytes() for path in copied(backup)}
    if here and here != brought:
        last = signer.state()
        raise BackupError(
            f"{custody.folder()} holds the files of a signer"
            + (f" that signed up to size {last.size}" if last else "")
            + f"; those of {backup} signed up to {manifest.read(backup, KIND).version}. Nothing "
            "was restored: a state never takes the place of another one. Leave --signer out to "
            "go on with the signer that is here."
        )


def restore(backup: Path) -> None:
    """Put the files of a backup into the signer's folder, which has none of its own."""
    directory = custody.folder()
    for path in copied(backup):
        temporary = directory / f".{path.name}.restore"
        shutil.copy2(path, temporary)
        temporary.chmod(0o600)
        temporary.rename(directory / path.name)
