"""A way to write a period, and what the rules for it have in common: years, days, months."""

import calendar
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from .lexicon import Lexicon, patterns

YEAR = r"(?:1[789]\d\d|20\d\d|21[0-4]\d)"
END = r"(?![\w%]|[.,]\d)"
WORD = re.compile(r"[^\W\d_]+")
WINDOW = 70  # characters around a year or month in which an expression may lie
_LONG_WORD = 20  # characters

_UNCLEAR = frozenset(("que", "do", "a", "al", "more", "less", "fewer", "mayor", "menor"))

Match = re.Match[str]


def joined_of(lexicon: Lexicon) -> str:
    """A pattern of what joins a part to its year: "of", a comma or a blank."""
    return rf"(?:\s*,|\s*{patterns(lexicon.of)})?\s*"


def joined_to(lexicon: Lexicon) -> str:
    """A pattern of what joins the two ends of a stretch: "to", "until", "and" or a dash."""
    return rf"\s*(?:-|{patterns((*lexicon.ends, *lexicon.until, *lexicon.both))})\s*"


def clear_bases(lexicon: Lexicon) -> list[str]:
    """The words of what is compared with that say nothing else: "compared with", no "more than"."""
    return [word for word in lexicon.base if " " in word and word.split()[0] not in _UNCLEAR]


@dataclass(frozen=True, slots=True)
class Rule:
    """A way to write a period: its pattern, and the values that a match may mean, best first.

    bare: a year without any word. relative: the value is a distance in years. stretch: two ends are
    named, and a change may be from one to the other. tie: how the expression itself ties. adverb:
    it needs no word that ties it: "from 1 to 5 May 2017". is_open: nothing is proposed of it.
    needs: words of which one is in every match, or none: so that it isn't tried where it can't be.
    """

    pattern: re.Pattern[str]
    values: Callable[[Match], tuple[str, ...]]
    bare: bool = False
    relative: bool = False
    stretch: bool = False
    tie: str = ""
    adverb: bool = False
    is_open: bool = False
    needs: frozenset[str] = frozenset()

    @staticmethod
    def start(match: Match) -> int:
        """Where the period itself begins: `July` in "in July"."""
        return match.start("month") if "tied" in match.groupdict() else match.start()

    def parts(self, values: tuple[str, ...]) -> tuple[str, str] | None:
        """The two ends of a stretch that names both, if a change may be from one to the other."""
        first, slash, last = values[0].partition("/") if values else ("", "", "")
        if not self.stretch or not slash or len(first) != len(last):
            return None
        if any(value.startswith("FY") for value in values):
            return None
        if len(first) == 7:  # April to March is a year; June to July compares two months
            months = 12 * (int(last[:4]) - int(first[:4])) + int(last[5:]) - int(first[5:]) + 1
            return (first, last) if months in (2, 13) else None
        return first, last


Form = tuple[str, Callable[[Match], tuple[str, ...]]]


def needing(phrases: Iterable[str]) -> frozenset[str]:
    """The longest word of each phrase."""
    return frozenset(max(WORD.findall(phrase) or [""], key=len) for phrase in phrases)


def day_in(year: int, month: int, day: int) -> tuple[str, ...]:
    """A day of a month, nothing if there is none."""
    if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(year, month)[1]:
        return ()
    return (f"{year}-{month:02}-{day:02}",)


def century(short: str) -> str:
    """A year of two digits in full."""
    digits = short.strip("'")
    return digits if len(digits) == 4 else ("20" if digits < "70" else "19") + digits


def months_in(year: str, first: int, last: int) -> str:
    """The months of a year from one to another; all twelve are the year."""
    if (first, last) == (1, 12):
        return year
    return f"{year}-{first:02}/{year}-{last:02}" if first < last else f"{year}-{first:02}"


def month_at(index: int) -> str:
    """The month with a number, counted from January of the year 0."""
    return f"{index // 12}-{index % 12 + 1:02}"


def months_from(year: int, month: int, count: int) -> str:
    """As many months, of which the first is a month of a year."""
    first = 12 * year + month - 1
    return "/".join(dict.fromkeys((month_at(first), month_at(first + count - 1))))


def around(
    places: dict[str, list[int]], words: frozenset[str], low: int, high: int
) -> list[tuple[int, int]]:
    """The stretches of a window around some words, apart from each other."""
    ranges: list[tuple[int, int]] = []
    for place in sorted(place for word in words & places.keys() for place in places[word]):
        start, end = max(low, place - WINDOW), min(high, place + WINDOW + _LONG_WORD)
        if ranges and start <= ranges[-1][1]:
            ranges[-1] = (ranges[-1][0], end)
        else:
            ranges.append((start, end))
    return ranges
