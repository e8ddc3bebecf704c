"""The check that the data follows from the log, and the log from its signatures.

Owns what `manage.py verify_ledger` runs: the log by itself, guards, every published table against a
replay into a scratch database, checkpoints and the signer's files, then the checks that other apps
have of what they serve beside the log (settings.LEDGER_CHECKS). It trusts no stored hash, changes
nothing, and reads one snapshot of the live database, so it may run while others publish. Cost: the
whole log, twice.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.apps import apps
from django.conf import settings
from django.db import Error, connections
from django.utils.module_loading import import_string

from ledger import log, replay
from ledger.database import guards
from ledger.errors import LedgerError, NeedsNewerSoftware
from ledger.findings import Check, Finding
from ledger.kept_replay import kept_replay
from ledger.models import Guarded
from ledger.progress import Progress
from ledger.replay import Leaf, Replaying
from ledger.verification import entries, signatures, tables
from ledger.verification.signatures import SignerState

__all__ = ["Finding", "verify"]

_ENTRY = entries.ENTRY


def verify(
    *, signs: bool = True, keep: bool = False, progress: Progress | None = None
) -> Iterator[Finding]:
    """Every difference found, as it is found; none means that all is as the log says.

    signs: whether this machine signs, so that the signer's files have to be here. keep: whether to
    go on with the replay that a stopped run left, and to leave one if this run is stopped.
    """
    alias, seen, progress = log.alias(), _Seen(), progress or Progress()
    with _snapshot(alias) as remembered:
        first = signatures.first_keys()
        with (
            kept_replay(alias, progress, keep=keep) as kept,
            kept.replaying() as replaying,
        ):
            rest = _Rest(replaying)
            yield from seen.passing(_ENTRY, entries.findings(alias, rest, progress))
            damaged = _ENTRY in seen.tables  # tiles are made anew by the replay
            yield from _Seen().passing("(guards)", guard_findings(alias))
            yield from seen.passing("ledger_witnessedlog", signatures.witnessed(alias))
            if damaged:
                yield Finding("(all else)", "", "", "not compared, since the log is damaged")
                return
            against = signatures.Against(remembered if signs else None, first)
            yield from seen.passing(_ENTRY, _compared(alias, kept.alias, rest, against, progress))
        for name in settings.LEDGER_CHECKS:
            check: Check = import_string(name)
            yield from seen.passing(name, check(seen.tables, progress))


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


class _Rest:
    """The replay of the entries that weren't replayed before, to the first that can't be."""

    def __init__(self, replaying: Replaying) -> None:
        self._replaying = replaying
        self._first = replaying.place.size
        self._error: LedgerError | None = None

    def take(self, leaves: Sequence[Leaf]) -> None:
        """Replay these entries, unless they were, or one before them can't be."""
        if self._error is None:
            try:
                self._replaying.take(leaf for leaf in leaves if leaf[0].index >= self._first)
            except LedgerError as error:
                self._error = error

    def stop(self) -> NeedsNewerSoftware | None:
        """The first entry of newer software, if there is one."""
        return self._replaying.stop

    def finish(self) -> None:
        """End the replay; raises LedgerError if it can't be whole."""
        if self._error:
            raise self._error
        self._replaying.finish()


def guard_findings(alias: str) -> Iterator[Finding]:
    """Guarded tables without their triggers."""
    guarded = [model for model in apps.get_models() if issubclass(model, Guarded)]
    others = [model for model in replay.projected_models() if model not in guarded]
    for gap in guards.gaps(connections[alias], [*guarded, *others]):
        yield Finding(gap.split(":")[0], "", "", f"trigger: {gap}")


def _compared(
    alias: str, other: str, rest: _Rest, against: signatures.Against, progress: Progress
) -> Iterator[Finding]:
    """Compare every published table and checkpoint with the replay in the database `other`."""
    try:
        rest.finish()
    except LedgerError as error:
        yield Finding(_ENTRY, "", "", f"can't be replayed: {error}")
        return
    if stop := rest.stop():
        fault = f"needs newer software: {stop.unknown} isn't known here"
        yield Finding(_ENTRY, stop.index, "data", fault, newer_software=True)
    for model in replay.projected_models():
        yield from tables.findings(model, alias, other, progress)
    yield from signatures.checkpoints(alias, against, behind=rest.stop() is not None)


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
