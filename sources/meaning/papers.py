"""Which periods of a sentence may date a figure: not the year of a paper, but that of a census."""

import re
from collections.abc import Iterator
from dataclasses import replace

from .layout import Span
from .period import Period
from .tie_words import TieWords

OPENERS = re.compile(r"[\s\"'(\[*•-]*(?:[a-z]+,?\s+){0,3}")
_WHOLE = re.compile(
    r"[\s\"'(\[*•-]*"
    r"(?:of the|out of the|of|del?|de l[oa]s|d[oa]s|sur les|parmi les|des|entre l[oa]s)\s+"
    r"(?:\d[\d.,\s]*\s)?(?:[^\W\d][\w'-]*\s+){1,5}"
)
_DAY = len("2019-03-31")
_CENSUS = 28  # characters between a year and the bracket or the census that it is of


def opens(text: str, start: int, period: Period) -> bool:
    """Whether a sentence begins with its period, or with the whole that was counted on its day.

    "Of the 23,518 requests pending on 31 March 2019, 14,957 were".
    """
    if OPENERS.fullmatch(text, start, period.lead):
        return True
    is_day = bool(period.values) and len(period.values[0]) == _DAY
    return is_day and _WHOLE.fullmatch(text, start, period.lead) is not None


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
