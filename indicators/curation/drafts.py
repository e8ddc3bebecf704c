"""Curation: the life of a draft, from opening to publication, correction and retraction.

Every function is one act of one person: it asks for their role, locks the draft, checks that nobody
changed it meanwhile, and leaves a line in the audit trail, in one transaction. Pages, commands and
the write API all come through here; publication itself goes through
indicators.publishing.publication, the one door. Own drafts are approved and published by nobody who
took part in them (DESIGN, law 9).
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from indicators.curation import audit, roles
from indicators.curation.audit import Changes, state_of
from indicators.curation.models import (
    Carried,
    Comment,
    Curator,
    Decision,
    DraftAct,
    DraftChangeset,
    SetAside,
    Status,
)
from indicators.figures import accounting
from indicators.models import Claim, NumeralCategory, Observation
from indicators.publishing import publication
from indicators.publishing.drafts import Approval, Draft, DraftEntry
from indicators.publishing.errors import (
    ActUnusable,
    ChangesetRejected,
    DraftChanged,
    DraftClosed,
    Finding,
    NotAllowed,
)
from indicators.publishing.gates.quotes import CONTEXT
from ledger import canonical, log
from ledger.models import Version
from sources import intake
from sources.models import Release, Source

MAX_ACTS = 20_000


def open_draft(message: str, *, by: User, **members: Any) -> DraftChangeset:
    """An empty draft of one's own. members: upload, release, previous, holds_text.

    A release without an upload is a published one: figures are drafted from its text.
    """
    curator = roles.require(by, roles.CURATOR)
    if not message.strip() or len(message) > 300:
        raise ActUnusable("a draft needs a sentence of at most 300 characters: what it does")
    if members.get("release") and not members.get("upload"):
        _require_text(members["release"])
    with transaction.atomic():
        draft = DraftChangeset.objects.create(message=message.strip(), author=curator, **members)
        audit.record(draft, "open", curator, message=draft.message)
    return draft


def _require_text(release: str) -> None:
    if _standing_text(release) is None:
        raise ActUnusable(f"the text of release {release[:80]!r} is not at hand: attach it first")


def locked(draft_id: int, revision: int | None = None) -> DraftChangeset:
    """The draft, locked to the end of the transaction. Raises DraftChanged if `revision` is old."""
    draft = DraftChangeset.objects.select_for_update(of=("self",)).filter(pk=draft_id).first()
    if draft is None:
        raise ActUnusable(f"there is no draft {draft_id}")
    if revision is not None and draft.revision != revision:
        raise DraftChanged(
            f"the draft is at revision {draft.revision}, which is not what you were shown", draft
        )
    return draft


def require_open(draft: DraftChangeset) -> None:
    if not draft.is_open:
        raise DraftClosed(f"the draft is {draft.status}: it can't be changed")


def save_act(
    draft_id: int,
    entry_type: str,
    content: Mapping[str, Any],
    *,
    by: User,
    act_id: int | None = None,
    revision: int | None = None,
) -> DraftAct:
    """Add an act, or save another content of one. revision: of the act, as it was shown.

    An observation or claim without id gets the next one of its release. Raises DraftChanged with
    the act as it stands, if another person saved it meanwhile.
    """
    curator = roles.require(by, roles.CURATOR)
    with transaction.atomic():
        draft = locked(draft_id)
        require_open(draft)
        changes = Changes()
        act = put_act(draft, entry_type, content, curator, changes, act_id, revision)
        audit.record(draft, "save", curator, changes)
    return act


def put_act(
    draft: DraftChangeset,
    entry_type: str,
    content: Mapping[str, Any],
    curator: Curator,
    changes: Changes,
    act_id: int | None = None,
    revision: int | None = None,
) -> DraftAct:
    """Write one act of a locked draft. Part of save_act and of the work list's acts."""
    if entry_type not in publication.ORDER or entry_type == "numerals/1":
        raise ActUnusable(f"no act of type {entry_type!r} can be drafted")
    content = dict(content)
    if entry_type == "observation/1" and not content.get("id"):
        content["id"] = next_observation(draft, str(content.get("release")))
    if entry_type == "claim/1" and not content.get("id"):
        content["id"] = next_claim(draft, str(content.get("release")))
    if act_id is None:
        if draft.acts.count() >= MAX_ACTS:
            raise ActUnusable(f"a draft holds at most {MAX_ACTS} acts")
        act = DraftAct.objects.create(draft=draft, type=entry_type, content=content, by=curator)
        changes.add(DraftAct, act.pk, None, state_of(act))
        return act
    act = shown_act(draft, act_id, revision)
    before = state_of(act)
    act.type, act.content, act.by, act.revision = entry_type, content, curator, act.revision + 1
    act.save()
    changes.add(DraftAct, act.pk, before, state_of(act))
    return act


def shown_act(draft: DraftChangeset, act_id: int, revision: int | None) -> DraftAct:
    """An act of the draft. Raises DraftChanged if it is gone or not at the revision shown."""
    act = DraftAct.objects.filter(draft=draft, pk=act_id).first()
    if act is None:
        raise DraftChanged("this act was removed meanwhile")
    if act.revision != revision:
        raise DraftChanged("another curator saved this act meanwhile", act)
    return act


def next_observation(draft: DraftChangeset, release: str) -> str:
    """The next free id <release>-<n> over what was ever published and what any draft that may
    still be published holds, so that two drafts of one release don't get in each other's way."""
    published = Observation.objects.filter(release=release).values_list("code", flat=True)
    return _next(draft, "observation/1", f"{release}-", published)


def next_claim(draft: DraftChangeset, release: str) -> str:
    """The next free id <release>-c<n>, in the same way."""
    published = Claim.objects.filter(release=release).values_list("code", flat=True)
    return _next(draft, "claim/1", f"{release}-c", published)


def _next(draft: DraftChangeset, entry_type: str, prefix: str, published: Iterable[str]) -> str:
    ended = (Status.PUBLISHED, Status.ABANDONED)
    drafted = DraftAct.objects.filter(type=entry_type).exclude(draft__status__in=ended)
    if draft.upload:  # nobody else adds this release
        drafted = drafted.filter(draft=draft)
    used = [*published, *map(str, drafted.values_list("content__id", flat=True))]
    told = [code.removeprefix(prefix) for code in used if code.startswith(prefix)]
    numbers = [int(number) for number in told if number.isdecimal()]
    return f"{prefix}{max(numbers, default=0) + 1:04d}"


def remove_act(act_id: int, *, by: User, draft_id: int, revision: int | None) -> None:
    """Take an act out of the draft; the closing that belongs to a replacement goes with it."""
    curator = roles.require(by, roles.CURATOR)
    with transaction.atomic():
        draft = locked(draft_id)
        require_open(draft)
        act, changes = shown_act(draft, act_id, revision), Changes()
        going = [act]
        if act.type == "observation/1" and act.content.get("replaces"):
            closings = draft.acts.filter(type="closing/1")
            going += [c for c in closings if c.content.get("replaced_by") == act.content.get("id")]
        for one in going:
            _reopen_carried(one, changes)
            changes.add(DraftAct, one.pk, state_of(one), None)
            one.delete()
        audit.record(draft, "remove", curator, changes)


def _reopen_carried(act: DraftAct, changes: Changes) -> None:
    carried = Carried.objects.filter(act=act).first()
    if carried:
        before = state_of(carried)
        carried.decision, carried.act = Decision.OPEN, None
        carried.save()
        changes.add(Carried, carried.pk, before, state_of(carried))


def set_aside(draft_id: int, start: int, end: int, category: str, *, by: User) -> SetAside:
    """Tell that the numeral at [start, end) of the draft's text is no figure, but `category`."""
    curator = roles.require(by, roles.CURATOR)
    with transaction.atomic():
        draft = locked(draft_id)
        require_open(draft)
        changes = Changes()
        aside = put_aside(draft, start, end, category, curator, changes)
        audit.record(draft, "set_aside", curator, changes)
    return aside


def put_aside(
    draft: DraftChangeset, start: int, end: int, category: str, curator: Curator, changes: Changes
) -> SetAside:
    """Write one numeral set aside of a locked draft, which adds a release."""
    if not draft.upload:
        raise ActUnusable("numbers are set aside in the draft that adds their release")
    text = text_of(draft)
    if not 0 <= start < end <= len(text) or end - start > 1000:
        raise ActUnusable(f"[{start}, {end}) is no range of the text")
    if category not in NumeralCategory.values:
        raise ActUnusable(f"no category {category[:40]!r}")
    for old in draft.set_aside.filter(start=start):
        changes.add(SetAside, old.pk, state_of(old), None)
        old.delete()
    aside = SetAside.objects.create(
        draft=draft, start=start, exact=text[start:end], category=category, by=curator
    )
    changes.add(SetAside, aside.pk, None, state_of(aside))
    return aside


def undo(draft_id: int, *, by: User, revision: int) -> str:
    """Take back the last act upon the draft, whosever it was; returns which one it was."""
    curator = roles.require(by, roles.CURATOR)
    with transaction.atomic():
        draft = locked(draft_id, revision)
        require_open(draft)
        return audit.undo_last(draft, curator)


def describe(draft_id: int, *, by: User, revision: int, **members: str | bool) -> DraftChangeset:
    """Change the draft's message, its reason for unaccounted numerals, or holds_text."""
    curator = roles.require(by, roles.CURATOR)
    with transaction.atomic():
        draft = locked(draft_id, revision)
        require_open(draft)
        before = {name: getattr(draft, name) for name in members}
        for name, value in members.items():
            if name not in ("message", "reason", "holds_text"):
                raise ActUnusable(f"{name} of a draft can't be changed")
            setattr(draft, name, value)
        if not draft.message.strip():
            raise ActUnusable("a draft needs a sentence that says what it does")
        audit.record(draft, "describe", curator, before=before, after=members)
    return draft


def comment(draft_id: int, text: str, *, by: User) -> Comment:
    """Say something about a draft, in whatever status it is."""
    curator = roles.require(by, *roles.ROLES)
    if not text.strip() or len(text) > 5000:
        raise ActUnusable("a comment has 1 to 5,000 characters")
    with transaction.atomic():
        draft = locked(draft_id)
        made = Comment.objects.create(draft=draft, by=curator, text=text.strip())
        audit.record(draft, "comment", curator, comment=made.pk)
    return made


def text_of(draft: DraftChangeset) -> str:
    """The canonical text that the draft works on; empty if it works on none."""
    if draft.upload:
        return draft.upload.text
    return (_standing_text(draft.release) or "") if draft.release else ""


def _standing_text(release: str) -> str | None:
    """The text of a published release, as far as it is at hand."""
    row = Release.objects.filter(code=release, known_to__isnull=True).first()
    return intake.text_of(row.text_sha256) if row else None


def language_of(draft: DraftChangeset) -> str:
    """The language of the draft's source, as drafted or as it stands; English if none is told."""
    acts = draft.acts.filter(type="source/1").values_list("content", flat=True)
    for content in acts:
        return str(content.get("language", "en"))
    source = Source.objects.filter(code=source_of(draft), known_to__isnull=True).first()
    return source.language if source else "en"


def source_of(draft: DraftChangeset) -> str:
    """The source of the release that the draft adds, or whose text it reads; empty for none."""
    if told := release_content(draft).get("source"):
        return str(told)
    row = Release.objects.filter(code=draft.release, known_to__isnull=True).first()
    return row.source if row else ""


def release_content(draft: DraftChangeset) -> dict[str, Any]:
    """The content of the release that the draft adds; empty if it adds none."""
    act = draft.acts.filter(type="release/1").first()
    return dict(act.content) if act else {}


def assembled(draft: DraftChangeset) -> Draft:
    """The draft as it will be published: its acts, and what each number of its text is."""
    made = drafted(draft)
    if draft.upload:
        made.entries += [
            DraftEntry("numerals/1", part, "numerals") for part in _numerals(draft, made.entries)
        ]
    return made


def drafted(draft: DraftChangeset, without: int | None = None) -> Draft:
    """The draft's acts (but the one without) with the text that they quote."""
    acts = [
        DraftEntry(act.type, act.content, f"act {act.pk}, {act.type.partition('/')[0]}")
        for act in draft.acts.all()
        if act.pk != without
    ]
    made = Draft(draft.message, draft.author.code, acts)
    if text := text_of(draft):
        made.texts[hashlib.sha256(text.encode()).hexdigest()] = text
    return made


def _numerals(draft: DraftChangeset, acts: Sequence[DraftEntry]) -> list[dict[str, Any]]:
    release = release_content(draft)
    citations = [
        citation
        for act in acts
        if act.type == "observation/1" and act.content.get("release") == release.get("id")
        for citation in act.content.get("citations", [])
    ]
    aside = list(draft.set_aside.values("start", "exact", "category"))
    parts = accounting.parts(
        str(release.get("id")), language_of(draft), text_of(draft), citations, aside, draft.reason
    )
    return list(parts)


def findings(draft: DraftChangeset) -> list[Finding]:
    """Everything wrong with the draft as it would be published now, and what is left undecided."""
    found = publication.check(assembled(draft))
    if left := draft.carried.filter(decision=Decision.OPEN).count():
        detail = f"{left} things of the previous release are neither taken over nor dropped"
        found.append(Finding("work list", "carried-undecided", detail))
    return found


def submit(draft_id: int, *, by: User, revision: int) -> DraftChangeset:
    """Hand the draft to a reviewer, as it is. Raises ChangesetRejected with what blocks it."""
    curator = roles.require(by, roles.CURATOR)
    with transaction.atomic():
        draft = locked(draft_id, revision)
        require_open(draft)
        blocking = [finding for finding in findings(draft) if finding.blocking]
        if blocking:
            raise ChangesetRejected(blocking)
        draft.status, draft.digest = Status.SUBMITTED, assembled(draft).digest()
        audit.record(draft, "submit", curator, digest=draft.digest)
    return draft


def take_back(draft_id: int, *, by: User) -> DraftChangeset:
    """Open a submitted or approved draft again; what was approved of it is void."""
    curator = roles.require(by, roles.CURATOR)
    return _reopen(draft_id, curator, Status.DRAFT, "take_back")


def send_back(draft_id: int, text: str, *, by: User) -> DraftChangeset:
    """Return a draft to its curators, with a word why."""
    reviewer = roles.require(by, roles.REVIEWER)
    with transaction.atomic():
        comment(draft_id, text, by=by)
        return _reopen(draft_id, reviewer, Status.RETURNED, "return")


def _reopen(draft_id: int, curator: Curator, status: Status, action: str) -> DraftChangeset:
    with transaction.atomic():
        draft = locked(draft_id)
        if draft.status not in (Status.SUBMITTED, Status.APPROVED):
            raise DraftClosed(f"the draft is {draft.status}")
        draft.status, draft.digest = status, ""
        draft.approved_by = draft.approved_version = None
        audit.record(draft, action, curator)
    return draft


def require_other(draft: DraftChangeset, curator: Curator) -> None:
    """Raises NotAllowed for the draft's author and everyone whose acts it holds."""
    took_part = (
        draft.author_id == curator.pk
        or draft.acts.filter(by=curator).exists()
        or draft.set_aside.filter(by=curator).exists()
    )
    if took_part:
        raise NotAllowed(f"{curator} took part in this draft: another person decides on it")


def approve(draft_id: int, *, by: User, digest: str, version: int) -> DraftChangeset:
    """Approve exactly what was shown: the draft with this digest, against this version.

    Raises DraftChanged if either is another one by now.
    """
    reviewer = roles.require(by, roles.REVIEWER)
    with transaction.atomic():
        draft = locked(draft_id)
        if draft.status not in (Status.SUBMITTED, Status.APPROVED):
            raise DraftClosed(f"the draft is {draft.status}, not submitted")
        require_other(draft, reviewer)
        if digest != assembled(draft).digest() or digest != draft.digest:
            raise DraftChanged("the draft is not what you were shown: look at it again", draft)
        if version != log.head()[0]:
            raise DraftChanged(f"version {log.head()[0]} was published since: look again", draft)
        draft.status, draft.approved_by = Status.APPROVED, reviewer
        draft.approved_version = version
        audit.record(draft, "approve", reviewer, digest=digest, version=version)
    return draft


def publish(draft_id: int, *, by: User) -> Version:
    """Publish an approved draft as a whole.

    Raises NotApproved if the approval covers something else by now, ChangesetRejected if it breaks
    rules; then nothing has changed.
    """
    publisher = roles.require(by, roles.REVIEWER)
    with transaction.atomic():
        draft = locked(draft_id)
        if draft.status != Status.APPROVED or draft.approved_by is None:
            raise DraftClosed(f"the draft is {draft.status}, not approved")
        require_other(draft, publisher)
        approval = Approval(draft.approved_by.code, draft.digest, int(draft.approved_version or 0))
        version = publication.publish(assembled(draft), approval)
        if draft.upload and draft.holds_text:
            intake.hold(draft.upload.text_sha256, draft.upload.text)
        draft.status, draft.published_version = Status.PUBLISHED, version.size
        audit.record(draft, "publish", publisher, version=version.size)
    return version


def abandon(draft_id: int, *, by: User, revision: int | None = None) -> DraftChangeset:
    """Give a draft up. Its author may, and an administrator; the trail and its acts stay."""
    curator = roles.require(by, roles.CURATOR)
    with transaction.atomic():
        draft = locked(draft_id, revision)
        require_open(draft)
        if draft.author_id != curator.pk and not roles.has(by, roles.ADMINISTRATOR):
            raise NotAllowed("only its author or an administrator gives a draft up")
        draft.status = Status.ABANDONED
        audit.record(draft, "abandon", curator)
    return draft


def published_content(code: str, entry_type: str = "observation/1") -> dict[str, Any]:
    """The content of the entry of a current observation (or claim). Raises ActUnusable if there is
    none."""
    models: dict[str, type[Observation | Claim]] = {"observation/1": Observation, "claim/1": Claim}
    row = models[entry_type]._default_manager.filter(code=code, known_to__isnull=True).first()
    data = row.entry.data if row else None
    if data is None:
        raise ActUnusable(f"there is no current {entry_type.partition('/')[0]} {code!r}")
    return dict(canonical.decode(bytes(data))["content"])


def correct(
    draft_id: int, observation: str, content: Mapping[str, Any], reason: str, *, by: User
) -> DraftAct:
    """Draft the correction of our own misreading: a new observation, and the old one's closing.

    content: what the new observation says; id, release and `replaces` are filled in.
    """
    old = published_content(observation)
    _require_reason(reason)
    new = {**content, "release": old["release"], "replaces": observation}
    new.pop("id", None)

    def write(draft: DraftChangeset, curator: Curator, changes: Changes) -> DraftAct:
        act = put_act(draft, "observation/1", new, curator, changes)
        closing = {
            "observation": observation,
            "reason": reason.strip(),
            "replaced_by": act.content["id"],
        }
        put_act(draft, "closing/1", closing, curator, changes)
        return act

    return _within(draft_id, "correct", by, write)


def retract(draft_id: int, observation: str, reason: str, *, by: User) -> DraftAct:
    """Draft the retraction of a published observation; it stays readable, with the reason."""
    published_content(observation)
    _require_reason(reason)
    content = {"observation": observation, "reason": reason.strip()}
    return _within(
        draft_id,
        "retract",
        by,
        lambda draft, curator, changes: put_act(draft, "retraction/1", content, curator, changes),
    )


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise ActUnusable("a correction or retraction needs a reason, which is published")


def _within(
    draft_id: int,
    action: str,
    by: User,
    write: Callable[[DraftChangeset, Curator, Changes], DraftAct],
) -> DraftAct:
    curator = roles.require(by, roles.CURATOR)
    with transaction.atomic():
        draft = locked(draft_id)
        require_open(draft)
        changes = Changes()
        act = write(draft, curator, changes)
        audit.record(draft, action, curator, changes)
    return act


def citation(text: str, start: int, end: int, role: str) -> dict[str, Any]:
    """A citation of [start, end) of a text, as an entry has it."""
    return {
        "role": role,
        "start": start,
        "end": end,
        "exact": text[start:end],
        "prefix": text[max(0, start - CONTEXT) : start],
        "suffix": text[end : end + CONTEXT],
    }
