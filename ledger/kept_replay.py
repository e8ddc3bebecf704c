"""A replay into a scratch database, kept while its run isn't finished, so that the next goes on.

Owns the folder `replay` of the state directory, and what binds a kept replay. It follows from
entries and software alone, so it is believed only where both are the same: the file names the
software that made it, and the entries that it was made of are hashed again and must have its root,
with the same ones withheld. Nothing else that a run found is kept.
"""

import fcntl
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import django
from django.apps import apps
from django.conf import settings
from django.db import Error, connections, models

from ledger import log, replay
from ledger.database import scratch
from ledger.errors import LedgerError
from ledger.formats import merkle, tiles
from ledger.models import Entry, Tile
from ledger.progress import Progress
from ledger.replay import Place, Replaying

FOLDER = "replay"
_FILE = "replay.sqlite3"


class KeptReplay:
    """A scratch database into which a log is replayed, in one go or in several."""

    def __init__(self, alias: str, source: str) -> None:
        self.alias, self._source = alias, source
        with connections[alias].cursor() as cursor:
            cursor.execute("CREATE TABLE IF NOT EXISTS replay_place (size integer, withheld blob)")

    def place(self) -> Place:
        """How far it came."""
        with connections[self.alias].cursor() as cursor:
            cursor.execute("SELECT size, withheld FROM replay_place")
            row = cursor.fetchone()
        return Place(*row) if row else Place()

    def follows(self, progress: Progress) -> bool:
        """Whether it was made of the very entries that the log begins with, by their hashes."""
        place = self.place()
        progress.begin("hashing the entries that were replayed before", place.size)
        try:
            with scratch.routed():
                root = tiles.range_hash(0, place.size, cache(log.read_tile))
            return (place, root) == _beginning(self._source, place.size, progress)
        except (LedgerError, Error):  # fewer entries, or damaged ones, or a damaged file
            return False

    @contextmanager
    def replaying(self) -> Iterator[Replaying]:
        """A replay that goes on from its place; within it, the scratch is where queries go."""
        place = self.place()
        self._cut_tiles(place.size)
        with scratch.routed(), Replaying(self._source, place, noted=self._note) as replaying:
            yield replaying

    def _cut_tiles(self, size: int) -> None:
        """Leave the tiles of a log of this size: there are more where entries aren't understood."""
        with connections[self.alias].cursor() as cursor:
            for level in range(-(-merkle.MAX_SIZE.bit_length() // 8)):
                number, width = divmod(size >> (8 * level), tiles.WIDTH)
                length = width * merkle.HASH_SIZE
                cursor.execute(
                    "UPDATE ledger_tile SET hashes = substr(hashes, 1, %s) "
                    'WHERE level = %s AND "index" = %s',
                    [length, level, number],
                )
                cursor.execute(
                    'DELETE FROM ledger_tile WHERE level = %s AND "index" >= %s',
                    [level, number + bool(width)],
                )

    def empty(self) -> None:
        """Forget what was replayed, so that it begins anew."""
        models_filled: list[type[models.Model]] = [Tile, *replay.projected_models()]
        tables = [model._meta.db_table for model in models_filled]
        with connections[self.alias].cursor() as cursor:
            for table in ("replay_place", *tables):
                cursor.execute(f"DELETE FROM {table}")

    def _note(self, place: Place) -> None:
        with connections[self.alias].cursor() as cursor:
            cursor.execute("DELETE FROM replay_place")
            cursor.execute("INSERT INTO replay_place VALUES (%s, %s)", place)


@contextmanager
def kept_replay(source: str, progress: Progress, *, keep: bool) -> Iterator[KeptReplay]:
    """A replay of the log of the database `source`, gone on with where a stopped run left one.

    keep: whether one is looked for and left, in the state directory; never for entries that aren't
    committed. What is left by a killed or interrupted run goes when one comes to its end, or fails.
    """
    with _folder(keep) as folder:
        path = folder / _FILE
        try:
            with _opened(path, source) as left:
                follows = left.follows(progress)
            if not follows:
                scratch.remove(path)
            with _opened(path, source) as kept:
                yield kept
        except Exception:
            scratch.remove(path)
            raise
        scratch.remove(path)


@contextmanager
def _opened(path: Path, source: str) -> Iterator[KeptReplay]:
    projected = replay.projected_models()
    lookups = [name for model in projected for name in getattr(model, "lookups", ())]
    tables: Sequence[type[models.Model]] = [Entry, Tile, *projected]
    names = [model._meta.db_table for model in projected]
    code = (settings.LEDGER_PROJECTION, settings.LEDGER_UPCAST, settings.LEDGER_UNKNOWN)
    with scratch.scratch(path, tables, lookups, software(*code, *names)) as alias:
        yield KeptReplay(alias, source)


@contextmanager
def _folder(keep: bool) -> Iterator[Path]:
    """The folder of the kept replay, for this process alone; else a temporary one."""
    kept = Path(settings.STATE_DIR) / FOLDER
    if keep and (descriptor := _locked(kept)) is not None:
        try:
            yield kept
        finally:
            os.close(descriptor)
        return
    with TemporaryDirectory(prefix="cifra-scratch-") as directory:
        yield Path(directory)


def _locked(folder: Path) -> int | None:
    """The lock of the folder; None if another process has it, or nothing can be written there."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor


def _beginning(alias: str, size: int, progress: Progress) -> tuple[Place, bytes]:
    """The place behind the first entries of a log, and their root, by nothing but their bytes."""
    tails: log.Tails = {}
    withheld = b""
    for batch in replay.rows_of(alias, 0, size):
        leaves = []
        for row in batch:
            if row.data is None:
                withheld = replay.withheld_after(withheld, row.index)
            leaves.append(bytes(row.leaf_hash) if row.data is None else merkle.leaf_hash(row.data))
        changed = tiles.extend(tails, batch[0].index, leaves)
        tails = {key: data for key, data in (tails | changed).items() if len(data) < tiles.FULL}
        progress.add(len(batch))
    root = tiles.range_hash(0, size, lambda level, number: tails.get((level, number), b""))
    return Place(size, withheld), root


@lru_cache(maxsize=8)
def software(*settings_that_count: str) -> str:
    """Names this very software: the hash of its files, of what runs it and of such settings."""
    found = sha256("\0".join([django.__version__, sys.version, *settings_that_count]).encode())
    for config in apps.get_app_configs():
        folder = Path(config.path)
        if folder.is_relative_to(settings.BASE_DIR) and "site-packages" not in folder.parts:
            for path in sorted(folder.rglob("*.py")):
                found.update(f"{path.relative_to(settings.BASE_DIR)}\0".encode())
                found.update(path.read_bytes())
    return found.hexdigest()
