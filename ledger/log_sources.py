"""Where a log's entries may be brought back from: a folder, an address, or a database.

Owns the reading of each: the newest checkpoint, hash tiles, and the bytes of entries, or the leaf
hash of one that is withheld. Nothing of it is believed here; `ledger.recovery` proves it. Raises
RecoveryError for what can't be read.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Protocol
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import urlopen

import psycopg

from ledger.errors import NoteError, RecoveryError
from ledger.formats import merkle, tiles
from ledger.formats.checkpoint import Checkpoint
from ledger.formats.note import Note, from_base64
from ledger.formats.tiles import WIDTH, TilePath

TIMEOUT = 30  # seconds between two pieces of an answer
MAX_FILE = WIDTH * (tiles.MAX_ENTRY + 2) * 2  # a bundle, in Base64 within JSON

Leaf = tuple[bytes | None, bytes]  # an entry's bytes, None if withheld, and its leaf hash


class Source(Protocol):
    """What entries are brought back from."""

    def note(self) -> bytes:
        """The newest checkpoint there."""

    def read_tile(self, level: int, number: int) -> bytes:
        """A tile's hashes under that checkpoint."""

    def leaves(self, start: int, end: int) -> Iterator[Leaf]:
        """The entries [start, end)."""


def opened(name: str) -> Source:
    """The source of this name: a folder, a SQLite file, or an address."""
    scheme = urlsplit(name).scheme
    if scheme in ("http", "https"):
        return Files(lambda path: _download(f"{name.rstrip('/')}/{path}"))
    if scheme in ("postgres", "postgresql"):
        return Database(_queries_of_postgresql(name))
    path = Path(name)
    if path.is_dir():
        return Files(lambda inside: _file(path / inside))
    if path.is_file():
        with path.open("rb") as file:
            if file.read(15) == b"SQLite format 3":
                return Database(_queries_of_sqlite(path))
    raise RecoveryError(
        f"{name} is no folder of export_log, no SQLite file and no address. Read a dump of "
        "PostgreSQL back into an empty database of its own, and name that: postgres://..."
    )


def without_password(name: str) -> str:
    """The name of a source as it may be printed."""
    password = urlsplit(name).password
    return name.replace(f":{password}@", ":***@") if password else name


class Files:
    """A log as static files (C2SP tlog-tiles), in a folder or at an address."""

    def __init__(self, read: Any) -> None:
        self._read = read  # path -> bytes, None where there is no such file
        self._size: int | None = None

    def note(self) -> bytes:
        found = self._read("checkpoint")
        if found is None:
            raise RecoveryError("there is no file `checkpoint`, as export_log writes it last")
        return bytes(found)

    def read_tile(self, level: int, number: int) -> bytes:
        path = TilePath(level, number)
        width = tiles.width_at(path, self.size)
        return (self._read(str(path._replace(width=width))) or b"") if width else b""

    def leaves(self, start: int, end: int) -> Iterator[Leaf]:
        for number in range(start // WIDTH, -(-end // WIDTH)):
            first = number * WIDTH
            bundle = self._bundle(number)
            yield from bundle[max(0, start - first) : end - first]

    @property
    def size(self) -> int:
        """The size of the log here."""
        if self._size is None:
            self._size = Checkpoint.parse(Note.parse(self.note()).text).size
        return self._size

    def _bundle(self, number: int) -> list[Leaf]:
        path = TilePath(None, number)
        path = path._replace(width=tiles.width_at(path, self.size))
        if (data := self._read(str(path))) is not None:
            entries = tiles.decode_bundle(data, path.width)
            return [(entry, merkle.leaf_hash(entry)) for entry in entries]
        # A bundle with a withheld entry is no tlog-tiles file; see ledger.export and ledger.api.
        for name in (f"with-hashes/{number}.json", f"with-hashes/{number}"):
            if (data := self._read(name)) is not None:
                return _with_hashes(data, path)
        raise RecoveryError(f"there is no {path}")


def _with_hashes(data: bytes, path: TilePath) -> list[Leaf]:
    try:
        entries = json.loads(data)["entries"]
        leaves = [_leaf(entry) for entry in entries]
    except (ValueError, KeyError, TypeError, NoteError) as error:
        raise RecoveryError(f"with-hashes of {path} can't be read: {error!r}") from None
    if len(leaves) < path.width:
        raise RecoveryError(f"with-hashes of {path} has {len(leaves)} entries")
    return leaves[: path.width]


def _leaf(entry: dict[str, str]) -> Leaf:
    if "bytes" not in entry:
        return None, from_base64(entry["withheld"])
    data = from_base64(entry["bytes"])
    return data, merkle.leaf_hash(data)


def _file(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise RecoveryError(str(error)) from None


def _download(url: str) -> bytes | None:
    try:
        with urlopen(url, timeout=TIMEOUT) as answer:
            data = answer.read(MAX_FILE + 1)
    except HTTPError as error:
        if error.code in (404, 410, 451):
            return None
        raise RecoveryError(f"{url}: {error}") from None
    except (OSError, ValueError) as error:
        raise RecoveryError(f"{url}: {error}") from None
    if len(data) > MAX_FILE:
        raise RecoveryError(f"{url}: more than {MAX_FILE} bytes")
    return bytes(data)


class Database:
    """The tables of another database of this log, of a backup for example."""

    def __init__(self, query: Any) -> None:
        self._query = query  # SQL with ? for parameters -> rows

    def note(self) -> bytes:
        rows = self._query("SELECT note FROM ledger_publishedcheckpoint ORDER BY size DESC LIMIT 1")
        if not rows:
            raise RecoveryError("no checkpoint was published in that database")
        return bytes(rows[0][0])

    def read_tile(self, level: int, number: int) -> bytes:
        sql = 'SELECT hashes FROM ledger_tile WHERE level = ? AND "index" = ?'
        rows = self._query(sql, level, number)
        return bytes(rows[0][0]) if rows else b""

    def leaves(self, start: int, end: int) -> Iterator[Leaf]:
        sql = (
            "SELECT data, leaf_hash FROM ledger_entry "
            'WHERE "index" >= ? AND "index" < ? ORDER BY "index"'
        )
        for first in range(start, end, WIDTH):
            for data, leaf_hash in self._query(sql, first, min(first + WIDTH, end)):
                if data is None:
                    yield None, bytes(leaf_hash)
                else:
                    yield bytes(data), merkle.leaf_hash(bytes(data))


def _queries_of_sqlite(path: Path) -> Any:
    def query(sql: str, *values: Any) -> list[Any]:
        try:
            with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as db:
                return db.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise RecoveryError(f"{path}: {error}") from None

    return query


def _queries_of_postgresql(url: str) -> Any:
    def query(sql: str, *values: Any) -> list[Any]:
        try:
            with psycopg.connect(url) as db:
                return db.execute(sql.replace("?", "%s").encode(), values).fetchall()
        except psycopg.Error as error:
            raise RecoveryError(f"the database can't be read: {error}") from None

    return query
