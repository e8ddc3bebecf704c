"""Parquet: the types of the columns, and files made from JSON objects or from CSV lines.

Decimals stay text, so that printed zeros stay. pyarrow is imported on use.
"""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from rest_framework.renderers import BaseRenderer

from rest.errors import ApiError
from rest.formats import Column, columns, items_of, json_lines
from rest.read_state import dump, parse

ROWS_PER_GROUP = 16_384


def require_parquet() -> Any:
    """The module pyarrow. Raises ApiError 501 where it is not installed."""
    try:
        import pyarrow.compute
        import pyarrow.csv
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
    """A Parquet file that is made from batches of finished JSON objects, or of CSV lines.

    Its bytes are returned as they come, so that memory holds one row group. The same rows give the
    same bytes with the same pyarrow, whatever they were made from.
    """

    def __init__(self, table: Sequence[Column], metadata: Mapping[str, str] | None = None) -> None:
        arrow = require_parquet()
        self._waiting: list[Any] = []  # tables of rows that fill no row group yet
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

    def write_csv(self, blocks: Iterable[bytes], names: Sequence[str]) -> Iterator[bytes]:
        """The bytes of all row groups of whole CSV lines of these members.

        Nothing but lists is parsed as JSON. A thread writes a block while the next one is read:
        the database needn't wait, and pyarrow holds no lock of Python's.
        """
        with ThreadPoolExecutor(max_workers=1) as thread:
            waiting: Future[bytes] | None = None
            for block in _larger(blocks):
                if waiting:
                    yield waiting.result()
                waiting = thread.submit(self._add_csv, block, names)
            if waiting:
                yield waiting.result()
        self._write_groups(at_least=1)
        yield self._out.drained()

    def _add_csv(self, lines: bytes, names: Sequence[str]) -> bytes:
        """Add rows; the bytes of the row groups that are full now."""
        self._waiting.append(self._table_of_csv(lines, names))
        self._write_groups(at_least=ROWS_PER_GROUP)
        return self._out.drained()

    def _write_groups(self, at_least: int) -> None:
        """Write the rows that wait in groups, as long as there are so many."""
        while sum(map(len, self._waiting)) >= at_least:
            rows = require_parquet().concat_tables(self._waiting)
            # In one piece, as JSON gives it: the pieces of a table would show in the file's bytes.
            self._file.write_table(rows[:ROWS_PER_GROUP].combine_chunks())
            self._waiting = [rows[ROWS_PER_GROUP:]]

    def close(self) -> bytes:
        """The last bytes, with the footer."""
        self._file.close()
        return self._out.drained()

    def _table(self, items: Sequence[bytes]) -> Any:
        lines = json_lines(self._flat(item) for item in items)
        return _read_json(require_parquet().py_buffer(lines), self._schema).cast(self._file.schema)

    def _table_of_csv(self, lines: bytes, names: Sequence[str]) -> Any:
        """CSV lines as an Arrow table: lists of objects and of texts are JSON in their cells."""
        arrow = require_parquet()
        cells = _read_csv(lines, names, self._schema)
        nested = [field for field in self._schema if arrow.types.is_nested(field.type)]
        if nested:
            parsed = _read_json(_objects(cells, nested), arrow.schema(nested))
            for field in nested:
                place = cells.schema.get_field_index(field.name)
                cells = cells.set_column(place, field, parsed[field.name])
        return cells.cast(self._file.schema)

    def _flat(self, item: bytes) -> bytes:
        """The object with its maps, which have no fixed members, as JSON text."""
        if not self._flattened:
            return item
        content = parse(item)
        flat = {column.name: _flat(content[column.name], column) for column in self._flattened}
        return dump({**content, **flat})


def _read_json(lines: Any, schema: Any) -> Any:
    """The table of a buffer of JSON objects, each on a line."""
    arrow = require_parquet()
    return arrow.json.read_json(
        arrow.BufferReader(lines),
        # One block, one thread: no object straddles blocks, and memory stays flat.
        read_options=arrow.json.ReadOptions(use_threads=False, block_size=len(lines) + 1),
        parse_options=arrow.json.ParseOptions(
            explicit_schema=schema, unexpected_field_behavior="ignore"
        ),
    )


def _read_csv(lines: bytes, names: Sequence[str], schema: Any) -> Any:
    """The table of CSV lines without a header; nested columns are text."""
    arrow = require_parquet()
    types = {
        field.name: arrow.string() if arrow.types.is_nested(field.type) else field.type
        for field in schema
    }
    return arrow.csv.read_csv(
        arrow.BufferReader(lines),
        read_options=arrow.csv.ReadOptions(
            column_names=list(names), use_threads=False, block_size=len(lines) + 1
        ),
        parse_options=arrow.csv.ParseOptions(newlines_in_values=True),
        convert_options=arrow.csv.ConvertOptions(
            include_columns=list(types),
            column_types=types,
            null_values=[""],  # no member is empty text: what is not said is null
            strings_can_be_null=True,
            true_values=["true"],
            false_values=["false"],
        ),
    )


def _objects(cells: Any, fields: Sequence[Any]) -> Any:
    """The buffer of a JSON object for each row, with these columns, each on a line."""
    arrow = require_parquet()
    parts: list[Any] = []
    for field in fields:
        parts += [("," if parts else "{") + f'"{field.name}":', cells[field.name].combine_chunks()]
    lines = arrow.compute.binary_join_element_wise(*parts, "}\n", "")
    return lines.buffers()[2]


BLOCK = 4 * 1024 * 1024  # of CSV: much smaller ones cost more to parse, larger ones more memory


def _larger(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Blocks joined to some of a size at which they are parsed quickly."""
    kept: list[bytes] = []
    for block in blocks:
        kept.append(block)
        if sum(map(len, kept)) >= BLOCK:
            yield b"".join(kept)
            kept.clear()
    if any(kept):
        yield b"".join(kept)


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
        return writer.write(items_of(data)) + writer.close()
