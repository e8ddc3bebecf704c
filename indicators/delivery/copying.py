"""Observations out of PostgreSQL by COPY: the database writes, this service passes bytes on.

Owns the SQL that gives the rows of indicators.reading.selectors.items() as CSV cells or JSON lines.
Only indicators.delivery.exports may call it; tests hold its rows to those of the plain way, byte
for byte. The SQL is written by hand because joins by several columns and reading a long text once
per row, on which the speed rests, can't be told to the ORM.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet

from indicators.models import Observation
from indicators.reading.serializers import ObservationSerializer
from ledger import copyout
from rest.read_state import Snapshot

Rows = QuerySet[Observation]


def csv_lines(rows: Rows, snapshot: Snapshot, names: Sequence[str]) -> Iterator[bytes]:
    """The rows as CSV lines that end with CRLF, one or many at a time.

    The fixed part of a whole line is stored as it is.
    """
    if list(names) == ObservationSerializer.names():
        for block in copyout.blocks(*_copied(_line(), rows, snapshot, "text")):
            yield copyout.unescaped(block.replace(b"\n", b"\r\n"))
        return
    cells = ", ".join(_cell(name) for name in names)
    for line in copyout.rows(*_copied(cells, rows, snapshot, "csv")):
        # PostgreSQL ends lines with LF, and leaves a lone empty cell unquoted.
        yield b'""\r\n' if line == b"\n" else line[:-1] + b"\r\n"


def json_lines(rows: Rows, snapshot: Snapshot) -> Iterator[bytes]:
    """The rows as finished JSON objects, each on a line that ends with LF, many at a time."""
    for block in copyout.blocks(*_copied(_object(), rows, snapshot, "text")):
        yield copyout.unescaped(block)


# o: the rows that are asked for. c: their ends, h: those that another statement of their key (or a
# tie) displaces as headline, k: the claims that speak of them, all as of the version. Everything is
# joined by the key of the order, so that nothing but these few is ever sorted. Within a JSON text a
# quote mark is escaped, so the marks by which members of the stored object are found can't
# stand in a value.
FROM = """
FROM ({rows}) AS o ({columns})
LEFT JOIN indicators_closing c ON c.observation_id = o.entry_id AND c.known_from <= {version}
LEFT JOIN (
  SELECT DISTINCT b.entry_id
  FROM indicators_headline a JOIN indicators_observation b
    ON b.series_id = a.series_id AND b.period = a.period AND b.base_period = a.base_period
  WHERE a.observation_id IS DISTINCT FROM b.entry_id
    AND a.known_from <= {version} AND (a.known_to IS NULL OR a.known_to > {version}) AND {day}
) h ON h.entry_id = o.entry_id
LEFT JOIN (
  SELECT b.entry_id, array_to_json(array_agg(a.code ORDER BY l.key))::text AS claims
  FROM indicators_claimlink l JOIN indicators_claim a ON a.entry_id = l.claim_id
    JOIN indicators_observation b ON b.code = l.observation
  WHERE a.known_from <= {version} AND (a.known_to IS NULL OR a.known_to > {version})
  GROUP BY b.entry_id
) k ON k.entry_id = o.entry_id
"""
DAY = (
    "(a.published_to IS NULL OR a.published_to > %s)"
    " AND (a.published_from IS NULL OR a.published_from <= %s)"
)
HEADLINE = "CASE WHEN c.entry_id IS NULL AND h.entry_id IS NULL THEN 'true' ELSE 'false' END"
# Wire members that are no column of their own.
CELLS = {
    "id": "o.code",
    "number": "NULLIF(o.value, '')",
    "citations": "split_part(o.body, ',\"citations\":', 2)",
    "status": "COALESCE(c.action, 'current')",
    "headline": HEADLINE,
    "replaced_by": "NULLIF(c.replaced_by, '')",
    "claims": "COALESCE(k.claims, '[]')",
    "known_to": "c.known_from",
}
COLUMNS = {field.name: field for field in Observation._meta.concrete_fields}
# How a column of a Django type is written: absent text as null, truth as in JSON.
WRITTEN = {
    "CharField": "NULLIF(o.{}, '')",
    "TextField": "NULLIF(o.{}, '')",
    "BooleanField": "o.{}::text",
}


def _cell(name: str) -> str:
    """The SQL of a member's CSV cell: text, a number, or null."""
    if name in CELLS:
        return CELLS[name]
    if name in COLUMNS:
        return WRITTEN.get(COLUMNS[name].get_internal_type(), "o.{}").format(name)
    return _stored(name)


def _stored(name: str) -> str:
    """A member of the stored object, found by its mark and that of the next one."""
    names = list(ObservationSerializer.fixed({"citations": []}))
    after = names[names.index(name) + 1]
    found = f"split_part(split_part(o.body, ',\"{name}\":', 2), ',\"{after}\":', 1)"
    return f"{found}::json #>> '{{}}'"


def _line() -> str:
    """The SQL of the whole CSV line. Of what changes, ids and words hold nothing that is quoted."""
    cells = {name: f"COALESCE(({_cell(name)})::text, '')" for name in CHANGING}
    cells["claims"] = """CASE WHEN k.claims IS NULL THEN '[]'
        ELSE '"' || replace(k.claims, '"', '""') || '"' END"""
    return " || ',' || ".join(["o.line", *cells.values()])


def _object() -> str:
    """The SQL of the whole JSON object: the stored part, and what depends on the version."""

    def quoted(name: str) -> str:
        return f"COALESCE('\"' || {_cell(name)} || '\"', 'null')"

    def plain(name: str) -> str:
        return f"COALESCE(({_cell(name)})::text, 'null')"

    parts = ["o.body"]
    for name, shown in CHANGING.items():
        parts += [f"',\"{name}\":'", quoted(name) if shown == "text" else plain(name)]
    return " || ".join([*parts, "'}'"])


CHANGING = {
    "status": "text",
    "headline": "plain",
    "replaces": "text",
    "replaced_by": "text",
    "claims": "plain",
    "known_from": "plain",
    "known_to": "plain",
}


def _copied(cells: str, rows: Rows, snapshot: Snapshot, form: str) -> tuple[Any, str, Any]:
    """What ledger.copyout needs: the connection, a COPY of these cells, and its parameters."""
    columns = [field.attname for field in COLUMNS.values()]
    try:
        inner, params = rows.order_by().values_list(*columns).query.sql_with_params()
    except EmptyResultSet:  # the filters exclude every row
        return connections[rows.db], "COPY (SELECT 1 WHERE FALSE) TO STDOUT", ()
    by = snapshot.published_by
    joined = FROM.format(
        rows=inner,
        columns=", ".join(columns),
        version=int(snapshot.version),
        day=DAY if by else "a.published_to IS NULL",
    )
    sql = f"SELECT {cells} {joined} ORDER BY o.entry_id"
    told: tuple[Any, ...] = (*params, by, by) if by else params
    return connections[rows.db], f"COPY ({sql}) TO STDOUT (FORMAT {form})", told
