"""Ages: children under 5, jóvenes de 15 a 29 años, a column that is headed Age."""

from functools import cached_property

from sources.numerals.lexicon import word_set
from sources.numerals.nearby import Nearby
from sources.numerals.phrases import Phrase
from sources.numerals.tokens import HYPHENS

from .use import Use

_OLD = 60  # `65 or more years` are an age, `10 or more years` may be of anything
_BANDS = frozenset(("des", "les", "los", "las", "os", "as", "dos", "das", "the"))
_HAVE = word_set("tinha tinham tem tenia tenian tiene tienen avait avaient ont")
_NO_AGES = frozenset(("percent", "money", "ratio", "fraction", "multiple", "ordinal"))


class Ages(Nearby):
    """Whether a number is an age."""

    def age(self, phrase: Phrase) -> Use | None:
        """The use as an age; None if it is none."""
        before = self.lexicon.age_before.before(self.tokens, phrase.first)
        after = self.lexicon.age_after.after(self.tokens, phrase.end)
        top = phrase.high if phrase.high is not None else phrase.value
        if top is None or top > 130 or phrase.kind in _NO_AGES:
            return None
        if phrase.unit == "mo" and after:
            return Use("age", "age", unit="mo")
        if phrase.unit not in (None, "a"):
            return None
        aged = self._is_aged(phrase) or self._is_age_label(phrase) or self._is_had(phrase)
        if not (before or after or aged or self._in_age_column(phrase.first)):
            return None
        return Use("age", "age", unit="a")

    def _is_aged(self, phrase: Phrase) -> bool:
        """Children under 5, jóvenes de 15 a 29 años, 65 years and over, under-5s."""
        lexicon, at = self.lexicon, phrase.first
        band = phrase.high is not None
        if phrase.unit == "a" and phrase.bound and phrase.stop < len(self.tokens):
            upward = self._fold(phrase.stop) in lexicon.both  # "and over", not "or more"
            if upward and lexicon.bounds_after.after(self.tokens, phrase.stop):
                return True
        dashed = band and phrase.atom.first and self.tokens[phrase.atom.first - 1].raw in HYPHENS
        if dashed and phrase.unit == "a" and self._word_before(at) in _BANDS:
            return True  # le taux d'emploi des 15-64 ans
        over = lexicon.bounds_after.after(self.tokens, phrase.stop)
        years = over and lexicon.units.after(self.tokens, over[0])
        if years and years[1] == "a" and phrase.unit is None:  # habitantes de 18 y más años
            noun = at - (self._word_before(at) in lexicon.of)
            return self._word_before(noun) in lexicon.age_nouns or (phrase.value or 0) >= _OLD
        bound = lexicon.bounds_before.before(self.tokens, at)
        at = bound[0] if bound else at
        at -= self._word_before(at) in lexicon.of
        if bound and self._word_before(at) in lexicon.age_nouns:
            return phrase.unit == "a" or phrase.atom.plain
        if phrase.unit != "a":
            return band and self._word_before(at) in lexicon.age_nouns
        for distance, token in enumerate(self._back(phrase.first)):
            if token.fold in lexicon.age_nouns:
                return band or distance < 3
            if distance > 3 or token.kind != "word":
                return False
        return False

    def _is_age_label(self, phrase: Phrase) -> bool:
        """Whether a line or row is about an age: `15-24 years:`, `De 18 a 20 años` and cells."""
        at, end = phrase.first, phrase.stop
        at -= self._word_before(at) in self.lexicon.range_starts
        if not (
            self._starts_line(at)
            or self.tokens[at].gap == "\t"
            or self._word_before(at) in (";", ":")
        ):
            return False
        bound = self.lexicon.bounds_after.after(self.tokens, end)
        if bound and phrase.unit is None:  # 51 y más años
            found = self.lexicon.units.after(self.tokens, bound[0])
            if not found or found[1] != "a":
                return False
            end = found[0]
        elif phrase.unit != "a" or phrase.high is None:
            return False
        behind = self.tokens[end] if end < len(self.tokens) else None
        return bool(behind and (behind.gap == "\t" or behind.raw == ":"))

    def _is_had(self, phrase: Phrase) -> bool:
        """Whether somebody has so many years: tinham entre 15 e 29 anos."""
        at = phrase.first
        at -= self._word_before(at) in self.lexicon.between
        return phrase.unit == "a" and at != phrase.first and self._word_before(at) in _HAVE

    def _in_age_column(self, at: int) -> bool:
        """Whether the number is the label of a row whose column has a head such as Age."""
        cell = self.view.cells.get(at)
        if not cell or cell.column or not cell.row:
            return False
        return cell.table in self._age_tables

    @cached_property
    def _age_tables(self) -> set[int]:
        words = self.lexicon.age_heads
        return {
            cell.table
            for at, cell in self.view.cells.items()
            if cell.row == 0 and cell.column == 0 and self.tokens[at].fold in words
        }
