"""The life of a draft: opened, described, submitted, decided on by another person, published.

Each part of a draft is approved by somebody who had no hand in it (hands.py). Publication itself
goes through indicators.publishing.publication.
"""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction

from indicators.curation import audit, roles
from indicators.curation.drafts.assembly import assembled, checked, digest
from indicators.curation.drafts.changing import IN_REVIEW, OPEN, Change, changing
from indicators.curation.drafts.texts import published_text
from indicators.curation.hands import Hands, approved, approvers_of, hands_in
from indicators.curation.models import AuditEntry, Comment, Curator, DraftChangeset, Status
from indicators.publishing import publication
from indicators.publishing.drafts import Approval
from indicators.publishing.errors import (
    ActUnusable,
    ChangesetRejected,
    DraftChanged,
    NotAllowed,
)
from ledger import log, people
from ledger.models import Version
from sources import intake


def open_draft(message: str, *, by: User, **members: Any) -> DraftChangeset:
    """A new, empty draft of this person.

    members: upload, release, previous, holds_text. A release without an upload is a published one,
    whose text the draft will quote.
    """
    curator = roles.require(by, roles.CURATOR)
    _require_message(message)
    if members.get("release") and not members.get("upload"):
        _require_text(members["release"])
    with transaction.atomic():
        draft = DraftChangeset.objects.create(message=message.strip(), author=curator, **members)
        audit.record(draft, "open", curator, message=draft.message)
    return draft


def _require_message(message: str) -> None:
    if not message.strip() or len(message) > 300:
        raise ActUnusable("a draft needs a sentence of at most 300 characters: what it does")


def _require_text(release: str) -> None:
    if published_text(release) is None:
        raise ActUnusable(f"the text of release {release[:80]!r} is not at hand: attach it first")


def undo(draft_id: int, *, by: User, revision: int) -> str:
    """Take back the last change of the draft, whoever made it; returns the name of its action."""
    with changing(draft_id, audit.UNDO, by=by, revision=revision) as change:
        undone = audit.restore_last(change.draft, change.curator, change.rows)
        change.detail["undone"] = undone.pk
    return undone.action


def describe(draft_id: int, *, by: User, revision: int, **members: str | bool) -> DraftChangeset:
    """Change the draft's message, its reason for unaccounted numerals, or holds_text."""
    with changing(draft_id, "describe", by=by, revision=revision) as change:
        draft = change.draft
        change.detail = {
            "before": {name: getattr(draft, name) for name in members},
            "after": members,
        }
        for name, value in members.items():
            if name not in ("message", "reason", "holds_text"):
                raise ActUnusable(f"{name} of a draft can't be changed")
            setattr(draft, name, value)
        _require_message(draft.message)
        if len(draft.reason) > 2000:
            raise ActUnusable("the reason for numbers that are left has at most 2,000 characters")
    return draft


def comment(draft_id: int, text: str, *, by: User) -> Comment:
    """Add a comment to a draft, in whatever status it is."""
    with changing(draft_id, "comment", by=by, role=roles.ROLES, status=Status.values) as change:
        written = _comment(change, text)
        change.detail["comment"] = written.pk
    return written


def _comment(change: Change, text: str) -> Comment:
    if not text.strip() or len(text) > 5000:
        raise ActUnusable("a comment has 1 to 5,000 characters")
    return Comment.objects.create(draft=change.draft, by=change.curator, text=text.strip())


def submit(draft_id: int, *, by: User, revision: int) -> DraftChangeset:
    """Hand the draft to a reviewer, as it is. Raises ChangesetRejected with what blocks it."""
    with changing(draft_id, "submit", by=by, revision=revision) as change:
        draft = change.draft
        whole = assembled(draft, hands_in(draft, submitter=change.curator.code))
        found = checked(draft, whole)
        if blocking := [finding for finding in found.findings if finding.blocking]:
            raise ChangesetRejected(blocking)
        shown = publication.digest(whole, found.quotes)
        _require_answer(draft, shown)
        draft.status, draft.digest = Status.SUBMITTED, shown
        change.detail["digest"] = draft.digest
    return draft


def _require_answer(draft: DraftChangeset, digest: str) -> None:
    """Raises ActUnusable for a returned draft of which nothing changed, and nobody said why."""
    returned = AuditEntry.objects.filter(draft=draft.pk, action="return").last()
    if draft.status != Status.RETURNED or returned is None:
        return
    answered = AuditEntry.objects.filter(draft=draft.pk, action="comment", pk__gt=returned.pk)
    if returned.detail.get("digest") == digest and not answered.exists():
        raise ActUnusable(
            "nothing was changed since it was returned: change it, or say in a comment why it is "
            "right as it is"
        )


def take_back(draft_id: int, *, by: User) -> DraftChangeset:
    """Open a submitted or approved draft again; its approvals end.

    Raises NotAllowed for a person who had no hand in it and is no administrator.
    """
    with changing(draft_id, "take_back", by=by, status=IN_REVIEW) as change:
        had_hand = change.curator.code in hands_in(change.draft).everybody
        if not had_hand and not roles.has(by, roles.ADMINISTRATOR):
            raise NotAllowed("only who had a hand in it, or an administrator, takes a draft back")
        _reopen(change.draft, Status.DRAFT)
    return change.draft


def send_back(draft_id: int, text: str, *, by: User) -> DraftChangeset:
    """Return a draft to its curators, with a comment that says why; its approval ends."""
    reviewer = (roles.REVIEWER,)
    with changing(draft_id, "return", by=by, role=reviewer, status=IN_REVIEW) as change:
        written = _comment(change, text)
        audit.record(change.draft, "comment", change.curator, comment=written.pk)
        change.detail["digest"] = change.draft.digest
        _reopen(change.draft, Status.RETURNED)
    return change.draft


def _reopen(draft: DraftChangeset, status: Status) -> None:
    draft.status, draft.digest = status, ""
    draft.approved_by = draft.approved_version = None
    draft.alone = False


def may_decide(hands: Hands, curator: Curator) -> bool:
    """Whether anybody else had a hand in the draft, or one person may publish alone here."""
    return bool(hands.everybody.keys() - {curator.code}) or settings.ONE_PERSON


def _require_other(hands: Hands, curator: Curator) -> None:
    """Raises NotAllowed for who alone had a hand in the draft."""
    if not may_decide(hands, curator):
        raise NotAllowed(f"{curator} alone had a hand in this draft: another person decides on it")


def approve(draft_id: int, *, by: User, digest: str, version: int) -> DraftChangeset:
    """Approve exactly what was shown: the draft with this digest, against this version.

    Who had a hand in it, too, approves what the others wrote; it stays submitted until somebody
    else approves their part. Raises DraftChanged if digest or version are different by now.
    """
    reviewer = (roles.REVIEWER,)
    with changing(draft_id, "approve", by=by, role=reviewer, status=IN_REVIEW) as change:
        draft, hands = change.draft, hands_in(change.draft)
        _require_other(hands, change.curator)
        _require_shown(draft, hands, digest)
        if version != log.head()[0]:
            raise DraftChanged(f"version {log.head()[0]} was published since: look again", draft)
        approvers = dict.fromkeys([*approvers_of(draft, digest, version), change.curator.code])
        _settle(draft, hands, list(approvers), version)
        draft.digest = digest
        change.detail = {"digest": digest, "version": version}
    return draft


def _require_shown(draft: DraftChangeset, hands: Hands, shown: str) -> None:
    """Raises DraftChanged unless the draft is what was shown, and what was submitted."""
    whole = assembled(draft, hands)
    submitted = (shown, whole.digest_of_0_2())  # it may have been submitted before an upgrade
    if shown != digest(draft, whole) or draft.digest not in submitted:
        raise DraftChanged("the draft is not what you were shown: look at it again", draft)


def _settle(draft: DraftChangeset, hands: Hands, approvers: list[str], version: int) -> None:
    """Let the draft be approved if somebody else approved what each of them wrote."""
    left = people.unreviewed(hands.everybody, approvers)
    _reopen(draft, Status.SUBMITTED)
    if left and not settings.ONE_PERSON:
        return
    others = [name for name in approvers if name != draft.author.code]
    draft.status, draft.alone = Status.APPROVED, bool(left)
    draft.approved_by = Curator.objects.get(code=(others or approvers)[0])
    draft.approved_version = version


def publish(draft_id: int, *, by: User) -> Version:
    """Publish an approved draft as a whole.

    Raises NotApproved if the approval covers something else by now, ChangesetRejected if it breaks
    rules, SignerError if the version couldn't be signed; then nothing has changed.
    """
    publication.sign_earlier()
    reviewer, status = (roles.REVIEWER,), (Status.APPROVED,)
    with changing(draft_id, "publish", by=by, role=reviewer, status=status) as change:
        draft, hands = change.draft, hands_in(change.draft)
        _require_other(hands, change.curator)
        version = publication.publish(assembled(draft, hands), _approval(draft, hands))
        if draft.upload and draft.holds_text:
            intake.hold(draft.upload.text_sha256, draft.upload.text)
        draft.status, draft.published_version = Status.PUBLISHED, version.size
        change.detail["version"] = version.size
    return version


def _approval(draft: DraftChangeset, hands: Hands) -> Approval:
    """What the trail says was approved. Raises NotAllowed where a part of it was not."""
    # A database constraint sees to it that an approved draft has both.
    assert draft.approved_by is not None
    assert draft.approved_version is not None
    names = approvers_of(draft, draft.digest, draft.approved_version)
    if people.unreviewed(hands.everybody, names) and not settings.ONE_PERSON:
        raise NotAllowed("another person approves what nobody but its writer approved")
    counts = approved(draft, hands, names)
    return Approval(draft.approved_by.code, draft.digest, draft.approved_version, counts)


def abandon(draft_id: int, *, by: User, revision: int | None = None) -> DraftChangeset:
    """Give a draft up, as its author or an administrator; the trail and its acts stay."""
    with changing(draft_id, "abandon", by=by, revision=revision, status=OPEN) as change:
        draft = change.draft
        if draft.author_id != change.curator.pk and not roles.has(by, roles.ADMINISTRATOR):
            raise NotAllowed("only its author or an administrator gives a draft up")
        draft.status = Status.ABANDONED
    return draft
