"""What the previous release says, carried over into the new one or discarded, item by item.

Only what is unchanged at one certain place may be carried over in one step. Everything else is
shown with its old and its new sentence, because numerals must not slide.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User

from indicators.curation import claim_drafts, drafts
from indicators.curation.audit import state_of
from indicators.curation.drafts.acts import put_act
from indicators.curation.drafts.changing import Change, changing
from indicators.curation.drafts.texts import citation, numerals_of, release_content, text_of
from indicators.curation.models import Carried, Decision, DraftChangeset
from indicators.curation.worklist.ended import ended_codes
from indicators.curation.worklist.values import value_members
from indicators.figures.entry_types import thing
from indicators.figures.fields import GIVEN, PRINTED
from indicators.publishing.errors import ActUnusable
from sources.anchoring.model import State
from sources.numerals import Numeral

# The page is another one, and why the old words may read otherwise says nothing of the new ones.
CARRIED = tuple(f.name for f in GIVEN if f.name not in ("page", "quote_check_reason"))


@dataclass(frozen=True)
class Proposal:
    """What carrying an item over would draft.

    changed: members that differ from the previous release. missing: roles of citations that were
    not found (a citation of role value has to be chosen first), and of a claim also the operands
    that were not carried over.
    """

    content: dict[str, Any]
    changed: tuple[str, ...]
    missing: tuple[str, ...]


def proposal(carried: Carried) -> Proposal:
    """The observation or claim as the new text says it, at its most likely places."""
    draft = carried.draft
    text = text_of(draft)
    # Where several places are possible, a person chooses: none is filled in for them.
    placed = [
        (a["role"], None if a["state"] == State.AMBIGUOUS else a["place"]) for a in carried.anchors
    ]
    citations = [citation(text, place[0], place[1], role) for role, place in placed if place]
    if thing(carried.type) == "claim":
        claim, operands = claim_drafts.proposal(carried, citations)
        return Proposal(claim, (), (*(role for role, place in placed if not place), *operands))
    old = drafts.published_content(carried.about)
    content = {name: old[name] for name in CARRIED if name in old}
    content |= {"release": draft.release, "citations": citations}
    values = [place for role, place in placed if role == "value" and place]
    changed = []
    if values:
        content["as_written"] = " ".join(text[values[0][0] : values[0][1]].split())
        if draft.upload and (page := draft.upload.page_of(values[0][0])):
            content["page"] = page
    if any(a["state"] == State.NUMBER_CHANGED for a in carried.anchors if a["role"] == "value"):
        changed = _reread(content, numerals_of(draft), values[0]) if values else []
    if old.get("period_basis") == "release":
        content["period"] = release_content(draft).get("published_on", old["period"])
        changed += ["period"] if content["period"] != old["period"] else []
    missing = tuple(role for role, place in placed if not place)
    return Proposal(content, tuple(changed), missing)


def _reread(content: dict[str, Any], found: Sequence[Numeral], place: Sequence[int]) -> list[str]:
    """Take the value from the number at the new place; returns the members that changed."""
    inside = [n for n in found if n.start < place[1] and place[0] < n.end]
    if len(inside) != 1:
        return ["value"]
    before = {name: content.get(name) for name in PRINTED}
    for name in PRINTED:
        content.pop(name, None)
    content |= value_members(inside[0])
    return [name for name in PRINTED if content.get(name) != before[name]]


def carry_over_unchanged(draft_id: int, *, by: User, revision: int) -> int:
    """Carry over every open figure and claim whose passages are all same or moved; how many.

    One step for all of them, after the curator saw them listed. A figure whose period is that of
    its release changes with it, and has to be looked at by itself.
    """
    count = 0
    with changing(draft_id, "carry_over_unchanged", by=by, revision=revision) as change:
        for carried in unchanged(change.draft):
            proposed = proposal(carried)
            if proposed.missing or proposed.changed:
                continue
            _carry_over(change, carried, proposed.content)
            count += 1
        change.detail["count"] = count
    return count


def unchanged(draft: DraftChangeset) -> Iterable[Carried]:
    """Open figures, then claims, whose passages all pass without a person, if still current."""
    states = (State.SAME.value, State.MOVED.value)
    rows = draft.carried.filter(decision=Decision.OPEN, state__in=states)
    rows = rows.exclude(about__in=ended_codes(draft))
    return rows.order_by("-type", "pk")  # a claim's operands are figures that were carried over


def carry_over(
    carried_id: int, content: Mapping[str, Any], *, by: User, draft_id: int, revision: int
) -> None:
    """Carry one figure or claim over with this content, as the curator saw or changed it."""
    with changing(draft_id, "carry_over", by=by, revision=revision) as change:
        _carry_over(change, _undecided(change.draft, carried_id), content)


def _undecided(draft: DraftChangeset, carried_id: int) -> Carried:
    carried = draft.carried.filter(pk=carried_id, decision=Decision.OPEN).first()
    if carried is None:
        raise ActUnusable("this was decided on already")
    return carried


def _carry_over(change: Change, carried: Carried, content: Mapping[str, Any]) -> None:
    before = state_of(carried)
    if (thing(carried.type) == "claim") != ("relation" in content):
        raise ActUnusable("a figure is carried over as a figure, and a claim as a claim")
    carried.act = put_act(change, carried.type, content)
    carried.decision = Decision.TAKEN
    carried.save()
    change.rows.add(Carried, carried.pk, before, state_of(carried))


def discard(carried_id: int, *, by: User, draft_id: int, revision: int) -> None:
    """Leave an item of the previous release out, because the new text does not say it any more."""
    with changing(draft_id, "discard", by=by, revision=revision) as change:
        carried = _undecided(change.draft, carried_id)
        before = state_of(carried)
        carried.decision = Decision.DROPPED
        carried.save()
        change.rows.add(Carried, carried.pk, before, state_of(carried))
