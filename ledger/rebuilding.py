"""Every published table again, from the entries alone.

Owns `manage.py rebuild`, which the withholding of an entry calls, too. The log is replayed into a
scratch database, while others read and publish; then the tables are emptied and filled from there,
in one transaction.
"""

from collections.abc import Iterator

from django.db import connections, models, transaction

from ledger import log, replay
from ledger.database import bulk, guards
from ledger.database.stored import Row, Table
from ledger.kept_replay import KeptReplay, kept_replay
from ledger.models import Entry, Tile
from ledger.progress import Progress
from ledger.replay import Replayed


def rebuild(*, keep: bool = False, progress: Progress | None = None) -> Replayed:
    """Empty the tiles and every projected table and fill them from the log, all or nothing.

    Cached tables are emptied, too, and stay empty. Works where only the entries were copied in. An
    entry that isn't understood ends it at the version before, which is kept. Raises ReplayError.
    keep: whether to go on with the replay that a stopped run left, and to leave one if this is
    stopped. Cost: the whole log; readers see the old rows until the end, and publishing waits while
    rows are copied.
    """
    live, progress = log.alias(), progress or Progress()
    with kept_replay(live, progress, keep=keep) as kept:
        _replay(kept, live, progress)
        with transaction.atomic(using=live):
            log.lock()  # before the guards' locks on tables, in the order of a publication
            if _withheld_since(kept.place().size, live):
                kept.empty()
            replayed = _replay(kept, live, progress)
            with guards.lifted(connections[live]):
                _empty(live)
                _fill(live, kept.alias, progress)
    return replayed


def _replay(kept: KeptReplay, live: str, progress: Progress) -> Replayed:
    with kept.replaying() as replaying:
        return replay.replay_rest(replaying, live, progress)


def _withheld_since(size: int, live: str) -> bool:
    """Whether a later entry withholds one, which may have become rows."""
    later = Entry.objects.using(live).filter(index__gte=size)
    return later.filter(type__startswith="redact/").exists()


def _empty(live: str) -> None:
    # DELETE, not TRUNCATE: drafts and texts that refer to a row outlive its rebuilding, since the
    # same key is there again when the foreign keys are checked, at the end.
    connection = connections[live]
    emptied: list[type[models.Model]] = [
        Tile,
        *replay.projected_models(),
        *replay.cached_models(),
    ]
    with connection.cursor() as cursor:
        for model in emptied:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")


def _fill(live: str, scratch: str, progress: Progress) -> None:
    filled: list[type[models.Model]] = [Tile, *replay.projected_models()]
    for model in filled:
        table = Table(model, scratch)
        progress.begin(f"filling {table.name}, rows", table.count())
        rows = _counted(table.chunks(native=True), progress)
        if connections[live].vendor == "postgresql":
            rows = _with_zones(table, rows)
        bulk.insert(model, rows, stored=True)


def _counted(chunks: Iterator[list[Row]], progress: Progress) -> Iterator[Row]:
    for chunk in chunks:
        yield from chunk
        progress.add(len(chunk))


def _with_zones(table: Table, rows: Iterator[Row]) -> Iterator[Row]:
    """The rows with the zone of their instants, which SQLite's text leaves out."""
    instants = [
        at for at, field in enumerate(table.fields) if isinstance(field, models.DateTimeField)
    ]
    if not instants:
        return rows
    return (
        tuple(f"{cell}+00" if at in instants and cell else cell for at, cell in enumerate(row))
        for row in rows
    )
