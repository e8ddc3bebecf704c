"""Rows as PostgreSQL writes them itself: COPY ... TO STDOUT, read through libpq.

psycopg's own reading of a copy costs more than the server's writing of it, because each row goes
through its scheduler; here a row is one call. It knows nothing of what the rows mean.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import errors, pq


def rows(connection: BaseDatabaseWrapper, sql: str, params: Sequence[Any] = ()) -> Iterator[bytes]:
    """Each row as COPY writes it, with its line end. sql has %s for its parameters.

    Who stops reading before the end ends the statement, too. Raises django.db.Error.
    """
    with connection.wrap_database_errors:
        with connection.cursor() as cursor:
            cursor.execute("SET DateStyle TO ISO")  # days as in JSON; and a transaction begins
            text = cursor.mogrify(sql, params)
        raw: Any = connection.connection
        pgconn = raw.pgconn
        _checked(pgconn.exec_(text.encode()), pq.ExecStatus.COPY_OUT)
        finished = False
        try:
            while (told := pgconn.get_copy_data(0))[0] > 0:
                yield bytes(told[1])
            finished = True
        finally:
            if not finished:
                raw.cancel_safe()
                while pgconn.get_copy_data(0)[0] > 0:
                    pass
            ended = pgconn.get_result()
            while pgconn.get_result():
                pass
            if finished:
                _checked(ended, pq.ExecStatus.COMMAND_OK)


def _checked(result: Any, expected: int) -> None:
    if result is None:
        raise errors.OperationalError("the connection was lost")
    if result.status != expected:
        raise errors.error_from_result(result)


# What the text form has for characters that end cells or rows there.
ESCAPES = {
    rb"\\": b"\\",
    rb"\n": b"\n",
    rb"\r": b"\r",
    rb"\t": b"\t",
    rb"\b": b"\b",
    rb"\f": b"\f",
    rb"\v": b"\v",
}
ESCAPED = re.compile(rb"\\.")


def unescaped(cell: bytes) -> bytes:
    """What stands in a cell of the text form."""
    if b"\\" not in cell:
        return cell
    return ESCAPED.sub(lambda found: ESCAPES[found[0]], cell)
