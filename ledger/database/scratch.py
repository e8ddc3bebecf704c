"""A scratch database beside the live one, for replaying the log without touching it.

Owns the router (named in settings) and the context in which every query that names no database
goes to the scratch. Only `ledger.verification` enters it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db import connections, models
from django.db.backends.sqlite3.base import DatabaseWrapper

ALIAS = "ledger_scratch"
_active: ContextVar[bool] = ContextVar("ledger_scratch", default=False)


class ScratchRouter:
    """Sends reads and writes to the scratch within `scratch()`, and decides nothing otherwise."""

    def db_for_read(self, model: type[models.Model], **hints: Any) -> str | None:
        return ALIAS if _active.get() else None

    def db_for_write(self, model: type[models.Model], **hints: Any) -> str | None:
        return ALIAS if _active.get() else None

    def allow_relation(self, obj1: models.Model, obj2: models.Model, **hints: Any) -> bool | None:
        return True if _active.get() else None

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        return False if db == ALIAS else None


@contextmanager
def scratch(tables: list[type[models.Model]]) -> Iterator[str]:
    """A SQLite file with these empty tables, gone afterwards; yields its alias.

    Foreign keys aren't enforced there, so the tables may refer to others.
    """
    with TemporaryDirectory(prefix="cifra-scratch-") as directory:
        connection = _connect(Path(directory) / "scratch.sqlite3")
        connections[ALIAS] = connection  # for this thread only
        try:
            connection.disable_constraint_checking()
            with connection.schema_editor() as editor:
                for model in tables:
                    editor.create_model(model)
            connection.disable_constraint_checking()
            token = _active.set(True)
            try:
                yield ALIAS
            finally:
                _active.reset(token)
        finally:
            connection.close()
            del connections[ALIAS]


def _connect(path: Path) -> DatabaseWrapper:
    options = {"init_command": "PRAGMA synchronous=OFF; PRAGMA journal_mode=MEMORY;"}
    scratch = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path), "OPTIONS": options}
    complete = connections.configure_settings({"default": {}, ALIAS: scratch})
    return DatabaseWrapper(complete[ALIAS], ALIAS)
