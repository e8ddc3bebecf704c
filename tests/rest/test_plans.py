"""Compiled plans: which lists share one, and that no plan holds a value of a request.

tests/rest/test_kept_plans.py compares what kept plans answer.
"""

import inspect

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.reading.api import observations
from indicators.reading.api.observations import ObservationViewSet
from rest import pagination
from rest.open_values import Open
from rest.plans import PLANS
from tests import lakes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]

LIST = "/v1/observations"
# Values that no SQL of our own has.
ASKED = (
    "indicator=zz-indicator&area__in=zz-a&area__in=zz-b&period_from=1903&published_by=1987-05"
    "&value__gte=987654321&known_from__lte=424242&q=zzword&version={newest}&page_size=7"
)
VALUES = ("zz-", "zzword", "1903", "1987", "424242", "987654321")


def newest(client):
    return client.get(LIST).json()["version"]


def kept():
    return dict(PLANS._values)


def test_a_plan_holds_no_value_of_a_request(client):
    query = ASKED.format(newest=newest(client))
    PLANS.clear()
    assert client.get(f"{LIST}?{query}").status_code == 200
    assert client.get(f"{LIST}/{lakes.MISREAD}-zz-id").status_code == 404
    assert len(PLANS) == 2
    for key, plan in kept().items():
        bound = [p for p in plan.params if not isinstance(p, Open)]
        text = f"{key} {plan.sql} {bound}"
        assert not [value for value in VALUES if value in text]
        assert {"version"} <= {p.name for p in plan.params if isinstance(p, Open)}


@pytest.mark.parametrize(
    "make", [pagination.plan_of_page, pagination.plan_of_count, observations.plan_of_row]
)
def test_a_plan_is_made_of_its_key_alone(make):
    assert list(inspect.signature(make).parameters) == ["key"]
    # As a method of the class, it has no request to look at.
    assert inspect.ismethod(ObservationViewSet.open_rows)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("", "status=all"),
        ("status=all", "status=retracted"),
        ("headline=true", "headline=false"),
        ("indicator=boats", "area=XA"),
        ("indicator=boats", "indicator__in=boats"),
        ("indicator__in=boats", "indicator__in=boats&indicator__in=swans"),
        ("area_within=XA", "area_within=XA-N"),
        ("unit__isnull=true", "unit__isnull=false"),
        ("kind=level", "kind=change"),  # most are levels: the index of the others has none
        ("q=boats", "q=-"),
        ("ordering=id", "ordering=-id"),
        ("ordering=value", "ordering=-value"),
        ("page_size=100", "page_size=101"),
        ("", "published_by=2014"),
    ],
)
def test_lists_of_another_form_share_no_plan(client, one, other):
    PLANS.clear()
    for query in (one, other):
        assert client.get(f"{LIST}?{query}").status_code == 200
    pages = [key for key in kept() if key.columns != pagination.COUNTED]
    assert len(pages) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("indicator=boats", "indicator=swans"),
        ("area__in=XA&area__in=XA-N", "area__in=none&area__in=XA"),
        ("period_from=1990", "period_from=2012-05"),
        ("value__gte=12", "value__gte=-3.5"),
        ("known_from__gte=3", "known_from__gte=999999999999999"),
        ("q=boats", "q=over swans"),
        ("kind=change", "kind=rank"),
        ("published_by=2013", "published_by=2014"),
        ("version={first}", "version={newest}"),
        ("", "version={newest}"),
    ],
)
def test_lists_that_differ_in_values_share_their_plan(client, one, other):
    sizes = [version["version"] for version in client.get("/v1/versions").json()["results"]]
    PLANS.clear()
    for query in (one, other):
        path = f"{LIST}?{query.format(first=sizes[0], newest=sizes[-1])}"
        assert client.get(path).status_code == 200
    assert len(PLANS) == 1


@pytest.mark.parametrize("ordering", ["id", "-id", "value", "-value", "published_on"])
def test_pages_of_one_list_share_a_plan(client, ordering):
    page = client.get(f"{LIST}?page_size=1&ordering={ordering}").json()
    second = client.get(page["next"]).json()
    plans = len(PLANS)
    assert client.get(second["next"]).status_code == 200
    assert len(PLANS) == plans


def test_plans_outlive_a_publication(client, publish_more):
    addresses = [
        LIST,
        f"{LIST}?page_size=2",
        f"{LIST}?indicator=boats&status=all&headline=false",
        f"{LIST}?area_within=XA&ordering=-value&page_size=3",
        f"{LIST}/lake-report-2012-0001",
    ]
    for address in addresses:
        assert client.get(address).status_code == 200
    before, version = kept(), newest(client)
    publish_more()
    for address in addresses:
        assert client.get(address).json().get("version") != version
    assert kept() == before


def test_a_count_reads_at_most_as_many_rows_as_it_tells(client):
    with CaptureQueriesContext(connection) as captured:
        client.get(f"{LIST}?page_size=2")
    (counting,) = [q["sql"] for q in captured if q["sql"].startswith("SELECT COUNT(*)")]
    assert f"LIMIT {pagination.EXACT_COUNT_UP_TO + 1}" in counting
    assert "indicators_rendered" not in counting
