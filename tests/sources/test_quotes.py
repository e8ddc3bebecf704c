"""Placing quotes: one place or an error that names them; numbers are whole."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.anchoring.quotes import QuoteUnplaced, locate, places
from sources.anchoring.tokens import tokens

TEXT = (
    "In 2012 the mills ground 138 sacks, 38 percent more than in 2011. The second-largest "
    "mill\nground 38.5 sacks. In 2012\u00a0nobody  counted “the other” sacks. Peru’s mills "
    "ground 1,138.\n"
)


@pytest.mark.parametrize(
    ("quote", "stands"),
    [
        ("38 percent", "38 percent"),
        ("138", "138"),
        ("largest mill ground", "largest mill\nground"),
        ("second", "second"),
        ("Peru", "Peru"),
        ('nobody counted "the other"', "nobody  counted “the other”"),
        ("second-largest mill ground 38.5", "second-largest mill\nground 38.5"),
    ],
)
def test_locate_finds_the_one_place(quote, stands):
    start, end = locate(TEXT, quote)

    assert TEXT[start:end] == stands


def test_locate_whole_numbers_only():
    assert [TEXT[a:b] for a, b in places(TEXT, "38")] == ["38"]
    with pytest.raises(QuoteUnplaced, match="not in the text"):
        locate(TEXT, "8 percent")


def test_locate_ambiguous_names_the_places():
    with pytest.raises(QuoteUnplaced, match="stands at 2 places: at 3: ") as caught:
        locate(TEXT, "2012")

    assert caught.value.places == [(3, 7), (112, 116)]


def test_locate_within_a_sentence():
    start, _ = locate(TEXT, "2012", within="In 2012 nobody counted")

    assert start == 112


@pytest.mark.parametrize("within", ["In 1999 nobody", "mills ground"])
def test_locate_within_words_that_have_no_place(within):
    with pytest.raises(QuoteUnplaced):
        locate(TEXT, "2012", within=within)


@given(st.text(alphabet="ab1 .,-\n", max_size=60), st.data())
def test_places_are_what_was_asked_for(text, data):
    low = data.draw(st.integers(0, len(text)))
    quote = text[low : data.draw(st.integers(low, len(text)))]

    for start, end in places(text, quote):
        there, wanted = tokens(text[start:end]), tokens(quote)
        same = [t.form for t in there] == [t.form for t in wanted]
        assert same or text[start:end].split() == quote.split()


def test_many_quotes_cost_little_more_than_one():
    """A request may bring thousands, also of words that are not there."""
    text = "\n".join(f"In {n} there were {n * 7919} boats on the lake." for n in range(20_000))
    began = time.monotonic()
    locate(text, "In 7 there were 55433 boats")
    one = time.monotonic() - began
    began = time.monotonic()
    for n in range(500):
        start, end = locate(text, f"{n * 7919 or 1} boats" if n else "In 1 there")
        with pytest.raises(QuoteUnplaced):
            locate(text, f"ship-yards {n}")
    assert time.monotonic() - began < 5 * one + 5
