"""The words near a place in a text, as the recognisers ask for them."""

from collections.abc import Iterator

from .tokens import BORDERS, HYPHENS, Token, word_at, word_before
from .view import View


class Nearby:
    """A text whose tokens all recognisers look at, each a bounded number of tokens far."""

    def __init__(self, view: View) -> None:
        self.view, self.tokens, self.lexicon = view, view.tokens, view.lexicon

    def _fold(self, index: int) -> str:
        return word_at(self.tokens, index)

    def _word_before(self, at: int) -> str:
        return word_before(self.tokens, at)

    def _hyphen(self, index: int) -> bool:
        """Whether a hyphen touches what is before `index`."""
        token = self.tokens[index] if index < len(self.tokens) else None
        return bool(token and token.gap == "" and token.raw in HYPHENS)

    def _is_minus(self, index: int) -> bool:
        """Whether a hyphen is at `index` and the next token touches it."""
        follows = self.tokens[index + 1] if index + 1 < len(self.tokens) else None
        return self.tokens[index].raw in HYPHENS and follows is not None and follows.gap == ""

    def _back(self, at: int) -> Iterator[Token]:
        """The tokens before `at`, nearest first, within the paragraph."""
        while at > 0 and self.tokens[at].gap not in BORDERS:
            at -= 1
            yield self.tokens[at]

    def _in_clause(self, at: int, reach: int) -> Iterator[int]:
        """The indexes before `at`, nearest first, in its clause and at most `reach` tokens away."""
        for index in range(at - 1, max(at - 1 - reach, -1), -1):
            if self.tokens[index].raw in ".;:":
                return
            yield index
            if self.tokens[index].gap in BORDERS:
                return

    def _starts_line(self, at: int) -> bool:
        return self.tokens[at].gap in ("\n", "¶")

    def _starts_paragraph(self, at: int) -> bool:
        return self.tokens[at].gap == "¶"

    def _is_headed(self, at: int) -> bool:
        return self.tokens[at].gap == " " and self._word_before(at) in self.lexicon.heading_words

    def _ends_paragraph(self, end: int) -> bool:
        return end >= len(self.tokens) or self.tokens[end].gap == "¶"
