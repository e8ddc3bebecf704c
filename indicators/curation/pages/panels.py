"""The panel beside the text: the form of the item that a person chose."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.forms import BoundField
from django.http import QueryDict

from indicators.curation import claim_drafts, worklist
from indicators.curation.drafts.acts import published_content
from indicators.curation.drafts.texts import citation, numerals_of, text_of
from indicators.curation.forms import (
    CATEGORIES,
    ClaimForm,
    ObservationForm,
    filled,
    filled_claim,
)
from indicators.curation.models import Decision, DraftAct, DraftChangeset
from indicators.curation.pages.lists import STATES, carried_item
from indicators.curation.pages.posted import number, posted_citations
from indicators.figures.choices import Role
from indicators.figures.entry_types import NEWEST, thing
from indicators.models import Area, Indicator, Unit
from indicators.publishing.current import current_contents
from rest.languages import best
from sources.models import Agency, Described
from sources.numerals import Numeral

AROUND = 90  # characters shown on each side of a quote


@dataclass(frozen=True)
class Shown:
    """A field of the form, with what was read for it.

    member: how it changed since the previous release. guess: what the words of a new figure say.
    """

    field: BoundField
    member: worklist.Member | None = None
    guess: worklist.Guess | None = None
    looked: bool = False

    @property
    def unread(self) -> bool:
        """Whether it is empty because the new words could not be read for it."""
        return self.member is not None and self.member.now is None and bool(self.member.question)


@dataclass
class Panel:
    """What the template needs to show one item; `kind` chooses what it shows."""

    kind: str
    key: str = ""
    title: str = ""
    form: ObservationForm | None = None
    rows: list[dict[str, Any]] = field(default_factory=list)
    anchors: list[dict[str, Any]] = field(default_factory=list)
    changed: tuple[worklist.Member, ...] = ()
    guesses: Mapping[str, worklist.Guess] = field(default_factory=dict)
    looked: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    missing: tuple[str, ...] = ()
    state: str = ""
    start: int = -1
    context: list[str] | None = None
    act: DraftAct | None = None
    numeral: Numeral | None = None
    observation: str = ""
    reason: str = ""
    conflict: list[tuple[str, str, str]] = field(default_factory=list)
    categories: list[tuple[str, str]] = field(default_factory=lambda: CATEGORIES)
    roles: list[str] = field(default_factory=lambda: list(Role.values))
    claim: ClaimForm | None = None
    operands: list[dict[str, str]] = field(default_factory=list)
    ending: worklist.Ending | None = None

    def main_fields(self) -> list[Shown]:
        """The fields shown at once, each with what was read for it."""
        return [self._shown(field) for field in self.form.main_fields()] if self.form else []

    def more_fields(self) -> list[Shown]:
        """Those that are folded away, unless one of them was read anew or guessed."""
        return [self._shown(field) for field in self.form.more_fields()] if self.form else []

    def more_open(self) -> bool:
        """Whether anything of what could be folded away is filled in, or to be looked at."""
        shown = any(each.member or each.guess for each in self.more_fields())
        return shown or bool(self.form and self.form.more_used())

    def unread(self) -> list[str]:
        """The members that the new words could not be read for."""
        return [each.name for each in self.changed if each.now is None]

    def _shown(self, field: BoundField) -> Shown:
        member = next((each for each in self.changed if each.name == field.name), None)
        return Shown(field, member, self.guesses.get(field.name), field.name in self.looked)

    def changes(self) -> list[Shown]:
        """The changed members with their fields, those that ask for a look first."""
        shown = [each for each in [*self.main_fields(), *self.more_fields()] if each.member]
        return sorted(shown, key=lambda each: not (each.member and each.member.question))


def panel(draft: DraftChangeset, key: str, places: Sequence[str] = ()) -> Panel:
    """The panel of an item; an empty one if there is no such item (any more).

    places: those chosen for its quotes, `<number of the quote>:<start>:<end>`.
    """
    if key[:1] == "c":
        return _carried_panel(draft, key[1:], places) or Panel("none")
    maker = {"n": _numeral_panel, "a": _act_panel, "s": _selection_panel,
             "o": _correction_panel, "k": _claim_panel}.get(key[:1])  # fmt: skip
    found = maker(draft, key[1:]) if maker else None
    return found or Panel("none")


def _carried_panel(draft: DraftChangeset, name: str, places: Sequence[str] = ()) -> Panel | None:
    carried = draft.carried.filter(pk=number(name), decision=Decision.OPEN).first()
    if carried is None:
        return None
    if end := worklist.ending(carried):
        item = carried_item(carried)
        return Panel("ended", f"c{name}", item.label, state=carried.state, start=item.start,
                     observation=carried.about, ending=end)  # fmt: skip
    text, item = text_of(draft), carried_item(carried)
    chosen = chosen_places(places, len(text))
    proposed = worklist.proposal(carried, chosen)
    shown = Panel(
        "carried", f"c{name}", item.label, rows=_rows(proposed.content),
        anchors=[_shown_anchor(n, anchor, text, chosen.get(n), places)
                 for n, anchor in enumerate(carried.anchors)],
        places=list(places),
        changed=proposed.changed, missing=proposed.missing, state=carried.state, start=item.start,
        observation=carried.about,
    )  # fmt: skip
    return _with_form(shown, draft, carried.type, proposed.content)


def _with_form(
    shown: Panel, draft: DraftChangeset, entry_type: str, content: dict[str, Any]
) -> Panel:
    """The panel with the form of its type, filled in."""
    if thing(entry_type) == "claim":
        shown.claim, shown.operands = filled_claim(content), claim_drafts.lines(draft, content)
    else:
        shown.form = filled(content)
        shown.form.leave_open(shown.unread())
    return shown


def _claim_panel(draft: DraftChangeset, name: str) -> Panel | None:
    """The form of a new claim, with the words that the curator selected, if any."""
    text, content = text_of(draft), {"inputs": [""]}
    if not text:
        return None
    low, _, high = name.partition("-")
    start, end = number(low), number(high)
    shown = Panel("new claim", f"k{name}", "New claim")
    if 0 <= start < end <= len(text) and end - start <= 1000:
        shown.title = f"New claim: {' '.join(text[start:end].split())}"
        shown.rows, shown.start = [citation(text, start, end, "value")], start
        shown.context = _context(text, [start, end])
    return _with_form(shown, draft, NEWEST["claim"], content)


def chosen_places(places: Iterable[str], length: int) -> dict[int, tuple[int, int]]:
    """The chosen place of each quote, by its number; what is no range of the text is left out."""
    chosen = {}
    for place in places:
        quote, _, span = place.partition(":")
        start, _, end = span.partition(":")
        low, high = number(start), number(end)
        if number(quote) >= 0 and 0 <= low < high <= length and high - low <= 1000:
            chosen[number(quote)] = (low, high)
    return chosen


def _shown_anchor(
    quote: int, anchor: dict[str, Any], text: str, chosen: tuple[int, int] | None,
    places: Sequence[str],
) -> dict[str, Any]:  # fmt: skip
    """A citation's passage in the old and the new text; if uncertain, all places to choose from."""
    open_places = anchor["alternatives"]
    certain = anchor["place"] if anchor["state"] != "ambiguous" else None
    if not certain and anchor["place"]:
        open_places = [anchor["place"], *open_places]
    kept = [place for place in places if not place.startswith(f"{quote}:")]
    return {
        **anchor,
        "meaning": STATES[anchor["state"]],
        "then": [anchor["old_context"][0][-AROUND:], anchor["old_context"][1],
                 anchor["old_context"][2][:AROUND]],
        "now": _context(text, chosen or certain),
        "chosen": chosen is not None,
        "open": not (chosen or certain),
        "others": [
            {
                "places": [*kept, f"{quote}:{p[0]}:{p[1]}"],
                "start": p[0], "end": p[1], "score": p[2], "context": _context(text, p),
            }
            for p in open_places
        ],
    }  # fmt: skip


def _numeral_panel(draft: DraftChangeset, name: str) -> Panel | None:
    numeral = next((n for n in numerals_of(draft) if n.start == number(name)), None)
    if numeral is None:
        return None
    suggested = worklist.suggestion(draft, numeral)
    context = _context(text_of(draft), [numeral.start, numeral.end])
    return Panel(
        "numeral", f"n{name}", numeral.exact, filled(suggested.content), _rows(suggested.content),
        state="new", start=numeral.start, context=context, numeral=numeral,
        guesses=suggested.guesses,
    )  # fmt: skip


def _act_panel(draft: DraftChangeset, name: str) -> Panel | None:
    act = draft.acts.filter(pk=number(name)).first()
    if act is None:
        return None
    if thing(act.type) not in ("observation", "claim"):
        return Panel("plain", f"a{name}", str(act), act=act)
    shown = Panel(
        "act", f"a{name}", str(act.content.get("as_written", act)), rows=_rows(act.content),
        act=act, start=_first(act.content),
    )  # fmt: skip
    return _with_form(shown, draft, act.type, act.content)


def _selection_panel(draft: DraftChangeset, name: str) -> Panel | None:
    """The form of a new figure, with the selected words as its value."""
    low, _, high = name.partition("-")
    start, end = number(low), number(high)
    text = text_of(draft)
    if not 0 <= start < end <= len(text) or end - start > 1000:
        return None
    inside = [n for n in numerals_of(draft) if n.start < end and start < n.end]
    suggested = worklist.Suggestion({"release": draft.release})
    content = suggested.content
    if len(inside) == 1:
        suggested = worklist.suggestion(draft, inside[0])
        content = suggested.content
        content["citations"] = content["citations"][1:]
    content["as_written"] = " ".join(text[start:end].split())
    content["citations"] = [citation(text, start, end, "value"), *content.get("citations", [])]
    return Panel(
        "selection", f"s{name}", content["as_written"], filled(content), _rows(content),
        start=start, context=_context(text, [start, end]), guesses=suggested.guesses,
    )  # fmt: skip


def _correction_panel(draft: DraftChangeset, name: str) -> Panel | None:
    """The form of a published figure, to be corrected or retracted."""
    content = published_content(name)
    value = next(c for c in content["citations"] if c["role"] == "value")
    return Panel(
        "correction", f"o{name}", str(content.get("as_written")), filled(content),
        _rows(content), observation=name,
        context=[value["prefix"], value["exact"], value["suffix"]],
    )  # fmt: skip


def _first(content: dict[str, Any]) -> int:
    """Offset of the first citation, -1 without one."""
    return min((c["start"] for c in content.get("citations", [])), default=-1)


def _rows(content: dict[str, Any]) -> list[dict[str, Any]]:
    return [dict(citation) for citation in content.get("citations", [])]


def _context(text: str, place: Sequence[int] | None) -> list[str] | None:
    """The words before a place, its own, and those after it; None without a place."""
    return worklist.context(text, place[0], place[1], AROUND) if place else None


def choices(draft: DraftChangeset | None = None) -> dict[str, list[tuple[str, str]]]:
    """Ids with names, for the fields that take one; with a draft also for its claims' operands."""
    models: dict[str, type[Described]] = {
        "indicators": Indicator,
        "areas": Area,
        "units": Unit,
        "agencies": Agency,
    }
    vocabularies = {
        name: [
            (code, best(content["labels"]) or code)
            for code, content in sorted(current_contents(model).items())
        ]
        for name, model in models.items()
    }
    return (
        vocabularies
        if draft is None
        else {**vocabularies, "observations": claim_drafts.operands(draft)}
    )


def refill(shown: Panel, draft: DraftChangeset, data: QueryDict) -> None:
    """Put what the person typed into the panel's form, so that nothing of it is lost."""
    shown.rows, shown.reason = posted_citations(draft, data), data.get("reason", "")
    shown.looked = data.getlist("looked")
    if "relation" in data:
        shown.claim = ClaimForm(data)
        shown.operands = claim_drafts.lines(draft, {"inputs": data.getlist("input")})
    else:
        shown.form = ObservationForm(data)
        shown.form.leave_open(shown.unread())
