"""A scratch database beside the live one, for replaying the log without touching it.

Owns the router (named in settings), the context in which every query that names no database goes
to the scratch, and the file, which may outlive the process that made it. Only
`ledger.kept_replay` uses it.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from django.db import Error, connections, models
from django.db.backends.sqlite3.base import DatabaseWrapper

ALIAS = "ledger_scratch"
_active: ContextVar[bool] = ContextVar("ledger_scratch", default=False)


class ScratchRouter:
    """Sends reads and writes to the scratch within `routed()`, and decides nothing otherwise."""

    def db_for_read(self, model: type[models.Model], **hints: Any) -> str | None:
        return ALIAS if _active.get() else None

    def db_for_write(self, model: type[models.Model], **hints: Any) -> str | None:
        return ALIAS if _active.get() else None

    def allow_relation(self, obj1: models.Model, obj2: models.Model, **hints: Any) -> bool | None:
        return True if _active.get() else None

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        return False if db == ALIAS else None


@contextmanager
def routed() -> Iterator[None]:
    """A context in which queries that name no database go to the scratch."""
    token = _active.set(True)
    try:
        yield
    finally:
        _active.reset(token)


@contextmanager
def scratch(
    path: Path, tables: Sequence[type[models.Model]], lookups: Sequence[str], software: str
) -> Iterator[str]:
    """The SQLite file at `path` with these tables, as it was left, or new and empty.

    It is made anew unless it was made whole, by the same `software`. It has those of the models'
    indexes alone that `lookups` names, beside those of keys, references and what is unique. Foreign
    keys aren't enforced there, so the tables may refer to others. Yields its alias.
    """
    connection = _connect(path)
    connections[ALIAS] = connection  # for this thread only
    try:
        if _maker(connection) != software:
            connection.close()
            remove(path)
            _create(connection, tables, lookups, software)
        connection.disable_constraint_checking()
        yield ALIAS
    finally:
        connection.close()
        del connections[ALIAS]


def remove(path: Path) -> None:
    """Take the file away, with what SQLite keeps beside it."""
    for end in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + end).unlink(missing_ok=True)


def _maker(connection: DatabaseWrapper) -> str:
    """What made the file, as its last step; empty for one that isn't whole."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT software FROM scratch_made")
            return str(cursor.fetchone()[0])
    except (Error, TypeError):
        return ""


def _create(
    connection: DatabaseWrapper,
    tables: Sequence[type[models.Model]],
    lookups: Sequence[str],
    software: str,
) -> None:
    connection.disable_constraint_checking()
    with connection.schema_editor() as editor:
        for model in tables:
            editor.create_model(model)
    with connection.schema_editor() as editor:
        for model in tables:
            for index in model._meta.indexes:
                if index.name not in lookups:
                    editor.remove_index(model, index)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE scratch_made (software text)")
        cursor.execute("INSERT INTO scratch_made VALUES (%s)", [software])


def _connect(path: Path) -> DatabaseWrapper:
    # With a write-ahead log, a process that is killed and a power cut leave whole transactions.
    # Pages are kept in memory up to a bound, since keys are looked up in no order.
    pragmas = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA wal_autocheckpoint=16000; "
        "PRAGMA cache_size=-131072;"
    )
    options = {"init_command": pragmas}
    scratch = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path), "OPTIONS": options}
    complete = connections.configure_settings({"default": {}, ALIAS: scratch})
    return DatabaseWrapper(complete[ALIAS], ALIAS)
