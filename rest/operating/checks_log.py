"""Checks of the database and the log: migrations, guards, keys, what is not signed."""

from collections.abc import Iterator

from django.conf import settings
from django.db import connection

from ledger import custody, signer
from ledger.errors import LedgerError
from ledger.verification import guard_findings
from rest.operating import condition
from rest.operating.findings import Check, Finding, error, warning


def database() -> Iterator[Finding]:
    """Whether it answers, and has the tables of this software."""
    found = condition.current()
    if not found.database:
        yield error(
            "database",
            "it can't be reached",
            "look whether it runs, and whether DATABASE_URL names it: manage.py dbshell",
        )
    elif found.migrations:
        yield error(
            "migrations",
            f"{len(found.migrations)} are not applied, the first is {found.migrations[0]}",
            "make a backup, then run manage.py migrate",
        )


def log() -> Iterator[Finding]:
    """Whether all that was published is signed and understood."""
    found = condition.current()
    if not found.ready:
        return
    if found.unsigned:
        yield error(
            "log",
            f"{found.unsigned} versions up to {found.newest} are not signed, so not served",
            "run manage.py publish_checkpoint; it says what keeps it from signing",
        )
    if (found.signed or 0) > found.log_size:
        yield error(
            "log",
            f"the signer signed up to size {found.signed}, the database has {found.log_size} "
            "entries: it is older",
            "bring the missing entries back: manage.py recover_log SOURCE",
        )
    if found.stopped:
        yield error("log", str(found.stopped), "upgrade; until then the version before is served")


def keys() -> Iterator[Finding]:
    """Whether the signer, if it is here, has its state and every key that signs."""
    if not settings.SIGNS:
        return
    folder = custody.location()
    found = condition.current()
    if found.signer_fault:
        yield error("keys", found.signer_fault, "mend that file, or bring it back from its backup")
        return
    if not found.ready or not found.published:
        return
    if words := signer.copied():
        yield error("keys", words, "read docs/how-to/keep-the-key.md before you do")
    if found.signed is None:
        yield error(
            "keys",
            f"{folder / 'signed.json'} is missing, although checkpoints were published",
            "run manage.py adopt_signer --seen SOURCE, with whatever has the newest checkpoint",
        )
    try:
        wanted = signer.keys_for(found.newest)
    except (LedgerError, OSError) as fault:
        yield error("keys", str(fault), "mend that file, or bring it back from its backup")
        return
    if not wanted:  # before its first rotation, the log's key is known from its file alone
        yield error(
            "keys",
            f"no private key is in {folder}, although checkpoints were published",
            "bring it back from its backup; a new key is not the one that readers trust",
        )
    for key in wanted:
        try:
            custody.read_private_key(folder / f"key-{key.id.hex()}")
        except FileNotFoundError:
            yield error(
                "keys",
                f"the private key of {key} is not in {folder}",
                "bring it back from its backup; without it nothing can be published",
            )
        except LedgerError as fault:
            yield error("keys", str(fault), "mend that file, or bring it back from its backup")


def guarded() -> Iterator[Finding]:
    """Whether the database refuses to change what was published."""
    if not condition.current().ready:
        return
    for gap in guard_findings(connection.alias):
        yield error(
            "database",
            f"published rows are not guarded: {gap.fault}",
            "run manage.py verify_ledger, and restore from a backup if rows were changed",
        )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT has_table_privilege('ledger_entry', 'TRUNCATE')")
            if cursor.fetchone()[0]:
                yield warning(
                    "database",
                    "the service's role may TRUNCATE published tables, which no guard sees",
                    "REVOKE TRUNCATE ON ALL TABLES IN SCHEMA public FROM <role>; a superuser "
                    "always may: use another role",
                )


CHECKS: list[Check] = [database, log, keys, guarded]
