"""Witness mode: this installation watches other logs (C2SP tlog-witness).

Owns the decision whether a foreign checkpoint extends the last one seen, and one row per origin
that remembers it. An operator names the logs in `STATE_DIR/ledger/witnessed`, one `log VKEY` a
line; the witness's own key is made beside it.

A witness must never forget what it cosigned: don't restore `ledger_witnessedlog` from a backup that
is older than its last cosignature.
"""

import time
from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings
from django.db import IntegrityError, transaction

from ledger import custody
from ledger.errors import NoteError, ProofError, SignerError, WitnessError
from ledger.files import write_once
from ledger.formats import merkle
from ledger.formats.checkpoint import Checkpoint, parse_decimal, parse_hashes, verified
from ledger.formats.note import COSIGNATURE, Note, SigningKey, VerifierKey
from ledger.formats.policy import Policy
from ledger.models import WitnessedLog

SIZE_TYPE = "text/x.tlog.size"


@dataclass(frozen=True)
class Answer:
    """An HTTP answer of the protocol."""

    status: int
    body: str
    content_type: str = "text/plain; charset=utf-8"


def witnessed_logs() -> list[VerifierKey]:
    """The keys of the logs that this installation watches; empty if it is no witness."""
    path = custody.location() / "witnessed"
    try:
        return Policy.parse(f"{path.read_text()}\nquorum none\n").logs
    except FileNotFoundError:
        return []
    except (NoteError, OSError, UnicodeDecodeError) as error:
        raise WitnessError(f"{path}: {error}") from None


def witness_key() -> SigningKey:
    """The key that cosigns, made on first use; of several first uses at once, one makes it."""
    path = custody.location() / "witness-key"
    if not path.exists():
        key = SigningKey.generate(f"{settings.LEDGER_ORIGIN}/witness", COSIGNATURE)
        write_once(path, f"{key.text()}\n".encode(), 0o600)
    return known_key()


def known_key() -> SigningKey:
    """The key that cosigns; raises SignerError if it wasn't made yet, or can't be used."""
    path = custody.location() / "witness-key"
    try:
        return custody.read_private_key(path)
    except FileNotFoundError:
        raise SignerError(f"{path} is missing; bring it back from a backup") from None


def add_checkpoint(body: bytes) -> Answer:
    """Cosign the checkpoint in `body` if it extends what was cosigned before.

    The row is committed before the answer exists. Raises WitnessError if the files are unusable.
    """
    try:
        old, proof, note = _parsed(body)
        checkpoint = Checkpoint.parse(note.text)
    except NoteError as error:
        return Answer(400, f"{error}\n")
    keys = [key for key in witnessed_logs() if key.name == checkpoint.origin]
    if not keys:
        return Answer(404, f"{checkpoint.origin} is not watched here\n")
    try:
        verified(note, keys)
    except NoteError as error:
        return Answer(403, f"{error}\n")
    if old > checkpoint.size:
        return Answer(400, f"old size {old} is above {checkpoint.size}\n")
    return _extended(old, proof, note, checkpoint)


def last_checkpoint(origin_hash: str) -> bytes | None:
    """The last cosigned note of the origin with this SHA-256 (hex); None if there is none."""
    for row in WitnessedLog.objects.all():
        if sha256(row.origin.encode()).hexdigest() == origin_hash:
            return bytes(row.note)
    return None


def _extended(old: int, proof: tuple[bytes, ...], note: Note, new: Checkpoint) -> Answer:
    row = WitnessedLog.objects.filter(origin=new.origin).first()
    seen, root = (row.size, bytes(row.root)) if row else (0, merkle.EMPTY_ROOT)
    if old != seen:
        return Answer(409, f"{seen}\n", SIZE_TYPE)
    try:
        if new.size == 0 and new.root != merkle.EMPTY_ROOT:
            raise ProofError("size 0 with another root than the empty tree's")
        merkle.verify_consistency(old, new.size, proof, root, new.root)
    except ProofError as error:
        return Answer(422, f"{error}\n")
    line = witness_key().sign(note.text, seconds=int(time.time()))
    kept = Note(note.text, (*note.signatures, line)).encode()
    if not _swapped(row, new, kept):
        current = WitnessedLog.objects.get(origin=new.origin)
        return Answer(409, f"{current.size}\n", SIZE_TYPE)
    return Answer(200, f"{line}\n")


def _swapped(row: WitnessedLog | None, new: Checkpoint, note: bytes) -> bool:
    """Put `new` in the place of `row`, unless another request was faster. Committed on return."""
    values = {"size": new.size, "root": new.root, "note": note}
    if row:
        same = WitnessedLog.objects.filter(origin=row.origin, size=row.size, root=bytes(row.root))
        return same.update(**values) == 1
    try:
        with transaction.atomic():
            WitnessedLog.objects.create(origin=new.origin, **values)
    except IntegrityError:
        return False
    return True


def _parsed(body: bytes) -> tuple[int, tuple[bytes, ...], Note]:
    """Old size, proof and note of a request; raises NoteError."""
    head, blank, note = body.partition(b"\n\n")
    try:
        lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError:
        raise NoteError("the proof is not ASCII") from None
    if not blank or not lines[0].startswith("old "):
        raise NoteError("a request starts with `old N`, then hashes, then a blank line")
    old = parse_decimal(lines[0].removeprefix("old "), "the old size")
    return old, parse_hashes(lines[1:]), Note.parse(note)
