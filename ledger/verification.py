"""The check that the data follows from the log, and the log from its signatures.

Owns the check that `manage.py verify_ledger` runs: entries by their bytes, tiles, guards,
checkpoints and state of the signer, then every published table against a replay into a scratch
database. It trusts no stored hash, changes nothing, and reads one snapshot of the live database, so
it may run while others publish. Cost: the whole log, twice.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections, models
from django.db.models import Max

from ledger import cosigning, log, replay, signer, understanding, witness
from ledger.database import guards
from ledger.database.scratch import scratch
from ledger.errors import LedgerError, NoteError, TileError
from ledger.formats import canonical, tiles
from ledger.formats.checkpoint import Checkpoint
from ledger.formats.note import Note, VerifierKey
from ledger.formats.policy import Policy
from ledger.models import Entry, PublishedCheckpoint, Tile, Version, WitnessedLog

_CHUNK = 1000


@dataclass(frozen=True)
class Finding:
    """One difference: where it is, and what is wrong there."""

    table: str
    key: object
    column: str
    fault: str
    newer_software: bool = False  # nothing is wrong, but not all is understood here

    def __str__(self) -> str:
        return f"{self.table} {self.key} {self.column}: {self.fault}"


def verify() -> Iterator[Finding]:
    """Every difference found, as it is found; none means that all is as the log says."""
    alias = log.alias()
    with _snapshot(alias):
        damaged = False
        for finding in chain(_entries(), _tiles(), _withheld()):
            damaged = damaged or not finding.newer_software
            yield finding
        yield from _guards(alias)
        yield from _checkpoints()
        yield from _state()
        yield from _witnessed()
        if damaged:
            yield Finding("(published tables)", "", "", "not compared, since the log is damaged")
        else:
            yield from _tables(alias)


def _entries() -> Iterator[Finding]:
    """Bytes against hashes and columns; order, `prev` and instants."""
    expected, instants, understood = 0, _Instants(), True
    for row in _by_key(Entry):
        if row.index != expected:
            yield Finding("ledger_entry", expected, "index", f"missing; the next is {row.index}")
            expected = row.index
        for column, fault in replay.faults(row):
            yield Finding("ledger_entry", row.index, column, fault)
        # Which entries end a changeset is known up to the first type that isn't.
        understood = understood and understanding.known_type(row.type)
        if understood and (fault := instants.fault(row)):
            yield Finding("ledger_entry", row.index, "at", fault)
        expected += 1
    yield from _prevs(expected)


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


def _prevs(size: int) -> Iterator[Finding]:
    """`prev` is the newest earlier entry about the same object."""
    for start in range(0, size, _CHUNK):
        rows = list(
            Entry.objects.filter(index__gte=start, index__lt=start + _CHUNK).order_by("index")
        )
        earlier = Entry.objects.filter(index__lt=start, object__in={row.object for row in rows})
        newest = dict(
            earlier.values("object").annotate(last=Max("index")).values_list("object", "last")
        )
        for row in rows:
            if row.prev != newest.get(row.object):
                fault = f"{row.prev}, but the newest before is {newest.get(row.object)}"
                yield Finding("ledger_entry", row.index, "prev", fault)
            newest[row.object] = row.index


def _tiles() -> Iterator[Finding]:
    """Every tile against the leaf hashes; no tile too many."""
    tails: log.Tails = {}
    size = 0
    while leaves := _leaves(size):
        changed = tiles.extend(tails, size, leaves)
        size += len(leaves)
        whole = {key: data for key, data in changed.items() if len(data) == tiles.FULL}
        yield from _differing_tiles(whole)
        tails = {key: data for key, data in (tails | changed).items() if key not in whole}
    yield from _differing_tiles(tails)
    for level, number in Tile.objects.values_list("level", "index").iterator():
        if level < 0 or number < 0 or not tiles.width_at(tiles.TilePath(level, number), size):
            yield Finding("ledger_tile", f"{level}/{number}", "level", "no such tile in this log")


def _leaves(size: int) -> list[bytes]:
    rows = Entry.objects.filter(index__gte=size, index__lt=size + log.BATCH).order_by("index")
    return [bytes(item) for item in rows.values_list("leaf_hash", flat=True)]


def _differing_tiles(computed: log.Tails) -> Iterator[Finding]:
    stored = log.fetch_tiles(computed)
    for (level, number), data in computed.items():
        if stored.get((level, number)) != data:
            fault = "differs from the entries" if (level, number) in stored else "is missing"
            yield Finding("ledger_tile", f"{level}/{number}", "hashes", fault)


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
            fault = "withheld without a redact entry" + (
                " that is understood here" if newer else ""
            )
            yield Finding("ledger_entry", row.index, "data", fault, newer)
            continue
        for column, value in log.remains(row).items():
            if (said := content.get(column)) != value:
                fault = f"{value!r}, but its redact entry says {said!r}"
                yield Finding("ledger_entry", row.index, column, fault)
    for index in redactions:
        yield Finding(
            "ledger_entry", index, "data", "is there, although a redact entry withholds it"
        )


def _guards(alias: str) -> Iterator[Finding]:
    guarded: list[type[models.Model]] = [Entry, Tile, PublishedCheckpoint]
    guarded += replay.projected_models()
    for gap in guards.gaps(connections[alias], guarded):
        yield Finding(gap.split(":")[0], "", "", f"trigger: {gap}")


def _checkpoints() -> Iterator[Finding]:
    """Every published note: its text, its signatures, and that none is missing."""
    table = PublishedCheckpoint._meta.db_table
    try:
        witnesses = [each.key for each in _policy().witnesses.values()]
        sizes = set(Version.objects.values_list("size", flat=True))
        published = -1
        newest = max(sizes, default=0)
        behind = understanding.stopped() is not None
        for row in _by_key(PublishedCheckpoint):
            if behind and row.size > newest:
                break  # of versions that aren't understood: keys may have changed in them
            published = row.size
            keys = signer.keys_for(row.size)
            if row.size not in sizes:
                yield Finding(table, row.size, "size", "no version has this size")
            elif fault := _note_fault(row, keys, witnesses):
                yield Finding(table, row.size, "note", fault)
            sizes.discard(row.size)
        for size in sorted(size for size in sizes if size < published):
            yield Finding(table, size, "size", "the checkpoint of this version is missing")
    except LedgerError as error:
        yield Finding(table, "", "note", f"can't be checked: {error}")


def _note_fault(
    row: PublishedCheckpoint, keys: list[VerifierKey], witnesses: list[VerifierKey]
) -> str:
    """What is wrong with a published note; empty if every line of it is as it should be."""
    try:
        note = Note.parse(bytes(row.note))
        root = tiles.range_hash(0, row.size, cache(log.read_tile))
        if note.text != Checkpoint(settings.LEDGER_ORIGIN, row.size, root).text():
            return "its text is not that of this log at this size"
        signed = note.verify([*keys, *witnesses])
    except (NoteError, TileError) as error:
        return str(error)
    if missing := [key for key in keys if key not in signed]:
        return f"not signed by {missing[0]}"
    if len(signed) != len(note.signatures):
        return "a signature line of a key that is neither the log's nor in the policy, or twice"
    return ""


def _state() -> Iterator[Finding]:
    """What the signer remembers agrees with the log."""
    try:
        last = signer.state()
    except LedgerError as error:
        yield Finding("signed.json", "", "", str(error))
        return
    if last is None:
        return
    try:
        root = tiles.range_hash(0, last.size, cache(log.read_tile))
    except TileError:
        yield Finding("signed.json", last.size, "size", "more was signed than the log has")
        return
    if root != last.root or last.origin != settings.LEDGER_ORIGIN:
        yield Finding("signed.json", last.size, "root", "another log was signed at this size")


def _witnessed() -> Iterator[Finding]:
    """What was cosigned here is what the rows say."""
    for row in _by_key(WitnessedLog):
        try:
            note = Note.parse(bytes(row.note))
            own = witness.witness_key().verifier
            known = [*witness.witnessed_logs(), own]
            signed = note.verify(known)
            noted = Checkpoint.parse(note.text)
            if own not in signed or len(signed) != len(note.signatures):
                raise NoteError("a signature line that is neither the log's nor ours")
            if (noted.origin, noted.size, noted.root) != (row.origin, row.size, bytes(row.root)):
                raise NoteError("the note tells another origin, size or root")
        except LedgerError as error:
            yield Finding("ledger_witnessedlog", row.origin, "note", str(error))


def _tables(alias: str) -> Iterator[Finding]:
    """Replay into a scratch database and compare every published table."""
    published = replay.projected_models()
    with scratch([Entry, Tile, *published]) as other:
        try:
            replayed = replay.replay(source=alias)
        except LedgerError as error:
            yield Finding("ledger_entry", "", "", f"can't be replayed: {error}")
            return
        if stop := replayed.stop:
            fault = f"needs newer software: {stop.unknown} isn't known here"
            yield Finding("ledger_entry", stop.index, "data", fault, newer_software=True)
        for model in published:
            yield from _compare(model, alias, other)


def _compare(model: type[models.Model], live: str, replayed: str) -> Iterator[Finding]:
    """Row by row and column by column, in chunks, by primary key."""
    table = model._meta.db_table
    columns = [field.attname for field in model._meta.concrete_fields if field.column]
    for rows, others in _chunks(model, columns, live, replayed):
        for key, row in rows.items():
            if (other := others.get(key)) is None:
                yield Finding(table, key, "", "isn't in the log")
                continue
            for column, is_, was in zip(columns, row, other, strict=True):
                if is_ != was or type(is_) is not type(was):
                    yield Finding(table, key, column, f"{is_!r:.200}, the log says {was!r:.200}")
    for others, rows in _chunks(model, columns, replayed, live):
        for key in others.keys() - rows.keys():
            yield Finding(table, key, "", "is missing")


def _chunks(
    model: type[models.Model], columns: list[str], alias: str, other: str
) -> Iterator[tuple[dict[Any, tuple[Any, ...]], dict[Any, tuple[Any, ...]]]]:
    """The rows of `alias` by primary key, a chunk at a time, with those of `other`."""
    rows = model._base_manager.order_by("pk")
    last = None
    while True:
        after = rows if last is None else rows.filter(pk__gt=last)
        found = _plain(after.using(alias).values_list("pk", *columns)[:_CHUNK])
        if not found:
            return
        keys = list(found)
        same = rows.filter(pk__in=keys).using(other).values_list("pk", *columns)
        yield found, _plain(same)
        last = keys[-1]


def _plain(rows: Iterable[tuple[Any, ...]]) -> dict[Any, tuple[Any, ...]]:
    return {
        row[0]: tuple(bytes(value) if isinstance(value, memoryview) else value for value in row[1:])
        for row in rows
    }


def _by_key(model: type[models.Model]) -> Iterator[Any]:
    """Every row by primary key, in chunks: no cursor stays open, memory stays flat."""
    last = None
    while True:
        rows = model._base_manager.order_by("pk")
        chunk = list((rows if last is None else rows.filter(pk__gt=last))[:_CHUNK])
        if not chunk:
            return
        yield from chunk
        last = chunk[-1].pk


def _policy() -> Policy:
    return cosigning.read_policy(Path(settings.STATE_DIR) / "ledger" / "policy")


@contextmanager
def _snapshot(alias: str) -> Iterator[None]:
    """One state of the live database for all reads, without keeping writers out.

    Within a caller's transaction, that transaction is the snapshot.
    """
    connection = connections[alias]
    if connection.in_atomic_block:
        yield
        return
    begin = {"postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"}
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute(begin.get(connection.vendor, "BEGIN"))
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK")
