"""The list of what is left to decide on in a draft, in groups."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from indicators.curation import worklist
from indicators.curation.drafts.texts import text_of
from indicators.curation.models import Carried, Decision, DraftChangeset
from indicators.figures.entry_types import thing
from sources.numerals import Numeral

WORDS = 36  # characters of the words that a line shows on each side

# What each state means for a person, in the order of the list.
STATES = {
    "number_changed": "Another number is printed there",
    "ambiguous": "Several places are possible",
    "lost": "Not found in the new text",
    "context_changed": "Its words or those around it changed",
    "moved": "Unchanged, but moved",
    "same": "Unchanged",
}


@dataclass(frozen=True)
class Item:
    """A line of the list.

    key: c<pk of a Carried>, n<start of a numeral> or a<pk of an act>. before, after: a few words
    around it. doubt: what the reader left open.
    """

    key: str
    label: str
    state: str
    start: int = -1
    before: str = ""
    after: str = ""
    doubt: str = ""


@dataclass
class Group:
    """The lines of one state."""

    state: str
    title: str
    items: list[Item] = field(default_factory=list)
    category: str = ""

    @property
    def at_once(self) -> int:
        """How many of its numbers may be set aside all at once: those without a doubt."""
        if self.category in ("", "figure"):
            return 0
        return sum(not item.doubt for item in self.items)


def left(draft: DraftChangeset, found: Sequence[Numeral] | None = None) -> list[Group]:
    """What a person still has to decide on, in groups, the most demanding ones first.

    found: the draft's candidates, if the caller has them.
    """
    groups = {state: Group(state, title) for state, title in STATES.items()}
    for carried in draft.carried.filter(decision=Decision.OPEN):
        groups[carried.state].items.append(carried_item(carried))
    text = text_of(draft) if draft.upload else ""
    if found is None:
        found = worklist.candidates(draft) if draft.upload else []
    for numeral in found:
        category = numeral.category
        title = (
            "Figures that nothing accounts for yet"
            if category == "figure"
            else (f"Numbers that look like {category.replace('_', ' ')}")
        )
        group = groups.setdefault(f"new-{category}", Group("new", title, category=category))
        before, _, after = worklist.context(text, numeral.start, numeral.end, WORDS)
        group.items.append(
            Item(
                f"n{numeral.start}", numeral.exact, group.state, numeral.start,
                *_around(before, after), numeral.doubt or "",
            )
        )  # fmt: skip
    for group in groups.values():
        group.items.sort(key=lambda item: item.start)
    return [group for group in groups.values() if group.items]


def carried_item(carried: Carried) -> Item:
    """The line of an item of the previous release."""
    value = next((a for a in carried.anchors if a["role"] == "value"), carried.anchors[0])
    start = value["place"][0] if value["place"] else -1
    before, quote, after = value["old_context"]
    quote = " ".join(quote.split())
    label = quote if thing(carried.type) == "observation" else f"Claim: {quote}"
    around = _around(before[-WORDS:], after[:WORDS])
    return Item(f"c{carried.pk}", label, carried.state, start, *around)


def _around(before: str, after: str) -> tuple[str, str]:
    """Whole words of what is before and after a quote, in one line."""
    left = before if len(before) < WORDS else before.partition(" ")[2]
    right = after if len(after) < WORDS else after.rpartition(" ")[0]
    return " ".join(left.split()), " ".join(right.split())


def next_key(groups: Sequence[Group], after: tuple[str, int] | None) -> str:
    """The key of the first line, or of the one after a state and offset; empty without lines."""
    lines = [item for group in groups for item in group.items]
    if after:
        later = [i for i in lines if i.state == after[0] and i.start >= after[1]]
        lines = later or lines
    return lines[0].key if lines else ""
