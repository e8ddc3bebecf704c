"""Law 3 over formats: the same query at the same version gives the same rows in each."""

import sys

import pytest

from tests import readers
from tests.endpoints import TABLES, Endpoint, url

pytestmark = pytest.mark.django_db

LISTS = (
    *("agencies", "areas", "units", "code-lists", "indicators", "sources", "releases", "series"),
    *("observations", "claims", "versions", "changes"),
    *("compare", "releases/lake-report-2012/numerals"),
)


@pytest.mark.parametrize("path", LISTS)
def test_rows_are_the_same_in_every_format_at_every_version(world, get, path):
    seen = 0
    for version in world.versions:
        ask = {"version": version, "page_size": 1000}
        if "lake-report-2012" in path and version < world.first_report.size:
            continue
        rows = readers.read_json(get(f"/v1/{path}", **ask).content)
        told = {
            name: get(f"/v1/{path}", format=name, **ask) for name in ("csv", "jsonl", "parquet")
        }
        assert readers.read_lines(told["jsonl"].content) == rows
        assert readers.read_csv(told["csv"].content) == readers.like_csv(rows)
        assert readers.read_parquet(told["parquet"].content) == readers.like_parquet(rows)
        seen += len(rows)
    assert seen


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("csv", "text/csv; charset=utf-8"),
        ("jsonl", "application/jsonl"),
        ("parquet", "application/vnd.apache.parquet"),
    ],
)
def test_a_format_is_asked_for_by_parameter_or_accept_and_links_its_next_page(
    world, get, name, media_type
):
    by_name = get("/v1/areas", format=name, page_size=2)
    by_accept = get("/v1/areas", {"Accept": media_type}, page_size=2)
    assert by_name["Content-Type"] == by_accept["Content-Type"] == media_type
    assert by_name.content == by_accept.content
    assert 'rel="next"' in by_name["Link"]


def test_single_thing_in_every_format(world, get):
    path = "/v1/observations/lake-report-2012-0012"
    row = get(path).json()
    (line,) = readers.read_lines(get(path, format="jsonl").content)
    (cells,) = readers.read_csv(get(path, format="csv").content)
    (columns,) = readers.read_parquet(get(path, format="parquet").content)
    assert line["value"] == cells["value"] == columns["value"] == row["value"] == "24.30"
    assert cells["number"] == "24.30"
    assert columns["citations"] == row["citations"]


def test_fields_narrow_every_format(world, get):
    ask = {"fields": "id,number,citations", "page_size": 1000}
    rows = readers.read_json(get("/v1/observations", **ask).content)
    assert set(rows[0]) == {"id", "number", "citations"}
    lines = readers.read_lines(get("/v1/observations", format="jsonl", **ask).content)
    columns = readers.read_parquet(get("/v1/observations", format="parquet", **ask).content)
    assert lines == rows
    assert columns == readers.like_parquet(rows)


def test_empty_list_in_every_format_keeps_its_columns(world, get):
    ask = {"indicator": "boats", "area": "nowhere"}
    assert get("/v1/observations", format="jsonl", **ask).content == b""
    header = get("/v1/observations", format="csv", **ask).content.decode()
    assert header.count("\r\n") == 1
    body = get("/v1/observations", format="parquet", **ask).content
    assert readers.read_parquet(body) == []
    assert header.startswith("id,indicator,area,period,")


@pytest.mark.parametrize("path", ["", "series/{}", "observations/lake-report-2012-0001/history"])
def test_answer_that_is_no_table_refuses_formats_of_rows(world, get, path):
    series = get("/v1/series", page_size=1).json()["results"][0]["id"]
    answer = get(f"/v1/{path.format(series)}", format="csv")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == "format"


def test_parquet_without_pyarrow_says_what_to_install(world, get, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow.json", None)
    answer = get("/v1/areas", format="parquet")
    assert answer.status_code == 501
    assert answer.json()["type"] == "/v1/problems/parquet-not-installed"
    assert "pyarrow, as requirements.txt names it" in answer.json()["detail"]


FORMATS = ("json", "csv", "jsonl", "parquet")


def rows_of(answer, name):
    """The rows of an answer in any format."""
    if name != "json":
        read = {"csv": readers.read_csv, "jsonl": readers.read_lines}
        return read.get(name, readers.read_parquet)(answer.content)
    body = answer.json()
    return body.get("results", [body])


@pytest.mark.parametrize("endpoint", TABLES, ids=str)
@pytest.mark.parametrize("name", FORMATS)
def test_every_field_that_may_be_named_is_in_the_rows(
    world, get, endpoint: Endpoint, name: str
) -> None:
    fields = endpoint.view(action=endpoint.action).selectable
    labels = {"labels": "both"} if "area_label" in fields else {}

    for wanted in ([fields[0]], [fields[-1]], fields):
        answer = get(url(endpoint), format=name, fields=wanted, **labels)
        assert answer.status_code == 200, answer.content
        rows = rows_of(answer, name)
        assert rows
        assert all(list(row) == wanted for row in rows)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("path", ["observations", "observations/lake-report-2012-0012"])
def test_label_is_no_field_unless_labels_are_asked_for(world, get, path: str, name: str) -> None:
    wanted = {"fields": "id,area_label,unit_label", "format": name}

    answer = get(f"/v1/{path}", **wanted)

    assert answer.status_code == 400
    problem = answer.json()
    assert [(error["parameter"], error["code"]) for error in problem["errors"]] == [
        ("fields", "unknown-field")
    ] * 2
    assert "'area_label'" in problem["errors"][0]["detail"]
    assert "labels=" in problem["errors"][0]["detail"]
    (row, *_) = rows_of(get(f"/v1/{path}", labels="name", **wanted), name)
    assert list(row) == ["id", "area_label", "unit_label"]


def test_feed_takes_no_fields(world, get) -> None:
    answer = get("/v1/changes", format="atom", fields="index")

    assert answer.status_code == 400
    assert [error["parameter"] for error in answer.json()["errors"]] == ["fields"]
