"""Years that titles and heads name by their first day or month: "marketing years beginning July 1".

A season or a campaign that begins on a day may be shorter than twelve months, so that only a year
that is called so is read.
"""

import re
from collections.abc import Iterable

from .lexicon import Lexicon, patterns, per_language
from .rule import months_from
from .time_words import TIME_WORDS

_YEARS = re.compile(r"(?<!\w)(?:years?|anos?|annees?|exercices?|ejercicios?|exercicios?)(?!\w)")


_NO_VERBS = frozenset(("from", "de", "del", "du", "covers", "va de", "va du", "va del", "vai de"))


def is_year(words: str) -> bool:
    """Whether words for a year of work call it a year: "crop year", and no "season"."""
    return _YEARS.search(words) is not None


def begun(texts: Iterable[str], year: str, lexicon: Lexicon) -> str | None:
    """The twelve months that begin in a year, by the month that texts say; None if none or two."""
    months = {month for text in texts for month in _words(lexicon).months_of(text)}
    month = months.pop() if len(months) == 1 else 1
    return months_from(int(year), month, 12) if month > 1 else None


def begins_at(text: str, at: int, lexicon: Lexicon) -> bool:
    """Whether a month or day at a place is the first of something: "season starting 1 October"."""
    return _words(lexicon).begins.search(text, max(0, at - _AHEAD), at) is not None


def names_begin(text: str, lexicon: Lexicon) -> bool:
    """Whether a text says in which month something begins."""
    return _words(lexicon).begins_in.search(text) is not None


_AHEAD = 24  # characters


class _Words:
    """The patterns of a language."""

    def __init__(self, lexicon: Lexicon) -> None:
        time = TIME_WORDS[lexicon.language]
        verbs = patterns([word for word in time.begins if word not in _NO_VERBS])
        ties = patterns({*lexicon.of, *lexicon.within, *lexicon.fillers, *time.on})
        day = rf"(?:{ties}\s+)*(?:\d{{1,2}}(?:st|nd|rd|th|er|o|º|°)?\s+)?(?:{ties}\s+)?"
        self.numbers, month = lexicon.months, rf"(?P<month>{patterns(lexicon.months)})"
        kinds = (*time.fiscal, *time.crop, *time.school, *lexicon.year, *lexicon.fiscal)
        years = patterns([word for word in kinds if is_year(word)])
        self.begins = re.compile(rf"{verbs}\s+(?:{ties}\s+)*$")
        self.begins_in = re.compile(rf"{verbs}\s+{day}{month}")
        self.year = re.compile(rf"{years}(?:\s+[^\W\d]+){{0,2}}?\s+{verbs}\s+{day}{month}")

    def months_of(self, text: str) -> set[int]:
        """The first months of the years that a text names."""
        return {self.numbers[match["month"]] for match in self.year.finditer(text)}


_words = per_language(_Words)
