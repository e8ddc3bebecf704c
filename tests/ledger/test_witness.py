"""Witness mode, and two installations that watch each other."""

import base64
import socket
import threading
import time
from contextlib import suppress
from hashlib import sha256

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from ledger import cosigning, signer, witness
from ledger.errors import WitnessError
from ledger.formats import tiles
from ledger.formats.checkpoint import Checkpoint, verified
from ledger.formats.note import ED25519, Note, SigningKey, VerifierKey
from ledger.models import WitnessedLog
from ledger.verification import verify

from .facts import fact
from .trees import counted

LOG = SigningKey("log.example", ED25519, bytes([7]) * 32)
tree = counted(300)


def request(old, new, *, proof=None, key=LOG, origin="log.example", root=None):
    """The body of add-checkpoint."""
    hashes = tiles.prove_consistency(old, new, tree.read) if proof is None else proof
    text = Checkpoint(origin, new, root or tree.root(new)).text()
    lines = [f"old {old}", *(base64.b64encode(item).decode() for item in hashes), "", ""]
    return "\n".join(lines).encode() + Note(text, (key.sign(text),)).encode()


@pytest.fixture
def watching(db, state):
    (state / "ledger").mkdir(exist_ok=True)
    (state / "ledger" / "witnessed").write_text(f"log {LOG.verifier}\n")


@pytest.fixture
def post(client, watching):
    def post(body):
        return client.post("/ledger/witness/add-checkpoint", body, content_type="text/plain")

    return post


def test_first_uses_at_once_make_one_key(watching, state):
    """Processes that are asked at the same time: a line of a key that was lost is no signature."""
    barrier, keys = threading.Barrier(8), []

    def use():
        barrier.wait()
        keys.append(witness.witness_key())

    for _ in range(20):
        (state / "ledger" / "witness-key").unlink(missing_ok=True)
        keys.clear()
        threads = [threading.Thread(target=use) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert set(keys) == {witness.witness_key()}
        assert [path.name for path in (state / "ledger").glob(".*")] == []


def test_lost_key_of_a_witness_is_a_finding(post, state):
    assert post(request(0, 3)).status_code == 200
    (state / "ledger" / "witness-key").unlink()
    assert [(finding.table, finding.key) for finding in verify()] == [
        ("ledger_witnessedlog", "log.example")
    ]
    assert not (state / "ledger" / "witness-key").exists()


def test_cosigns_what_follows(post, client):
    key = VerifierKey.parse(client.get("/ledger/witness/key").text.strip())
    for old, new in ((0, 3), (3, 8), (8, 8), (8, 300)):
        response = post(request(old, new))
        assert response.status_code == 200, response.content
        text = Checkpoint("log.example", new, tree.root(new)).text()
        line = response.text
        assert list(Note.parse(f"{text}\n{line}".encode()).verify([key])) == [key]
    kept = client.get(f"/ledger/witness/{sha256(b'log.example').hexdigest()}/checkpoint")
    note = Note.parse(kept.content)
    assert note.verify([key, LOG.verifier]) == {key: None, LOG.verifier: None}.keys()
    assert verified(note, [LOG.verifier]).size == 300
    assert list(verify()) == []


def test_other_old_size_is_409_with_the_size(post):
    assert post(request(0, 3)).status_code == 200
    for old in (0, 2):
        response = post(request(old, 8))
        assert response.status_code == 409
        assert response["Content-Type"] == "text/x.tlog.size"
        assert response.content == b"3\n"
    assert post(request(3, 8)).status_code == 200


OTHER = SigningKey("log.example", ED25519, bytes([8]) * 32)
BAD = Note("log.example\n3\n" + base64.b64encode(bytes(32)).decode() + "\n", ())
REFUSED = {
    "unknown origin": (request(3, 8, origin="other.example"), 404),
    "another key of the name": (request(3, 8, key=OTHER), 403),
    "signature that fails": (request(3, 8)[:-20] + b"AAAAAAAAAAAAAAAAAA==\n"[-20:], (400, 403)),
    "old above new": (request(3, 8).replace(b"old 3", b"old 9"), 400),
    "proof of nothing": (request(3, 8, proof=[]), 422),
    "another proof": (request(3, 8, proof=tiles.prove_consistency(4, 8, tree.read)), 422),
    "another root of the size": (request(3, 3, root=bytes(32)), 422),
    "proof of an equal size": (request(3, 3, proof=[bytes(32)]), 422),
    "another history": (request(3, 8, root=bytes(32)), 422),
    "64 hashes": (request(3, 8, proof=[bytes(32)] * 64), 400),
    "short hash": (request(3, 8, proof=[bytes(31)]), 400),
    "empty": (b"", 400),
    "no blank line": (b"old 3\n", 400),
    "no old": (request(3, 8).replace(b"old 3\n", b""), 400),
    "negative old": (request(3, 8).replace(b"old 3", b"old -3"), 400),
    "not UTF-8": (request(3, 8) + b"\xff\n", 400),
    "proof not ASCII": (b"old 3\n\xc3\xa9\n\n" + request(3, 8), 400),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refuses_and_remembers_nothing(post, name):
    assert post(request(0, 3)).status_code == 200
    body, status = REFUSED[name]
    response = post(body)
    assert response.status_code in (status if isinstance(status, tuple) else (status,))
    assert WitnessedLog.objects.get().size == 3


def test_size_0_is_cosigned_only_empty(post):
    assert post(request(0, 0, root=bytes(32))).status_code == 422
    assert post(request(0, 0)).status_code == 200
    assert post(request(0, 3, proof=[bytes(32)])).status_code == 422
    assert post(request(0, 3)).status_code == 200


def test_slower_of_two_requests_is_409(post, monkeypatch):
    assert post(request(0, 3)).status_code == 200
    real = witness._swapped

    def beaten(row, new, note):
        monkeypatch.setattr(witness, "_swapped", real)
        assert post(request(3, 9)).status_code == 200
        return real(row, new, note)

    monkeypatch.setattr(witness, "_swapped", beaten)
    response = post(request(3, 8))
    assert (response.status_code, response.content) == (409, b"9\n")


def test_watching_nothing(client, db):
    assert client.get("/ledger/witness/key").status_code == 404
    assert client.get("/ledger/witness/00/checkpoint").status_code == 404
    assert client.get("/ledger/witness/add-checkpoint").status_code == 405
    response = client.post("/ledger/witness/add-checkpoint", request(0, 3), content_type="a/b")
    assert response.status_code == 404


def test_unreadable_list_of_logs_is_503(post, state):
    (state / "ledger" / "witnessed").write_text("nonsense")
    assert post(request(0, 3)).status_code == 503


def test_changed_memory_is_named(post):
    post(request(0, 3))
    WitnessedLog.objects.update(size=2)
    assert [finding.table for finding in verify()] == ["ledger_witnessedlog"]


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_damaged_request_is_refused_or_the_same(post, data):
    body = bytearray(request(0, 3))
    at = data.draw(st.integers(0, len(body) - 1))
    body[at] = data.draw(st.integers(0, 255))
    response = post(bytes(body))
    assert response.status_code in (200, 400, 403, 404, 409, 422)
    if response.status_code == 200:
        row = WitnessedLog.objects.get()
        assert (row.size, bytes(row.root)) == (3, tree.root(3))
        row.delete()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("policy", "words"),
    [
        ("nonsense", "policy line 1"),
        ("witness a {0} http://127.0.0.1:9/\nquorum a\n", "lacks its quorum of witnesses; a: 0"),
    ],
)
def test_without_quorum_nothing_is_published(release, publish, state, policy, words):
    release(fact("a"))
    key = SigningKey.generate("w.example", 4).verifier
    (state / "ledger" / "policy").write_text(policy.format(key))
    publish(fact("b"))
    with pytest.raises(WitnessError, match=words):
        signer.publish()
    (state / "ledger" / "policy").unlink()
    assert signer.publish() == 4


@pytest.fixture(params=["header", "body"])
def dripping(request):
    """The address of a witness that sends a byte of its answer now and then, without an end."""
    closed = threading.Event()
    listening = socket.create_server(("127.0.0.1", 0))

    def drip(connection):
        whole = b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n"
        with connection, suppress(OSError):
            connection.sendall(whole if request.param == "body" else b"HTTP/1.1 200 OK\r\nX: ")
            while not closed.wait(0.05):
                connection.sendall(b"x")

    def serve():
        with suppress(OSError):
            while True:
                threading.Thread(target=drip, args=[listening.accept()[0]], daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    closed.set()
    listening.close()


@pytest.mark.django_db
@pytest.mark.parametrize("quorum", ["none", "a"])
def test_witness_that_never_ends_holds_nobody(
    release, publish, state, monkeypatch, dripping, quorum
):
    """Each byte comes within the timeout of a socket; all of them have to come within a round."""
    release(fact("a"))
    key = SigningKey.generate("w.example", 4).verifier
    (state / "ledger" / "policy").write_text(f"witness a {key} {dripping}\nquorum {quorum}\n")
    monkeypatch.setattr(cosigning, "ROUND", 0.5)
    version = publish(fact("b"))
    began = time.monotonic()
    if quorum == "none":
        assert signer.publish() == version.size
    else:
        with pytest.raises(WitnessError, match="lacks its quorum"):
            signer.publish()
    assert time.monotonic() - began < 4
    time.sleep(0.3)
    threads = [thread.name for thread in threading.enumerate() if "send" in thread.name]
    assert threads == []  # the exchange was broken off, too


@pytest.mark.django_db
def test_answer_without_a_good_line_does_not_count(release, publish, state, monkeypatch):
    release(fact("a"))
    key, stranger = SigningKey.generate("w.example", 4), SigningKey.generate("w.example", 4)
    policy = f"witness a {key.verifier} http://w\nquorum a\n"
    (state / "ledger" / "policy").write_text(policy)
    version = publish(fact("b"))
    text = Checkpoint("localhost:8000/ledger", version.size, bytes(version.root)).text()
    good = key.sign(text, seconds=1)
    answers = {
        "": "without its own",
        "nonsense\n": "not a signature line",
        f"{stranger.sign(text, seconds=1)}\n": "without its own",
        f"{key.sign('other', seconds=1)}\n": "doesn't verify",
        f"{stranger.sign(text, seconds=1)}\n{good}\n": None,
    }
    for body, words in answers.items():
        monkeypatch.setattr(cosigning, "_post", lambda _, body=body: cosigning.Answer(200, body))
        if words:
            with pytest.raises(WitnessError, match=words):
                signer.publish()
    assert signer.publish() == 4
    monkeypatch.setattr(cosigning, "_post", lambda _: cosigning.Answer(409, "99999\n"))
    publish(fact("c"))
    with pytest.raises(WitnessError, match="a: 409 99999"):
        signer.publish()


def test_two_installations_watch_each_other(install):
    """Cosigned both ways; the server that sees a rewritten history refuses to cosign it."""
    one, two = install("one"), install("two")
    keys = {}
    for each in (one, two):
        each.drive("publish", "3")
        each.serve()
        keys[each] = each.get("keys").strip()
    for watcher, watched in ((one, two), (two, one)):
        (watcher.state / "witnessed").write_text(f"log {keys[watched]}\n")
    for watched, watcher in ((one, two), (two, one)):
        vkey = watcher.get("witness/key").strip()
        policy = f"witness peer {vkey} {watcher.url}/witness\nquorum peer\n"
        (watched.state / "policy").write_text(policy)
        # The witness hasn't seen size 5: it answers 409 with 0, and is asked again from there.
        watched.drive("publish", "300")
        watched.drive("publish", "1")
        note = Note.parse(watched.get("checkpoint").encode())
        log, peer = VerifierKey.parse(keys[watched]), VerifierKey.parse(vkey)
        assert set(note.verify([log, peer])) == {log, peer}
        assert verified(note, [log]).size == 310
    one.run("-c", "from tests.ledger import driver; assert not list(driver.verify())")
    refused = one.drive("rewrite", check=False)
    assert refused.returncode == 1
    assert "lacks its quorum of witnesses; peer: 422" in refused.stderr
    two.server.terminate()
    unreachable = one.drive("publish", "1", check=False)
    assert "lacks its quorum" in unreachable.stderr
