"""Law 3 and law 4: a version's answers never change, and the log alone gives them again."""

import json
import os
import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ledger import log
from ledger.database import guards
from ledger.models import Entry, Tile
from ledger.replay import projected_models
from rest.plans import COUNTS
from tests import lakes
from tests.endpoints import ALL, EXAMPLES, LISTS, THINGS, asking, everything, url

pytestmark = pytest.mark.django_db

# Signatures are made, not replayed; what a signer said is not a row of the log.
OF_THE_LOG = [model for model in projected_models() if model.__name__ != "Checkpoint"]


def addresses(world, get):
    """Every endpoint at every version; every thing of every list; filters, orders, formats."""
    for version in world.versions:
        for endpoint in ALL:
            yield asking(url(endpoint), f"version={version}")
        for by in ("2012", "2013-11-15", "2019"):
            yield f"/v1/observations?version={version}&published_by={by}&status=all"
            yield f"/v1/compare?version={version}&published_by={by}"
        yield f"/v1/observations?version={version}&headline=true&ordering=-value&page_size=3"
        yield f"/v1/observations?version={version}&status=all&format=csv"
        yield f"/v1/observations?version={version}&area=XA&period_from=2012&count=exact"
        yield f"/v1/observations?version={version}&labels=both&lang=es&area_within=XA&q=boats"
        yield f"/v1/compare?version={version}&unit=kg"
        yield f"/v1/changes?version={version}&since=23"
    for endpoint in THINGS:
        for row in everything(get, endpoint.path.removesuffix("/{id}")):
            id = str(row.get("id", row.get("version"))).replace("%", "%25")
            yield f"{endpoint.path.replace('{id}', id)}?version={world.newest}"
    for code in (lakes.MISREAD, lakes.WITHDRAWN):
        for version in world.versions:
            yield f"/v1/observations/{code}?version={version}"
            yield f"/v1/observations/{code}/history?version={version}"
    at = world.correction.at.isoformat().replace("+00:00", "Z")
    yield f"/v1/observations?as_of={at}"
    yield "/v1/observations?as_of=2001-01-01"


def answers(get, asked):
    """What each address answers: status, body, and the headers that tell what it is.

    The id of the request, which every error tells, is left out: it is another one each time.
    """
    told = {}
    for address in asked:
        answer = get(address)
        headers = {name: answer.headers.get(name) for name in ("ETag", "Content-Type", "Link")}
        request_id = answer.headers.get("X-Request-Id", "").encode()
        body = answer.content.replace(request_id, b"") if request_id else answer.content
        told[address] = (answer.status_code, body, headers)
    return told


def test_pinned_answers_stay_the_same_whatever_is_published(world, get):
    asked = list(addresses(world, get))
    before = answers(get, asked)
    assert {status for status, _, _ in before.values()} == {200, 404, 410}

    lakes.tell_more()
    assert log.head()[0] > world.newest
    warm = answers(get, asked)
    cache.clear()
    cold = answers(get, asked)

    assert [address for address in asked if warm[address] != before[address]] == []
    assert [address for address in asked if cold[address] != before[address]] == []


def rows(model):
    """Every row of a table as plain values."""
    return [
        {key: bytes(v) if isinstance(v, memoryview) else v for key, v in row.items()}
        for row in model._default_manager.order_by("pk").values()
    ]


def whole(get, asked):
    """All rows and answers, from cold caches."""
    cache.clear()
    return {model: rows(model) for model in OF_THE_LOG}, answers(get, asked)


def differing(one, other):
    """Names of the tables and addresses that differ."""
    return [str(key) for a, b in zip(one, other, strict=True) for key in a if a[key] != b[key]]


def test_rebuilding_gives_the_same_rows_and_answers(world, get):
    lakes.tell_more()
    asked = list(addresses(world, get))

    before = whole(get, asked)

    call_command("rebuild", stdout=StringIO())

    assert differing(before, whole(get, asked)) == []


def test_entries_alone_give_the_same_rows_and_answers(world, get):
    """As in another database into which nothing but the entries were copied."""
    asked = list(addresses(world, get))
    before = whole(get, asked)
    with guards.lifted(connection), connection.cursor() as cursor:
        for model in (Tile, *reversed(OF_THE_LOG)):
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"DELETE FROM {table}")
    assert Entry.objects.count() == world.newest

    call_command("rebuild", stdout=StringIO())

    assert differing(before, whole(get, asked)) == []


RECORDED = Path(__file__).parent / "query_counts.json"


# What leads one engine to the index of words, and is nothing on the other: settings for PostgreSQL,
# on SQLite a look at whether many rows match.
LEADS = re.compile(r"SET LOCAL|SAVEPOINT|RELEASE SAVEPOINT|SELECT rowid FROM \"\w+_words\"")


def queries(get, address):
    """How many queries an answer takes: once with cold caches, and once after that."""
    cache.clear()
    COUNTS.clear()
    told = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as seen:
            answer = get(address)
        assert answer.status_code == 200, address
        told.append(sum(not LEADS.match(query["sql"]) for query in seen))
    return told


def counted_addresses(world):
    pinned = f"version={world.newest}"
    for endpoint in ALL:
        yield str(endpoint), url(endpoint)
        yield f"{endpoint}?version", asking(url(endpoint), pinned)
    yield "/v1/observations?status=all", "/v1/observations?status=all"
    yield "/v1/observations?headline=true", "/v1/observations?headline=true"
    yield "/v1/observations?published_by", "/v1/observations?published_by=2013"


def test_queries_per_answer_are_as_recorded(world, get):
    """Recorded on purpose: CIFRA_RECORD=1 pytest -k queries_per_answer writes the file anew."""
    counted = {name: queries(get, address) for name, address in counted_addresses(world)}
    if os.environ.get("CIFRA_RECORD"):
        RECORDED.write_text(json.dumps(counted, indent=1, sort_keys=True) + "\n")

    assert counted == json.loads(RECORDED.read_text())


@pytest.mark.parametrize("endpoint", LISTS, ids=str)
def test_queries_do_not_grow_with_the_page(world, get, endpoint):
    """Half of the rows take no fewer than all: one more, the count, which all of them tell."""
    half = max(1, len(get(asking(url(endpoint), "page_size=1000")).json()["results"]) // 2)
    few, many = (queries(get, asking(url(endpoint), f"page_size={size}")) for size in (half, 1000))

    assert [before >= after for before, after in zip(few, many, strict=True)] == [True, True]


def test_examples_are_of_endpoints_that_exist():
    assert {endpoint.path for endpoint in THINGS} == EXAMPLES.keys()
