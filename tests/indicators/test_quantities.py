"""Printed words to value fields, and whether words print a stated number."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.figures.quantities import (
    QuantityError,
    exact_value,
    read_quantity,
)


@pytest.mark.parametrize(
    ("words", "value", "decimals", "unit", "qualifier"),
    [
        ("an estimated 50,500 hectares", "50500", 0, "har", "estimated"),
        ("US$11.6 million", "11600000", -5, "USD", "exact"),
        ("24.3 MT", "24.3", 1, "t", "exact"),
        ("two percent", "2", None, "%", "exact"),
        ("two-thirds", "66.67", None, "%", "exact"),
        ("approximately 300", "300", 0, "1", "approximate"),
        ("second largest", "2", None, "1", "exact"),
    ],
)
def test_quantity_of_words(
    words: str, value: str, decimals: int | None, unit: str, qualifier: str
) -> None:
    quantity = read_quantity(words, "en")

    assert (quantity.value, quantity.decimals) == (value, decimals)
    assert (quantity.unit, quantity.qualifier) == (unit, qualifier)
    assert quantity.as_written == words


def test_quantity_of_words_keeps_bounds() -> None:
    over, much = read_quantity("over 17,000 families", "en"), read_quantity("hasta 40 %", "es")

    assert (over.value, over.low, over.low_open, over.high) == (None, "17000", True, None)
    assert (much.value, much.high, much.high_open, much.low) == (None, "40", False, None)


@pytest.mark.parametrize(
    ("words", "language", "says"),
    [
        ("held stable", "en", "0 figures"),
        ("in 2013", "en", "0 figures"),
        ("11 MT of cocaine base and 13.3 MT", "en", "2 figures, expected 1: '11', '13.3'"),
        ("50,500 ha", "es", "'50,500 ha' is open"),
        ("$11.6 million", "en", "is open: which currency"),
        ("x" * 1001, "en", "1001 characters"),
    ],
)
def test_words_without_one_clear_quantity_are_refused(words: str, language: str, says: str) -> None:
    with pytest.raises(QuantityError) as refused:
        read_quantity(words, language)

    assert says in str(refused.value)


@pytest.mark.parametrize(
    "text",
    ["", "1,000", "01", "1.", ".5", "+1", "1e3", "NaN", "-", "٣", "1\n", " 1", "--1", "9" * 81],
)
def test_malformed_value_is_refused(text: str) -> None:
    with pytest.raises(QuantityError, match="expected digits"):
        exact_value(text)


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9
    )
)
def test_exact_value_keeps_every_digit(number: Decimal) -> None:
    assert str(exact_value(f"{number:f}")) == f"{number:f}"
