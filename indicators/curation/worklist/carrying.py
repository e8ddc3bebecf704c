"""What the previous release says, carried over into the new one or discarded, item by item.

Only what is unchanged at one certain place may be carried over in one step. Everything else is
shown with its old and its new sentence, because numerals must not slide.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User

from indicators.curation import claim_drafts, drafts
from indicators.curation.audit import state_of
from indicators.curation.drafts.acts import put_act
from indicators.curation.drafts.changing import Change, changing
from indicators.curation.drafts.texts import citation
from indicators.curation.models import Carried, Decision, DraftChangeset
from indicators.curation.worklist.editions import Editions
from indicators.curation.worklist.ended import ended_codes
from indicators.curation.worklist.reading import Quote
from indicators.curation.worklist.rereading import Member, reread
from indicators.figures.entry_types import thing
from indicators.figures.fields import BOUNDS, BY_NAME, GIVEN
from indicators.publishing.errors import ActUnusable
from sources.anchoring.model import State

# The page is another one, and why the old words may read otherwise says nothing of the new ones.
CARRIED = tuple(f.name for f in GIVEN if f.name not in ("page", "quote_check_reason"))
Span = tuple[int, int]
Chosen = Mapping[int, Span]  # number of a quote -> the place that a person chose for it


@dataclass(frozen=True)
class Proposal:
    """What carrying an item over would draft.

    changed: members that differ from the previous release, or that a person has to look at.
    missing: roles of citations that were not found (a citation of role value has to be chosen
    first), and of a claim also the operands that were not carried over.
    """

    content: dict[str, Any]
    changed: tuple[Member, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def questions(self) -> dict[str, str]:
        """The members that a person has to look at, each with the reason."""
        return {member.name: member.question for member in self.changed if member.question}


def proposal(
    carried: Carried, chosen: Chosen | None = None, editions: Editions | None = None
) -> Proposal:
    """The observation or claim as the new text says it, at its most likely places.

    chosen: places that a person chose among several. editions: the draft's, if they are at hand.
    """
    editions = editions or Editions(carried.draft)
    quotes = _quotes(carried, chosen or {})
    text = editions.now.text
    citations = [citation(text, *quote.now, quote.role) for quote in quotes if quote.now]
    missing = tuple(quote.role for quote in quotes if not quote.now)
    if thing(carried.type) == "claim":
        claim, operands = claim_drafts.proposal(carried, citations)
        return Proposal(claim, (), (*missing, *operands))
    old = drafts.published_content(carried.about)
    content = {name: old[name] for name in CARRIED if name in old}
    content |= {"release": carried.draft.release, "citations": citations}
    content |= _place_members(carried.draft, text, quotes)
    changed = reread(old, quotes, editions.was, editions.now)
    for member in changed:
        content.pop(member.name, None)
        if member.now is not None:
            content[member.name] = member.now
        if member.quote:
            content["citations"] = _cited_instead(content["citations"], member, text)
    for bound, opened in BOUNDS:
        if bound not in content:
            content.pop(opened, None)
    cited = {row["role"] for row in content["citations"]}
    return Proposal(content, tuple(changed), tuple(r for r in missing if r not in cited))


def _cited_instead(
    citations: Iterable[dict[str, Any]], member: Member, text: str
) -> list[dict[str, Any]]:
    """The citations, with the words that say a member in place of those that say another value."""
    assert member.quote
    kept = [row for row in citations if row["role"] != member.name]
    return [*kept, citation(text, *member.quote, member.name)]


def _quotes(carried: Carried, chosen: Chosen) -> list[Quote]:
    """The item's citations with their places; without one where several are possible."""
    quotes = []
    for number, anchor in enumerate(carried.anchors):
        place, state = anchor["place"], anchor["state"]
        now = (place[0], place[1]) if place and state != State.AMBIGUOUS else None
        if number in chosen:
            now, state = chosen[number], State.NUMBER_CHANGED.value
        quotes.append(Quote(anchor["role"], (anchor["old"][0], anchor["old"][1]), now, state))
    return quotes


def _place_members(draft: DraftChangeset, text: str, quotes: Iterable[Quote]) -> dict[str, Any]:
    """What the place of the value gives: its words, and its page."""
    start, end = next((q.now for q in quotes if q.role == "value" and q.now), (0, 0))
    if not end:
        return {}
    members: dict[str, Any] = {"as_written": " ".join(text[start:end].split())}
    if draft.upload and (page := draft.upload.page_of(start)):
        members["page"] = page
    return members


def carry_over_unchanged(draft_id: int, *, by: User, revision: int) -> int:
    """Carry over every open figure and claim whose passages are all same or moved; how many.

    One step for all of them, after the curator saw them listed. A figure of which anything was read
    otherwise, or with a doubt, has to be looked at by itself.
    """
    count = 0
    with changing(draft_id, "carry_over_unchanged", by=by, revision=revision) as change:
        editions = Editions(change.draft)
        for carried in unchanged(change.draft):
            proposed = proposal(carried, editions=editions)
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
    carried_id: int, content: Mapping[str, Any], *, by: User, draft_id: int, revision: int,
    looked: Collection[str] = (), chosen: Chosen | None = None,
) -> None:  # fmt: skip
    """Carry one figure or claim over with this content, as the curator saw or changed it.

    looked: members that the curator looked at. chosen: places that they chose. Raises ActUnusable
    for a member that could not be read without a doubt and that nobody looked at.
    """
    with changing(draft_id, "carry_over", by=by, revision=revision) as change:
        carried = _undecided(change.draft, carried_id)
        require_look(carried, content, looked, chosen)
        _carry_over(change, carried, content)


def require_look(
    carried: Carried, content: Mapping[str, Any], looked: Collection[str] = (),
    chosen: Chosen | None = None,
) -> None:  # fmt: skip
    """Raises ActUnusable for what was not read without a doubt, unless somebody looked at it."""
    if left := _open(proposal(carried, chosen), content, looked):
        raise ActUnusable(
            "look at what could not be read without a doubt, and fill it in or tick it: "
            + "; ".join(f"{_label(name)} ({why})" for name, why in left.items())
        )


def _open(
    proposed: Proposal, content: Mapping[str, Any], looked: Collection[str]
) -> dict[str, str]:
    """What the proposal asks a person to look at, and nobody did.

    Whoever wrote another value than the one proposed looked at it; a kind can't be left out.
    """
    return {
        name: why
        for name, why in proposed.questions.items()
        if name not in looked
        and (
            name == "kind"
            or content.get(name) in (None, "", proposed.content.get(name))
        )
    }  # fmt: skip


def _label(name: str) -> str:
    """The name of a member on the page."""
    given = BY_NAME[name].input
    return given.label if given else name


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
