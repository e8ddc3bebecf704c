"""A number times the scale that heads or notes of its table give it."""

import re
from dataclasses import replace
from decimal import Decimal

from sources.numerals import Numeral

_UNSCALED = frozenset(
    ("percent", "percentage_points", "basis_points", "per_mille", "fraction", "ratio", "multiple")
)


def scaled(numeral: Numeral, exponent: int) -> Numeral:
    """The numeral times a power of ten, unless it has a scale already, or can have none."""
    if not exponent or numeral.kind in _UNSCALED or _has_scale(numeral):
        return numeral
    return replace(
        numeral,
        value=_times(numeral.value, exponent),
        low=_times(numeral.low, exponent),
        high=_times(numeral.high, exponent),
        decimals=None if numeral.decimals is None else numeral.decimals - exponent,
    )


def _has_scale(numeral: Numeral) -> bool:
    """Whether a scale was applied to what is printed: its last digit is a higher place."""
    printed = re.sub(r"\D", "", numeral.exact)
    value = numeral.value or numeral.low or numeral.high or ""
    return bool((numeral.decimals or 0) < 0 and len(re.sub(r"\D", "", value)) > len(printed))


def _times(number: str | None, exponent: int) -> str | None:
    return None if number is None else format(Decimal(number).scaleb(exponent), "f")
