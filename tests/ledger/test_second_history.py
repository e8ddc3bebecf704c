"""No second history: copies of the signer's folder and of the database sign nothing.

On whole installations of either engine. What is signed for one size is one root, on all of them.
"""

import json
import os
import shutil
import subprocess
import sys

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db  # so that a database for tests is made at all


def roots(*installations):
    """Every text that was signed for each size, on any of these installations."""
    signed = {}
    for each in installations:
        for size, text in each.shown()["checkpoints"].items():
            signed.setdefault(size, set()).add(text)
    return signed


def refused(done, *words):
    assert done.returncode == 1
    assert "Traceback" not in done.stderr.rpartition("Error: ")[2]
    for each in words:
        assert each in done.stderr, done.stderr
    return True


@pytest.fixture
def copy(tmp_path):
    made = []

    def copy(installation, name):
        made.append(installation.copy(tmp_path / name))
        return made[-1]

    yield copy
    for each in made:
        each.close()


def test_copied_state_with_a_diverging_database_signs_nothing(install, copy):
    """Both would sign the same size with the same key, each for its own entries."""
    one = install("one")
    one.drive("publish", "3")
    two = copy(one, "two")
    one.drive("publish", "4")
    done = two.drive("publish", "4", check=False)
    assert refused(done, "is a copy", "adopt_signer")
    signed = roots(one, two)
    assert {size: len(texts) for size, texts in signed.items()} == {5: 1, 11: 1}
    assert two.shown()["signed"][0] == 5
    # Nor does it write any more, as publications ask before they do.
    people = ("--drafted-by", "p1", "--approved-by", "p2")
    assert refused(two.drive("command", "rotate_key", *people, check=False), "is a copy")
    assert two.shown()["version"] == 11
    # The first one isn't disturbed by it.
    one.drive("publish", "2")
    assert len(one.shown()["checkpoints"]) == 3


def test_copied_files_in_another_node_s_folder_sign_nothing(install, copy):
    one, other = install("one"), install("other")
    other.settings["CIFRA_LEDGER_ORIGIN"] = one.origin
    for each in (one, other):
        each.drive("publish", "3")
    two = copy(one, "two")
    shutil.rmtree(two.state)
    shutil.copytree(other.state, two.state)
    for path in one.state.iterdir():
        if path.name != "identity":
            shutil.copy(path, two.state)
    assert refused(two.drive("publish", "3", check=False), "is a copy")
    assert len(two.shown()["checkpoints"]) == 1


def test_restored_folder_and_database_sign_nothing_until_adopted(install, copy, tmp_path):
    """Both from one backup, each file in its old place: nothing in them shows what came after."""
    one = install("one")
    one.drive("publish", "3")
    backup = copy(one, "backup")
    one.drive("publish", "4")
    seen = one.shown()["checkpoints"]
    one.drive("command", "export_log", str(tmp_path / "export"))
    # As `cp -p` does it, which keeps times and writes into the files that are there.
    for path in backup.state.iterdir():
        shutil.copy2(path, one.state / path.name)
    one.restore(backup)
    assert refused(one.drive("publish", "4", check=False), "restored from a backup")
    # The newest checkpoint that anybody has shows what is missing.
    adopt = ("command", "adopt_signer", "--seen", str(tmp_path / "export"))
    assert refused(one.drive(*adopt, check=False), "contradicts the checkpoint of size 11")
    one.restore(backup)
    assert refused(one.drive(*adopt, check=False), "ends before the checkpoint of size 11")
    one.drive("command", "recover_log", str(tmp_path / "export"), check=False)
    one.drive(*adopt)
    one.drive("publish", "1")
    again = one.shown()
    assert again["checkpoints"].items() >= seen.items()
    assert again["version"] == 14


def test_moved_node_goes_on_once_it_is_adopted(install, copy):
    one = install("one")
    one.drive("publish", "3")
    two = copy(one, "two")
    two.drive("record", "4")
    assert refused(two.run("manage.py", "publish_checkpoint", check=False), "adopt_signer")
    assert "signs from now on" in two.drive("command", "adopt_signer").stdout
    two.drive("publish", "2")
    assert [*two.shown()["checkpoints"]] == [5, 11, 15]


def test_copied_database_is_known_from_the_one_it_was_copied_from(install, copy):
    """Also by nodes that don't sign, whose folders hold no memory."""
    one = install("one")
    one.drive("publish", "3")
    two = copy(one, "two")
    shutil.rmtree(two.state)
    two.settings["CIFRA_SIGNS"] = "0"
    people = ("--drafted-by", "p1", "--approved-by", "p2", "--ground", "court-order")
    done = two.drive("command", "withhold_entry", "1", *people, check=False)
    assert refused(done, "this database is a copy")
    assert two.shown()["version"] == 5


def test_nodes_on_one_database_sign_each_size_once(install, tmp_path):
    """One node signs, another one writes and serves, a third has a copy of the first's folder."""
    one, web, copied = install("one"), install("web"), install("copied")
    one.drive("publish", "3")
    for each in (web, copied):
        each.share(one)
    shutil.copytree(one.directory / "state", copied.directory / "state")
    web.settings["CIFRA_SIGNS"] = "0"
    web.drive("record", "4")
    done = web.run("manage.py", "publish_checkpoint", check=False)
    assert refused(done, "signed by another node")
    assert refused(copied.run("manage.py", "publish_checkpoint", check=False), "is a copy")
    assert not copied.drive("record", "1").returncode
    publish = [sys.executable, "manage.py", "publish_checkpoint"]
    running = [
        subprocess.Popen(publish, env=one._environment(), stdout=subprocess.DEVNULL)
        for _ in range(3)
    ]
    assert [each.wait(120) for each in running] == [0, 0, 0]
    assert [*one.shown()["checkpoints"]] == [5, 11, 14]
    # A web node knows the key, which it doesn't have.
    code = (
        "import django; django.setup(); from ledger import signer; print(*signer.verifier_keys())"
    )
    (key,) = one.state.glob("key-*")
    assert web.run("-c", code).stdout.startswith(f"{one.origin}+{key.name[4:]}+")
    # The operator says that the copy signs from now on; the first one doesn't then.
    copied.drive("command", "adopt_signer")
    copied.drive("publish", "2")
    one.drive("record", "2")
    done = one.run("manage.py", "publish_checkpoint", check=False)
    assert refused(done, "another signer signs this log")


def test_same_folder_in_another_place_goes_on_by_itself(install):
    """As a volume does that is mounted into another container, of another name."""
    one = install("one")
    one.drive("publish", "3")
    (one.directory / "state").rename(one.directory / "mounted")
    one.settings |= {"CIFRA_STATE_DIR": str(one.directory / "mounted"), "HOSTNAME": "0a1b2c"}
    one.drive("publish", "3")
    assert [*one.shown()["checkpoints"]] == [5, 10]


def test_named_node_goes_on_in_a_folder_that_is_made_anew(install):
    """For machines whose volumes are made from a copy at each start: the operator vouches."""
    one = install("one")
    one.settings["CIFRA_NODE"] = "signer-1"
    one.drive("publish", "3")
    shutil.copytree(one.directory / "state", one.directory / "new")
    one.settings["CIFRA_STATE_DIR"] = str(one.directory / "new")
    one.drive("publish", "3")
    one.settings["CIFRA_NODE"] = "signer-2"
    assert refused(one.drive("publish", "3", check=False), "is a copy")


def test_state_of_an_older_software_goes_on_by_itself(install, copy):
    """It names neither a signer nor a place; from its next signature on it does."""
    one = install("one")
    one.drive("publish", "3")
    path = one.state / "signed.json"
    saved = json.loads(path.read_text())
    path.write_text(json.dumps({name: saved[name] for name in ("origin", "size", "root")}))
    (one.state / "identity").unlink()
    forget_lease(one)
    one.drive("publish", "3")
    two = copy(one, "two")
    assert refused(two.drive("publish", "3", check=False), "is a copy")
    # Put back beside a database that has a signer, it signs no more.
    path.write_text(json.dumps({name: saved[name] for name in ("origin", "size", "root")}))
    assert refused(one.drive("publish", "3", check=False), "another signer signs")


def forget_lease(installation):
    code = (
        "import django; django.setup()\n"
        "from ledger.models import SignerLease; SignerLease.objects.all().delete()"
    )
    installation.run("-c", code)


def test_lost_state_is_made_anew_only_from_a_checkpoint_that_somebody_vouches_for(
    install, tmp_path
):
    one = install("one")
    one.drive("publish", "3")
    one.drive("command", "export_log", str(tmp_path / "export"))
    (one.state / "signed.json").unlink()
    one.drive("record", "2")
    assert refused(one.drive("command", "adopt_signer", check=False), "--seen", "--nothing-newer")
    stranger = tmp_path / "stranger"
    stranger.write_text((tmp_path / "export" / "checkpoint").read_text().replace("\n5\n", "\n4\n"))
    adopt = ("command", "adopt_signer", "--seen")
    assert refused(one.drive(*adopt, str(stranger), check=False), "isn't one of this log")
    one.drive(*adopt, str(tmp_path / "export" / "checkpoint"))
    assert [*one.shown()["checkpoints"]] == [5, 9]
    (one.state / "signed.json").unlink()
    one.drive("command", "adopt_signer", "--nothing-newer")
    one.drive("publish", "1")
    assert len(one.shown()["checkpoints"]) == 3


def test_adoption_without_the_key_is_refused(install):
    one = install("one")
    one.drive("publish", "3")
    (key,) = one.state.glob("key-*")
    key.rename(one.directory / "kept")
    assert refused(one.drive("command", "adopt_signer", check=False), "private key")
    os.rename(one.directory / "kept", key)
    one.drive("publish", "3")


@pytest.mark.skipif("connection.vendor != 'sqlite'")
def test_database_in_another_file_is_a_copy(install):
    one = install("one")
    one.drive("publish", "3")
    shutil.copy(one.database, one.directory / "copied")
    (one.directory / "copied").replace(one.database)
    assert connection.vendor == "sqlite"
    assert refused(one.drive("publish", "3", check=False), "this database is a copy")
