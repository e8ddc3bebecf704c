"""The check that the data follows from the log, and the log from its signatures.

Owns what `manage.py verify_ledger` runs: the log by itself, guards, every published table against a
replay into a scratch database, checkpoints and the signer's files, then the checks that other apps
have of what they serve beside the log (settings.LEDGER_CHECKS). It trusts no stored hash, changes
nothing, and reads one snapshot of the live database, so it may run while others publish. Cost: the
whole log, twice.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.conf import settings
from django.db import Error, connections, models
from django.utils.module_loading import import_string

from ledger import log, replay
from ledger.database import guards
from ledger.database.scratch import scratch
from ledger.errors import LedgerError
from ledger.findings import Check, Finding
from ledger.models import Entry, Guarded, Tile
from ledger.verification import entries, signatures, tables
from ledger.verification.signatures import SignerState

__all__ = ["Finding", "verify"]


def verify(*, signs: bool = True) -> Iterator[Finding]:
    """Every difference found, as it is found; none means that all is as the log says.

    signs: whether this machine signs, so that the signer's files have to be here.
    """
    alias = log.alias()
    with _snapshot(alias) as remembered:
        seen = _Seen()
        yield from seen.passing("ledger_entry", entries.findings(alias))
        damaged = "ledger_entry" in seen.tables  # tiles are made anew by the replay
        yield from _Seen().passing("(guards)", guard_findings(alias))
        yield from seen.passing("ledger_witnessedlog", signatures.witnessed(alias))
        if damaged:
            yield Finding("(all else)", "", "", "not compared, since the log is damaged")
            return
        yield from seen.passing("ledger_entry", _replayed(alias, remembered if signs else None))
        for name in settings.LEDGER_CHECKS:
            check: Check = import_string(name)
            yield from seen.passing(name, check(seen.tables))


class _Seen:
    """The tables in which something was found so far."""

    def __init__(self) -> None:
        self.tables: set[str] = set()

    def passing(self, name: str, findings: Iterator[Finding]) -> Iterator[Finding]:
        """The findings, noted; one more in the place of what the database can't read."""
        try:
            for finding in findings:
                if not finding.newer_software:
                    self.tables.add(finding.table)
                yield finding
        except Error as error:
            self.tables.add(name)
            yield Finding(name, "", "", f"the database can't read all of it: {error}")


def guard_findings(alias: str) -> Iterator[Finding]:
    """Guarded tables without their triggers."""
    guarded = [model for model in apps.get_models() if issubclass(model, Guarded)]
    others = [model for model in replay.projected_models() if model not in guarded]
    for gap in guards.gaps(connections[alias], [*guarded, *others]):
        yield Finding(gap.split(":")[0], "", "", f"trigger: {gap}")


def _replayed(alias: str, remembered: SignerState | None) -> Iterator[Finding]:
    """Replay into a scratch database; compare every published table and checkpoint with it."""
    published: list[type[models.Model]] = replay.projected_models()
    first, behind = signatures.first_keys(), False
    with scratch([Entry, Tile, *published]) as other:
        try:
            replayed = replay.replay(source=alias)
        except LedgerError as error:
            yield Finding("ledger_entry", "", "", f"can't be replayed: {error}")
            return
        if stop := replayed.stop:
            behind = True
            fault = f"needs newer software: {stop.unknown} isn't known here"
            yield Finding("ledger_entry", stop.index, "data", fault, newer_software=True)
        for model in published:
            yield from tables.findings(model, alias, other)
        yield from signatures.checkpoints(alias, remembered, first, behind=behind)


@contextmanager
def _snapshot(alias: str) -> Iterator[SignerState]:
    """One state of the live database for all reads, without keeping writers out.

    Yields what the signer remembered then. Within a caller's transaction, that is the snapshot.
    """
    connection = connections[alias]
    if connection.in_atomic_block:
        with signatures.signer_at_rest() as remembered:
            pass
        yield remembered
        return
    begin = {"postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"}
    connection.ensure_connection()
    with signatures.signer_at_rest() as remembered, connection.cursor() as cursor:
        cursor.execute(begin.get(connection.vendor, "BEGIN"))
        cursor.execute("SELECT count(*) FROM ledger_publishedcheckpoint")  # it begins by reading
    try:
        yield remembered
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK")
