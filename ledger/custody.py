"""The signer's files below `STATE_DIR/ledger`: keys, state, lock, and whose folder it is.

Owns their names, forms and modes (0600), and the taking of turns by a file lock. It knows no
database. `identity` is never copied to mean the same: what counts of it is its place on the disk,
which a copy or a restored backup doesn't have.
"""

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from ledger.errors import NoteError, SignerBusy, SignerError
from ledger.files import write_durably
from ledger.formats.note import SigningKey, VerifierKey

WAIT = 30.0  # seconds for another process to end its turn: longer than witnesses may take
KEY, PENDING = "key-", "pending-"
_IDENTITY = (
    "The place of this file on the disk tells its folder from a copy. Leave it alone;\n"
    "docs/how-to/keep-the-key.md says what it is for.\n"
)


@dataclass(frozen=True)
class State:
    """The newest checkpoint that was ever signed, and by which signer in which place."""

    origin: str
    size: int
    root: bytes
    signer: str = field(default="", compare=False)
    place: str = field(default="", compare=False)


def location() -> Path:
    """Where the signer's folder is, or would be."""
    return Path(settings.STATE_DIR) / "ledger"


def folder() -> Path:
    """The signer's folder, made if it isn't there; raises SignerError where it can't be."""
    directory = location()
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise _unusable(error) from error
    return directory


@contextmanager
def alone(seconds: float = WAIT) -> Iterator[Path]:
    """The signer's folder, while no other process signs.

    Raises SignerBusy if another one still does after so many seconds, SignerError for what the
    disk refuses.
    """
    directory = folder()
    try:
        descriptor = os.open(directory / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise _unusable(error) from error
    try:
        _lock(descriptor, seconds)
        yield directory
    except OSError as error:
        raise _unusable(error) from error
    finally:
        os.close(descriptor)


def read_state(directory: Path) -> State | None:
    """What was signed last; None before the first signature. Raises SignerError if unreadable."""
    path = directory / "signed.json"
    try:
        saved = json.loads(path.read_bytes())
        return State(
            str(saved["origin"]),
            int(saved["size"]),
            bytes.fromhex(saved["root"]),
            str(saved.get("signer", "")),
            str(saved.get("place", "")),
        )
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _unusable(error) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SignerError(
            f"{path} can't be read ({error!r}). Bring it back from a backup, then run "
            "`manage.py adopt_signer`."
        ) from None


def write_state(directory: Path, new: State) -> None:
    """Save the state, durably."""
    saved = {
        "origin": new.origin,
        "size": new.size,
        "root": new.root.hex(),
        "signer": new.signer,
        "place": new.place,
    }
    write_durably(directory / "signed.json", json.dumps(saved).encode(), 0o600)


def place(directory: Path) -> str:
    """What no copy of this folder has; empty if nothing was signed in it.

    Number and time of change of the file `identity`: no program can give a copy the same ones.
    The operator's name for the node (CIFRA_NODE) instead, where there is one.
    """
    if settings.NODE:
        return f"node {settings.NODE}"
    try:
        found = (directory / "identity").stat()
    except FileNotFoundError:
        return ""
    return f"file {found.st_ino} {found.st_ctime_ns}"


def new_place(directory: Path) -> str:
    """The same for a folder that is to be one of its own from now on."""
    write_durably(directory / "identity", _IDENTITY.encode(), 0o600)
    return place(directory)


def make_key(directory: Path, prefix: str = KEY) -> SigningKey:
    """A new private key, on disk under its id; with the prefix PENDING it may not sign yet."""
    key = SigningKey.generate(settings.LEDGER_ORIGIN)
    path = directory / f"{prefix}{key.verifier.id.hex()}"
    write_durably(path, f"{key.text()}\n".encode(), 0o600)
    return key


def private_key(directory: Path, verifier: VerifierKey) -> SigningKey:
    """The private key that belongs to a key of the log; SignerError if it isn't here.

    The log decides which keys sign: a pending one that the log has is a key from here on.
    """
    name = verifier.id.hex()
    path = directory / f"{KEY}{name}"
    if not path.exists() and (directory / f"{PENDING}{name}").exists():
        os.rename(directory / f"{PENDING}{name}", path)
    if not path.exists():
        raise SignerError(
            f"the private key of {verifier} is not in {directory}. Bring {path.name} back from "
            "its backup, with mode 0600 (docs/how-to/keep-the-key.md)."
        )
    key = read_private_key(path)
    if key.verifier != verifier:
        raise SignerError(f"{path} is not the private key of {verifier}")
    return key


def own_keys(directory: Path) -> list[VerifierKey]:
    """The keys whose private half is here, by their ids; none of them signs by being here."""
    return [read_private_key(path).verifier for path in sorted(directory.glob(f"{KEY}*"))]


def drop_pending(directory: Path, in_log: set[str]) -> None:
    """Delete the keys that a rotation made and that never came into the log."""
    for path in directory.glob(f"{PENDING}*"):
        if path.name.removeprefix(PENDING) not in in_log:
            path.unlink()


def read_private_key(path: Path) -> SigningKey:
    """The private key in a file that only its owner may read.

    Raises SignerError if others may, or it can't be read; FileNotFoundError if it isn't there.
    """
    try:
        if path.stat().st_mode & 0o077:
            advice = "chmod 600, and think of docs/how-to/key-compromise.md"
            raise SignerError(f"{path} may be read by others: {advice}")
        return SigningKey.parse(path.read_text())
    except FileNotFoundError:
        raise
    except OSError as error:
        raise _unusable(error) from error
    except (NoteError, UnicodeDecodeError) as error:
        raise SignerError(f"{path}: {error}") from None


def _lock(descriptor: int, seconds: float) -> None:
    end = time.monotonic() + seconds
    while True:
        try:
            return fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= end:
                raise SignerBusy(
                    f"another process was signing for {seconds:g} seconds; what waits is signed "
                    "by it, or by the next run of `manage.py publish_checkpoint`"
                ) from None
        time.sleep(0.02)


def _unusable(error: OSError) -> SignerError:
    return SignerError(
        f"the signer's files can't be used: {error}. Mend it (mode, owner, room on the disk), "
        "then run `manage.py publish_checkpoint`."
    )
