"""Which numerals of a text are cited or set aside, and which are not yet.

Knows ranges of the text only, nothing of observations.
"""

from collections.abc import Iterable, Sized
from typing import Protocol, TypeVar

Span = tuple[int, int]  # code points, half-open


class Placed(Protocol):
    """Anything with a range of the text."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


P = TypeVar("P", bound=Placed)


def unaccounted(numerals: Iterable[P], cited: Iterable[Span], set_aside: Iterable[Span]) -> list[P]:
    """The numerals that no single cited or set-aside span contains, in order of the text.

    A span that covers only part of a numeral accounts for nothing. Cost: O((n + m) log (n + m)).
    """
    spans = sorted([*cited, *set_aside])
    missing = []
    at, reach = 0, -1
    for numeral in sorted(numerals, key=lambda numeral: numeral.start):
        while at < len(spans) and spans[at][0] <= numeral.start:
            reach, at = max(reach, spans[at][1]), at + 1
        # every span so far begins at or before the numeral: the furthest end decides for all
        if reach < numeral.end:
            missing.append(numeral)
    return missing


def coverage(numerals: Sized, missing: Sized) -> str:
    """The accounted share as a percentage text with two places, rounded down; 100 for no numeral.

    Rounded down, so that 100.00 is said only where nothing is missing.
    """
    total = len(numerals)
    hundredths = 10_000 * (total - len(missing)) // total if total else 10_000
    return f"{hundredths // 100}.{hundredths % 100:02}"
