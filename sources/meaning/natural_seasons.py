"""Winters and summers: "Winter 2018/19" names two years and means some months between them.

Which months is open, unless the text says from when to when the season goes.
"""

import re

from .lexicon import Lexicon, patterns, per_language
from .rule import YEAR
from .time_words import TIME_WORDS

_REACH = 40  # characters before two years in which a season is looked for
_FAR = 90  # characters before months in which one is
_GOES = (
    *("runs", "lasts", "goes", "is", "means", "covers", "extends", "that is", "i.e."),
    *("va", "vai", "dura", "abarca", "comprende", "compreende", "corresponde a", "es decir"),
    *("ou seja", "isto e", "s'etend", "court", "dure", "couvre", "soit", "c'est-a-dire"),
)


class Seasons:
    """The natural seasons of a language, as a text names them."""

    def __init__(self, lexicon: Lexicon) -> None:
        time = TIME_WORDS[lexicon.language]
        summer = r"(?<!\ba )(?<!\bont )(?<!\bait )\bete\b|" if lexicon.language == "fr" else ""
        season = rf"(?P<season>{summer}{patterns(time.seasons)})"
        of = rf"(?:{patterns((*lexicon.of, *lexicon.fillers))}\s+)*"
        self.before = re.compile(rf"{season}[\s(:,-]+{of}$")
        follows = rf"(?!\s+(?!{patterns((*lexicon.within, *lexicon.small, *_GOES))})[a-z])"
        self.behind = re.compile(rf"\s+{of}{season}{follows}")
        goes = rf"(?:\s*[(:,=-]\s*|\s+)(?:{patterns(_GOES)}\s+)?"
        starts = patterns((*lexicon.starts, *lexicon.between, *lexicon.fillers))
        day = r"(?:\d{1,2}(?:st|nd|rd|th|er|o|º|°)?\s+)?"
        years = rf"(?:\s+{of}{YEAR}\s?[/-]\s?(?:{YEAR}|\d\d))?"
        self.bounded = re.compile(
            rf"{season}{years}(?P<apart>{goes})(?:{starts}\s+){{0,2}}{day}{of}$"
        )

    def name_beside(self, folded: str, start: int, end: int) -> str:
        """The season right before or behind two years, in the words of the text; "" for none."""
        found = self.before.search(folded[max(0, start - _REACH) : start])
        found = found or self.behind.match(folded, end)
        return found["season"] if found else ""

    def months(
        self, folded: str, ranges: "list[tuple[int, int, int]]"
    ) -> dict[str, tuple[int, int]]:
        """The first month and the number of months of each season whose ends the text says.

        ranges: the place, the first and the last month of each "November to April" of the text.
        """
        said: dict[str, set[tuple[int, int]]] = {}
        for at, first, last in ranges:
            found = self.bounded.search(folded[max(0, at - _FAR) : at])
            if found and found["apart"].strip() and last < first:
                said.setdefault(found["season"], set()).add((first, last - first + 13))
        return {name: months.pop() for name, months in said.items() if len(months) == 1}


seasons_of = per_language(Seasons)
