"""Every type of problem has its page, and every error is a problem of such a type."""

import ast
from pathlib import Path

import pytest

from rest.problems import BY_STATUS, PROBLEMS

ROOT = Path(__file__).parent.parent.parent
APPS = ("config", "indicators", "sources", "rest", "ledger")


def raised():
    """(type, status) of every ApiError(status, type, ...) in the code."""
    for app in APPS:
        for path in (ROOT / app).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "ApiError":
                    status, name = node.args[:2]
                    if isinstance(name, ast.Constant):
                        yield name.value, status.value


def test_every_type_raised_is_listed_with_its_status():
    found = set(raised())
    assert len(found) > 10
    assert {(name, PROBLEMS[name].status) for name, _ in found} == found


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 406, 413, 414, 415, 429, 431, 500])
def test_status_alone_leads_to_a_general_type(status):
    name, title = BY_STATUS[status]
    assert (PROBLEMS[name].status, PROBLEMS[name].title) == (status, title)


@pytest.mark.parametrize("name", PROBLEMS)
def test_page_of_a_type_says_what_it_means_and_what_to_do(client, name):
    answer = client.get(f"/v1/problems/{name}")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/html")
    text = answer.content.decode()
    assert PROBLEMS[name].title in text
    assert "What to do" in text
    assert f"/v1/problems/{name}" in client.get("/v1/problems").content.decode()


def test_page_of_no_type_is_not_found(client):
    assert client.get("/v1/problems/nope").status_code == 404


def test_host_that_is_not_ours_is_a_problem(client):
    answer = client.get("/v1/areas", headers={"Host": "elsewhere.example"})
    assert (answer.status_code, answer.json()["type"]) == (400, "/v1/problems/bad-request")
