"""manage.py withhold_entry INDEX: erase an entry's bytes on legal request."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ledger import redaction
from ledger.errors import LedgerError
from ledger.management.signing import sign


class Command(BaseCommand):
    help = "Withhold the bytes of an entry for ever. Backups and mirrors need the same."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("index", type=int)
        parser.add_argument("--ground", required=True, choices=redaction.GROUNDS)
        parser.add_argument("--drafted-by", required=True, help="pseudonymous id")
        parser.add_argument("--approved-by", required=True, help="another person's")

    def handle(self, *args: Any, **options: Any) -> None:
        names = ("ground", "drafted_by", "approved_by")
        try:
            version = redaction.withhold(
                options["index"], **{name: options[name] for name in names}
            )
        except LedgerError as error:
            raise CommandError(str(error)) from error
        sign(version)
        self.stdout.write(f"Withheld with version {version}. Purge caches of entry bundles now.")
