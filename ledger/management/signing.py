"""The end of every command that writes to the log: what it wrote is signed, or it fails."""

from django.core.management.base import CommandError

from ledger import signer
from ledger.errors import LedgerError
from ledger.models import Version


def sign(version: Version | None) -> None:
    """Sign what waits; raises CommandError, saying what is safe and what to do, if it can't be."""
    try:
        signer.publish()
    except LedgerError as error:
        raise CommandError(
            f"Version {version} is in the log, but not signed, and so not served: {error} "
            "Don't repeat the command: run `manage.py publish_checkpoint`."
        ) from error
