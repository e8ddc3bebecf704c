"""Law 3 over formats: the same query at the same version gives the same rows in each."""

import csv
import io
import re
import sys

import pytest

from rest.formats import harmless
from tests import builders, lakes, readers
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


EXCEL = {"format": "csv", "dialect": "excel"}


def read_excel(response) -> list[dict]:
    """The rows of CSV as a spreadsheet reads it."""
    text = (b"".join(response) if response.streaming else response.content).decode()
    assert text.startswith("\ufeff")
    lines = io.StringIO(text.removeprefix("\ufeff"), newline="")
    return list(csv.DictReader(lines, delimiter=";", strict=True))


@pytest.mark.parametrize("path", [*LISTS, "observations/lake-report-2012-0012"])
def test_spreadsheets_get_the_same_rows_with_nothing_to_run(world, get, path):
    ask = {} if path.endswith("0012") else {"page_size": 1000}
    plain = readers.read_csv(get(f"/v1/{path}", format="csv", **ask).content)
    rows = read_excel(get(f"/v1/{path}", **EXCEL, **ask))

    assert [{name: harmless(cell) for name, cell in row.items()} for row in plain] == rows
    cells = {cell for row in rows for cell in row.values()}
    assert {
        c for c in cells if c[:1] in "=+-@\t\r" and c and not re.fullmatch(r"-?[0-9.]+", c)
    } == set()


def test_a_note_that_is_a_formula_is_text_for_spreadsheets_alone(world, get):
    formula = "=cmd|'/C calc'!A0"
    noted = lakes.REPORT_2013.figure(
        20, "70 boats", "70", area="XA-X-SHORE", breakdown="lake=south", decimals=0, note=formula
    )
    builders.published(noted, texts=lakes.REPORT_2013.texts)
    ask = {"id": noted.content["id"]}

    assert get("/v1/observations", **ask).json()["results"][0]["note"] == formula
    (plain,) = readers.read_csv(get("/v1/observations", format="csv", **ask).content)
    assert plain["note"] == formula
    for path in ("observations", "export/observations"):
        (row,) = read_excel(get(f"/v1/{path}", **EXCEL, **ask))
        assert row["note"] == f"'{formula}"


def test_a_whole_version_for_spreadsheets_is_a_stream_with_the_rows_of_its_file(world, get):
    version = world.versions[-1]
    plain = b"".join(get("/v1/export/observations", version=version, format="csv"))
    response = get("/v1/export/observations", version=version, **EXCEL)

    assert response.streaming
    assert "Accept-Ranges" not in response
    rows = [{n: harmless(c) for n, c in row.items()} for row in readers.read_csv(plain)]
    assert read_excel(response) == rows
    narrow = get("/v1/export/observations", version=version, fields="id,value", **EXCEL)
    assert read_excel(narrow) == [{"id": row["id"], "value": row["value"]} for row in rows]


@pytest.mark.parametrize(
    ("ask", "code"),
    [
        ({"dialect": "excel", "format": "jsonl"}, "excluded"),
        ({"dialect": "excel", "format": "parquet"}, "excluded"),
        ({"dialect": "lotus", "format": "csv"}, "invalid"),
    ],
)
@pytest.mark.parametrize("path", ["observations", "areas/XA", "export/observations"])
def test_only_csv_has_a_dialect_and_there_is_one(world, get, path, ask, code):
    response = get(f"/v1/{path}", **ask)

    assert response.status_code == 400
    assert [(e["parameter"], e["code"]) for e in response.json()["errors"]] == [("dialect", code)]


def test_a_dialect_without_a_format_is_that_of_csv_only_where_csv_is_the_answer(world, get):
    (error,) = get("/v1/observations", dialect="excel").json()["errors"]

    assert (error["parameter"], error["code"]) == ("dialect", "excluded")
    assert "format=csv" in error["detail"]
    assert get("/v1/areas", {"Accept": "text/csv"}, dialect="excel").status_code == 200
    assert read_excel(get("/v1/export/observations", dialect="excel"))


def test_pages_for_spreadsheets_lead_on_and_have_a_tag_of_their_own(world, get):
    plain, first = (get("/v1/areas", page_size=2, **ask) for ask in ({"format": "csv"}, EXCEL))
    (following,) = re.findall(r'<([^>]*)>; rel="next"', first["Link"])

    assert first["ETag"] != plain["ETag"]
    assert "dialect=excel" in following
    assert [row["id"] for row in read_excel(get(following))] == ["XA-X-SHORE"]
