"""manage.py verify_ledger: checks that all data follows from the log.

For cron. Exit code 0 if it does, 1 if not, 3 if it does as far as this software understands the
log. A row that can't be read is a finding, too.
"""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from ledger.errors import LedgerError
from ledger.log import head
from ledger.management.progress_lines import progress
from ledger.selectors import published_size
from ledger.understanding import NEWER_SOFTWARE
from ledger.verification import verify


class Command(BaseCommand):
    help = (
        "Check every entry, tile, signature and published row, and all that is served beside them "
        "(texts, search, rendered figures, finished files), against the log. Changes nothing. "
        "Keep the checkpoint that it prints, elsewhere: only an older checkpoint, or a witness, "
        "shows that history was rewritten and signed again with the log's own key."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--limit", type=int, default=100, help="findings to print (100)")
        parser.add_argument(
            "--without-signer",
            action="store_true",
            help="this machine doesn't sign: don't look for signed.json and private keys here",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        count = newer = 0
        signs = settings.SIGNS and not options["without_signer"]
        findings = verify(signs=signs, keep=True, progress=progress(self))
        try:
            for count, finding in enumerate(findings, 1):
                newer += finding.newer_software
                if count <= options["limit"]:
                    self.stdout.write(str(finding))
        except LedgerError as error:
            raise CommandError(str(error)) from error
        if count and count == newer:
            raise CommandError(
                f"All data follows from the log up to version {head()[0]}; what comes after it "
                "needs newer software.",
                returncode=NEWER_SOFTWARE,
            )
        if count:
            raise CommandError(f"{count} findings; the first {options['limit']} at most are above.")
        self.stdout.write(f"All data follows from the log. Published size: {published_size()}.")
        if (newest := head()[0]) > published_size():
            self.stdout.write(f"Version {newest} isn't signed yet: run publish_checkpoint.")
