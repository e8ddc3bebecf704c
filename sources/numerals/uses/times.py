"""Years, decades, months and stretches of time."""

from dataclasses import replace

from sources.numerals.nearby import Nearby
from sources.numerals.phrases import Phrase
from sources.numerals.tokens import BORDERS

from .use import THE, Use

_ROMAN_QUARTERS = {"I": 1, "II": 2, "III": 3, "IV": 4}
_HALVES = frozenset(("semestre", "half", "semester"))
_DAYS = frozenset(("-", "–", ",", "al", "au", "ao", "to"))


class Times(Nearby):
    """What time a number names."""

    def decade(self, phrase: Phrase) -> Use | None:
        """La década de 1990, los años 90, années 80: ten years."""
        value = phrase.value
        if phrase.kind != "cardinal" or not phrase.is_count or value is None or value % 10:
            return None
        at = phrase.first
        for _ in range(2):
            if self._word_before(at) in self.lexicon.of or self._word_before(at) in THE:
                at -= 1
        if self._word_before(at) not in self.lexicon.decades:
            return None
        if phrase.atom.year:
            if self._word_before(at) in self.lexicon.year_units and at == phrase.first:
                return None if self.lexicon.language != "fr" else self._ten_years(int(value))
            return self._ten_years(int(value))
        plain = 20 <= value < 100 and phrase.atom.scale == 0
        if not plain or phrase.unit or at == phrase.first and self._counts_years(at):
            return None
        doubt = None if value >= 40 else "which century's decade"
        return replace(self._ten_years(1900 + int(value)), doubt=doubt)

    def _counts_years(self, at: int) -> bool:
        """Whether the word for years has a number of its own: 5 años 90 casos."""
        return at > 1 and self.tokens[at - 2].kind == "number"

    @staticmethod
    def _ten_years(first: int) -> Use:
        return Use("year", "period", period=f"{first}/{first + 9}")

    def span(self, phrase: Phrase) -> Use | None:
        """First 10 months, los primeros diez meses, les 10 premiers mois: a stretch of time."""
        value, lexicon = phrase.value, self.lexicon
        if value is not None and value < 400 and phrase.unit == "a" and self._is_away(phrase):
            return Use("cardinal", "period", unit="a")
        if value is None or value > 400 or phrase.unit not in (None, "mo", "wk", "d"):
            return None
        if self._is_away(phrase):
            return Use("cardinal", "period", unit=phrase.unit)
        before = self._word_before(phrase.first) in lexicon.first_spans
        inner = self._fold(phrase.end) in lexicon.first_spans
        if not (before and phrase.unit or inner):
            return None
        unit = phrase.unit
        if inner:
            found = lexicon.units.after(self.tokens, phrase.end + 1)
            unit = found[1] if found else None
        return Use("cardinal", "period", unit=unit) if unit in ("mo", "wk", "d") else None

    def _is_away(self, phrase: Phrase) -> bool:
        """Whether it tells how far away a time is: three years before, the 12 months to June."""
        if phrase.unit not in ("a", "mo", "wk", "d") or phrase.stop >= len(self.tokens):
            return False
        if self.lexicon.time_away.after(self.tokens, phrase.stop):
            return True
        until = self._fold(phrase.stop) in ("to", "ended", "ending", "through")
        dated = self._fold(phrase.stop + 1) in self.lexicon.months
        return until and dated and self.lexicon.day_first is None

    def year(self, phrase: Phrase) -> Use | None:
        """The use as a year, with its quarter or months."""
        if phrase.kind != "cardinal" or not phrase.atom.year or not phrase.is_count:
            return None
        return Use("year", "period", period=self._part_of_year(phrase.first, phrase.atom.year))

    def _part_of_year(self, at: int, year: int) -> str:
        """The year, or its quarter or months: third quarter of 2012, July to November 2017."""
        back = at
        while self._word_before(back) in self.lexicon.of | self.lexicon.date_fillers | THE:
            back -= 1
        if self._word_before(back) in self.lexicon.quarters:
            number = self._ordinal_before(back - 1)
            if number and number <= 4:
                return f"{year}-{3 * number - 2:02}/{year}-{3 * number:02}"
        if self._word_before(back) in _HALVES:
            number = self._ordinal_before(back - 1)
            if number and number <= 2:
                return f"{year}-{6 * number - 5:02}/{year}-{6 * number:02}"
        return self._months(at, year)

    def _ordinal_before(self, at: int) -> int | None:
        """The number of an ordinal right before `at`: third, 3rd, 3.er, III."""
        token = self.tokens[at - 1] if at else None
        if not token or self.tokens[at].gap in BORDERS:
            return None
        if token.fold in self.lexicon.ordinals:
            return self.lexicon.ordinals[token.fold]
        if token.raw in _ROMAN_QUARTERS:
            return _ROMAN_QUARTERS[token.raw]
        back = at
        while back > 0 and (
            self.tokens[back - 1].fold in self.lexicon.ordinal_endings
            or self.tokens[back - 1].raw in (".", "º", "°", "ª")
        ):
            back -= 1
        number = self.tokens[back - 1] if back and back < at else None
        whole = number and number.kind == "number" and len(number.raw) == 1
        return int(number.raw) if whole and number else None

    def _months(self, at: int, year: int) -> str:
        """The year, or the month or months named right before it: July to November 2017."""
        tight = self.tokens[at].gap == "" and self._word_before(at) in ("/", "-", "–")
        if tight or self._word_before(at) in self.lexicon.date_fillers:
            at -= 1
        last = self._month_before(at)
        if not last:
            return str(year)
        first = self._month_before(at - 2)
        joins = self.lexicon.range_words | {"-", "–"}
        if self._word_before(at - 3) in self.lexicon.between:
            joins |= self.lexicon.both
        if first and first < last and self._word_before(at - 1) in joins:
            return f"{year}-{first:02}/{year}-{last:02}"
        return f"{year}-{last:02}"

    def _month_before(self, at: int) -> int | None:
        return self.lexicon.months.get(self._word_before(at))

    def day_of(self, phrase: Phrase, follows: Phrase, use: Use, dated: Use) -> Use:
        """The use; a day where the next number is a date that it opens: 12-15 July 2013."""
        if dated.kind != "date" or dated.category != "date" or use.category != "figure":
            return use
        between = self.tokens[phrase.stop : follows.first]
        words = self.lexicon.both | self.lexicon.range_words | _DAYS
        day = phrase.atom.plain and phrase.is_count and 1 <= (phrase.value or 0) <= 31
        listed = 0 < len(between) < 3 and all(
            token.fold in words and token.gap not in BORDERS for token in between
        )
        return Use("date", "date") if day and listed else use
