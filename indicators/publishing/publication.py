"""Publishing a changeset: the only way in for data (DESIGN, laws 5 and 9).

publish() checks the whole draft, appends its entries to the log and projects them, in one
transaction: afterwards all of it is there or none. People, commands and seeds all come through
here.
"""

import hashlib
import logging
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from indicators.publishing import gates, rendered
from indicators.publishing.errors import ChangesetRejected, Finding, NotApproved
from ledger import canonical, log, signer
from ledger.errors import LedgerError
from ledger.log import NewEntry
from ledger.models import Version

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Act:
    """One entry to be: its type, its content, and where it stands for the person who wrote it."""

    type: str
    content: Mapping[str, Any]
    where: str = ""

    @property
    def object(self) -> str:
        """The id of the thing that the entry is about; closings are about their observation."""
        if self.type in ("closing/1", "retraction/1"):
            return f"observation:{self.content['observation']}"
        return f"{self.type.partition('/')[0]}:{self.content['id']}"


@dataclass
class Draft:
    """A changeset before its publication. texts: canonical texts by SHA-256, as far as at hand."""

    message: str
    drafted_by: str
    acts: list[Act] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)

    def digest(self) -> str:
        """SHA-256 over the canonical draft, line by line: what an approval is bound to."""
        lines = hashlib.sha256()
        lines.update(canonical.encode([self.message, self.drafted_by]))
        for act in self.acts:
            lines.update(b"\n" + canonical.encode([act.type, dict(act.content)]))
        return lines.hexdigest()


@dataclass(frozen=True)
class Approval:
    """Another person's word for exactly one draft, shown against exactly one version."""

    by: str
    digest: str
    version: int


def approve(draft: Draft, *, by: str) -> Approval:
    """The approval of the draft as it is now, against the version that stands now."""
    return Approval(by=by, digest=draft.digest(), version=log.head()[0])


def publish(draft: Draft, approval: Approval) -> Version:
    """Publish the whole draft and return the new version.

    Raises ChangesetRejected with every blocking finding, or NotApproved; then nothing has changed.
    Waits for other publications; cost is linear in the draft.
    """
    with transaction.atomic():
        log.lock()
        _require_approval(draft, approval, head=log.head()[0])
        findings = [finding for finding in check(draft) if finding.blocking]
        if findings:
            raise ChangesetRejected(findings)
        transaction.on_commit(sign)
        version = log.append(
            _Entries(_ordered(draft.acts)),
            message=draft.message,
            drafted_by=draft.drafted_by,
            approved_by=approval.by,
            details={"draft_sha256": approval.digest, "shown_version": approval.version},
        )
        for _ in rendered.render(version.first):
            pass
        return version


def sign() -> None:
    """Publish the checkpoint of what was committed.

    The data are safe in the log by now. Where the signer refuses, they stay unpublished until an
    operator has mended it (manage.py publish_checkpoint); what was published is served meanwhile.
    """
    try:
        signer.publish()
    except LedgerError as error:
        logger.error("Published to the log, but not signed and so not served yet: %s", error)


def check(draft: Draft) -> list[Finding]:
    """Everything that is wrong with the draft against the state that stands, blocking or not."""
    if not draft.acts:
        return [Finding("draft", "empty", "the changeset holds nothing to publish")]
    return gates.findings(
        [gates.Item(act.type, act.content, act.where or act.type) for act in draft.acts],
        draft.texts,
    )


def _require_approval(draft: Draft, approval: Approval, *, head: int) -> None:
    if approval.by == draft.drafted_by:
        raise NotApproved(f"{approval.by} cannot approve their own draft")
    if approval.digest != draft.digest():
        raise NotApproved("the draft was changed after it was approved")
    if approval.version != head:
        raise NotApproved(
            f"approved against version {approval.version}, but version {head} stands now"
        )


# An entry may speak only of what came before it, and a closing makes room for its replacement.
ORDER = (
    "agency/1",
    "area/1",
    "unit/1",
    "code-list/1",
    "indicator/1",
    "source/1",
    "release/1",
    "closing/1",
    "retraction/1",
    "observation/1",
    "numerals/1",
    "claim/1",
)


def _ordered(acts: Sequence[Act]) -> list[Act]:
    return sorted(acts, key=lambda act: ORDER.index(act.type))


class _Entries(Collection[NewEntry]):
    """The draft's acts as entries, made one at a time, so that a large draft stays small."""

    def __init__(self, acts: Sequence[Act]) -> None:
        self._acts = acts

    def __len__(self) -> int:
        return len(self._acts)

    def __iter__(self) -> Iterator[NewEntry]:
        for act in self._acts:
            yield NewEntry(act.type, act.object, dict(act.content))

    def __contains__(self, _: object) -> bool:
        return False
