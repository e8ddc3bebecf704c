"""Crashes, concurrency, and isolation, on whole installations of either engine."""

import pytest
from django.db import connection, transaction

from ledger import log
from ledger.errors import AppendError

from .facts import fact


def test_publication_killed_at_every_step_is_whole_or_not_there(install):
    done = install("killed").drive("kill_everywhere")
    steps = int(done.stdout.split()[0])
    assert steps > 30


def test_first_signature_killed_at_every_step_is_made_by_the_next_run(install):
    done = install("first").drive("kill_first_signatures")
    assert int(done.stdout.split()[0]) > 15


def test_eight_publishers_at_once_lose_and_duplicate_nothing(install):
    install("many").drive("concurrently", "8", "5")


def test_restored_backup_makes_the_signer_refuse(install):
    """The state directory outlives the database, as it does when a backup is restored."""
    one, backup = install("one"), install("backup")
    one.drive("publish", "3")
    one.drive("publish", "3")
    backup.drive("publish", "2")
    one.name, backup.name = backup.name, one.name
    if connection.vendor == "sqlite":
        (backup.directory / "db.sqlite3").replace(one.directory / "db.sqlite3")
    refused = one.drive("publish", "5", check=False)
    assert refused.returncode == 1
    assert "restored from an old backup" in refused.stderr
    assert "Nothing was signed" in refused.stderr


@pytest.mark.skipif("connection.vendor != 'postgresql'")
@pytest.mark.django_db(transaction=True)
def test_append_under_repeatable_read_is_refused():
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        with pytest.raises(AppendError, match="READ COMMITTED, not REPEATABLE READ"):
            log.append([fact("a")], message="m", drafted_by="a", approved_by="b")
