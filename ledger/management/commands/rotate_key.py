"""manage.py rotate_key: a second key, added to the log, signs beside the old one."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ledger import rotation
from ledger.errors import LedgerError
from ledger.management.signing import sign


class Command(BaseCommand):
    help = "Add a key to the log; the old one goes on signing until retire_key."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--drafted-by", required=True, help="pseudonymous id")
        parser.add_argument("--approved-by", required=True, help="another person's")

    def handle(self, *args: Any, **options: Any) -> None:
        people = {name: options[name] for name in ("drafted_by", "approved_by")}
        try:
            version, key = rotation.add_key(**people)
        except LedgerError as error:
            raise CommandError(str(error)) from error
        sign(version)
        self.stdout.write(f"From version {version} on this key signs, too:\n{key}")
