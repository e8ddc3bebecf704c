"""manage.py recover_log SOURCE: bring entries back that this database lacks."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ledger import log_sources, signer
from ledger.errors import LedgerError
from ledger.formats.note import VerifierKey
from ledger.recovery import Recovered, recover
from ledger.understanding import NEWER_SOFTWARE


class Command(BaseCommand):
    help = (
        "Bring back what a database restored from an old backup lacks, from an export, a mirror "
        "or another backup, and sign on. All or nothing; a source with another history is refused."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "source",
            help="a folder of export_log, a log's address (https://.../ledger), a SQLite file, "
            "or a database (postgres://...)",
        )
        parser.add_argument(
            "--key", action="append", default=[], metavar="VKEY", help="a trusted key of this log"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            keys = [VerifierKey.parse(vkey) for vkey in options["key"]]
            recovered = recover(log_sources.opened(options["source"]), keys)
        except LedgerError as error:
            name = log_sources.without_password(options["source"])
            raise CommandError(f"{name}: {error}") from error
        self._report(recovered)
        if recovered.missing:
            raise CommandError(
                f"{recovered.missing} more entries were signed, and are still missing: nothing is "
                "signed before they are back. Name another source."
            )
        try:
            size = signer.publish()
        except LedgerError as error:
            raise CommandError(f"What came back is not signed yet: {error}") from error
        self.stdout.write(f"Published size: {size}. Run `manage.py render` now.")
        if stop := recovered.replayed.stop:
            raise CommandError(f"Not all of it became rows: {stop}.", returncode=NEWER_SOFTWARE)

    def _report(self, recovered: Recovered) -> None:
        count = recovered.size - recovered.first
        self.stdout.write(
            f"{count} entries came back; the log has {recovered.size} now. Held texts, accounts "
            "and drafts are no part of it: what was changed of them after the backup is lost."
        )
