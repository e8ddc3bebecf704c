"""Observations out of PostgreSQL by COPY: the database writes, this service passes bytes on.

Owns the SQL that gives the rows of indicators.reading.selectors.items() as CSV cells or JSON lines.
Only indicators.delivery.exports may call it; tests hold its rows to those of the plain way, byte
for byte. The SQL is written by hand because joins by several columns and reading a long text once
per row, on which the speed rests, can't be written with the ORM.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

import orjson
from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet

from indicators.figures.entry_types import upcast
from indicators.models import Observation
from indicators.reading import headline_rule, rendering
from indicators.reading.rendering import Rendering
from indicators.reading.serializers import Changing, ObservationSerializer
from ledger.database import copyout
from ledger.models import known_at_sql
from rest.formats import columns
from rest.read_state import REVISION, Snapshot
from sources.models import Release

Rows = QuerySet[Observation]


def csv_lines(rows: Rows, snapshot: Snapshot) -> Iterator[bytes]:
    """The rows as whole CSV lines that end with CRLF, many at a time."""
    for block in _blocks("line", _cells(), rows, snapshot):
        # PostgreSQL parts columns by tabs and ends lines with LF.
        yield copyout.unescaped(block.replace(b"\t", b",").replace(b"\n", b"\r\n"))


def json_lines(rows: Rows, snapshot: Snapshot) -> Iterator[bytes]:
    """The rows as finished JSON objects, each on a line that ends with LF, many at a time."""
    for block in _blocks("body", _members(), rows, snapshot):
        yield copyout.unescaped(_objects(block))


def _objects(block: bytes) -> bytes:
    """Lines of two objects, with a tab between them, as lines of one."""
    if not block:
        return b""
    first, *between, last = block.split(b"\t")
    return b",".join([first[:-1], *(part[1:-1] for part in between), last[1:]])


# Joins, not a subquery per row as for a page: an export reads every row, so PostgreSQL reads each
# table once, in the order of the key, instead of looking up each row by an index.
# o: the rows of the export. r: what is stored of them at this revision, c: their ends, h:
# those that are displaced as headline, k: the claims that speak of them, all as of the version.
# Everything is joined by the key of the order, so that nothing but these few is ever sorted.
FROM = """
FROM ({{rows}}) AS o ({{columns}})
LEFT JOIN indicators_rendered r ON r.entry = o.entry_id AND r.revision = {revision}
LEFT JOIN indicators_closing c ON c.observation_id = o.entry_id AND c.known_from <= %s
LEFT JOIN ({{displaced}}) h ON h.entry_id = o.entry_id
LEFT JOIN (
  SELECT b.entry_id, array_to_json(array_agg(a.code ORDER BY l.key))::text AS claims
  FROM indicators_claimlink l JOIN indicators_claim a ON a.entry_id = l.claim_id
    JOIN indicators_observation b ON b.code = l.observation
  WHERE {known}
  GROUP BY b.entry_id
) k ON k.entry_id = o.entry_id
""".format(revision=REVISION, known=known_at_sql("a"))

# What depends on the version: text, a truth, a number, or null.
CHANGING = {
    "status": "COALESCE(c.action, 'current')",
    "headline": "c.entry_id IS NULL AND h.entry_id IS NULL",
    "replaces": "NULLIF(o.replaces, '')",
    "replaced_by": "NULLIF(c.replaced_by, '')",
    "claims": "COALESCE(k.claims, '[]')",
    "known_from": "o.known_from",
    "known_to": "c.known_from",
}
TEXT = {column.name for column in columns(ObservationSerializer) if column.kind == "string"}


def _cells() -> str:
    """The SQL of the CSV cells that depend on the version; but claims hold nothing to quote."""
    cells = dict(CHANGING)
    cells["headline"] = f"CASE WHEN {CHANGING['headline']} THEN 'true' ELSE 'false' END"
    cells["claims"] = """CASE WHEN k.claims IS NULL THEN '[]'
        ELSE '"' || replace(k.claims, '"', '""') || '"' END"""
    return ", ".join(cells[name] for name in Changing._fields)


def _members() -> str:
    """The SQL of the JSON object of what depends on the version. Ids and words need no escapes."""
    members = []
    for name in Changing._fields:
        sql = f"({CHANGING[name]})::text"
        value = f"COALESCE('\"' || {sql} || '\"', 'null')" if name in TEXT else (
            f"COALESCE({sql}, 'null')"
        )  # fmt: skip
        members.append(f"'\"{name}\":' || {value}")
    return "'{' || " + " || ',' || ".join(members) + " || '}'"


# For a row of which nothing is stored, what rendering needs: its entry, and its release as of then.
# Neither a JSON object nor a CSV line begins with this mark.
MARK = b"\x01"
UNRENDERED = """(
  SELECT chr(1) || json_build_object(
    'entry', convert_from(e.data, 'UTF8')::json, 'release', row_to_json(s)
  )::text
  FROM ledger_entry e JOIN sources_release s ON s.code = o.release
  WHERE e.index = o.entry_id AND s.known_from <= o.known_from
  ORDER BY s.known_from DESC LIMIT 1
)"""


def _blocks(stored: str, changing: str, rows: Rows, snapshot: Snapshot) -> Iterator[bytes]:
    """Blocks of rows in COPY's text form: a column of what is stored (or made now), the rest."""
    cells = f"COALESCE(r.{stored}, {UNRENDERED}), {changing}"
    for block in copyout.blocks(*_copied(cells, rows, snapshot)):
        if MARK in block:
            lines = block.splitlines(keepends=True)
            yield b"".join(_filled(line, stored) for line in lines)
        else:
            yield block


def _filled(line: bytes, stored: str) -> bytes:
    """The line with what was not stored."""
    if not line.startswith(MARK):
        return line
    source, tab, rest = line[len(MARK) :].partition(b"\t")
    rendered = _rendered(orjson.loads(copyout.unescaped(source)))
    text: str = getattr(rendered, stored)
    return copyout.escaped(text.encode()) + tab + rest


def _rendered(source: dict[str, Any]) -> Rendering:
    release = Release(**source["release"])
    release.published_last = date.fromisoformat(source["release"]["published_last"])
    entry = source["entry"]
    return rendering.render(upcast(entry["type"], entry["content"]), release)


def _copied(cells: str, rows: Rows, snapshot: Snapshot) -> tuple[Any, str, Any]:
    """What `copyout` needs: the connection, a COPY of these cells, and its parameters."""
    names = ("entry_id", "known_from", "replaces", "release")
    try:
        inner, params = rows.order_by().values_list(*names).query.sql_with_params()
    except EmptyResultSet:  # the filters exclude every row
        return connections[rows.db], "COPY (SELECT 1 WHERE FALSE) TO STDOUT", ()
    displaced, of_headlines = headline_rule.displaced_entries(snapshot)
    joined = FROM.format(rows=inner, columns=", ".join(names), displaced=displaced)
    sql = f"COPY (SELECT {cells} {joined} ORDER BY o.entry_id) TO STDOUT (NULL '')"
    version = snapshot.version
    # In the order of their %s in the text: the rows, c, h, then the two of k.
    return connections[rows.db], sql, (*params, version, *of_headlines, version, version)
