"""Published tables against a replay of the log, cell by cell and to the byte as stored.

On SQLite both are files of one engine, so that what is compared is what lies in them (the members
of JSON in any order). A database of PostgreSQL is compared value by value: its types leave one
spelling to each.
"""

from collections.abc import Iterator
from typing import Any

from django.db import connections, models

from ledger.database.stored import Row, Table
from ledger.findings import Finding


def findings(model: type[models.Model], live: str, replayed: str) -> Iterator[Finding]:
    """Every cell, row and key of the live table that isn't what the replay made."""
    here, there = Table(model, live), Table(model, replayed)
    bytewise = connections[live].vendor == "sqlite"
    for chunk in here.chunks():
        others = _by_key(there, chunk, here)
        for row in chunk:
            other = others.get(here.key(row))
            if other is None:
                yield Finding(here.name, here.shown_key(row), "", "isn't in the log")
            elif not (bytewise and row == other):
                yield from _cells(here, row, there, other, bytewise=bytewise)
    for chunk in there.chunks():
        others = _by_key(here, chunk, there)
        for row in chunk:
            if (key := there.key(row)) not in others:
                yield Finding(here.name, key, "", "is missing")


def _by_key(table: Table, chunk: list[Row], of: Table) -> dict[Any, Row]:
    """The rows of the table with the keys that the chunk of another table has."""
    keys = [key for row in chunk if (key := of.key(row)) is not None]
    return {table.key(row): row for row in table.among(keys)}


def _cells(here: Table, row: Row, there: Table, other: Row, *, bytewise: bool) -> Iterator[Finding]:
    key = here.key(row)
    for at, field in enumerate(here.fields):
        if bytewise and here.cell(row, at) == there.cell(other, at):
            continue
        by_value = not bytewise or isinstance(field, models.JSONField)
        if by_value and _same(here, row, there, other, at):
            continue
        is_, was = here.shown(row, at), there.shown(other, at)
        if is_ == was:  # the difference is in the bytes, or far behind
            is_, was = here.shown_bytes(row, at), there.shown_bytes(other, at)
        yield Finding(here.name, key, field.attname, f"{is_}, the log says {was}")


def _same(here: Table, row: Row, there: Table, other: Row, at: int) -> bool:
    try:
        is_, was = here.value(row, at), there.value(other, at)
    except ValueError:
        return False
    return bool(is_ == was and type(is_) is type(was))
