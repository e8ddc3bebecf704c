"""A snapshot holds every row of its version, and the same bytes whoever makes it."""

import hashlib
import io
import json
import sqlite3

import pyarrow.parquet as pq
import pytest
from django.core.management import CommandError, call_command

from indicators.delivery.snapshots import TABLES
from tests import lakes, readers

pytestmark = pytest.mark.django_db

LISTS = ("agencies", "areas", "units", "indicators", "sources", "releases", "series", "claims")


@pytest.fixture
def snapshot(tmp_path):
    def snapshot(name="snapshot", **options):
        folder = tmp_path / name
        call_command("snapshot", str(folder), stdout=io.StringIO(), **options)
        return folder

    return snapshot


def rows_of(folder, table):
    return pq.read_table(folder / f"{table}.parquet").to_pylist()


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
            assert rows_of(folder, table) == rows
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
                    assert json.loads(cells[column.name]) == value
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
