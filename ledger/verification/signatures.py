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
from functools import cache, lru_cache

from django.conf import settings
from django.db import Error

from ledger import cosigning, custody, lease, log, signer, witness
from ledger.database.stored import Table
from ledger.errors import LedgerError, NoteError, TileError
from ledger.findings import Finding
from ledger.formats import tiles
from ledger.formats.checkpoint import Checkpoint
from ledger.formats.note import Note, VerifierKey
from ledger.models import Key, PublishedCheckpoint, SignerLease, Version, WitnessedLog

PATIENCE = 30.0  # seconds to wait for another process that signs
_CHECKPOINT, _SIGNED = PublishedCheckpoint._meta.db_table, "signed.json"


@dataclass(frozen=True)
class SignerState:
    """What the signer remembered when the check began.

    known: whether nobody was signing then; if somebody was, it may be newer than the database.
    """

    last: custody.State | None
    fault: str = ""
    known: bool = True


@contextmanager
def signer_at_rest() -> Iterator[SignerState]:
    """What the signer remembers, in a context in which no process of this machine signs."""
    try:
        descriptor = os.open(custody.location() / "lock", os.O_RDONLY)
    except OSError as error:  # without the file, nothing was ever signed here
        yield _read(known=isinstance(error, FileNotFoundError))
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
    except (LedgerError, Error, OSError, ValueError, TypeError, AttributeError):
        return []  # then no checkpoint verifies, and each of them is a finding


@dataclass(frozen=True)
class Against:
    """What checkpoints are compared with beside the log's replay.

    remembered: None on a machine that doesn't sign. first: first_keys() of the live database.
    """

    remembered: SignerState | None
    first: list[VerifierKey]


def checkpoints(alias: str, against: Against, *, behind: bool) -> Iterator[Finding]:
    """Every published note: its text, its signatures, and that none is missing.

    behind: checkpoints may be of versions that aren't understood here. To be called while the log's
    replay is what is read.
    """
    remembered, first = against.remembered, against.first
    sizes = set(Version.objects.values_list("size", flat=True))
    newest, published = max(sizes, default=0), 0
    lacking, expected, own_lines = set(sizes), _Expected(first), set[str]()
    for key, values, faults in Table(PublishedCheckpoint, alias).read():
        yield from (Finding(_CHECKPOINT, key, *fault) for fault in faults)
        size = values.get("size")
        if size is None or (behind and size > newest):
            continue  # of a version that isn't understood: keys may have changed in it
        published = max(published, size)
        lacking.discard(size)
        if size not in sizes:
            yield Finding(_CHECKPOINT, size, "size", "no version has this size")
        elif not faults:
            if fault := expected.fault(size, values["note"]):
                yield Finding(_CHECKPOINT, size, "note", fault)
            own_lines = _own_key_ids(values["note"])
    signed = remembered.last.size if remembered and remembered.known and remembered.last else 0
    for size in sorted(size for size in lacking if size <= max(published, signed)):
        yield Finding(_CHECKPOINT, size, "size", _lacking(size, published))
    if remembered:
        yield from _state(remembered, published)
        yield from _lease(alias, remembered.last)
        yield from _private_keys(expected.keys(published) if published else [], own_lines)


def _lacking(size: int, published: int) -> str:
    if size < published:
        return "the checkpoint of this version is missing"
    return (
        "this version was signed, but its checkpoint is missing, so it isn't served: run "
        "publish_checkpoint"
    )


class _Expected:
    """What a checkpoint has to say, and who has to sign it; all that is asked often, read once."""

    def __init__(self, first: list[VerifierKey]) -> None:
        self._first = first
        self._rows = list(Key.objects.order_by("entry_id"))
        self._read_tile = lru_cache(maxsize=256)(log.read_tile)
        self._witnesses: list[VerifierKey] = []
        self._unusable = ""
        try:
            policy = cosigning.read_policy(custody.location() / "policy")
            self._witnesses = [each.key for each in policy.witnesses.values()]
        except (LedgerError, OSError) as error:
            self._unusable = str(error)

    def keys(self, size: int) -> list[VerifierKey]:
        """The keys that sign the checkpoint of a size, as the log names them."""
        vkeys = [
            row.vkey
            for row in self._rows
            if row.known_from <= size and (row.known_to is None or row.known_to >= size)
        ]
        # The first rotation added the key that signed everything before it.
        vkeys = vkeys or [row.vkey for row in self._rows[:1]]
        return [VerifierKey.parse(vkey) for vkey in vkeys] or self._first

    def fault(self, size: int, data: bytes) -> str:
        """What is wrong with a published note; empty if every line of it is as it should be."""
        try:
            keys = self.keys(size)
            note = Note.parse(data)
            root = tiles.range_hash(0, size, self._read_tile)
            if note.text != Checkpoint(settings.LEDGER_ORIGIN, size, root).text():
                return "its text is not that of this log at this size"
            signed = note.verify([*keys, *self._witnesses])
        except LedgerError as error:
            return str(error)
        if missing := [key for key in keys if key not in signed]:
            return f"not signed by {missing[0]}"
        if len(signed) != len(note.signatures):
            unusable = f" ({self._unusable})" if self._unusable else ""
            return (
                "a signature line of a key that is neither the log's nor in the policy, or twice"
                + unusable
            )
        return ""


def _own_key_ids(note: bytes) -> set[str]:
    """The ids of the log's keys that a note says it is signed by."""
    try:
        lines = Note.parse(note).signatures
    except NoteError:
        return set()
    return {line.key_id.hex() for line in lines if line.name == settings.LEDGER_ORIGIN}


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


def _lease(alias: str, last: custody.State | None) -> Iterator[Finding]:
    """That the signer here is the one that signs this log, as its database says.

    Which physical database that is, isn't asked: a backup that is being checked is another one.
    """
    held = SignerLease.objects.using(alias).first()
    if held and last and last.signer and held.signer != last.signer:
        yield Finding(SignerLease._meta.db_table, held.pk, "signer", lease.ANOTHER_SIGNER)


def _private_keys(keys: list[VerifierKey], ids: set[str]) -> Iterator[Finding]:
    """Every key that signs is there, and is the one that readers know; no other is unreadable.

    ids: of the keys that signed last, which may be known by nothing else.
    """
    signing = {custody.location() / f"key-{key.id.hex()}": key for key in keys}
    last = {custody.location() / f"key-{key_id}" for key_id in ids}
    for path in sorted({*signing, *last, *custody.location().glob("key-*")}):
        try:
            verifier = custody.read_private_key(path).verifier
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
