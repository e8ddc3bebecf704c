"""The log over HTTP."""

import base64
import json

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from ledger import signer
from ledger.formats import merkle, tiles
from ledger.formats.checkpoint import ProofFile, verified
from ledger.formats.note import Note, VerifierKey
from ledger.models import Entry

from .facts import fact

pytestmark = pytest.mark.django_db


@pytest.fixture
def served(release):
    """Sizes 3 and 304."""
    release(fact("a"), fact("b"))
    return release(*[fact(str(n)) for n in range(300)])


def assert_problem(response, status):
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    assert response["Cache-Control"] == "no-store"
    assert response.json()["status"] == status
    assert response.json()["detail"]
    assert response.json()["instance"].startswith("/ledger/")


def vkeys(client):
    return [VerifierKey.parse(line) for line in client.get("/ledger/keys").text.splitlines()]


def test_checkpoint(client, served):
    response = client.get("/ledger/checkpoint")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Cache-Control"] == "public, no-cache"
    checkpoint = verified(Note.parse(response.content), vkeys(client))
    assert (checkpoint.size, checkpoint.root) == (304, bytes(served.root))


def test_checkpoint_before_the_first_version(client, db):
    assert_problem(client.get("/ledger/checkpoint"), 404)
    assert client.get("/ledger/keys").text == ""


def test_everything_can_be_rebuilt_from_tiles_and_bundles(client, served):
    """What an outsider does: fetch entries, hash them, compare with tiles and checkpoint."""
    entries = tiles.decode_bundle(client.get("/ledger/tile/entries/000").content, 256)
    entries += tiles.decode_bundle(client.get("/ledger/tile/entries/001.p/48").content, 48)
    leaves = [merkle.leaf_hash(entry) for entry in entries]
    fetched = {
        (path.level, path.number): client.get(f"/ledger/{path}").content
        for path in tiles.hash_tiles(304)
    }
    assert fetched == tiles.extend({}, 0, leaves)
    root = tiles.range_hash(0, 304, lambda *key: fetched[key])
    assert root == bytes(served.root)
    assert [json.loads(entry)["index"] for entry in entries] == list(range(304))


@pytest.mark.parametrize(
    ("path", "length", "cache"),
    [
        ("tile/0/000", 8192, "public, max-age=31536000, immutable"),
        ("tile/0/000.p/3", 96, "public, max-age=31536000, immutable"),
        ("tile/0/001.p/48", 48 * 32, "public, max-age=31536000, immutable"),
        ("tile/1/000.p/1", 32, "public, max-age=31536000, immutable"),
        ("tile/entries/000.p/1", None, "public, max-age=86400"),
    ],
)
def test_tile_headers(client, served, path, length, cache):
    response = client.get(f"/ledger/{path}")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Cache-Control"] == cache
    assert length in (None, len(response.content))
    assert client.head(f"/ledger/{path}").content == b""
    assert client.get(f"/ledger/{path}", headers={"if-none-match": response["ETag"]}).content == b""


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/001",
        "tile/0/001.p/49",
        "tile/0/002.p/1",
        "tile/1/000",
        "tile/2/000.p/1",
        "tile/entries/001",
        "tile/64/000",
        "tile/0/0",
        "tile/0/x000/000",
        "tile/0/999999999",
        "tile/",
        "tile",
        "nothing",
        "",
        "checkpoint/",
        "with-hashes/2",
        "with-hashes/99999999999999999999999",
        "proof/",
    ],
)
def test_address_of_nothing_is_404(client, served, path):
    assert_problem(client.get(f"/ledger/{path}"), 404)


def test_unpublished_entries_are_not_served(client, served, publish):
    publish(*[fact(str(n)) for n in range(300)])
    assert_problem(client.get("/ledger/tile/0/001"), 404)
    assert_problem(client.get("/ledger/tile/entries/001"), 404)
    assert_problem(client.get("/ledger/proof/304"), 404)
    assert_problem(client.get("/ledger/proof/3?size=605"), 404)


@pytest.mark.parametrize(("index", "size"), [(0, 3), (2, 3), (0, 304), (255, 304), (303, 304)])
def test_proof(client, served, index, size):
    response = client.get(f"/ledger/proof/{index}?size={size}")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    proof = ProofFile.parse(response.text)
    entry = bytes(Entry.objects.get(index=index).data)
    assert proof.verify(entry, vkeys(client)).size == size


def test_proof_is_for_the_newest_size_by_default(client, served):
    assert ProofFile.parse(client.get("/ledger/proof/0").text).note == Note.parse(
        client.get("/ledger/checkpoint").content
    )


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("proof/304", 404),
        ("proof/-1", 404),
        ("proof/x", 404),
        ("proof/00", 404),
        ("proof/99999999999999999999", 404),
        ("proof/3?size=3", 404),
        ("proof/0?size=4", 404),
        ("proof/0?size=0", 404),
        ("proof/0?size=", 400),
        ("proof/0?size=-3", 400),
        ("proof/0?sise=3", 400),
        ("proof/0?size=3&size=3", 400),
        ("consistency", 400),
        ("consistency?from=3&to=4", 404),
        ("consistency?from=304&to=3", 400),
        ("consistency?from=x", 400),
        ("checkpoint?x=1", 400),
        ("tile/0/000?x=1", 400),
    ],
)
def test_bad_question_is_told(client, served, query, status):
    assert_problem(client.get(f"/ledger/{query}"), status)


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("proof/0?size=three", "size"),
        ("consistency", "from"),
        ("consistency?from=304&to=3", "from"),
        ("consistency?from=3&to=x", "to"),
        ("keys?colour=red", "colour"),
    ],
)
def test_bad_parameter_is_named(client, served, query, name):
    (error,) = client.get(f"/ledger/{query}").json()["errors"]

    assert error["parameter"] == name
    assert error["detail"]


@pytest.mark.parametrize(("old", "new"), [(0, 3), (3, 3), (3, 304), (0, 304)])
def test_consistency(client, served, old, new):
    lines = client.get(f"/ledger/consistency?from={old}&to={new}").text.splitlines()
    roots = [merkle.EMPTY_ROOT if not size else _root(size) for size in (old, new)]
    merkle.verify_consistency(old, new, [base64.b64decode(line) for line in lines], *roots)


def _root(size):
    hashes = Entry.objects.order_by("index").values_list("leaf_hash", flat=True)[:size]
    fetched = tiles.extend({}, 0, [bytes(item) for item in hashes])
    return tiles.range_hash(0, size, lambda *key: fetched[key])


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_other_methods_are_405(client, served, method):
    response = getattr(client, method)("/ledger/checkpoint")
    assert_problem(response, 405)
    assert response["Allow"] == "GET, HEAD"


def test_overview(client, served):
    told = client.get("/v1/ledger").json()
    assert told["origin"] == "localhost:8000/ledger"
    assert (told["version"], told["root"]) == (304, bytes(served.root).hex())
    assert told["keys"] == [str(key) for key in signer.verifier_keys()]
    assert told["unpublished_version"] is None


def test_overview_of_nothing(client, db):
    assert client.get("/v1/ledger").json()["version"] is None


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.sampled_from(["tile/", "proof/", "with-hashes/", "witness/", "consistency?from=", ""]),
    st.text(max_size=30) | st.text("0123456789x/.pentries?&=size", max_size=30),
)
def test_any_address_gets_an_answer_or_a_problem(client, served, prefix, rest):
    response = client.get(f"/ledger/{prefix}{rest.replace('#', '')}")
    assert response.status_code in (200, 400, 404, 405)
