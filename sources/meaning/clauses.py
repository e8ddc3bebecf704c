"""What parts a number from a period of its sentence: another clause, brackets."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace

from .layout import Span
from .period import Period
from .tie_words import TieWords

_BASES = frozenset(("base", "from"))
_NEAR = 80  # characters from a period to the bracket that goes on with it
_BRACKETED = 80  # characters of a bracket
_CLAUSE = 24  # characters from a comma to the period of a clause
_SUBJECT = 12  # characters from a comma to the period behind it
_PART = re.compile(r"\d{4}-\d\d")
_RELATIVE = re.compile(r"%|per cent|percent|puntos|pontos|points|[+-]")
_ALONE = re.compile(r"\([^\w(]{0,3}$")  # a bracket that opens right before a number
_FOLLOWS = re.compile(r"\)\s*(?:,|,?\s?(?:and|y|e|et))\s*$")  # "after 2001 (49 t) and 2013 (45 t)"
_NEXT = 8  # characters
_PERCENT = re.compile(r"%|cent(?:o|s)?$|ciento$|points?$|p[ou]ntos$")
_NOUN = re.compile(r"[^\d();:%]{0,24}\)")
_AFTER = re.compile(r"(?:after|despues de|tras|depois de|apos|apres)(?!\w)")
# what was done before: "cut it to 3 %, having cut it already in January"
_BEFORE = re.compile(
    r",\s+(?:having|after\s+having|tras\s+(?:\w+\s+)?haber|despues\s+de\s+(?:\w+\s+)?haber|habiendo"
    r"|depois\s+de\s+(?:\w+\s+){0,2}ter|apos\s+(?:\w+\s+)?ter|tendo|apres\s+(?:l'|les\s+)?avoir|ayant)"
)
_EXCEEDS = (
    r"(?:exceed|surpass|outstrip|beats?|top(?:s|ped)|super[aoe]|exced|rebas|ultrapass|depass)\w*"
)
_EXCEEDED = re.compile(
    rf"{_EXCEEDS}\s[^.;:]{{0,60}}?(?<!\w)(?:that|those|celui|celle|ceux|celles|el|la|lo|los|las|o|a|os|as)"
    r"\s+(?:of|de|du|do|da)\s+(?:the\s+|l'annee\s+)?$"
)
_EXCEEDING = re.compile(rf"(?:\s+[^\W\d]+)?\s+{_EXCEEDS}")
_COMPARED = 100  # characters from a verb to the period of what is exceeded


def exceeded(text: str, start: int, named: Iterable[Period]) -> list[Period]:
    """The periods, that of what is exceeded as what is compared with: "exceeds that of 2017".

    The period right before the verb is that of its sentence: "the 2018 vintage exceeds".
    """
    periods = list(named)
    bases = {p.start for p in periods if not p.relative and _is_exceeded(text, start, p)}
    for at, period in enumerate(periods) if bases else ():
        if period.start in bases:
            periods[at] = replace(period, tie="base")
        elif not period.tie and _EXCEEDING.match(text, period.end):
            periods[at] = replace(period, tie="in", belongs="")
    return periods


def _is_exceeded(text: str, start: int, period: Period) -> bool:
    low = max(start, period.start - _COMPARED)
    return _EXCEEDED.search(text[low : period.start]) is not None


@dataclass(frozen=True, slots=True)
class Tie:
    """A period that is said of a number; certain if no other can be meant."""

    period: Period
    certain: bool
    why: str


def same(first: Period, second: Period) -> bool:
    """Whether two periods may be the same."""
    if first is second or not (first.values and second.values):
        return first is second or first.values == second.values
    return first.values[0] in second.values or second.values[0] in first.values


class Clauses:
    """The clauses of a text, whose numbers begin at `starts`, in order."""

    def __init__(self, text: str, starts: list[int], words: TieWords) -> None:
        self.text, self.starts, self.words = text, starts, words

    def part(self, period: Period, place: Span) -> bool:
        """Whether another clause is between: "150 by 2026, and 66", "5 went to a hotel where"."""
        if period.end > place[0]:
            between = self.text[place[1] : period.lead]
            if _BEFORE.search(between):
                return True
            if self.words.which.search(between) or self.holds(place, period):
                return True
            return bool(self.words.where.search(between) or self.words.series.search(between))
        between = self.text[period.end : place[0]]
        apart = self.words.joined_on.search(between) or " - " in between
        return period.tie in ("by", "until") and bool(apart)

    def begins(self, period: Period) -> bool:
        """Whether a clause has its own time: ", the first half of 2022 saw", ", while in 2019"."""
        low = max(0, period.lead - _CLAUSE)
        if period.values and self.words.which.search(self.text, low, period.lead):
            return period.tie not in _BASES
        if period.tie or period.belongs or not period.values or not _PART.match(period.values[0]):
            return False
        before = self.text[max(0, period.lead - _SUBJECT) : period.lead]
        return bool(
            self.words.subject.search(before) and self.words.verb.match(self.text, period.end)
        )

    def own(self, place: Span, periods: list[Period]) -> Tie | None:
        """The period of what is compared: "than in 2018, when it was 40", "2018 (40 t, 3 m)"."""
        at = bisect_right([period.end for period in periods], place[0]) - 1
        if at < 0 or not periods[at].values:
            return None
        period, between = periods[at], self.text[periods[at].end : place[0]]
        compared = period.tie in _BASES or period.relative
        if compared and self.words.when.fullmatch(between):
            return Tie(period, False, "when")
        closed = self.text.find(")", place[1], place[1] + _BRACKETED)
        inside = between.lstrip()[:1] == "(" and ")" not in between and closed >= 0
        if not inside or period.tie not in _BASES or not self._counts(period.end, closed):
            return None
        alone = at + 1 == len(periods) or periods[at + 1].start > closed
        return Tie(period, False, "bracket") if alone else None

    def _counts(self, start: int, end: int) -> bool:
        """Whether a bracket opens with a number, and has no change in it."""
        inside = self.text[start:end].lstrip(" (")
        return inside[:1].isdigit() and not _RELATIVE.search(inside)

    def holds(self, place: Span, period: Period) -> bool:
        """Whether a period is of another number in brackets: "66 (in 2015 88)"."""
        between = self.text[place[1] : period.start]
        opened = between.rfind("(") + 1
        if not opened or ")" in between[opened:]:
            return False
        closed = self.text.find(")", period.end, period.end + _BRACKETED)
        return self.has_number(place[1] + opened, max(closed, period.start))

    def ranked(self, period: Period, at: int) -> Period:
        """A period of a ranking as that of its own figure: "after 2001 (49,500 tons)".

        A percentage that ends at a place may be a change since then.
        """
        percent = _PERCENT.search(self.text, max(0, at - _NEXT), at)
        return replace(period, tie="in") if self._is_ranked(period) and not percent else period

    def _is_ranked(self, period: Period) -> bool:
        after = _AFTER.match(self.text, period.lead, period.start)
        follows = _FOLLOWS.search(self.text, max(0, period.lead - _NEXT), period.lead)
        return period.tie == "since" and after is not None or not period.tie and follows is not None

    def closes(self, at: int, period: Period) -> bool:
        """Whether a bracket closes behind the number that ends at a place, or behind its noun."""
        noun = _NOUN.match(self.text, at) if self._is_ranked(period) else None
        return noun is not None or self.text[at : at + 1] == ")"

    def has_sign(self, start: int) -> bool:
        """Whether a number is printed with its sign, as a change is: "(+15.3%)"."""
        return self.text[max(0, start - 1) : start + 1].strip()[:1] in ("+", "-")

    def follows_base(self, place: Span, periods: list[Period]) -> bool:
        """Whether a number in brackets may be of what is compared with.

        "4 % more than in 2017, the year of the last survey (3,262)".
        """
        if not _ALONE.search(self.text, max(0, place[0] - 5), place[0]):
            return False
        period = next((p for p in reversed(periods) if p.end <= place[0]), None)
        if not period or period.tie not in _BASES or place[0] - period.end > _NEAR:
            return False
        if self.has_sign(place[0]) or self.has_number(period.end, place[0]):
            return False
        return not re.search(r"[;:]|\.\s", self.text[period.end : place[0]])

    def has_number(self, start: int, end: int) -> bool:
        """Whether a number begins between two places."""
        at = bisect_right(self.starts, start - 1)
        return at < len(self.starts) and self.starts[at] < end
