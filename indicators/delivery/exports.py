"""Whole results: every row of a query at a version, in one stream of bytes with flat memory.

Owns the order of an export's rows (that of the log) and the ways to read them: PostgreSQL writes
them itself (indicators.delivery.copying), other engines are read in batches. Knows nothing of HTTP.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connections
from django.db.models import QuerySet

from indicators.delivery import copying
from indicators.models import Observation
from indicators.reading import selectors
from indicators.reading.serializers import ObservationSerializer
from ledger.database.copyout import gathered
from rest import formats
from rest.parquet import ParquetWriter
from rest.read_state import REVISION, Snapshot, select_members

BATCH = 1000

Rows = QuerySet[Observation]


def blocks(rows: Rows, snapshot: Snapshot, names: Sequence[str], form: str) -> Iterator[bytes]:
    """The export in blocks of bytes.

    names: the members that it holds; form: csv, jsonl, parquet. Cost is linear in the rows; memory
    holds one batch, whatever their number.
    """
    return gathered(FORMS[form](rows, snapshot, names))


def _csv(rows: Rows, snapshot: Snapshot, names: Sequence[str]) -> Iterator[bytes]:
    yield formats.csv_line(names).encode()
    lines, every = _csv_lines(rows, snapshot), ObservationSerializer.names()
    yield from lines if list(names) == every else formats.csv_narrowed(lines, every, names)


def _csv_lines(rows: Rows, snapshot: Snapshot) -> Iterator[bytes]:
    """The rows as whole CSV lines of all members, many at a time, in the order of the log."""
    if _by_copy(rows):
        yield from copying.csv_lines(rows, snapshot)
        return
    rows = selectors.annotate_line(rows, snapshot)
    for batch in _batches(rows.values_list(*selectors.LINE_COLUMNS, named=True)):
        yield b"".join(selectors.lines(batch, snapshot))


def _json_lines(rows: Rows, snapshot: Snapshot, names: Sequence[str]) -> Iterator[bytes]:
    fields = () if list(names) == ObservationSerializer.names() else names
    if _by_copy(rows) and not fields:
        yield from copying.json_lines(rows, snapshot)
        return
    for batch in objects(rows, snapshot):
        yield formats.json_lines(select_members(item, fields) for item in batch)


def _parquet(rows: Rows, snapshot: Snapshot, names: Sequence[str]) -> Iterator[bytes]:
    table = [column for column in formats.columns(ObservationSerializer) if column.name in names]
    writer = ParquetWriter(table, {"cifra:version": str(snapshot.version)})
    yield from writer.write_csv(_csv_lines(rows, snapshot), ObservationSerializer.names())
    yield writer.close()


FORMS = {"csv": _csv, "jsonl": _json_lines, "parquet": _parquet}


def objects(rows: Rows, snapshot: Snapshot) -> Iterator[list[bytes]]:
    """The rows as finished JSON objects, in batches, in the order of the log."""
    if _by_copy(rows):
        for lines in copying.json_lines(rows, snapshot):
            yield lines.split(b"\n")[:-1]
        return
    rows = selectors.annotate_headline_and_claims(rows, snapshot)
    for batch in _batches(rows.values_list(*selectors.COLUMNS, named=True)):
        yield selectors.items(batch, snapshot)


def _batches(rows: QuerySet[Observation, Any]) -> Iterator[list[Any]]:
    """Rows with their entry_id, in its order."""
    last = -1
    while batch := list(rows.filter(entry_id__gt=last).order_by("entry_id")[:BATCH]):
        yield batch
        last = batch[-1].entry_id


def _by_copy(rows: Rows) -> bool:
    return connections[rows.db].vendor == "postgresql"


def stem(snapshot: Snapshot) -> str:
    """The name of the file of a whole version: all that decides its bytes.

    One query.
    """
    version, root, withheld = snapshot.version, snapshot.root[:16], snapshot.withheld or 0
    return f"observations-{version}-{root}-r{REVISION}-e{withheld}"
