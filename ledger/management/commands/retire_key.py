"""manage.py retire_key ID: the end of a rotation's overlap."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ledger import rotation
from ledger.errors import LedgerError
from ledger.management.signing import sign


class Command(BaseCommand):
    help = "Retire a key of the log; the checkpoint of this version is the last that it signs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key_id", help="8 hex digits, as in the vkey")
        parser.add_argument("--drafted-by", required=True, help="pseudonymous id")
        parser.add_argument("--approved-by", required=True, help="another person's")

    def handle(self, *args: Any, **options: Any) -> None:
        people = {name: options[name] for name in ("drafted_by", "approved_by")}
        try:
            version = rotation.retire_key(options["key_id"], **people)
        except LedgerError as error:
            raise CommandError(str(error)) from error
        sign(version)
        self.stdout.write(
            f"Retired with version {version}. Destroy its private file once no backup of the "
            "database from before this version is kept: recovering one signs again with it."
        )
