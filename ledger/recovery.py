"""Bringing entries back that this database lacks, from an export, a mirror or a backup.

Owns what must hold before anything is written: the source's checkpoint is signed by a key of this
log, extends what is here and agrees with what the signer remembers. All is written in one
transaction, whose root must be the signed one at its end; so an interrupted recovery leaves
nothing, and a source with another history nothing either. For a database restored from an old
backup, and for a whole new one.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import islice
from typing import Any

from django.conf import settings
from django.db import transaction

from ledger import log, rebuilding, replay, signer
from ledger.errors import CanonicalError, LedgerError, NoteError, ProofError, RecoveryError
from ledger.formats import canonical, merkle, tiles
from ledger.formats.checkpoint import Checkpoint, verified
from ledger.formats.note import Note, VerifierKey
from ledger.log_sources import Leaf, Source
from ledger.models import Entry

Remains = Mapping[int, Mapping[str, Any]]  # index of a withheld entry -> what stays of it


@dataclass(frozen=True)
class Recovered:
    """What came back: entries from `first` on, up to `size`; `missing` of what was signed."""

    first: int
    size: int
    missing: int
    replayed: replay.Replayed


def recover(source: Source, keys: Iterable[VerifierKey] = ()) -> Recovered:
    """Append what `source` has and this database lacks, and project it; nothing is signed.

    keys: keys of this log that are trusted beside those that the log and the disk know. Raises
    RecoveryError, or another LedgerError, with nothing written. Cost: what comes back, and a
    rebuild where something of it withholds an entry that is here.
    """
    checkpoint = _checkpoint(source, keys)
    last = signer.state()
    with transaction.atomic(using=log.alias()):
        log.lock()
        log.check_end()
        first, root = log.head()
        if checkpoint.size <= first:
            raise RecoveryError(
                f"it ends at size {checkpoint.size}, and {first} are here: there is nothing to "
                "bring back"
            )
        _check_history(source, first, root, checkpoint, "the log here")
        if last is not None and last.size <= checkpoint.size:
            _check_history(source, last.size, last.root, checkpoint, "what the signer remembers")
        remains = _insert(source, first, checkpoint)
        replayed = replay.project_after(first, log.alias())
        if _withhold(remains):
            replayed = rebuilding.rebuild()
    missing = last.size - checkpoint.size if last is not None else 0
    return Recovered(first, checkpoint.size, max(0, missing), replayed)


def _checkpoint(source: Source, keys: Iterable[VerifierKey]) -> Checkpoint:
    """The source's checkpoint, signed by a key of this log."""
    known = {*keys, *signer.known_keys()}
    try:
        checkpoint = verified(Note.parse(source.note()), known)
    except NoteError as error:
        raise RecoveryError(
            f"its checkpoint isn't one of this log: {error}. Name the log's key with --key if it "
            "is neither in this database nor on this disk."
        ) from None
    if checkpoint.origin != settings.LEDGER_ORIGIN:
        raise RecoveryError(f"it is the log {checkpoint.origin}, not {settings.LEDGER_ORIGIN}")
    return checkpoint


def _check_history(
    source: Source, size: int, root: bytes, checkpoint: Checkpoint, whose: str
) -> None:
    """Raise RecoveryError unless the checkpoint extends the log of this size and root."""
    try:
        proof = tiles.prove_consistency(size, checkpoint.size, cache(source.read_tile))
        merkle.verify_consistency(size, checkpoint.size, proof, root, checkpoint.root)
    except (LedgerError, ProofError) as error:
        raise RecoveryError(
            f"its history and {whose} have diverged, or it is damaged: it doesn't prove that its "
            f"size {checkpoint.size} extends size {size} ({error}). Nothing was written. If "
            "something was published after an old backup was restored, restore the backup once "
            "more and recover before anything is published."
        ) from None


def _insert(source: Source, first: int, checkpoint: Checkpoint) -> Remains:
    """Store entries and tiles up to the checkpoint; returns what redactions among them say."""
    size, tails = first, log.fetch_tiles(tiles.open_tiles(first))
    remains: dict[int, Mapping[str, Any]] = {}
    ahead: Callable[[], Remains] = cache(lambda: _redactions(source, first, checkpoint.size))
    leaves = iter(source.leaves(first, checkpoint.size))
    while batch := list(islice(leaves, log.BATCH)):
        rows = [_row(index, leaf, ahead) for index, leaf in enumerate(batch, size)]
        log.insert_entries(rows)
        log.write_tiles(tails, size, [leaf_hash for _, leaf_hash in batch])
        remains.update(_redacted(batch))
        size += len(batch)
    root = tiles.range_hash(0, size, cache(log.read_tile))
    if (size, root) != (checkpoint.size, checkpoint.root):
        raise RecoveryError(
            f"its entries are not those that its checkpoint of size {checkpoint.size} was signed "
            "for: it is damaged. Nothing was written."
        )
    return remains


def _row(index: int, leaf: Leaf, ahead: Callable[[], Remains]) -> log.EntryRow:
    """The row of an entry as it came."""
    data, leaf_hash = leaf
    try:
        body = ahead()[index] if data is None else canonical.decode(data)
        if data is not None and body["index"] != index:
            raise ValueError(f"it says that it is entry {body['index']}")
        at = log.stored_instant(datetime.fromisoformat(body["at"]))
        return index, body["type"], body["object"], body["prev"], at, data, leaf_hash
    except (CanonicalError, KeyError, TypeError, ValueError) as error:
        raise RecoveryError(f"entry {index} of it can't be read: {error!r}") from None


def _redactions(source: Source, first: int, end: int) -> Remains:
    """What every redaction among the entries says; read only where an entry is withheld."""
    found: dict[int, Mapping[str, Any]] = {}
    leaves = iter(source.leaves(first, end))
    while batch := list(islice(leaves, log.BATCH)):
        found.update(_redacted(batch))
    return found


def _redacted(batch: Sequence[Leaf]) -> Remains:
    """What the redactions of a batch say of the entries that they withhold."""
    mark = b'"type":"redact/'
    bodies = [canonical.decode(data) for data, _ in batch if data is not None and mark in data]
    contents = [body["content"] for body in bodies if body["type"] == log.REDACT]
    return {content["index"]: content for content in contents}


def _withhold(remains: Remains) -> bool:
    """Withhold what is here and was withheld in what came back; whether there was any."""
    held = Entry.objects.filter(index__in=list(remains), data__isnull=False)
    return bool(held.update(data=None))
