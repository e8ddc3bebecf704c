"""Published tables against a replay of the log, cell by cell and to the byte as stored.

On SQLite both are files of one engine, so that what is compared is what lies in them (the members
of JSON in any order). A database of PostgreSQL is compared value by value: its types leave one
spelling to each.
"""

from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

from django.db import connections, models

from ledger.database.stored import CHUNK, Row, Table
from ledger.findings import Finding
from ledger.progress import Progress


def findings(
    model: type[models.Model], live: str, replayed: str, progress: Progress
) -> Iterator[Finding]:
    """Every cell, row and key of the live table that isn't what the replay made.

    The keys of the table are whole numbers. Both sides are read once, in the order of their keys.
    """
    here, there = Table(model, live), Table(model, replayed)
    bytewise = connections[live].vendor == "sqlite"
    progress.begin(f"comparing {here.name}, rows", there.count())
    ours = chain.from_iterable(here.chunks())
    theirs = chain.from_iterable(there.chunks(native=not bytewise))
    pair = _Pair(here, there, bytewise)
    while pair.read(ours, theirs):
        progress.add(len(pair.right))
        if pair.left == pair.right:  # almost always, and as fast as it can be seen
            pair.left, pair.right = [], []
        else:
            yield from pair.differences()


class _Pair:
    """The next rows of the live table, and of the replay's."""

    def __init__(self, here: Table, there: Table, bytewise: bool) -> None:
        self._here, self._there, self._bytewise = here, there, bytewise
        self.left: list[Row] = []
        self.right: list[Row] = []

    def read(self, ours: Iterator[Row], theirs: Iterator[Row]) -> bool:
        """Read on; whether there is any row."""
        self.left += islice(ours, CHUNK - len(self.left))
        self.right += islice(theirs, CHUNK - len(self.right))
        return bool(self.left or self.right)

    def differences(self) -> Iterator[Finding]:
        """What differs up to the first key behind which a side may have more; the rest stays."""
        name, full = self._here.name, len(self.left) == CHUNK
        left: dict[Any, Row] = {}
        for row in self.left:
            if (key := self._here.key(row)) is None:
                yield Finding(name, self._here.shown_key(row), "", "isn't in the log")
            else:
                left[key] = row
        if full and not left:  # no key says how far these rows reach
            self.left = []
            return
        right = {self._right_key(row): row for row in self.right}
        ends = [max(left)] if full else []
        ends += [max(right)] if len(self.right) == CHUNK else []
        bound = min(ends, default=max([*left, *right], default=0))
        self.left = [row for key, row in left.items() if key > bound]
        self.right = [row for key, row in right.items() if key > bound]
        yield from self._compared(
            {key: row for key, row in left.items() if key <= bound},
            {key: row for key, row in right.items() if key <= bound},
        )

    def _compared(self, left: dict[Any, Row], right: dict[Any, Row]) -> Iterator[Finding]:
        """What differs between rows by their keys, of which there are no more on either side."""
        name = self._here.name
        unequal = [key for key, row in left.items() if key in right and row != right[key]]
        if not self._bytewise:  # that a driver gives another value is no difference yet
            right |= {self._there.key(row): row for row in self._there.among(unequal)}
        lacking = [key for key in left if key not in right]
        yield from (Finding(name, key, "", "isn't in the log") for key in lacking)
        for key in unequal:
            here, there = self._here, self._there
            yield from _cells(here, left[key], there, right[key], bytewise=self._bytewise)
        lost = [key for key in right if key not in left]
        yield from (Finding(name, key, "", "is missing") for key in lost)

    def _right_key(self, row: Row) -> Any:
        return self._there.key(row) if self._bytewise else row[self._there.keys[0]]


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
