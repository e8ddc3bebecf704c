"""manage.py restore DIR: what `backup` made, into an installation that has nothing yet."""

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from ledger.backups import restoring, signer_files
from ledger.errors import LedgerError


class Command(BaseCommand):
    help = (
        "Restore the backup in DIR into an empty installation, bring its tables to this "
        "software's state and verify all. Stop the service first."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("directory", type=Path)
        parser.add_argument(
            "--signer",
            type=Path,
            metavar="DIR",
            help="bring the signer's keys back from here, too; only where there are none",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        backup = options["directory"]
        try:
            restoring.restore(backup, options["signer"], self.stdout.write)
        except (LedgerError, OSError) as error:
            raise CommandError(f"Not restored: {error}") from error
        call_command("migrate", verbosity=0)
        try:
            if signed := restoring.newer_signed_size(backup):
                self.stderr.write(
                    f"The signer here signed up to size {signed}, which this backup has not. "
                    "Nothing can be published until what is missing is back: "
                    "manage.py recover_log SOURCE."
                )
            signs = signer_files.remembers_here()
            call_command("verify_ledger", without_signer=not signs, stdout=self.stdout)
        except (LedgerError, CommandError) as error:
            raise CommandError(f"Restored, but not as the log says: {error}") from error
        self.stdout.write(f"Restored: {backup}")
        self.stdout.write(
            "Nothing is signed before manage.py adopt_signer, on the node that signs and has the "
            "keys (docs/how-to/keep-the-key.md)."
        )
