"""Compiled plans: all that shapes the SQL of a list is a part of the key of its plan."""

from functools import cached_property

import pytest
from django.http import QueryDict
from django.test import RequestFactory

from indicators.reading.api import ObservationViewSet
from rest.pagination import KeysetPagination
from rest.plans import PLANS, PlanKey

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]

# What is read while a list's SQL is made, and the part of PlanKey that it is in.
OF_THE_VIEW = {"snapshot": "snapshot", "request": "filters", "kwargs": "path"}
OF_THE_PAGINATOR = {"view": "view", "keys": "view", "column": "ordering", "falling": "ordering"}


def state_of(thing, name):
    """Whether this is no method or constant of the thing's class."""
    return not name.startswith("__") and (
        name in vars(thing)
        or isinstance(getattr(type(thing), name, None), (property, cached_property))
    )


class Parameters(QueryDict):
    """Parameters that note which of them are read while `read` is a set."""

    read: set[str] | None = None

    def _note(self, name):
        if self.read is not None:
            self.read.add(name)

    def __getitem__(self, name):
        self._note(name)
        return super().__getitem__(name)

    def __contains__(self, name):
        self._note(name)
        return super().__contains__(name)

    def getlist(self, name, default=None):
        self._note(name)
        return super().getlist(name, default)

    def get(self, name, default=None):
        self._note(name)
        return super().get(name, default)


def reads(base, method):
    """A subclass that notes which state of the object is read while the method runs."""

    class Watched(base):
        watching = False
        seen: set[str] = set()

        def __getattribute__(self, name):
            value = super().__getattribute__(name)
            if type(self).watching and state_of(self, name):
                type(self).seen.add(name)
            return value

    def watched(self, *args, **kwargs):
        Watched.watching = True
        try:
            return getattr(base, method)(self, *args, **kwargs)
        finally:
            Watched.watching = False

    setattr(Watched, method, watched)
    return Watched


@pytest.mark.parametrize("ordering", ["id", "-value"])
def test_all_that_makes_the_sql_is_in_the_key(ordering):
    paginator = reads(KeysetPagination, "_slice")
    view = reads(ObservationViewSet, "rows")
    view.pagination_class = paginator
    request = RequestFactory().get("/v1/observations")
    text = (
        f"ordering={ordering}&page_size=2&status=all&headline=true&area_within=XA"
        "&published_by=2030&labels=name&lang=es&fields=id"
    )
    request.GET = Parameters(text)
    rows = view.rows

    def noting(self):
        request.GET.read = set()
        try:
            return rows(self)
        finally:
            request.GET.names, request.GET.read = request.GET.read, None

    view.rows = noting
    response = view.as_view({"get": "list"})(request)
    assert response.status_code == 200, response.content
    assert {"snapshot", "request"} <= view.seen <= set(OF_THE_VIEW)
    assert {"column", "falling"} <= paginator.seen <= set(OF_THE_PAGINATOR)
    parts = {*OF_THE_VIEW.values(), *OF_THE_PAGINATOR.values()}
    assert parts <= set(PlanKey.__dataclass_fields__)
    # Of the parameters, the digest of the filters leaves these out: none of them makes the SQL.
    left_out = {"version", "as_of", "published_by", "fields", "ordering", "page_size", "cursor"}
    assert {"status", "headline", "area_within"} <= request.GET.names
    assert not request.GET.names & {*left_out, "count", "labels", "lang", "format"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("", "status=all"),
        ("status=all", "status=retracted"),
        ("indicator=boats", "area=XA"),
        ("ordering=id", "ordering=-id"),
        ("ordering=value", "ordering=-value"),
        ("page_size=2", "page_size=3"),
        ("published_by=2013", "published_by=2014"),
        ("version={first}", "version={newest}"),
    ],
)
def test_lists_that_differ_share_no_plan(client, one, other):
    sizes = [version["version"] for version in client.get("/v1/versions").json()["results"]]
    PLANS.clear()
    for query in (one, other):
        path = f"/v1/observations?{query.format(first=sizes[0], newest=sizes[-1])}"
        assert client.get(path).status_code == 200
    assert len(PLANS) == 2


def test_pages_of_one_list_share_a_plan(client):
    page = client.get("/v1/observations?page_size=1").json()
    second = client.get(page["next"]).json()
    plans = len(PLANS)
    assert client.get(second["next"]).status_code == 200
    assert len(PLANS) == plans
    # With nulls among its values, another column has another SQL after each row.
    page = client.get("/v1/observations?page_size=1&ordering=value").json()
    second = client.get(page["next"]).json()
    plans = len(PLANS)
    assert client.get(second["next"]).status_code == 200
    assert len(PLANS) == plans + 1
