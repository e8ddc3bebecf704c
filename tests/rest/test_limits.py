"""Requests that are too large, and queries that take too long."""

import pytest
from django.db import OperationalError, connection

from indicators.pages import views
from ledger import selectors
from rest import errors, limits

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "path", "headers", "status"),
    [
        ("url-too-long", "/v1/areas?id=" + "x" * 8_000, {}, 414),
        ("too-many-parameters", "/v1/areas?" + "&".join(["id__in=XA"] * 401), {}, 400),
        ("headers-too-large", "/v1/areas", {"X-Long": "x" * 16_001}, 431),
        ("too-large", "/v1/areas", {"Content-Length": "1000001"}, 413),
        ("too-large", "/v1/areas", {"Content-Length": "many"}, 413),
    ],
)
def test_request_that_is_too_large_is_refused_by_name(client, name, path, headers, status):
    answer = client.get(path, headers=headers)
    assert (answer.status_code, answer.json()["type"]) == (status, f"/v1/problems/{name}")
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/admin/login/", "/figures/x", "/", "/ledger/witness/x"])
def test_body_of_anybody_is_small_at_every_address(client, path):
    answer = client.post(path, headers={"Content-Length": "1000001"})
    assert (answer.status_code, answer.json()["type"]) == (413, "/v1/problems/too-large")


def test_document_comes_from_somebody_who_is_logged_in_alone(client, django_user_model, settings):
    body, kind = b"x" * 1_500_000, "application/octet-stream"
    client.cookies[settings.SESSION_COOKIE_NAME] = "nobodys"
    assert client.post("/admin/curation/intake", body, kind).status_code == 413
    client.force_login(django_user_model.objects.create_user("ana"))
    assert client.post("/admin/curation/intake", body, kind).status_code != 413
    settings.UPLOAD_BYTES = 1_400_000
    assert client.post("/admin/curation/intake", body, kind).status_code == 413
    assert client.post("/v1/areas", body, kind).status_code == 413


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("path", ["/", "/ledger/checkpoint", "/figures/x"])
def test_queries_of_pages_for_people_end_too(client, monkeypatch, short_limit, path):
    for module, name in ((selectors, "published_size"), (views, "resolve_snapshot")):
        monkeypatch.setattr(module, name, lambda *_: run_slowly())
    answer = client.get(path)
    assert (answer.status_code, answer.json()["type"]) == (503, "/v1/problems/too-slow")


SLOW = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
    "SELECT max(i) FROM n",
    "postgresql": "SELECT pg_sleep(30)",
}


@pytest.fixture
def short_limit(settings):
    """Reads end soon, but not the flush after the test, which has the same connection."""
    settings.READ_SECONDS = 0.2
    yield
    with limits.time_limit(0), connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def run_slowly():
    with connection.cursor() as cursor:
        cursor.execute(SLOW[connection.vendor])


@pytest.mark.django_db(transaction=True)
def test_query_past_the_limit_is_ended_and_told_apart():
    with limits.time_limit(0.2), pytest.raises(OperationalError) as caught:
        run_slowly()
    assert errors.timed_out(caught.value)
    with limits.time_limit(0), connection.cursor() as cursor:
        cursor.execute("SELECT 1")


@pytest.mark.django_db(transaction=True)
def test_answer_that_takes_too_long_is_a_problem_that_says_when_to_come_back(
    client, monkeypatch, short_limit
):
    from indicators.reading.api import AreaViewSet

    monkeypatch.setattr(AreaViewSet, "items", lambda self, rows: run_slowly())
    answer = client.get("/v1/areas")
    assert (answer.status_code, answer.json()["type"]) == (503, "/v1/problems/too-slow")
    assert int(answer["Retry-After"]) > 0
    monkeypatch.undo()
    assert client.get("/v1/areas").status_code == 200
