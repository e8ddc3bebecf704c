"""manage.py export_log DIR: the published log as static files, for mirrors and web servers."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ledger.errors import LedgerError
from ledger.export import export


class Command(BaseCommand):
    help = "Write the published log as static files; goes on where the last run ended."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("directory", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            size = export(options["directory"])
        except (LedgerError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Exported size: {size}.")
