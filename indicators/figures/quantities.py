"""Quantities: the printed words of a figure as value, bounds, decimals, unit and qualifier.

Owns the step from a numeral of a text to the value fields of an observation, for the work list. It
reads nothing by itself: `sources.numerals` does. Knows no observation, no database.
"""

from dataclasses import dataclass, replace
from decimal import Decimal

from indicators.figures.decimals import MAX_DIGITS, is_decimal
from sources.numerals import Numeral, Qualifier, read

MAX_WORDS = 1_000  # code points of quoted words

# The members of an observation that hold a number.
NUMBERS = ("value", "value_low", "value_high")


class QuantityError(ValueError):
    """Words or a text that give no single quantity; the message quotes them."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """The value fields of an observation, as its words print them.

    Texts are exact decimals.
    """

    as_written: str
    value: str | None
    low: str | None
    high: str | None
    low_open: bool
    high_open: bool
    decimals: int | None
    unit: str | None
    qualifier: Qualifier


def exact_value(text: str) -> Decimal:
    """The exact number of a value text. Raises QuantityError unless it is a decimal."""
    if not is_decimal(text):
        raise QuantityError(
            f"value {text[:MAX_DIGITS]!r}: expected digits with an optional point, such as 24.3"
        )
    return Decimal(text)


def quantity_of(numeral: Numeral) -> Quantity:
    """The quantity that a numeral of a text prints."""
    return Quantity(
        as_written=numeral.exact,
        value=numeral.value,
        low=numeral.low,
        high=numeral.high,
        low_open=numeral.low_open,
        high_open=numeral.high_open,
        decimals=numeral.decimals,
        unit=numeral.unit,
        qualifier=numeral.qualifier,
    )


def read_quantity(as_written: str, language: str) -> Quantity:
    """The one quantity in words such as `over 17,000 families` or `$11.6 million`.

    `as_written` is kept whole. Raises QuantityError if the words hold no figure, several, or one
    whose digits can be read in two ways: a few words don't show their document's habits, so a
    caller who has the text takes the numeral from there (`quantity_of`).
    """
    if len(as_written) > MAX_WORDS:
        raise QuantityError(f"{len(as_written)} characters of words, at most {MAX_WORDS}")
    figures = [n for n in read(as_written, language) if n.category in ("figure", "age")]
    if len(figures) != 1:
        found = ", ".join(repr(n.exact) for n in figures[:5]) or "none"
        raise QuantityError(f"{as_written[:100]!r} has {len(figures)} figures, expected 1: {found}")
    if figures[0].doubt:
        raise QuantityError(f"{as_written[:100]!r} is open: {figures[0].doubt}")
    return replace(quantity_of(figures[0]), as_written=as_written)
