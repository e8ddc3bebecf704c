"""manage.py rebuild: every published table again, from the log's entries alone."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ledger.errors import LedgerError
from ledger.replay import projected_models, rebuild


class Command(BaseCommand):
    help = "Empty every published table and fill it again by replaying the log, all or nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            size = rebuild()
        except LedgerError as error:
            raise CommandError(f"Nothing was changed: {error}") from error
        self.stdout.write(f"{size} entries replayed into {len(projected_models())} tables.")
