"""The acts of a draft: entries that are added, changed, corrected, retracted or removed.

An act (DraftAct) is a row that becomes an entry of the log when its draft is published.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth.models import User

from indicators.curation.audit import state_of
from indicators.curation.drafts.changing import Change, changing
from indicators.curation.models import Carried, Decision, DraftAct, DraftChangeset, Status
from indicators.figures.entry_types import NEWEST, thing
from indicators.figures.faults import wrong
from indicators.figures.fields import GIVEN, completed
from indicators.figures.shapes import SHAPES
from indicators.models import Claim, Closing, Observation
from indicators.publishing.errors import ActUnusable, DraftChanged
from ledger.log import content_of

MAX_ACTS = 20_000


def save_act(
    draft_id: int,
    entry_type: str,
    content: Mapping[str, Any],
    *,
    by: User,
    act_id: int | None = None,
    revision: int | None = None,
) -> DraftAct:
    """Add an act, or save another content of the act with this id, and return it.

    revision: of the act, as it was shown. An observation or claim without id gets the next one of
    its release. Raises DraftChanged with the current act if another person saved it meanwhile.
    """
    with changing(draft_id, "save", by=by) as change:
        if act_id is None:
            _require_new(change.draft, content)
        return put_act(change, entry_type, content, act_id, revision)


def _require_new(draft: DraftChangeset, content: Mapping[str, Any]) -> None:
    """Raises ActUnusable for what the draft says already, as after a button was pressed twice."""
    new = {name: value for name, value in completed(content).items() if name != "id"}
    for act in draft.acts.filter(content__release=content.get("release")):
        if {name: value for name, value in act.content.items() if name != "id"} == new:
            raise ActUnusable(f"the draft says exactly this already: {act.about}")


def put_act(
    change: Change,
    entry_type: str,
    content: Mapping[str, Any],
    act_id: int | None = None,
    revision: int | None = None,
) -> DraftAct:
    """Write one act as part of a change. Raises as save_act does."""
    if entry_type not in SHAPES or thing(entry_type) == "numerals":
        raise ActUnusable(f"nothing of type {entry_type!r} can be drafted")
    draft = change.draft
    entry_type, content = _newest_form(draft, entry_type, content)
    if act_id is None:
        if draft.acts.count() >= MAX_ACTS:
            raise ActUnusable(f"a draft holds at most {MAX_ACTS} acts")
        act = DraftAct.objects.create(
            draft=draft, type=entry_type, content=content, by=change.curator
        )
        change.rows.add(DraftAct, act.pk, None, state_of(act))
        return act
    act = shown_act(draft, act_id, revision)
    before = state_of(act)
    act.type, act.content, act.by = entry_type, content, change.curator
    act.revision += 1
    act.save()
    change.rows.add(DraftAct, act.pk, before, state_of(act))
    return act


def _newest_form(
    draft: DraftChangeset, entry_type: str, content: Mapping[str, Any]
) -> tuple[str, dict[str, Any]]:
    """The type and content of a row: figures and claims in the newest form, with an id."""
    about, content = thing(entry_type), dict(content)
    if about not in ("observation", "claim"):
        return entry_type, content
    if about == "observation":
        content = completed(content)
    if not content.get("id"):
        next_id = next_observation if about == "observation" else next_claim
        content["id"] = next_id(draft, str(content.get("release")))
    return NEWEST[about], content


def shown_act(draft: DraftChangeset, act_id: int, revision: int | None) -> DraftAct:
    """An act of the draft. Raises DraftChanged if it is gone or not at the revision shown."""
    act = DraftAct.objects.filter(draft=draft, pk=act_id).first()
    if act is None:
        raise DraftChanged("this was removed from the draft meanwhile")
    if act.revision != revision:
        raise DraftChanged("another curator saved this meanwhile", act)
    return act


def next_observation(draft: DraftChangeset, release: str) -> str:
    """The next free id <release>-<n>.

    Ids that were ever published are used, and those in any draft that may still be published, so
    that two drafts of one release don't get in each other's way.
    """
    published = Observation.objects.filter(release=release).values_list("code", flat=True)
    return _next(draft, "observation", f"{release}-", published)


def next_claim(draft: DraftChangeset, release: str) -> str:
    """The next free id <release>-c<n>, in the same way."""
    published = Claim.objects.filter(release=release).values_list("code", flat=True)
    return _next(draft, "claim", f"{release}-c", published)


def _next(draft: DraftChangeset, about: str, prefix: str, published: Iterable[str]) -> str:
    ended = (Status.PUBLISHED, Status.ABANDONED)
    drafted = DraftAct.objects.filter(type__startswith=f"{about}/").exclude(draft__status__in=ended)
    if draft.upload:  # nobody else adds this release
        drafted = drafted.filter(draft=draft)
    used = [*published, *map(str, drafted.values_list("content__id", flat=True))]
    endings = [code.removeprefix(prefix) for code in used if code.startswith(prefix)]
    numbers = [int(ending) for ending in endings if ending.isdecimal()]
    return f"{prefix}{max(numbers, default=0) + 1:04d}"


def remove_act(act_id: int, *, by: User, draft_id: int, revision: int | None) -> None:
    """Take an act out of the draft; the closing that belongs to a replacement goes with it."""
    with changing(draft_id, "remove", by=by) as change:
        act = shown_act(change.draft, act_id, revision)
        removed = [act]
        if thing(act.type) == "observation" and act.content.get("replaces"):
            code = act.content.get("id")
            closings = change.draft.acts.filter(type__startswith="closing/")
            removed += [c for c in closings if c.content.get("replaced_by") == code]
        for row in removed:
            _reopen_carried(row, change)
            change.rows.add(DraftAct, row.pk, state_of(row), None)
            row.delete()


def _reopen_carried(act: DraftAct, change: Change) -> None:
    carried = Carried.objects.filter(act=act).first()
    if carried:
        before = state_of(carried)
        carried.decision, carried.act = Decision.OPEN, None
        carried.save()
        change.rows.add(Carried, carried.pk, before, state_of(carried))


def published_content(code: str, about: str = "observation") -> dict[str, Any]:
    """The content of the entry of a current observation or claim.

    Raises ActUnusable if there is none.
    """
    models: dict[str, type[Observation | Claim]] = {"observation": Observation, "claim": Claim}
    row = models[about]._default_manager.filter(code=code, known_to__isnull=True).first()
    data = row.entry.data if row else None
    if data is None:
        raise ActUnusable(f"there is no current {about} {code!r}")
    return dict(content_of(bytes(data)))


def replacements(release: str) -> dict[str, str]:
    """The ids of the release's replaced observations, each with the id of what replaced it."""
    closings = Closing.objects.filter(observation__release=release).exclude(replaced_by="")
    return dict(closings.values_list("observation__code", "replaced_by"))


def correct(
    draft_id: int, observation: str, content: Mapping[str, Any], reason: str, *, by: User
) -> DraftAct:
    """Draft the correction of our own misreading: a new observation, and the old one's closing.

    content: what the new observation says; id, release and `replaces` are filled in.
    """
    old = published_content(observation)
    _require_reason(reason)
    names = (*(field.name for field in GIVEN), "citations")
    new = {name: content[name] for name in names if name in content}
    new |= {"release": old["release"], "replaces": observation}
    with changing(draft_id, "correct", by=by) as change:
        _require_not_ended(change.draft, observation)
        act = put_act(change, NEWEST["observation"], new)
        closing = {
            "observation": observation,
            "reason": reason.strip(),
            "replaced_by": act.content["id"],
        }
        put_act(change, NEWEST["closing"], closing)
    return act


def retract(draft_id: int, observation: str, reason: str, *, by: User) -> DraftAct:
    """Draft the retraction of a published observation; it stays readable, with the reason."""
    published_content(observation)
    _require_reason(reason)
    content = {"observation": observation, "reason": reason.strip()}
    with changing(draft_id, "retract", by=by) as change:
        _require_not_ended(change.draft, observation)
        return put_act(change, NEWEST["retraction"], content)


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise ActUnusable("a correction or retraction needs a reason, which is published")
    content = {"observation": "x", "reason": reason.strip()}
    if errors := wrong(NEWEST["retraction"], content):
        raise ActUnusable("; ".join(errors))


def _require_not_ended(draft: DraftChangeset, observation: str) -> None:
    """Raises ActUnusable if the draft corrects or retracts the observation already."""
    for act in draft.acts.filter(content__observation=observation):
        if act.thing in ("closing", "retraction"):
            what = "corrects" if act.thing == "closing" else "retracts"
            raise ActUnusable(f"this draft {what} {observation} already")
