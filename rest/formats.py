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


# The same for REST framework.


def items_of(data: Page | SingleItem) -> Sequence[bytes]:
    return data.items if isinstance(data, Page) else [data.item]


class CSV(BaseRenderer):
    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"

    def render(self, data: Any, media_type: Any = None, context: Any = None) -> bytes:
        plain = (csv_line(data.names) + csv_lines(items_of(data), data.names)).encode()
        excel = context["view"].params.dialect == EXCEL
        return b"".join(csv_for_excel([plain])) if excel else plain


class JSONLines(BaseRenderer):
    media_type = "application/jsonl"
    format = "jsonl"
    charset = None

    def render(self, data: Any, media_type: Any = None, context: Any = None) -> bytes:
        return json_lines(items_of(data))


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
