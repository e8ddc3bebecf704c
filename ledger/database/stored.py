"""Rows as they are stored, cell by cell, read past Django's converters.

A check has to see what lies in the file: SQLite takes any value in any column, and a converter that
meets a strange one either fails or makes something harmless of it. So every cell is read with its
storage class and its bytes there, and is given a value by strict rules that name what they refuse.
PostgreSQL keeps to its types; what Python can't hold (a date in the year 10000) is read as text.
"""

import json
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any

from django.db import connections, models

Row = tuple[Any, ...]  # the cells of a row, in the order of Table.fields; see Table.cell
Faults = list[tuple[str, str]]  # column, and what it holds that it can't
CHUNK = 1000

# The storage class that SQLite has for the values of a column.
_CLASSES = {
    **dict.fromkeys(("CharField", "TextField", "FileField", "JSONField"), "text"),
    **dict.fromkeys(("DateField", "DateTimeField"), "text"),
    "BinaryField": "blob",
}
_AS_TEXT = {
    "DateField": "{}::text",
    "DateTimeField": "({} AT TIME ZONE 'UTC')::text",
    "JSONField": "{}::text",
}


class Table:
    """The table of a model in one database, for reading."""

    def __init__(self, model: type[models.Model], alias: str) -> None:
        self.model, self.name = model, model._meta.db_table
        self.fields: list[Any] = [field for field in model._meta.concrete_fields if field.column]
        self._types = [_type(field) for field in self.fields]
        self._connection = connections[alias]
        self._sqlite = self._connection.vendor == "sqlite"
        meta: Any = model._meta
        self.keys: list[int] = [self.fields.index(field) for field in meta.pk_fields]

    def count(self) -> int:
        """How many rows there are."""
        with self._connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {self._quote(self.name)}")
            return int(cursor.fetchone()[0])

    def chunks(self, size: int = CHUNK, *, native: bool = False) -> Iterator[list[Row]]:
        """Every row, by primary key, `size` of them at a time; one query, flat memory.

        native: on SQLite each cell as the driver gives it, for a file that is our own.
        """
        keys = ", ".join(self._quote(self.fields[at].column) for at in self.keys)
        with self._connection.chunked_cursor() as cursor:
            cursor.execute(f"{self._select(native=native)} ORDER BY {keys}")
            while chunk := cursor.fetchmany(size):
                yield chunk

    def read(self, size: int = CHUNK) -> Iterator[tuple[Any, dict[str, Any], Faults]]:
        """Every row: its key for people, its values, and what is wrong with its cells."""
        for chunk in self.chunks(size):
            for row in chunk:
                yield self.shown_key(row), *self.values(row)

    def among(self, keys: Collection[Any]) -> list[Row]:
        """The rows that have one of these primary keys; one query."""
        if not keys:
            return []
        column = self._quote(self.fields[self.keys[0]].column)
        places = ", ".join(["%s"] * len(keys))
        with self._connection.cursor() as cursor:
            cursor.execute(f"{self._select()} WHERE {column} IN ({places})", list(keys))
            return list(cursor.fetchall())

    def key(self, row: Row) -> Any:
        """The primary key of a row; None if it is no key that a row may have."""
        with suppress(ValueError):
            parts = [self.value(row, at) for at in self.keys]
            return parts[0] if len(parts) == 1 else "/".join(map(str, parts))
        return None

    def shown_key(self, row: Row) -> Any:
        """The primary key of a row for people, whatever it is."""
        key = self.key(row)
        return "/".join(self.shown(row, at) for at in self.keys) if key is None else key

    def cell(self, row: Row, at: int) -> Any:
        """The cell of the field at a place: storage class and bytes on SQLite."""
        return row[2 * at : 2 * at + 2] if self._sqlite else row[at]

    def value(self, row: Row, at: int) -> Any:
        """The value of the field at a place; raises ValueError if the column can't hold it."""
        field, cell = self.fields[at], self.cell(row, at)
        read = _from_sqlite(self._types[at], *cell) if self._sqlite else cell
        if read is None:
            if not field.null:
                raise ValueError("null")
            return None
        if reader := _READ.get(self._types[at]):
            return reader(read)
        return bytes(read) if _is_bytes(read) else read

    def values(self, row: Row) -> tuple[dict[str, Any], Faults]:
        """The values by column name, and what the cells hold that have none."""
        found: dict[str, Any] = {}
        faults: Faults = []
        for at, field in enumerate(self.fields):
            try:
                found[field.attname] = self.value(row, at)
            except ValueError:
                faults.append((field.attname, f"holds {self.shown(row, at)}"))
        return found, faults

    def shown(self, row: Row, at: int) -> str:
        """A cell for people: its value, or its storage class and bytes."""
        try:
            return f"{self.value(row, at)!r:.200}"
        except ValueError:
            return self.shown_bytes(row, at)

    def shown_bytes(self, row: Row, at: int) -> str:
        """A cell for people, as it is stored."""
        cell = self.cell(row, at)
        if not self._sqlite:
            return f"{cell!r:.200}"
        kind, data = cell
        return kind if data is None else f"{kind} {data!r:.200}"

    def _select(self, *, native: bool = False) -> str:
        cells = ", ".join(self._cell_sql(field, native) for field in self.fields)
        return f"SELECT {cells} FROM {self._quote(self.name)}"

    def _cell_sql(self, field: Any, native: bool) -> str:
        column = self._quote(field.column)
        if self._sqlite and native:
            return f"+{column}"  # an expression, of whose type Django's converters know nothing
        if self._sqlite:
            return f"typeof({column}), CAST({column} AS BLOB)"
        return _AS_TEXT.get(_type(field), "{}").format(column)

    def _quote(self, name: str) -> str:
        return str(self._connection.ops.quote_name(name))


def _type(field: Any) -> str:
    """The kind of column; a reference has that of what it refers to."""
    while field.is_relation:
        field = field.target_field
    return str(field.get_internal_type())


def _from_sqlite(column: str, kind: str, data: bytes | None) -> Any:
    """What a cell of this kind of column holds, as its storage class says.

    Raises ValueError for another class.
    """
    if data is None:
        return None
    if kind != _CLASSES.get(column, "integer"):
        raise ValueError(kind)
    if kind == "blob":
        return data
    text = data.decode()  # UnicodeDecodeError is a ValueError
    if kind == "text":
        if (spellings := _SPELLINGS.get(column)) and text not in spellings(text):
            raise ValueError(text)
        return text
    if column == "BooleanField" and text not in "01":
        raise ValueError(text)
    return text == "1" if column == "BooleanField" else int(text)


def _json_spellings(text: str) -> tuple[str, ...]:
    """As Django writes JSON, and as SQLite does in migrations."""
    value = _parsed(text)
    compact = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    return json.dumps(value), compact


def _instant_spellings(text: str) -> tuple[str, ...]:
    return (str(datetime.fromisoformat(text)),)


def _date(text: str) -> date:
    read = date.fromisoformat(text)
    if read.isoformat() != text:
        raise ValueError(text)
    return read


def _instant(text: str) -> datetime:
    read = datetime.fromisoformat(text)
    if read.tzinfo is not None:
        raise ValueError(text)
    return read.replace(tzinfo=UTC)


def _json(text: str) -> str:
    """A JSON value, its members in order, so that 1 and true are two."""
    return json.dumps(_parsed(text), sort_keys=True)


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _is_bytes(value: Any) -> bool:
    return isinstance(value, bytes | bytearray | memoryview)


# How a text of these may be spelt on SQLite; any other spelling could hide behind one of them.
_SPELLINGS: dict[str, Callable[[str], tuple[str, ...]]] = {
    "DateTimeField": _instant_spellings,
    "JSONField": _json_spellings,
}
_READ: dict[str, Callable[[Any], Any]] = {
    "DateField": _date,
    "DateTimeField": _instant,
    "JSONField": _json,
}
