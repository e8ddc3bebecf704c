"""manage.py publish_checkpoint: sign what isn't signed yet, for cron and after a refusal."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ledger import signer
from ledger.errors import LedgerError


class Command(BaseCommand):
    help = "Sign and publish a checkpoint of every version that has none. Harmless to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            size = signer.publish()
        except LedgerError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Published size: {size}.")
