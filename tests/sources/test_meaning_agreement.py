"""A statement is compared with what its quotes say in their places, in texts made up for this."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.meaning import Names, disagreements, knows

TEXT = """Report on the orchards of Orchardia

Orchards covered 52,000 hectares of Orchardia in 2021. The ministry estimates that the harvest of
apples came to 430,000 metric tons for the whole country in 2021, most of it from old trees.

In the northern valley, apples grew on 12,400 acres in 2020. The budget rose from $220 million in
2019 to $256 million in 2020. The price stood at 3.40 dollars in July 2018, a 16 percent decrease
from 4.05 dollars in July 2017.

The Pickers' Union counted more than 8,200 pickers in 2020. Losses came to -3.5 percent in 2016.
Between 250 and 400 kilograms are lost each year. The Book of Pickers is old.

Table of orchards of Orchardia, by region and year (thousands of hectares)

Region\t2012\t2013
North\t49.5\t50.5
South\t38.2\t39.1
"""
NAMES = Names(agencies={"union": ["Pickers' Union"], "ministry": ["The ministry"]})
LEVEL = {"kind": "level", "modality": "actual", "period_basis": "stated"}


def cite(*quotes):
    """Citations (role, start, end) of words of TEXT, each the first time that they stand there."""
    placed = []
    for role, words in quotes:
        before, _, inner = words.rpartition("|")
        start = TEXT.index(before + inner) + len(before)
        placed.append((role, start, start + len(inner)))
    return placed


def blocked(statement, citations, **options):
    """The members that are refused."""
    found = disagreements(statement, citations, TEXT, "en", names=NAMES, **options)
    return [one.member for one in found if one.blocks]


RIGHT = {
    "area": (
        {**LEVEL, "period": "2021", "value": "52000", "unit": "har"},
        cite(("value", "52,000 hectares"), ("period", "Orchardia in |2021")),
    ),
    "harvest": (
        {**LEVEL, "period": "2021", "value": "430000", "unit": "t", "producer": "ministry"},
        cite(
            ("value", "430,000 metric tons"),
            ("period", "country in |2021"),
            ("producer", "The ministry"),
        ),
    ),
    "acres": (
        {**LEVEL, "period": "2020", "value": "12400", "unit": "[acr_us]"},
        cite(("value", "12,400"), ("unit", "12,400 |acres"), ("period", "acres in |2020")),
    ),
    "budget": (
        {**LEVEL, "period": "2019", "value": "220000000", "unit": "USD"},
        cite(("value", "$220 million"), ("period", "million in\n|2019")),
    ),
    "change": (
        {
            **{"kind": "change", "period": "2018-07", "period_basis": "stated", "value": "16"},
            **{"unit": "%", "direction": "decrease", "base_period": "2017-07"},
            "base_value": "4.05",
        },
        cite(("value", "16 percent"), ("period", "July 2018"), ("period", "July 2017")),
    ),
    "bound": (
        {
            **{**LEVEL, "period": "2020", "value_low": "8200", "low_open": "true", "unit": "1"},
            "producer": "union",
        },
        cite(
            ("value", "8,200 pickers"),
            ("period", "pickers in |2020"),
            ("producer", "Pickers' Union"),
        ),
    ),
    "negative": (
        {**LEVEL, "period": "2016", "value": "-3.5", "unit": "%"},
        cite(("value", "-3.5 percent"), ("period", "2016")),
    ),
    "range": (
        {
            **{"kind": "level", "period": "2022", "period_basis": "release", "unit": "kg"},
            **{"value_low": "250", "value_high": "400"},
        },
        cite(("value", "Between 250 and 400 kilograms")),
    ),
    "cell": (
        {**LEVEL, "period": "2012", "value": "49500", "unit": "har"},
        cite(
            ("value", "49.5"),
            ("column_header", "Region\t|2012"),
            ("row_header", "North"),
            ("unit", "hectares)"),
        ),
    ),
}


@pytest.mark.parametrize("name", RIGHT)
def test_right_statement_is_not_refused(name):
    statement, citations = RIGHT[name]

    assert blocked(statement, citations, published_on="2022") == []


def test_right_statement_without_its_other_quotes_is_not_refused_where_the_sentence_speaks():
    for name in ("area", "acres", "budget", "bound", "cell"):
        statement, citations = RIGHT[name]
        assert blocked(statement, [c for c in citations if c[0] == "value"]) == [], name


@pytest.mark.parametrize(
    ("name", "member", "value"),
    [
        ("area", "period", "2020"),
        ("area", "unit", "[acr_us]"),
        ("area", "value", "5200"),
        ("harvest", "unit", "kg"),
        ("harvest", "producer", "union"),
        ("acres", "unit", "har"),
        ("acres", "period", "2021"),
        ("budget", "period", "2020"),
        ("budget", "value", "220"),
        ("change", "direction", "increase"),
        ("change", "period", "2017-07"),
        ("change", "base_period", "2018-07"),
        ("change", "base_value", "3.40"),
        ("bound", "low_open", None),
        ("negative", "value", "3.5"),
        ("range", "value_high", "250400"),
        ("range", "period", "2019"),
        ("cell", "period", "2013"),
        ("cell", "value", "49.5"),
        ("cell", "unit", "t"),
    ],
)
def test_wrong_member_is_refused_whatever_else_is_quoted(name, member, value):
    statement, citations = RIGHT[name]
    wrong = {**statement, member: value}
    for kept in (citations, [c for c in citations if c[0] == "value"]):
        assert blocked(wrong, kept, published_on="2022"), kept


def test_implied_period_may_not_be_denied_by_the_sentence():
    statement, citations = RIGHT["area"]
    wrong = {**statement, "period": "2019", "period_basis": "implied"}

    assert blocked(wrong, citations[:1]) == ["period", "period"]


def test_quote_of_a_value_that_says_no_number_is_refused():
    statement, _ = RIGHT["area"]

    assert blocked(statement, cite(("value", "Book of Pickers"), ("period", "2021"))) == [
        *("value", "unit"),
    ]


def test_coded_answer_needs_no_number():
    statement = {"kind": "coded", "value_code": "yes", "period": "2022", "period_basis": "release"}

    assert blocked(statement, cite(("value", "is old"))) == []


def test_language_without_a_reader_is_left_unchecked():
    statement, citations = RIGHT["area"]

    assert not knows("ja")
    assert disagreements({**statement, "value": "1"}, citations, TEXT, "ja") == []


def test_disagreement_tells_what_was_stated_and_said_and_where():
    statement, citations = RIGHT["acres"]
    (found,) = disagreements({**statement, "unit": "har"}, citations[:1], TEXT, "en")

    assert (found.member, found.stated, found.said, found.role) == (
        "unit",
        "har",
        "[acr_us]",
        "value",
    )
    assert TEXT[found.start : found.end] == found.words == "12,400"


def changed(statement, draw):
    """The statement with one of its members changed to another value."""
    member = draw(st.sampled_from(sorted(MEMBERS & statement.keys())))
    if member in ("value", "value_low", "value_high", "base_value"):
        number = Decimal(statement[member])
        other = draw(
            st.sampled_from((number + 1, -number, number * 1000, number / 10, number + 70))
        )
        return {**statement, member: format(other, "f")}
    if member in ("period", "base_period"):
        year = int(statement[member][:4]) + draw(st.sampled_from((-7, -1, 1, 2, 5)))
        return {**statement, member: f"{year}{statement[member][4:]}"}
    other = draw(st.sampled_from(sorted(CODES[member] - {statement[member]})))
    return {**statement, member: other}


CODES = {
    "unit": {"har", "t", "kg", "USD", "[acr_us]", "%"},
    "direction": {"increase", "decrease", "stable"},
    "low_open": {"true", "false"},
}
MEMBERS = {"value", "value_low", "value_high", "base_value", "period", "base_period", *CODES}


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_one_changed_member_is_refused_also_without_or_with_narrower_quotes(data):
    name = data.draw(st.sampled_from(sorted(RIGHT)))
    statement, citations = RIGHT[name]
    wrong = changed(statement, data.draw)
    kept = []
    for role, start, end in citations:
        if role != "value" and data.draw(st.booleans()):
            if data.draw(st.booleans()):
                continue
            start = data.draw(st.integers(start, end - 1))
            end = data.draw(st.integers(start + 1, end))
        kept.append((role, start, end))

    assert blocked(wrong, kept, published_on="2022")


def test_piece_of_a_word_is_no_unit_and_the_head_of_a_table_speaks_first():
    statement, citations = RIGHT["cell"]
    start = TEXT.index("hectares)") + 3
    piece = [c for c in citations if c[0] != "unit"] + [("unit", start, start + 1)]

    assert TEXT[start] == "t"
    assert blocked({**statement, "unit": "t"}, piece)
    assert blocked(statement, piece) == []


@pytest.mark.parametrize(
    ("text", "words", "country", "stated", "blocks"),
    [
        ("The crop came to 39,000 tons.", "39,000 tons", "US", "t", [False]),
        ("The crop came to 39,000 tons.", "39,000 tons", "US", "[ston_av]", [False]),
        ("The crop came to 39,000 tons.", "39,000 tons", "US", "kg", [True]),
        ("The crop came to 39,000 tons.", "39,000 tons", "GB", "[ston_av]", [True]),
        ("It was 39,000 tons. Tons are short tons.", "39,000 tons", "US", "t", [True]),
        ("It was 39,000 tons. Tons are short tons.", "39,000 tons", "US", "[ston_av]", []),
        ("It was 39,000 metric tons.", "39,000 metric tons", "US", "[ston_av]", [True]),
        ("Crop, tons\n\nState\t2015\nOhio\t39,000\nIowa\t1,000\n", "39,000", "US", "t", [False]),
        ("Gold output was 39,000 ounces.", "39,000 ounces", "FJ", "[oz_av]", [True]),
        ("Gold rose. It sold 39,000 ounces.", "39,000 ounces", "FJ", "[oz_av]", [False]),
    ],
)
def test_tons_and_ounces_that_words_leave_open_are_advice(text, words, country, stated, blocks):
    start = text.index(words)
    found = disagreements(
        {**LEVEL, "value": "39000", "unit": stated},
        [("value", start, start + len(words))],
        text,
        "en",
        names=NAMES,
        country=country,
    )

    assert [one.blocks for one in found if one.member == "unit"] == blocks
