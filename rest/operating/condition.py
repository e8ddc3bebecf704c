"""The condition of this node: what it needs to serve and to publish, read anew each time.

Costs a few queries by key, however large the log is.
"""

import shutil
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import Error, OperationalError, ProgrammingError, connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from ledger import log, signer, understanding
from ledger.database import query
from ledger.errors import LedgerError, NeedsNewerSoftware
from ledger.models import Version
from ledger.selectors import published_size
from rest import read_state

PATIENCE = 120  # seconds that a version may wait for its signature before it is a problem
SHARE, BYTES = 0.05, 2**30  # of the disk: less than both is a problem

NO_DATABASE = "the database can't be reached"
MIGRATIONS = "the database is not at this software's state: manage.py migrate"
UNSIGNED = "a version waits for its signature: manage.py publish_checkpoint"
NO_SIGNER = "the signer can't be used: manage.py doctor"
AHEAD = "more was signed than the log has: manage.py doctor"
DISK = "the disk is nearly full"
NEWER = "an entry of the log needs newer software"


@dataclass
class Condition:
    """What was found; unset where the database can't be reached."""

    database: bool = False
    migrations: list[str] = field(default_factory=list)  # that the database lacks
    version: int | None = None  # that is served
    log_size: int = 0
    newest: int = 0  # version, signed or not
    published: int = 0
    published_at: Any = None
    unsigned: int = 0  # versions without a checkpoint
    unsigned_seconds: float = 0.0  # that the oldest of them has waited
    signed: int | None = None  # size that the signer here signed last
    signer_fault: str = ""
    stopped: NeedsNewerSoftware | None = None
    disk_free: int = 0
    disk_size: int = 1

    @property
    def ready(self) -> bool:
        """Whether this node can serve what was published."""
        return self.database and not self.migrations

    def problems(self) -> list[str]:
        """What is wrong, in sentences without paths or names, since anyone may read them."""
        found = {
            NO_DATABASE: not self.database,
            MIGRATIONS: bool(self.migrations),
            UNSIGNED: self.unsigned_seconds > PATIENCE,
            NO_SIGNER: bool(self.signer_fault),
            AHEAD: self.ready and (self.signed or 0) > self.log_size,
            DISK: self.disk_free < min(BYTES, SHARE * self.disk_size),
            NEWER: self.stopped is not None,
        }
        return [problem for problem, holds in found.items() if holds]


def current() -> Condition:
    """The condition now."""
    found = Condition()
    _read_disk(found)
    try:
        found.migrations = missing_migrations()
        found.database = True
        if not found.migrations:
            _read_log(found)
    except Error:
        found.database = False
    _read_signer(found)
    return found


def missing_migrations() -> list[str]:
    """The migrations of this software that the database lacks; it raises django.db.Error."""
    try:
        applied = query.fetch("SELECT app, name FROM django_migrations")
    except (ProgrammingError, OperationalError):
        if "django_migrations" in connection.introspection.table_names():
            raise
        applied = []  # nothing was ever migrated here
    return sorted(_own_migrations() - {f"{app}.{name}" for app, name in applied})


@cache
def _own_migrations() -> frozenset[str]:
    loaded = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    return frozenset(f"{app}.{name}" for app, name in loaded)


def _read_log(found: Condition) -> None:
    served = query.fetch(read_state.newest_sql())
    found.version = served[0][0] if served else None
    size = f"SELECT max({connection.ops.quote_name('index')}) + 1 FROM ledger_entry"
    found.log_size = query.fetch(size)[0][0] or 0
    found.published = published_size()
    waiting = Version.objects.filter(size__gt=found.published).order_by("size")
    found.unsigned = waiting.count()
    found.newest, _ = log.head()
    if oldest := waiting.first():
        found.unsigned_seconds = max(0.0, (timezone.now() - oldest.at).total_seconds())
    published = Version.objects.filter(size=found.published).first()
    found.published_at = published.at if published else None
    found.stopped = understanding.stopped()


def _read_signer(found: Condition) -> None:
    try:
        last = signer.state()
        found.signed = last.size if last else None
    except (LedgerError, OSError) as error:
        found.signer_fault = str(error)


def _read_disk(found: Condition) -> None:
    folder = Path(settings.STATE_DIR)
    while not folder.exists():
        folder = folder.parent
    usage = shutil.disk_usage(folder)
    found.disk_free, found.disk_size = usage.free, usage.total
