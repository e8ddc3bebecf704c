"""A lost connection to the database: the next request is served, whatever it asks."""

import json
from contextlib import contextmanager

import pytest
from django.contrib.auth.models import User
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import Client, RequestFactory

from indicators.curation.models import DraftChangeset
from rest.handlers import ReadingHandler
from rest.models import ApiKey
from rest.page_cache import PageCache
from tests import drafting, lakes
from tests.ledger.backends import end_backend
from tests.rest.asking import ask

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has none to lose"),
]

RESULTS = "/v1/export/observations?format="
SOUTH = {
    "indicator": "swans", "area": "XA", "period": "2013", "period_basis": "release",
    "unit": "1", "value": "70", "decimals": 0, "value_words": "70 boats",
    "sentence": "in the south lake 70 boats",
}  # fmt: skip
SWANS = {"statements": [SOUTH]}


@contextmanager
def ending_at(number: int):
    """The connection is lost just before the statement of this number, from 0."""
    seen = 0

    def end(execute, sql, params, many, context):
        nonlocal seen
        seen += 1
        if seen == number + 1:
            end_backend()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(end):
        yield lambda: seen > number


@pytest.fixture
def application() -> PageCache:
    """What config.wsgi serves; it keeps no pages here, so that each is made."""
    return PageCache(WSGIHandler(), reading=ReadingHandler(), at_most=0)


@pytest.fixture
def asked(application, settings):
    """Map each kind to a function that asks once and gives the status."""
    settings.ANONYMOUS_QUOTA = settings.DRAFTS_QUOTA = 1_000_000
    lakes.tell()
    act = drafting.drafted()
    key = {"Authorization": f"Bearer {ApiKey.make('A newspaper')[1]}"}
    newest = ask(application, "/v1/").headers["Cifra-Version"]
    client = Client()
    client.force_login(User.objects.create_superuser("root"))
    admin = {"Cookie": "; ".join(f"{name}={c.value}" for name, c in client.cookies.items())}

    def get(path, **headers):
        return lambda: ask(application, path, **headers)

    return {
        "anonymous": get("/v1/observations"),
        "single": get("/v1/observations/lake-report-2012-0001"),
        "key": get("/v1/observations", **key),
        "orm": get("/v1/series", **key),
        "range": get(f"{RESULTS}csv&version={newest}", Range="bytes=0-9"),
        "export": get(f"{RESULTS}csv&area=XA"),
        "parquet": get(f"{RESULTS}parquet&area=XA"),
        "admin": get("/admin/ledger/version/", **admin),
        "page": get("/figures/lake-report-2012-0001"),
        "log": get("/ledger/checkpoint"),
        "drafts": get("/v1/drafts", **drafting.AUTHORIZED),
        "post": lambda: send(application, f"/v1/drafts/{act.draft_id}/acts?dry_run=true", SWANS),
    }


def send(application, path, body):
    """POST JSON with the token of the tool."""
    content = json.dumps(body).encode()
    headers = drafting.AUTHORIZED | {"Content-Type": "application/json"}
    made = RequestFactory().generic("POST", path, content, "application/json", headers=headers)
    return ask(lambda _, start: application(made.environ, start), path)


KINDS = (
    *("anonymous", "single", "key", "orm", "range", "export", "parquet"),
    *("admin", "page", "log", "drafts", "post"),
)


def test_every_kind_of_request_goes_on_after_a_lost_connection(asked):
    assert set(asked) == set(KINDS)
    found = {}
    for kind, once in asked.items():
        expected = once().status
        assert expected < 300, kind
        found[kind] = set()
        for _ in range(3):
            end_backend()
            found[kind].add(once().status == expected)
    assert found == {kind: {True} for kind in KINDS}


def test_a_connection_that_is_lost_on_the_way_is_an_answer_or_503_with_the_time_to_come_back(asked):
    for kind in KINDS:
        if kind in ("export", "parquet"):  # these may break off after they began
            continue
        for number in range(100):
            with ending_at(number) as ended:
                answer = asked[kind]()
            assert answer.status < 300 or answer.status == 503, (kind, number)
            if answer.status == 503:
                assert int(answer.headers["Retry-After"]) > 0
                assert json.loads(answer.body)["type"] == "/v1/problems/unavailable"
            if not ended():
                break
        assert number > 0
        assert not ended()


def test_nothing_is_written_twice_or_by_halves(application, asked):
    body = {"release": lakes.REPORT_2012.id, "message": "Once"}
    for number in range(100):
        with ending_at(number) as ended:
            answer = send(application, "/v1/drafts", body)
        written = DraftChangeset.objects.filter(message="Once").count()
        assert written == (answer.status == 201), (number, answer)
        DraftChangeset.objects.filter(message="Once").delete()
        if not ended():
            break
    assert answer.status == 201
