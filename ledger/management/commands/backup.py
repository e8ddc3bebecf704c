"""manage.py backup DIR: a consistent copy of the installation, checked, in a new folder."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ledger.backups import folders, making
from ledger.errors import LedgerError


class Command(BaseCommand):
    help = (
        "Copy the database and the originals to the new folder DIR, while the service runs, and "
        "verify the copy. The signer's files are secret: they are copied only with --signer."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("directory", type=Path, help="a folder that doesn't exist yet")
        parser.add_argument(
            "--signer",
            type=Path,
            metavar="DIR",
            help="put the signer's keys here, in a folder that doesn't exist yet",
        )
        parser.add_argument(
            "--keep",
            type=int,
            metavar="N",
            help="afterwards remove all but the N newest backups in the folder of DIR",
        )
        parser.add_argument(
            "--unverified",
            action="store_true",
            help="don't read the copy in again, which takes as long as verify_ledger, and on "
            "PostgreSQL the right to make a database",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        target, keep = options["directory"].absolute(), options["keep"]
        if keep is not None and keep < 1:
            raise CommandError("--keep needs 1 or more")
        signer = options["signer"] and options["signer"].absolute()
        try:
            making.backup(
                target, signer, verify=not options["unverified"], report=self.stdout.write
            )
        except (LedgerError, OSError) as error:
            raise CommandError(f"There is no backup: {error}") from error
        self.stdout.write(f"Backup: {target}")
        if keep:
            for path in folders.keep_newest(target.parent, keep, making.KIND):
                self.stdout.write(f"Removed: {path}")
