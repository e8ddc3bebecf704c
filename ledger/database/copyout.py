"""Rows as PostgreSQL itself writes them (`COPY ... TO STDOUT`), read through libpq.

psycopg's own reading of a copy costs more than the server's writing of it, because each row goes
through its scheduler; here a row is one call. It knows nothing of what the rows mean.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import pq

from ledger.database.prepared import checked

# For this statement alone. Compiling it takes longer than running it; and rows that come in the
# order of a key are merged by one process sooner than several have hashed and sorted them.
SETTINGS = "SET LOCAL jit TO off; SET LOCAL max_parallel_workers_per_gather TO 0; "


def rows(connection: BaseDatabaseWrapper, sql: str, params: Sequence[Any] = ()) -> Iterator[bytes]:
    """Each row as COPY writes it, with its line end.

    sql: has %s for its parameters. A caller that stops reading ends the statement, too. Raises
    django.db.Error.
    """
    with connection.wrap_database_errors:
        with connection.cursor() as cursor:
            cursor.execute("SET DateStyle TO ISO")  # days as in JSON; and a transaction begins
            text = cursor.mogrify(sql, params)
        raw: Any = connection.connection
        pgconn = raw.pgconn
        checked(pgconn.exec_((SETTINGS + text).encode()), pgconn, [pq.ExecStatus.COPY_OUT])
        finished = False
        try:
            while (received := pgconn.get_copy_data(0))[0] > 0:  # length, bytes
                yield bytes(received[1])
            finished = True
        finally:
            if not finished:
                # The connection is usable again only after the rest of the copy was read.
                raw.cancel_safe()
                while pgconn.get_copy_data(0)[0] > 0:
                    pass
            ended = pgconn.get_result()
            while pgconn.get_result():
                pass
            if finished:
                checked(ended, pgconn)


BLOCK = 64 * 1024


def blocks(
    connection: BaseDatabaseWrapper, sql: str, params: Sequence[Any] = ()
) -> Iterator[bytes]:
    """Rows as rows() returns them, joined to blocks, because each block costs a step."""
    return gathered(rows(connection, sql, params))


def gathered(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Pieces joined to blocks of some size, because each block costs a step, or a write."""
    kept: list[bytes] = []
    size = 0
    for piece in pieces:
        kept.append(piece)
        size += len(piece)
        if size >= BLOCK:
            yield b"".join(kept)
            kept.clear()
            size = 0
    yield b"".join(kept)


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
NAMES = {character: name for name, character in ESCAPES.items()}
ESCAPED = re.compile(rb"\\.")
ENDING = re.compile(rb"[\\\n\r\t\x08\x0c\x0b]")


def unescaped(text: bytes) -> bytes:
    """The text of cells without its escapes; what ends cells and rows stays as it is."""
    if b"\\" not in text:
        return text
    return ESCAPED.sub(lambda found: ESCAPES[found[0]], text)


def escaped(text: bytes) -> bytes:
    """The text with escapes, as a cell of the text form has it; unescaped() gives it back."""
    return ENDING.sub(lambda found: NAMES[found[0]], text)
