"""Addresses that name nothing, methods that an address doesn't know, proofs that can't be given.

The addresses are taken from the URL configuration, so that a new one is tried without being listed.
"""

import re

import pytest
from django.contrib.auth.models import User
from django.urls import URLPattern, URLResolver, get_resolver

from ledger import proofs, redaction, signer
from ledger.models import Entry
from tests import lakes

pytestmark = pytest.mark.django_db

PARAMETER = re.compile(r"\(\?P<\w+>.*?\)(?=[/\\$.]|\Z)|<(\w+:)?\w+>")


def addresses():
    """Every address that takes something from its path, with {} in that place."""

    def walk(patterns, before):
        for item in patterns:
            path = before + str(item.pattern).removeprefix("^").removesuffix("$")
            if isinstance(item, URLResolver):
                yield from walk(item.url_patterns, path)
            elif isinstance(item, URLPattern) and PARAMETER.search(path):
                plain = PARAMETER.sub("{}", path.replace("\\Z", "").replace("\\.", "."))
                yield "/" + re.sub(r"[\\^$?]", "", plain)

    return sorted(set(walk(get_resolver().url_patterns, "")))


@pytest.fixture
def visitor(world, client):
    """Somebody who may see everything."""
    client.force_login(User.objects.create_superuser("root"))
    client.raise_request_exception = False
    return client


def test_addresses_are_found():
    found = addresses()
    assert {"/figures/{}", "/v1/releases/{}/annotations", "/v1/releases/{}/compare/{}"} <= {*found}
    assert len(found) > 60


@pytest.mark.parametrize("part", ["%00", "x%00y", "%F0%9F%8E%A3", "%C2%9B", "x" * 2000, "%FF"])
def test_strange_parts_of_paths_are_no_errors(visitor, part):
    """PostgreSQL has no text with U+0000, and raises where it is asked for one."""
    answers = {path: visitor.get(path.replace("{}", part)).status_code for path in addresses()}

    assert {path: status for path, status in answers.items() if status >= 500} == {}
    assert answers["/figures/{}"] == 404
    assert answers["/v1/releases/{}/annotations"] == 404


PAGES = [
    "/v1/docs",
    "/v1/schema",
    "/v1/problems",
    "/v1/ledger",
    "/ledger/keys",
    "/ledger/tile/0/000",
]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("method", ["OPTIONS", "POST", "PUT", "DELETE", "PATCH", "TRACE"])
def test_methods_that_an_address_does_not_know(visitor, path, method):
    answer = visitor.generic(method, path)
    assert answer.status_code == 405
    assert {"GET", "HEAD"} <= {*answer["Allow"].split(", ")}


PROOF = f"/v1/observations/{lakes.MISREAD}/proof"


def test_proof_of_a_chain_with_a_withheld_entry(world, client):
    closing = Entry.objects.filter(object=f"observation:{lakes.MISREAD}").order_by("-index")[0]
    redaction.withhold(closing.index, ground="court-order", drafted_by="p1", approved_by="p2")
    signer.publish()
    answer = client.get(PROOF)
    assert answer.status_code == 451
    assert answer.json()["type"] == "/v1/problems/withheld"
    assert f"entry {closing.index} is withheld by law" in answer.json()["detail"]


def test_proof_of_a_chain_that_is_too_long(world, client, monkeypatch):
    monkeypatch.setattr(proofs, "MAX_CHAIN", 1)
    answer = client.get(PROOF)
    assert answer.status_code == 404
    assert "/ledger/proof/{index} proves each by itself" in answer.json()["detail"]


@pytest.mark.parametrize("path", [PROOF, "/v1/ledger", "/ledger/keys"])
def test_keys_that_others_may_read_are_no_error_of_the_reader(world, client, state, path):
    for key in (state / "ledger").glob("key-*"):
        key.chmod(0o644)
    answer = client.get(path)
    assert answer.status_code in (200, 503)
    if answer.status_code == 503 and path == PROOF:
        assert answer["Retry-After"]
        assert answer.json()["type"] == "/v1/problems/unavailable"
        assert str(state) not in answer.text  # where the keys lie is nobody's business
