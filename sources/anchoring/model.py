"""The result of re-anchoring a passage: one of six states, and where the passage is now."""

from dataclasses import dataclass
from enum import StrEnum

Span = tuple[int, int]


class State(StrEnum):
    """What became of a passage, the least work for a person first; only the first two pass."""

    SAME = "same"  # unchanged with its sentence, in the order of the others
    MOVED = "moved"  # unchanged with its sentence, at another place among the others
    CONTEXT_CHANGED = "context_changed"  # numerals unchanged; words of it or around it differ
    NUMBER_CHANGED = "number_changed"  # its place is found, and a numeral there differs
    AMBIGUOUS = "ambiguous"  # several places are possible
    LOST = "lost"  # no place is likely


PASSING = frozenset({State.SAME, State.MOVED})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A range of the new text where a passage may be, and how similar its sentence is, of 100."""

    start: int
    end: int
    score: int


@dataclass(frozen=True, slots=True)
class Anchor:
    """What became of one passage: [start, end) of the old text.

    place: its most likely range in the new text, None if lost. Unless the state passes, a person
    has to confirm it. alternatives: other places, best first, at most five.
    """

    start: int
    end: int
    state: State
    place: Candidate | None = None
    alternatives: tuple[Candidate, ...] = ()
    old_numerals: tuple[str, ...] = ()
    new_numerals: tuple[str, ...] = ()

    @property
    def passes(self) -> bool:
        """Whether the passage may be carried over without a person's look at it."""
        return self.state in PASSING

    @property
    def runner_up(self) -> int:
        """The score of the best alternative, 0 without one."""
        return self.alternatives[0].score if self.alternatives else 0
