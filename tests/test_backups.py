"""Backups of whole installations: made, checked, refused and restored, on the tests' engine."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ledger.backups import manifest, signer_files
from ledger.errors import BackupError
from tests.ledger.installations import ROOT, Installation

ORIGINAL = b"%PDF-1.7 an original, as it came"
UPLOAD = f"""
import django; django.setup()
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from sources.models_intake import Upload
row = Upload(sha256="ab" * 32, name="a.pdf", bytes=3, media_type="application/pdf", text="a",
    text_sha256="c" * 64, extractor="x", pages=[], silent_pages=[],
    by=User.objects.create(username="ana"))
row.content.save("a.pdf", ContentFile({ORIGINAL!r}))
"""
DAMAGE = """
import django; django.setup()
from django.db import connection
from ledger.database import guards
with guards.lifted(connection), connection.cursor() as cursor:
    cursor.execute("UPDATE ledger_version SET message = 'another message'")
"""
COUNT = """
import django; django.setup()
from django.apps import apps
print({model._meta.db_table: model._base_manager.count() for model in apps.get_models()})
"""


def version_of(installation):
    done = installation.run("manage.py", "verify_ledger", "--without-signer")
    return int(re.search(r"Published size: (\d+)\.", done.stdout)[1])


def refused(installation, *command):
    """What a command says that ends with 1."""
    done = installation.run("manage.py", *command, check=False)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr


def modes(folder):
    return {path.stat().st_mode & 0o777 for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """An installation with published figures and one original."""
    made = Installation(tmp_path_factory.mktemp("source") / "it")
    first = tmp_path_factory.mktemp("seeds")
    shutil.copy(ROOT / "seeds" / "001.yaml", first)
    try:
        made.run("manage.py", "migrate", "-v0")
        made.run("manage.py", "load_seeds", "--seeds", str(first))
        made.run("-c", UPLOAD)
        yield made
    finally:
        made.close()


@pytest.fixture(scope="module")
def saved(source, tmp_path_factory):
    """A backup of it, and one of its signer."""
    folder = tmp_path_factory.mktemp("saved")
    source.run("manage.py", "backup", f"{folder}/data", "--signer", f"{folder}/signer")
    return folder


@pytest.fixture
def place(tmp_path):
    """A folder with nothing in it."""
    made = tmp_path / "place"
    made.mkdir()
    return made


@pytest.fixture
def empty(tmp_path, source):
    """Make an installation without a database's tables, under the same name of the log."""
    made = []

    def empty(name="new"):
        made.append(Installation(tmp_path / name))
        made[-1].origin = source.origin
        return made[-1]

    yield empty
    for each in made:
        each.close()


def test_a_restored_installation_is_the_one_that_was_saved(source, saved, empty):
    new = empty()

    done = new.run("manage.py", "restore", f"{saved}/data", "--signer", f"{saved}/signer")

    assert "All data follows from the log." in done.stdout
    assert version_of(new) == version_of(source)
    assert new.run("-c", COUNT).stdout == source.run("-c", COUNT).stdout
    (original,) = (new.directory / "state" / "documents").rglob("*" + "ab" * 31)
    assert original.read_bytes() == ORIGINAL
    brought = {path.name for path in signer_files.copied(new.state)}
    assert brought == {path.name for path in signer_files.copied(source.state)} - {"signed.json"}
    for path in source.state.glob("key-*"):
        assert (new.state / path.name).read_bytes() == path.read_bytes()
    assert modes(new.state) == {0o600}


def test_a_backup_is_for_its_owner_alone_and_holds_no_key(source, saved):
    assert modes(saved) == {0o600}
    assert (saved / "data").stat().st_mode & 0o777 == 0o700
    held = b"".join(path.read_bytes() for path in (saved / "data").rglob("*") if path.is_file())
    (key,) = source.state.glob("key-*")
    assert key.read_bytes().strip() not in held
    assert key.name in {path.name for path in (saved / "signer").iterdir()}


def test_the_manifest_says_what_was_saved_and_that_it_was_verified(source, saved):
    manifest = json.loads((saved / "data" / "manifest.json").read_text())

    assert manifest["version"] == manifest["published"] == version_of(source)
    assert manifest["origin"] == source.origin
    assert manifest["verified"] is True
    assert any(name.startswith("originals/") for name in manifest["files"])


def test_only_an_empty_installation_takes_a_backup(source, saved):
    assert "is not empty" in refused(source, "restore", f"{saved}/data")


def test_what_migrate_made_is_empty_still(saved, empty):
    new = empty()
    new.run("manage.py", "migrate", "-v0")

    new.run("manage.py", "restore", f"{saved}/data", "--signer", f"{saved}/signer")

    assert version_of(new)


def test_a_backup_is_a_new_folder(source, saved, place):
    assert "exists already" in refused(source, "backup", f"{saved}/data")
    inside = ("backup", f"{place}/b", "--signer", f"{place}/b/signer")
    assert "outside of the backup" in refused(source, *inside)
    assert list(place.iterdir()) == []


def test_an_unfinished_backup_is_not_restored(saved, empty, place):
    shutil.copytree(saved / "data", place / "copy")
    (place / "copy" / "manifest.json").unlink()
    new = empty()

    assert "Not restored: " in refused(new, "restore", f"{place}/copy")
    assert not (new.directory / "db.sqlite3").exists()


@pytest.mark.parametrize("damage", ["bit", "shorter", "missing", "newer", "outside", "wrong kind"])
def test_damage_of_a_backup_is_found(saved, place, damage):
    folder = place / "copy"
    shutil.copytree(saved / "data", folder)
    (database,) = folder.glob("database.*")
    content = json.loads((folder / "manifest.json").read_text())
    data = bytearray(database.read_bytes())
    if damage == "bit":
        data[len(data) // 2] ^= 1
        database.write_bytes(data)
    elif damage == "shorter":
        database.write_bytes(data[:-1])
    elif damage == "missing":
        database.unlink()
    elif damage == "newer":
        content["format"] += 1
    elif damage == "outside":
        content["files"]["../mine"] = {"bytes": 0, "sha256": ""}
    else:
        content["kind"] = "signer"
    (folder / "manifest.json").write_text(json.dumps(content))

    with pytest.raises(BackupError):
        manifest.check(folder, manifest.read(folder, "installation"))


def test_a_backup_of_newer_software_is_not_restored(saved, empty, place):
    shutil.copytree(saved / "data", place / "copy")
    path = place / "copy" / "manifest.json"
    content = json.loads(path.read_text())
    content["migrations"].append("ledger.9999_later")
    path.write_text(json.dumps(content))

    assert "ledger.9999_later isn't known here" in refused(empty(), "restore", f"{place}/copy")


def test_a_backup_of_another_log_is_not_restored(saved, empty):
    new = empty()
    new.origin = "elsewhere.example/ledger"

    assert "CIFRA_LEDGER_ORIGIN" in refused(new, "restore", f"{saved}/data")


def test_a_copy_that_does_not_verify_is_no_backup(saved, empty, place):
    damaged = empty("damaged")
    damaged.run("manage.py", "restore", f"{saved}/data", "--signer", f"{saved}/signer")
    damaged.run("-c", DAMAGE)

    error = refused(damaged, "backup", f"{place}/b", "--signer", f"{place}/s")

    assert "ledger_version" in error
    assert "another message" in error
    assert list(place.iterdir()) == []


def test_an_older_signer_never_takes_the_place_of_a_newer(source, saved, empty, place):
    """The database is lost, the signer's folder isn't; the backup is older than what was signed."""
    grown = empty("grown")
    grown.run("manage.py", "restore", f"{saved}/data", "--signer", f"{saved}/signer")
    grown.run("manage.py", "adopt_signer", "--nothing-newer")
    grown.run("manage.py", "rotate_key", "--drafted-by=p1", "--approved-by=p2")
    signed = json.loads((grown.state / "signed.json").read_text())["size"]
    assert signed > version_of(source)
    new = empty()
    shutil.copytree(grown.state, new.state)

    error = refused(new, "restore", f"{saved}/data", "--signer", f"{saved}/signer")
    assert f"signed up to size {signed}" in error
    assert "Nothing was restored" in error.replace("\n", " ")

    error = refused(new, "restore", f"{saved}/data")
    assert f"signed up to size {signed}" in error
    assert json.loads((new.state / "signed.json").read_text())["size"] == signed
    assert new.run("manage.py", "doctor", check=False).returncode == 1


def test_a_restore_that_was_killed_can_be_repeated(saved, empty):
    new = empty()
    shutil.copytree(saved / "signer", new.state)
    (new.state / "manifest.json").unlink()

    new.run("manage.py", "restore", f"{saved}/data", "--signer", f"{saved}/signer")

    assert version_of(new)


def test_a_backup_while_others_publish_is_one_state(saved, empty, place, tmp_path):
    busy, new = empty("busy"), empty("new")
    busy.run("manage.py", "restore", f"{saved}/data", "--signer", f"{saved}/signer")
    busy.run("manage.py", "adopt_signer", "--nothing-newer")
    before = version_of(busy)
    more = tmp_path / "more"
    more.mkdir()
    for name in ("002.yaml", "003.yaml"):
        shutil.copy(ROOT / "seeds" / name, more)
    publisher = start(busy, "load_seeds", "--seeds", str(more))
    try:
        while version_now(busy) == before:
            assert publisher.poll() is None
            time.sleep(0.1)
        busy.run("manage.py", "backup", f"{place}/b", "--signer", f"{place}/s")
    finally:
        publisher.wait(300)

    new.run("manage.py", "restore", f"{place}/b", "--signer", f"{place}/s")
    assert before < version_of(new) <= version_of(busy)


def test_a_killed_backup_leaves_no_folder_that_counts(source, place):
    process = start(source, "backup", f"{place}/b")
    while not list(place.glob(".b.*")):
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert not (place / "b").exists()

    source.run("manage.py", "backup", f"{place}/c", "--unverified")

    assert [path.name for path in place.iterdir()] == ["c"]
    assert json.loads((place / "c" / "manifest.json").read_text())["verified"] is False


def test_keep_removes_the_oldest_backups_and_nothing_else(source, saved, place):
    for number in range(3):
        shutil.copytree(saved / "data", place / f"b{number}")
        manifest = place / f"b{number}" / "manifest.json"
        content = json.loads(manifest.read_text()) | {"created": f"2020-01-0{number + 1}T00:00:00Z"}
        manifest.write_text(json.dumps(content))
    (place / "mine").mkdir()
    (place / "mine" / "file").write_text("stays")

    done = source.run("manage.py", "backup", f"{place}/b3", "--unverified", "--keep=2")

    assert done.stdout.count("Removed: ") == 2
    assert {path.name for path in place.iterdir()} == {"b2", "b3", "mine"}


def start(installation, *command):
    return subprocess.Popen(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=installation._environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def version_now(installation):
    state = Path(installation.state / "signed.json")
    return json.loads(state.read_text())["size"] if os.path.exists(state) else 0
