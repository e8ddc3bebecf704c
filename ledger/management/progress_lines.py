"""Lines of progress for those who run a command, on standard error."""

from django.core.management.base import BaseCommand

from ledger.progress import Progress


def progress(command: BaseCommand) -> Progress:
    """Progress that a command says on its standard error, in no colour of errors."""
    return Progress(lambda line: command.stderr.write(line, lambda text: text))
