"""Stretches of a year that heads and titles name without it: "six months to June", "3-9 March"."""

import calendar
import re

from .end_rules import LATE, count_of, counted_months, months_before, years_ended
from .lexicon import Lexicon, patterns
from .rule import Match, day_in, joined_to
from .time_words import TIME_WORDS

_SUFFIX = r"(?:st|nd|rd|th|er|o|º|°|ro)?"


class Stretches:
    """Reads the stretches of a year in the words of a language."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon, self.months = lexicon, lexicon.months
        of = rf"(?:\s+{patterns(lexicon.of)})?\s+"
        month = patterns(lexicon.months)
        begin = counted_months(lexicon)
        fill = rf"(?:{patterns((*lexicon.fillers, *TIME_WORDS[lexicon.language].on))}\s+)?"
        starts = rf"(?:{patterns((*lexicon.starts, *lexicon.between))}\s+)?{fill}"
        to = rf"{joined_to(lexicon)}{fill}"
        first, last = rf"(?P<d1>\d{{1,2}}){_SUFFIX}", rf"(?P<d2>\d{{1,2}}){_SUFFIX}"
        forms = (
            rf"{begin}(?:(?P<d>\d{{1,2}}){_SUFFIX}{of})?(?P<month>{month})\.?",
            rf"{begin}(?P<month>{month})\.?\s+(?P<d>\d{{1,2}}){_SUFFIX}",
            rf"{starts}{first}(?:{of}(?P<m1>{month})\.?)?{to}{last}{of}(?P<m2>{month})\.?",
            rf"{starts}(?P<m1>{month})\.?\s+{first}{to}(?:(?P<m2>{month})\.?\s+)?{last}",
        )
        behind = rf"(?:\s+{patterns(lexicon.of)})?"  # "al 30 de septiembre de" over 2019
        self._ended, self._year = re.compile(begin), re.compile(years_ended(lexicon))
        self._forms = [re.compile(form + behind) for form in forms]
        self.pattern = "|".join(re.sub(r"\(\?P<\w+>", "(?:", form) for form in forms)

    def of(self, text: str, year: str) -> str | None:
        """The stretch in a year that a text says as a whole, None if it says none."""
        found = next((m for form in self._forms if (m := form.fullmatch(text))), None)
        if not found:
            return None
        return self._days(found, year) if "d1" in found.groupdict() else self._counted(found, year)

    def count(self, text: str) -> int:
        """How many months a head counts whose end is in another one: "Nine months ended"; or 0."""
        text = text.rstrip(" .,:;(") + " "
        if found := self._ended.fullmatch(text):
            return count_of(found, self.lexicon)
        return 12 if self._year.fullmatch(text) else 0

    def until(self, value: str, count: int) -> str | None:
        """As many months, of which the last is a month, or ends with a day."""
        if value[8:] and int(value[8:]) < LATE or not value[5:7].isdecimal():
            return None
        return months_before(int(value[:4]), int(value[5:7]), count)

    def _counted(self, match: Match, year: str) -> str | None:
        count = count_of(match, self.lexicon)
        if match["d"] and int(match["d"]) < LATE or not 1 <= count <= 24:
            return None
        return months_before(int(year), self.months[match["month"]], count)

    def _days(self, match: Match, year: str) -> str | None:
        last = self.months[match["m2"] or match["m1"]]
        first = self.months[match["m1"]] if match["m1"] else last
        start = day_in(int(year), first, int(match["d1"]))
        end = day_in(int(year), last, int(match["d2"]))
        if not start or not end or start >= end:
            return None
        whole = calendar.monthrange(int(year), last)[1] == int(match["d2"])
        if whole and match["d1"] == "1" and (first, last) == (1, 12):
            return year
        return f"{start[0]}/{end[0]}"
