"""Reading side by side: two releases in one unit, and series by what was published."""

import pytest

pytestmark = pytest.mark.django_db

PAIR = "/v1/releases/lake-report-2012/compare/lake-report-2013"


def test_two_releases_are_told_in_the_unit_asked_for(world, get):
    row = get(PAIR, indicator="catch", unit="kg").json()["results"][0]
    figures = [*row["one"], *row["other"]]
    assert {figure["unit"] for figure in figures} == {"t"}
    assert "24300" in {figure["converted_value"] for figure in figures}
    assert {f["converted_unit"] for f in figures if f["value"]} == {"kg"}


def test_two_releases_in_no_unit_have_no_converted_values(world, get):
    row = get(PAIR, indicator="catch").json()["results"][0]
    told = [v for f in row["one"] for name, v in f.items() if name.startswith("converted_")]
    assert told
    assert set(told) == {None}


def test_two_releases_in_an_unknown_unit_are_404(world, get):
    answer = get(PAIR, unit="stone")
    assert answer.status_code == 404
    assert answer.json()["errors"][0]["code"] == "unknown-unit"


def test_series_are_those_of_what_was_published_by_then(world, get):
    def ids(**asked):
        rows = get("/v1/series", page_size=1000, **asked).json()["results"]
        return {row["id"] for row in rows}

    before, first, second = (ids(published_by=year) for year in ("2011", "2012", "2013"))
    assert before == set()
    assert first < second <= ids()
    later = sorted(second - first)
    assert {get(f"/v1/series/{id}", published_by="2012").status_code for id in later} == {404}
    points = [get(f"/v1/series/{id}", published_by="2013").json()["points"] for id in later]
    assert any(points)


def test_series_of_which_all_was_retracted_stays_without_points(world, get):
    of_2012 = get("/v1/observations", status="all", page_size=1000).json()["results"]
    gone = {row["indicator"] for row in of_2012 if row["status"] == "retracted"}
    assert gone
    listed = {row["indicator"] for row in get("/v1/series", page_size=1000).json()["results"]}
    assert gone <= listed
