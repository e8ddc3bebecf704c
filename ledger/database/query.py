"""Rows read by SQL that was compiled before, for what is requested again and again.

On PostgreSQL the statement is prepared by the server, which spares parsing and planning; SQLite
keeps its statements by itself. Values come as the driver returns them: no JSON columns, and dates
are text on SQLite.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import orjson
from django.db import InterfaceError, OperationalError, connections, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.operations import BaseDatabaseOperations

from ledger.models import Version


def reading() -> BaseDatabaseWrapper:
    """The connection for reading of this thread, or of this task in an event loop."""
    return connections[router.db_for_read(Version)]


def fetch(
    sql: str,
    params: Sequence[Any] = (),
    *,
    keep: bool = True,
    connection: BaseDatabaseWrapper | None = None,
) -> list[tuple[Any, ...]]:
    """All rows of a SELECT with %s for its parameters, in one query.

    keep: whether PostgreSQL prepares it, which spares planning; not for conditions whose best plan
    depends on the values. connection: another one than reading(). Raises django.db.Error.

    A connection that broke since it was used last, as when the database was restarted, is made
    anew, once. So the statement is the check of the connection, which Django makes by a statement
    of its own before the first one of a request.
    """
    connection = connection or reading()
    try:
        rows = _fetch(connection, sql, params, keep)
    except (OperationalError, InterfaceError):
        if connection.in_atomic_block or connection.is_usable():
            raise
        connection.close()
        rows = _fetch(connection, sql, params, keep)
    connection.health_check_done = True  # type: ignore[attr-defined]
    return rows


def _fetch(
    connection: BaseDatabaseWrapper, sql: str, params: Sequence[Any], keep: bool
) -> list[tuple[Any, ...]]:
    with _cursor(connection, keep) as cursor:
        cursor.execute(sql, params)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def vendor() -> str:
    """The name of the engine that fetch() reads from."""
    return str(reading().vendor)


def bound(values: Iterable[Any]) -> list[Any]:
    """The parameters for values, as the engine takes them; whole numbers all of one type.

    One type, because PostgreSQL prepares a statement for the types of its parameters.
    """
    ops = reading().ops
    return [_bound(value, ops) for value in values]


def _bound(value: Any, ops: BaseDatabaseOperations) -> Any:
    if isinstance(value, date):
        return ops.adapt_datefield_value(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return ops.adapt_integerfield_value(value, "BigIntegerField")
    return value


def any_of(values: Iterable[Any]) -> Any:
    """The parameter for a condition `column {among()}`, however many values: one statement."""
    listed = list(values)
    return listed if vendor() == "postgresql" else orjson.dumps(listed).decode()


def among() -> str:
    """The SQL of a condition whose parameter any_of() makes."""
    return "= ANY(%s)" if vendor() == "postgresql" else "IN (SELECT value FROM json_each(%s))"


def _cursor(connection: BaseDatabaseWrapper, keep: bool) -> Any:
    if connection.vendor != "postgresql":
        return connection.cursor()
    # Imported here because it needs psycopg, which an installation on SQLite can do without.
    from ledger.database.prepared import PreparedCursor

    connection.ensure_connection()
    wrap = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    cursor: Any = PreparedCursor(connection.connection, keep=keep)
    return wrap(cursor)
