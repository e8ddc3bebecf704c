"""Replaying the log: the same rows again, from nothing but the entries.

Owns the walk over stored entries, changeset by changeset, and the rebuilding of the projected
tables. `manage.py rebuild`, `verify_ledger` and the withholding of an entry call it. It knows no
more of the entries' meaning than `ledger.log`, whose projection it calls.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.apps import apps
from django.db import connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from ledger import log, understanding
from ledger.database import guards
from ledger.errors import CanonicalError, LedgerError, NeedsNewerSoftware, ReplayError
from ledger.formats import canonical, merkle
from ledger.log import StoredEntry
from ledger.models import Cached, Entry, Projected, Tile


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


def rebuild() -> Replayed:
    """Empty the tiles and every projected table and replay the log into them, all or nothing.

    Cached tables are emptied, too, and stay empty. Works where only the entries were copied in. An
    entry that isn't understood ends it at the version before, which is kept. Raises ReplayError.
    Cost: the whole log; readers see the old rows until the end.
    """
    connection = connections[log.alias()]
    with transaction.atomic(using=connection.alias):
        log.lock()  # before the guards' locks on tables, in the order of a publication
        with guards.lifted(connection):
            return _rebuild(connection)


def _rebuild(connection: BaseDatabaseWrapper) -> Replayed:
    # DELETE, not TRUNCATE: drafts and texts that refer to a row outlive its rebuilding, since the
    # same key is there again when the foreign keys are checked, at the end.
    with connection.cursor() as cursor:
        emptied: list[type[models.Model]] = [Tile, *projected_models(), *cached_models()]
        for model in emptied:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")
    return replay()


def replay(*, source: str | None = None) -> Replayed:
    """Project every entry of the database `source`, in order, changeset by changeset.

    Writes where `log.alias()` says, into empty tables. Tiles need no understanding and are made of
    all entries; rows are made up to the last changeset that is understood whole. Raises ReplayError
    where entries contradict their hashes, order or changesets. Cost: the whole log, log.BATCH
    entries in memory.
    """
    alias = source or log.alias()
    return project_after(0, _write_tiles(alias), alias)


def project_after(size: int, total: int, alias: str) -> Replayed:
    """Project the entries [size, total) of a database, where a changeset ended at `size`.

    As `replay` does; tiles are there already.
    """
    try:
        for end in _ends(alias, size):
            with transaction.atomic(using=log.alias()):
                for batch in _batches(alias, size, end):
                    _project(batch, end)
            size = end
        _check_stray(alias, size, total)
    except NeedsNewerSoftware as stop:
        for _ in _batches(alias, size, total, last_alone=False):
            pass  # rows that become nothing here are still what their hashes say
        return Replayed(size, stop)
    return Replayed(size)


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


def _write_tiles(alias: str) -> int:
    """Write the tiles of all entries; returns how many entries there are."""
    tails: log.Tails = {}
    size = 0
    rows = Entry.objects.using(alias).order_by("index")
    while leaves := list(
        rows.filter(index__gte=size, index__lt=size + log.BATCH).values_list("index", "leaf_hash")
    ):
        _check_complete([index for index, _ in leaves], size)
        log.write_tiles(tails, size, [bytes(leaf) for _, leaf in leaves])
        size += len(leaves)
    if stray := rows.filter(index__gte=size).first():
        raise ReplayError(f"entry {size} is missing; the next is {stray.index}")
    return size


def _check_complete(indexes: Sequence[int], first: int) -> None:
    for expected, index in enumerate(indexes, first):
        if index != expected:
            raise ReplayError(f"entry {expected} is missing")


def _ends(alias: str, size: int) -> Iterator[int]:
    """The sizes of the log after each changeset that begins at `size` or later."""
    rows = Entry.objects.using(alias).filter(type__startswith="changeset/", index__gte=size)
    rows = rows.order_by("index")
    for index in rows.values_list("index", flat=True).iterator():
        yield index + 1


def _batches(
    alias: str, first: int, end: int, *, last_alone: bool = True
) -> Iterator[list[StoredEntry]]:
    """The entries [first, end) in the batches of the append: the changeset's own entry alone."""
    rows = Entry.objects.using(alias).order_by("index")
    inner = end - 1 if last_alone else end
    bounds = [(at, min(at + log.BATCH, inner)) for at in range(first, inner, log.BATCH)]
    for start, stop in [*bounds, *([(inner, end)] if last_alone else [])]:
        batch = list(rows.filter(index__gte=start, index__lt=stop))
        yield [_checked(row, start + at) for at, row in enumerate(batch)]


def _check_stray(alias: str, size: int, total: int) -> None:
    """Raise for entries behind the last changeset, whether they are understood or not."""
    for batch in _batches(alias, size, total, last_alone=False):
        for entry in batch:
            content = None if entry.withheld else entry.content
            understanding.require(entry.index, entry.type, content)
    if size < total:
        raise ReplayError(f"entry {size} belongs to no changeset")


def _checked(row: Entry, index: int) -> StoredEntry:
    """The stored entry at `index`; raises ReplayError if anything of it is wrong."""
    if row.index != index:
        raise ReplayError(f"entry {index} is missing")
    if wrong := faults(row):
        column, fault = wrong[0]
        raise ReplayError(f"entry {index}, column {column}: {fault}")
    content = {} if row.data is None else canonical.decode(bytes(row.data))["content"]
    withheld = row.data is None
    return StoredEntry(index, row.type, row.object, row.prev, row.at, content, withheld)


def faults(row: Entry) -> list[tuple[str, str]]:
    """(column, what is wrong) of one row: its bytes against its hash, its columns against them.

    A withheld entry has no bytes to compare with; its `redact/1` entry says what it was.
    """
    if row.data is None:
        return []
    data = bytes(row.data)
    if merkle.leaf_hash(data) != bytes(row.leaf_hash):
        return [("data", "the bytes don't have the stored leaf_hash")]
    try:
        body = canonical.decode(data)
    except CanonicalError as error:
        return [("data", str(error))]
    columns = {
        "type": row.type,
        "index": row.index,
        "at": log.instant_text(row.at),
        "object": row.object,
        "prev": row.prev,
    }
    if not isinstance(body, dict) or body.keys() != columns.keys() | {"content"}:
        return [("data", "not the members of an entry")]
    return [
        (name, f"{value!r}, but the bytes say {body[name]!r}")
        for name, value in columns.items()
        if body[name] != value
    ]
