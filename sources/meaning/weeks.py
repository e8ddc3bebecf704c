"""Weeks by their number, where the text says once which days one has: "Week 30: 24-30 July 2017".

Countries count weeks in several ways, so that a number alone names no days.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from .lexicon import Lexicon, patterns, per_language
from .period import Period
from .rule import YEAR, joined_to
from .time_words import TIME_WORDS

_BESIDE = 16  # characters between a week's number and its days
_BEFORE = 24
_PART = re.compile(r"[\s:,(|-]*")


def with_weeks(periods: Sequence[Period], folded: str, lexicon: Lexicon) -> list[Period]:
    """The periods in order, and the weeks that are named by a number alone, with their days."""
    periods = [replace(p, is_open=True) if _until(p) else p for p in periods]
    stretches = [(period, week) for period in periods if (week := _seven(period))]
    if not stretches:
        return list(periods)
    words = _words(lexicon)
    named = list(words.week.finditer(folded))
    first = _first_days(named, stretches, folded)
    if first is None:
        return list(periods)
    starts = [period.start for period in periods]
    found = list(periods)
    for match in named:
        days = _days(first, int(match["number"]), match["year"])
        if not days or words.is_end(folded, match):
            continue
        at = bisect_left(starts, match.end())
        over = periods[at - 1] if at and periods[at - 1].end > match.start() else None
        if over is None:
            tie, lead = words.tie(folded, match.start())
            found.append(Period(match.start(), match.end(), lead, (days,), tie))
        elif over.is_open:
            found[at - 1] = replace(over, values=(days,), is_open=False)
    return sorted(found, key=lambda period: period.start)


def _until(period: Period) -> bool:
    """Whether the end of a week is meant, and from when is open: "as of the week ending 3 May"."""
    return period.tie in ("as_of", "by", "until") and _seven(period) is not None


def _seven(period: Period) -> tuple[date, date] | None:
    """The first and the last day of a week, if a period is seven days."""
    first, _, last = period.values[0].partition("/") if period.values else ("", "", "")
    if len(first) != len("2017-07-24") or len(last) != len(first) or first.startswith("--"):
        return None
    days = date.fromisoformat(first), date.fromisoformat(last)
    return days if (days[1] - days[0]).days == 6 else None


def _first_days(
    named: Sequence[re.Match[str]],
    stretches: Sequence[tuple[Period, tuple[date, date]]],
    folded: str,
) -> date | None:
    """The day on which week 1 begins by what the text says; None if it says it not, or twice."""
    starts = [match.start() for match in named]
    said = set()
    for period, (first, _) in stretches:
        at = bisect_left(starts, period.start)
        for match in named[max(at - 1, 0) : at + 1]:
            if match.start() < period.start:
                between = folded[match.end() : period.start]
            else:
                between = folded[period.end : match.start()]
            if len(between) <= _BESIDE and _PART.fullmatch(between):
                said.add(first - timedelta(weeks=int(match["number"]) - 1))
    return said.pop() if len(said) == 1 else None


def _days(first: date, number: int, year: str | None) -> str | None:
    """The days of a week of the year that week 1 is of; None in another year."""
    start = first + timedelta(weeks=number - 1)
    middle = (first + timedelta(days=3)).year
    if year and int(year) != middle or (start + timedelta(days=3)).year != middle:
        return None
    return f"{start}/{start + timedelta(days=6)}"


class _Words:
    """The patterns of a language."""

    def __init__(self, lexicon: Lexicon) -> None:
        time = TIME_WORDS[lexicon.language]
        of = rf"(?:\s*,|\s+{patterns(lexicon.of)})?\s*"
        self.week = re.compile(
            rf"{patterns(time.week)}\s*(?:n[.o°º]*\s*)?(?P<number>[1-9]|[1-4]\d|5[0-3])(?![\w%]|[.,]\d)"
            rf"(?!{joined_to(lexicon)}\d)(?:{of}(?P<year>{YEAR}))?"
        )
        ends = (*lexicon.ends, *lexicon.until, *lexicon.as_of, *lexicon.by, *lexicon.since)
        self.ends = re.compile(
            rf"(?:{patterns(ends)}|\d\s?-)\s*(?:{patterns(lexicon.fillers)}\s*)?$"
        )
        self.within = re.compile(
            rf"{patterns(lexicon.within)}\s+(?:{patterns(lexicon.fillers)}\s+)?$"
        )

    def is_end(self, folded: str, match: "re.Match[str]") -> bool:
        """Whether a week is the last of a stretch: "up to week 30"."""
        return bool(self.ends.search(folded[max(0, match.start() - _BEFORE) : match.start()]))

    def tie(self, folded: str, start: int) -> tuple[str, int]:
        """How the words before a week tie it, and where they begin."""
        low = max(0, start - _BEFORE)
        found = self.within.search(folded[low:start])
        return ("in", low + found.start()) if found else ("", start)


_words = per_language(_Words)
