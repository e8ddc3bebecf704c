"""What every endpoint of the read API has in common, walked over all of them."""

from datetime import timedelta
from decimal import Decimal
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import get_resolver
from django.utils import timezone

from indicators.figures.series import series_code
from rest import cursors
from rest.filters import FirstDayField, LastDayField, TruthField
from rest.periods import PartialDate
from tests import lakes
from tests.endpoints import (
    ALL,
    BOATS,
    EXAMPLES,
    LISTS,
    REQUIRED,
    TABLES,
    THINGS,
    as_cells,
    asking,
    everything,
    paged,
    printed,
    table,
    url,
)
from tests.test_docs import routed

pytestmark = pytest.mark.django_db

every_endpoint = pytest.mark.parametrize("endpoint", ALL, ids=str)
every_list = pytest.mark.parametrize("endpoint", LISTS, ids=str)
every_thing = pytest.mark.parametrize("endpoint", THINGS, ids=str)

FILTERS = [(e, name) for e in LISTS for name in e.filters]
every_filter = pytest.mark.parametrize(("endpoint", "name"), FILTERS, ids=lambda v: str(v))


def refused(answer, *parameters, status=400):
    """The problem of an answer, after checking its form and that it names these parameters."""
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Cache-Control"] == "no-store"
    problem = answer.json()
    assert problem.keys() >= {"type", "title", "status", "detail", "instance"}
    assert problem["status"] == status
    told = [error["parameter"] for error in problem.get("errors", [])]
    assert set(parameters) <= set(told), problem
    return problem


# Form


@every_list
def test_list_has_the_envelope_and_all_fields(world, get, endpoint):
    answer = get(url(endpoint))

    body = answer.json()
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json"
    assert answer["Cifra-Version"] == str(world.newest)
    assert body["version"] == world.newest
    assert body["count"] == body["count_at_least"] == len(body["results"]) > 0
    assert body["next"] is None
    assert body["previous"] is None
    for row in body["results"]:
        assert list(row) == endpoint.view.serializer_class.names()


@every_thing
def test_thing_is_the_row_of_its_list(world, get, endpoint):
    rows = {row.get("id", row.get("version")): row for row in everything(get, listed(endpoint))}
    for id, row in rows.items():
        one = get(f"{listed(endpoint)}/{str(id).replace('%', '%25')}").json()

        assert {name: one[name] for name in row} == row


def listed(endpoint):
    return endpoint.path.removesuffix("/{id}")


@every_thing
def test_unknown_thing_is_a_problem_404(world, get, endpoint):
    for id in ("nobody", "x" * 500, "%00", "a%2Fb", "..%2f..", "é", "%ED%A0%80", "-1"):
        problem = refused(get(f"{listed(endpoint)}/{id}"), status=404)

        assert problem["type"] == "/v1/problems/not-found"


@pytest.mark.parametrize(
    "path",
    ["/v1", "/v1/observations/", "/v1/nothing", "/v1/observations/a/b/c", "/v2/", "/v1//",
     "/v1/releases/nobody/text", "/v1/observations/nobody/history", "/v1/%00"],
)  # fmt: skip
def test_unknown_address_is_a_problem_404(world, get, path):
    refused(get(path), status=404)


@every_endpoint
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_other_methods_are_refused_with_what_is_allowed(world, client, endpoint, method):
    answer = getattr(client, method)(url(endpoint))

    refused(answer, status=405)
    assert "GET" in answer["Allow"]
    assert "POST" not in answer["Allow"]


@every_endpoint
@pytest.mark.parametrize("query", ["", "?format=csv"])
def test_options_tells_what_is_allowed(world, client, endpoint, query):
    if query == "?format=csv" and endpoint not in TABLES:
        query = ""
    answer = client.options(url(endpoint).split("?")[0] + query)

    assert answer.status_code in (200, 204)
    assert answer["Allow"].replace(" ", "").split(",") == ["GET", "HEAD", "OPTIONS"]


@every_endpoint
def test_head_is_get_without_the_body(world, client, endpoint):
    got, headed = client.get(url(endpoint)), client.head(url(endpoint))

    assert headed.status_code == 200
    assert headed.content == b""
    assert dict(headed.headers) == dict(got.headers)


# Parameters


@every_endpoint
def test_unknown_parameter_is_named(world, get, endpoint):
    problem = refused(get(url(endpoint), colour="red", area__contains="X"), "colour")

    assert {error["code"] for error in problem["errors"]} == {"unknown-parameter"}


@every_endpoint
def test_every_malformed_parameter_is_named_at_once(world, get, endpoint):
    answer = get(url(endpoint), version="soon", colour="red", as_of="tomorrow", format="docx")

    # The format is settled before anything else can be read.
    refused(answer, "format")
    refused(get(url(endpoint), version="soon", colour="red", as_of="tomorrow"),
            "version", "colour", "as_of")  # fmt: skip


@every_endpoint
@pytest.mark.parametrize("name", ["version", "as_of", "format"])
def test_empty_and_repeated_parameter_is_named(world, get, endpoint, name):
    refused(get(url(endpoint), **{name: ""}), name)
    told = {"version": "23", "as_of": "2026-01-01", "format": "json"}[name]
    if name != "format" or endpoint.action in ("list", "retrieve"):
        refused(get(url(endpoint), **{name: [told, told]}), name)


@every_list
@pytest.mark.parametrize(
    ("name", "value"),
    [("ordering", "mood"), ("ordering", "--id"), ("page_size", "0"), ("page_size", "1001"),
     ("page_size", "ten"), ("page_size", "1e2"), ("page_size", "٣"), ("count", "about"),
     ("cursor", "garbage"), ("cursor", "W10"), ("cursor", "é"), ("cursor", "1" * 16),
     ("fields", "mood"),
     ("fields", "id,,kind"), ("version", "-1"), ("version", "01"), ("version", "9" * 17),
     ("version", "1.0"), ("as_of", "2026-02-30"), ("as_of", "2026-01-01T00:00:00"),
     ("as_of", "2026-01-01T24:00:00Z"), ("as_of", "1"), ("format", "xml")],
)  # fmt: skip
def test_malformed_parameter_of_a_list_is_named(world, get, endpoint, name, value):
    refused(get(url(endpoint), **{name: value}), name)


@every_filter
def test_malformed_value_of_a_filter_is_named(world, get, endpoint, name):
    unfit = ("", "x" * 201) if name == "q" else ("!", "", "a\0b")
    for value in unfit:
        refused(
            get(endpoint.path.replace("{id}", EXAMPLES["/v1/releases/{id}"]), **{name: value}), name
        )
    if not name.endswith("__in"):
        refused(get(url(endpoint), **{name: ["2012", "2012"]}), name)


@every_filter
def test_too_many_values_are_refused(world, get, endpoint, name):
    if name.endswith("__in"):
        refused(get(url(endpoint), **{name: ["x"] * 51}), name)


def test_fields_narrow_and_keep_their_order(world, get):
    for told in (["value,id"], ["value", "id"], ["id", "value", "id"]):
        rows = everything(get, "/v1/observations", fields=told)
        assert {tuple(row) for row in rows} == {("id", "value")}
    assert get("/v1/areas/XA", fields="name_en").json() == {"name_en": "Arcadia"}
    head = get("/v1/observations", fields="value,id", format="csv").content.split(b"\r\n")[0]
    assert head == b"id,value"


# A reference has forms of its own, told by style, whatever is accepted.
OF_ONE_FORM = [e for e in ALL if e not in TABLES and not e.path.endswith("/citation")]


@pytest.mark.parametrize("endpoint", OF_ONE_FORM, ids=str)
def test_endpoint_that_is_no_table_offers_no_table(world, get, endpoint):
    refused(get(url(endpoint), fields="id"), "fields")
    refused(get(url(endpoint), format="csv"), "format")
    refused(get(url(endpoint), headers={"Accept": "text/csv"}), status=406)


# Filters


def values(rows, name):
    """What rows have under a name, without absent ones, each once."""
    found = {}
    for row in rows:
        if row.get(name) is not None:
            found[str(row[name]).lower() if isinstance(row[name], bool) else str(row[name])] = None
    return list(found)


def number(value):
    return None if value is None else Decimal(value)


def day(value, *, last):
    return PartialDate(value).last_day() if last else PartialDate(value).first_day()


def fits(endpoint, name, asked, row):
    """Whether a row fits a filter, told in plain Python from the row as served."""
    base, _, kind = name.partition("__")
    if base == "series":
        parts = ("indicator", "area", "voice", "breakdown", "kind", "modality")
        have = series_code(tuple(row[part] or "" for part in parts))
    elif base == "observation":
        return any(one in [row["result"], *row["inputs"]] for one in asked)
    elif base in ("period_from", "period_to"):
        start, end = row["period_start"], row["period_end"]
        if base == "period_from":
            return end >= day(asked[0], last=False).isoformat()
        return start is None or start <= day(asked[0], last=True).isoformat()
    else:
        have = row[base]
    if kind == "isnull":
        return (have is None) == (asked[0] == "true")
    if isinstance(have, bool):
        have = str(have).lower()
    if kind in ("gte", "lte"):
        return beyond(endpoint.filters[name], have, asked[0], kind)
    if have is not None and base in ("value", "value_low", "value_high"):
        return Decimal(have) in [Decimal(one) for one in asked]
    return have is not None and str(have) in asked


def beyond(filter, have, asked, kind):
    made = filter.field
    if isinstance(made, LastDayField):
        have, asked = have and day(have, last=True), day(asked, last=True)
    elif isinstance(made, FirstDayField):
        have, asked = have and day(have, last=True), day(asked, last=False)
    else:
        have, asked = number(have), Decimal(asked)
    if have is None:
        return False
    return have >= asked if kind == "gte" else have <= asked


@every_filter
def test_filter_keeps_exactly_the_rows_that_fit(world, get, endpoint, name):
    base, _, kind = name.partition("__")
    if base in ("headline", "status", "since", "verdict", "q", "type", "area_within"):
        pytest.skip("tested with what it means")
    if (name, endpoint.path) == ("unit", "/v1/compare"):
        pytest.skip("converts, and narrows nothing")
    if name in ("period_from", "period_to") and "/compare" in endpoint.path:
        pytest.skip("a comparison does not tell the days of its period")
    rows = everything(get, url(endpoint))
    tried = [["2012"], ["2013-01"]] if base in ("period_from", "period_to") else examples(
        endpoint, base, kind, rows
    )  # fmt: skip

    for asked in tried:
        got = everything(get, url(endpoint), **{name: asked if kind == "in" else asked[0]})
        expected = [row for row in rows if fits(endpoint, name, asked, row)]
        if base == "published_on" and kind in ("gte", "lte"):
            # An unknown date counts by the day of retrieval.
            got = [row for row in got if row["published_on"]]
        assert got == expected, asked


def examples(endpoint, base, kind, rows):
    if kind == "isnull":
        return [["true"], ["false"]]
    if base == "series":
        return [[BOATS]]
    if base == "observation":
        return [["lake-report-2012-0001"], ["lake-report-2012-0002"]]
    found = values(rows, base)
    if kind == "in":
        return [found[:2], found[:1], [*found[-1:], *found[-1:]]]
    if isinstance(endpoint.filters[f"{base}__{kind}" if kind else base].field, TruthField):
        return [["true"], ["false"]]
    if not found:
        return []
    middle = sorted(found)[len(found) // 2]
    return [[found[0]], [middle], [found[-1]]]


@pytest.mark.parametrize("zeros", ["1150", "1150.0", "1150.000"])
def test_value_is_compared_as_a_number(world, get, zeros):
    rows = everything(get, "/v1/observations", value=zeros)

    assert [row["id"] for row in rows] == ["lake-report-2012-0001"]


def test_filters_together_narrow_further(world, get):
    asked = {"area": "XA", "kind": "level", "value__gte": "1000", "period_from": "2012",
             "period_to": "2013"}  # fmt: skip
    rows = everything(get, "/v1/observations", **asked)

    expected = [
        row
        for row in everything(get, "/v1/observations")
        if row["area"] == "XA" and row["kind"] == "level" and (row["number"] or 0) >= 1000
        and row["period"] in ("2012", "2013")
    ]  # fmt: skip
    assert rows == expected
    assert len(rows) >= 3


def test_open_periods_overlap_what_they_reach(world, get):
    ids = [row["id"] for row in everything(get, "/v1/observations", period_to="1950")]
    assert ids == ["lake-report-2012-0017"]  # ../2009
    ids = [row["id"] for row in everything(get, "/v1/observations", period_from="2012-06-30",
                                           period_to="2012-06-30", area="XA-N")]  # fmt: skip
    assert "lake-report-2012-0014" in ids  # 1990/.. ends with its publication, 2012-06


@pytest.mark.parametrize("path", ["/v1/observations", "/v1/compare", "/v1/export/observations"])
def test_period_that_ends_before_it_begins_is_refused(world, get, path):
    backwards = get(path, period_from="2013", period_to="2012-12")
    same_year = get(path, period_from="2012-07", period_to="2012")

    problem = refused(backwards, "period_from", "period_to")
    assert problem["errors"][0]["detail"].startswith("period_from is after period_to")
    assert same_year.status_code == 200


# Ordering and paging


ORDERINGS = [(e, sign + name) for e in LISTS for name in e.view.orderings for sign in ("", "-")]


def sort_value(name, value):
    if name == "value":
        return Decimal(value)
    return value


@pytest.mark.parametrize(("endpoint", "ordering"), ORDERINGS, ids=str)
def test_ordering_sorts_with_nulls_last_and_ids_as_tie_break(world, get, endpoint, ordering):
    rows = everything(get, url(endpoint), ordering=ordering)
    name, falling = ordering.removeprefix("-"), ordering.startswith("-")
    told = {"period": "period_start"}.get(name, name)
    if name == "published_on":  # an unknown date is ordered by the day that stands for it
        rows = [row for row in rows if row[told] is not None]
        keys = [PartialDate(row[told]).last_day() for row in rows]
    else:
        keys = [row[told] for row in rows]
    present = [sort_value(name, key) for key in keys if key is not None]

    assert None not in keys[: len(present)]
    assert present == sorted(present, reverse=falling)
    if "id" in (rows[0] if rows else {}) and name != "id":
        for one, other in zip(rows, rows[1:], strict=False):
            same = sort_value(name, one[told] or 0) == sort_value(name, other[told] or 0)
            assert not same or one["id"] < other["id"]


@pytest.mark.parametrize(("endpoint", "ordering"), ORDERINGS, ids=str)
def test_pages_to_the_end_and_back_are_the_whole(world, get, endpoint, ordering):
    whole = everything(get, url(endpoint), ordering=ordering)
    size = max(1, len(whole) // 7)

    forwards = paged(get, url(endpoint), ordering=ordering, page_size=size)
    assert forwards == whole
    if len(whole) > size:
        link = get(url(endpoint), ordering=ordering, page_size=size).json()["next"]
        while (following := get(link).json()["next"]) is not None:
            link = following
        assert paged(get, "", "previous", link) == whole


def test_pages_of_one_row_each_are_the_whole(world, get):
    whole = everything(get, "/v1/observations", ordering="-value")

    assert paged(get, "/v1/observations", ordering="-value", page_size=1) == whole


def test_pages_of_a_filtered_list_keep_the_filter(world, get):
    asked = {"area": "XA", "status": "all", "ordering": "-value"}
    whole = everything(get, "/v1/observations", **asked)

    assert paged(get, "/v1/observations", page_size=2, **asked) == whole
    assert len(whole) > 4


def test_page_links_are_told_in_the_header_too(world, get):
    first = get("/v1/observations", page_size=5)
    second = get(first.json()["next"])

    assert first["Link"] == f'<{first.json()["next"]}>; rel="next"'
    assert f'<{second.json()["previous"]}>; rel="prev"' in second["Link"]


def test_cursor_pins_the_version(world, get, publish_more):
    first = get("/v1/observations", page_size=10)
    whole = everything(get, "/v1/observations")
    publish_more()

    rest = paged(get, "", start=first.json()["next"])

    assert first.json()["results"] + rest == whole
    second = get(first.json()["next"])
    assert second.json()["version"] == world.newest
    assert second["Cache-Control"] == "public, max-age=86400"


def cursor_of(link):
    return parse_qs(urlsplit(link).query)["cursor"][0]


@pytest.mark.parametrize(
    "change",
    [{"ordering": "-id"}, {"area": "XA"}, {"published_by": "2013"}, {"version": "23"},
     {"status": "all"}, {"as_of": "2020-01-01"}],
    ids=str,
)  # fmt: skip
def test_cursor_of_another_list_is_refused(world, get, change):
    cursor = cursor_of(get("/v1/observations", page_size=2).json()["next"])

    refused(get("/v1/observations", page_size=2, cursor=cursor, **change), "cursor")


def test_cursor_of_another_endpoint_is_refused(world, get):
    for other in ("/v1/areas", "/v1/changes", "/v1/compare", "/v1/versions"):
        cursor = cursor_of(get("/v1/observations", page_size=2).json()["next"])
        answer = get(other, page_size=2, cursor=cursor)
        assert answer.status_code in (200, 400)
        if answer.status_code == 400:
            refused(answer, "cursor")


@every_list
def test_cursor_of_an_unknown_version_is_404(world, get, endpoint):
    cursor = "0000000000000007" + cursor_of(get("/v1/areas", page_size=1).json()["next"])[16:]

    for pinned in ({}, {"version": world.newest}, {"as_of": "2001-01-01"}):
        refused(get(url(endpoint), cursor=cursor, **pinned), status=404)


def test_query_without_a_word_finds_nothing(world, get):
    for q in ("!", "\0", "*", "Жито"):
        assert get("/v1/observations", q=q).json()["results"] == []
        assert get("/v1/search", q=q).json()["results"] == []


FORGED = {
    "no keys": [], "null id": [None, None], "too many keys": [None, "a", "b", "c"],
    "key that is a number": [None, 5], "NUL in a key": [None, "a\0b"],
    "key of no number": ["zz", "a"], "key beyond numbers": ["9" * 40, "9" * 40],
    "key that is a list": [None, ["a"]], "empty key": ["", ""],
}  # fmt: skip


@every_list
@pytest.mark.parametrize("defect", FORGED)
def test_forged_cursor_never_breaks(world, get, endpoint, defect):
    for ordering in endpoint.view.orderings:
        link = get(url(endpoint), page_size=1, ordering=ordering).json()["next"]
        if link is None:
            continue
        good = cursors.parse_cursor(cursor_of(link))
        for backwards in (False, True):
            forged = cursors.Cursor(good.version, good.published_by, good.ordering, good.filters,
                            FORGED[defect], backwards)  # fmt: skip
            answer = get(url(endpoint), page_size=1, ordering=ordering, cursor=forged.text())

            assert answer.status_code in (200, 400), (ordering, answer.content)


@every_list
def test_cursor_with_a_changed_letter_never_breaks(world, get, endpoint):
    link = get(url(endpoint), page_size=1).json()["next"]
    cursor = cursor_of(link)
    for place in range(0, len(cursor), 7):
        other = cursor[:place] + ("A" if cursor[place] != "A" else "B") + cursor[place + 1 :]

        assert get(url(endpoint), page_size=1, cursor=other).status_code in (200, 400, 404)


# Time


@every_endpoint
def test_unknown_version_is_a_problem_404(world, get, endpoint):
    for version in ("1", str(world.newest + 1), "9007199254740991"):
        problem = refused(get(url(endpoint), version=version), status=404)
        assert problem["type"] == "/v1/problems/unknown-version"


@every_endpoint
def test_version_and_as_of_exclude_each_other(world, get, endpoint):
    refused(get(url(endpoint), version=world.newest, as_of="2026-01-01"), "as_of")


@every_list
def test_as_of_an_instant_is_the_version_that_stood(world, get, endpoint):
    for version in (world.first_report, world.correction, world.page):
        at = version.at.isoformat().replace("+00:00", "Z")
        now = get(url(endpoint), as_of=at)
        assert now.status_code == 404 or now.json()["version"] == version.size
        before = (version.at - timedelta(microseconds=1)).isoformat().replace("+00:00", "Z")
        told = get(url(endpoint), as_of=before)
        assert told.status_code == 200 or endpoint.path.startswith("/v1/releases/")
        if told.status_code == 200:
            assert told.json()["version"] < version.size


@every_list
def test_as_of_before_the_first_version_is_empty_and_says_so(world, get, endpoint):
    if "{id}" in endpoint.path:
        refused(get(url(endpoint), as_of="2001-01-01"), status=404)
        return
    for before in ("2001-01-01", "0001-01-01T00:00:00+14:00"):
        body = get(url(endpoint), as_of=before).json()

        assert (body["version"], body["count"], body["results"]) == (0, 0, [])
        assert body["first_version"] == world.vocabularies.size


@every_list
def test_as_of_the_future_is_refused_and_today_is_now(world, get, endpoint):
    now = timezone.now()
    tomorrow = (now + timedelta(days=1)).date().isoformat()
    soon = (now + timedelta(minutes=5)).isoformat().replace("+00:00", "Z")

    for ahead in (tomorrow, soon, "9999-12-31T23:59:59-14:00"):
        problem = refused(get(url(endpoint), as_of=ahead), "as_of", status=404)
        assert problem["type"] == "/v1/problems/unknown-version"
    assert get(url(endpoint), as_of=now.date().isoformat()).json()["version"] == world.newest


@every_list
def test_as_of_in_another_time_zone_is_the_same_instant(world, get, endpoint):
    at = (world.page.at + timedelta(hours=5)).replace(tzinfo=None).isoformat() + "+05:00"

    assert get(url(endpoint), as_of=at).json()["version"] == world.newest


@every_list
def test_earlier_version_shows_only_what_it_knew(world, get, endpoint):
    for version in world.versions:
        answer = get(url(endpoint), version=version)
        if answer.status_code == 404 and "{id}" in endpoint.path:
            continue
        for row in answer.json()["results"]:
            assert row.get("known_from", 0) <= version
            assert row.get("known_to") is None
            assert row.get("version", 0) <= version


# Formats and headers


@every_list
def test_csv_is_the_json_row_by_row_at_every_version(world, get, endpoint):
    params = {"status": "all"} if "status" in endpoint.filters else {}
    for version in world.versions:
        asked = {"version": version, "page_size": 1000, **params}
        told = get(url(endpoint), **asked)
        if told.status_code == 404:
            continue
        as_csv = get(url(endpoint), format="csv", **asked)

        rows = printed(told.content)
        assert as_csv["Content-Type"] == "text/csv; charset=utf-8"
        assert table(as_csv.content) == [as_cells(row) for row in rows]
        header = as_csv.content.decode().split("\r\n")[0]
        assert header.split(",") == endpoint.view.serializer_class.names()


@every_list
def test_csv_is_paged_by_the_link_header(world, get, endpoint):
    whole = get(url(endpoint), format="csv").content
    told, link = b"", asking(url(endpoint), "format=csv&page_size=4")
    while link:
        answer = get(link)
        told += answer.content if not told else answer.content.split(b"\r\n", 1)[1]
        links = answer.headers.get("Link", "")
        link = next((p.split(">")[0].strip(" <") for p in links.split(",") if 'rel="next"' in p),
                    None)  # fmt: skip

    assert told == whole


@pytest.mark.parametrize(
    ("accept", "media"),
    [("text/csv", "text/csv; charset=utf-8"), ("application/json", "application/json"),
     ("*/*", "application/json"), ("text/*", "text/csv; charset=utf-8"),
     ("text/html,application/xhtml+xml,*/*;q=0.8", "application/json")],
)  # fmt: skip
def test_accept_chooses_the_format(world, get, accept, media):
    answer = get("/v1/observations", headers={"Accept": accept})

    assert answer["Content-Type"] == media
    assert "Accept" in answer["Vary"]


@pytest.mark.parametrize("endpoint", [*TABLES, *OF_ONE_FORM], ids=str)
def test_format_that_nobody_has_is_a_problem_406(world, get, endpoint):
    refused(get(url(endpoint), headers={"Accept": "application/vnd.ms-excel"}), status=406)


@every_endpoint
def test_etag_answers_304_until_something_is_published(world, get, endpoint, publish_more):
    first = get(url(endpoint))
    tag = first["ETag"]

    assert tag.startswith('"')
    for told in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = get(url(endpoint), headers={"If-None-Match": told})
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == tag
    assert get(url(endpoint), headers={"If-None-Match": '"other"'}).status_code == 200
    publish_more()
    answer = get(url(endpoint), headers={"If-None-Match": tag})
    # A text is what its hash says, whatever is published.
    assert answer.status_code == (304 if endpoint.path.endswith("/text") else 200)


@every_endpoint
def test_etags_differ_by_address_format_and_version(world, get, endpoint):
    if endpoint.path.endswith("/text"):
        return
    tags = [get(url(endpoint))["ETag"], get(url(endpoint), version=world.newest)["ETag"]]
    if endpoint in LISTS:
        tags += [get(url(endpoint), page_size=9)["ETag"], get(url(endpoint), format="csv")["ETag"]]
        tags += [get(url(endpoint), headers={"Accept": "text/csv"})["ETag"]]

    assert len(set(tags)) == len(tags)


@every_endpoint
def test_pinned_answers_may_be_kept_and_others_are_asked_again(world, get, endpoint):
    assert get(url(endpoint), version=world.newest)["Cache-Control"] == "public, max-age=86400"
    assert get(url(endpoint))["Cache-Control"] == "no-cache"


def test_pages_of_other_sites_may_read(world, get, client):
    answer = get("/v1/observations", headers={"Origin": "https://elsewhere.example"})
    asked = client.options(
        "/v1/observations",
        headers={"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "GET"},
    )

    assert answer["Access-Control-Allow-Origin"] == "*"
    assert {"ETag", "X-Request-Id"} <= set(answer["Access-Control-Expose-Headers"].split(", "))
    assert "GET" in asked["Access-Control-Allow-Methods"]
    assert "POST" not in asked["Access-Control-Allow-Methods"]


def test_every_error_is_told_to_pages_of_other_sites(world, get):
    answer = get("/v1/observations", headers={"Origin": "https://x.example"}, colour="red")

    refused(answer, "colour")
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_entry_point_leads_everywhere(world, get):
    body = get("/v1/").json()

    for path in body["links"].values():
        required = REQUIRED.get(urlsplit(path).path, "")
        assert get(path + required).status_code == 200, path
    doors = {urlsplit(path).path for path in body["links"].values()}
    assert {endpoint.path for endpoint in LISTS if "{id}" not in endpoint.path} <= doors
    routes = {path for path in routed(get_resolver().url_patterns) if path.startswith("/v1/")}
    # Drafts are not for reading: a token opens them.
    assert {path for path in routes if path.count("/") == 2} <= {*doors, "/v1/", "/v1/drafts"}
    assert "/v1/export/observations" in doors
    for name, count in body["counts"].items():
        assert get(body["links"][name]).json()["count"] == count


def test_text_is_served_as_it_is_held(world, get):
    answer = get(f"/v1/releases/{lakes.REPORT_2012.id}/text")

    assert answer.content.decode() == lakes.REPORT_2012.text
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    accepted = get(f"/v1/releases/{lakes.REPORT_2012.id}/text", headers={"Accept": "text/plain"})
    assert accepted.content == answer.content


def test_text_that_is_not_held_says_where_it_is(world, get):
    problem = refused(get(f"/v1/releases/{lakes.REPORT_2013.id}/text"), status=404)

    assert problem["type"] == "/v1/problems/text-not-held"
    assert problem["url"] == "https://lakes.example/2013"
    assert problem["text_sha256"] == lakes.REPORT_2013.sha256
