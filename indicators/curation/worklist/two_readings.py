"""What the reader says of a figure's quotes in two editions of its text.

Pure but for its types: no query, no draft.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from indicators.curation.worklist.reading import Edition, Quote, Span
from indicators.curation.worklist.values import wire
from indicators.figures.choices import Role
from sources.meaning import Reading, Saying
from sources.meaning.agreeing import agree

# Which quotes say a member besides those of the value, around which everything is looked for.
HEADS = (Role.ROW_HEADER, Role.COLUMN_HEADER)
ROLES: Mapping[str, tuple[Role, ...]] = {
    "unit": (Role.UNIT, Role.SCALE, *HEADS),
    "period": (Role.PERIOD, *HEADS),
    "producer": (Role.PRODUCER,),
    "qualifier": (Role.QUALIFIER,),
    "area": (Role.AREA, *HEADS),
    "breakdown": HEADS,
    "base_period": (Role.PERIOD,),
}


class TwoReadings:
    """A figure, its quotes in two editions, and what the readers say of both."""

    def __init__(
        self, old: Mapping[str, Any], quotes: Sequence[Quote], was: Edition, now: Edition
    ) -> None:
        self.old, self.quotes, self.now = old, quotes, now
        self._editions = (was, now)
        self.values = [quote for quote in quotes if quote.role == Role.VALUE]
        self._readings: dict[tuple[int, Span], Reading] = {}

    def _reading(self, edition: int, span: Span) -> Reading:
        if (edition, span) not in self._readings:
            self._readings[edition, span] = self._editions[edition].read(span)
        return self._readings[edition, span]

    def _said(self, name: str, edition: int) -> Saying | None:
        """What the words say of a member: certainly of this number, else its own quote, else near.

        edition: 0 for then, 1 for now.
        """
        near = self._near(name, edition)
        certain = [saying for saying in near if saying.certain]
        return next(iter([*certain, *self._own(name, edition), *near]), None)

    def _near(self, name: str, edition: int) -> list[Saying]:
        """What the value's quotes, and the words around them, say of a member, the best of each."""
        return [s for quote in self.values for s in self._sayings(name, quote, edition)[:1]]

    def _own(self, name: str, edition: int) -> list[Saying]:
        """What the quotes that are cited for a member say of it themselves."""
        if name == "base_period":
            return []  # its quotes are periods, too; the sentence says which one is the base
        found = []
        for quote in self.quotes:
            if quote.role not in ROLES.get(name, ()):
                continue
            said = [s for s in self._sayings(name, quote, edition) if s.where == "quote"]
            found += said or (self._printed_period(quote, edition) if name == "period" else [])
        return found

    def _printed_period(self, quote: Quote, edition: int) -> list[Saying]:
        """The year or date that a quote itself prints."""
        span = quote.now if edition else quote.then
        if span is None:
            return []
        return [
            Saying("period", numeral.period, numeral.start, numeral.end, "quote")
            for numeral in self._editions[edition].within(*span)
            if numeral.period
        ]

    def _conflict(self, name: str) -> str:
        """Why it is open what the words say of a member; empty if it is not.

        Its own quote and the sentence differ, or no quote says which of several periods is meant.
        """
        near = [saying for saying in self._near(name, 1) if saying.certain]
        own = self._own(name, 1)
        if own and near and not any(agree(name, s.value, near[0].value) for s in own):
            said = near[0].value
            return f"its quote says {own[0].value}, but the sentence says {said} of the number"
        if name == "period" and not own and not near and len(self._periods_around()) > 1:
            return "several periods are near it: which one is it?"
        return ""

    def _periods_around(self) -> set[str]:
        """The years and dates in the paragraph of the value, in the new text."""
        found = set()
        for quote in self.values:
            if quote.now:
                low, high = _paragraph(self.now.text, *quote.now)
                found |= {n.period for n in self.now.within(low, high) if n.period}
        return found

    def _sayings(self, name: str, quote: Quote, edition: int) -> Sequence[Saying]:
        """What a quote and the words around it say; the date of the document is no such word.

        Where the old words may mean several things (`since 2010`), and the published figure is one
        of the others, the same one of the new words comes first.
        """
        said = self._all_sayings(name, quote, edition)
        before = self._all_sayings(name, quote, 0)
        then = self.old.get(name)
        meant = next((n for n, s in enumerate(before) if agree(name, wire(then), s.value)), 0)
        if not 0 < meant < len(said) or before[meant].start != before[0].start:
            return said
        return [said[meant], *said[:meant], *said[meant + 1 :]]

    def _all_sayings(self, name: str, quote: Quote, edition: int) -> list[Saying]:
        span = quote.now if edition else quote.then
        said = self._reading(edition, span).of(name) if span else ()
        return [saying for saying in said if saying.where != "document"]

    def _misread(self, name: str, then: Any) -> Saying | None:
        """What the reader says of the old words, if that is not what was published."""
        before = self._said(name, 0)
        if before is None or then is None:
            return None
        all_said = [*self._own(name, 0), *(s for q in self.values
                                           for s in self._sayings(name, q, 0))]  # fmt: skip
        return None if any(agree(name, wire(then), s.value) for s in all_said) else before

    def _changed(self, name: str) -> bool:
        """Whether the words that say a member changed, or were not found."""
        own = [quote for quote in self.quotes if quote.role in ROLES.get(name, ())]
        if any(not quote.passes for quote in own):
            return True
        return any(not quote.passes for quote in self.values)

    def _quoted_unchanged(self, name: str) -> bool:
        """Whether a member has quotes of its own, and all of them are unchanged."""
        own = [quote for quote in self.quotes if quote.role in ROLES.get(name, ())[:1]]
        return bool(own) and all(quote.passes for quote in own)

    def _words(self, saying: Saying | None) -> str:
        return self.now.words(saying.start, saying.end) if saying else ""

    def _own_changed(self, name: str) -> bool:
        own = [quote for quote in self.quotes if quote.role in ROLES.get(name, ())]
        return any(not quote.passes for quote in own)


def _paragraph(text: str, start: int, end: int, reach: int = 300) -> Span:
    """The range of the paragraph of a place, at most `reach` characters on each side."""
    low = text.rfind("\n\n", max(0, start - reach), start)
    high = text.find("\n\n", end, end + reach)
    return (low if low >= 0 else max(0, start - reach)), (high if high >= 0 else end + reach)
