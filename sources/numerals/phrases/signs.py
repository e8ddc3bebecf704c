"""The sign of a number: a minus, a word, or the brackets of accounting."""

import re
from dataclasses import replace

from sources.numerals.lexicon import ZEROS, word_set
from sources.numerals.model import NEGATIVE, PARENTHESIS
from sources.numerals.money import currency_before
from sources.numerals.nearby import Nearby
from sources.numerals.tokens import BORDERS, HYPHENS
from sources.numerals.view import View

from .brackets import Brackets
from .phrase import OR, SHARED_KINDS, Phrase
from .units import Units

_BRACKETS = "brackets may say that it is negative"
_LONGEST_ASIDE = 30  # tokens between two dashes
_BEFORE_MINUS = word_set(
    "from by between and y e et entre por para pour contra versus vs than que a"
)
_DEGREES = 3  # tokens between a number and "below zero": 12 grados centígrados bajo cero
_NEAR_NEGATIVE = 4  # tokens from "negative" to its number
_NEGATIVE = re.compile(r"negati(?:v[aeo]s?|fs?|ves?)")
_NEAR_THAN = 6  # tokens from a number to "than": menos 2,6 milhões de dólares do que em 2020
_THAN = frozenset(("que", "qu", "than"))
_COMPARED = (
    *(["par", "rapport"], ["respecto", "a"], ["respecto", "de"], ["respecto", "al"]),
    *(["em", "relacao"], ["en", "comparacion"], ["face", "a"], ["face", "ao"], ["frente", "a"]),
    *(["frente", "al"], ["em", "comparacao"], ["comparado", "con"], ["en", "relacion"]),
)
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
            return self._trailing(phrase) if phrase.value is None else self._unsaid(phrase)
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
            return self._minus(phrase, at, taken)
        spoken = sign.fold in self.lexicon.minus and self.tokens[first].gap in (" ", "\n")
        return self._spoken(phrase, at) if spoken else self._unsaid(phrase)

    def _minus(self, phrase: Phrase, at: int, taken: int) -> Phrase:
        """The phrase behind a dash that touches it: a minus, or a dash that opens words apart."""
        assert phrase.value is not None
        sign, before = self.tokens[at], self.tokens[at - 1] if at else None
        opened = sign.gap != "" or not before or before.raw in _OPENERS
        if not opened or before and before.raw == "/" and self._word_before(at - 1) == "+":
            return phrase  # 2-12, +/-12
        prose = at not in self.view.cells
        if prose and self._is_closed(phrase, sign.raw):
            doubt = PARENTHESIS if sign.raw == "-" else None
            return replace(phrase, doubt=phrase.doubt or doubt)  # –58 cerrados en 2020–
        if prose and sign.raw == "—":
            return replace(phrase, doubt=phrase.doubt or PARENTHESIS)
        doubt = self._bullet(phrase, at) or (self._open_minus(phrase, at, taken) if prose else None)
        return replace(phrase, first=at, value=-phrase.value, doubt=phrase.doubt or doubt)

    def _is_closed(self, phrase: Phrase, dash: str) -> bool:
        """Whether a dash that touches a word behind the number closes what the first one opened."""
        end = min(phrase.stop + _LONGEST_ASIDE, len(self.tokens))
        for index in range(phrase.stop, end):
            token = self.tokens[index]
            if token.gap in BORDERS or token.raw in (".", ";") and token.gap == "":
                follows = self.tokens[index + 1] if index + 1 < len(self.tokens) else None
                if token.gap in BORDERS or not follows or follows.gap != "":
                    return False
            if token.raw != dash or token.gap != "":
                continue
            follows = self.tokens[index + 1] if index + 1 < len(self.tokens) else None
            if not follows or follows.gap != "" or follows.raw in ",.;:)":
                return True
        return False

    def _open_minus(self, phrase: Phrase, at: int, taken: int) -> str | None:
        """A doubt where the dash may join two numbers, or open words apart that nothing closes."""
        before = self._word_before(at)
        if self.tokens[at].gap == " " and at and self.tokens[at - 1].kind == "number":
            return PARENTHESIS  # aged 12 -15
        word = self.tokens[phrase.stop] if phrase.stop < len(self.tokens) else None
        counted = word is not None and word.kind == "word" and word.gap == " "
        said = not before.isalpha() or before in self.lexicon.copulas | _BEFORE_MINUS
        apart = self.tokens[at].gap == " " and phrase.is_count and counted
        return PARENTHESIS if apart and not said and not phrase.atom.scale else None

    def _spoken(self, phrase: Phrase, at: int) -> Phrase:
        """Negative behind the word `minus`, unless it compares: menos 12 casos que en 2018."""
        assert phrase.value is not None
        first = phrase.first
        bound = self.lexicon.bounds_before.before(self.tokens, first)  # al menos 15
        approximate = self.lexicon.qualifiers.before(self.tokens, first)  # más o menos 15
        if bound or approximate or self._word_before(at) in OR:
            return self._trailing(phrase)
        doubt, compares = self._fewer(phrase, at), self._compares(phrase)
        if at and self.tokens[at - 1].kind == "number" and self.tokens[at].gap == " ":
            doubt = doubt or "may say how many fewer"  # 45 menos 12
        if compares and (phrase.kind == "money" or phrase.kind in SHARED_KINDS):
            return phrase  # menos 1,4 puntos que en mayo: 1.4 points less
        if compares or doubt and self.lexicon.language == "pt":
            return replace(phrase, doubt=phrase.doubt or doubt)  # menos 12 casos: 12 fewer
        return replace(phrase, first=at, value=-phrase.value, doubt=phrase.doubt or doubt)

    def _unsaid(self, phrase: Phrase) -> Phrase:
        """The phrase with the sign that other words give it: 5 °C below zero, negative growth."""
        assert phrase.value is not None
        if phrase.first in self.view.cells:
            return self._trailing(phrase)
        for at in range(phrase.stop, min(phrase.stop + _DEGREES, len(self.tokens))):
            token = self.tokens[at]
            if token.gap in BORDERS:
                break
            if token.fold not in self.lexicon.below_zero:
                continue
            if found := self.lexicon.below_zero.after(self.tokens, at):
                is_zero = self._fold(found[0] - 1) in ZEROS
                value = -phrase.value if is_zero else phrase.value
                doubt = None if is_zero else NEGATIVE
                return replace(phrase, value=value, doubt=phrase.doubt or doubt)
        first = phrase.first
        near = self.tokens[max(first - _NEAR_NEGATIVE, 0) : first]
        if any(token.fold.startswith("negati") for token in near) and self._is_negative(first):
            return replace(phrase, doubt=phrase.doubt or NEGATIVE)
        return self._trailing(phrase)

    def _is_negative(self, first: int) -> bool:
        """Whether "negative" is before a number in its clause: crecimiento negativo de 2,3 %."""
        if self.tokens[first].gap in BORDERS:
            return False
        for index in self._in_clause(first, _NEAR_NEGATIVE):
            token = self.tokens[index]
            if token.kind != "word" or token.fold in self.lexicon.both:
                return False
            if _NEGATIVE.fullmatch(token.fold):
                return True
        return False

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
        """Whether "than" is behind: menos 1,4 pontos do que em Maio, menos 12 casos que en 2018."""
        for at in range(phrase.stop, min(phrase.stop + _NEAR_THAN, len(self.tokens))):
            token = self.tokens[at]
            if token.gap in BORDERS or token.kind == "number" or token.raw in ".,;:()":
                return False
            if token.fold in _THAN:
                return True
            if [self._fold(at + n) for n in range(2)] in _COMPARED:
                return True
        return False

    def _fewer(self, phrase: Phrase, at: int) -> str | None:
        """A doubt where the word for minus may compare: menos 12 casos, 12 fewer cases."""
        if self.lexicon.minus & {"minus"}:
            return None
        if phrase.unit in ("%", "%-pt", "Cel") or phrase.kind == "money":
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
