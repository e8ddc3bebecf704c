"""Whether words say the unit: beside the number, in the unit's quote, in heads or notes."""

import re
from collections.abc import Iterator
from dataclasses import replace

from sources.meaning import unit_words, units
from sources.meaning.layout import Cell, Span
from sources.meaning.model import Disagreement
from sources.numerals import OPEN_WEIGHTS, are_alike

from .case import Case, Quote, whole_words

_NEXT_WORD = re.compile(r"\s+([^\W\d_]+)")
_WHICH = "The words do not say which ton or ounce: metric or short, of gold or of goods."
_PER_TIME = frozenset(("a", "mo", "wk", "d", "h"))


def of_unit(case: Case) -> Iterator[Disagreement]:
    """Disagreements of the unit; a unit other than a count needs words."""
    stated = case.statement.get("unit")
    if stated is None:
        return
    said = measured = False
    for quote in case.values:
        own = list(_own_units(quote))
        if own and _is_open_weight(quote, stated):
            yield replace(case.differs("unit", own[0], quote, _WHICH), blocks=False)
        elif own and not any(_same(stated, unit) for unit in own):
            yield case.differs("unit", own[0], quote, "The number has another unit.")
        said = measured = measured or bool(own)
    for quote in case.quoted("unit"):
        named = list(_named_units(case, quote))
        if named and _is_open(case, quote.place.at, stated, named[0]):
            yield replace(case.differs("unit", named[0], quote, _WHICH), blocks=False)
        elif named and not any(_same(stated, unit) for unit in named):
            yield case.differs("unit", named[0], quote, "The quote of the unit names another.")
        said = said or bool(named)
    if not measured:
        yield from _of_heads(case, stated)
    if not said and not (case.is_coded and stated == "%"):
        yield from _around(case, stated)


def _is_open_weight(quote: Quote, stated: str) -> bool:
    """Whether the words leave open which ton or ounce a number is of, and the unit is one."""
    return any(
        numeral.unit_doubt in OPEN_WEIGHTS and are_alike(stated, numeral.unit or "")
        for numeral in quote.place.numerals
    )


def _is_open(case: Case, span: Span, stated: str, said: str) -> bool:
    """Whether the words at a place say "tons" or "ounces" alone, and the stated unit is one."""
    weights = case.document.weights
    words = case.document.folded.text[slice(*span)]
    return are_alike(stated, said) and weights.leaves_open(words)


def _same(stated: str, said: str) -> bool:
    """Whether two units are one; what is said per year or per day may be stated without it."""
    plain, _, per = said.partition("/")
    return stated == said or (per in _PER_TIME and stated == plain)


def _own_units(quote: Quote) -> Iterator[str]:
    """The units that the words beside the number name; a year is one."""
    if any(numeral.kind == "year" and numeral.period for numeral in quote.place.numerals):
        yield "a"
    for saying in quote.reading.of("unit"):
        own = saying.certain or not quote.place.numerals or saying.value != "1"
        if own and saying.where != "head":
            yield saying.value


def _named_units(case: Case, quote: Quote) -> Iterator[str]:
    numerals = [n.unit for n in quote.place.numerals if n.unit and n.unit != "1"]
    if numerals:
        yield from numerals
        return
    folded = case.document.folded
    span = folded.back(*whole_words(folded.text, quote.place.at))
    words = case.document.text[slice(*span)]
    if unit := unit_words.unit_of(words, case.document.language):
        yield unit


def _of_heads(case: Case, stated: str) -> Iterator[Disagreement]:
    """Disagreements with the heads and notes of a table, where the number itself has no unit."""
    for cell in _cells(case):
        heads = units.head_units(case.document, cell)
        named = units.is_named(case.document, cell, stated)
        if not heads:
            continue
        unit, span = heads[0]
        if _is_open(case, span, stated, unit):
            yield replace(case.differs_at("unit", unit, "unit", span, _WHICH), blocks=False)
        elif not named and not any(_same(stated, unit) for unit, _ in heads):
            yield case.differs_at("unit", unit, "unit", span, "The head names another unit.")


def _around(case: Case, stated: str) -> Iterator[Disagreement]:
    """A disagreement where neither quotes nor heads nor the sentence say a unit."""
    for cell in _cells(case):
        named = units.is_named(case.document, cell, stated)
        if named or units.likely_units(case.document, cell):
            return
    if stated != "1" and not _in_sentence(case, stated) and not _is_year(case, stated):
        yield case.differs("unit", None, case.first, "No quoted words say the unit.")


def _cells(case: Case) -> list[Cell]:
    return [quote.place.cell for quote in case.values if quote.place.cell]


def _is_year(case: Case, stated: str) -> bool:
    """Whether the number is a year itself: "established in 2002"."""
    numerals = (numeral for quote in case.values for numeral in quote.place.numerals)
    return stated == "a" and any(numeral.period for numeral in numerals)


def _in_sentence(case: Case, stated: str) -> bool:
    """Whether the sentence names the unit, and the number counts nothing else."""
    document = case.document
    for quote in case.values:
        place = quote.place
        if place.numerals and not _is_bare(case, place.main()[1]):
            continue
        text = document.text[slice(*document.folded.back(*place.sentence))]
        if stated in unit_words.units_in(text, document.language):
            return True
        amounts = document.amounts_in(*place.sentence)
        if any(amount.numeral.unit == stated for amount in amounts):
            return True
    return False


def _is_bare(case: Case, end: int) -> bool:
    """Whether no noun follows a number: "12,400 in 2020", not "869 laboratories"."""
    follows = _NEXT_WORD.match(case.document.folded.text, end)
    lexicon = case.document.lexicon
    small = (lexicon.small, lexicon.within, lexicon.joins, lexicon.ends, lexicon.base)
    return not follows or any(follows[1] in words for words in small)
