"""What a crash left unsigned is signed without a person, and a command that can't says so."""

import json
import logging
import time
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from indicators.publishing import publication
from ledger import custody, log, selectors, signer, signing_job
from ledger.database import guards
from ledger.errors import SignedElsewhere, SignerBusy, SignerError
from ledger.formats.note import SigningKey
from ledger.models import PublishedCheckpoint
from tests import builders

from .facts import fact

pytestmark = pytest.mark.django_db
PEOPLE = ("--drafted-by", "p1", "--approved-by", "p2")


def test_run_signs_what_waits(release, publish):
    release(fact("a"))
    version = publish(fact("b"))
    assert signing_job.sign_waiting() == ""
    assert selectors.published_size() == version.size
    assert signing_job.sign_waiting() == ""


def test_fault_is_said_once_until_it_changes(release, publish, state):
    release(fact("a"))
    publish(fact("b"))
    (key,) = (state / "ledger").glob("key-*")
    key.chmod(0o644)
    said = []
    signing_job.repeat(0.001, said.append, runs=3)
    assert len(said) == 1
    assert "chmod 600" in said[0]
    key.chmod(0o600)
    signing_job.repeat(0.001, said.append, runs=1)
    assert len(said) == 1
    assert selectors.published_size() == 4


def test_run_beside_another_signer_waits_for_nothing(release, publish):
    release(fact("a"))
    publish(fact("b"))
    with custody.alone():
        began = time.monotonic()
        assert signing_job.sign_waiting() == ""
        assert time.monotonic() - began < 5
    assert selectors.published_size() == 2


def test_wait_for_another_signer_has_an_end(release, publish):
    release(fact("a"))
    publish(fact("b"))
    with custody.alone(), pytest.raises(SignerBusy, match=r"for 0\.2 seconds"):
        signer.publish(wait=0.2)
    assert signer.publish() == 4


def test_node_that_does_not_sign_leaves_it_to_the_other_one(release, publish, settings):
    release(fact("a"))
    settings.SIGNS = False
    publish(fact("b"))
    with pytest.raises(SignedElsewhere, match="version 4 is signed by another node"):
        signer.publish()
    assert signing_job.sign_waiting() == ""
    signer.require()
    with pytest.raises(CommandError, match="in the log, but not signed"):
        call_command("withhold_entry", "0", "--ground", "court-order", *PEOPLE)


def test_every_web_process_signs_at_its_start_and_again(install):
    """Killed between commit and signature, then served: readers get the version."""
    one = install("one")
    one.drive("publish", "3")
    one.drive("record", "3")
    one.serve(CIFRA_SIGNING_SECONDS="0.3")
    assert published(one, 10)
    one.drive("record", "3")
    assert published(one, 15)


def published(installation, size):
    for _ in range(150):
        if installation.get("checkpoint").split("\n")[1] == str(size):
            return True
        time.sleep(0.1)
    return False


def test_commands_that_leave_something_unsigned_fail(release, state):
    release(fact("a"))
    key = SigningKey.generate("w.example", 4).verifier
    policy = f"witness a {key} http://127.0.0.1:9/\nquorum a\n"
    (state / "ledger" / "policy").write_text(policy)
    with pytest.raises(CommandError, match=r"Version \d+ is in the log, but not signed.*quorum"):
        call_command("withhold_entry", "0", "--ground", "court-order", *PEOPLE)
    with pytest.raises(CommandError, match=r"Version \d+ is in the log, but not signed.*quorum"):
        call_command("rotate_key", *PEOPLE)
    with pytest.raises(CommandError, match="quorum"):
        call_command("publish_checkpoint")


def test_load_seeds_that_leaves_something_unsigned_fails(db, state, tmp_path):
    """Also when it finds nothing more to publish: the run before was killed."""
    seeds = {"seeds": tmp_path, "stdout": StringIO()}
    (state / "ledger").mkdir()
    (state / "ledger" / "policy").write_text("nonsense")
    for _ in range(2):
        with pytest.raises(CommandError, match=r"Version \d+ is in the log, but not signed"):
            call_command("load_seeds", **seeds)
    assert log.current_version()
    (state / "ledger" / "policy").unlink()
    call_command("load_seeds", **seeds)
    assert selectors.published_size() == log.head()[0]


def test_every_needs_a_number_of_seconds(db):
    with pytest.raises(CommandError, match="above 0"):
        call_command("publish_checkpoint", every=0.0)


def test_publication_asks_the_signer_before_it_writes(release, state):
    """A database older than what was signed takes nothing: the fork never gets into the log."""
    release(fact("a"))
    path = state / "ledger" / "signed.json"
    saved = json.loads(path.read_text())
    path.write_text(json.dumps(saved | {"size": 9, "root": "00" * 32}))
    with pytest.raises(SignerError, match="ends before the checkpoint of size 9"):
        builders.published(builders.area("XT"))
    assert log.head()[0] == 2
    path.write_text(json.dumps(saved))
    (key,) = (state / "ledger").glob("key-*")
    key.rename(key.with_name("away"))
    with pytest.raises(SignerError, match="private key"):
        builders.published(builders.area("XT"))
    assert log.head()[0] == 2


def test_earlier_version_is_signed_before_the_next(release, publish, state, caplog):
    release(fact("a"))
    publish(fact("b"))
    publication.sign_earlier()
    assert selectors.published_size() == 4
    publish(fact("c"))
    (state / "ledger" / "policy").write_text("nonsense")
    with caplog.at_level(logging.WARNING):
        publication.sign_earlier()  # witnesses come back: it is no reason to publish nothing
    assert "not cosigned" in caplog.text
    (key,) = (state / "ledger").glob("key-*")
    key.chmod(0o644)
    with pytest.raises(SignerError):
        publication.sign_earlier()


def test_folder_that_cannot_be_used_is_a_sentence(release, publish, state):
    """A file or folder in its place here; a read-only disk raises the same kind of error."""
    release(fact("a"))
    version = publish(fact("b"))
    (state / "ledger" / "lock").unlink()
    (state / "ledger" / "lock").mkdir()
    with pytest.raises(SignerError, match=r"files can't be used: .*lock"):
        signer.publish()
    (state / "ledger" / "lock").rmdir()
    (state / "ledger").rename(state / "away")
    (state / "ledger").write_text("")
    with pytest.raises(SignerError, match=r"files can't be used: .*ledger"):
        signer.publish()
    with pytest.raises(SignerError, match="files can't be used"):
        signer.require()
    (state / "ledger").unlink()
    (state / "away").rename(state / "ledger")
    assert signer.publish() == version.size


def test_older_memory_than_what_was_published_signs_nothing(release, publish, state):
    release(fact("a"))
    path = state / "ledger" / "signed.json"
    saved = path.read_text()
    release(fact("b"))
    path.write_text(saved)
    publish(fact("c"))
    with pytest.raises(SignerError, match=r"size 4 was published, but signed.json remembers 2"):
        signer.publish()


def test_first_checkpoint_missing_is_no_first_run(release, publish):
    """A database whose checkpoints are gone is not a new one."""
    release(fact("a"))
    with guards.lifted(connection):
        PublishedCheckpoint.objects.all().delete()
    version = publish(fact("b"))
    assert signer.publish() == version.size
    assert PublishedCheckpoint.objects.count() == 2
