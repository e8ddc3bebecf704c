"""How a stored row becomes the JSON object that is served at a version."""

from typing import Protocol


class StoredRow(Protocol):
    """A row that holds the fixed part of its JSON, and the versions between which it is current."""

    body: str
    known_from: int
    known_to: int | None


def known_to_at(known_to: int | None, version: int) -> int | None:
    """known_to as served at a version: a later end is not known yet."""
    return known_to if known_to is not None and known_to <= version else None


def item(row: StoredRow, version: int) -> bytes:
    """The stored fixed part, ended by what depends on the version."""
    known_to = known_to_at(row.known_to, version)
    ending = "null" if known_to is None else str(known_to)
    return f'{row.body},"known_from":{row.known_from},"known_to":{ending}}}'.encode()
