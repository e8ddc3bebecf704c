"""What parts a number from a period of its sentence: another clause, brackets."""

import re
from bisect import bisect_right
from dataclasses import dataclass

from .layout import Span
from .period import Period
from .tie_words import TieWords

_BASES = frozenset(("base", "from"))
_NEAR = 80  # characters from a period to the bracket that goes on with it
_ALONE = re.compile(r"\([^\w(]{0,3}$")  # a bracket that opens right before a number


@dataclass(frozen=True, slots=True)
class Tie:
    """A period that is said of a number; certain if no other can be meant."""

    period: Period
    certain: bool
    why: str


class Clauses:
    """The clauses of a text, whose numbers begin at `starts`, in order."""

    def __init__(self, text: str, starts: list[int], words: TieWords) -> None:
        self.text, self.starts, self.words = text, starts, words

    def part(self, period: Period, place: Span) -> bool:
        """Whether another clause is between: "150 by 2026, and 66", "5 went to a hotel where"."""
        if period.end > place[0]:
            between = self.text[place[1] : period.lead]
            return bool(self.words.where.search(between) or self.words.series.search(between))
        between = self.text[period.end : place[0]]
        return period.tie in ("by", "until") and bool(self.words.joined_on.search(between))

    def holds(self, place: Span, period: Period) -> bool:
        """Whether a period is of another number in brackets: "66% (was 88% in 2015)"."""
        between = self.text[place[1] : period.start]
        opened = between.rfind("(") + 1
        inside = opened and ")" not in between[opened:]
        return bool(inside) and self.has_number(place[1] + opened, period.start)

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
