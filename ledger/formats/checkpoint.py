"""Checkpoints and proof files: what the log's notes say (C2SP tlog-checkpoint, tlog-proof).

Owns the two text forms. A checkpoint states origin, size and root of a log; a proof file shows that
one entry is under a checkpoint, without the log.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from ledger.errors import NoteError
from ledger.formats import merkle
from ledger.formats.note import Note, VerifierKey, check_name, from_base64, to_base64

_PROOF_HEADER = "c2sp.org/tlog-proof@v1"
_MAX_HASHES = 63


@dataclass(frozen=True)
class Checkpoint:
    """The state of a log; `text()` is what gets signed."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def text(self) -> str:
        lines = [self.origin, str(self.size), to_base64(self.root), *self.extensions]
        return "".join(f"{line}\n" for line in lines)

    @classmethod
    def parse(cls, text: str) -> Self:
        """The checkpoint in the text of a note; raises NoteError unless it is one, as written."""
        lines = text.split("\n")
        if len(lines) < 4 or lines[-1] or "" in lines[:-1]:
            raise NoteError("a checkpoint needs an origin, a size and a root, each on its line")
        root = from_base64(lines[2])
        if len(root) != merkle.HASH_SIZE:
            raise NoteError(f"a checkpoint with a root of {len(root)} bytes")
        size = parse_decimal(lines[1], "the size of a checkpoint")
        return cls(lines[0], size, root, tuple(lines[3:-1]))


@dataclass(frozen=True)
class ProofFile:
    """An inclusion proof and the note that it leads to.

    `extra` is what its author adds; nothing proves it.
    """

    index: int
    hashes: tuple[bytes, ...]
    note: Note
    extra: bytes | None = None

    def text(self) -> str:
        lines = [_PROOF_HEADER]
        if self.extra is not None:
            lines.append(f"extra {to_base64(self.extra)}")
        lines += [f"index {self.index}", *map(to_base64, self.hashes), ""]
        return "".join(f"{line}\n" for line in lines) + self.note.encode().decode()

    @classmethod
    def parse(cls, text: str) -> Self:
        """The proof in `text`; raises NoteError for anything malformed."""
        head, blank, signed = text.partition("\n\n")
        lines = head.split("\n")
        if not blank or lines.pop(0) != _PROOF_HEADER:
            raise NoteError(f"a proof file starts with {_PROOF_HEADER}")
        extra = None
        if lines and lines[0].startswith("extra "):
            extra = from_base64(lines.pop(0).removeprefix("extra "))
        if not lines or not lines[0].startswith("index "):
            raise NoteError("a proof file without its index")
        index = parse_decimal(lines.pop(0).removeprefix("index "), "the index of a proof file")
        try:
            note = Note.parse(signed.encode())
        except UnicodeEncodeError:
            raise NoteError("a proof file with lone surrogates") from None
        return cls(index, parse_hashes(lines), note, extra)

    def verify(self, entry: bytes, keys: Iterable[VerifierKey]) -> Checkpoint:
        """The checkpoint, signed by one of `keys`, under which `entry` is at `index`.

        Raises NoteError for the signature, ProofError for the proof.
        """
        checkpoint = verified(self.note, keys)
        merkle.verify_inclusion(
            merkle.leaf_hash(entry), self.index, checkpoint.size, self.hashes, checkpoint.root
        )
        return checkpoint


def verified(note: Note, keys: Iterable[VerifierKey]) -> Checkpoint:
    """The checkpoint in `note`, signed by one of `keys` that bears the origin's name.

    Raises NoteError otherwise.
    """
    signers = note.verify(keys)
    checkpoint = Checkpoint.parse(note.text)
    if checkpoint.origin not in {key.name for key in signers}:
        raise NoteError(f"the log {checkpoint.origin} didn't sign its checkpoint")
    return checkpoint


def parse_hashes(lines: Sequence[str]) -> tuple[bytes, ...]:
    """The hashes of a proof, one Base64 line each; at most 63, each of 32 bytes."""
    if len(lines) > _MAX_HASHES:
        raise NoteError(f"a proof of {len(lines)} hashes")
    hashes = tuple(from_base64(line) for line in lines)
    if any(len(item) != merkle.HASH_SIZE for item in hashes):
        raise NoteError("a hash of a proof is not 32 bytes long")
    return hashes


def parse_decimal(text: str, what: str) -> int:
    """A number below 2**63, in ASCII digits without a leading zero."""
    if not re.fullmatch(r"0|[1-9][0-9]{0,18}", text) or int(text) > merkle.MAX_SIZE:
        raise NoteError(f"{what} is {text[:30]!r}, not a number")
    return int(text)


def check_origin(origin: str) -> None:
    """Raise NoteError unless `origin` may name a log: a host and path, without a scheme."""
    check_name(origin)
    if "://" in origin or origin.endswith("/"):
        raise NoteError(f"the origin {origin!r} must have neither a scheme nor a slash at its end")
