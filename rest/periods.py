"""Periods: which stretch of time a figure speaks of, as ISO 8601 text.

Owns the reading of a period's text and the calendar dates that it covers. Anyone may call it. It
must not know observations, releases or the named rounds of an evaluation: a round's code list
says its interval in the same notation, and whoever holds the list hands that interval in here.

Accepted (ISO 8601-1:2019 for dates and intervals, ISO 8601-2:2019 for open ends): `2013`,
`2013-07`, `2013-07-15`, `A/B` of two such dates, `A/..`, `../B`. One period has one text, so
abbreviated ends (`2014/18`), weeks, quarters, times and intervals that name one date twice are
errors. Dates are those of the proleptic Gregorian calendar, years 0001 to 9999.
"""

import re
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Literal

Precision = Literal["year", "month", "day"]

OPEN = ".."
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_LONGEST = len("2013-07-15/2014-07-15")
# Days that exist, of the years 0001 to 9999, as patterns for all regular expressions.
_FOUR = "(0[48]|[2468][048]|[13579][26])"  # 04, 08, 12, ... 96
_YEAR = "([0-9]{3}[1-9]|[0-9]{2}[1-9]0|[0-9][1-9]00|[1-9]000)"
_LEAP_YEAR = f"([0-9]{{2}}{_FOUR}|{_FOUR}00)"
_MONTH_AND_DAY = (
    "((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)"
    "|02-(0[1-9]|1[0-9]|2[0-8]))"
)
DAY = f"({_YEAR}-{_MONTH_AND_DAY}|{_LEAP_YEAR}-02-29)"
DATE = f"({_YEAR}(-(0[1-9]|1[0-2]))?|{DAY})"
# What Period takes; only that its ends are in order, and two, is beyond a pattern.
INTERVAL = rf"({DATE}(/({DATE}|\.\.))?|\.\./{DATE})"
_COARSE_FIRST: tuple[Precision, ...] = ("year", "month", "day")


class InvalidPeriod(ValueError):
    """A text that is no period; the message says what was expected and at which character."""


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date printed to the year, the month or the day, such as a publication date.

    Raises InvalidPeriod if the text is none, or names a month or day that does not exist.
    """

    text: str
    precision: Precision = field(init=False)
    year: int = field(init=False, repr=False)
    month: int | None = field(init=False, repr=False)
    day: int | None = field(init=False, repr=False)

    def __post_init__(self) -> None:
        _refuse_long(self.text)
        year, month, day = _date_parts(self.text, whole=self.text, offset=0)
        object.__setattr__(self, "year", year)
        object.__setattr__(self, "month", month)
        object.__setattr__(self, "day", day)
        object.__setattr__(self, "precision", "day" if day else "month" if month else "year")

    def first_day(self) -> date:
        """The first day that the text covers: 2014 -> 2014-01-01."""
        return date(self.year, self.month or 1, self.day or 1)

    def last_day(self) -> date:
        """The last day that the text covers: 2014-02 -> 2014-02-28."""
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Period:
    """A period, with the first and last day that it covers, both included.

    `start` or `end` is None where that side is open. `precision` is the coarser of the two
    printed ends. Raises InvalidPeriod for any other text and for an end before the start.
    """

    text: str
    start: date | None = field(init=False)
    end: date | None = field(init=False)
    precision: Precision = field(init=False)

    def __post_init__(self) -> None:
        _refuse_long(self.text)
        start, end = _ends(self.text)
        first, last = start and start.first_day(), end and end.last_day()
        if first and last and first > last:
            raise InvalidPeriod(f"period {self.text!r} ends {last} before it starts {first}")
        printed = {side.precision for side in (start, end) if side}
        object.__setattr__(self, "start", first)
        object.__setattr__(self, "end", last)
        object.__setattr__(self, "precision", next(p for p in _COARSE_FIRST if p in printed))

    def interval_end(self, published: date) -> date:
        """The last day for filtering; an open end ends with the release, published on that day.

        A period that opens after the publication (a target "from 2030 on") ends on its first day,
        so that no period is empty.
        """
        return self.end or max(published, self.start or published)

    def overlaps(self, first: date | None, last: date | None, *, published: date) -> bool:
        """Whether the period shares a day with [first, last], both included, None being open."""
        begins_in_time = last is None or self.start is None or self.start <= last
        return begins_in_time and (first is None or self.interval_end(published) >= first)

    def __str__(self) -> str:
        return self.text


@lru_cache(maxsize=4096)
def period_of(text: str) -> Period:
    """The period that a text is, as Period makes it: many figures have the same few hundred."""
    return Period(text)


def _ends(text: str) -> tuple[PartialDate | None, PartialDate | None]:
    left, slash, right = text.partition("/")
    if not slash:
        both = PartialDate(text)
        return both, both
    if left == right:
        raise InvalidPeriod(f"period {text!r} names {left!r} twice: write it once, without '/'")
    start = None if left == OPEN else _end(left, text, offset=0)
    end = None if right == OPEN else _end(right, text, offset=len(left) + 1)
    return start, end


def _end(part: str, whole: str, *, offset: int) -> PartialDate:
    _date_parts(part, whole=whole, offset=offset)  # so that an error counts from the whole text
    return PartialDate(part)


def _date_parts(part: str, *, whole: str, offset: int) -> tuple[int, int | None, int | None]:
    """Year, month, day of YYYY, YYYY-MM or YYYY-MM-DD; errors place `part` within `whole`."""
    match = _DATE.fullmatch(part)
    if not match:
        raise InvalidPeriod(
            f"period {whole!r}, character {offset}: expected YYYY, YYYY-MM or YYYY-MM-DD"
            f"{' or ..' if '/' in whole else ''}, got {part!r}"
        )
    year, month, day = (int(group) if group else None for group in match.groups())
    if not year:
        raise InvalidPeriod(f"period {whole!r}, character {offset}: there is no year 0000")
    if month is not None and not 1 <= month <= 12:
        raise InvalidPeriod(f"period {whole!r}, character {offset + 5}: there is no month {month}")
    if month is not None and day is not None and not 1 <= day <= monthrange(year, month)[1]:
        raise InvalidPeriod(
            f"period {whole!r}, character {offset + 8}: there is no day {day} in {part[:7]}"
        )
    return year, month, day


def _refuse_long(text: str) -> None:
    if len(text) > _LONGEST:
        raise InvalidPeriod(
            f"period {text[:_LONGEST]!r}... has {len(text)} characters, at most {_LONGEST}"
        )
