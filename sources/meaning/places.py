"""A range of a text with its sentence, its table cell and the numbers in it."""

from dataclasses import dataclass

from sources.numerals import Numeral

from .document import Document
from .layout import Cell, Span

_FIGURES = frozenset(("figure",))


@dataclass(frozen=True, slots=True)
class Place:
    """A range [start, end) of the text; `at` and `sentence` are places of the folded text."""

    document: Document
    start: int
    end: int
    at: Span
    sentence: Span
    cell: Cell | None
    numerals: list[Numeral]

    @property
    def is_figure(self) -> bool:
        """Whether a figure is at the place, and not words alone, a year or a law."""
        return any(numeral.category in _FIGURES for numeral in self.numerals)

    def main(self) -> Span:
        """The place, in the folded text, of the number with its unit, else of the words."""
        if not self.numerals:
            return self.at
        start = self.document.folded.forth(self.numerals[0].start)
        last = self.document.folded.forth(self.numerals[-1].end)
        end = self.document.folded.forth(self.numerals[-1].phrase[1])
        return start, self.document.until_period(last, end)


def place_of(document: Document, start: int, end: int) -> Place:
    """The place with its sentence and the numerals that it is about."""
    at = document.folded.forth(start), document.folded.forth(end)
    numerals = _numerals_at(document, start, end)
    inside = document.folded.forth(numerals[0].start) if numerals else at[0]
    return Place(
        document,
        start,
        end,
        at,
        document.layout.sentence(inside),
        document.layout.cell(inside),
        numerals,
    )


def _numerals_at(document: Document, start: int, end: int) -> list[Numeral]:
    """The numerals of a quote, figures first: a year beside a figure is not its number."""
    over = document.numerals_over(start, end)
    figures = [numeral for numeral in over if numeral.category in _FIGURES]
    return figures or [n for n in over if n.category not in ("footnote", "page")]
