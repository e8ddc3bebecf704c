"""Every address, filter and ordering is answered by index, on either engine.

Among thousands of rows, which are few enough to be written in a second and so many that whatever
reads a whole table shows. On PostgreSQL with real statistics of real rows: a planner that is only
made to believe in a big table plans without them, and what it plans can't be run. `make plans` does
the same on a big database.
"""

import pytest
from django.db import connection

from benchmarks.addresses import Ids, endpoints, plain_urls, urls_of
from benchmarks.plans import Limits, faults
from tests import crowd
from tests.endpoints import asking

pytestmark = pytest.mark.django_db

LIMITS = Limits(big=2_500, wasted=2_000)
# What isn't mended. Displaced statements are found by a look at every contested key. All rows are
# counted once for each process, later only what came since the version before.
LEFT_OUT = ("/", "/readyz", "/v1/schema")  # all counted; copies are no part of the log; no rows
KNOWN = {
    "": ("/v1/observations?headline=false", "/v1/"),
    # Where a column of the order has one value, SQLite doesn't see that the index has the others in
    # order, and it has no statistics by which it would look for rare ones first.
    "sqlite": tuple(
        f"/v1/compare?{filter}"
        for filter in (
            *("kind", "modality", "breakdown", "base_period", "period_to"),
            *("kind__in", "modality__in", "base_period__in", "breakdown__in"),
            *("breakdown__isnull", "base_period__isnull"),
        )
    ),
}


@pytest.fixture(scope="module")
def crowded(world):
    """The made-up country among the copies."""
    crowd.gather()
    return world


def known(url):
    names = KNOWN[""], KNOWN.get(connection.vendor, ())
    return any(url == name or url.startswith((f"{name}=", f"{name}?")) for name in sum(names, ()))


def unknown_faults(ask, urls):
    return [str(fault) for fault in faults(ask, urls, LIMITS) if not known(fault.url)]


@pytest.mark.parametrize("endpoint", endpoints(), ids=lambda endpoint: endpoint.path)
def test_no_statement_reads_more_than_its_answer_needs(crowded, get, endpoint):
    urls = list(urls_of(endpoint, Ids(endpoints())))
    # As small a part of the rows as usual pages are of many: where one is of a hundredth of them,
    # PostgreSQL rightly reads all. SQLite plans without knowing how many there are.
    small = connection.vendor == "postgresql" and "page_size" in endpoint.offered

    def ask(url):
        answer = get(asking(url, "page_size=5") if small else url)
        assert answer.status_code in (200, 404), answer.content

    found = unknown_faults(ask, urls)
    assert urls
    assert not found, "\n".join(found)


def test_pages_and_the_log_read_no_more_than_they_need(crowded, get):
    urls = [url for url in plain_urls(Ids(endpoints())) if url not in LEFT_OUT]

    found = unknown_faults(get, urls)
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT code FROM indicators_observation WHERE as_written = 'none' LIMIT 5",
        "SELECT code FROM indicators_observation WHERE as_written = 'none' ORDER BY code LIMIT 5",
        "SELECT code FROM indicators_observation ORDER BY as_written DESC, code LIMIT 5",
        "SELECT COUNT(*) FROM indicators_observation WHERE as_written = 'none'",
    ],
)
def test_scans_and_sorts_of_a_table_are_found(crowded, sql):
    def ask(url):
        with connection.cursor() as cursor:
            cursor.execute(sql)

    (fault,) = faults(ask, [""], LIMITS)

    assert "indicators_observation" in fault.what
