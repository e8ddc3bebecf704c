"""Reads a place of a document: the number there, and everything that the words around say of it."""

from collections.abc import Iterator
from dataclasses import dataclass

from sources.numerals import Numeral

from .changes import Change, change_of
from .document import Document
from .layout import Cell, Span
from .model import Names, Reading, Saying, Where
from .periods import Period
from .ties import Tie, ties_of
from .words import word_values

_AMOUNT_KINDS = frozenset(("percent", "percentage_points", "money", "fraction", "ratio", "range"))


@dataclass(frozen=True, slots=True)
class Place:
    """A range of the text, with its place in the folded text, its sentence and its cell."""

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
        return any(n.category == "figure" for n in self.numerals)

    def main(self) -> Span:
        """The place, in the folded text, of the number with its unit, else of the words."""
        if not self.numerals:
            return self.at
        start, end = self.numerals[0].start, self.numerals[-1].phrase[1]
        return self.document.folded.forth(start), self.document.folded.forth(end)


def place_of(document: Document, start: int, end: int) -> Place:
    """The place with its sentence and the numerals that it is about."""
    at = document.folded.forth(start), document.folded.forth(end)
    cell = document.layout.cell(at[0])
    return Place(
        document,
        start,
        end,
        at,
        document.layout.sentence(at[0]),
        cell,
        _said_at(document, start, end),
    )


def _said_at(document: Document, start: int, end: int) -> list[Numeral]:
    """The numerals of a quote, figures first: a year beside a figure is not its number."""
    over = document.numerals_over(start, end)
    figures = [n for n in over if n.category == "figure"]
    return figures or [n for n in over if n.category not in ("footnote", "page")]


def read(place: Place, names: Names, published_on: str | None) -> Reading:
    """Everything that the place says."""
    sayings = [
        *_number(place),
        *_unit(place),
        *_change(place),
        *_period(place, published_on),
        *_named(place, names),
    ]
    return Reading(True, tuple(sayings))


# -- the number -----------------------------------------------------------------------------------


def _number(place: Place) -> Iterator[Saying]:
    for numeral in place.numerals:
        yield from _numeral(numeral)
    if not place.numerals:
        yield from word_values(place.document, place.start, place.end)


def _numeral(numeral: Numeral) -> Iterator[Saying]:
    span = numeral.start, numeral.end
    doubt = str(numeral.doubt or "")
    sure = not doubt

    def say(member: str, value: str | None) -> Iterator[Saying]:
        if value is not None:
            yield Saying(member, value, *span, "quote", doubt, sure)

    yield from say("value", numeral.value)
    yield from say("value_low", numeral.low)
    yield from say("value_high", numeral.high)
    if numeral.low_open:
        yield from say("low_open", "true")
    if numeral.high_open:
        yield from say("high_open", "true")
    if numeral.value or numeral.low or numeral.high:
        yield Saying("qualifier", numeral.qualifier, *span, "quote")
        if numeral.decimals is not None:
            yield Saying("decimals", str(numeral.decimals), *span, "quote")


def _unit(place: Place) -> Iterator[Saying]:
    for numeral in place.numerals:
        if numeral.unit:
            explicit = numeral.unit_span is not None or numeral.kind in _AMOUNT_KINDS
            span = numeral.unit_span or (numeral.start, numeral.end)
            sure = explicit and not numeral.doubt
            yield Saying("unit", numeral.unit, *span, "quote", "", sure)


# -- period ---------------------------------------------------------------------------------------


def _period(place: Place, published_on: str | None) -> Iterator[Saying]:
    if place.cell:
        yield from _headed(place)
    change = change_of(place.document, place.main(), place.sentence)
    is_change = bool(change and change.is_change)
    for tie in ties_of(place.document, place.main(), place.sentence):
        yield from _tied(place, tie, is_change)
    if published_on:
        here = place.start
        yield Saying("period", published_on, here, here, "document", "the document's own date")


def _tied(place: Place, tie: Tie, is_change: bool) -> Iterator[Saying]:
    period = tie.period
    start, end = place.document.folded.back(period.start, period.end)
    inside = place.start <= start and end <= place.end
    where: Where = "quote" if inside else "sentence"
    certain = tie.certain and place.is_figure
    ends = period.parts[::-1] if period.parts and is_change else ()
    for value in (*ends, *values_of(period)):
        yield Saying("period", value, start, end, where, "", certain)


def values_of(period: Period) -> tuple[str, ...]:
    """What a period may be in wire form, with the words before it: `since 2010` is 2010/.. ."""
    if period.tie in ("since", "from", "as_of"):
        begins = (value.partition("/")[0] for value in period.values)
        opened = tuple(f"{value}/.." for value in begins)
        return (*opened, *period.values) if period.tie == "since" else (*period.values, *opened)
    if period.tie in ("by", "until"):
        return (*period.values, *(f"../{value}" for value in period.values))
    return period.values


def _headed(place: Place) -> Iterator[Saying]:
    """The periods of the heads of a cell; the nearest column head is certain."""
    cell = place.cell
    if not cell:
        return
    for heads in (cell.column_heads, cell.row_heads):
        for span in heads:
            found = place.document.periods_over(*span)
            for period in found[:1]:
                start, end = place.document.folded.back(period.start, period.end)
                for value in values_of(period):
                    yield Saying("period", value, start, end, "head", "", len(found) == 1)
            if found:
                break


# -- change ---------------------------------------------------------------------------------------


def _change(place: Place) -> Iterator[Saying]:
    change = change_of(place.document, place.main(), place.sentence)
    if not change:
        return
    start, end = place.document.folded.back(*change.words)
    where: Where = "quote" if place.start <= start and end <= place.end else "sentence"
    if change.is_change:
        yield Saying("kind", "change", start, end, where, "", change.certain)
    yield Saying("direction", change.direction, start, end, where, "", change.certain)
    yield from _base(place, change)


def _base(place: Place, change: Change) -> Iterator[Saying]:
    document = place.document
    if change.base_period:
        start, end = document.folded.back(change.base_period.start, change.base_period.end)
        for value in change.base_period.values:
            yield Saying("base_period", value, start, end, "sentence", "", change.base_certain)
    if change.base_value:
        numeral = change.base_value.numeral
        if numeral.value is not None:
            yield Saying(
                "base_value",
                numeral.value,
                *numeral.phrase,
                "sentence",
                "",
                change.base_certain and not numeral.doubt,
            )


# -- names ----------------------------------------------------------------------------------------


def _named(place: Place, names: Names) -> Iterator[Saying]:
    document = place.document
    for member, finder in names.finders.items():
        for start, end, codes in finder.find(
            document.folded.text, document.folded.shown, *place.sentence
        ):
            for code in sorted(codes):
                span = document.folded.back(start, end)
                doubt = "" if len(codes) == 1 else "the words have several meanings"
                yield Saying(member, code, *span, "sentence", doubt)
