"""Doubts of numbers that words or numbers beside them may make another: Dos Hermanas, 2 h 30."""

import re
from dataclasses import replace

from sources.numerals.model import COMPOUND, DENIED
from sources.numerals.nearby import Nearby
from sources.numerals.tokens import BORDERS, HYPHENS

from .phrase import OR, Phrase

NAME = "may be part of a name"
_FINER = {
    **{"h": "min", "min": "s", "a": "mo", "mo": "d", "wk": "d", "d": "h"},
    **{"[lb_av]": "[oz_av]", "[ft_i]": "[in_i]", "t": "kg", "kg": "g", "km": "m", "m": "cm"},
}
_CLOCK = re.compile(r"(?:[01]?\d|2[0-4])\.[0-5]\d")
_BUT = frozenset(("but", "sino", "mas", "mais", "rather"))
_NOT = frozenset(("not", "no", "pas", "nao", "non"))
_NEAR_BUT = 5  # tokens from a denied number to "but"
_WITH = frozenset(("con", "com", "y", "e", "et", "and"))


class Cautions(Nearby):
    """Whether a number is rather a part of a name, a denied one, or half of a measure."""

    def doubted(self, phrases: list[Phrase]) -> list[Phrase]:
        """The phrases, with a doubt where one of these may be."""
        found = list(phrases)
        for at, phrase in enumerate(phrases):
            if phrase.first in self.view.cells or not phrase.atom.is_amount:
                continue
            if phrase.value is None or phrase.doubt and phrase.doubt != phrase.unit_doubt:
                continue
            if doubt := self._of_name(phrase) or self._of_denial(phrase) or self._of_time(phrase):
                found[at] = replace(phrase, doubt=doubt)
        for at in range(len(found) - 1):
            if self._is_single_measure(found[at], found[at + 1]):
                for part in (at, at + 1):
                    found[part] = replace(found[part], doubt=found[part].doubt or COMPOUND)
        return found

    def _of_name(self, phrase: Phrase) -> str | None:
        """A doubt of a number word with a capital inside a sentence: Treinta y Tres, Sept-Îles."""
        first, last = self.tokens[phrase.atom.first], self.tokens[phrase.atom.end - 1]
        if phrase.atom.shape != "words" or phrase.unit or not last.raw[0].isupper():
            return None
        if phrase.atom.scale or last.raw.isupper() and len(last.raw) > 1:
            return None
        at = phrase.atom.end
        follows = self.tokens[at] if at < len(self.tokens) else None
        joined = follows is not None and follows.raw in HYPHENS and not follows.gap
        behind = self.tokens[at + 1] if joined and at + 1 < len(self.tokens) else follows
        named = behind is not None and behind.kind == "word" and behind.gap not in (*BORDERS, "\n")
        if named and behind is not None and behind.raw[0].isupper() and len(behind.raw) > 1:
            return NAME
        before = self._word_before(phrase.atom.first)
        inside = before.isalpha() and first.gap == " " and not self._starts_line(phrase.atom.first)
        return NAME if inside and self.tokens[phrase.atom.first - 1].raw.islower() else None

    def _of_denial(self, phrase: Phrase) -> str | None:
        """A doubt of a number that is denied: not 12 but 14, no 12 sino 14."""
        at = phrase.first
        if self._word_before(at) not in _NOT:
            if not any(
                word in _NOT for word in (self._word_before(at - 1), self._word_before(at - 2))
            ):
                return None
        elif self._word_before(at - 1) in self.lexicon.both | {","} and self._is_after_number(
            at - 2
        ):
            return DENIED  # 45, not 54
        for token in self.tokens[phrase.stop : phrase.stop + _NEAR_BUT]:
            if token.gap in BORDERS or token.raw in ".;:":
                return None
            if token.fold in _BUT:
                return DENIED
        return None

    def _is_after_number(self, at: int) -> bool:
        """Whether a number is among the three tokens before `at`."""
        return any(token.kind == "number" for token in self.tokens[max(at - 3, 0) : max(at, 0)])

    def _of_time(self, phrase: Phrase) -> str | None:
        """A doubt of a number that may be a time of day: a las 12.30, 10.15 hours."""
        raw = self.tokens[phrase.atom.first].raw
        if phrase.unit not in (None, "h") or phrase.decimals != 2 or not _CLOCK.fullmatch(raw):
            return None
        before, behind = self._word_before(phrase.first), self._fold(phrase.end)
        timed = before in ("las", "as") or behind in ("am", "pm", "a", "p", "hours", "hrs", "horas")
        return "may be a time" if timed else None

    def _is_single_measure(self, this: Phrase, follows: Phrase) -> bool:
        """Whether two numbers may be one: 2 hours 30 minutes, 5 euros con 30, 2 heures 30."""
        if follows.first - this.stop > 1:
            return False
        between = self.tokens[this.stop : follows.first]
        if follows.kind == "fraction" and this.is_count and this.stop == this.atom.end:
            joined = len(between) == 1 and between[0].fold in self.lexicon.connectors
            return joined and this.value is not None and this.value.denominator == 1
        near = not between or len(between) == 1 and between[0].fold in _WITH | {","}
        if not near or self.tokens[follows.first].gap in (*BORDERS, "\n"):
            return False
        if this.value is None or follows.value is None or this.value.denominator != 1:
            return False
        finer = _FINER.get(this.unit or "") if this.unit_tokens else None
        if finer and follows.unit == finer and follows.unit_tokens:
            return True
        behind = self._fold(follows.stop)
        alone = follows.is_count and follows.atom.plain and 10 <= follows.value < 60
        alone = alone and (not behind.isalpha() or behind in self.lexicon.of | OR)
        apart = between and between[0].fold not in ("con", "com")
        if this.unit == "h" and this.unit_tokens and alone and not between:
            return True
        behind_money = this.kind == "money" and this.end > this.atom.end and not this.atom.scale
        cents = follows.kind == "money" and 0 < follows.value < 1
        return bool(behind_money and (cents and between or alone and not apart))
