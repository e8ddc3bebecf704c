"""Exact decimals: what is well formed, how keys sort, when two numbers agree."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.figures.decimals import MAX_DIGITS, agreement, is_decimal, order_key, places


@st.composite
def decimal_texts(draw):
    """Well-formed decimals of every size, with leading fractions, long runs and printed zeros."""
    whole = draw(st.one_of(st.just("0"), st.from_regex(r"\A[1-9][0-9]{0,28}\Z")))
    fraction = draw(st.one_of(st.just(""), st.from_regex(r"\A\.[0-9]{1,28}\Z")))
    text = whole + fraction
    return f"-{text}" if draw(st.booleans()) and text.strip("0.") else text


@given(decimal_texts(), decimal_texts())
def test_order_keys_sort_as_the_numbers_do(one, other):
    assert is_decimal(one)
    by_key = (order_key(one) > order_key(other)) - (order_key(one) < order_key(other))
    by_number = (Fraction(one) > Fraction(other)) - (Fraction(one) < Fraction(other))

    assert by_key == by_number


@given(decimal_texts(), st.integers(1, 5))
def test_order_key_ignores_printed_zeros(text, zeros):
    padded = text + ("" if "." in text else ".") + "0" * zeros

    assert order_key(padded) == order_key(text)


@given(decimal_texts(), decimal_texts())
def test_order_key_sorts_numbers_that_share_a_beginning(one, other):
    near = one if "." in one else f"{one}.0"
    longer = near + "1"
    expected = Fraction(near) < Fraction(longer)

    assert (order_key(near) < order_key(longer)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "0",
        "0.0",
        "24.30",
        "-3.5",
        "50500",
        "0.004",
        "9" * MAX_DIGITS,
        "-0.01",
    ],
)
def test_decimal_well_formed(text):
    assert is_decimal(text)
    assert order_key(text)


@pytest.mark.parametrize(
    ("defect", "text"),
    [
        ("empty", ""),
        ("minus zero", "-0"),
        ("minus zero with places", "-0.00"),
        ("leading zero", "007"),
        ("leading point", ".5"),
        ("trailing point", "5."),
        ("plus sign", "+5"),
        ("thousands separator", "50,500"),
        ("exponent", "1e3"),
        ("space around", " 5"),
        ("newline behind", "5\n"),
        ("two points", "1.2.3"),
        ("infinity", "Infinity"),
        ("not a number", "NaN"),
        ("digits of another script", "٣"),
        ("fullwidth digits", "１２"),
        ("true minus sign", "−5"),
        ("too long", "1" * (MAX_DIGITS + 1)),
        ("underscore", "1_000"),
    ],
)
def test_decimal_malformed_is_refused(defect, text):
    assert not is_decimal(text)
    with pytest.raises(ValueError, match="not a decimal"):
        order_key(text)


@pytest.mark.parametrize(("text", "expected"), [("5", 0), ("24.30", 2), ("0.001", 3), ("-1.5", 1)])
def test_places_counts_printed_digits(text, expected):
    assert places(text) == expected


@pytest.mark.parametrize(
    ("one", "one_decimals", "other", "other_decimals", "expected"),
    [
        ("50500", 0, "50500", 0, "complete"),
        ("24.3", 1, "24.3", 1, "complete"),
        ("24.3", 1, "24.30", 2, "consistent"),  # the same number, printed finer
        ("24.3", 1, "24.34", 2, "consistent"),
        ("24.3", 1, "24.35", 2, "consistent"),  # a tie may round either way
        ("24.4", 1, "24.35", 2, "consistent"),
        ("24.3", 1, "24.36", 2, "inconsistent"),
        ("50500", 0, "50501", 0, "inconsistent"),
        ("11600000", -5, "11550000", -4, "consistent"),  # $11.6 million, $11.55 million
        ("11600000", -5, "11540000", -4, "inconsistent"),
        ("11600000", -5, "11643210", 0, "consistent"),
        ("66.67", None, "66.7", 1, "consistent"),  # two-thirds, in words
        ("0", 0, "0.4", 1, "consistent"),
        ("-3", 0, "-3.4", 1, "consistent"),
        ("-3", 0, "3", 0, "inconsistent"),
    ],
)
def test_agreement_of_two_statements(one, one_decimals, other, other_decimals, expected):
    assert agreement(one, one_decimals, other, other_decimals) == expected
    assert agreement(other, other_decimals, one, one_decimals) == expected


decimal_places = st.one_of(st.none(), st.integers(-30, 30))


@given(decimal_texts(), decimal_places, decimal_texts(), decimal_places)
def test_agreement_is_exact_and_symmetric(one, one_decimals, other, other_decimals):
    found = agreement(one, one_decimals, other, other_decimals)
    first = places(one) if one_decimals is None else one_decimals
    second = places(other) if other_decimals is None else other_decimals
    apart = abs(Fraction(one) - Fraction(other))
    half_a_unit = Fraction(10) ** -min(first, second) / 2

    assert found == agreement(other, other_decimals, one, one_decimals)
    if apart == 0:
        assert found == ("complete" if first == second else "consistent")
    elif first == second:
        assert found == "inconsistent"
    else:
        assert found == ("consistent" if apart <= half_a_unit else "inconsistent")


def test_agreement_of_long_numbers_does_not_round():
    half_a_unit = "5" + "0" * 29

    assert agreement("0", -30, half_a_unit, 0) == "consistent"
    assert agreement("0", -30, half_a_unit + ".001", 3) == "inconsistent"
