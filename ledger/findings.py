"""What a check finds wrong, in the one form that `manage.py verify_ledger` prints.

Knows no table. Checks of other apps (settings.LEDGER_CHECKS) use it as those of the ledger do.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from ledger.progress import Progress


@dataclass(frozen=True)
class Finding:
    """A difference: where it is, and what is wrong there."""

    table: str
    key: object
    column: str
    fault: str
    newer_software: bool = False  # nothing is wrong, but not all is understood here

    def __str__(self) -> str:
        """The finding in one line; what is no printable character is escaped."""
        text = f"{self.table} {self.key} {self.column}: {self.fault}"
        return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)


# A check of what is served beside the log's own tables. It is called once these were looked at,
# with the names of the tables in which something was found, and says how far it is.
Check = Callable[[Collection[str], Progress], Iterator[Finding]]
