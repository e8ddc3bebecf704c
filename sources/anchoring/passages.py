"""Passages of the old text: their tokens, their sentence, and what around them must be equal."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sources.anchoring.model import Span
from sources.anchoring.tokens import Token

ENOUGH = 8  # tokens of a sentence or line that needs no neighbours to be recognised
MARGIN = 4  # tokens that must be equal on each side of a passage in a shorter one
SENTENCE = 60  # tokens on each side, beyond which a sentence is cut
WRAPPED = 60  # characters of a line of prose that goes on in the next one, if no sentence ends it


@dataclass(frozen=True, slots=True)
class Passage:
    """A range of the old text, its tokens [first, last), its sentence, and what must be equal.

    sentence: it, or the line. window: the whole sentence, also where its lines are wrapped; of a
    short one, with MARGIN tokens around the passage.
    """

    start: int
    end: int
    first: int
    last: int
    sentence: Span
    window: Span


class Passages:
    """The passages of a text whose tokens are known."""

    def __init__(self, text: str, found: Sequence[Token]) -> None:
        self.text, self.tokens = text, found
        self._starts = [token.start for token in found]
        self._ends = [token.end for token in found]

    def at(self, start: int, end: int) -> Passage:
        """The passage at [start, end); ValueError where it is not in the text or holds no word."""
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"passage [{start}, {end}) is not within the old text")
        first, last = bisect_right(self._ends, start), bisect_left(self._starts, end)
        if first >= last:
            raise ValueError(f"passage [{start}, {end}) holds no word")
        sentence = self._sentence(first, last, self._ends_before)
        window = self._sentence(first, last, self._ends_prose_before)
        if sentence[1] - sentence[0] < ENOUGH:
            low, high = min(window[0], first - MARGIN), max(window[1], last + MARGIN)
            window = max(0, low), min(high, len(self.tokens))
        return Passage(start, end, first, last, sentence, window)

    def _sentence(self, first: int, last: int, ends_before: Callable[[int], bool]) -> Span:
        """Token range of the sentence of a passage, cut at SENTENCE tokens on each side."""
        low = first
        while low > max(0, first - SENTENCE) and not ends_before(low):
            low -= 1
        high = last
        while high < min(len(self.tokens), last + SENTENCE) and not ends_before(high):
            high += 1
        return low, high

    def _ends_before(self, token: int) -> bool:
        """Whether a line or a sentence ends before this token."""
        before, here = self.tokens[token - 1], self.tokens[token]
        gap = self.text[before.end : here.start]
        return "\n" in gap or (before.form in {".", "!", "?", ";"} and bool(gap))

    def _ends_prose_before(self, token: int) -> bool:
        """Whether a sentence ends before this token, or a line that is not merely wrapped there."""
        if not self._ends_before(token):
            return False
        before, here = self.tokens[token - 1], self.tokens[token]
        gap = self.text[before.end : here.start]
        return before.form in {".", "!", "?", ";"} or not self._goes_on(before.end, gap)

    def _goes_on(self, at: int, gap: str) -> bool:
        """Whether a line that ends at `at` is prose that was only wrapped there."""
        text = self.text
        begin, behind = text.rfind("\n", 0, at) + 1, at + len(gap)
        stop = text.find("\n", behind)
        lines = text[begin : stop if stop >= 0 else len(text)]
        if gap.count("\n") > 1 or "\t" in lines:
            return False
        return text[behind].islower() or at - begin >= WRAPPED
