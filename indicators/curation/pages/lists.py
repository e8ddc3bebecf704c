"""The list of what is left to decide on in a draft, in groups."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from indicators.curation import worklist
from indicators.curation.models import Carried, Decision, DraftChangeset
from indicators.figures.entry_types import thing

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

    key: c<pk of a Carried>, n<start of a numeral> or a<pk of an act>.
    """

    key: str
    label: str
    state: str
    start: int = -1


@dataclass
class Group:
    """The lines of one state."""

    state: str
    title: str
    items: list[Item] = field(default_factory=list)
    category: str = ""

    @property
    def at_once(self) -> bool:
        """Whether its numbers may be set aside all at once."""
        return self.category not in ("", "figure")


def left(draft: DraftChangeset) -> list[Group]:
    """What a person still has to decide on, in groups, the most demanding ones first."""
    groups = {state: Group(state, title) for state, title in STATES.items()}
    for carried in draft.carried.filter(decision=Decision.OPEN):
        groups[carried.state].items.append(carried_item(carried))
    for numeral in worklist.candidates(draft) if draft.upload else []:
        category = numeral.category
        title = (
            "Figures that nothing accounts for yet"
            if category == "figure"
            else (f"Numbers that look like {category.replace('_', ' ')}")
        )
        group = groups.setdefault(f"new-{category}", Group("new", title, category=category))
        group.items.append(Item(f"n{numeral.start}", numeral.exact, group.state, numeral.start))
    for group in groups.values():
        group.items.sort(key=lambda item: item.start)
    return [group for group in groups.values() if group.items]


def carried_item(carried: Carried) -> Item:
    """The line of an item of the previous release."""
    value = next((a for a in carried.anchors if a["role"] == "value"), carried.anchors[0])
    start = value["place"][0] if value["place"] else -1
    quote = " ".join(value["old_context"][1].split())
    label = quote if thing(carried.type) == "observation" else f"Claim: {quote}"
    return Item(f"c{carried.pk}", label, carried.state, start)


def next_key(groups: Sequence[Group], after: tuple[str, int] | None) -> str:
    """The key of the first line, or of the one after a state and offset; empty without lines."""
    lines = [item for group in groups for item in group.items]
    if after:
        later = [i for i in lines if i.state == after[0] and i.start >= after[1]]
        lines = later or lines
    return lines[0].key if lines else ""
