"""Formats of rows: CSV, JSON Lines and Parquet, for lists and for whole exports alike.

Owns how finished JSON objects (see rest.read_state) become rows of a table, and of which types.
The one declaration of a table is its serializer; this module reads it and never a row's meaning.
Anyone who answers or writes rows may call it. Parquet needs pyarrow, which is imported on use.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import orjson
from rest_framework import serializers
from rest_framework.renderers import BaseRenderer

from rest.errors import ApiError
from rest.read_state import Page, SingleItem, dump, parse


class DecimalText(serializers.CharField):
    """An exact decimal, on the wire as text."""


@dataclass(frozen=True)
class Column:
    """A member of a row.

    kind: string, decimal, integer, number, boolean, array, object or map.
    items: the form of an array's items; members: those of an object.
    """

    name: str
    kind: str
    nullable: bool = False
    description: str = ""
    choices: tuple[str, ...] = ()
    items: "Column | None" = None
    members: tuple["Column", ...] = ()


KINDS: tuple[tuple[type[serializers.Field], str], ...] = (
    (serializers.BooleanField, "boolean"),
    (serializers.IntegerField, "integer"),
    (serializers.FloatField, "number"),
    (DecimalText, "decimal"),
    (serializers.ListField, "array"),
    (serializers.ListSerializer, "array"),
    (serializers.Serializer, "object"),
    (serializers.DictField, "map"),
)


@cache
def columns(serializer: type[serializers.Serializer[Any]]) -> tuple[Column, ...]:
    """The columns of a serializer's rows, in the order of the wire."""
    fields = serializer().fields
    names: Callable[[], list[str]] = getattr(serializer, "names", lambda: list(fields))
    return tuple(_column(name, fields[name]) for name in names())


def _column(name: str, field: serializers.Field[Any, Any, Any, Any]) -> Column:
    kind = next((kind for form, kind in KINDS if isinstance(field, form)), "string")
    child = getattr(field, "child", None)
    return Column(
        name,
        kind,
        nullable=bool(field.allow_null),
        description=str(field.help_text or ""),
        choices=tuple(map(str, getattr(field, "choices", ()))) if kind == "string" else (),
        items=_column("item", child) if kind == "array" and child is not None else None,
        members=columns(type(field)) if isinstance(field, serializers.Serializer) else (),
    )


# CSV: RFC 4180, commas, CRLF, UTF-8, no byte order mark; absent values are empty cells.

SPECIAL = re.compile(r'[",\r\n]')


def csv_line(cells: Sequence[str]) -> str:
    """The cells as a line; a lone empty cell is quoted, since readers skip empty lines."""
    if len(cells) == 1 and not cells[0]:
        return '""\r\n'
    return csv_cells(cells) + "\r\n"


def csv_cells(cells: Sequence[str]) -> str:
    """A part of a line."""
    return ",".join(_quoted(cell) if SPECIAL.search(cell) else cell for cell in cells)


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


def csv_lines(items: Iterable[bytes], names: Sequence[str]) -> str:
    """Finished JSON objects as lines of these members, without a header."""
    return "".join(csv_line([cell(row[name]) for name in names]) for row in map(parse, items))


def csv_narrowed(
    blocks: Iterable[bytes], names: Sequence[str], wanted: Sequence[str]
) -> Iterator[bytes]:
    """Blocks of whole lines of the members `names`, with only the wanted cells of each line."""
    places = [names.index(name) for name in wanted]
    for block in blocks:
        lines = csv.reader(io.StringIO(block.decode(), newline=""))
        narrow = io.StringIO(newline="")
        csv.writer(narrow).writerows([line[place] for place in places] for line in lines)
        yield narrow.getvalue().encode()


# dialect=excel: what spreadsheets open at a double click, in the countries whose decimals have a
# comma. A cell that they would run as a formula is text; nothing else differs from the plain form.

EXCEL = "excel"
BOM = "\ufeff"
csv.field_size_limit(2**31 - 1)  # in place of 131,072 characters: any cell of ours is read again
_NUMBER = r"[-+]?[0-9]+(?:\.[0-9]+)?(?:$|[,;\"\]}])"
# Before what begins a formula: at a cell's beginning, and wherever a program that takes another
# separator for the cells' own would begin one. The wide forms are the same to some programs.
RUNS = re.compile(rf'(^|[,;\t\r\n]"*)(?=[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20])(?!{_NUMBER})')


def harmless(text: str) -> str:
    """A cell as spreadsheets show it without running anything: with an apostrophe before."""
    return RUNS.sub(r"\1'", text)


def csv_for_excel(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Blocks of whole lines in the dialect of spreadsheets."""
    yield BOM.encode()
    for block in blocks:
        lines = csv.reader(io.StringIO(block.decode(), newline=""))
        written = io.StringIO(newline="")
        writer = csv.writer(written, delimiter=";")
        writer.writerows([harmless(text) for text in line] for line in lines)
        yield written.getvalue().encode()


def cell(value: Any) -> str:
    """A value as the text of a CSV cell: lists and objects as compact JSON, numbers as written."""
    if value is None:
        return ""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return dump(value).decode() if isinstance(value, (list, Mapping)) else str(value)


def json_lines(items: Iterable[bytes]) -> bytes:
    """Finished JSON objects, each on a line that ends with LF; none of them holds a line end."""
    return b"".join(item + b"\n" for item in items)


# Parquet: the types of the columns; decimals stay text, so that printed zeros stay.

ROWS_PER_GROUP = 16_384


def require_parquet() -> Any:
    """The module pyarrow. Raises ApiError 501 where it is not installed."""
    try:
        import pyarrow.json
        import pyarrow.parquet
    except ImportError:
        raise ApiError(
            501,
            "parquet-not-installed",
            "Parquet is not installed",
            "This installation writes no Parquet: its operator can install pyarrow, as "
            "requirements.txt names it. JSON, CSV and JSON Lines hold the same rows.",
        ) from None
    return pyarrow


def arrow_schema(table: Sequence[Column]) -> Any:
    """The Arrow schema of a table; every field carries its description."""
    arrow = require_parquet()
    return arrow.schema([_arrow_field(column) for column in table])


def _arrow_field(column: Column) -> Any:
    arrow = require_parquet()
    metadata = {"description": column.description} if column.description else None
    return arrow.field(column.name, _arrow_type(column), metadata=metadata)


def _arrow_type(column: Column) -> Any:
    arrow = require_parquet()
    if column.kind == "array":
        return arrow.list_(_arrow_type(column.items) if column.items else arrow.string())
    if column.kind == "object":
        return arrow.struct([_arrow_field(member) for member in column.members])
    plain = {"boolean": arrow.bool_(), "integer": arrow.int64(), "number": arrow.float64()}
    return plain.get(column.kind, arrow.string())


class ParquetWriter:
    """A Parquet file that is made from batches of finished JSON objects.

    write() and close() return its bytes as they come, so that memory holds one batch. The same rows
    give the same bytes with the same pyarrow.
    """

    def __init__(self, table: Sequence[Column], metadata: Mapping[str, str] | None = None) -> None:
        arrow = require_parquet()
        self._flattened = [column for column in table if _holds_map(column)]
        self._schema = arrow_schema(table)
        self._out = _Drained()
        self._file = arrow.parquet.ParquetWriter(
            arrow.PythonFile(self._out, mode="w"),
            self._schema.with_metadata(dict(metadata)) if metadata else self._schema,
            compression="zstd",
        )

    def write(self, items: Sequence[bytes]) -> bytes:
        """The bytes of one row group, or of as many as the items fill."""
        for first in range(0, len(items), ROWS_PER_GROUP):
            self._file.write_table(self._table(items[first : first + ROWS_PER_GROUP]))
        return self._out.drained()

    def close(self) -> bytes:
        """The last bytes, with the footer."""
        self._file.close()
        return self._out.drained()

    def _table(self, items: Sequence[bytes]) -> Any:
        arrow = require_parquet()
        lines = json_lines(self._flat(item) for item in items)
        table = arrow.json.read_json(
            io.BytesIO(lines),
            # One block, one thread: no object straddles blocks, and memory stays flat.
            read_options=arrow.json.ReadOptions(use_threads=False, block_size=len(lines) + 1),
            parse_options=arrow.json.ParseOptions(
                explicit_schema=self._schema, unexpected_field_behavior="ignore"
            ),
        )
        return table.cast(self._file.schema)

    def _flat(self, item: bytes) -> bytes:
        """The object with its maps, which have no fixed members, as JSON text."""
        if not self._flattened:
            return item
        content = parse(item)
        flat = {column.name: _flat(content[column.name], column) for column in self._flattened}
        return dump({**content, **flat})


def _holds_map(column: Column) -> bool:
    """Whether a map is in the column, at whatever depth."""
    inner = (*column.members, *([column.items] if column.items else []))
    return column.kind == "map" or any(map(_holds_map, inner))


def _flat(value: Any, column: Column) -> Any:
    """The value with the maps in it as JSON text."""
    if value is None:
        return None
    if column.kind == "map":
        return dump(value).decode()
    if column.kind == "array" and column.items:
        return [_flat(each, column.items) for each in value]
    inner = {member.name: member for member in column.members}
    if column.kind == "object" and inner:
        return {name: _flat(each, inner[name]) for name, each in value.items()}
    return value


class _Drained(io.RawIOBase):
    """A file that is only written to, whose bytes are taken out as they come."""

    def __init__(self) -> None:
        self._kept: list[bytes] = []
        self._written = 0

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._written

    def write(self, data: Any) -> int:
        self._kept.append(bytes(data))
        self._written += len(self._kept[-1])
        return len(self._kept[-1])

    def drained(self) -> bytes:
        taken = b"".join(self._kept)
        self._kept.clear()
        return taken


# The same for REST framework.


def _items(data: Page | SingleItem) -> Sequence[bytes]:
    return data.items if isinstance(data, Page) else [data.item]


class CSV(BaseRenderer):
    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"

    def render(self, data: Any, media_type: Any = None, context: Any = None) -> bytes:
        plain = (csv_line(data.names) + csv_lines(_items(data), data.names)).encode()
        excel = context["view"].params.dialect == EXCEL
        return b"".join(csv_for_excel([plain])) if excel else plain


class JSONLines(BaseRenderer):
    media_type = "application/jsonl"
    format = "jsonl"
    charset = None

    def render(self, data: Any, media_type: Any = None, context: Any = None) -> bytes:
        return json_lines(_items(data))


class Parquet(BaseRenderer):
    media_type = "application/vnd.apache.parquet"
    format = "parquet"
    charset = None
    render_style = "binary"

    @staticmethod
    def require() -> None:
        """Raise ApiError 501 before any work where it can't be written."""
        require_parquet()

    def render(self, data: Any, media_type: Any = None, context: Any = None) -> bytes:
        known = {column.name: column for column in columns(context["view"].serializer_class)}
        # Labels are members beside those of the serializer: text, or null.
        table = [known.get(name) or Column(name, "string", nullable=True) for name in data.names]
        writer = ParquetWriter(table)
        return writer.write(_items(data)) + writer.close()


class JSONLinkedData(BaseRenderer):
    """JSON-LD of a finished object."""

    media_type = "application/ld+json"
    format = "jsonld"
    charset = None

    def render(self, data: Any, media_type: Any = None, context: Any = None) -> bytes:
        return orjson.dumps(data)


class FixedMediaType(BaseRenderer):
    """A renderer for negotiation alone: the answer has one media type, whatever Accept says."""

    media_type = "*/*"
    format = ""

    def render(self, data: Any, media_type: Any = None, context: Any = None) -> bytes:
        raise NotImplementedError


def batches(items: Iterable[bytes], size: int) -> Iterator[list[bytes]]:
    """Items in lists of this size, the last one shorter."""
    batch: list[bytes] = []
    for item in items:
        batch.append(item)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
