"""The signer: turns a version into a signed checkpoint, and never signs two histories.

Its key and its memory, the newest size and root that were signed, are files outside the database
(`ledger.custody`). A checkpoint is signed only after the log was shown to be consistent with that
memory, which is on disk before the signature exists; so a database restored from an old backup
makes the signer refuse, not fork. A copy of the files, or of the database, signs nothing until an
operator adopts it (`ledger.adoption`): the files know their place, the database its signer
(`ledger.lease`).

Publication calls `require` before it writes and `publish` when its transaction has committed; what
stays unsigned then is signed by the next of `ledger.signing_job`'s runs.
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from ledger import cosigning, custody, lease, log
from ledger.custody import State
from ledger.errors import (
    LedgerError,
    NoteError,
    ProofError,
    SignedElsewhere,
    SignerError,
    TileError,
)
from ledger.formats import merkle, tiles
from ledger.formats.checkpoint import Checkpoint, check_origin
from ledger.formats.note import Note, VerifierKey
from ledger.models import Key, PublishedCheckpoint, SignerLease, Version
from ledger.selectors import published_size

COPIED_FOLDER = (
    "{} is a copy, or was restored from a backup: it is not the folder that signed last. While "
    "the other one is in use, two histories would be signed. If it is gone for good, run "
    "`manage.py adopt_signer`."
)


def publish(wait: float = custody.WAIT) -> int:
    """Sign and publish a checkpoint of every version without one, and return the newest size.

    The newest one is cosigned as the policy asks; without its quorum nothing is published, and the
    next call tries again. Raises SignerError or WitnessError with what to do; wait: seconds for
    another process that is signing.
    """
    published, waiting = _unsigned()
    if not waiting:
        return published
    if not settings.SIGNS:
        raise SignedElsewhere(
            f"version {waiting[-1].size} is signed by another node (CIFRA_SIGNS=0 here), within "
            "a minute if it runs; or run `manage.py publish_checkpoint` there."
        )
    with custody.alone(wait) as directory:
        published, waiting = _unsigned()
        if not waiting:
            return published
        _begin(directory)
        last = _checked_state(directory, *_root(waiting[-1]))
        _take_lease(last, directory)
        _drop_pending(directory)
        signed = [(version.size, _sign(version, last, directory)) for version in waiting]
        size, note = signed.pop()
        cosigned = cosigning.cosign(note, size, published, directory / "policy")
        with transaction.atomic():
            for number, each in [*signed, (size, cosigned)]:
                PublishedCheckpoint.objects.create(size=number, note=each.encode())
        return size


def require() -> None:
    """Raise SignerError unless what is written now could be signed.

    For publications, within their transaction: the log holds all that was signed, this folder and
    this database are those that signed last, and keys and disk can be used. Reads only.
    """
    if not settings.SIGNS:
        _check_lease(None)
        return
    directory = custody.folder()
    if not os.access(directory, os.W_OK | os.X_OK):
        raise SignerError(f"{directory} can't be written: nothing published now would be signed")
    size, root = log.head()
    if custody.read_state(directory) is None and not _signed_before(directory):
        _check_origin()
        return
    _checked_state(directory, size, root)
    for key in keys_for(size + 1):
        custody.private_key(directory, key)


def state() -> State | None:
    """What was signed last; None before the first signature. Raises SignerError if unreadable."""
    return custody.read_state(custody.folder())


def copied() -> str:
    """Why this folder or this database counts as a copy, in words; empty if neither does.

    Raises SignerError where the state can't be read.
    """
    directory = custody.folder()
    last = custody.read_state(directory) if settings.SIGNS else None
    if last is not None and (words := _copied(directory, last)):
        return words
    current = lease.current()
    return lease.fault(current, last.signer if last else None) if current else ""


def verifier_keys() -> list[VerifierKey]:
    """Every key of this log, retired ones included, in the order of the log, newest last.

    The log names them from its first rotation on; before that it is the key of the lease. Empty
    before the first signature.
    """
    return _keys_in_log() or _first_key()


def known_keys() -> set[VerifierKey]:
    """The keys of which either the log or the disk says that they are this log's."""
    return {*verifier_keys(), *custody.own_keys(custody.folder())}


def keys_for(size: int) -> list[VerifierKey]:
    """The keys that sign the checkpoint of `size`: more than one while a rotation overlaps."""
    signing = Key.objects.filter(
        Q(known_to__isnull=True) | Q(known_to__gte=size), known_from__lte=size
    )
    vkeys = list(signing.order_by("entry_id").values_list("vkey", flat=True))
    # A size from before the first rotation was signed by the key that the rotation added first.
    return [VerifierKey.parse(vkey) for vkey in vkeys] or verifier_keys()[:1]


@contextmanager
def pending_key() -> Iterator[VerifierKey]:
    """A context with another key on disk, which signs once the log has it (see `rotation`).

    No other process signs meanwhile. A crash leaves the key pending: if the log has it then, it
    signs, otherwise it is deleted.
    """
    if not settings.SIGNS:
        raise SignedElsewhere("keys are rotated on the node that signs; CIFRA_SIGNS=0 here")
    with custody.alone() as directory:
        if not PublishedCheckpoint.objects.exists():
            raise SignerError("nothing was signed yet; there is no key to rotate")
        _drop_pending(directory)
        verifier = custody.make_key(directory, custody.PENDING).verifier
        try:
            yield verifier
        except LedgerError:
            _drop_pending(directory)
            raise
        custody.private_key(directory, verifier)


def check_consistent(size: int, root: bytes, last: State) -> None:
    """Raise SignerError unless the log of `size` and `root` agrees with what was signed last."""
    try:
        _prove(size, root, last)
    except (ProofError, TileError) as error:
        shorter = f"ends before the checkpoint of size {last.size}"
        other = f"contradicts the checkpoint of size {last.size}"
        raise SignerError(
            f"The log here (version {size}) {shorter if size < last.size else other} that was "
            f"signed before: {error}. Was the database restored from an old backup? Nothing was "
            "signed. Bring the missing entries back: `manage.py recover_log SOURCE` "
            "(docs/how-to/run-the-log.md)."
        ) from None


def new_signer() -> str:
    """An id for a signer that begins, or is adopted."""
    return secrets.token_hex(16)


def _unsigned() -> tuple[int, list[Version]]:
    """The newest published size, and the versions after it."""
    published = published_size()
    return published, list(Version.objects.filter(size__gt=published).order_by("size"))


def _root(version: Version) -> tuple[int, bytes]:
    return version.size, bytes(version.root)


def _checked_state(directory: Path, size: int, root: bytes) -> State:
    """The state, after making sure that it may sign a log of this size and root, here."""
    last = custody.read_state(directory)
    if last is None:
        raise SignerError(_missing_state(directory))
    if last.origin != settings.LEDGER_ORIGIN:
        raise SignerError(
            f"the origin is {settings.LEDGER_ORIGIN}, but {last.origin} was signed for. "
            "A log keeps its origin for ever."
        )
    check_consistent(size, root, last)
    if copied := _copied(directory, last):
        raise SignerError(copied)
    _check_lease(last)
    return last


def _copied(directory: Path, last: State) -> str:
    here = not last.signer or last.place == custody.place(directory)
    return "" if here else COPIED_FOLDER.format(directory)


def _check_lease(last: State | None) -> None:
    current = lease.current()
    if current is None:
        return
    if fault := lease.fault(current, None if last is None else last.signer):
        raise SignerError(fault)
    if last is not None and (published := published_size()) > last.size:
        raise SignerError(
            f"size {published} was published, but signed.json remembers {last.size}: it is older "
            "than the log. If no other node signs, run `manage.py adopt_signer`."
        )


def _sign(version: Version, last: State, directory: Path) -> Note:
    """The note of one version, by every key that signs it."""
    size, root = _root(version)
    check_consistent(size, root, last)
    text = Checkpoint(settings.LEDGER_ORIGIN, size, root).text()
    keys = [custody.private_key(directory, key) for key in keys_for(size)]
    remembered = custody.read_state(directory) or last
    if size > remembered.size:
        custody.write_state(directory, replace(remembered, size=size, root=root))
    return Note(text, tuple(key.sign(text) for key in keys))


def _prove(size: int, root: bytes, last: State) -> None:
    read = cache(log.read_tile)
    computed = tiles.range_hash(0, size, read)
    if computed != root:
        raise ProofError(f"the tiles have the root {computed.hex()}, the version another")
    (old, old_root), (new, new_root) = sorted([(size, root), (last.size, last.root)])
    proof = tiles.prove_consistency(old, new, read)
    merkle.verify_consistency(old, new, proof, old_root, new_root)


def _begin(directory: Path) -> None:
    """Make state and key on the very first run, and what a state of before the lease lacks.

    In this order, so that a crash between the two is known from a key that was lost.
    """
    last = custody.read_state(directory)
    if last is None and not _signed_before(directory):
        _check_origin()
        last = State(settings.LEDGER_ORIGIN, 0, merkle.EMPTY_ROOT)
    if last is None:
        raise SignerError(_missing_state(directory))
    if not last.signer and lease.current() is None:
        place = custody.new_place(directory)
        last = replace(last, signer=new_signer(), place=place)
        custody.write_state(directory, last)
    if not last.size and not any(directory.glob(f"{custody.KEY}*")):
        custody.make_key(directory)


def _drop_pending(directory: Path) -> None:
    custody.drop_pending(directory, {key.id.hex() for key in _keys_in_log()})


def _take_lease(last: State, directory: Path) -> None:
    if lease.current() is not None:
        return
    if not (keys := verifier_keys()):
        raise SignerError(f"the private key of this log is not in {directory}")
    lease.take(last.signer, str(keys[0]))


def _signed_before(directory: Path) -> bool:
    """Whether there is any sign that this log was signed before."""
    keys = any(directory.glob(f"{custody.KEY}*"))
    return keys or lease.current() is not None or PublishedCheckpoint.objects.exists()


def _missing_state(directory: Path) -> str:
    if any(directory.glob(f"{custody.KEY}*")):
        return (
            f"{directory / 'signed.json'} is missing although a key is there: nothing keeps this "
            "log from contradicting what it signed before. `manage.py adopt_signer` says what it "
            "needs to begin again from the newest checkpoint."
        )
    return (
        f"{directory} holds no key, but this log has published checkpoints. Bring the key back "
        "from its backup (docs/how-to/keep-the-key.md); a new key would not be the one that "
        "readers trust. If another node signs, set CIFRA_SIGNS=0 here."
    )


def _check_origin() -> None:
    try:
        check_origin(settings.LEDGER_ORIGIN)
    except NoteError as error:
        raise SignerError(str(error)) from None


def _keys_in_log() -> list[VerifierKey]:
    vkeys = Key.objects.order_by("entry_id").values_list("vkey", flat=True)
    return [VerifierKey.parse(vkey) for vkey in vkeys]


def _first_key() -> list[VerifierKey]:
    """The key that signed the first checkpoint, or will; empty if there is none."""
    current: SignerLease | None = lease.current()
    if current is not None:
        return [VerifierKey.parse(current.vkey)]
    here = custody.own_keys(custody.folder())
    oldest = PublishedCheckpoint.objects.order_by("size").first()
    if oldest is None:
        return here[:1]
    # A folder of before the lease: which of its keys is the log's, its checkpoints say.
    try:
        return list(Note.parse(bytes(oldest.note)).verify(here))[:1]
    except NoteError:
        return []
