"""What the read API says of observations: headlines, ends, history, changes, claims, numerals."""

from datetime import date
from urllib.parse import quote

import pytest

from indicators.figures.decimals import agreement
from indicators.reading import selectors
from rest.periods import PartialDate
from tests import lakes
from tests.builders import published, unit
from tests.endpoints import everything

pytestmark = pytest.mark.django_db

OBSERVATIONS = "/v1/observations"


def ids(rows):
    return [row["id"] for row in rows]


# Publication dates


@pytest.mark.parametrize("by", ["2012-06-29", "2012-06", "2012", "2013-11-14", "2013-11-15", "2013",
                                "2020-02-28", "2020-02-29", "2099"])  # fmt: skip
def test_published_by_selects_releases_by_the_last_day_of_their_date(world, get, by):
    last = PartialDate(by).last_day()
    # The undated page counts by its retrieval.
    days = {"lake-report-2012": date(2012, 6, 30), "lake-report-2013": date(2013, 11, 15),
            "lake-page-1": date(2020, 2, 29)}  # fmt: skip

    rows = everything(get, OBSERVATIONS, published_by=by)
    releases = everything(get, "/v1/releases", published_by=by)

    expected = {release for release, day in days.items() if day <= last}
    assert {row["release"] for row in rows} == expected
    assert set(ids(releases)) == expected


@pytest.mark.parametrize("by", ["soon", "2013-13", "2013-11-15T00:00:00Z", "13", "../2013"])
def test_published_by_malformed_is_refused(world, get, by):
    answer = get(OBSERVATIONS, published_by=by)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == "published_by"


# Headlines


KEY = ("indicator", "area", "voice", "breakdown", "kind", "modality", "period", "base_period")


def headline_by_the_rule(rows):
    """The ids of the headlines among some current statements, told from the rule alone."""
    chosen = set()
    keys = {}
    for row in rows:
        keys.setdefault(tuple(row[name] for name in KEY), []).append(row)
    for statements in keys.values():
        standing = None
        days = {}
        for row in statements:
            told = row["published_on"]
            day = PartialDate(told).last_day() if told else date(2020, 2, 29)
            days.setdefault(day, []).append(row)
        for day in sorted(days):
            of_day = days[day]
            newest = of_day[0] if len({row["value"] for row in of_day}) == 1 else None
            if standing and newest and coarser(newest, standing):
                continue
            standing = newest
        if standing:
            chosen.add(standing["id"])
    return chosen


def coarser(newest, standing):
    if newest["decimals"] is None or standing["decimals"] is None or not newest["value"]:
        return False
    finer = newest["decimals"] < standing["decimals"]
    said = (newest["value"], newest["decimals"], standing["value"], standing["decimals"])
    return finer and agreement(*said) == "consistent"


@pytest.mark.parametrize("by", [None, "2012", "2013", "2019", "2020"])
def test_headlines_follow_the_rule_at_every_version_and_date(world, get, by):
    for version in world.versions:
        asked = {"version": version, **({"published_by": by} if by else {})}
        rows = everything(get, OBSERVATIONS, **asked)

        told = {row["id"] for row in rows if row["headline"]}

        assert told == headline_by_the_rule(rows)
        assert set(ids(everything(get, OBSERVATIONS, headline="true", **asked))) == told
        others = everything(get, OBSERVATIONS, headline="false", **asked)
        assert set(ids(others)) == set(ids(rows)) - told


def test_coarser_restatement_does_not_take_the_headline(world, get):
    said = {r["id"]: r["headline"] for r in everything(get, OBSERVATIONS, indicator="boats",
                                                       period="2012", kind="level")}  # fmt: skip

    assert said["lake-report-2012-0001"] is True
    assert said["lake-report-2013-0001"] is False


def test_statements_of_one_day_that_differ_have_no_headline(world, get):
    rows = everything(get, OBSERVATIONS, release="lake-page-1", indicator="boats")

    assert [row["headline"] for row in rows] == [False, False]


# Ends


def test_status_selects_what_ended_and_how(world, get):
    told = {
        status: set(ids(everything(get, OBSERVATIONS, status=status)))
        for status in ("current", "replaced", "retracted", "all")
    }

    assert told["replaced"] == {lakes.MISREAD}
    assert told["retracted"] == {lakes.WITHDRAWN}
    assert told["all"] == told["current"] | told["replaced"] | told["retracted"]
    assert set(ids(everything(get, OBSERVATIONS))) == told["current"]


def test_ends_are_told_as_of_the_version(world, get):
    def at(version, code):
        rows = everything(get, OBSERVATIONS, version=version.size, status="all", id=code)
        return [(r["status"], r["replaced_by"], r["known_to"]) for r in rows]

    ended = world.correction.size
    assert at(world.vocabularies, lakes.MISREAD) == []
    assert at(world.second_report, lakes.MISREAD) == [("current", None, None)]
    assert at(world.correction, lakes.MISREAD) == [("replaced", lakes.CORRECTED, ended)]
    assert at(world.correction, lakes.WITHDRAWN) == [("current", None, None)]
    assert at(world.page, lakes.WITHDRAWN) == [("retracted", None, world.withdrawal.size)]


def test_observation_that_ended_is_a_tombstone_410(world, get):
    for code, status, by, reason in (
        (lakes.MISREAD, "replaced", lakes.CORRECTED, "a budget is a plan, not a level"),
        (lakes.WITHDRAWN, "retracted", None, "withdrawn by the publisher"),
    ):
        answer = get(f"{OBSERVATIONS}/{code}")
        problem = answer.json()

        assert answer.status_code == 410
        assert answer["Content-Type"] == "application/problem+json"
        assert problem["type"] == "/v1/problems/gone"
        assert problem["observation_status"] == status
        assert problem["replaced_by"] == by
        assert problem["reason"] == reason
        assert get(f"{OBSERVATIONS}/{code}", version=world.page.size).status_code == 410


def test_observation_pinned_before_its_end_is_there(world, get):
    row = get(f"{OBSERVATIONS}/{lakes.MISREAD}", version=world.second_report.size).json()

    assert (row["status"], row["known_to"], row["replaced_by"]) == ("current", None, None)


def test_observation_before_its_version_is_unknown(world, get):
    for code in (lakes.CORRECTED, lakes.WITHDRAWN):
        answer = get(f"{OBSERVATIONS}/{code}", version=world.first_report.size)

        assert answer.status_code == 404


# History and changes


def test_history_tells_every_statement_of_the_key(world, get):
    for code in ("lake-report-2012-0001", "lake-report-2013-0001"):
        events = get(f"{OBSERVATIONS}/{code}/history").json()["results"]

        assert [(e["action"], e["observation"]["id"], e["agreement"]) for e in events] == [
            ("added", "lake-report-2012-0001", None),
            ("restated", "lake-report-2013-0001", "consistent"),
        ]


def test_unit_with_a_slash_is_fetched(world, get):
    for code in ("kg/har", "/har", "m.s/kg"):
        published(unit(code, "density"))

        for path in (quote(code, safe=""), quote(code)):
            assert get(f"/v1/units/{path}").json()["id"] == code
        assert get("/v1/units", id=code).json()["results"][0]["id"] == code
    assert get("/v1/units/kg%2Facre").status_code == 404


def test_history_says_where_it_was_cut(world, get, monkeypatch):
    path = f"{OBSERVATIONS}/lake-report-2012-0001/history"
    whole = get(path).json()
    assert not whole["more_results"]

    monkeypatch.setattr(selectors, "HISTORY_AT_MOST", 1)
    cut = get(path).json()

    assert cut["more_results"]
    assert cut["results"] == whole["results"][:1] != whole["results"]


def test_history_of_an_ended_observation_tells_its_end(world, get):
    events = get(f"{OBSERVATIONS}/{lakes.WITHDRAWN}/history").json()["results"]

    assert [(e["version"], e["action"], e["reason"]) for e in events] == [
        (world.second_report.size, "added", None),
        (world.withdrawal.size, "retracted", "withdrawn by the publisher"),
    ]
    pinned = get(f"{OBSERVATIONS}/{lakes.WITHDRAWN}/history", version=world.second_report.size)
    assert [event["action"] for event in pinned.json()["results"]] == ["added"]


def test_changes_since_a_version_are_what_happened_after_it(world, get):
    rows = everything(get, "/v1/changes", since=world.second_report.size)

    told = [(row["action"], row["type"], row["id"], row["reason"]) for row in rows]
    assert ("replaced", "observation", lakes.MISREAD, "a budget is a plan, not a level") in told
    assert ("retracted", "observation", lakes.WITHDRAWN, "withdrawn by the publisher") in told
    assert ("revised", "area", "XA", None) in told
    assert ("revised", "agency", "lake-office", None) in told  # the very first entry of the log
    assert {row["version"] for row in rows} == set(world.versions[3:])
    assert everything(get, "/v1/changes", since=world.newest) == []


def test_changes_of_all_versions_are_all_entries(world, get):
    rows = everything(get, "/v1/changes")

    assert [row["index"] for row in rows] == list(range(world.newest))
    for row in everything(get, "/v1/versions"):
        own = [change for change in rows if change["version"] == row["version"]]
        assert [own[0]["index"], own[-1]["index"]] == [row["first"], row["version"] - 1]
        assert sum(row["counts"].values()) == len(own) - 1
        assert {change["at"] for change in own} == {row["at"]}


@pytest.mark.parametrize("since", ["20", "99999", "-1"])
def test_changes_since_no_version_are_refused(world, get, since):
    assert get("/v1/changes", since=since).status_code in (400, 404)


# Side by side


def test_comparison_tells_every_voice_and_every_restatement(world, get):
    lakes.tell_more()
    rows = everything(get, "/v1/compare", indicator="boats", kind="level", period="2012")

    (row,) = [row for row in rows if row["area"] == "XA"]
    assert [voice["voice"] for voice in row["voices"]] == ["lake-office"]
    assert row["voices"][0]["observation"] == "lake-report-2015-0001"
    assert [told["agreement"] for told in row["restatements"]] == [None, "consistent", "consistent"]


def test_area_within_takes_what_lies_in_it_and_not_what_it_overlaps(world, get):
    rows = everything(get, OBSERVATIONS, area_within="XA")

    assert {row["area"] for row in rows} == {"XA", "XA-N"}


@pytest.mark.parametrize(("lang", "name"), [("en", "Arcadia"), ("es", "Area XA (es)")])
def test_labels_add_names_in_the_language_asked_for(world, get, lang, name):
    row = get(f"{OBSERVATIONS}/lake-report-2012-0001", labels="name", lang=lang).json()

    assert row["area"] == "XA"
    assert row["area_label"] == name


def test_label_is_the_name_of_the_version_that_is_read(world, get):
    path = f"{OBSERVATIONS}/lake-report-2012-0001"
    old = get(path, labels="name", version=world.first_report.size).json()

    assert old["area_label"] == "Area XA"


@pytest.mark.parametrize("words", ["boats 1150", "1,150 BOATS", "boat* 115*"])
def test_words_find_figures_without_regard_to_case_and_separators(world, get, words):
    assert "lake-report-2012-0001" in ids(everything(get, OBSERVATIONS, q=words))


# Claims and numerals


def test_claim_is_judged_by_the_figures_that_stand_at_the_version(world, get):
    path = "/v1/claims/lake-report-2013-c0002"

    before = get(path, version=world.second_report.size).json()["verdict"]
    after = get(path, version=world.withdrawal.size).json()["verdict"]

    assert (before, after) == ("consistent", "not_checkable")
    for version in (world.second_report, world.withdrawal):
        for row in everything(get, "/v1/claims", version=version.size):
            same = everything(get, "/v1/claims", version=version.size, verdict=row["verdict"])
            assert row in same


def test_numerals_of_a_release_are_all_accounted_for(world, get):
    body = get(f"/v1/releases/{lakes.REPORT_2012.id}/numerals", page_size=1000).json()

    coverage = body["coverage"]
    assert coverage["numerals"] == body["count"]
    assert coverage["unaccounted"] == 0
    assert coverage["cited"] + coverage["set_aside"] == coverage["numerals"]
    for row in body["results"]:
        assert lakes.REPORT_2012.text[row["start"] : row["end"]] == row["exact"]
        assert row["set_aside"] or row["observations"]


def test_series_tells_its_points_with_their_vintages(world, get):
    series = everything(get, "/v1/series", indicator="boats", kind="level", modality="actual",
                        area="XA", voice="lake-office")[0]  # fmt: skip
    points = {p["period"]: p for p in get(f"/v1/series/{series['id']}").json()["points"]}

    assert points["2012"]["observation"] == "lake-report-2012-0001"
    assert [v["observation"] for v in points["2012"]["vintages"]] == [
        "lake-report-2012-0001",
        "lake-report-2013-0001",
    ]
