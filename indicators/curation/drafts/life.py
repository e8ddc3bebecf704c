"""The life of a draft: opened, described, submitted, decided on by another person, published.

Nobody who took part in a draft approves or publishes it. Publication itself goes through
indicators.publishing.publication.
"""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction

from indicators.curation import audit, roles
from indicators.curation.drafts.assembly import assembled, findings
from indicators.curation.drafts.changing import IN_REVIEW, OPEN, Change, changing
from indicators.curation.drafts.texts import published_text
from indicators.curation.models import AuditEntry, Comment, Curator, DraftChangeset, Status
from indicators.publishing import publication
from indicators.publishing.drafts import Approval
from indicators.publishing.errors import (
    ActUnusable,
    ChangesetRejected,
    DraftChanged,
    NotAllowed,
)
from ledger import log
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
        draft, whole = change.draft, assembled(change.draft)
        blocking = [finding for finding in findings(draft, whole) if finding.blocking]
        if blocking:
            raise ChangesetRejected(blocking)
        _require_answer(draft, whole.digest())
        draft.status, draft.digest = Status.SUBMITTED, whole.digest()
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
    """Open a submitted or approved draft again; its approval ends."""
    with changing(draft_id, "take_back", by=by, status=IN_REVIEW) as change:
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


def took_part(draft: DraftChangeset, curator: Curator) -> bool:
    """Whether this person is the draft's author, or any of its acts is theirs."""
    return (
        draft.author_id == curator.pk
        or draft.acts.filter(by=curator).exists()
        or draft.set_aside.filter(by=curator).exists()
    )


def require_other(draft: DraftChangeset, curator: Curator) -> None:
    """Raises NotAllowed for who took part, unless one person may publish alone here."""
    if took_part(draft, curator) and not settings.ONE_PERSON:
        raise NotAllowed(f"{curator} took part in this draft: another person decides on it")


def approve(draft_id: int, *, by: User, digest: str, version: int) -> DraftChangeset:
    """Approve exactly what was shown: the draft with this digest, against this version.

    Raises DraftChanged if either is different by now.
    """
    reviewer = (roles.REVIEWER,)
    with changing(draft_id, "approve", by=by, role=reviewer, status=IN_REVIEW) as change:
        draft = change.draft
        require_other(draft, change.curator)
        if digest != assembled(draft).digest() or digest != draft.digest:
            raise DraftChanged("the draft is not what you were shown: look at it again", draft)
        if version != log.head()[0]:
            raise DraftChanged(f"version {log.head()[0]} was published since: look again", draft)
        draft.status, draft.approved_by = Status.APPROVED, change.curator
        draft.approved_version = version
        draft.alone = took_part(draft, change.curator)
        change.detail = {"digest": digest, "version": version}
    return draft


def publish(draft_id: int, *, by: User) -> Version:
    """Publish an approved draft as a whole.

    Raises NotApproved if the approval covers something else by now, ChangesetRejected if it breaks
    rules, SignerError if the version couldn't be signed; then nothing has changed.
    """
    publication.sign_earlier()
    reviewer, approved = (roles.REVIEWER,), (Status.APPROVED,)
    with changing(draft_id, "publish", by=by, role=reviewer, status=approved) as change:
        draft = change.draft
        require_other(draft, change.curator)
        version = publication.publish(assembled(draft), _approval(draft))
        if draft.upload and draft.holds_text:
            intake.hold(draft.upload.text_sha256, draft.upload.text)
        draft.status, draft.published_version = Status.PUBLISHED, version.size
        change.detail["version"] = version.size
    return version


def _approval(draft: DraftChangeset) -> Approval:
    # A database constraint sees to it that an approved draft has both.
    assert draft.approved_by is not None
    assert draft.approved_version is not None
    return Approval(draft.approved_by.code, draft.digest, draft.approved_version)


def abandon(draft_id: int, *, by: User, revision: int | None = None) -> DraftChangeset:
    """Give a draft up, as its author or an administrator; the trail and its acts stay."""
    with changing(draft_id, "abandon", by=by, revision=revision, status=OPEN) as change:
        draft = change.draft
        if draft.author_id != change.curator.pk and not roles.has(by, roles.ADMINISTRATOR):
            raise NotAllowed("only its author or an administrator gives a draft up")
        draft.status = Status.ABANDONED
    return draft
