"""Replaying the log: the same rows again, from nothing but the entries.

Owns the walk over stored entries, changeset by changeset, and the rebuilding of the projected
tables. `manage.py rebuild`, `verify_ledger` and the withholding of an entry call it. It knows no
more of the entries' meaning than `ledger.log`, whose projection it calls.
"""

from collections.abc import Iterator

from django.apps import apps
from django.db import connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from ledger import canonical, guards, log, merkle
from ledger.errors import CanonicalError, ReplayError
from ledger.log import StoredEntry
from ledger.models import Cached, Entry, Projected, Tile


def projected_models() -> list[type[models.Model]]:
    """Every table that a replay fills, of all apps, in the order of the apps."""
    return [model for model in apps.get_models() if issubclass(model, Projected)]


def cached_models() -> list[type[models.Model]]:
    """Every table that is made from the log for speed alone."""
    return [model for model in apps.get_models() if issubclass(model, Cached)]


def rebuild() -> int:
    """Empty the tiles and every projected table and replay the log into them, all or nothing.

    Cached tables are emptied, too, and stay empty. Works where only the entries were copied in.
    Returns the number of entries; raises ReplayError. Cost: the whole log; readers see the old rows
    until the end.
    """
    connection = connections[log.alias()]
    with transaction.atomic(using=connection.alias):
        log.lock()  # before the guards' locks on tables, in the order of a publication
        with guards.lifted(connection):
            return _rebuild(connection)


def _rebuild(connection: BaseDatabaseWrapper) -> int:
    # DELETE, not TRUNCATE: drafts and texts that refer to a row outlive its rebuilding, since the
    # same key is there again when the foreign keys are checked, at the end.
    with connection.cursor() as cursor:
        emptied: list[type[models.Model]] = [Tile, *projected_models(), *cached_models()]
        for model in emptied:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")
    return replay()


def replay(*, source: str | None = None) -> int:
    """Project every entry of the database `source`, in order, changeset by changeset.

    Writes where `log.alias()` says, into empty tables. Returns the number of entries. Raises
    ReplayError where entries contradict their hashes, order or changesets. Cost: the whole log,
    log.BATCH entries in memory.
    """
    tails: log.Tails = {}
    size = 0
    for version, batch in _changesets(source or log.alias()):
        stored = [_checked(row, size + at) for at, row in enumerate(batch)]
        log.write_tiles(tails, size, [bytes(row.leaf_hash) for row in batch])
        log.project(stored, version)
        size += len(batch)
    return size


def _changesets(source: str) -> Iterator[tuple[int, list[Entry]]]:
    """(version, batch): the batches of the append, the changeset's own entry alone."""
    rows = Entry.objects.using(source).order_by("index")
    first = 0
    for end in rows.filter(type=log.CHANGESET).values_list("index", flat=True).iterator():
        for start in range(first, end, log.BATCH):
            yield (
                end + 1,
                list(rows.filter(index__gte=start, index__lt=min(start + log.BATCH, end))),
            )
        yield end + 1, [rows.get(index=end)]
        first = end + 1
    if stray := rows.filter(index__gte=first).first():
        raise ReplayError(f"entry {stray.index} belongs to no changeset")


def _checked(row: Entry, index: int) -> StoredEntry:
    """The stored entry at `index`; raises ReplayError if anything of it is wrong."""
    if row.index != index:
        raise ReplayError(f"entry {index} is missing")
    if wrong := faults(row):
        column, words = wrong[0]
        raise ReplayError(f"entry {index}, column {column}: {words}")
    content = {} if row.data is None else canonical.decode(bytes(row.data))["content"]
    withheld = row.data is None
    return StoredEntry(index, row.type, row.object, row.prev, row.at, content, withheld)


def faults(row: Entry) -> list[tuple[str, str]]:
    """(column, what is wrong) of one row: its bytes against its hash, its columns against them.

    A withheld entry has no bytes to compare with; its `redact/1` entry tells what it was.
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
