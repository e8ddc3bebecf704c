"""Making this folder and this database those that sign, because an operator says so.

Owns what must be known before: the keys are here, and the database holds all that was signed, as
far as anything at hand remembers it. Nothing can show that no other copy still signs: that is what
the operator vouches for.
"""

from dataclasses import dataclass, replace
from pathlib import Path

from django.conf import settings

from ledger import custody, lease, log, signer
from ledger.custody import State
from ledger.errors import NoteError, SignerError
from ledger.formats import merkle
from ledger.formats.checkpoint import Checkpoint, verified
from ledger.formats.note import Note
from ledger.models import PublishedCheckpoint


@dataclass(frozen=True)
class Adopted:
    """The signer from now on, and the newest size that is known to have been signed."""

    signer: str
    size: int


def adopt(seen: bytes | None = None, *, nothing_newer: bool = False) -> Adopted:
    """Let this folder and this database sign from now on, and no other one.

    seen: the newest checkpoint that somebody else has, from a mirror or a witness. Where
    signed.json is lost, it takes its place; nothing_newer says that the newest one of the database
    does. Raises SignerError with what is missing; nothing was changed then.
    """
    if not settings.SIGNS:
        raise SignerError("this node signs nothing (CIFRA_SIGNS=0); adopt where it shall sign")
    with custody.alone() as directory:
        last = _memory(directory, seen, nothing_newer)
        size, root = log.head()
        signer.check_consistent(size, root, last)
        keys = signer.keys_for(size + 1)
        if not keys:
            raise SignerError(f"{directory} holds no key of this log. Bring it back first.")
        for key in keys:
            custody.private_key(directory, key)
        first = signer.verifier_keys()[0]
        adopted = replace(last, signer=signer.new_signer(), place=custody.new_place(directory))
        # A crash between the two leaves neither signing: the next run makes it whole.
        custody.write_state(directory, adopted)
        lease.take(adopted.signer, str(first))
        return Adopted(adopted.signer, adopted.size)


def _memory(directory: Path, seen: bytes | None, nothing_newer: bool) -> State:
    """The newest checkpoint that anything remembers: the state, the database, or `seen`."""
    last = _state(directory)
    published = PublishedCheckpoint.objects.order_by("-size").first()
    if last is None and seen is None and not nothing_newer:
        raise SignerError(
            f"{directory / 'signed.json'} can't be read, and nothing else shows what was signed "
            "last. Name a mirror, an export or a file with the newest checkpoint that anybody has "
            "(--seen); or say that the newest one of this database is the newest of all "
            "(--nothing-newer)."
        )
    notes = [note for note in (seen, published and bytes(published.note)) if note]
    remembered = [_state_of(note) for note in notes]
    if last is not None:
        remembered.append(last)
    empty = State(settings.LEDGER_ORIGIN, 0, merkle.EMPTY_ROOT)
    newest = max(remembered, key=lambda state: state.size, default=empty)
    for each in remembered:
        if each.origin != settings.LEDGER_ORIGIN:
            raise SignerError(f"{each.origin} was signed for, but the log is another one")
        signer.check_consistent(*log.head(), each)
    return newest


def _state(directory: Path) -> State | None:
    try:
        return custody.read_state(directory)
    except SignerError:
        return None  # damaged: as good as lost


def _state_of(note: bytes) -> State:
    try:
        checkpoint: Checkpoint = verified(Note.parse(note), signer.known_keys())
    except NoteError as error:
        raise SignerError(f"the newest checkpoint isn't one of this log: {error}") from None
    return State(checkpoint.origin, checkpoint.size, checkpoint.root)
