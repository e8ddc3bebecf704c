"""Statements that PostgreSQL has prepared, run through libpq itself, the quickest way to read.

psycopg's cursors take twice the processor time (docs/adr/0041-reading-stays-on-libpq.md). Types are
psycopg's, in both directions. `query` uses it, for statements that read.

Statements are prepared and closed by the protocol, never by SQL, so that PgBouncer (1.21 and newer)
can follow them where it pools transactions.
"""

import re
import secrets
from collections import OrderedDict
from collections.abc import Sequence
from functools import lru_cache
from itertools import count
from types import SimpleNamespace
from typing import Any
from weakref import WeakKeyDictionary

from psycopg import Connection, NotSupportedError, errors, pq
from psycopg.adapt import PyFormat, Transformer

KEPT = 200  # statements of one connection; each takes some kilobytes of the server's memory
# What the server says of a statement that is not there any more, or whose tables were altered.
STALE = (errors.InvalidSqlStatementName, errors.FeatureNotSupported)

Key = tuple[str, tuple[int, ...]]  # SQL, and the types of its parameters


class Statements:
    """The prepared statements of one connection, the one used longest ago dropped first."""

    def __init__(self) -> None:
        self._names: OrderedDict[Key, bytes] = OrderedDict()
        self._numbers = count(1)
        self._mark = b""  # behind each text, once one was stale

    def name(self, pgconn: Any, key: Key) -> bytes:
        """The server's name of a statement, which is prepared if it was not. Raises Error."""
        found = self._names.get(key)
        if found is not None:
            self._names.move_to_end(key)
            return found
        name = b"cifra_%d" % next(self._numbers)
        sql, types = key
        checked(pgconn.prepare(name, numbered(sql) + self._mark, types), pgconn)
        self._names[key] = name
        if len(self._names) > KEPT:
            # The server keeps a statement until it is closed or the connection ends.
            close(pgconn, self._names.popitem(last=False)[1])
        return name

    def forget(self, key: Key) -> None:
        """Prepare this statement anew when it is asked for, and all later ones by other texts.

        A pooler that knows the old text goes on with the statement that it has for it.
        """
        self._names.pop(key, None)
        self._mark = b" -- %s" % secrets.token_hex(4).encode()


def close(pgconn: Any, name: bytes) -> None:
    """Let the server drop a statement."""
    try:
        checked(pgconn.close_prepared(name), pgconn)
    except NotSupportedError:  # by libpq before 17, which knows no other way than SQL
        checked(pgconn.exec_(b"DEALLOCATE " + name), pgconn)


# By connection, because a prepared statement lives in one; weak, so that it ends with it.
_statements: WeakKeyDictionary[Connection[Any], Statements] = WeakKeyDictionary()


class PreparedCursor:
    """As much of a DB-API cursor as reading needs: execute, fetchall, close.

    keep: whether the statement is prepared; else the server plans it for these very parameters.
    """

    def __init__(self, raw: Connection[Any], *, keep: bool = True) -> None:
        self._raw, self._keep = raw, keep
        self._statements = _statements.setdefault(raw, Statements())
        self._rows: list[tuple[Any, ...]] = []
        self._query: Any = None  # Django's log of queries reads the text of the query here

    def execute(self, sql: str, params: Sequence[Any] = ()) -> None:
        """Run a SELECT with %s for its parameters; raises psycopg.Error."""
        pgconn = self._raw.pgconn
        self._query = SimpleNamespace(query=sql.encode())
        if not self._raw.autocommit and pgconn.transaction_status == pq.TransactionStatus.IDLE:
            self._raw.execute("SELECT 1")  # psycopg begins the transaction that was asked for
        # The types of the parameters are part of the key: the server plans for them.
        transformer = Transformer(self._raw)
        values = transformer.dump_sequence(params, [PyFormat.AUTO] * len(params))
        key = (sql, tuple(transformer.types or ()))
        # After a table was altered, its prepared statements fail: they are prepared again, once.
        # Within a transaction that can't help, because the error has ended the transaction.
        try:
            result = self._run(pgconn, key, values, transformer.formats)
        except STALE:
            self._statements.forget(key)
            if pgconn.transaction_status != pq.TransactionStatus.IDLE:
                raise
            result = self._run(pgconn, key, values, transformer.formats)
        transformer.set_pgresult(result)
        self._rows = transformer.load_rows(0, result.ntuples, tuple)

    def _run(self, pgconn: Any, key: Key, values: Any, formats: Any) -> Any:
        if not self._keep:
            sql, types = key
            return checked(pgconn.exec_params(numbered(sql), values, types, formats), pgconn)
        name = self._statements.name(pgconn, key)
        return checked(pgconn.exec_prepared(name, values, formats), pgconn)

    def fetchall(self) -> list[tuple[Any, ...]]:
        return self._rows

    def close(self) -> None:
        self._rows = []


DONE = (pq.ExecStatus.TUPLES_OK, pq.ExecStatus.COMMAND_OK)


def checked(result: Any, pgconn: Any, expected: Sequence[int] = DONE) -> Any:
    """The result, if its status is an expected one. Raises what psycopg raises for its error."""
    if result is None:
        raise errors.OperationalError("the connection was lost")
    if result.status in expected:
        return result
    if pgconn.status == pq.ConnStatus.BAD:
        raise errors.OperationalError(result.error_message.decode(errors="replace"))
    raise errors.error_from_result(result)


PLACEHOLDER = re.compile(r"%[%s]")


@lru_cache(maxsize=1_000)
def numbered(sql: str) -> bytes:
    """The SQL as the server takes it: %s as $1, $2 ..., and %% as %."""
    numbers = count(1)
    # From left to right in one go, because the s of %%s belongs to no placeholder.
    return PLACEHOLDER.sub(lambda f: "%" if f[0] == "%%" else f"${next(numbers)}", sql).encode()
