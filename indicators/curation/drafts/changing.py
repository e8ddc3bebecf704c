"""One change of a draft by one person: who may, what is locked, and what the audit trail keeps.

Every service that changes a draft does so inside `changing`, so that no service can forget a step.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from indicators.curation import audit, roles
from indicators.curation.audit import ChangedRows
from indicators.curation.models import Curator, DraftChangeset, Status
from indicators.publishing.errors import (
    ActUnusable,
    CurationError,
    DraftChanged,
    DraftClosed,
    PublicationError,
)
from ledger import security_log

OPEN = (Status.DRAFT, Status.RETURNED)
IN_REVIEW = (Status.SUBMITTED, Status.APPROVED)


@dataclass
class Change:
    """A change under way: the locked draft, who makes it, and what the audit trail will say."""

    draft: DraftChangeset
    curator: Curator
    rows: ChangedRows = field(default_factory=ChangedRows)
    detail: dict[str, Any] = field(default_factory=dict)


@contextmanager
def changing(
    draft_id: int,
    action: str,
    *,
    by: User,
    role: Sequence[str] = (roles.CURATOR,),
    status: Sequence[str] = OPEN,
    revision: int | None = None,
) -> Iterator[Change]:
    """The draft, locked for one change; when the block ends, the change is saved and recorded.

    All of it is one transaction: if the block raises, nothing has changed. Raises NotAllowed
    without one of the roles, DraftChanged if `revision` is old, DraftClosed in another status.
    """
    with _in_security_log(action, draft_id, by):
        curator = roles.require(by, *role)
        with transaction.atomic():
            draft = locked(draft_id, revision)
            _require_status(draft, status)
            change = Change(draft, curator)
            yield change
            audit.record(draft, action, curator, change.rows, **change.detail)


# What hands a draft on or ends it: each try of it stands in the security log.
DECISIONS = {"submit", "approve", "return", "take_back", "publish", "abandon"}


@contextmanager
def _in_security_log(action: str, draft_id: int, by: User) -> Iterator[None]:
    """Write what came of a decision. The words of an error may quote a draft; its kind does not."""
    if action not in DECISIONS:
        yield
        return
    event = f"draft-{action.replace('_', '-')}"
    try:
        yield
    except (CurationError, PublicationError) as error:
        account = roles.pseudonym(by).code if by.is_authenticated else "nobody"
        reason = type(error).__name__
        security_log.denied(event, reason, account=account, draft=draft_id)
        raise
    security_log.done(event, account=roles.pseudonym(by).code, draft=draft_id)


def changeable(draft_id: int, *, by: User, revision: int | None = None) -> DraftChangeset:
    """The draft as it is now, without a lock, if a curator may change it.

    Raises what `changing` raises.
    """
    roles.require(by, roles.CURATOR)
    draft = _found(DraftChangeset.objects.all(), draft_id, revision)
    _require_status(draft, OPEN)
    return draft


def locked(draft_id: int, revision: int | None = None) -> DraftChangeset:
    """The draft, locked to the end of the transaction. Raises DraftChanged if `revision` is old."""
    return _found(DraftChangeset.objects.select_for_update(of=("self",)), draft_id, revision)


def _found(drafts: QuerySet[DraftChangeset], draft_id: int, revision: int | None) -> DraftChangeset:
    draft = drafts.filter(pk=draft_id).first()
    if draft is None:
        raise ActUnusable(f"there is no draft {draft_id}")
    if revision is not None and draft.revision != revision:
        raise DraftChanged(
            f"the draft is at revision {draft.revision}, which is not what you were shown", draft
        )
    return draft


def _require_status(draft: DraftChangeset, status: Sequence[str]) -> None:
    if draft.status in status:
        return
    if status == OPEN:
        raise DraftClosed(f"the draft is {draft.status}: it can't be changed")
    raise DraftClosed(f"the draft is {draft.status}, not {' or '.join(status)}")
