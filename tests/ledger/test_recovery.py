"""Bringing entries back: from each kind of source, all or nothing, and never another history."""

import shutil

import pytest

from ledger import log_sources
from ledger.errors import RecoveryError

from .installations import Installation

PEOPLE = ("--drafted-by", "p1", "--approved-by", "p2")

pytestmark = pytest.mark.django_db  # so that a database for tests is made at all


@pytest.fixture(scope="module")
def story(template, tmp_path_factory):
    """A log whose backup has 5 entries and whose newest state 312: (backup, newest, an export)."""
    folder = tmp_path_factory.mktemp("story")
    newest = Installation(folder / "newest", template)
    newest.settings["CIFRA_NODE"] = "this one"  # its copies are taken for it, as if never copied
    newest.drive("publish", "3")
    backup = newest.copy(folder / "backup")
    newest.drive("go_on", str(folder / "export"))
    yield backup, newest, folder / "export"
    backup.close()
    newest.close()


@pytest.fixture
def crash(story, tmp_path):
    """The log with its database back at the backup, then the parts of the story."""
    backup, newest, export = story
    one = newest.copy(tmp_path / "one")
    one.restore(backup)
    yield one, backup, newest, export
    one.close()


def refused(installation, words):
    """The recovery from each source fails with these words, and changes nothing."""
    before = installation.shown()
    done = installation.drive("refuse", *map(str, words))
    for line, (source, expected) in zip(done.stdout.splitlines(), words.items(), strict=True):
        assert line.startswith(str(source))
        assert expected in line
    assert installation.shown() == before


def test_export_brings_everything_back(crash):
    one, _, newest, export = crash
    one.drive("recover", str(export))
    assert one.shown() == newest.shown()
    one.drive("publish", "2")
    one.drive("verified")


def test_mirror_and_backup_bring_everything_back(crash):
    one, backup, newest, _ = crash
    newest.serve()
    one.drive("recover", newest.url)
    newest.stop()
    assert one.shown() == newest.shown()
    one.restore(backup)
    one.drive("recover", newest.database_source)
    assert one.shown() == newest.shown()


def test_restored_database_takes_nothing_before_it_is_whole(crash):
    """Publications ask the signer first, within the transaction."""
    one, *_ = crash
    done = one.drive("command", "rotate_key", *PEOPLE, check=False)
    assert done.returncode == 1
    assert "ends before the checkpoint of size 312" in done.stderr
    assert "recover_log" in done.stderr
    assert one.shown()["version"] == 5


def test_diverged_tail_is_refused(crash):
    """Something was written after the restore, by software that didn't ask: nothing is joined."""
    one, _, newest, export = crash
    one.drive("record", "3")
    refused(one, {export: "restore the backup once more", newest.database_source: "diverged"})


def test_source_of_another_history_is_refused(crash, tmp_path):
    """Signed with the stolen key of the log: the signer remembers what it signed itself."""
    one, backup, *_ = crash
    thief = backup.copy(tmp_path / "thief")
    thief.drive("command", "adopt_signer")
    thief.drive("publish", "400")
    thief.drive("command", "export_log", str(tmp_path / "other"))
    thief.close()
    refused(one, {tmp_path / "other": "what the signer remembers have diverged"})


def damaged(export, name, folder):
    """A copy of the export with one bit of one file turned."""
    shutil.copytree(export, folder)
    data = bytearray((folder / name).read_bytes())
    data[len(data) // 2] ^= 1
    (folder / name).write_bytes(bytes(data))
    return folder


def without(export, name, folder):
    """A copy of the export that lacks one file."""
    shutil.copytree(export, folder)
    (folder / name).unlink()
    return folder


def test_damaged_or_foreign_source_is_refused(crash, install, tmp_path):
    one, backup, _, export = crash
    (tmp_path / "empty").mkdir()
    other = install("other")
    other.drive("publish", "400")
    other.drive("command", "export_log", str(tmp_path / "other"))
    words = {
        tmp_path / "nothing": "no folder of export_log",
        tmp_path / "empty": "no file `checkpoint`",
        "http://127.0.0.1:9/ledger": "http://127.0.0.1:9/ledger/checkpoint",
        tmp_path / "other": "isn't one of this log",
        backup.database_source: "nothing to bring back",
    }
    names = {
        "tile/entries/001.p/56": "",
        "with-hashes/0.json": "",
        "tile/0/000": "",
        "checkpoint": "",
    }
    for number, name in enumerate(names):
        words[damaged(export, name, tmp_path / f"damaged-{number}")] = names[name]
        words[without(export, name, tmp_path / f"without-{number}")] = names[name]
    refused(one, words)


def test_password_of_a_source_is_not_printed():
    name = "postgres://cifra:se:cret@127.0.0.1:1/old"
    assert log_sources.without_password(name) == "postgres://cifra:***@127.0.0.1:1/old"
    assert log_sources.without_password("/backups/export") == "/backups/export"
    with pytest.raises(RecoveryError) as caught:
        log_sources.opened(name).note()
    assert "se:cret" not in str(caught.value)


def test_source_that_lacks_some_of_what_was_signed_brings_what_it_has(crash, tmp_path):
    one, backup, newest, _ = crash
    one.drive("recover", newest.database_source)
    one.drive("publish", "5")
    one.restore(backup)
    source = newest.database_source
    done = one.drive("command", "recover_log", source, check=False)
    assert done.returncode == 1
    assert "7 more entries were signed, and are still missing" in done.stderr
    assert [*one.shown()["checkpoints"]] == [5]
    assert one.shown()["version"] == 312


def test_recovery_killed_at_any_step_leaves_nothing_half(crash):
    one, _, _, export = crash
    # The lease names the database as it is now: this is about the steps before a signature.
    code = (
        "import django; django.setup()\n"
        "from ledger import lease; current = lease.current()\n"
        "lease.take(current.signer, current.vkey)"
    )
    one.run("-c", code)
    one.drive("kill_recovery", str(export), "5")


def test_whole_log_comes_back_into_an_empty_database(crash, install):
    one, _, newest, export = crash
    mirror = install("mirror")
    mirror.origin = one.origin
    refused(mirror, {export: "--key"})
    mirror.settings["CIFRA_SIGNS"] = "0"
    key = (export / "keys").read_text().splitlines()[0]
    mirror.drive("command", "recover_log", str(export), "--key", key, check=False)
    there, here = newest.shown(), mirror.shown()
    same = ("entries", "digest", "version", "facts", "tiles", "withheld")
    assert {name: here[name] for name in same} == {name: there[name] for name in same}


def test_what_was_withheld_meanwhile_is_withheld_again(install, tmp_path):
    """An old backup has the bytes of an entry that was erased since."""
    one = install("one")
    one.drive("publish", "3")
    backup = one.copy(tmp_path / "backup")
    one.drive("command", "withhold_entry", "2", "--ground", "court-order", *PEOPLE)
    one.drive("command", "export_log", str(tmp_path / "export"))
    one.restore(backup)
    backup.close()
    assert one.shown()["withheld"] == 0
    one.drive("recover", str(tmp_path / "export"))
    assert one.shown()["withheld"] == 1
