"""Checkpoints, the signer's files and what was cosigned, against the replayed log.

Versions, keys and tiles are those of the replay, not those of the tables that are checked. What the
signer remembers is read while nobody signs, so that it is as old as the database that is compared.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db.models import Q

from ledger import cosigning, log, signer, witness
from ledger.database.stored import Table
from ledger.errors import LedgerError, NoteError, TileError
from ledger.findings import Finding
from ledger.formats import tiles
from ledger.formats.checkpoint import Checkpoint
from ledger.formats.note import Note, VerifierKey
from ledger.models import Key, PublishedCheckpoint, Version, WitnessedLog

PATIENCE = 30.0  # seconds to wait for another process that signs
_CHECKPOINT, _SIGNED = PublishedCheckpoint._meta.db_table, "signed.json"


@dataclass(frozen=True)
class SignerState:
    """What the signer remembered when the check began.

    known: whether nobody was signing then; if somebody was, it may be newer than the database.
    """

    last: signer.State | None
    fault: str = ""
    known: bool = True


@contextmanager
def signer_at_rest() -> Iterator[SignerState]:
    """What the signer remembers, in a context in which no process of this machine signs."""
    try:
        descriptor = os.open(_directory() / "lock", os.O_RDONLY)
    except OSError:  # nothing was ever signed here
        yield _read(known=True)
        return
    try:
        yield _read(known=_locked(descriptor))
    finally:
        os.close(descriptor)


def _locked(descriptor: int) -> bool:
    until = time.monotonic() + PATIENCE
    while True:
        with suppress(BlockingIOError):
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
            return True
        if time.monotonic() > until:
            return False
        time.sleep(0.1)


def _read(*, known: bool) -> SignerState:
    try:
        return SignerState(signer.state(), known=known)
    except LedgerError as error:
        return SignerState(None, str(error), known)
    except (OSError, OverflowError, RecursionError) as error:
        return SignerState(None, f"can't be read: {error}", known)


def first_keys() -> list[VerifierKey]:
    """The key that signs until the log names its keys; none if it isn't known here."""
    try:
        return signer.verifier_keys()[:1]
    except (LedgerError, OSError, ValueError, TypeError, AttributeError):
        return []  # then no checkpoint verifies, and each of them is a finding


def checkpoints(
    alias: str, remembered: SignerState | None, first: list[VerifierKey], *, behind: bool
) -> Iterator[Finding]:
    """Every published note: its text, its signatures, and that none is missing.

    remembered: None on a machine that doesn't sign. first: first_keys() of the live database.
    behind: checkpoints may be of versions that aren't understood here. To be called while the log's
    replay is what is read.
    """
    sizes = set(Version.objects.values_list("size", flat=True))
    newest, published = max(sizes, default=0), 0
    lacking = set(sizes)
    for key, values, faults in Table(PublishedCheckpoint, alias).read():
        yield from (Finding(_CHECKPOINT, key, *fault) for fault in faults)
        size = values.get("size")
        if size is None or (behind and size > newest):
            continue  # of a version that isn't understood: keys may have changed in it
        published = max(published, size)
        lacking.discard(size)
        if size not in sizes:
            yield Finding(_CHECKPOINT, size, "size", "no version has this size")
        elif not faults and (fault := _note_fault(size, values["note"], first)):
            yield Finding(_CHECKPOINT, size, "note", fault)
    signed = remembered.last.size if remembered and remembered.known and remembered.last else 0
    for size in sorted(size for size in lacking if size <= max(published, signed)):
        yield Finding(_CHECKPOINT, size, "size", _lacking(size, published))
    if remembered:
        yield from _state(remembered, published)
        yield from _private_keys(_keys_of(published, first) if published else [])


def _lacking(size: int, published: int) -> str:
    if size < published:
        return "the checkpoint of this version is missing"
    return (
        "this version was signed, but its checkpoint is missing, so it isn't served: run "
        "publish_checkpoint"
    )


def _keys_of(size: int, first: list[VerifierKey]) -> list[VerifierKey]:
    """The keys that sign the checkpoint of a size, as the log names them."""
    ended = Q(known_to__isnull=True) | Q(known_to__gte=size)
    signing = Key.objects.filter(ended, known_from__lte=size).order_by("entry_id")
    vkeys = list(signing.values_list("vkey", flat=True))
    if not vkeys and (oldest := Key.objects.order_by("entry_id").first()):
        vkeys = [oldest.vkey]  # the first rotation added the key that signed everything before it
    return [VerifierKey.parse(vkey) for vkey in vkeys] or first


def _note_fault(size: int, data: bytes, first: list[VerifierKey]) -> str:
    """What is wrong with a published note; empty if every line of it is as it should be."""
    try:
        keys, witnesses = _keys_of(size, first), _witnesses()
        note = Note.parse(data)
        root = tiles.range_hash(0, size, cache(log.read_tile))
        if note.text != Checkpoint(settings.LEDGER_ORIGIN, size, root).text():
            return "its text is not that of this log at this size"
        signed = note.verify([*keys, *witnesses])
    except (LedgerError, OSError) as error:
        return str(error)
    if missing := [key for key in keys if key not in signed]:
        return f"not signed by {missing[0]}"
    if len(signed) != len(note.signatures):
        return "a signature line of a key that is neither the log's nor in the policy, or twice"
    return ""


def _witnesses() -> list[VerifierKey]:
    policy = cosigning.read_policy(_directory() / "policy")
    return [each.key for each in policy.witnesses.values()]


def _state(remembered: SignerState, published: int) -> Iterator[Finding]:
    """What the signer remembers agrees with the log, and with what was published."""
    last = remembered.last
    if remembered.fault:
        yield Finding(_SIGNED, "", "", remembered.fault)
    elif last is None:
        if published:
            yield Finding(_SIGNED, "", "", f"is missing, though size {published} was published")
    elif last.origin != settings.LEDGER_ORIGIN:
        yield Finding(_SIGNED, last.size, "origin", f"{last.origin!r:.200} is another log")
    elif last.size < published and remembered.known:
        yield Finding(_SIGNED, last.size, "size", f"older than what was published: {published}")
    else:
        try:
            root = tiles.range_hash(0, last.size, cache(log.read_tile))
        except (TileError, ValueError):
            root = b""
        if last.size < 0 or not root:
            yield Finding(_SIGNED, last.size, "size", "more was signed than the log has")
        elif root != last.root:
            yield Finding(_SIGNED, last.size, "root", "another log was signed at this size")


def _private_keys(keys: list[VerifierKey]) -> Iterator[Finding]:
    """Every key that signs is there, and is the one that readers know; no other is unreadable."""
    signing = {_directory() / f"key-{key.id.hex()}": key for key in keys}
    for path in sorted({*signing, *_directory().glob("key-*")}):
        try:
            verifier = signer.read_private_key(path).verifier
        except (LedgerError, OSError) as error:
            yield Finding(path.name, "", "", f"can't be used: {error}")
            continue
        if verifier != signing.get(path, verifier):
            yield Finding(path.name, "", "", "is the private key of another one")


def witnessed(alias: str) -> Iterator[Finding]:
    """What was cosigned here is what the rows say."""
    for key, values, faults in Table(WitnessedLog, alias).read():
        table = WitnessedLog._meta.db_table
        yield from (Finding(table, key, *fault) for fault in faults)
        if not faults and (words := _cosigned_fault(values)):
            yield Finding(table, key, "note", words)


def _cosigned_fault(values: dict[str, object]) -> str:
    try:
        row = WitnessedLog(**values)
        note = Note.parse(bytes(row.note))
        own = witness.known_key().verifier
        signed = note.verify([*witness.witnessed_logs(), own])
        noted = Checkpoint.parse(note.text)
        if own not in signed or len(signed) != len(note.signatures):
            raise NoteError("a signature line that is neither the log's nor ours")
        if (noted.origin, noted.size, noted.root) != (row.origin, row.size, bytes(row.root)):
            raise NoteError("the note has another origin, size or root")
    except (LedgerError, OSError) as error:
        return str(error)
    return ""


def _directory() -> Path:
    return Path(settings.STATE_DIR) / "ledger"
