"""manage.py rebuild: every published table again, from the log's entries alone.

Exit code 0 if all entries became rows, 3 if an entry needs newer software, 1 if nothing was done.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ledger.errors import LedgerError
from ledger.management.progress_lines import progress
from ledger.rebuilding import rebuild
from ledger.replay import projected_models
from ledger.understanding import NEWER_SOFTWARE


class Command(BaseCommand):
    help = "Empty every published table and fill it again by replaying the log, all or nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            replayed = rebuild(keep=True, progress=progress(self))
        except LedgerError as error:
            raise CommandError(f"Nothing was changed: {error}") from error
        tables = len(projected_models())
        self.stdout.write(f"{replayed.entries} entries replayed into {tables} tables.")
        if replayed.stop:
            raise CommandError(
                f"Stopped at version {replayed.entries}, which is served: {replayed.stop}.",
                returncode=NEWER_SOFTWARE,
            )
