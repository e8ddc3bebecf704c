"""The signer: first run, state, and every refusal."""

import json
import os
from pathlib import Path

import pytest
from django.db import connection

from ledger import custody, log, selectors, signer
from ledger.database import guards
from ledger.errors import NotPublished, SignerError
from ledger.formats.checkpoint import verified
from ledger.formats.note import Note
from ledger.models import PublishedCheckpoint

from .facts import fact

pytestmark = pytest.mark.django_db


@pytest.fixture
def directory(state):
    return state / "ledger"


def only(paths):
    (path,) = paths
    return path


def execute(sql):
    with guards.lifted(connection), connection.cursor() as cursor:
        cursor.execute(sql)


def test_first_run_makes_key_and_state_for_their_owner_only(release, directory):
    version = release(fact("a"))
    key = only(directory.glob("key-*"))
    assert {path.stat().st_mode & 0o777 for path in (key, directory / "signed.json")} == {0o600}
    assert directory.stat().st_mode & 0o777 == 0o700
    assert signer.state() == custody.State("localhost:8000/ledger", *log.head())
    assert selectors.published_version() == version


def test_checkpoint_is_signed_by_the_key_told(release):
    version = release(fact("a"))
    note = Note.parse(selectors.checkpoint_note(version.size))
    checkpoint = verified(note, signer.verifier_keys())
    assert (checkpoint.size, checkpoint.root) == (version.size, bytes(version.root))
    assert checkpoint.origin == "localhost:8000/ledger"


def test_nothing_to_sign(db, directory):
    assert signer.publish() == 0
    assert signer.state() is None
    assert signer.verifier_keys() == []
    assert selectors.published_version() is None
    with pytest.raises(NotPublished):
        selectors.checkpoint_note(0)


def test_every_version_gets_its_checkpoint(publish):
    sizes = [publish(fact("a")).size, publish(fact("b")).size, publish(fact("c")).size]
    assert signer.publish() == sizes[-1]
    published = PublishedCheckpoint.objects.order_by("size").values_list("size", flat=True)
    assert list(published) == sizes
    assert signer.publish() == sizes[-1]


def test_unpublished_version_is_not_served(release, publish):
    version = release(fact("a"))
    publish(fact("b"))
    assert selectors.published_version() == version


def test_same_checkpoint_again_is_the_same_note(release):
    version = release(fact("a"))
    note = selectors.checkpoint_note(version.size)
    execute("DELETE FROM ledger_publishedcheckpoint")
    signer.publish()
    assert selectors.checkpoint_note(version.size) == note


def test_restored_backup_is_refused(release, publish):
    release(fact("a"))
    release(fact("b"))
    execute("DELETE FROM test_fact WHERE entry_id >= 2")
    execute('DELETE FROM ledger_entry WHERE "index" >= 2')
    execute("DELETE FROM ledger_version WHERE size > 2")
    execute("DELETE FROM ledger_publishedcheckpoint WHERE size > 2")
    execute("UPDATE ledger_tile SET hashes = substr(hashes, 1, 64)")
    publish(fact("c"), fact("d"))
    with pytest.raises(SignerError, match="restored from an old backup"):
        signer.publish()
    assert selectors.published_size() == 2


def test_shorter_restored_backup_is_refused(release, publish):
    release(fact("a"))
    release(fact("b"), fact("c"))
    execute("DELETE FROM test_fact WHERE entry_id >= 2")
    execute('DELETE FROM ledger_entry WHERE "index" >= 2')
    execute("DELETE FROM ledger_version WHERE size > 2")
    execute("DELETE FROM ledger_publishedcheckpoint")
    execute("UPDATE ledger_tile SET hashes = substr(hashes, 1, 64)")
    with pytest.raises(SignerError, match="size 5 that was signed before"):
        signer.publish()


def test_version_that_differs_from_the_tiles_is_refused(publish):
    publish(fact("a"))
    execute("UPDATE ledger_version SET root = leaf_hash FROM ledger_entry")
    with pytest.raises(SignerError, match="the tiles have the root"):
        signer.publish()


def test_lost_directory_is_refused(release, publish, directory):
    release(fact("a"))
    directory.rename(directory.with_name("lost"))
    publish(fact("b"))
    with pytest.raises(SignerError, match="holds no key, but this log has published"):
        signer.publish()


def test_lost_state_is_refused(release, publish, directory):
    release(fact("a"))
    (directory / "signed.json").unlink()
    publish(fact("b"))
    with pytest.raises(SignerError, match="signed.json is missing"):
        signer.publish()


@pytest.mark.parametrize("text", ["", "{}", "\0\0\0\0", '{"origin":"a","size":"b","root":"c"}'])
def test_unreadable_state_is_refused(release, publish, directory, text):
    release(fact("a"))
    (directory / "signed.json").write_text(text)
    publish(fact("b"))
    with pytest.raises(SignerError, match="signed.json can't be read"):
        signer.publish()


def test_lost_key_is_refused(release, publish, directory):
    release(fact("a"))
    only(directory.glob("key-*")).unlink()
    publish(fact("b"))
    with pytest.raises(SignerError, match="private key"):
        signer.publish()


@pytest.mark.parametrize("text", ["", "PRIVATE+KEY+x+y+z", "\xff"])
def test_unreadable_key_is_refused_without_quoting_it(release, publish, directory, text):
    release(fact("a"))
    only(directory.glob("key-*")).write_bytes(text.encode("latin-1"))
    publish(fact("b"))
    with pytest.raises(SignerError, match="key-"):
        signer.publish()


def test_key_open_to_others_is_refused(release, publish, directory):
    release(fact("a"))
    only(directory.glob("key-*")).chmod(0o644)
    publish(fact("b"))
    with pytest.raises(SignerError, match="chmod 600"):
        signer.publish()


def test_other_origin_is_refused(release, publish, settings):
    release(fact("a"))
    settings.LEDGER_ORIGIN = "other.example/ledger"
    publish(fact("b"))
    with pytest.raises(SignerError, match="keeps its origin for ever"):
        signer.publish()


def test_origin_with_a_scheme_is_refused(publish, settings):
    settings.LEDGER_ORIGIN = "https://other.example/ledger"
    publish(fact("b"))
    with pytest.raises(SignerError, match="scheme"):
        signer.publish()


def test_state_is_on_disk_before_the_signature_exists(publish, directory, monkeypatch):
    """Whatever is signed is remembered: a crash between the two loses the signature, not it."""
    publish(fact("a"))
    seen = []
    monkeypatch.setattr(
        "ledger.formats.note.SigningKey.sign",
        lambda *args, **kwargs: seen.append(json.loads((directory / "signed.json").read_text())),
    )
    signer.publish()
    assert [told["size"] for told in seen] == [2]


def test_full_disk_is_refused_and_nothing_is_signed(publish, release, monkeypatch):
    release(fact("a"))
    publish(fact("b"))

    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SignerError, match="No space left"):
        signer.publish()
    assert selectors.published_size() == 2
    monkeypatch.undo()
    assert Path(custody.folder() / "signed.json").read_text()
