"""Rotating the log's key."""

import os

import pytest
from django.core.management import CommandError, call_command

from ledger import custody, rotation, selectors, signer
from ledger.errors import AppendError, NoteError, SignerError
from ledger.formats.checkpoint import verified
from ledger.formats.note import Note
from ledger.models import SignerLease
from ledger.verification import verify

from .facts import fact

pytestmark = pytest.mark.django_db
PEOPLE = {"drafted_by": "p1", "approved_by": "p2"}


def signers(size):
    note = Note.parse(selectors.checkpoint_note(size))
    return [line.key_id.hex() for line in note.signatures]


def test_rotation_overlaps_and_ends(release, client):
    one = release(fact("a"))
    (first,) = signer.verifier_keys()
    two, second = rotation.add_key(**PEOPLE)
    signer.publish()
    three = release(fact("b"))
    four = rotation.retire_key(first.id.hex(), **PEOPLE)
    signer.publish()
    five = release(fact("c"))
    both = [first.id.hex(), second.id.hex()]
    assert [signers(v.size) for v in (one, two, three, four, five)] == [
        both[:1],
        both,
        both,
        both,
        both[1:],
    ]
    assert signer.verifier_keys() == [first, second]
    assert client.get("/ledger/keys").text == f"{first}\n{second}\n"
    assert list(verify()) == []


def test_reader_of_the_old_key_follows_until_it_is_retired(release):
    release(fact("a"))
    (first,) = signer.verifier_keys()
    version, _ = rotation.add_key(**PEOPLE)
    signer.publish()
    assert verified(Note.parse(selectors.checkpoint_note(version.size)), [first])
    rotation.retire_key(first.id.hex(), **PEOPLE)
    signer.publish()
    later = release(fact("b"))
    with pytest.raises(NoteError, match="no known key"):
        verified(Note.parse(selectors.checkpoint_note(later.size)), [first])


def test_second_rotation(release):
    release(fact("a"))
    keys = [*signer.verifier_keys()]
    for _ in range(2):
        keys.append(rotation.add_key(**PEOPLE)[1])
        signer.publish()
        rotation.retire_key(keys[-2].id.hex(), **PEOPLE)
        signer.publish()
    release(fact("b"))
    assert signer.verifier_keys() == keys
    assert list(verify()) == []


def test_rotation_by_one_person_leaves_no_key_behind(release, state):
    release(fact("a"))
    with pytest.raises(AppendError, match="can't approve"):
        rotation.add_key(drafted_by="p1", approved_by="p1")
    assert len(list((state / "ledger").glob("key-*"))) == 1


def test_key_that_never_came_into_the_log_does_not_sign(release, publish, state):
    """Whatever its file's time says, and however it is called."""
    release(fact("a"))
    (first,) = signer.verifier_keys()
    stray = custody.make_key(state / "ledger").verifier
    pending = custody.make_key(state / "ledger", custody.PENDING).verifier
    os.utime(state / "ledger" / f"key-{stray.id.hex()}", (1, 1))
    assert signer.verifier_keys() == [first]
    version = release(fact("b"))
    assert signers(version.size) == [first.id.hex()]
    assert not (state / "ledger" / f"pending-{pending.id.hex()}").exists()
    SignerLease.objects.all().delete()  # as of before there was one: its checkpoints say which
    assert signer.verifier_keys() == [first]
    assert list(verify()) == []


def test_rotation_killed_anywhere_leaves_both_or_nothing(install):
    done = install("killed").drive("kill_rotation", "4")
    assert int(done.stdout.split()[-2]) > 8


def test_rotation_before_the_first_signature_is_refused(db):
    with pytest.raises(SignerError, match="nothing was signed yet"):
        rotation.add_key(**PEOPLE)


def test_retiring_the_only_or_an_unknown_key_is_refused(release):
    release(fact("a"))
    (first,) = signer.verifier_keys()
    with pytest.raises(AppendError, match="add another one first"):
        rotation.retire_key(first.id.hex(), **PEOPLE)
    rotation.add_key(**PEOPLE)
    with pytest.raises(AppendError, match="no signing key 00000000"):
        rotation.retire_key("00000000", **PEOPLE)
    rotation.retire_key(first.id.hex(), **PEOPLE)
    with pytest.raises(AppendError, match="no signing key"):
        rotation.retire_key(first.id.hex(), **PEOPLE)


def test_lost_private_key_of_the_overlap_is_told(release, state):
    release(fact("a"))
    _, second = rotation.add_key(**PEOPLE)
    (state / "ledger" / f"key-{second.id.hex()}").unlink()
    with pytest.raises(SignerError, match=f"private key of .*{second.id.hex()}"):
        signer.publish()


def test_commands(release, capsys):
    release(fact("a"))
    (first,) = signer.verifier_keys()
    people = ["--drafted-by", "p1", "--approved-by", "p2"]
    call_command("rotate_key", *people)
    assert str(signer.verifier_keys()[1]) in capsys.readouterr().out
    call_command("retire_key", first.id.hex(), *people)
    with pytest.raises(CommandError, match="no signing key"):
        call_command("retire_key", first.id.hex(), *people)
