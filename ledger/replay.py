"""Replaying the log: the same rows again, from nothing but the entries.

Owns the way from stored entries to rows, changeset by changeset, for whoever walks over them:
`manage.py rebuild`, `verify_ledger`, a recovery. It knows no more of the entries' meaning than
`ledger.log`, whose projection it calls.
"""

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from hashlib import sha256
from types import TracebackType
from typing import Any, NamedTuple, Self

from django.apps import apps
from django.db import models, transaction

from ledger import log, understanding
from ledger.errors import CanonicalError, LedgerError, NeedsNewerSoftware, ReplayError
from ledger.formats import canonical, merkle, tiles
from ledger.log import Row, StoredEntry
from ledger.models import Cached, Entry, Projected
from ledger.progress import Progress


def projected_models() -> list[type[models.Model]]:
    """Every table that a replay fills, of all apps, in the order of the apps."""
    return [model for model in apps.get_models() if issubclass(model, Projected)]


def cached_models() -> list[type[models.Model]]:
    """Every table that is made from the log for speed alone."""
    return [model for model in apps.get_models() if issubclass(model, Cached)]


@dataclass(frozen=True)
class Replayed:
    """What a replay did: entries that became rows, and the entry it stopped before, if any."""

    entries: int
    stop: NeedsNewerSoftware | None = None


class Place(NamedTuple):
    """Where a replay is: behind the changeset that ended at `size`.

    withheld: names which of the entries before it were withheld, as a chain of hashes.
    """

    size: int = 0
    withheld: bytes = b""


def withheld_after(before: bytes, index: int) -> bytes:
    """`Place.withheld` behind an entry that is withheld."""
    return sha256(before + index.to_bytes(8, "big")).digest()


START = Place()
Noted = Callable[[Place], object]
Leaf = tuple[StoredEntry, bytes]  # an entry and its leaf hash


class Replaying:
    """Entries that become rows, whole changesets at a time, as they are given in their order.

    It writes where `log.alias()` says; each changeset is one transaction. An entry that isn't
    understood ends it at the changeset before; what comes after is taken, and becomes nothing. As a
    context it leaves no changeset half done. Cost: log.BATCH entries in memory.
    """

    def __init__(
        self,
        source: str,
        place: Place = START,
        *,
        with_tiles: bool = True,
        noted: Noted | None = None,
    ) -> None:
        """Begin at `place` in the log of the database `source`, behind which no row was written.

        with_tiles: whether to make the tiles, too. noted: called at the end of each changeset, in
        its transaction, with the place that is reached.
        """
        self.place, self.stop = place, None
        self.taken = place.size
        self._source, self._noted, self._with_tiles = source, noted, with_tiles
        self._tails = log.fetch_tiles(tiles.open_tiles(place.size)) if with_tiles else {}
        self._withheld = place.withheld
        self._batch: list[StoredEntry] = []
        self._leaves: list[bytes] = []
        self._changeset: ExitStack | None = None  # its transaction, if one is under way
        self._ends = _ends(source, place.size)
        self._end = next(self._ends, None)

    stop: NeedsNewerSoftware | None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._undo()
        self._ends.close()  # PostgreSQL alters no table that a query of the session still reads

    def take(self, leaves: Iterable[Leaf]) -> None:
        """Take the next entries.

        Raises ReplayError for what can't become rows.
        """
        for entry, leaf in leaves:
            self.taken += 1
            if self.stop is None:
                try:
                    self._take(entry, leaf)
                except NeedsNewerSoftware as stop:
                    self._undo()
                    self.stop = stop

    def finish(self) -> Replayed:
        """What was done, once all entries were taken; tiles of all of them are there then.

        Raises ReplayError if the last of them belong to no changeset.
        """
        size = self.place.size
        if self.stop is None and self.taken > size:
            raise ReplayError(f"entry {size} belongs to no changeset")
        if self.stop and self._with_tiles:  # tiles need no understanding
            tails = log.fetch_tiles(tiles.open_tiles(size))
            for batch in rows_of(self._source, size, self.taken):
                log.write_tiles(tails, batch[0].index, [bytes(row.leaf_hash) for row in batch])
        return Replayed(size, self.stop)

    def _take(self, entry: StoredEntry, leaf: bytes) -> None:
        if self._end is None:  # behind the last changeset
            understanding.require(
                entry.index, entry.type, None if entry.withheld else entry.content
            )
            return
        last = entry.index == self._end - 1
        if last or len(self._batch) == log.BATCH:  # the batches of the append
            self._project()
        if entry.withheld:
            self._withheld = withheld_after(self._withheld, entry.index)
        self._batch.append(entry)
        self._leaves.append(leaf)
        if last:
            self._project()
            self._close(self._end)

    def _project(self) -> None:
        if not self._batch or self._end is None:
            return
        if self._changeset is None:
            self._changeset = ExitStack()
            self._changeset.enter_context(transaction.atomic(using=log.alias()))
        if self._with_tiles:
            log.write_tiles(self._tails, self._batch[0].index, self._leaves)
        _project(self._batch, self._end)
        self._batch, self._leaves = [], []

    def _close(self, end: int) -> None:
        place = Place(end, self._withheld)
        if self._noted:
            self._noted(place)
        if self._changeset:
            self._changeset.close()
        self._changeset, self.place = None, place
        self._end = next(self._ends, None)

    def _undo(self) -> None:
        """Take back what was done of a changeset that isn't complete."""
        if self._changeset:
            transaction.set_rollback(True, using=log.alias())
            self._changeset.close()
        self._changeset, self._batch, self._leaves = None, [], []


def replay_rest(replaying: Replaying, source: str, progress: Progress) -> Replayed:
    """Replay the entries of a database from the place of a replay to the end of the log.

    Raises ReplayError where entries contradict their hashes, order or changesets.
    """
    first = replaying.place.size
    total = size_of(source)
    progress.begin("replaying the log, entries", total, first)
    for batch in rows_of(source, first, total):
        replaying.take(_checked(row) for row in batch)
        progress.add(len(batch))
    return replaying.finish()


def project_after(size: int, alias: str) -> Replayed:
    """Project the entries of a database from `size` on, where a changeset ended.

    Their tiles are there already. Raises ReplayError.
    """
    with Replaying(alias, Place(size), with_tiles=False) as replaying:
        return replay_rest(replaying, alias, Progress())


def _project(batch: Sequence[StoredEntry], version: int) -> None:
    """Project a batch.

    Raises ReplayError for what no gate would have let in: whoever wrote it into the database may
    have written anything, so that projecting it may fail in any way.
    """
    try:
        log.project(batch, version)
    except LedgerError:
        raise
    except Exception as error:
        entries = f"entries {batch[0].index} to {batch[-1].index}"
        raise ReplayError(f"{entries} can't become rows: {error!r:.300}") from error


def size_of(alias: str) -> int:
    """How many entries a database has, if none of them is missing."""
    last = Entry.objects.using(alias).order_by("-index").values_list("index", flat=True).first()
    return 0 if last is None else last + 1


def rows_of(alias: str, first: int, end: int) -> Iterator[list[Row]]:
    """The stored entries [first, end) of a database, log.BATCH at a time.

    Raises ReplayError if one is missing.
    """
    rows = Entry.objects.using(alias).order_by("index").values_list(*log.COLUMNS)
    while first < end:
        batch = [Row(*row) for row in rows.filter(index__gte=first, index__lt=end)[: log.BATCH]]
        for expected, row in enumerate(batch, first):
            if row.index != expected:
                raise ReplayError(f"entry {expected} is missing")
        if not batch:
            raise ReplayError(f"entry {first} is missing")
        yield batch
        first += len(batch)


def _ends(alias: str, size: int) -> Generator[int, None, None]:
    """The sizes of the log after each changeset that begins at `size` or later."""
    rows = Entry.objects.using(alias).filter(type__startswith="changeset/", index__gte=size)
    rows = rows.order_by("index")
    for index in rows.values_list("index", flat=True).iterator():
        yield index + 1


def _checked(row: Row) -> Leaf:
    """The entry of a row; raises ReplayError if anything of it is wrong."""
    entry, wrong = entry_of(row)
    if wrong:
        column, fault = wrong[0]
        raise ReplayError(f"entry {row.index}, column {column}: {fault}")
    return entry, bytes(row.leaf_hash)


def entry_of(row: Row) -> tuple[StoredEntry, list[tuple[str, str]]]:
    """The entry of a row, and (column, what is wrong): bytes against hash, columns against bytes.

    A withheld entry has no bytes to compare with; its `redact/1` entry says what it was. The
    content is empty if the bytes can't be read.
    """
    body, wrong = ({}, []) if row.data is None else _read(bytes(row.data), row)
    content = body.get("content", {})
    withheld = row.data is None
    entry = StoredEntry(row.index, row.type, row.object, row.prev, row.at, content, withheld)
    return entry, wrong


def _read(data: bytes, row: Row) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """The members of an entry's bytes, and what is wrong with them and with the row's columns."""
    if merkle.leaf_hash(data) != bytes(row.leaf_hash):
        return {}, [("data", "the bytes don't have the stored leaf_hash")]
    try:
        body = canonical.decode(data)
    except CanonicalError as error:
        return {}, [("data", str(error))]
    columns = {
        "type": row.type,
        "index": row.index,
        "at": log.instant_text(row.at),
        "object": row.object,
        "prev": row.prev,
    }
    if not isinstance(body, dict) or body.keys() != columns.keys() | {"content"}:
        return {}, [("data", "not the members of an entry")]
    return body, [
        (name, f"{value!r}, but the bytes say {body[name]!r}")
        for name, value in columns.items()
        if body[name] != value
    ]
