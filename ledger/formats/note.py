"""Signed notes (C2SP signed-note): a text, and signature lines of named keys below it.

Owns keys, signature lines and the rule by which a note counts as signed. Two kinds of key are
known: 01 Ed25519 over the text (a log), 04 Ed25519 cosignature/v1 over a time and the text (a
witness, C2SP tlog-cosignature). Lines of unknown keys are kept and ignored.

Pure, with `cryptography` for the curve. It doesn't know what a text says; see `checkpoint`.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from ledger.errors import NoteError

ED25519 = 0x01
COSIGNATURE = 0x04
MAX_BYTES = 1_000_000
MAX_SIGNATURES = 100


@dataclass(frozen=True)
class VerifierKey:
    """The public half of a key; `str()` gives its vkey: name+hex(id)+base64(kind || public)."""

    name: str
    kind: int
    public: bytes

    @property
    def id(self) -> bytes:
        """SHA-256(name || 0A || kind || public), the first 4 bytes: a hint, not an identity."""
        named = self.name.encode() + b"\n" + bytes([self.kind]) + self.public
        return hashlib.sha256(named).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{to_base64(bytes([self.kind]) + self.public)}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """The key that a vkey encodes; raises NoteError for a malformed or unsupported one."""
        name, plus, rest = text.partition("+")
        hint, _, encoded = rest.partition("+")
        data = from_base64(encoded)
        if not plus or not data:
            raise NoteError(f"{text[:80]!r} is not a vkey")
        check_name(name)
        if data[0] not in (ED25519, COSIGNATURE) or len(data) != 33:
            raise NoteError(f"vkey of {name}: kind {data[0]:02x} with {len(data) - 1} bytes")
        key = cls(name, data[0], data[1:])
        if key.id.hex() != hint:
            raise NoteError(f"vkey of {name}: its id is {key.id.hex()}, not {hint[:8]!r}")
        return key

    def verify(self, text: str, signature: bytes) -> None:
        """Raise NoteError unless `signature` (without the key id) is this key's, of this text."""
        message = text.encode()
        if self.kind == COSIGNATURE:
            seconds, signature = signature[:8], signature[8:]
            message = _cosigned(int.from_bytes(seconds, "big"), text)
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except (InvalidSignature, ValueError):
            raise NoteError(f"the signature of {self.name} doesn't verify") from None


@dataclass(frozen=True)
class SigningKey:
    """A key that signs; `text()` is a secret: PRIVATE+KEY+name+hex(id)+base64(kind || seed)."""

    name: str
    kind: int
    seed: bytes

    @classmethod
    def generate(cls, name: str, kind: int = ED25519) -> Self:
        check_name(name)
        return cls(name, kind, Ed25519PrivateKey.generate().private_bytes_raw())

    @classmethod
    def parse(cls, text: str) -> Self:
        """The key in its private text; raises NoteError without quoting it."""
        parts = text.strip().split("+", 4)
        data = from_base64(parts[4]) if len(parts) == 5 else b""
        if parts[:2] != ["PRIVATE", "KEY"] or len(data) != 33:
            raise NoteError("not the text of a private key")
        check_name(parts[2])
        key = cls(parts[2], data[0], data[1:])
        if data[0] not in (ED25519, COSIGNATURE) or key.verifier.id.hex() != parts[3]:
            raise NoteError("the id of a private key doesn't fit it")
        return key

    @property
    def verifier(self) -> VerifierKey:
        public = Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw()
        return VerifierKey(self.name, self.kind, public)

    def text(self) -> str:
        key_id = self.verifier.id.hex()
        return f"PRIVATE+KEY+{self.name}+{key_id}+{to_base64(bytes([self.kind]) + self.seed)}"

    def sign(self, text: str, *, seconds: int = 0) -> "Signature":
        """The signature line of `text`; `seconds` (POSIX) is the time of a cosignature."""
        key = Ed25519PrivateKey.from_private_bytes(self.seed)
        if self.kind == ED25519:
            return Signature(self.name, self.verifier.id, key.sign(text.encode()))
        signed = seconds.to_bytes(8, "big") + key.sign(_cosigned(seconds, text))
        return Signature(self.name, self.verifier.id, signed)


@dataclass(frozen=True)
class Signature:
    """A signature line below a text; `str()` is the line without its LF."""

    name: str
    key_id: bytes
    signature: bytes

    def __str__(self) -> str:
        return f"\u2014 {self.name} {to_base64(self.key_id + self.signature)}"

    @classmethod
    def parse(cls, line: str) -> Self:
        parts = line.split(" ")
        if len(parts) != 3 or parts[0] != "\u2014":
            raise NoteError(f"{line[:80]!r} is not a signature line")
        check_name(parts[1])
        data = from_base64(parts[2])
        if len(data) < 5:
            raise NoteError(f"the signature line of {parts[1]} is too short")
        return cls(parts[1], data[:4], data[4:])


@dataclass(frozen=True)
class Note:
    """A text (ends in LF) and its signatures, as written; nothing is verified yet."""

    text: str
    signatures: tuple[Signature, ...]

    def encode(self) -> bytes:
        return "\n".join([self.text, *map(str, self.signatures), ""]).encode()

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """The note in `data`; raises NoteError for anything malformed, and over a megabyte."""
        if len(data) > MAX_BYTES:
            raise NoteError(f"a note of {len(data)} bytes")
        try:
            whole = data.decode()
        except UnicodeDecodeError:
            raise NoteError("a note that is not UTF-8") from None
        if any(ch < " " and ch != "\n" for ch in whole) or not whole.endswith("\n"):
            raise NoteError("a note with control characters, or without LF at its end")
        text, blank, lines = whole.rpartition("\n\n")
        if not blank or not lines:
            raise NoteError("a note without signature lines")
        written = lines.split("\n")[:-1]
        if len(written) > MAX_SIGNATURES:
            raise NoteError(f"a note with {len(written)} signatures")
        return cls(f"{text}\n", tuple(Signature.parse(line) for line in written))

    def verify(self, keys: Iterable[VerifierKey]) -> Collection[VerifierKey]:
        """The keys among `keys` that signed this text.

        Raises NoteError if none did, or if a line under a known name and id doesn't verify.
        """
        known = {(key.name, key.id): key for key in keys}
        signed: dict[VerifierKey, None] = {}
        for line in self.signatures:
            key = known.get((line.name, line.key_id))
            if key is not None and key not in signed:
                key.verify(self.text, line.signature)
                signed[key] = None
        if not signed:
            raise NoteError("no known key signed this note")
        return signed.keys()


def check_name(name: str) -> None:
    """Raise NoteError unless `name` may name a key: no spaces, no plus, no control characters."""
    if not re.fullmatch(r"[^\s+\x00-\x1f\x7f]+", name):
        raise NoteError(f"{name[:80]!r} can't name a key")


def to_base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def from_base64(text: str) -> bytes:
    """Standard padded Base64 in its one spelling; NoteError for anything else."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise NoteError(f"{text[:80]!r} is not Base64") from None
    if to_base64(data) != text:
        raise NoteError(f"{text[:80]!r} is not Base64 as it is written")
    return data


def _cosigned(seconds: int, text: str) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()
