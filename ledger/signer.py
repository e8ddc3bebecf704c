"""The signer: turns a version into a signed checkpoint, and never signs two histories.

Owns the files below `STATE_DIR/ledger`, all 0600 and outside the database: the private keys
(`key-<id>`), and `signed.json`, the newest size and root that were signed. A checkpoint is signed
only after the log was shown to be consistent with that state, and the state is on disk before the
signature exists; so a database restored from an old backup makes the signer refuse, not fork.

Publication calls `publish` when its transaction has committed (`transaction.on_commit(publish,
robust=True)`), commands call it too. One machine signs; its processes take turns by a file lock.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from ledger import cosigning, log
from ledger.errors import NoteError, ProofError, SignerError, TileError
from ledger.files import write_durably
from ledger.formats import merkle, tiles
from ledger.formats.checkpoint import Checkpoint, check_origin
from ledger.formats.note import Note, SigningKey, VerifierKey
from ledger.models import Key, PublishedCheckpoint, Version


@dataclass(frozen=True)
class State:
    """The newest checkpoint that was ever signed."""

    origin: str
    size: int
    root: bytes


def publish() -> int:
    """Sign and publish a checkpoint of every version without one, and return the newest size.

    The newest one is cosigned as the policy asks; without its quorum nothing is published, and the
    next call tries again. Raises SignerError or WitnessError with what to do.
    """
    with alone() as directory:
        newest = PublishedCheckpoint.objects.order_by("-size").first()
        published = newest.size if newest else 0
        waiting = list(Version.objects.filter(size__gt=published).order_by("size"))
        if not waiting:
            return published
        signed = [(version.size, _sign(version, directory)) for version in waiting]
        size, note = signed.pop()
        cosigned = cosigning.cosign(note, size, published, directory / "policy")
        with transaction.atomic():
            for number, each in [*signed, (size, cosigned)]:
                PublishedCheckpoint.objects.create(size=number, note=each.encode())
        return size


def state() -> State | None:
    """What was signed last; None before the first signature. Raises SignerError if unreadable."""
    return _read_state(_directory())


def verifier_keys() -> list[VerifierKey]:
    """Every key of this log, retired ones included, in the order of the log, newest last.

    The log states them from its first rotation on; before that it is the one key on disk. Empty
    before the first signature.
    """
    vkeys = list(Key.objects.order_by("entry_id").values_list("vkey", flat=True))
    if vkeys:
        return [VerifierKey.parse(vkey) for vkey in vkeys]
    return [key.verifier for key in _read_keys(_directory())]


def keys_for(size: int) -> list[VerifierKey]:
    """The keys that sign the checkpoint of `size`: more than one while a rotation overlaps."""
    signing = Key.objects.filter(
        Q(known_to__isnull=True) | Q(known_to__gte=size), known_from__lte=size
    )
    vkeys = list(signing.order_by("entry_id").values_list("vkey", flat=True))
    # A size from before the first rotation was signed by the key that the rotation added first.
    return [VerifierKey.parse(vkey) for vkey in vkeys] or verifier_keys()[:1]


def add_key() -> tuple[Path, VerifierKey]:
    """Make another key on disk, which signs nothing until it is in the log (see `rotation`)."""
    with alone() as directory:
        if not PublishedCheckpoint.objects.exists():
            raise SignerError("nothing was signed yet; there is no key to rotate")
        path = _make_key(directory)
        return path, read_private_key(path).verifier


def _sign(version: Version, directory: Path) -> Note:
    """The note of one version, by every key that signs it."""
    _first_key(directory)
    known = {str(key.verifier): key for key in _read_keys(directory)}
    root = _provable_root(version, directory)
    text = Checkpoint(settings.LEDGER_ORIGIN, version.size, root).text()
    try:
        signers = [known[str(key)] for key in keys_for(version.size)]
        if not signers:
            raise KeyError("this log")
    except KeyError as missing:
        raise SignerError(f"the private key of {missing} is not in {directory}") from None
    return Note(text, tuple(key.sign(text) for key in signers))


def _provable_root(version: Version, directory: Path) -> bytes:
    """The root of `version`, after proving it consistent with what was signed last.

    If it is newer, it was written to the state on disk, too.
    """
    last = _read_state(directory)
    if last is None:
        raise SignerError(
            f"{directory / 'signed.json'} is missing although a key is there. Bring it back: "
            "without it nothing keeps this log from contradicting what it signed before."
        )
    if last.origin != settings.LEDGER_ORIGIN:
        raise SignerError(
            f"the origin is {settings.LEDGER_ORIGIN}, but {last.origin} was signed for. "
            "A log keeps its origin for ever."
        )
    try:
        _prove(version, last)
    except (ProofError, TileError) as error:
        raise SignerError(
            f"The log here (version {version.size}) contradicts the checkpoint of size {last.size} "
            f"that was signed before: {error}. Was the database restored from an old backup? "
            "Nothing was signed. Bring the missing entries back, from an export or a mirror, or "
            "start a new log under another origin."
        ) from None
    if version.size > last.size:
        _write_state(directory, State(last.origin, version.size, bytes(version.root)))
    return bytes(version.root)


def _prove(version: Version, last: State) -> None:
    read = cache(log.read_tile)
    root = tiles.range_hash(0, version.size, read)
    if root != bytes(version.root):
        raise ProofError(f"the tiles have the root {root.hex()}, the version another")
    (old, old_root), (new, new_root) = sorted([(version.size, root), (last.size, last.root)])
    proof = tiles.prove_consistency(old, new, read)
    merkle.verify_consistency(old, new, proof, old_root, new_root)


def _first_key(directory: Path) -> None:
    """Make an empty state and a key on the very first run.

    In this order, so that a crash between the two is known from a key that was lost.
    """
    last = _read_state(directory)
    if any(directory.glob("key-*")) or (last and last.size):
        return
    if PublishedCheckpoint.objects.exists():
        raise SignerError(
            f"{directory} holds no key, but this log has published checkpoints. Bring the "
            "directory back; a new key would not be the one that readers trust."
        )
    try:
        check_origin(settings.LEDGER_ORIGIN)
    except NoteError as error:
        raise SignerError(str(error)) from None
    _write_state(directory, State(settings.LEDGER_ORIGIN, 0, merkle.EMPTY_ROOT))
    _make_key(directory)


def _make_key(directory: Path) -> Path:
    key = SigningKey.generate(settings.LEDGER_ORIGIN)
    path = directory / f"key-{key.verifier.id.hex()}"
    write_durably(path, f"{key.text()}\n".encode(), 0o600)
    return path


def _read_keys(directory: Path) -> list[SigningKey]:
    """The private keys on disk, oldest first."""
    paths = sorted(directory.glob("key-*"), key=lambda path: path.stat().st_mtime_ns)
    return [read_private_key(path) for path in paths]


def read_private_key(path: Path) -> SigningKey:
    """The private key in a file that only its owner may read; raises SignerError otherwise."""
    if path.stat().st_mode & 0o077:
        advice = "chmod 600, and think of docs/how-to/key-compromise.md"
        raise SignerError(f"{path} may be read by others: {advice}")
    try:
        return SigningKey.parse(path.read_text())
    except (NoteError, UnicodeDecodeError) as error:
        raise SignerError(f"{path}: {error}") from None


def _read_state(directory: Path) -> State | None:
    path = directory / "signed.json"
    try:
        saved = json.loads(path.read_bytes())
        return State(str(saved["origin"]), int(saved["size"]), bytes.fromhex(saved["root"]))
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError) as error:
        raise SignerError(
            f"{path} can't be read ({error!r}). Bring it back from a backup."
        ) from None


def _write_state(directory: Path, new: State) -> None:
    saved = {"origin": new.origin, "size": new.size, "root": new.root.hex()}
    write_durably(directory / "signed.json", json.dumps(saved).encode(), 0o600)


def _directory() -> Path:
    directory = Path(settings.STATE_DIR) / "ledger"
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    return directory


@contextmanager
def alone() -> Iterator[Path]:
    """The signer's directory, in a context in which no other process signs."""
    directory = _directory()
    descriptor = os.open(directory / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield directory
    except OSError as error:
        raise SignerError(f"the signer's files can't be used: {error}") from error
    finally:
        os.close(descriptor)
