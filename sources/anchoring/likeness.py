"""How similar sentences are, whatever numbers they print, and where a text has similar ones."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from rapidfuzz import fuzz

from sources.anchoring.model import Span
from sources.anchoring.tokens import Token

LIKELY = 60  # of 100: below this likeness a place is not shown


def masked(tokens: Sequence[Token]) -> list[str]:
    """The forms of tokens with # for every number, so that a changed number changes no likeness."""
    return ["#" if word.is_number else word.form for word in tokens]


def likeness(old: Sequence[Token], new: Sequence[Token]) -> int:
    """How similar two ranges of tokens are; 100 only if they are equal, numbers included."""
    if [word.form for word in old] == [word.form for word in new]:
        return 100
    return min(99, round(fuzz.ratio(" ".join(masked(old)), " ".join(masked(new)))))


class MaskedText:
    """A text as one string without its numbers, to be searched for sentences."""

    AT_MOST = 3

    def __init__(self, tokens: Sequence[Token]) -> None:
        forms = masked(tokens)
        self._text = " ".join(forms)
        self._starts, at = [], 0
        for form in forms:
            self._starts.append(at)
            at += len(form) + 1

    def search(self, sentence: Sequence[Token]) -> list[Span]:
        """Token ranges of the most similar places, best first."""
        wanted = " ".join(masked(sentence))
        found, text = [], self._text
        for _ in range(self.AT_MOST):
            hit = fuzz.partial_ratio_alignment(wanted, text, score_cutoff=LIKELY)
            if hit is None or hit.dest_start >= hit.dest_end:
                break
            first = max(0, bisect_right(self._starts, hit.dest_start) - 1)
            found.append((first, bisect_left(self._starts, hit.dest_end)))
            # The place found is blanked out, so that the next search finds another one.
            gone = hit.dest_end - hit.dest_start
            text = text[: hit.dest_start] + "\0" * gone + text[hit.dest_end :]
        return found
