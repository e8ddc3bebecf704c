"""manage.py publish_checkpoint: sign what isn't signed yet, once or again and again."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ledger import signer, signing_job
from ledger.errors import LedgerError


class Command(BaseCommand):
    help = (
        "Sign and publish a checkpoint of every version that has none. Harmless to repeat. Web "
        "processes do it by themselves; --every is for a node that signs and serves nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--every", type=float, metavar="SECONDS", help="go on, until this process is ended"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["every"] is not None:
            if options["every"] <= 0:
                raise CommandError("--every takes a number of seconds above 0")
            signing_job.repeat(options["every"], self._say)
        try:
            size = signer.publish()
        except LedgerError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Published size: {size}.")

    def _say(self, fault: str) -> None:
        self.stderr.write(fault)
        self.stderr.flush()
