"""Numbers of laws and other codes: Ley 29889, Act 26842 of 1997."""

from sources.numerals.lexicon import word_set
from sources.numerals.model import Category, Kind
from sources.numerals.nearby import Nearby
from sources.numerals.phrases import Phrase

from .use import SENTENCE_ENDS, Use

_LAW_REACH = 8  # words between "Law" and its number: "General Law on Health 26842 of 1997"
_LISTING = word_set(", and y e or o u to a & / of de del through hasta")


class Laws(Nearby):
    """Whether a number names a law, or another thing that has a code."""

    def law(self, phrase: Phrase, listed: str) -> Use | None:
        """The use as a law's number or year; listed: how it goes on with one before (`lists`)."""
        is_code = phrase.atom.shape == "code"
        if not is_code and not (phrase.is_count and self._is_whole(phrase)):
            return None
        kind: Kind = "law_number"
        if phrase.atom.year and (listed == "of" or self._year_of_law(phrase.first)):
            return Use("year", "law", period=str(phrase.atom.year))
        if self.behind_law_word(phrase.first) or listed == "and" and not phrase.atom.year:
            return Use(kind, "law")
        named = is_code or self._fold(phrase.end) in self.lexicon.of and self._whole_year(phrase)
        if named and self._law_in_sentence(phrase.first):
            return Use(kind, "law")
        if is_code and self._is_headed(phrase.first):
            return Use("heading_number", "heading")
        return Use("code", self._code(phrase)) if is_code else None

    def _is_whole(self, phrase: Phrase) -> bool:
        """Whether it is a plain number, or a grouped one behind a law's name: Lei n.º 12.345."""
        atom = phrase.atom
        if atom.plain:
            return True
        grouped = atom.shape == "digits" and not atom.scale and atom.end - atom.first == 1
        return grouped and self.behind_law_word(phrase.first)

    def _code(self, phrase: Phrase) -> Category:
        """Laws are numbered number-year-letters (`044-2013-EF`); other codes stay open."""
        shown = [token.raw for token in self.tokens[phrase.first : phrase.end]]
        dated = any(raw.isdecimal() and raw[:2] in ("19", "20") and len(raw) == 4 for raw in shown)
        return "law" if dated and len(shown) > 2 else "other"

    def behind_law_word(self, at: int) -> bool:
        """Decree 1126, Ley N.º 29889, Decreto Supremo 033."""
        for skipped, token in enumerate(self._back(at)):
            fold, capital = token.fold, token.raw[0].isupper()
            if fold in self.lexicon.law_words or capital and fold in self.lexicon.law_titles:
                return True
            sign = fold in self.lexicon.number_signs or fold == "."
            if not sign and not capital or skipped > 4:
                return False
        return False

    def _whole_year(self, phrase: Phrase) -> bool:
        """Whether `of` behind the phrase is followed by a year."""
        token = self.tokens[phrase.end + 1] if phrase.end + 1 < len(self.tokens) else None
        return bool(token and token.raw.isdecimal() and len(token.raw) == 4)

    def _law_in_sentence(self, at: int) -> bool:
        for distance, token in enumerate(self._back(at)):
            if distance > _LAW_REACH or token.raw in SENTENCE_ENDS:
                return False
            if token.fold in self.lexicon.law_words:
                return True
        return False

    def _year_of_law(self, at: int) -> bool:
        """`Act of 1997`: a year right behind a law's title."""
        words = [token for _, token in zip(range(2), self._back(at), strict=False)]
        return (
            len(words) == 2
            and words[0].fold in self.lexicon.of
            and words[1].raw[0].isupper()
            and words[1].fold in self.lexicon.law_titles | self.lexicon.law_words
        )

    def lists(self, before: Phrase | None, phrase: Phrase) -> str:
        """How the phrase continues the one before: "of", "and", or not at all ("")."""
        if not before or not 0 < phrase.first - before.stop < 4:
            return ""
        between = [token.fold for token in self.tokens[before.stop : phrase.first]]
        if between == ["("]:  # Resolution 1325 (2000), Article 24(3)
            return "of" if self.tokens[before.stop].gap else "and"
        if len(between) == 1 and between[0] in self.lexicon.of:
            return "of"
        return "and" if all(word in _LISTING for word in between) else ""
