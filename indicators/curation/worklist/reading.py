"""A citation's places in two editions, and a text with what its readers need."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any

from sources.anchoring.model import PASSING
from sources.meaning import Citation, Disagreement, Names, Reading, disagreements, read_place
from sources.numerals import Numeral

Span = tuple[int, int]
MARKS = frozenset("()[]-+<>=~\u00b1\u2010\u2011\u2012\u2013\u2014\u2212\u2248\u2264\u2265\uff0d")


@dataclass(frozen=True, slots=True)
class Quote:
    """A citation, and its places in the two texts; `now` is None where none is certain."""

    role: str
    then: Span
    now: Span | None
    state: str

    @property
    def passes(self) -> bool:
        """Whether it and its sentence are unchanged."""
        return self.now is not None and self.state in PASSING


@dataclass(frozen=True)
class Edition:
    """A text with what its readers need.

    doubted: its numerals, where warnings of the extraction give them doubts of their own.
    """

    text: str
    language: str
    numerals: Sequence[Numeral] = ()
    names: Names = field(default_factory=Names)
    country: str | None = None
    published_on: str | None = None
    doubted: Sequence[Numeral] | None = None

    def read(self, span: Span) -> Reading:
        """What the words at a place say."""
        return read_place(
            self.text, self.language, *span, names=self.names, numerals=self.doubted,
            country=self.country, published_on=self.published_on,
        )  # fmt: skip

    def disagreements(
        self, content: Mapping[str, Any], cited: Sequence[Citation]
    ) -> list[Disagreement]:
        """The members that the quotes of a statement do not say."""
        return disagreements(
            content, cited, self.text, self.language, names=self.names,
            numerals=self.doubted, country=self.country, published_on=self.published_on,
        )  # fmt: skip

    def within(self, start: int, end: int) -> list[Numeral]:
        """The numerals that lie in a range."""
        first = bisect_left(self.numerals, start, key=lambda numeral: numeral.start)
        inside = takewhile(lambda numeral: numeral.end <= end, self.numerals[first:])
        return list(inside)

    def marks(self, start: int, end: int) -> frozenset[str]:
        """The signs and brackets that touch a range, or lie at its ends."""
        around = self.text[max(0, start - 1) : start + 1] + self.text[end - 1 : end + 1]
        return frozenset(around) & MARKS

    def words(self, start: int, end: int) -> str:
        """The words of a range, in one line."""
        return " ".join(self.text[start:end].split())
