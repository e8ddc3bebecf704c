"""The sign of a number: a minus, a word, or the brackets of accounting."""

from dataclasses import replace

from sources.numerals.money import currency_before
from sources.numerals.nearby import Nearby
from sources.numerals.tokens import BORDERS, HYPHENS
from sources.numerals.view import View

from .brackets import Brackets
from .phrase import OR, SHARED_KINDS, Phrase
from .units import Units

_BRACKETS = "brackets may say that it is negative"
# Signs behind which a minus opens a number.
_OPENERS = frozenset("([{,;:|=/<>≤≥~≈\"'“‘«*±")


class Signs(Nearby):
    """Whether a number is negative, by what is before and behind it."""

    def __init__(self, view: View, units: Units) -> None:
        super().__init__(view)
        self.units, self.brackets = units, Brackets(view)

    def signed(self, phrase: Phrase, taken: int) -> Phrase:
        """Negative behind a minus that touches nothing before it, or the word `minus`."""
        first = phrase.first
        if first <= taken or phrase.value is None:
            return self._trailing(phrase)
        at = first - 1
        sign = self.tokens[at]
        cell = self.view.cells.get(at)
        apart = self.tokens[first].gap
        near = not apart or apart == " " and cell and cell.first == at - 2
        bracketed = sign.raw == ")" and near and at > taken + 1
        if bracketed and self._is_minus(at - 1) and self.tokens[at - 2].raw == "(":
            return replace(phrase, first=at - 2, value=-phrase.value)  # (-)23.00, (-) 3.5
        if cell and cell.first == at and sign.raw in HYPHENS and self.tokens[first].gap == " ":
            return replace(phrase, first=at, value=-phrase.value)  # a cell with - 69 665
        if sign.raw in HYPHENS and self.tokens[first].gap == " " and at >= taken:
            return self._spaced_minus(phrase, at)
        if self._is_minus(at):
            before = self.tokens[at - 1] if at else None
            opened = sign.gap != "" or not before or before.raw in _OPENERS
            if not opened:
                return phrase
            doubt = self._bullet(phrase, at)
            return replace(phrase, first=at, value=-phrase.value, doubt=phrase.doubt or doubt)
        bound = self.lexicon.bounds_before.before(self.tokens, first)  # al menos 15
        approximate = self.lexicon.qualifiers.before(self.tokens, first)  # más o menos 15
        spoken = sign.fold in self.lexicon.minus and self.tokens[first].gap in (" ", "\n")
        margin = self._word_before(at) in OR
        if spoken and not bound and not approximate and not margin:
            if self._compares(phrase):
                return phrase  # menos 1,4 puntos que en mayo: 1.4 points less
            doubt = self._fewer(phrase, at)
            if doubt and self.lexicon.language == "pt":
                return replace(phrase, doubt=phrase.doubt or doubt)  # menos 12 casos: 12 fewer
            return replace(phrase, first=at, value=-phrase.value, doubt=phrase.doubt or doubt)
        return self._trailing(phrase)

    def _spaced_minus(self, phrase: Phrase, at: int) -> Phrase:
        """Negative behind `−` or `(–` and a space; in French a dash and a space may be a minus."""
        assert phrase.value is not None
        before = self._word_before(at)
        opened = before in self.lexicon.copulas or not before or before in _OPENERS
        if (self.tokens[at].raw == "−" and opened) or before == "(":
            return replace(phrase, first=at, value=-phrase.value)
        dashed = self.lexicon.language == "fr" and phrase.kind in SHARED_KINDS and not phrase.doubt
        return replace(phrase, doubt="the dash may be a minus") if dashed else phrase

    def _compares(self, phrase: Phrase) -> bool:
        """Whether "than" is right behind: menos 1,4 pontos do que em Maio."""
        at = phrase.stop + (self._fold(phrase.stop) in ("do", "de"))
        return self._fold(at) in ("que", "qu") and phrase.kind in SHARED_KINDS

    def _fewer(self, phrase: Phrase, at: int) -> str | None:
        """A doubt where the word for minus may compare: menos 12 casos, 12 fewer cases."""
        if self.lexicon.minus & {"minus"} or phrase.kind == "money":
            return None
        if phrase.unit in ("%", "%-pt", "Cel"):
            said = self._word_before(at) in self.lexicon.copulas | {"em", "en", ":", ""}
            return None if said or phrase.unit == "Cel" else "may say how many fewer"
        word = self.tokens[phrase.stop] if phrase.stop < len(self.tokens) else None
        compares = word and word.kind == "word" and word.gap not in BORDERS
        return "may say how many fewer" if compares else None

    def _bullet(self, phrase: Phrase, at: int) -> str | None:
        """A doubt where a hyphen opens a line of words: it may be the bullet of a list."""
        sign = self.tokens[at]
        if sign.gap not in ("\n", "¶") or at in self.view.cells or sign.raw == "−":
            return None
        follows = self.tokens[phrase.end] if phrase.end < len(self.tokens) else None
        listed = follows and follows.kind == "word" and follows.gap == " "
        return "the hyphen may be a bullet" if listed and phrase.kind == "cardinal" else None

    def _trailing(self, phrase: Phrase) -> Phrase:
        """Negative before a minus that ends its cell: 3.5-."""
        end = phrase.end
        if phrase.value is None or phrase.atom.year or not self._hyphen(end):
            return phrase
        if phrase.unit_tokens or not self.view.ends_cell(end + 1) or phrase.value <= 0:
            return phrase
        doubt = phrase.doubt or "a sign behind its number"
        return replace(phrase, end=end + 1, stop=end + 1, value=-phrase.value, doubt=doubt)

    def bracketed(self, phrase: Phrase, taken: int) -> Phrase:
        """Negative in the brackets of accounting: (23.5 million), $(4.2), a cell (12)."""
        first, end = phrase.first - 1, phrase.end
        if first < taken or phrase.value is None or phrase.value <= 0 or self._fold(end) != ")":
            return phrase
        if self.tokens[first].raw != "(" or self.tokens[first + 1].gap or phrase.unit_tokens:
            return phrase
        end += 1
        cell = self.view.cells.get(first)
        before = currency_before(self.tokens, first)
        if before and before.edge < taken:
            before = None
        alone = (
            cell and cell.first == (before.edge if before else first) and self.view.ends_cell(end)
        )
        bare = phrase.atom.plain and phrase.is_count
        copula = (
            self._word_before(first) in self.lexicon.copulas
            and self.tokens[first].gap == " "
            and not bare
        )
        if not (alone or before or copula):
            return phrase
        negative = replace(
            phrase,
            first=first,
            end=end,
            stop=end,
            value=-phrase.value,
            doubt=phrase.doubt
            or (None if before or (cell and self.brackets.are_minus(phrase, cell)) else _BRACKETS),
        )
        if before:
            scale = self.view.exponent(end) if end < len(self.tokens) else 0
            if scale and negative.value is not None:
                value, places = negative.value * 10**scale, negative.decimals
                lowered = None if places is None else places - scale
                negative = replace(
                    negative, end=end + 1, stop=end + 1, value=value, decimals=lowered
                )
            return replace(self.units.paid(negative, before.name), first=before.edge)
        if negative.unit is None:
            return self.units.with_unit_words(negative, end)
        return negative
