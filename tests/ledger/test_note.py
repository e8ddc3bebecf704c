"""Signed notes, checkpoints and proof files."""

import base64
from contextlib import suppress
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import LedgerError, NoteError, ProofError
from ledger.formats import merkle, tiles
from ledger.formats.checkpoint import Checkpoint, ProofFile, verified
from ledger.formats.note import COSIGNATURE, ED25519, Note, Signature, SigningKey, VerifierKey

from .trees import REFERENCE, MemoryTree

FOO = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
FOO_NOTE = (
    "This is an example message.\n\n\u2014 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi"
    "2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)
NEUMANN = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
NEUMANN_PUBLIC = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
LOG = "data.example.org/ledger+53e5667e+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c"
WITNESS = "witness.example.org/w1+6d7ef907+BIE5dw6ofRdfVqNUZsNMfszLjYqRtO43ol32D1uPybOU"

log_key = SigningKey("data.example.org/ledger", ED25519, bytes([1]) * 32)
witness_key = SigningKey("witness.example.org/w1", COSIGNATURE, bytes([2]) * 32)
tree = MemoryTree(REFERENCE)
text = Checkpoint(log_key.name, 8, tree.root()).text()
note = Note(text, (log_key.sign(text), witness_key.sign(text, seconds=1_700_000_000)))
keys = [VerifierKey.parse(LOG), VerifierKey.parse(WITNESS)]
proof = ProofFile(5, tuple(tiles.prove_inclusion(5, 8, tree.read)), note)


def test_public_vector_verifies():
    read = Note.parse(FOO_NOTE.encode())
    assert [str(key) for key in read.verify([VerifierKey.parse(FOO)])] == [FOO]
    assert read.encode() == FOO_NOTE.encode()


def test_private_key_of_another_implementation():
    key = SigningKey.parse(NEUMANN)
    assert str(key.verifier) == NEUMANN_PUBLIC
    assert key.text() == NEUMANN


def test_reference_checkpoint_known_answers():
    assert str(log_key.verifier) == LOG
    assert str(witness_key.verifier) == WITNESS
    assert text == "data.example.org/ledger\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n"
    told = "05e3397b1f84b1ad244be77bfb8c38bd6c454dab09cb9c5dfc5aea40d0e8e4b7"
    assert sha256(note.encode()).hexdigest() == told
    assert list(Note.parse(note.encode()).verify(keys)) == keys


def test_reference_proof_file_known_answer():
    told = "1244bf37a76f63f779f3aa78c14afc9203062536fe067da1ce49f123e7424c24"
    assert sha256(proof.text().encode()).hexdigest() == told
    assert ProofFile.parse(proof.text()) == proof
    assert proof.verify(REFERENCE[5], keys[:1]) == Checkpoint(log_key.name, 8, tree.root())


def test_generated_key_signs_and_reads_back():
    key = SigningKey.generate("a.example/log")
    assert SigningKey.parse(key.text()) == key
    signed = Note("x\n", (key.sign("x\n"),))
    assert Note.parse(signed.encode()).verify([key.verifier])


def test_text_runs_to_the_last_blank_line():
    key = SigningKey.generate("a.example/log")
    signed = Note("a\n\nb\n", (key.sign("a\n\nb\n"),))
    assert Note.parse(signed.encode()).text == "a\n\nb\n"


def test_lines_of_unknown_keys_are_ignored_and_kept():
    assert list(note.verify(keys[:1])) == keys[:1]
    assert len(Note.parse(note.encode()).signatures) == 2


def test_known_line_that_fails_spoils_the_note():
    bad = Signature(witness_key.name, witness_key.verifier.id, bytes(72))
    with pytest.raises(NoteError, match="witness.example.org/w1 doesn't verify"):
        Note(text, (log_key.sign(text), bad)).verify(keys)


def test_note_without_a_known_key_is_refused():
    with pytest.raises(NoteError, match="no known key"):
        note.verify([VerifierKey.parse(FOO)])


def test_hundred_signatures_are_read_and_no_more():
    line = log_key.sign(text)
    assert len(Note.parse(Note(text, (line,) * 100).encode()).signatures) == 100
    with pytest.raises(NoteError, match="101 signatures"):
        Note.parse(Note(text, (line,) * 101).encode())


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"text\n",
        b"text\n\n",
        FOO_NOTE.encode()[:-1],
        FOO_NOTE.replace("\u2014", "-").encode(),
        FOO_NOTE.replace("example.com/foo", "example.com foo").encode(),
        FOO_NOTE.replace("example.com/foo", "example+com").encode(),
        FOO_NOTE.replace("example.com/foo", "exam\u00a0ple").encode(),
        FOO_NOTE.replace(" Uw2", "  Uw2").encode(),
        FOO_NOTE.replace("=\n", "\n").encode(),
        FOO_NOTE.replace("aQM=", "aQN=").encode(),
        FOO_NOTE.replace("This", "This\t").encode(),
        FOO_NOTE.replace("\n", "\r\n").encode(),
        FOO_NOTE.encode() + b"more\n",
        FOO_NOTE.encode("utf-16"),
        b"t\n\n\xe2\x80\x94 a AAAAAA==\n",
        bytes(1_000_001),
    ],
)
def test_malformed_note_is_refused(data):
    with pytest.raises(NoteError):
        Note.parse(data).verify([VerifierKey.parse(FOO)])


@pytest.mark.parametrize(
    "vkey",
    [
        "",
        "name",
        "name+530d903a",
        FOO.replace("530d903a", "530d903b"),
        FOO.replace("530d903a", "530D903A"),
        FOO.replace("example.com/foo", "example.com/bar"),
        FOO + "A",
        "n+00000000+" + base64.b64encode(b"\x06" + bytes(32)).decode(),
        "n+00000000+" + base64.b64encode(b"\x01" + bytes(31)).decode(),
        "n+00000000+",
    ],
)
def test_malformed_vkey_is_refused(vkey):
    with pytest.raises(NoteError):
        VerifierKey.parse(vkey)


@pytest.mark.parametrize("private", ["", NEUMANN[:-4], NEUMANN.replace("c74f", "c74e"), FOO, "P+K"])
def test_malformed_private_key_is_refused_without_quoting_it(private):
    with pytest.raises(NoteError) as caught:
        SigningKey.parse(private)
    assert "AYEK" not in str(caught.value) or not private


@pytest.mark.parametrize(
    "bad",
    [
        text[:-1],
        text.replace("8\n", "08\n", 1),
        text.replace("8\n", "-8\n", 1),
        text.replace("8\n", "٨\n", 1),
        text.replace("8\n", "9223372036854775808\n", 1),
        text.replace("RgQyg=", "RgQw=="),
        text + "\n",
        "\n8\n" + text.split("\n")[2] + "\n",
        "origin\n8\n",
        "",
    ],
)
def test_malformed_checkpoint_is_refused(bad):
    with pytest.raises(NoteError):
        Checkpoint.parse(bad)


def test_checkpoint_keeps_extensions():
    extended = Checkpoint("o", 8, tree.root(), ("one", "two"))
    assert Checkpoint.parse(extended.text()) == extended


def test_checkpoint_signed_by_another_name_only_is_refused():
    with pytest.raises(NoteError, match="didn't sign its checkpoint"):
        verified(Note(text, (witness_key.sign(text, seconds=1),)), keys)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("@v1", "@v2"),
        ("index 5\n", ""),
        ("index 5\n", "index 05\n"),
        ("index 5\n", "index 5\nextra AAAA\n"),
        ("index 5\n", "extra !\nindex 5\n"),
        ("index 5\n", "index 5\nAAAA\n"),
        ("index 5\n", "index 5\n" + "A" * 43 + "=\n" * 1 + ("A" * 43 + "=\n") * 63),
        ("\n\n", "\n"),
        ("\u2014", "\ud800"),
    ],
)
def test_malformed_proof_file_is_refused(old, new):
    with pytest.raises(NoteError):
        ProofFile.parse(proof.text().replace(old, new))


def test_proof_file_of_another_entry_is_refused():
    with pytest.raises(ProofError):
        proof.verify(REFERENCE[4], keys)


def test_proof_file_keeps_its_extra():
    extended = ProofFile(5, proof.hashes, note, b"anything")
    assert ProofFile.parse(extended.text()) == extended


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda s: s.encode("utf-8", "replace")))
def test_note_of_anything_is_refused_or_exact(data):
    for candidate in (data, b"t\n\n\xe2\x80\x94 " + data + b"\n"):
        try:
            read = Note.parse(candidate)
        except NoteError:
            continue
        assert read.encode() == candidate


@given(st.data())
def test_damaged_texts_are_refused_or_harmless(data):
    """Change one character anywhere: a domain error, or the same proof of the same entry."""
    whole = proof.text()
    at = data.draw(st.integers(0, len(whole) - 1))
    other = data.draw(st.characters(exclude_categories=["Cs"]))
    try:
        read = ProofFile.parse(whole[:at] + other + whole[at + 1 :])
        checkpoint = read.verify(REFERENCE[5], keys[:1])
    except LedgerError:
        return
    assert (checkpoint.size, checkpoint.root) == (8, merkle.range_hash(0, 8, _subtree))


def _subtree(level, index):
    return tiles.subtree_hash(level, index, tree.read)


@given(st.text(max_size=80))
def test_vkey_and_checkpoint_of_anything_raise_nothing_else(anything):
    for parse in (VerifierKey.parse, SigningKey.parse, Checkpoint.parse, ProofFile.parse):
        with suppress(NoteError):
            parse(anything)
