"""Requests that are too large, and queries that take too long."""

import pytest
from django.db import OperationalError, connection

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


SLOW = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
    "SELECT max(i) FROM n",
    "postgresql": "SELECT pg_sleep(30)",
}


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
    client, monkeypatch, settings
):
    from indicators.reading.api import AreaViewSet

    settings.READ_SECONDS = 0.2
    monkeypatch.setattr(AreaViewSet, "items", lambda self, rows: run_slowly())
    answer = client.get("/v1/areas")
    assert (answer.status_code, answer.json()["type"]) == (503, "/v1/problems/too-slow")
    assert int(answer["Retry-After"]) > 0
    monkeypatch.undo()
    assert client.get("/v1/areas").status_code == 200
