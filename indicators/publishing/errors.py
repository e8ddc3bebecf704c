"""The errors of publishing, of reading seeds and of curation: two trees.

PublicationError
├── ChangesetRejected   findings that block; carries all of them
├── NotApproved         the author's own approval, or one of something else
└── SeedUnreadable      a file that is no YAML, or does not have the form of seeds

CurationError
├── NotAllowed          the person lacks the role, or it is their own draft
├── DraftClosed         the draft's status does not allow the change
├── DraftChanged        someone else saved meanwhile; carries the current state
├── ActUnusable         the input makes no act; the message says why
└── InvalidStatements   statements that can't be drafted; carries every finding
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


class PublicationError(Exception):
    """Root of all refusals to publish."""


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong with a draft: where (file and line, or path), which rule, what.

    places: start, end and words of each place that a quote could mean; one has to be chosen.
    """

    where: str
    code: str
    detail: str
    blocking: bool = True
    places: tuple[tuple[int, int, str], ...] = ()

    def __str__(self) -> str:
        return f"{self.where}: {self.detail} [{self.code}]"


class ChangesetRejected(PublicationError):
    """The draft breaks rules; nothing of it was published."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = list(findings)
        lines = "\n".join(f"  {finding}" for finding in self.findings)
        super().__init__(f"{len(self.findings)} findings, nothing was published:\n{lines}")


class NotApproved(PublicationError):
    """The approval does not cover what would be published."""


class SeedUnreadable(PublicationError):
    """A file that cannot be read as a seed; the message names file and line."""


class CurationError(Exception):
    """Root of the refusals to change a draft."""


class NotAllowed(CurationError):
    """The person may not do this."""


class DraftClosed(CurationError):
    """The draft is not in a status in which this can be done."""


class DraftChanged(CurationError):
    """Someone else changed it since it was shown; now: its current row, None if it is gone."""

    def __init__(self, detail: str, now: Any = None) -> None:
        self.now = now
        super().__init__(detail)


class ActUnusable(CurationError):
    """The input makes no act."""


class InvalidStatements(CurationError):
    """Statements that can't be drafted; nothing was saved."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = list(findings)
        lines = "\n".join(f"  {finding}" for finding in self.findings)
        super().__init__(f"{len(self.findings)} findings, nothing was saved:\n{lines}")
