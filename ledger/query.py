"""Reading by SQL that was compiled before: the path of what is asked for again and again.

On PostgreSQL the statement is prepared by the server and its parameters are bound there, which
spares parsing and planning; SQLite keeps its statements by itself. Any app may call it for reading.
Values come as the driver gives them: no JSON columns, and dates are text on SQLite.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import orjson
from django.db import connections, router
from django.db.backends.base.base import BaseDatabaseWrapper

from ledger.models import Version


def fetch(sql: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """All rows of a SELECT with %s for its parameters. One query."""
    connection = connections[router.db_for_read(Version)]
    with _cursor(connection) as cursor:
        cursor.execute(sql, params)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def vendor() -> str:
    """The engine that fetch() asks."""
    return str(connections[router.db_for_read(Version)].vendor)


def any_of(values: Iterable[Any]) -> Any:
    """The parameter for a condition `column {among()}`, however many values: one statement."""
    told = list(values)
    return told if vendor() == "postgresql" else orjson.dumps(told).decode()


def among() -> str:
    """The SQL of a condition whose parameter any_of() makes."""
    return "= ANY(%s)" if vendor() == "postgresql" else "IN (SELECT value FROM json_each(%s))"


def _cursor(connection: BaseDatabaseWrapper) -> Any:
    if connection.vendor != "postgresql":
        return connection.cursor()
    connection.ensure_connection()
    raw = _server_cursor()(connection.connection)
    wrap = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    return wrap(raw)


@lru_cache(maxsize=1)
def _server_cursor() -> Any:
    """psycopg's cursor that binds on the server; Django's own binds in the client."""
    from psycopg import Cursor

    class Prepared(Cursor[Any]):
        def execute(self, query: Any, params: Any = None, **told: Any) -> Any:
            return super().execute(query, params, prepare=True)

    return Prepared
