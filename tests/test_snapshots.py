"""A snapshot holds every row of its version, and the same bytes whoever makes it."""

import hashlib
import io
import json
import os
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from django.core.management import CommandError, call_command

from indicators.delivery import snapshots
from indicators.delivery.snapshots import TABLES
from tests import lakes, readers

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parent.parent
LISTS = (
    "agencies",
    "areas",
    "units",
    "themes",
    "indicators",
    "sources",
    "releases",
    "series",
    "claims",
)


@pytest.fixture
def snapshot(tmp_path):
    def snapshot(name="snapshot", **options):
        folder = tmp_path / name
        call_command("snapshot", str(folder), stdout=io.StringIO(), **options)
        return folder

    return snapshot


def rows_of(folder, table):
    return pq.read_table(folder / f"{table}.parquet").to_pylist()


def with_maps(value):
    """What was read from Parquet, with its maps, which are JSON text there, as mappings."""
    if isinstance(value, list):
        return [with_maps(one) for one in value]
    if not isinstance(value, dict):
        return value
    maps = ("labels", "definitions", "aliases")
    return {
        name: json.loads(one) if name in maps else with_maps(one) for name, one in value.items()
    }


def test_two_snapshots_of_a_version_are_the_same_bytes(world, snapshot):
    one, other = snapshot("one"), snapshot("other", version=world.newest)
    names = sorted(path.name for path in one.iterdir())
    assert names == sorted(path.name for path in other.iterdir())
    assert len(names) == len(TABLES) + 2
    for name in names:
        assert (one / name).read_bytes() == (other / name).read_bytes(), name


def test_snapshot_has_the_rows_of_the_lists_at_every_version(world, snapshot, get):
    for version in world.versions:
        folder = snapshot(f"at-{version}", version=version)
        for table in LISTS:
            rows = get(f"/v1/{table}", version=version, page_size=1000).json()["results"]
            assert with_maps(rows_of(folder, table)) == rows
        ask = {"version": version, "page_size": 1000, "status": "all"}
        told = readers.read_json(get("/v1/observations", **ask).content)
        rows = rows_of(folder, "observations")
        cited = rows_of(folder, "citations")
        by_observation = {row["id"]: [] for row in rows}
        for row in cited:
            by_observation[row.pop("observation")].append(row)
            row.pop("place")
        assert {row["id"]: row["citations"] for row in told} == by_observation
        bare = [{k: v for k, v in row.items() if k != "citations"} for row in told]
        order = [row["id"] for row in rows]
        assert sorted(order) == [row["id"] for row in bare]
        assert sorted(rows, key=lambda row: row["id"]) == readers.like_parquet(bare)


def test_snapshot_has_the_numerals_of_every_release(world, snapshot, get):
    rows = rows_of(snapshot(), "numerals")
    for document in lakes.DOCUMENTS:
        path = f"/v1/releases/{document.id}/numerals"
        told = get(path, page_size=1000).json()["results"]
        assert [row for row in rows if row["release"] == document.id] == [
            {"release": document.id, **one} for one in told
        ]


FAILURES = [OSError(28, "No space left on device"), KeyboardInterrupt(), RuntimeError("a fault")]


@pytest.mark.parametrize("failure", FAILURES, ids=repr)
@pytest.mark.parametrize("there", [True, False])
def test_snapshot_that_fails_leaves_nothing(world, snapshot, tmp_path, monkeypatch, failure, there):
    def failing(*_):
        raise failure
        yield

    last = replace(TABLES[-1], rows=failing)
    monkeypatch.setattr(snapshots, "TABLES", (*TABLES[:-1], last))
    place = tmp_path / "place"
    (place / "snapshot" if there else place).mkdir(parents=True)

    with pytest.raises((CommandError, type(failure))):
        snapshot("place/snapshot")

    assert list(place.rglob("*")) == ([place / "snapshot"] if there else [])


@pytest.mark.parametrize("wanted", ["pyarrow", "version"])
def test_snapshot_that_cannot_be_made_leaves_nothing(
    world, snapshot, tmp_path, monkeypatch, wanted
):
    if wanted == "pyarrow":
        monkeypatch.setitem(sys.modules, "pyarrow.json", None)
    with pytest.raises(CommandError):
        snapshot("place/snapshot", **({"version": 1} if wanted == "version" else {}))
    assert not (tmp_path / "place").exists()


KILLED = """
import os, sys
import django
django.setup()
from pathlib import Path
from types import SimpleNamespace
from indicators.delivery import snapshots
def rows(*_):
    os.kill(os.getpid(), 9)
    yield
table = snapshots.TABLES[0]
snapshots._write_about = lambda *_: None
snapshots.TABLES = [snapshots.Table(table.name, table.columns, table.key, rows)]
snapshots.write(Path(sys.argv[1]), SimpleNamespace(version=1))
"""


def test_snapshot_that_was_killed_is_cleared_away_by_the_next_one(world, snapshot, tmp_path):
    target = tmp_path / "place" / "snapshot"
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"}
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(target)], env=environment, cwd=ROOT, check=False
    )
    assert killed.returncode == -9
    (left,) = target.parent.iterdir()
    assert left.name.startswith(".snapshot.")

    with snapshots._beside(target) as under_way:  # of a run that goes on
        snapshot("place/snapshot")
        assert under_way.is_dir()
    assert list(target.parent.iterdir()) == [target]
    assert len(list(target.iterdir())) == len(TABLES) + 2


def test_folder_of_a_snapshot_is_readable_as_any_new_one(world, snapshot, tmp_path):
    (tmp_path / "other").mkdir()
    assert snapshot().stat().st_mode == (tmp_path / "other").stat().st_mode


def test_sqlite_file_holds_the_rows_of_the_parquet_files(world, snapshot):
    folder = snapshot()
    database = sqlite3.connect(folder / "cifra.sqlite")
    database.row_factory = sqlite3.Row
    about = dict(database.execute("SELECT name, value FROM about").fetchall())
    assert about["version"] == str(world.newest)
    for table in TABLES:
        kept = [dict(row) for row in database.execute(f"SELECT * FROM {table.name}")]
        rows = rows_of(folder, table.name)
        assert len(kept) == len(rows)
        for cells, row in zip(kept, rows, strict=True):
            for column in table.columns:
                value = row[column.name]
                if column.kind in ("array", "object") and value is not None:
                    assert json.loads(cells[column.name]) == with_maps(value)
                else:
                    assert cells[column.name] == value
    assert database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    exact = "SELECT value FROM observations WHERE id = 'lake-report-2012-0012'"
    assert database.execute(exact).fetchone()[0] == "24.30"
    database.close()


def test_datapackage_tells_every_file_by_size_and_hash(world, snapshot):
    folder = snapshot()
    package = json.loads((folder / "datapackage.json").read_bytes())
    told = {resource["path"]: resource for resource in package["resources"]}
    assert set(told) == {path.name for path in folder.iterdir()} - {"datapackage.json"}
    for name, resource in told.items():
        data = (folder / name).read_bytes()
        assert resource["bytes"] == len(data)
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
    assert package["version"] == str(world.newest)


def test_snapshot_refuses_a_folder_with_something_in_it(world, snapshot):
    snapshot()
    with pytest.raises(CommandError, match="not empty"):
        snapshot()


def test_snapshot_of_no_version_is_refused(world, snapshot):
    with pytest.raises(CommandError, match="no version 3"):
        snapshot(version=3)
