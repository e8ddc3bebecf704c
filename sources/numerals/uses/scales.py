"""Scale words without a number: (thousands), in millions of dollars, R$ mil."""

from sources.numerals.money import currency_before
from sources.numerals.nearby import Nearby
from sources.numerals.phrases import Phrase
from sources.numerals.tokens import BORDERS

_SHORT_LINE = 9  # tokens of a line that names a unit
_BRACKET = 12  # tokens back to the bracket that holds the words
_IN = frozenset(("in", "en", "em"))


class Scales(Nearby):
    """Whether a scale word by itself says what the numbers of a table are counted in."""

    def is_named_by(self, phrase: Phrase) -> bool:
        """Whether the phrase is a lone scale word, and no number, by its place."""
        atom = phrase.atom
        at, token = atom.first, self.tokens[atom.first]
        if atom.shape not in ("indefinite", "words") or not self._is_lone(at, atom.end):
            return False
        if self.lexicon.language == "en" and atom.shape == "words":
            return True  # thousand hectares; a thousand has its article
        paid = currency_before(self.tokens, at)
        if paid or self._word_before(at) == "(":
            return True
        opener = at - 1 if self._word_before(at) in _IN else at
        opens = self.tokens[opener].gap in (*BORDERS, "\n")
        if opens and (at in self.view.cells or opener < at):
            return True
        if self._is_small(at):
            return False
        named = opens or opener < at or self._word_before(at) in (":", "/")
        return named and (self._in_bracket(at) or self._is_short_line(at, token.gap == "\n"))

    def _is_lone(self, first: int, end: int) -> bool:
        """Whether every token is a scale word: thousand, miles, mil milhões."""
        lexicon = self.lexicon
        words = lexicon.indefinites | lexicon.thousands | lexicon.hundreds
        return all(t.fold in words or t.fold in lexicon.scales for t in self.tokens[first:end])

    def _is_small(self, at: int) -> bool:
        """Whether the word is below a thousand: dozens of people."""
        word, lexicon = self.tokens[at].fold, self.lexicon
        stem = word.removesuffix("es").removesuffix("s")
        known = {*lexicon.thousands, *lexicon.scales, "millar", "milhar", "millier", "thousand"}
        return not any(name.startswith(stem) for name in known)

    def _in_bracket(self, at: int) -> bool:
        """Whether a bracket opened shortly before and is not closed: (valeurs en milliers)."""
        for _, token in zip(range(_BRACKET), self._back(at), strict=False):
            if token.raw in ("(", ")"):
                return token.raw == "("
        return False

    def _is_short_line(self, at: int, opens: bool) -> bool:
        """Whether the words are all of a short line that is no sentence: Millones de dólares."""
        start = at
        while start > 0 and at - start < _SHORT_LINE and self.tokens[start].gap not in ("\n", "¶"):
            start -= 1
        end = at + 1
        while end < len(self.tokens) and self.tokens[end].gap not in ("\n", "¶", "\t"):
            if end - start > _SHORT_LINE:
                return False
            end += 1
        starts = start == at or opens or self.tokens[start].gap in ("\n", "¶")
        starts = starts and end < len(self.tokens)
        return starts and self.tokens[end - 1].raw not in ".;" and end - start <= _SHORT_LINE
