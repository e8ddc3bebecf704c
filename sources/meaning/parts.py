"""Parts of a year that heads and titles name without their year: "Q2", "January-June", "31 March".

A head is a part as a whole ("March"); a title names one among other words ("Cattle as at 31
March"), so that there a month alone counts only behind a word that ties it.
"""

import calendar
import re
from collections.abc import Iterator

from .lexicon import Lexicon, patterns, per_language
from .rule import months_in
from .stretches import Stretches
from .time_words import TIME_WORDS

YEAR = re.compile(r"(?:1[89]|20|21)\d\d")
_CODE = re.compile(r"(?:q|t)\s?([1-4])|([1-4])\s?(?:q|t)")
_HALF_CODE = re.compile(r"(?:h|s)\s?([12])|([12])\s?(?:h|s)")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_OTHER_WORDS = frozenset(("may", "march", "mar", "set", "dec", "sep", "out", "abr"))
_CODED = re.compile(r"[qths]\s?[1-4](?!\w)")
_PARTED = re.compile(r"\w\s?\d\s?(?:[.:)]|-+\s|\t)")  # behind the number of a table
_TABLE = re.compile(r"(?<!\w)(?:tables?|tableaux?|tablas?|cuadros?|quadros?|tabelas?)\s+$")
_NTH = re.compile(r"[1-4]\s?(?:\.?\s?[oaº°ª]|st|nd|rd|th|er|re|e|eme)\.?")
_ROMANS = re.compile(r"i{1,3}|iv")


class Parts:
    """Reads the parts of a year in the words of a language."""

    def __init__(self, lexicon: Lexicon) -> None:
        time = TIME_WORDS[lexicon.language]
        self.months, self.ordinals, self.numbers = lexicon.months, lexicon.ordinals, lexicon.numbers
        which = rf"({patterns(lexicon.ordinals)}|[1-4](?:[a-zº°ª.]{{0,4}})|iv|i{{1,3}})"
        nouns = rf"(?:{patterns(lexicon.quarter)}|trim|qtr|t|q)\.?"
        halves = rf"(?:{patterns(lexicon.half)}|{patterns(time.half)}|sem)\.?"
        month = rf"({patterns(lexicon.months)})"
        among = patterns(lexicon.months)
        ends = patterns((*lexicon.ends, *lexicon.both, *lexicon.until))
        of = rf"(?:{patterns(lexicon.of)}\s+)?"
        self.noun = lexicon.quarter[0]
        self.nouns = re.compile(patterns((*lexicon.quarter, *lexicon.half)))
        self.stretch = re.compile(
            rf"{month}\.?(?:\s*[-,]\s*{among}\.?)?\s*(?:-|/|{ends})\s*{month}\.?"
        )
        self.month = re.compile(rf"{month}\.?")
        self.day = re.compile(
            rf"(?:(\d{{1,2}})(?:st|nd|rd|th|er|o|º|°)?\s+{of}{month}\.?|{month}\.?\s+(\d{{1,2}}))"
        )
        self.stretches = Stretches(lexicon)
        at = {*lexicon.as_of, *time.on, *lexicon.of, *lexicon.within}
        until = {word for word in (*lexicon.until, *lexicon.ends) if len(word) > 1} - at
        self.until = rf"{patterns(until)}\s+(?:{patterns(lexicon.fillers)}\s+)?"
        self.ends = re.compile(rf"{patterns(time.end)}[\s-]+{of}{month}\.?")
        self.half = re.compile(rf"{which}[\s-]*{halves}|{halves}\s*{which}")
        self.quarter = re.compile(rf"{which}[\s-]*{nouns}|{nouns}\s*{which}")
        count = rf"(\d{{1,2}}|{patterns(lexicon.numbers)})"
        first, months = patterns(lexicon.first), patterns(lexicon.month)
        self.first_months = re.compile(
            rf"(?:{first}\s+{count}|{count}\s+{first})\s+{months}|(\d{{1,2}})\s?m"
        )
        ties = patterns((*lexicon.within, *lexicon.as_of, *lexicon.month_ties, *time.on))
        named = patterns(time.month)
        self.tied = re.compile(rf"(?:(?:{ties}|[,:(-])\s*(?:{named}\s+)?|{named}\s+){of}$")
        long_quarter = rf"(?:{which}[\s-]*{patterns(lexicon.quarter)}|[qt][1-4]\b|[1-4][qt]\b)"
        long_half = rf"(?:{which}[\s-]*{patterns(lexicon.half)}|[hs][12]\b|[12][hs]\b)"
        self.in_title = re.compile(
            rf"(?<!\w)(?:{self.stretches.pattern}|{long_quarter}|{long_half}|{self.stretch.pattern}|{self.day.pattern}"
            rf"|{self.ends.pattern}|{self.first_months.pattern}|{month})(?!\w)"
        )

    def of(self, text: str, year: str) -> str | None:
        """The period in a year that a text says as a whole, None if it says none."""
        text = text.strip(" .,:;()[]/-*")
        for pattern, read in (
            (self.month, self._month),
            (self.stretch, self._stretch),
            (self.day, self._day),
            (self.ends, self._end),
            (_CODE, self._quarter),
            (self.half, self._half),
            (_HALF_CODE, self._half),
            (self.quarter, self._quarter),
            (self.first_months, self._first),
        ):
            if match := pattern.fullmatch(text):
                return read(year, [group for group in match.groups() if group])
        return self.stretches.of(text, year)

    def months_of(self, text: str) -> tuple[int, int] | None:
        """The first and the last month of a stretch of months, None where a text is none."""
        found = self.stretch.fullmatch(text.strip(" .,:;()[]/-*"))
        return (self.months[found[1]], self.months[found[2]]) if found else None

    def in_words(self, folded: str, shown: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Where a title names a part of a year among other words."""
        for match in self.in_title.finditer(folded, start, end):
            if self.month.fullmatch(match.group()):
                before = folded[max(start, match.start() - 24) : match.start()]
                if not self.tied.search(before) or not self.is_name(shown, match):
                    continue
            if self._is_number_of_table(folded[start : match.start()], folded[match.start() : end]):
                continue
            yield match.span()

    def _is_number_of_table(self, before: str, words: str) -> bool:
        """Whether a code is the number of a table: "T2. Hotels", "Tableau T2"."""
        if not _CODED.match(words):
            return False
        first = not before.strip() and _PARTED.match(words) is not None
        return first or _TABLE.search(before) is not None

    def is_name(self, shown: str, match: "re.Match[str]") -> bool:
        """Whether a month is no other word: "may" and "march" have a capital, "sept" is seven."""
        word = match.group()
        if word in self.numbers:
            return False
        return word not in _OTHER_WORDS or shown[match.start()].isupper()

    def ordinal(self, word: str) -> int:
        """The number of an ordinal, a digit or a Roman numeral."""
        if word in self.ordinals:
            return self.ordinals[word]
        digit = re.search(r"[1-4]", word)
        return int(digit.group()) if digit else _ROMAN[word]

    def counts(self, text: str) -> bool:
        """Whether a head is an ordinal by itself: First, 2nd."""
        return text in self.ordinals or _NTH.fullmatch(text) is not None

    def noun_of(self, corner: str) -> str:
        """What the corner of a table calls the parts of its rows: a quarter or a half, else ""."""
        found = self.nouns.search(corner)
        return found.group() if found else ""

    def _month(self, year: str, groups: list[str]) -> str:
        return f"{year}-{self.months[groups[0]]:02}"

    def _stretch(self, year: str, groups: list[str]) -> str | None:
        first, last = (self.months[group] for group in groups)
        return months_in(year, first, last) if first < last else None

    def _day(self, year: str, groups: list[str]) -> str | None:
        name = next(group for group in groups if group in self.months)
        day = int(next(group for group in groups if group != name))
        month = self.months[name]
        known = 1 <= day <= calendar.monthrange(int(year), month)[1]
        return f"{year}-{month:02}-{day:02}" if known else None

    def _end(self, year: str, groups: list[str]) -> str:
        month = self.months[groups[-1]]
        return f"{year}-{month:02}-{calendar.monthrange(int(year), month)[1]}"

    def _quarter(self, year: str, groups: list[str]) -> str:
        quarter = self.ordinal(groups[0])
        return f"{year}-{3 * quarter - 2:02}/{year}-{3 * quarter:02}"

    def _half(self, year: str, groups: list[str]) -> str:
        first = 6 * min(self.ordinal(groups[0]), 2) - 5
        return f"{year}-{first:02}/{year}-{first + 5:02}"

    def _first(self, year: str, groups: list[str]) -> str | None:
        number = int(groups[0]) if groups[0].isdecimal() else self.numbers[groups[0]]
        if not 1 <= number <= 12:
            return None
        return months_in(year, 1, number)


def is_roman(text: str) -> bool:
    """Whether a head is I, II, III or IV alone: a quarter, or a half."""
    return _ROMANS.fullmatch(text) is not None


parts_of = per_language(Parts)  # the reader of a language's parts of years, made once
