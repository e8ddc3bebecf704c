"""Publishing a changeset, the only way in which data come into Cifra.

`publish` checks the whole draft, appends its entries to the log and projects them into rows, in
one transaction: afterwards all of it is there or nothing.
"""

import logging
from collections.abc import Collection, Iterator, Mapping, Sequence

from django.conf import settings
from django.db import DataError, Error, IntegrityError, transaction

from indicators.figures.choices import QuoteCheck
from indicators.figures.entry_types import NEWEST
from indicators.figures.fields import completed, quote_checked
from indicators.publishing import gates, rendered
from indicators.publishing.drafts import Approval, Draft, DraftEntry
from indicators.publishing.errors import ChangesetRejected, Finding, NotApproved
from ledger import log, signer
from ledger.errors import LedgerError, SignedElsewhere, SignerBusy, WitnessError
from ledger.log import NewEntry
from ledger.models import Version

logger = logging.getLogger(__name__)


def approve(draft: Draft, *, by: str) -> Approval:
    """The approval of the draft as it is now, against the current version."""
    return Approval(by=by, digest=draft.digest(), version=log.head()[0])


def publish(draft: Draft, approval: Approval) -> Version:
    """Publish the whole draft and return the new version.

    Raises ChangesetRejected with every blocking finding, NotApproved, SignerError if the version
    couldn't be signed, or NeedsNewerSoftware if the log holds entries that aren't understood here;
    then nothing has changed. Waits for other publications; cost is linear in the draft.
    """
    try:
        return _publish(draft, approval)
    except (IntegrityError, DataError) as error:
        # The checks see nothing wrong, but a table does. No person should meet that as a crash.
        lines = str(error).splitlines() or [type(error).__name__]
        raise ChangesetRejected([Finding("draft", "refused-by-a-table", lines[0])]) from error


def _publish(draft: Draft, approval: Approval) -> Version:
    with transaction.atomic():
        log.lock()
        log.check_end()
        signer.require()
        _require_approval(draft, approval, head=log.head()[0])
        found = checked(draft)
        blocking = [finding for finding in found.findings if finding.blocking]
        if blocking:
            raise ChangesetRejected(blocking)
        transaction.on_commit(sign)
        version = log.append(
            _Entries(_ordered(draft.entries), found.quotes),
            message=draft.message,
            drafted_by=draft.drafted_by,
            approved_by=approval.by,
            wrote=draft.wrote,
            details={"draft_sha256": approval.digest, "shown_version": approval.version},
        )
        for _ in rendered.render(version.first):
            pass
        return version


def sign() -> None:
    """Publish the checkpoint of what was committed.

    The data are safe in the log by now. What can't be signed at once is signed by the next run of
    ledger.signing_job; what was published before is served meanwhile.
    """
    try:
        signer.publish()
    except (SignedElsewhere, SignerBusy) as error:
        logger.info("Published to the log: %s", error)
    except (LedgerError, Error) as error:
        logger.error("Published to the log, but not signed and so not served yet: %s", error)


def sign_earlier() -> None:
    """Sign what an earlier publication left unsigned; for before a transaction begins.

    Raises SignerError if this node's signer refuses: what came next would not be signed either.
    """
    try:
        signer.publish()
    except (SignedElsewhere, SignerBusy):
        return
    except WitnessError as error:
        logger.warning("Earlier versions are not cosigned, and so not served yet: %s", error)


def check(draft: Draft) -> list[Finding]:
    """Everything that is wrong with the draft in the current state of the data, blocking or not."""
    return checked(draft).findings


def checked(draft: Draft) -> gates.Checked:
    """The same, and what the check of each figure's quotes came to."""
    if not draft.entries:
        empty = Finding("draft", "empty", "the changeset holds nothing to publish")
        return gates.Checked([empty])
    return gates.check(draft.entries, draft.texts)


def _require_approval(draft: Draft, approval: Approval, *, head: int) -> None:
    own = approval.by in (draft.drafted_by, *draft.wrote)
    if own and not settings.ONE_PERSON:
        raise NotApproved(f"{approval.by} cannot approve their own draft")
    if approval.digest != draft.digest():
        raise NotApproved("the draft was changed after it was approved")
    if approval.version != head:
        raise NotApproved(
            f"approved against version {approval.version}, but the current version is {head}"
        )


# An entry may speak only of what came before it, and a closing makes room for its replacement.
ORDER = (
    *("theme", "agency", "area", "unit", "code-list", "indicator", "source", "release"),
    *("closing", "retraction", "observation", "numerals", "claim"),
)


def _ordered(entries: Sequence[DraftEntry]) -> list[DraftEntry]:
    return sorted(entries, key=lambda entry: ORDER.index(entry.thing))


def _written(entry: DraftEntry, quotes: Mapping[str, QuoteCheck]) -> NewEntry:
    """The entry as it goes into the log, in the newest version; drafts may be older."""
    content = dict(entry.content)
    if entry.thing == "observation":
        content = quote_checked(completed(content), quotes[content["id"]])
    newest = NEWEST[entry.thing] if entry.thing in ("observation", "claim") else entry.type
    return NewEntry(newest, entry.object, content)


class _Entries(Collection[NewEntry]):
    """The entries for the log, made one at a time, so that a large draft needs little memory."""

    def __init__(self, entries: Sequence[DraftEntry], quotes: Mapping[str, QuoteCheck]) -> None:
        self._entries = entries
        self._quotes = quotes

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[NewEntry]:
        for entry in self._entries:
            yield _written(entry, self._quotes)

    def __contains__(self, _: object) -> bool:
        return False
