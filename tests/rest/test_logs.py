"""No fault without its trace: what a server writes, and the id that leads there from the answer."""

import http.client
import json
import re
import secrets
import time
from contextlib import closing

import pytest
from django.test import Client

from rest import logs
from tests.ledger.installations import Installation

ID = re.compile(r"[0-9a-f]{32}")
EXPORT = "/v1/export/observations?format=csv"
# What a request brings and no line may hold.
SECRET = "s3cret"
FAULTS = {
    "a view of the API": f"/v1/areas?token={SECRET}",
    "a plain view": "/ledger/checkpoint",
    "the admin": f"/admin/login/?token={SECRET}",
    "the page cache": f"/v1/units?token={SECRET}",
}
HEADERS = {
    "Cookie": f"sessionid={SECRET}",
    "User-Agent": SECRET,
    "Referer": f"http://localhost/?{SECRET}",
    "X-Request-Id": SECRET,
    "X-Forwarded-For": "203.0.113.9",
}


@pytest.fixture(scope="module", params=["1", "0"], ids=["production", "demonstration"])
def server(request, tmp_path_factory, django_db_setup, django_db_blocker):
    """An installation that runs tests.rest.faulty, as in production or as in `make run`."""
    production = {
        "CIFRA_PRODUCTION": request.param,
        "CIFRA_SECRET_KEY": secrets.token_urlsafe(48),
        "CIFRA_ALLOWED_HOSTS": "127.0.0.1",
    }
    made = Installation(tmp_path_factory.mktemp("logs") / "one")
    try:
        made.run("manage.py", "migrate", "--verbosity=0")
        made.serve("tests.rest.faulty:application", **production)
        made.production = request.param == "1"
        yield made
    finally:
        made.close()


def ask(server, path, method="GET", **headers):
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)) as client:
        # As from a proxy; without it a service in production sends everything to HTTPS.
        client.request(method, path, headers={"X-Forwarded-Proto": "https", **headers})
        answer = client.getresponse()
        return answer, answer.read()


def lines_of(server, id):
    """The lines of the log that name a request, once there are any."""
    for _ in range(50):
        if found := [line for line in server.log.read_text().splitlines() if id in line]:
            return found
        time.sleep(0.1)
    return []


@pytest.mark.parametrize("where", FAULTS)
def test_a_fault_leaves_one_line_with_its_traceback_and_the_id_of_the_answer(server, where):
    answer, body = ask(server, FAULTS[where], **HEADERS)
    id = answer.headers["X-Request-Id"]

    assert (answer.status, answer.headers["Content-Type"]) == (500, "application/problem+json")
    assert ID.fullmatch(id)
    assert json.loads(body)["request_id"] == id
    (line,) = lines_of(server, id)
    if server.production:
        found, path = json.loads(line), FAULTS[where].partition("?")[0]
        assert (found["level"], found["method"], found["path"]) == ("error", "GET", path)
        assert (found["status"], found["request_id"]) == (500, id)
        assert found["duration_ms"] > 0
        assert 'faulty.py", line' in found["traceback"]
        assert found["traceback"].endswith("RuntimeError: It broke at /x")
    else:
        assert "ERROR Internal Server Error" in line
        assert "GET 500 in " in line


@pytest.mark.parametrize("path", ["/v1/nothing", "/v1/areas/XA?nothing=1", "/ledger/nothing"])
def test_an_error_of_the_client_is_a_line_without_traceback(server, path):
    answer, body = ask(server, path, **HEADERS)
    id = answer.headers["X-Request-Id"]

    assert 400 <= answer.status < 500
    assert json.loads(body)["request_id"] == id
    (line,) = lines_of(server, id)
    if server.production:
        found = json.loads(line)
        assert (found["level"], found["status"]) == ("warning", answer.status)
        assert found["path"] == path.partition("?")[0]
        assert "traceback" not in found
    else:
        assert re.search(r"WARNING \S.* GET 4\d\d in [0-9.]+ ms", line)


def test_an_answer_that_breaks_off_is_logged(server):
    before = server.log.read_text()
    ask(server, EXPORT, **HEADERS)
    for _ in range(50):
        if found := re.findall(r".*Answer broke off.*", server.log.read_text()[len(before) :]):
            break
        time.sleep(0.1)
    (line,) = found
    if server.production:
        assert json.loads(line)["path"] == EXPORT.partition("?")[0]
        assert "RuntimeError: It broke" in json.loads(line)["traceback"]


def test_lines_hold_nothing_of_who_asked(server):
    ask(server, f"/v1/nothing?token={SECRET}", Authorization=f"Bearer {SECRET}", **HEADERS)
    ask(server, "/v1/areas", **HEADERS)
    ask(server, "/v1/areas", Host="elsewhere.example", **HEADERS)
    written = server.log.read_text()

    assert "/v1/areas" in written
    assert SECRET not in written
    assert "203.0.113.9" not in written
    assert "value-of-a-variable" not in written


def test_in_production_each_line_is_json(server):
    ask(server, "/v1/areas")
    told = server.log.read_text().splitlines()
    broken = [line for line in told if not line.startswith("{") or not json.loads(line)]
    assert (broken == []) == server.production


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("post", "/admin/login/", 403),
        ("post", "/ledger/checkpoint", 405),
        ("get", "/admin/nothing/", 302),
        ("get", "/v1/problems", 200),
    ],
)
def test_every_error_answer_and_no_other_has_an_id(method, path, status):
    answer = getattr(Client(enforce_csrf_checks=True), method)(path)

    assert answer.status_code == status
    assert ("X-Request-Id" in answer) == (status >= 400)


def test_a_text_is_cut_to_its_first_line_without_queries():
    told = "No ?token=1 of http://x/?a=b#c here" + "x" * 1000 + "\nDETAIL: Key (name)=(ana)"
    assert logs.first_line(told) == ("No  of http://x/ here" + "x" * 1000)[: logs.MESSAGE]


def test_a_circle_of_causes_ends():
    one, other = ValueError("one"), ValueError("other")
    one.__cause__, other.__cause__ = other, one
    assert logs.trace(one).endswith("ValueError: one")
