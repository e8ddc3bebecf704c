"""The log by itself: entries by their bytes, tiles by the entries, erasures by their redactions.

Rows are read as they are stored, and a cell that holds what its column can't is named. What needs
several rows at once is compared where all of them can be read.
"""

from collections.abc import Generator, Iterator
from typing import Any

from django.db.models import Max

from ledger import log, replay, understanding
from ledger.database.stored import CHUNK, Table
from ledger.errors import LedgerError
from ledger.findings import Finding
from ledger.formats import canonical, tiles
from ledger.models import Entry, Tile

_ENTRY, _TILE = Entry._meta.db_table, Tile._meta.db_table
_Checked = Generator[Finding, None, int]  # returns how many rows can't be read


def findings(alias: str) -> Iterator[Finding]:
    """Every difference within the log."""
    unreadable = yield from _entries(alias)
    unreadable += yield from _places(alias)
    if unreadable:
        yield Finding("(tiles, prev)", "", "", f"not compared: {unreadable} rows can't be read")
        return
    yield from _prevs()
    yield from _hashes()
    yield from _withheld()


def _entries(alias: str) -> _Checked:
    """Bytes against hashes and columns; order and instants."""
    expected, unreadable, understood, instants = 0, 0, True, _Instants()
    for key, values, faults in Table(Entry, alias).read():
        if faults:
            yield from (Finding(_ENTRY, key, *fault) for fault in faults)
            expected, unreadable = expected + 1, unreadable + 1
            continue
        row = Entry(**values)
        if row.index != expected:
            yield Finding(_ENTRY, expected, "index", f"missing; the next is {row.index}")
            expected = row.index
        yield from (Finding(_ENTRY, row.index, *fault) for fault in replay.faults(row))
        # Which entries end a changeset is known up to the first type that isn't.
        understood = understood and understanding.known_type(row.type)
        if understood and (fault := instants.fault(row)):
            yield Finding(_ENTRY, row.index, "at", fault)
        expected += 1
    return unreadable


class _Instants:
    """One instant within a changeset, a later one in the next."""

    def __init__(self) -> None:
        self.before: Any = None
        self.within: Any = None

    def fault(self, row: Entry) -> str:
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


def _prevs() -> Iterator[Finding]:
    """`prev` is the newest earlier entry about the same object."""
    for rows in _chunks():
        objects = {row.object for row in rows}
        earlier = Entry.objects.filter(index__lt=rows[0].index, object__in=objects)
        newest = dict(
            earlier.values("object").annotate(last=Max("index")).values_list("object", "last")
        )
        for row in rows:
            if row.prev != newest.get(row.object):
                fault = f"{row.prev}, but the newest before is {newest.get(row.object)}"
                yield Finding(_ENTRY, row.index, "prev", fault)
            newest[row.object] = row.index


def _chunks() -> Iterator[list[Entry]]:
    """The rows in order, without their bytes; an index that was changed may be a huge number."""
    rows = Entry.objects.order_by("index").defer("data")
    chunk = list(rows[:CHUNK])
    while chunk:
        yield chunk
        chunk = list(rows.filter(index__gt=chunk[-1].index)[:CHUNK])


def _hashes() -> Iterator[Finding]:
    """Every tile against the leaf hashes."""
    tails: log.Tails = {}
    size = 0
    while leaves := _leaves(size):
        changed = tiles.extend(tails, size, leaves)
        size += len(leaves)
        whole = {key: data for key, data in changed.items() if len(data) == tiles.FULL}
        yield from _differing(whole)
        tails = {key: data for key, data in (tails | changed).items() if key not in whole}
    yield from _differing(tails)


def _leaves(size: int) -> list[bytes]:
    rows = Entry.objects.filter(index__gte=size, index__lt=size + log.BATCH).order_by("index")
    return [bytes(item) for item in rows.values_list("leaf_hash", flat=True)]


def _differing(computed: log.Tails) -> Iterator[Finding]:
    stored = log.fetch_tiles(computed)
    for (level, number), data in computed.items():
        if stored.get((level, number)) != data:
            fault = "differs from the entries" if (level, number) in stored else "is missing"
            yield Finding(_TILE, f"{level}/{number}", "hashes", fault)


def _withheld() -> Iterator[Finding]:
    """A withheld entry has a `redact/1` with what its columns were; and the reverse."""
    redactions = {}
    for row in Entry.objects.filter(type=log.REDACT, data__isnull=False).order_by("index"):
        try:
            content = canonical.decode(bytes(row.data or b""))["content"]
            redactions[content["index"]] = content
        except (LedgerError, KeyError, TypeError):
            continue  # found by _entries
    for row in Entry.objects.filter(data__isnull=True).order_by("index"):
        content = redactions.pop(row.index, None)
        if content is None:
            # An entry of newer software may be what withholds it.
            newer = understanding.stopped() is not None
            words = " that is understood here" if newer else ""
            fault = f"withheld without a redact entry{words}"
            yield Finding(_ENTRY, row.index, "data", fault, newer)
            continue
        for column, value in log.remains(row).items():
            if (said := content.get(column)) != value:
                fault = f"{value!r}, but its redact entry says {said!r}"
                yield Finding(_ENTRY, row.index, column, fault)
    for index in redactions:
        yield Finding(_ENTRY, index, "data", "is there, although a redact entry withholds it")
