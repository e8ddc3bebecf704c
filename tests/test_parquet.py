"""Parquet exports, made from CSV lines, are byte for byte those made from the JSON of each row."""

import io

import pyarrow
import pyarrow.parquet
import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from indicators.delivery import exports
from indicators.models import Rendered
from indicators.reading import selectors
from indicators.reading.serializers import ObservationSerializer
from ledger.database import guards
from rest import formats, parquet
from rest.formats import Column
from rest.read_state import Number, Snapshot, dump

EVERY = ObservationSerializer.names()


def by_json(rows, snapshot, names=EVERY):
    """The file as it is made from finished JSON objects."""
    table = [column for column in formats.columns(ObservationSerializer) if column.name in names]
    writer = parquet.ParquetWriter(table, {"cifra:version": str(snapshot.version)})
    items = [item for batch in exports.objects(rows, snapshot) for item in batch]
    groups = formats.batches(items, parquet.ROWS_PER_GROUP)
    return b"".join([*(writer.write(group) for group in groups), writer.close()])


def exported(rows, snapshot, names=EVERY):
    return b"".join(exports.blocks(rows, snapshot, names, "parquet"))


def assert_equal(rows, snapshot, names=EVERY):
    body, expected = exported(rows, snapshot, names), by_json(rows, snapshot, names)
    table, due = (pyarrow.parquet.read_table(io.BytesIO(each)) for each in (body, expected))
    assert table.schema.equals(due.schema, check_metadata=True)
    assert table.equals(due)
    assert body == expected
    return table.num_rows


@pytest.fixture(params=[1, 7, 16_384])
def group(request, monkeypatch):
    """Row groups of a size, and blocks of CSV that are no larger than some rows."""
    monkeypatch.setattr(parquet, "ROWS_PER_GROUP", request.param)
    if request.param == 7:
        monkeypatch.setattr(parquet, "BLOCK", 3_000)


@pytest.mark.django_db
@pytest.mark.parametrize("status", ["current", "all", "replaced", "retracted"])
def test_export_is_made_as_from_json_at_every_version(world, group, status):
    found = 0
    for version in world.versions:
        snapshot = Snapshot(version)
        found += assert_equal(selectors.observations(snapshot, status), snapshot)
    assert found


@pytest.mark.django_db
@pytest.mark.parametrize(
    "names",
    [["id", "value"], ["claims"], ["number", "citations"], ["headline", "known_to", "note"]],
)
def test_some_members_alone(world, names):
    snapshot = Snapshot(world.newest)
    assert assert_equal(selectors.observations(snapshot, "all"), snapshot, names)


@pytest.mark.django_db
def test_rows_of_which_nothing_is_stored(world):
    snapshot = Snapshot(world.newest)
    rows = selectors.observations(snapshot, "all")
    expected = exported(rows, snapshot)
    with guards.lifted(connection):
        Rendered.objects.filter(
            entry__in=list(rows.values_list("entry_id", flat=True))[::2]
        ).delete()
    assert exported(rows, snapshot) == expected == by_json(rows, snapshot)


@pytest.mark.django_db
def test_no_rows(world):
    snapshot = Snapshot(world.newest)
    assert assert_equal(selectors.observations(snapshot).none(), snapshot) == 0


# Any row, and every kind of column.
TABLE = (
    Column("id", "string"),
    Column("text", "string", nullable=True),
    Column("exact", "decimal", nullable=True),
    Column("number", "number", nullable=True),
    Column("whole", "integer", nullable=True),
    Column("truth", "boolean", nullable=True),
    Column("ids", "array", items=Column("item", "string")),
    Column(
        "quotes",
        "array",
        items=Column(
            "item",
            "object",
            members=(Column("words", "string", nullable=True), Column("start", "integer")),
        ),
    ),
)
WORDS = st.text(st.sampled_from('ab ,"\\\r\n\t\x01\x0b\x85\u2028é{}[]:'), min_size=1, max_size=6)
TEXT = WORDS | st.sampled_from(
    ["null", "NA", "nan", "true", "#N/A", "0", "1e5", " ", "\ufeff", "'"]
)
DECIMAL = st.decimals(allow_nan=False, allow_infinity=False, places=3).map("{:f}".format)
ROW = st.fixed_dictionaries(
    {
        "id": st.from_regex(r"[a-z]{1,3}-[0-9]", fullmatch=True),
        "text": st.none() | TEXT,
        "exact": st.none() | DECIMAL,
        "number": st.none() | DECIMAL.map(Number),
        "whole": st.none() | st.integers(-(2**53), 2**53),
        "truth": st.none() | st.booleans(),
        "ids": st.lists(TEXT, max_size=3),
        "quotes": st.lists(
            st.fixed_dictionaries(
                {"words": st.none() | TEXT | st.just(""), "start": st.integers(0, 9)}
            ),
            max_size=3,
        ),
    }
)


@given(st.lists(ROW, max_size=20), st.integers(1, 9))
def test_csv_lines_of_any_rows_make_the_file_that_their_json_makes(rows, size):
    names = [column.name for column in TABLE]
    items = [dump(row) for row in rows]
    lines = formats.csv_lines(items, names).encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parquet, "ROWS_PER_GROUP", size)
        one, other = parquet.ParquetWriter(TABLE), parquet.ParquetWriter(TABLE)
        expected = one.write(items) + one.close()
        assert b"".join(other.write_csv([lines], names)) + other.close() == expected
