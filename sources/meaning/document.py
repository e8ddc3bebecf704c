"""A text prepared once: folded, laid out, with its figures and its periods in order."""

from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Any

from sources.numerals import Numeral, UnreadableText, Weights, read_once, weights_of

from .folded import Folded, fold
from .layout import Layout, Span, apart, is_year_cell, lay_out
from .lexicon import Lexicon
from .period import Period
from .periods import find_periods

_NO_AMOUNT = frozenset(
    ("date", "period", "law", "heading", "page", "footnote", "list_number", "name", "age")
)
_MAY_BE_DATED = frozenset(("date", "period", "heading", "name", "age", "list_number"))
_KEPT = 8  # texts


@dataclass(frozen=True, slots=True)
class Amount:
    """A numeral that is a figure, with its place in the folded text; `stop` is behind its unit."""

    start: int
    end: int
    stop: int
    numeral: Numeral


@dataclass(frozen=True)
class Document:
    """A text with everything that is found once; places are those of the folded text."""

    text: str
    language: str
    lexicon: Lexicon
    folded: Folded
    layout: Layout
    numerals: Sequence[Numeral]
    amounts: list[Amount]
    periods: list[Period]
    starts: list[int]  # of the numerals, in the text
    amount_starts: list[int]
    period_starts: list[int]
    period_ends: list[int]
    weights: Weights = Weights()
    memory: dict[Any, Any] = field(default_factory=dict)  # what was found per sentence

    def amounts_in(self, start: int, end: int) -> list[Amount]:
        """The figures that begin between two places."""
        low = bisect_left(self.amount_starts, start)
        high = bisect_left(self.amount_starts, end, low)
        return self.amounts[low:high]

    def periods_in(self, start: int, end: int) -> list[Period]:
        """The periods that begin between two places."""
        low = bisect_left(self.period_starts, start)
        high = bisect_left(self.period_starts, end, low)
        return self.periods[low:high]

    def periods_over(self, start: int, end: int) -> list[Period]:
        """The periods that share a character with a range."""
        low = bisect_right(self.period_ends, start)
        high = bisect_left(self.period_starts, end)
        return self.periods[low:high]

    def until_period(self, start: int, end: int) -> int:
        """The end of a number's words, or the period in them: "641 tons a year earlier"."""
        inside = self.periods_in(start, end)
        return inside[0].start if inside else end

    def periods_from(self, at: int) -> Iterator[Period]:
        """All periods by their distance in the text: those before a place backwards, then on."""
        index = bisect_left(self.period_starts, at)
        yield from (self.periods[n] for n in range(index - 1, -1, -1))
        yield from (self.periods[n] for n in range(index, len(self.periods)))

    def numerals_over(self, start: int, end: int) -> list[Numeral]:
        """The numerals that share a character with a range of the text itself."""
        low = max(bisect_right(self.starts, start) - 1, 0)
        high = bisect_left(self.starts, end)
        return [n for n in self.numerals[low:high] if n.end > start]


_lock = Lock()
_documents: OrderedDict[tuple[str, str, int], tuple[Document, object]] = OrderedDict()


def prepare(
    text: str,
    lexicon: Lexicon,
    language: str,
    numerals: Sequence[Numeral] | None,
    country: str | None = None,
) -> Document | None:
    """The text prepared, kept for the last texts; None where its numerals can't be read."""
    country = (country or language.partition("-")[2])[:2].upper()
    key = (text, f"{language} {country}", id(numerals) if numerals is not None else 0)
    with _lock:
        if kept := _documents.get(key):
            _documents.move_to_end(key)
            return kept[0]
    try:
        found = read_once(text, language) if numerals is None else numerals
    except UnreadableText:
        return None
    document = _prepared(text, language, lexicon, found, country)
    with _lock:
        _documents[key] = document, numerals  # holding the numerals keeps their id their own
        while len(_documents) > _KEPT:
            _documents.popitem(last=False)
    return document


def _prepared(
    text: str, language: str, lexicon: Lexicon, numerals: Sequence[Numeral], country: str
) -> Document:
    folded = fold(text)
    amounts = []
    figures: list[Span] = []
    for numeral in numerals:
        start, end = folded.forth(numeral.start), folded.forth(numeral.end)
        if numeral.category not in _NO_AMOUNT:
            amounts.append(Amount(start, end, folded.forth(numeral.phrase[1]), numeral))
        if numeral.category not in _MAY_BE_DATED:
            figures.append((start, end))
    layout = lay_out(folded.text, folded.shown, lexicon, [(a.start, a.end) for a in amounts])
    figure_starts = [start for start, _ in figures]

    def is_year(start: int, end: int) -> bool:
        """Not within a figure (2024 parcels), unless it heads a row or a column: "2014 (days)"."""
        at = bisect_right(figure_starts, start) - 1
        if at < 0 or figures[at][1] <= start:
            return True
        cell = layout.cell(start)
        if not cell or not cell.is_head:
            return False
        behind = folded.text[end : cell.span[1]].lstrip()
        return is_year_cell(folded.text[slice(*cell.span)]) or behind[:1] == "("

    periods = find_periods(apart(folded.text), lexicon, is_year, country)
    amounts = list(_without_dates(amounts, periods))
    return Document(
        text,
        language,
        lexicon,
        folded,
        layout,
        numerals,
        amounts,
        periods,
        starts=[numeral.start for numeral in numerals],
        amount_starts=[amount.start for amount in amounts],
        period_starts=[period.start for period in periods],
        period_ends=[period.end for period in periods],
        weights=weights_of(text, lexicon.language, country or None),
    )


def _without_dates(amounts: list[Amount], periods: list[Period]) -> Iterator[Amount]:
    """The amounts that are no part of a period: not the 10 of "the first 10 months of 2017".

    Their words end before a period: "641 tons a year earlier" is no 641 tons a year.
    """
    ends, starts = [period.end for period in periods], [period.start for period in periods]
    for amount in amounts:
        at = bisect_right(ends, amount.start)
        if at < len(periods) and periods[at].start <= amount.start < periods[at].end:
            continue
        at = bisect_left(starts, amount.end)
        inside = at < len(starts) and starts[at] < amount.stop
        yield replace(amount, stop=starts[at]) if inside else amount
