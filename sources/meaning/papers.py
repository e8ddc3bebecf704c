"""Which periods of a sentence may date a figure: not the year of a paper, but that of a census."""

import re
from collections.abc import Iterator
from dataclasses import replace

from .layout import Span
from .period import Period
from .tie_words import TieWords

OPENERS = re.compile(r"[\s\"'(\[*•-]*(?:[a-z]+,?\s+){0,3}")
_CENSUS = 28  # characters between a year and the bracket or the census that it is of


def dating(text: str, words: TieWords, sentence: Span, periods: list[Period]) -> Iterator[Period]:
    """The periods without those of papers; a census in brackets dates what it counted."""
    for period in periods:
        before = text[max(sentence[0], period.start - _CENSUS) : period.start]
        behind = text[period.end : period.end + _CENSUS].partition(")")[0]
        surveyed = words.survey.search(before.rpartition("(")[2] + " | " + behind)
        if period.belongs != "paper":
            yield period
        elif surveyed and (
            "(" in before
            or period.tie in ("in", "of", "as_of")
            and _is_at(text, words, sentence[0], period)
        ):
            yield replace(period, belongs="", bracketed="(" in before, tie="in")


def _is_at(text: str, words: TieWords, start: int, period: Period) -> bool:
    """Whether "at the 2009 census" opens the sentence."""
    opens = OPENERS.fullmatch(text, start, period.lead)
    return bool(opens and words.at.match(text, period.lead))
