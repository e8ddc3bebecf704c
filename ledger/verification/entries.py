"""The log by itself: entries by their bytes, tiles by the entries, erasures by their redactions.

Rows are read as they are stored, and a cell that holds what its column can't is named. What needs
several rows at once is compared where all of them can be read.
"""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db.models import Max

from ledger import log, replay, understanding
from ledger.database.stored import Table
from ledger.errors import NeedsNewerSoftware
from ledger.findings import Finding
from ledger.formats import tiles
from ledger.log import Row
from ledger.models import Entry, Tile
from ledger.progress import Progress
from ledger.replay import Leaf

ENTRY, _TILE = Entry._meta.db_table, Tile._meta.db_table
_Checked = Generator[Finding, None, int]  # returns how many rows can't be read


class Replay(Protocol):
    """What takes the entries that were read."""

    def take(self, leaves: Sequence[Leaf]) -> None:
        """Take the next entries."""

    def stop(self) -> NeedsNewerSoftware | None:
        """The first entry of newer software, if one was taken."""


def findings(alias: str, replaying: Replay, progress: Progress) -> Iterator[Finding]:
    """Every difference within the log; its entries are replayed as long as there is none."""
    walk = _Walk(alias)
    walk.unreadable = yield from _places(alias)
    damaged = False
    progress.begin("reading and replaying the log, entries", replay.size_of(alias))
    for chunk in walk.chunks():
        for finding in chunk.findings:
            damaged = damaged or finding.table == ENTRY
            yield finding
        if not damaged:
            replaying.take(chunk.leaves)
        progress.add(chunk.rows)
    if walk.unreadable:
        fault = f"not compared: {walk.unreadable} rows can't be read"
        yield Finding("(tiles, prev)", "", "", fault)
        return
    yield from _differing(walk.tails, alias)
    yield from walk.erasures.findings(newer=replaying.stop() is not None)


@dataclass
class _Chunk:
    """Some rows in order: what is wrong with them, and the entries that they hold."""

    rows: int
    findings: list[Finding] = field(default_factory=list)
    leaves: list[Leaf] = field(default_factory=list)


class _Walk:
    """One reading of the log, from its first entry to its last."""

    def __init__(self, alias: str) -> None:
        self.unreadable = 0
        self.tails: log.Tails = {}  # the tiles that aren't full, as the entries give them
        self.erasures = _Erasures()
        self._alias, self._table = alias, Table(Entry, alias)
        self._expected = self._hashed = 0
        self._understood, self._instants = True, _Instants()
        self._known: dict[str, bool] = {}  # types of entries

    def chunks(self) -> Iterator[_Chunk]:
        """The rows, some at a time, by primary key."""
        for cells in self._table.chunks():
            chunk = _Chunk(len(cells))
            rows = [row for each in cells if (row := self._row(each, chunk)) is not None]
            if not self.unreadable:
                chunk.findings += self._prevs(rows)
                chunk.findings += self._tiles(rows)
            yield chunk

    def _row(self, cells: Any, chunk: _Chunk) -> Row | None:
        """The row that these cells are, checked by itself; None if the columns can't hold them."""
        values, faults = self._table.values(cells)
        if faults:
            key = self._table.shown_key(cells)
            chunk.findings += [Finding(ENTRY, key, *fault) for fault in faults]
            self._expected += 1
            self.unreadable += 1
            return None
        row = Row(**values)
        self._check(row, chunk)
        return row

    def _check(self, row: Row, chunk: _Chunk) -> None:
        """Bytes against hashes and columns; order and instants."""
        if row.index != self._expected:
            fault = f"missing; the next is {row.index}"
            chunk.findings.append(Finding(ENTRY, self._expected, "index", fault))
        self._expected = row.index + 1
        entry, faults = replay.entry_of(row)
        chunk.findings += [Finding(ENTRY, row.index, *fault) for fault in faults]
        # Which entries end a changeset is known up to the first type that isn't.
        self._understood = self._understood and self._is_known(row.type)
        if self._understood and (fault := self._instants.fault(row)):
            chunk.findings.append(Finding(ENTRY, row.index, "at", fault))
        chunk.leaves.append((entry, row.leaf_hash))
        self.erasures.note(row, entry.content)

    def _is_known(self, entry_type: str) -> bool:
        if entry_type not in self._known:
            self._known[entry_type] = understanding.known_type(entry_type)
        return self._known[entry_type]

    def _prevs(self, rows: Sequence[Row]) -> Iterator[Finding]:
        """`prev` is the newest earlier entry about the same object."""
        objects = {row.object for row in rows}
        earlier = Entry.objects.using(self._alias).filter(
            index__lt=rows[0].index, object__in=objects
        )
        newest = dict(
            earlier.values("object").annotate(last=Max("index")).values_list("object", "last")
        )
        for row in rows:
            if row.prev != newest.get(row.object):
                fault = f"{row.prev}, but the newest before is {newest.get(row.object)}"
                yield Finding(ENTRY, row.index, "prev", fault)
            newest[row.object] = row.index

    def _tiles(self, rows: Sequence[Row]) -> Iterator[Finding]:
        """Every tile that these leaf hashes fill."""
        changed = tiles.extend(self.tails, self._hashed, [row.leaf_hash for row in rows])
        self._hashed += len(rows)
        whole = {key: data for key, data in changed.items() if len(data) == tiles.FULL}
        self.tails = {key: data for key, data in (self.tails | changed).items() if key not in whole}
        return _differing(whole, self._alias)


class _Instants:
    """One instant within a changeset, a later one in the next."""

    def __init__(self) -> None:
        self.before: Any = None
        self.within: Any = None

    def fault(self, row: Row) -> str:
        fault = ""
        if self.within is not None and row.at != self.within:
            fault = "another instant than the entry before, of the same changeset"
        elif self.within is None and self.before is not None and row.at <= self.before:
            fault = "not later than the changeset before"
        self.within, self.before = row.at, row.at
        if understanding.ends_changeset(row.type):
            self.within = None
        return fault


def _places(alias: str) -> _Checked:
    """No tile that the log doesn't have."""
    last = Entry.objects.using(alias).aggregate(last=Max("index"))["last"]
    size, unreadable = 0 if last is None else last + 1, 0
    for key, values, faults in Table(Tile, alias).read():
        yield from (Finding(_TILE, key, *fault) for fault in faults)
        unreadable += bool(faults)
        level, number = values.get("level", 0), values.get("index", 0)
        if level < 0 or number < 0 or not tiles.width_at(tiles.TilePath(level, number), size):
            yield Finding(_TILE, key, "level", "no such tile in this log")
    return unreadable


def _differing(computed: log.Tails, alias: str) -> Iterator[Finding]:
    stored = log.fetch_tiles(computed, alias)
    for (level, number), data in computed.items():
        if stored.get((level, number)) != data:
            fault = "differs from the entries" if (level, number) in stored else "is missing"
            yield Finding(_TILE, f"{level}/{number}", "hashes", fault)


class _Erasures:
    """A withheld entry has a `redact/1` with what its columns were; and the reverse."""

    def __init__(self) -> None:
        self._redactions: dict[Any, Any] = {}  # by the index of the entry that each withholds
        self._withheld: list[Row] = []

    def note(self, row: Row, content: Any) -> None:
        """Remember an entry if it is withheld, or withholds another one."""
        if row.data is None:
            self._withheld.append(row)
        elif row.type == log.REDACT and isinstance(content.get("index"), int):
            self._redactions[content["index"]] = content

    def findings(self, *, newer: bool) -> Iterator[Finding]:
        """What doesn't fit, once the whole log was read.

        newer: whether there are entries of newer software, one of which may be what withholds.
        """
        for row in self._withheld:
            content = self._redactions.pop(row.index, None)
            if content is None:
                words = " that is understood here" if newer else ""
                fault = f"withheld without a redact entry{words}"
                yield Finding(ENTRY, row.index, "data", fault, newer)
                continue
            for column, value in log.remains(row).items():
                if (said := content.get(column)) != value:
                    fault = f"{value!r}, but its redact entry says {said!r}"
                    yield Finding(ENTRY, row.index, column, fault)
        for index in self._redactions:
            yield Finding(ENTRY, index, "data", "is there, although a redact entry withholds it")
