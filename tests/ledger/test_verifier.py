"""The standalone verifier: only the standard library, and what it must refuse."""

import ast
import contextlib
import importlib.util
import json
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from ledger import proofs, redaction, selectors, signer
from ledger.api import VERIFIER
from ledger.errors import ProofError
from ledger.export import export
from ledger.formats import merkle, tiles
from ledger.formats.note import ED25519, SigningKey
from ledger.models import Entry

from .facts import closing, fact
from .test_note import FOO, FOO_NOTE
from .trees import counted

spec = importlib.util.spec_from_file_location("cifra_verify", VERIFIER)
verifier = importlib.util.module_from_spec(spec)
spec.loader.exec_module(verifier)


@pytest.fixture
def run(tmp_path, capsys):
    """Run the program with a memory of its own; gives (exit code, what it printed)."""

    def run(*arguments, key=None):
        mode, *rest = map(str, arguments)
        options = ["--memory", str(tmp_path / "memory.json"), *(["--key", key] if key else [])]
        code = verifier.main([mode, *options, *rest])
        out, err = capsys.readouterr()
        return code, out + err

    return run


@pytest.fixture
def bundle(release, tmp_path):
    """A bundle as a file, of a fact that was closed later."""
    release(fact("a", "ñandú"), fact("b"))
    version = release(closing("a"))
    path = tmp_path / "bundle.json"
    path.write_text(json.dumps(proofs.bundle("fact:a", version.size)))
    return path


def key():
    return str(signer.verifier_keys()[0])


def test_imports_only_the_standard_library():
    imported = {
        alias.name.split(".")[0]
        for node in ast.walk(ast.parse(VERIFIER.read_text()))
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    assert imported <= sys.stdlib_module_names
    assert not [
        node
        for node in ast.walk(ast.parse(VERIFIER.read_text()))
        if isinstance(node, ast.ImportFrom)
    ]


def test_runs_alone_and_tells_its_use(tmp_path):
    told = subprocess.run(
        [sys.executable, "-I", str(VERIFIER), "--help"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    assert told.returncode == 0
    assert "Exit codes" in told.stdout


def test_ed25519_agrees_with_cryptography():
    rng = random.Random(3)
    for _ in range(20):
        signing = SigningKey("n", ED25519, rng.randbytes(32))
        message = rng.randbytes(rng.randrange(80)).hex()
        signature, public = signing.sign(message).signature, signing.verifier.public
        assert verifier.ed25519_verifies(public, message.encode(), signature)
        for broken in (signature[:-1], signature + b"\0", bytes(64), signature[::-1]):
            assert not verifier.ed25519_verifies(public, message.encode(), broken)
        assert not verifier.ed25519_verifies(public, message.encode() + b"x", signature)
        assert not verifier.ed25519_verifies(bytes(32), message.encode(), signature)
        wrapped = signature[:32] + (int.from_bytes(signature[32:], "little") + verifier.L).to_bytes(
            32, "little"
        )
        assert not verifier.ed25519_verifies(public, message.encode(), wrapped)


def test_public_note_vector():
    text, _, lines = FOO_NOTE.rpartition("\n\n")
    foo = verifier.Key(FOO)
    signature = verifier.unbase64(lines.split(" ")[2].strip(), "x")[4:]
    assert foo.verifies(text + "\n", signature)
    assert not foo.verifies(text, signature)


def test_merkle_agrees_with_the_ledger():
    tree = counted(300)
    for size in (1, 2, 3, 7, 8, 255, 256, 257, 300):
        root = tree.root(size)
        leaves = [merkle.leaf_hash(f"leaf {index}".encode()) for index in range(size)]
        assert verifier._root(leaves) == root
        for index in range(0, size, 1 + size // 7):
            proof = tiles.prove_inclusion(index, size, tree.read)
            verifier.check_inclusion(leaves[index], index, size, proof, root)
        for old in range(0, size + 1, 1 + size // 7):
            proof = tiles.prove_consistency(old, size, tree.read)
            old_root = tree.root(old)
            verifier.check_consistency(old, size, proof, old_root, root)
            if old:
                assert verifier._prove(old, 0, size, leaves) == proof


@given(st.integers(0, 20), st.integers(0, 20), st.lists(st.binary(min_size=31, max_size=32)))
def test_merkle_refuses_what_the_ledger_refuses(first, second, proof):
    a, b = bytes(32), bytes([1]) * 32
    for ours, theirs in (
        (merkle.verify_inclusion, verifier.check_inclusion),
        (merkle.verify_consistency, verifier.check_consistency),
    ):
        head = (a, first, second) if ours is merkle.verify_inclusion else (first, second)
        tail = (proof, b) if ours is merkle.verify_inclusion else (proof, a, b)
        refused = False
        try:
            ours(*head, *tail)
        except ProofError:
            refused = True
        # From size 0 the ledger also pins the old root; the program reads 0 nowhere.
        if not (ours is merkle.verify_consistency and first == 0):
            with pytest.raises(verifier.Failure) if refused else contextlib.nullcontext():
                theirs(*head, *tail)


@pytest.mark.django_db
def test_proof_shows_entry_newest_and_limits(run, bundle):
    code, told = run("proof", bundle, key=key())
    assert code == 0
    assert "VERIFIED: entry 0 of localhost:8000/ledger" in told
    assert "ñandú" in told
    assert "NOTE: a newer entry about the same object is 3" in told
    assert "Not proved by this" in told
    assert "nothing newer" in told


@pytest.mark.django_db
def test_proof_without_a_key_says_what_it_trusts(run, bundle):
    code, told = run("proof", bundle)
    assert code == 0
    assert "trusting the key told there" in told
    assert key() in told


def altered(bundle, change):
    told = json.loads(bundle.read_text())
    change(told)
    bundle.write_text(json.dumps(told))


def swap(part, old, new):
    def change(told):
        assert old in told[part]["bytes" if old == "ñandú" else "proof"]
        name = "bytes" if old == "ñandú" else "proof"
        told[part][name] = told[part][name].replace(old, new)

    return change


DAMAGES = {
    "other words": swap("entry", "ñandú", "nandu"),
    "other index": swap("entry", "index 0\n", "index 1\n"),
    "other header": swap("entry", "proof@v1", "proof@v2"),
    "other size": swap("entry", "\n5\n", "\n4\n"),
    "older newest": lambda told: told.update(newest=told["entry"], object="fact:b"),
    "another object": lambda told: told.update(object="fact:b"),
    "another version": lambda told: told.update(version=3),
    "another checkpoint": lambda told: told.update(checkpoint="x"),
    "no newest": lambda told: told.pop("newest"),
    "a number as bytes": lambda told: told["entry"].update(bytes=5),
    "no proof": lambda told: told["entry"].update(proof=""),
    "keys of nonsense": lambda told: told.update(keys=["a+b+c"]),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", DAMAGES)
def test_damaged_bundle_is_not_verified(run, bundle, name):
    altered(bundle, DAMAGES[name])
    code, told = run("proof", bundle, key=None if "keys" in name else key())
    assert code == 1
    assert "NOT VERIFIED" in told


@pytest.mark.django_db
def test_bundle_signed_by_a_stranger_is_not_verified(run, bundle):
    stranger = SigningKey.generate("localhost:8000/ledger").verifier
    code, told = run("proof", bundle, key=str(stranger))
    assert code == 1
    assert "not signed by its key" in told


@pytest.mark.parametrize("text", ["", "[]", "{", "null", '{"keys": 1}', "[" * 100_000])
def test_file_of_nonsense_is_not_verified(run, tmp_path, text):
    (tmp_path / "x.json").write_text(text)
    assert run("proof", tmp_path / "x.json")[0] == 1
    assert run("audit", tmp_path / "nothing")[0] == 1
    assert run("compare", tmp_path / "x.json", tmp_path / "x.json", tmp_path, key=FOO)[0] == 1


@pytest.mark.django_db
@hypothesis_settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60
)
@given(st.data())
def test_bundle_damaged_anywhere_never_shows_other_words(run, bundle, data):
    whole = bundle.read_text()
    at = data.draw(st.integers(0, len(whole) - 1))
    other = data.draw(st.characters(min_codepoint=32, max_codepoint=126))
    damaged = bundle.with_name("damaged.json")
    damaged.write_text(whole[:at] + other + whole[at + 1 :])
    code, told = run("proof", damaged, key=key())
    assert code == 1 or "ñandú" in told


@pytest.mark.django_db
def test_audit_of_a_folder_remembers_and_follows(run, release, tmp_path):
    release(*[fact(str(n)) for n in range(300)])
    export(tmp_path / "log")
    code, told = run("audit", tmp_path / "log", key=key())
    assert code == 0, told
    assert "all 301 entries" in told
    for more in (1, 255, 600):
        release(*[fact(str(n)) for n in range(more)])
        export(tmp_path / "log")
        code, told = run("audit", tmp_path / "log", key=key())
        assert code == 0, told
        assert "extends the checkpoint of size" in told
    assert run("audit", tmp_path / "log", key=key())[0] == 0


@pytest.mark.django_db
def test_audit_of_an_older_copy_is_not_verified(run, release, tmp_path):
    release(fact("a"))
    export(tmp_path / "old")
    release(fact("b"))
    export(tmp_path / "new")
    assert run("audit", tmp_path / "new", key=key())[0] == 0
    code, told = run("audit", tmp_path / "old", key=key())
    assert code == 1
    assert "an old copy?" in told


@pytest.mark.django_db
@pytest.mark.parametrize("at", range(0, 900, 61))
def test_audit_of_a_folder_with_another_byte_is_not_verified(run, release, tmp_path, at):
    release(fact("a"), fact("b"))
    export(tmp_path / "log")
    path = tmp_path / "log" / "tile" / "entries" / "000.p" / "3"
    data = bytearray(path.read_bytes())
    data[at % len(data)] ^= 1
    path.write_bytes(data)
    code, told = run("audit", tmp_path / "log", key=key())
    assert code == 1, told


@pytest.mark.django_db
def test_audit_with_withheld_entries(run, release, tmp_path):
    release(fact("a"), fact("b"))
    redaction.withhold(1, ground="court-order", drafted_by="p1", approved_by="p2")
    signer.publish()
    export(tmp_path / "log")
    code, told = run("audit", tmp_path / "log", key=key())
    assert code == 0, told
    assert "1 of them are withheld by law: [1]" in told


@pytest.mark.django_db
def test_audit_with_an_entry_withheld_silently_is_not_verified(run, release, tmp_path):
    release(fact("a"), fact("b"))
    Entry.objects.filter(index=1).update(data=None)
    export(tmp_path / "log")
    code, told = run("audit", tmp_path / "log", key=key())
    assert code == 1
    assert "[1] are withheld without a redact entry" in told


@pytest.fixture
def two_checkpoints(release, tmp_path):
    sizes = [release(fact("a")).size, release(*[fact(str(n)) for n in range(300)]).size]
    for name, size in zip(("old", "new"), sizes, strict=True):
        (tmp_path / name).write_bytes(selectors.checkpoint_note(size))
    export(tmp_path / "log")
    return tmp_path / "old", tmp_path / "new", tmp_path / "log"


@pytest.mark.django_db
def test_compare(run, two_checkpoints):
    old, new, place = two_checkpoints
    assert (
        "size 303 of localhost:8000/ledger extends size 2"
        in run("compare", old, new, place, key=key())[1]
    )
    assert run("compare", new, old, place, key=key())[0] == 0
    assert run("compare", old, old, place, key=key())[0] == 0


@pytest.mark.django_db
def test_rewritten_history_signed_with_the_real_key_is_an_alarm(
    run, release, two_checkpoints, state, tmp_path
):
    """Whoever holds an older checkpoint catches it, by compare and by the memory of audit."""
    old, new, place = two_checkpoints
    assert run("audit", place, key=key())[0] == 0
    forged = forge(place, tmp_path / "forged", state)
    code, told = run("audit", forged, key=key())
    assert code == 2
    assert "ALARM: localhost:8000/ledger signed two histories" in told
    code, told = run("compare", old, forged / "checkpoint", forged, key=key())
    assert code == 2
    assert told.count("\u2014 localhost:8000/ledger") == 2


def forge(place: Path, target: Path, state: Path) -> Path:
    """The same log with other words in its first entry, coherent in all, signed with the key."""
    entries = tiles.decode_bundle((place / "tile/entries/000").read_bytes(), 256)
    entries += tiles.decode_bundle((place / "tile/entries/001.p/47").read_bytes(), 47)
    entries[0] = entries[0].replace(b"grew", b"fell")
    computed = tiles.extend({}, 0, [merkle.leaf_hash(entry) for entry in entries])
    root = tiles.range_hash(0, 303, lambda *at: computed[at])
    signing = SigningKey.parse(next((state / "ledger").glob("key-*")).read_text())
    text = f"localhost:8000/ledger\n303\n{verifier.base64.b64encode(root).decode()}\n"
    (target / "tile/entries/001.p").mkdir(parents=True)
    (target / "tile/entries/000").write_bytes(tiles.encode_bundle(entries[:256]))
    (target / "tile/entries/001.p/47").write_bytes(tiles.encode_bundle(entries[256:]))
    for (level, number), data in computed.items():
        path = target / str(tiles.TilePath(level, number, len(data) // 32))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (target / "checkpoint").write_text(f"{text}\n{signing.sign(text)}\n")
    return target


@pytest.mark.django_db
def test_audit_and_compare_over_http(run, two_checkpoints, client, monkeypatch):
    """The same modes against the views: what `get` fetches is what the server answers."""

    def get(place, path):
        response = client.get(f"/ledger/{path}")
        return response.content if response.status_code == 200 else None

    monkeypatch.setattr(verifier.Place, "get", get)
    old, new, _ = two_checkpoints
    assert run("audit", "http://testserver/ledger", key=key())[0] == 0
    code, told = run("compare", old, new, "http://testserver/ledger", key=key())
    assert code == 0, told


@pytest.mark.django_db
def test_served_verifier_is_this_file(client):
    response = client.get("/ledger/verifier")
    assert response.content == VERIFIER.read_bytes()
    assert "attachment" in response["Content-Disposition"]


@pytest.mark.django_db
def test_bundle_without_its_newest_entry_says_what_is_not_proved(run, bundle, release, tmp_path):
    """The closing is left out: the entry is in the log, but nothing shows that it still holds."""
    altered(bundle, lambda told: told.update(newest=told["entry"], between=[]))
    code, told = run("proof", bundle, key=key())
    assert code == 0
    assert "NOT PROVED: that entry 0 is the newest one about it under version 5" in told
    assert "audit URL --about fact:a" in told
    export(tmp_path / "log")
    code, told = run("audit", tmp_path / "log", "--about", "fact:a", key=key())
    assert code == 0, told
    assert "about fact:a: 2 entries" in told
    assert "the newest is 3: nothing newer about it is under this checkpoint" in told
    assert "misread" in told


@pytest.mark.django_db
def test_audit_about_an_object_that_may_be_withheld_says_so(run, release, tmp_path):
    release(fact("a"), fact("b"))
    redaction.withhold(1, ground="court-order", drafted_by="p1", approved_by="p2")
    signer.publish()
    export(tmp_path / "log")
    told = run("audit", tmp_path / "log", "--about", "fact:b", key=key())[1]
    assert "about fact:b: 0 entries" in told
    assert "unless one of the withheld entries is about it" in told


@pytest.fixture
def exported(release, tmp_path):
    """A log with tiles of two levels, whole ones and others, in a folder."""
    release(*[fact(str(n)) for n in range(600)])
    export(tmp_path / "log")
    return tmp_path / "log"


TILES = ["0/000", "0/001", "0/002.p/89", "1/000.p/2"]


@pytest.mark.django_db
@pytest.mark.parametrize("name", TILES)
@pytest.mark.parametrize("spoil", ["change", "lose", "shorten", "lengthen"])
def test_audit_reads_every_hash_tile(run, exported, name, spoil):
    path = exported / "tile" / name
    data = bytearray(path.read_bytes())
    if spoil == "lose":
        path.unlink()
    else:
        data[17] ^= spoil == "change"
        path.write_bytes({"shorten": data[:-32], "lengthen": data + bytes(32)}.get(spoil, data))
    code, told = run("audit", exported, key=key())
    assert code == 1, told
    assert f"tile/{name.split('.')[0]}" in told


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["000", "002.p/89"])
@pytest.mark.parametrize("more", [b"\0", b"\0\0", b"\0\1x", b"{}"])
def test_entry_bundle_with_more_bytes_is_not_verified(run, exported, name, more):
    path = exported / "tile" / "entries" / name
    path.write_bytes(path.read_bytes() + more)
    code, told = run("audit", exported, key=key())
    assert code == 1, told
    assert "after its last entry" in told


@pytest.mark.django_db
def test_a_log_that_grew_since_its_checkpoint_is_read(run, exported, release):
    """A static mirror that is ahead of its checkpoint: whole tiles where partial ones were."""
    before = (exported / "checkpoint").read_bytes()
    release(*[fact(f"more {n}") for n in range(600)])
    shutil.rmtree(exported)
    export(exported)
    (exported / "checkpoint").write_bytes(before)
    code, told = run("audit", exported, key=key())
    assert code == 1  # 1/000 is still partial, and wider than it was
    assert "has no tile/1/000 of width 2" in told
    (exported / "tile/1/000.p/2").write_bytes(
        next((exported / "tile/1/000.p").iterdir()).read_bytes()[:64]
    )
    assert run("audit", exported, key=key())[0] == 0


HOSTILE = "\x1b]0;owned\x07\x9b31m\u202egnp\u2028\ud800\r"


@pytest.mark.django_db
def test_what_others_wrote_can_not_command_the_terminal(run, bundle, release, tmp_path):
    def hostile(told):
        told["keys"].append(HOSTILE + "\nVERIFIED: all")

    altered(bundle, hostile)
    code, told = run("proof", bundle)
    assert "\\x1b]0;owned\\x07\\x9b31m\\u202e" in told
    assert not set(HOSTILE) & set(told) - set("0;owned31mgnp]")
    assert "\nVERIFIED: all" not in told
    assert code == 1  # it is no key


@pytest.mark.django_db
def test_controls_in_content_are_escaped(run, release, tmp_path):
    version = release(fact("a", "grew \x9b31m \u202e\x7f, 5\u00a0ha"))
    path = tmp_path / "bundle.json"
    path.write_text(json.dumps(proofs.bundle("fact:a", version.size)))
    code, told = run("proof", path, key=key())
    assert code == 0
    assert "grew \\x9b31m \\u202e\\x7f, 5\u00a0ha" in told


@pytest.mark.django_db
def test_error_can_not_look_like_a_success(run, bundle):
    altered(bundle, lambda told: told.update(object="x\nVERIFIED: entry 0"))
    code, told = run("proof", bundle, key=key())
    assert code == 1
    assert not [line for line in told.split("\n") if line.startswith("VERIFIED")]


@pytest.mark.django_db
@pytest.mark.parametrize("version", [5.0, "5", True, None])
def test_version_is_a_whole_number(run, bundle, version):
    altered(bundle, lambda told: told.update(version=version))
    assert run("proof", bundle, key=key())[0] == 1


@pytest.mark.django_db
def test_runs_where_the_terminal_knows_ascii_alone(bundle, tmp_path):
    done = subprocess.run(
        [sys.executable, str(VERIFIER), "proof", str(bundle), "--key", key(),
         "--memory", str(tmp_path / "memory")],
        capture_output=True, text=True, env={"PYTHONIOENCODING": "ascii"}, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "\\xf1and\\xfa" in done.stdout
