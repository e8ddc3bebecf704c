"""manage.py adopt_signer: let this folder and this database sign from now on, and no others."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ledger import log_sources, signer
from ledger.adoption import adopt
from ledger.errors import LedgerError


class Command(BaseCommand):
    help = (
        "Let this node sign after its folder or its database was restored, moved or copied. Run "
        "it only when no other node can sign any more: two that do sign two histories."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--seen",
            metavar="SOURCE",
            help="where the newest checkpoint is: a mirror's address, an export, a file",
        )
        parser.add_argument(
            "--nothing-newer",
            action="store_true",
            help="signed.json is lost, and the newest checkpoint of this database is the newest "
            "that anybody has",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            seen = _note(options["seen"]) if options["seen"] else None
            adopted = adopt(seen, nothing_newer=options["nothing_newer"])
            size = signer.publish()
        except (LedgerError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"This node signs from now on (signer {adopted.signer}); the newest checkpoint that "
            f"anything remembered is of size {adopted.size}. Published size: {size}."
        )


def _note(name: str) -> bytes:
    if Path(name).is_file():
        return Path(name).read_bytes()
    return log_sources.opened(name).note()
