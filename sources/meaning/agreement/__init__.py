"""Compares a statement with its quotes: every member that they do not say.

What is compared: the number with sign, bounds and scale against each quote of the value; the unit
beside the number, then in the quote of the unit, the heads and the notes of a table; the period
and the base period against their quotes, and against what the sentence says of the number; the
direction and the base value of a change; the named producer; the certainty that is quoted. A quote
is read in its place, so that a narrower one says the same, and without one the words around speak.
"""

from collections.abc import Iterator

from sources.meaning.model import Disagreement

from .case import Case, Citation
from .dates import of_period
from .growth import of_change
from .measures import of_unit
from .naming import of_area, of_producer, of_qualifier
from .numbers import of_number

__all__ = ["Case", "Citation", "disagreements_of"]


def disagreements_of(case: Case) -> list[Disagreement]:
    """What the quotes, or the words around them, say otherwise than the statement; each once."""
    return list(dict.fromkeys(_all_of(case)))


def _all_of(case: Case) -> Iterator[Disagreement]:
    yield from of_number(case)
    yield from of_unit(case)
    yield from of_period(case)
    yield from of_change(case)
    yield from of_producer(case)
    yield from of_qualifier(case)
    yield from of_area(case)
