"""Runs in a process of its own, in an installation made for one test.

Publishes, gets killed, publishes from many processes at once. `python -m tests.ledger.driver ACT
...`; exit code 0 if all held, the reason on stderr otherwise.
"""

import os
import shutil
import sys
from dataclasses import replace
from itertools import count

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import CommandError, call_command  # noqa: E402
from django.db import connection, connections, transaction  # noqa: E402

from ledger import custody, log, replay, rotation, selectors, signer  # noqa: E402
from ledger.database import guards  # noqa: E402
from ledger.models import Entry, PublishedCheckpoint, SignerLease, Version  # noqa: E402
from ledger.verification import verify  # noqa: E402

from .facts import Fact, closing, fact  # noqa: E402
from .killing import killed_at  # noqa: E402

settings.LEDGER_PROJECTION = "tests.ledger.facts.project"
settings.LEDGER_UNKNOWN = "tests.ledger.facts.unknown"
_known = replay.projected_models
replay.projected_models = lambda: [*_known(), Fact]


def prepare():
    """The table of facts, for a database that was just migrated."""
    with connection.schema_editor() as editor:
        editor.create_model(Fact)
    columns = [field.column for field in Fact._meta.concrete_fields]
    guards.install(connection, "test_fact", columns, "known_to")


def publish(number, *, sign=True):
    """One changeset of `number` facts, one of them closed and told anew."""
    with transaction.atomic():
        log.append(
            [closing("0"), *[fact(str(n), f"{os.getpid()}") for n in range(int(number))]],
            message="driven",
            drafted_by="p1",
            approved_by="p2",
        )
    if sign:
        signer.publish()


def record(number):
    """A changeset that is committed, and not signed: the process ended in between."""
    publish(number, sign=False)


def command(name, *arguments):
    """A command of manage.py, where the log publishes facts; its errors as manage.py shows them."""
    try:
        call_command(name, *arguments)
    except CommandError as error:
        print(f"CommandError: {error}", file=sys.stderr)
        sys.exit(error.returncode)


def go_on(export):
    """Everything that may be lost: many facts, an erasure, a rotation; and an export of it all."""
    publish(300)
    people = {"drafted_by": "p1", "approved_by": "p2"}
    call_command("withhold_entry", 100, ground="court-order", **people)
    call_command("rotate_key", **people)
    call_command("export_log", export)


def recover(source):
    """A recovery, then what a restored database needs on top."""
    try:
        call_command("recover_log", source)
    except CommandError as error:
        if "adopt_signer" not in str(error):  # it is another database than the one before
            raise
        call_command("adopt_signer")
    verified()


def refuse(*sources):
    """No entry comes back from any of them; prints why."""
    before = list(Entry.objects.order_by("index").values_list()), log.head()
    for source in sources:
        try:
            call_command("recover_log", source)
        except CommandError as error:
            print(error)
        else:
            raise AssertionError(source)
        assert (list(Entry.objects.order_by("index").values_list()), log.head()) == before


def verified():
    """Nothing differs from the log, and all of it is published."""
    findings = [str(finding) for finding in verify()]
    assert not findings, findings
    assert selectors.published_size() == log.head()[0]


def kill_recovery(source, stride):
    """Kill a recovery at one step after another; all of it came back, or nothing."""
    before, step = Entry.objects.count(), 1
    while True:
        connections.close_all()
        child = os.fork()
        if child == 0:
            killed_at(step)
            call_command("recover_log", source)
            os._exit(0)
        survived = os.waitpid(child, 0)[1] == 0
        after = Entry.objects.count()
        assert log.head()[0] == after, f"step {step}: version {log.head()[0]}, {after} entries"
        if survived or after != before:
            break
        assert PublishedCheckpoint.objects.count() == 1, f"step {step}"
        step += int(stride)
    assert after > before, "nothing came back"
    signer.publish()
    findings = [str(finding) for finding in verify()]
    assert not findings, findings
    print(f"{step} steps")


def kill_rotation(stride):
    """Kill a rotation at one step after another; what signs afterwards is what the log says."""
    publish(3)
    for step in count(1, int(stride)):
        before = len(signer.verifier_keys())
        connections.close_all()
        child = os.fork()
        if child == 0:
            killed_at(step)
            rotation.add_key(drafted_by="p1", approved_by="p2")
            os._exit(0)
        survived = os.waitpid(child, 0)[1] == 0
        publish(1)
        findings = [str(finding) for finding in verify()]
        assert not findings, f"step {step}: {findings}"
        folder = custody.folder()
        in_log = {key.id.hex() for key in signer.verifier_keys()}
        assert {path.name.removeprefix("key-") for path in folder.glob("key-*")} == in_log
        assert not list(folder.glob("pending-*")), f"step {step}"
        if survived or len(in_log) > max(before, 1):
            print(f"{step} steps")
            return


def kill_replays(stride):
    """Kill a check and a rebuild at one step after another; what is left is whole, and gone on."""
    for number in (300, 5, 1030):
        publish(number)
    before = list(Fact.objects.order_by("pk").values_list())
    for name in ("verify_ledger", "rebuild"):
        for step in count(1, int(stride)):
            connections.close_all()
            child = os.fork()
            if child == 0:
                killed_at(step)
                call_command(name)
                os._exit(0)
            survived = os.waitpid(child, 0)[1] == 0
            assert list(Fact.objects.order_by("pk").values_list()) == before, f"{name}, step {step}"
            if survived:
                print(f"{name}: {step} steps")
                break
        verified()
    assert not list((settings.STATE_DIR / "replay").glob("*.sqlite3")), "left behind"


def rewrite():
    """What a thief of machine and key does: another history, coherent in all but other memories."""
    with guards.lifted(connection), connection.cursor() as cursor:
        for table in ("ledger_publishedcheckpoint", "ledger_version", "ledger_tile", "test_fact"):
            cursor.execute(f"DELETE FROM {table}")
        cursor.execute("DELETE FROM ledger_entry")
    before = signer.state()
    custody.write_state(custody.folder(), replace(before, size=0, root=log.head()[1]))
    publish(400)


def kill_everywhere():
    """Kill a publication at its first step, at its second, and so on, until one survives."""
    publish(250)
    for step in count(1):
        before = log.head()[0]
        connections.close_all()
        child = os.fork()
        if child == 0:
            killed_at(step)
            publish(20)
            os._exit(0)
        survived = os.waitpid(child, 0)[1] == 0
        after = Entry.objects.count()
        assert after in (before, before + 22), f"step {step}: {before} to {after} entries"
        assert log.head()[0] == after, f"step {step}: version {log.head()[0]}, {after} entries"
        assert signer.publish() == after
        findings = [str(finding) for finding in verify()]
        assert not findings, f"step {step}: {findings}"
        if survived:
            print(f"{step - 1} steps")
            return


def kill_first_signatures():
    """The same for the very first signature, which makes keys and state on its way."""
    publish(3, sign=False)
    for step in count(1):
        shutil.rmtree(settings.STATE_DIR / "ledger", ignore_errors=True)
        with guards.lifted(connection):
            PublishedCheckpoint.objects.all().delete()
            SignerLease.objects.all().delete()
        connections.close_all()
        child = os.fork()
        if child == 0:
            killed_at(step)
            signer.publish()
            os._exit(0)
        survived = os.waitpid(child, 0)[1] == 0
        assert signer.publish() == 5
        findings = [str(finding) for finding in verify()]
        assert not findings, f"step {step}: {findings}"
        if survived:
            print(f"{step - 1} steps")
            return


def concurrently(processes, changesets):
    """Many processes publish and sign at once."""
    connections.close_all()
    children = []
    for _ in range(int(processes)):
        child = os.fork()
        if child == 0:
            code = 1
            try:
                for _ in range(int(changesets)):
                    publish(6)
                code = 0
            finally:
                os._exit(code)
        children.append(child)
    assert all(os.waitpid(child, 0)[1] == 0 for child in children), "a publisher failed"
    expected = int(processes) * int(changesets)
    assert Version.objects.count() == expected, f"{Version.objects.count()} versions"
    indexes = list(Entry.objects.order_by("index").values_list("index", flat=True))
    assert indexes == list(range(expected * 8)), f"{len(indexes)} entries"
    assert selectors.published_size() == expected * 8
    findings = [str(finding) for finding in verify()]
    assert not findings, findings


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
