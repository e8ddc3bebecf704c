"""Reads a place of a document: the number there, and everything that the words around say of it."""

from collections.abc import Iterator

from sources.numerals import Numeral

from .borrowed import borrowed_unit
from .dating import periods_said
from .kinds import base_said, change_at, kinds_said, modality_said, qualifier_said, scale_at
from .model import Names, Reading, Saying
from .phrases import phrases_of
from .places import Place
from .scaling import scaled
from .units import is_open, likely_units
from .words import word_values

_OWN_UNITS = frozenset(
    ("percent", "percentage_points", "basis_points", "per_mille", "money", "fraction", "ratio")
)


def read(place: Place, names: Names, published_on: str | None) -> Reading:
    """Everything that the place says, best first for each member."""
    change = change_at(place)
    dated = periods_said(place, change, published_on)
    near = next((saying.value for saying in dated if saying.where != "document"), None)
    sayings = [
        *_number(place),
        *_unit(place),
        *kinds_said(place, change, names),
        *qualifier_said(place),
        *modality_said(place),
        *dated,
        *base_said(place, change, near),
    ]
    if change and change.is_change and change.direction:
        span = place.document.folded.back(*change.words)
        sayings.append(Saying("direction", change.direction, *span, "sentence", "", change.certain))
    return Reading(True, (*sayings, *_named(place, names)))


# -- the number -----------------------------------------------------------------------------------


def _number(place: Place) -> Iterator[Saying]:
    scale = scale_at(place)
    for numeral in place.numerals:
        yield from _numeral(scaled(numeral, scale))
    if not place.numerals:
        yield from word_values(place.document, place.start, place.end)


def _numeral(numeral: Numeral) -> Iterator[Saying]:
    span = numeral.start, numeral.end
    doubt = str(numeral.value_doubt or "")
    for member, value in (
        ("value", numeral.value),
        ("value_low", numeral.low),
        ("value_high", numeral.high),
        ("low_open", "true" if numeral.low_open else None),
        ("high_open", "true" if numeral.high_open else None),
    ):
        if value is not None:
            yield Saying(member, value, *span, "quote", doubt, not doubt)
    if numeral.decimals is not None and any((numeral.value, numeral.low, numeral.high)):
        yield Saying("decimals", str(numeral.decimals), *span, "quote")


def _unit(place: Place) -> Iterator[Saying]:
    """The unit beside the number, else that of the heads and notes, else a count."""
    counts = []
    if borrowed := borrowed_unit(place):
        yield Saying("unit", borrowed[0], *borrowed[1], "sentence", "the number has no unit itself")
    for numeral in place.numerals:
        own = numeral.unit_span is not None or numeral.kind in _OWN_UNITS
        sure = not (numeral.digits_doubt or numeral.unit_doubt)
        span = numeral.unit_span or (numeral.start, numeral.end)
        if numeral.unit and (own or numeral.unit != "1"):
            yield Saying("unit", numeral.unit, *span, "quote", "", own and sure)
        elif numeral.unit:
            counts.append(Saying("unit", numeral.unit, *span, "quote"))
    cell, known = place.cell, []
    if cell and not (cell.is_head and cell.row_heads + cell.column_heads and _is_in_label(place)):
        known = likely_units(place.document, cell)
        for unit, span in known:
            yield Saying("unit", unit, *place.document.folded.back(*span), "head")
    if cell is None or known or not is_open(place.document, cell):
        yield from counts


def _is_in_label(place: Place) -> bool:
    """Whether the number is one of the words of a label: "Others (14 suppliers)"."""
    assert place.cell
    start, end = place.cell.span
    around = (
        place.document.folded.text[start : place.at[0]]
        + place.document.folded.text[place.at[1] : end]
    )
    return any(letter.isalpha() for letter in around)


# -- names ----------------------------------------------------------------------------------------


def _named(place: Place, names: Names) -> Iterator[Saying]:
    document = place.document
    spans = [place.sentence]
    if place.cell:
        spans = [place.cell.span, *place.cell.row_heads, *place.cell.column_heads]
    for member, finder in names.finders.items():
        if not finder.known:
            continue
        found = [
            Saying(
                member,
                code,
                *document.folded.back(start, end),
                "head" if place.cell else "sentence",
                "" if len(codes) == 1 else "the words have several meanings",
            )
            for span in spans
            for start, end, codes in finder.find(document.folded.text, document.folded.shown, *span)
            for code in sorted(codes)
        ]
        yield from _producers(place, found) if member == "producer" else _nearest(place, found)


def _nearest(place: Place, found: list[Saying]) -> list[Saying]:
    """Names by their distance to the number: the nearest first, before it rather than behind."""
    middle = place.start
    return sorted(found, key=lambda saying: (bool(saying.doubt), abs(saying.start - middle)))


def _producers(place: Place, found: list[Saying]) -> Iterator[Saying]:
    """Agencies, those first that are said to say so: "according to UNODC", "UNODC reported"."""
    text, folded = place.document.folded.text, place.document.folded
    words = phrases_of(place.document.lexicon)
    saying_so, others = [], []
    for saying in found:
        start, end = folded.forth(saying.start), folded.forth(saying.end)
        named = words.according.search(text, max(place.sentence[0], start - 40), start)
        if named or (end <= place.at[0] and words.reports.match(text, end, place.at[0])):
            saying_so.append(saying)
        else:
            others.append(saying)
    yield from saying_so
    for saying in others:
        doubt = "named, but not as the one who says it"
        yield Saying("producer", saying.value, saying.start, saying.end, saying.where, doubt)
