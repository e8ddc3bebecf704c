"""How a stored row becomes the JSON object that is served at a version."""

from typing import Protocol

import orjson

from ledger.log import content_of
from rest.serializers import RecordedSerializer


class StoredRow(Protocol):
    """A row with the bytes of its entry, and the versions between which it is current."""

    data: bytes
    known_from: int
    known_to: int | None


def known_to_at(known_to: int | None, version: int) -> int | None:
    """known_to as served at a version: a later end is not known yet."""
    return known_to if known_to is not None and known_to <= version else None


def item(row: StoredRow, serializer: type[RecordedSerializer], version: int) -> bytes:
    """The JSON object of a row: its content, and the versions between which it is current."""
    fixed = orjson.dumps(serializer.fixed(content_of(row.data)))
    known_to = known_to_at(row.known_to, version)
    return joined(fixed, orjson.dumps({"known_from": row.known_from, "known_to": known_to}))


def joined(first: bytes, second: bytes) -> bytes:
    """One JSON object with the members of two, neither of them empty."""
    return first[:-1] + b"," + second[1:]
