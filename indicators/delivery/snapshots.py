"""Snapshots: everything that a version holds, as one SQLite file and as Parquet files.

Owns the tables of a snapshot and their order, so that two runs give the same bytes (with the same
SQLite and pyarrow). Rows are those of the lists, of all statuses; citations are a table of their
own. Only the command `snapshot` calls it. Cost is linear in the version, memory holds one batch.
"""

import fcntl
import glob
import hashlib
import os
import secrets
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import orjson
from django.conf import settings
from django.db.models import QuerySet

from indicators.delivery import descriptors, exports
from indicators.models import Area, Claim, CodeList, Indicator, Numeral, Series, Theme, Unit
from indicators.reading import coverage, selectors
from indicators.reading.serializers import (
    AreaSerializer,
    CitationSerializer,
    ClaimSerializer,
    CodeListSerializer,
    IndicatorSerializer,
    NumeralSerializer,
    ObservationSerializer,
    SeriesSerializer,
    ThemeSerializer,
    UnitSerializer,
)
from ledger import log
from ledger.files import sync
from ledger.models import Version, known_at
from rest import formats, parquet
from rest.formats import Column, columns
from rest.items import item
from rest.read_state import REVISION, Snapshot, parse
from rest.serializers import RecordedSerializer
from sources.models import Agency, Release, Source
from sources.serializers import AgencySerializer, ReleaseSerializer, SourceSerializer

BATCH = 1000
DATABASE = "cifra.sqlite"
PARTIAL = ".partial"  # ending of a folder that is being written

Rows = Callable[[Snapshot], Iterator[bytes]]


@dataclass(frozen=True)
class Table:
    """Columns, primary key, and the rows in a snapshot as finished JSON objects."""

    name: str
    columns: Sequence[Column]
    key: tuple[str, ...]
    rows: Rows


def write(folder: Path, snapshot: Snapshot) -> list[Path]:
    """The paths of a version's files, written into a folder that is empty or not there yet.

    The folder appears whole or not at all: files are made in a hidden one beside it, which is then
    renamed. What a killed run left is removed by the next one. Raises ApiError, OSError.
    """
    parquet.require_parquet()
    with _beside(folder) as temporary:
        names = [path.name for path in _write(temporary, snapshot)]
        sync(temporary)
        os.rename(temporary, folder)  # in the place of an empty one
    sync(folder.parent)
    return [folder / name for name in names]


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """A hidden folder beside the one that will have its name, locked, and gone afterwards."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    prefix = f".{folder.name}."
    for left in folder.parent.glob(f"{glob.escape(prefix)}*{PARTIAL}"):
        with _locked(left) as alone:
            if alone:  # its maker was killed
                shutil.rmtree(left)
    temporary = folder.parent / f"{prefix}{secrets.token_hex(8)}{PARTIAL}"
    temporary.mkdir()
    try:
        with _locked(temporary):
            yield temporary
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


@contextmanager
def _locked(folder: Path) -> Iterator[bool]:
    """Whether the lock of a folder could be had; the system lifts it when its process ends."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield True
    except BlockingIOError:
        yield False
    finally:
        os.close(descriptor)


def _write(folder: Path, snapshot: Snapshot) -> list[Path]:
    """Write the files into an empty folder; datapackage.json comes last."""
    database = sqlite3.connect(folder / DATABASE, isolation_level=None)
    try:
        # A file made in one go needs no journal, and holds nothing but what is in it.
        for pragma in ("page_size=4096", "journal_mode=OFF", "synchronous=OFF", "secure_delete=ON"):
            database.execute(f"PRAGMA {pragma}")
        database.execute("BEGIN")
        _write_about(database, snapshot)
        paths = [_table(table, snapshot, folder, database) for table in TABLES]
        database.execute("COMMIT")
    finally:
        database.close()
    paths.append(folder / DATABASE)
    described = folder / "datapackage.json"
    described.write_bytes(orjson.dumps(package(paths, snapshot), option=orjson.OPT_INDENT_2))
    for path in (*paths, described):
        sync(path)
    return [*paths, described]


def package(paths: Iterable[Path], snapshot: Snapshot) -> dict[str, Any]:
    """The Data Package of the files: each with its size and hash, and the columns of its rows."""
    tables = {f"{table.name}.parquet": table for table in TABLES}
    resources = [_resource(path, tables.get(path.name)) for path in paths]
    rows = descriptors.whole(snapshot)
    return {
        **descriptors.package("cifra", "All that the service holds", snapshot, rows),
        "resources": resources,
    }


def _resource(path: Path, table: Table | None) -> dict[str, Any]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    resource = {
        "name": path.name.lower().replace(".", "-"),
        "path": path.name,
        "hash": f"sha256:{digest}",
        "bytes": path.stat().st_size,
    }
    if table is None:
        return {**resource, "format": "sqlite", "mediatype": "application/vnd.sqlite3"}
    # Decimals are text there, so that printed zeros stay.
    shown = [replace(c, kind="string") if c.kind == "decimal" else c for c in table.columns]
    schema = descriptors.schema(shown, table.key)
    form = parquet.Parquet
    return {**resource, "format": form.format, "mediatype": form.media_type, "schema": schema}


# One table after another: each row is read once and written to both.


def _table(table: Table, snapshot: Snapshot, folder: Path, database: sqlite3.Connection) -> Path:
    _create(database, table)
    path = folder / f"{table.name}.parquet"
    writer = parquet.ParquetWriter(table.columns, {"cifra:version": str(snapshot.version)})
    places = ",".join("?" * len(table.columns))
    insert = f'INSERT INTO "{table.name}" VALUES ({places})'
    with path.open("wb") as file:
        for batch in formats.batches(table.rows(snapshot), parquet.ROWS_PER_GROUP):
            file.write(writer.write(batch))
            database.executemany(insert, (_cells(table, row) for row in batch))
        file.write(writer.close())
    return path


SQL_TYPES = {"integer": "INTEGER", "boolean": "INTEGER", "number": "REAL"}


def _create(database: sqlite3.Connection, table: Table) -> None:
    definitions = [
        f'"{column.name}" {SQL_TYPES.get(column.kind, "TEXT")}'
        f"{'' if column.nullable else ' NOT NULL'}"
        for column in table.columns
    ]
    key = ", ".join(f'"{name}"' for name in table.key)
    database.execute(
        f'CREATE TABLE "{table.name}" ({", ".join(definitions)}, PRIMARY KEY ({key})) STRICT'
    )


def _cells(table: Table, row: bytes) -> list[Any]:
    content = parse(row)
    return [_cell(column, content[column.name]) for column in table.columns]


def _cell(column: Column, value: Any) -> Any:
    if value is None:
        return None
    if column.kind in ("integer", "boolean"):
        return int(value)
    return float(value) if column.kind == "number" else formats.cell(value)


def _write_about(database: sqlite3.Connection, snapshot: Snapshot) -> None:
    """Write into the file which log and version it holds, so that a copy of it can say so."""
    version = Version.objects.get(size=snapshot.version)
    about = {
        "log": settings.LEDGER_ORIGIN,
        "version": str(snapshot.version),
        "root": snapshot.root,
        "at": log.instant_text(version.at),
        "representation": str(REVISION),
    }
    database.execute("CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT")
    database.executemany("INSERT INTO about VALUES (?, ?)", about.items())


# Rows.


def _described(name: str, model: Any, serializer: type[RecordedSerializer]) -> Table:
    """The table of things that have an id for ever and a description."""

    def rows(snapshot: Snapshot) -> Iterator[bytes]:
        for batch in _by_key(model.objects.at(snapshot.version).with_data(), "code"):
            yield from (item(row, serializer, snapshot.version) for row in batch)

    return Table(name, columns(serializer), ID, rows)


def _by_key(rows: QuerySet[Any], key: str) -> Iterator[list[Any]]:
    """Rows in the order of a column that tells them apart, in batches."""
    last: Any = None
    while True:
        following = rows if last is None else rows.filter(**{f"{key}__gt": last})
        batch = list(following.order_by(key)[:BATCH])
        if not batch:
            return
        yield batch
        last = getattr(batch[-1], key)


def _series(snapshot: Snapshot) -> Iterator[bytes]:
    for batch in _by_key(Series.objects.at(snapshot.version), "code"):
        yield from (orjson.dumps(selectors.series(row)) for row in batch)


def _claims(snapshot: Snapshot) -> Iterator[bytes]:
    for batch in _by_key(Claim.objects.at(snapshot.version).with_data(), "code"):
        yield from selectors.claims(batch, snapshot)


def _observations(snapshot: Snapshot) -> Iterator[bytes]:
    """Of every status, in the order of the log."""
    for batch in exports.objects(selectors.observations(snapshot, "all"), snapshot):
        yield from batch


def _citations(snapshot: Snapshot) -> Iterator[bytes]:
    for row in _observations(snapshot):
        content = orjson.loads(row)
        for place, citation in enumerate(content["citations"]):
            yield orjson.dumps({"observation": content["id"], "place": place, **citation})


def _numerals(snapshot: Snapshot) -> Iterator[bytes]:
    for releases in _by_key(Release.objects.at(snapshot.version), "code"):
        for release in releases:
            known = Numeral.objects.filter(known_at(snapshot.version), release=release.code)
            for batch in _by_key(known, "start"):
                for numeral in coverage.numerals(batch, release.code, snapshot):
                    yield orjson.dumps({"release": release.code, **numeral})


CITATION = (
    Column("observation", "string", description="Observation that cites the words."),
    Column("place", "integer", description="Place among its citations, from 0."),
    *columns(CitationSerializer),
)
NUMERAL = (
    Column("release", "string", description="Release in whose text it stands."),
    *columns(NumeralSerializer),
)
OBSERVATION = tuple(c for c in columns(ObservationSerializer) if c.name != "citations")
ID = ("id",)

TABLES = (
    _described("agencies", Agency, AgencySerializer),
    _described("areas", Area, AreaSerializer),
    _described("units", Unit, UnitSerializer),
    _described("code_lists", CodeList, CodeListSerializer),
    _described("themes", Theme, ThemeSerializer),
    _described("indicators", Indicator, IndicatorSerializer),
    _described("sources", Source, SourceSerializer),
    _described("releases", Release, ReleaseSerializer),
    Table("series", columns(SeriesSerializer), ID, _series),
    Table("observations", OBSERVATION, ID, _observations),
    Table("citations", CITATION, ("observation", "place"), _citations),
    Table("claims", columns(ClaimSerializer), ID, _claims),
    Table("numerals", NUMERAL, ("release", "start"), _numerals),
)
