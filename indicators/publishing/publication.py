"""Publishing a changeset, the only way in which data come into Cifra.

`publish` checks the whole draft, appends its entries to the log and projects them into rows, in
one transaction: afterwards all of it is there or nothing.
"""

import hashlib
import logging
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db import DataError, Error, IntegrityError, transaction

from indicators.figures.choices import QuoteCheck
from indicators.figures.entry_types import NEWEST
from indicators.figures.fields import completed, quote_checked
from indicators.publishing import gates, rendered
from indicators.publishing.drafts import Approval, Draft, DraftEntry
from indicators.publishing.errors import ChangesetRejected, Finding, NotApproved
from ledger import log, people, signer
from ledger.errors import LedgerError, SignedElsewhere, SignerBusy, WitnessError
from ledger.formats import canonical
from ledger.log import NewEntry
from ledger.models import Version

logger = logging.getLogger(__name__)


def approve(draft: Draft, *, by: str, found: gates.Checked | None = None) -> Approval:
    """The approval of the draft as it is now, against the current version.

    found: what the checks found in it, if the caller has that already.
    """
    shown = digest(draft, (found or checked(draft)).quotes)
    return Approval(by=by, digest=shown, version=log.head()[0])


def digest(draft: Draft, quotes: Mapping[str, QuoteCheck]) -> str:
    """SHA-256 over all that is decided with the draft, line by line: what an approval is bound to.

    quotes: what the check of each figure's quotes came to, which is published with it.
    """
    lines = hashlib.sha256()
    lines.update(canonical.encode([draft.message, draft.drafted_by]))
    for name, counts in sorted(draft.wrote.items()):
        lines.update(b"\n" + canonical.encode(["wrote", name, counts]))
    for name, value in draft.terms:
        lines.update(b"\n" + canonical.encode(["term", name, value]))
    for entry in ordered(draft.entries):
        lines.update(b"\n" + canonical.encode(list(as_published(entry, quotes))))
    return lines.hexdigest()


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
        found = checked(draft)
        _require_approval(draft, approval, found, head=log.head()[0])
        blocking = [finding for finding in found.findings if finding.blocking]
        if blocking:
            raise ChangesetRejected(blocking)
        transaction.on_commit(sign)
        version = log.append(
            _Entries(ordered(draft.entries), found.quotes),
            message=draft.message,
            drafted_by=draft.drafted_by,
            approved_by=approval.by,
            wrote=draft.wrote,
            approved=approval.approved,
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
    return gates.check(draft.entries, draft.texts, draft.readings)


def _require_approval(draft: Draft, approval: Approval, found: gates.Checked, *, head: int) -> None:
    writers, approvers = {draft.drafted_by, *draft.wrote}, {approval.by, *approval.approved}
    left = people.unreviewed(sorted(writers), approvers)
    if left and not settings.ONE_PERSON:
        raise NotApproved(f"{', '.join(left)} cannot approve their own draft")
    if approval.version != head:
        raise NotApproved(
            f"approved against version {approval.version}, but the current version is {head}"
        )
    if approval.digest != digest(draft, found.quotes):
        raise NotApproved("the draft was changed after it was approved")


# An entry may speak only of what came before it, and a closing makes room for its replacement.
ORDER = (
    *("theme", "agency", "area", "unit", "code-list", "indicator", "source", "release"),
    *("closing", "retraction", "observation", "numerals", "claim"),
)


def ordered(entries: Sequence[DraftEntry]) -> list[DraftEntry]:
    """The entries in the order in which they are published."""
    places = {thing: place for place, thing in enumerate(ORDER)}
    return sorted(entries, key=lambda entry: places.get(entry.thing, len(ORDER)))


def as_published(entry: DraftEntry, quotes: Mapping[str, QuoteCheck]) -> tuple[str, dict[str, Any]]:
    """The type and content with which the entry is published; drafts may have older versions.

    quotes: what the check of each figure's quotes came to; what could not be checked has no member
    that says so, and is not published.
    """
    content = dict(entry.content)
    if entry.thing == "observation":
        content = completed(content)
        if outcome := quotes.get(str(content.get("id"))):
            content["quote_check"] = outcome.value
    newest = NEWEST[entry.thing] if entry.thing in ("observation", "claim") else entry.type
    return newest, content


def _written(entry: DraftEntry, quotes: Mapping[str, QuoteCheck]) -> NewEntry:
    """The entry as it goes into the log."""
    entry_type, content = as_published(entry, quotes)
    if entry.thing == "observation":
        content = quote_checked(content, quotes[content["id"]])
    return NewEntry(entry_type, entry.object, content)


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
