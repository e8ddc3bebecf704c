"""manage.py verify_ledger: exit code 0 if all data follows from the log, 1 if not (for cron)."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ledger.errors import LedgerError
from ledger.selectors import published_size
from ledger.verification import verify


class Command(BaseCommand):
    help = (
        "Check every entry, tile, signature and published row against the log. Changes nothing. "
        "Keep the checkpoint that it prints, elsewhere: only an older checkpoint, or a witness, "
        "shows that history was rewritten and signed again with the log's own key."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--limit", type=int, default=100, help="findings to print (100)")

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        try:
            for count, finding in enumerate(verify(), 1):
                if count <= options["limit"]:
                    self.stdout.write(str(finding))
        except LedgerError as error:
            raise CommandError(str(error)) from error
        if count:
            raise CommandError(f"{count} findings; the first {options['limit']} at most are above.")
        self.stdout.write(f"All data follows from the log. Published size: {published_size()}.")
