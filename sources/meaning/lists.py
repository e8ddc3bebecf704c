"""Numbers and periods that a sentence lists, and which of them are paired in order."""

import re

from .document import Amount
from .layout import Span
from .period import Period
from .tie_words import TieWords

LONGEST = 6  # words between two of a list
_HARD = re.compile(r"[;:]|\.\s")


class Lists:
    """The lists of a text: with commas or "and" and little else between."""

    def __init__(self, text: str, words: TieWords) -> None:
        self.text, self.words = text, words

    def of_periods(self, periods: list[Period]) -> set[int]:
        """Where periods begin that are listed with another: "in 2013 and 2014"."""
        listed: set[int] = set()
        for period, following in zip(periods, periods[1:], strict=False):
            between = self.text[period.end : following.start]
            if self.words.listing.fullmatch(between) or (
                following.lead < following.start
                and self.words.listing.fullmatch(self.text[period.end : following.lead])
            ):
                listed |= {period.start, following.start}
        return listed

    def paired(
        self, sentence: Span, amounts: list[Amount], periods: list[Period]
    ) -> dict[int, Period]:
        """Numbers and periods that are paired in order ("respectively"), by the number's place."""
        match = self.words.respectively.search(self.text, *sentence)
        if not match:
            return {}
        at, listed = match.start(), self.of_periods(periods)
        numbers = self._run([(a.start, a.stop) for a in amounts if a.start < at])
        named = {p.start: p for p in periods if not p.relative and p.start in listed}
        years = self._run([(p.start, p.end) for p in named.values() if p.end <= at])
        years = years or self._run([(p.start, p.end) for p in named.values()])
        if len(numbers) < 2 or len(numbers) != len(years):
            return {}
        return {number[0]: named[year[0]] for number, year in zip(numbers, years, strict=True)}

    def joins(self, start: int, end: int) -> bool:
        """Whether what is between two places joins two of a list."""
        between = self.text[start:end]
        joined = "," in between or bool(self.words.joins.search(between))
        return joined and len(between.split()) <= LONGEST and not _HARD.search(between)

    def _run(self, spans: list[Span]) -> list[Span]:
        """The last run of spans that are listed."""
        run: list[Span] = []
        for span in spans:
            if run and not self.joins(run[-1][1], span[0]):
                run = []
            run.append(span)
        return run
