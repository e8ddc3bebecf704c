"""Probes: what makes a node unready, and what is said while it serves on."""

from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from ledger import signer
from ledger.database import guards
from ledger.models import PublishedCheckpoint
from rest import health
from rest.operating import condition
from tests import lakes

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready(client):
    """What /readyz says now."""

    def ready(status=200):
        answer = client.get("/readyz")
        assert answer.status_code == status
        assert answer["Cache-Control"] == "no-store"
        return answer.json()

    return ready


def test_a_node_in_order_has_no_problems(ready):
    lakes.tell()
    found = ready()
    assert found["version"] == found["log_size"] == signer.state().size
    assert (found["problems"], found["unsigned_versions"]) == ([], 0)


def test_without_the_database_nothing_is_served(ready, client, monkeypatch):
    def unreachable(*args, **kwargs):
        raise OperationalError("could not connect to server at 10.0.0.1, user cifra")

    monkeypatch.setattr(condition.query, "fetch", unreachable)
    monkeypatch.setattr(connection.introspection, "table_names", unreachable)
    assert ready(503) == {
        "ready": False,
        "reason": condition.NO_DATABASE,
        "problems": [condition.NO_DATABASE],
    }
    assert client.get("/healthz").status_code == 200


def test_a_database_that_lacks_a_migration_is_not_served(ready):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'ledger'")
    assert ready(503)["reason"] == condition.MIGRATIONS


def test_a_version_that_waits_for_its_signature_is_a_problem_after_a_while(ready, monkeypatch):
    lakes.tell()
    with guards.lifted(connection):
        PublishedCheckpoint.objects.order_by("-size").first().delete()
    assert ready()["unsigned_versions"] == 1
    assert ready()["problems"] == []

    later = timezone.now() + timedelta(seconds=condition.PATIENCE + 5)
    monkeypatch.setattr(condition.timezone, "now", lambda: later)
    assert ready()["problems"] == [condition.UNSIGNED]


def test_a_signer_that_cannot_be_used_is_a_problem_without_its_paths(ready, state):
    lakes.tell()
    (state / "ledger" / "signed.json").write_text("{")
    assert ready()["problems"] == [condition.NO_SIGNER]
    assert str(state) not in str(ready())


def test_a_database_older_than_what_was_signed_is_a_problem(ready, state):
    lakes.tell()
    path = state / "ledger" / "signed.json"
    size = signer.state().size
    path.write_text(path.read_text().replace(f'"size": {size}', f'"size": {size + 3}'))
    assert ready()["problems"] == [condition.AHEAD]


def test_a_disk_that_is_nearly_full_is_a_problem(ready, monkeypatch):
    monkeypatch.setattr(condition, "BYTES", 2**62)
    monkeypatch.setattr(condition, "SHARE", 1.01)
    assert ready()["problems"] == [condition.DISK]


def test_it_costs_the_same_however_large_the_log_is(ready, django_assert_max_num_queries):
    lakes.tell()
    with django_assert_max_num_queries(10):
        ready()


def test_asking_often_asks_the_database_once(monkeypatch, django_assert_num_queries):
    probes, started = health.Probes(None), []
    environ = {"PATH_INFO": "/readyz", "REQUEST_METHOD": "GET"}
    first = probes(environ, lambda *start: started.append(start))
    with django_assert_num_queries(0):
        for _ in range(20):
            assert probes(environ, lambda *start: started.append(start)) == first
    assert {start[0] for start in started} == {"200 OK"}
    assert probes({**environ, "REQUEST_METHOD": "HEAD"}, lambda *start: None) == []
