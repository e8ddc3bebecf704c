"""The headline of a key: the rule of docs/reference/data-model.md, case by case, as properties."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.figures.headlines import Statement, choose_headlines, compare

DAYS = [date(2012, 6, 30), date(2013, 6, 30), date(2014, 6, 30), date(2015, 6, 30)]


def said(entry, day, value, decimals=0, **more):
    return Statement(entry, DAYS[day], value, decimals, **more)


def nothing(entry, day):
    return said(entry, day, "", None, says_nothing=True)


def chosen(*statements):
    return [headline.entry for headline in choose_headlines(statements)]


@pytest.mark.parametrize(
    ("case", "statements", "expected"),
    [
        ("one alone", [said(1, 0, "5")], [1]),
        ("the newest release speaks", [said(1, 0, "5"), said(2, 1, "6")], [1, 2]),
        ("whatever the order of arrival", [said(2, 1, "6"), said(1, 0, "5")], [1, 2]),
        ("an older release added later", [said(9, 0, "5"), said(2, 1, "6")], [9, 2]),
        (
            "a coarser consistent restatement does not displace",
            [said(1, 0, "1150"), said(2, 1, "1200", -2)],
            [1, 1],
        ),
        (
            "a coarser inconsistent one does",
            [said(1, 0, "1150"), said(2, 1, "1300", -2)],
            [1, 2],
        ),
        ("a finer one does", [said(1, 0, "1200", -2), said(2, 1, "1150")], [1, 2]),
        ("an equal one does", [said(1, 0, "1150"), said(2, 1, "1150")], [1, 2]),
        (
            "two coarser ones in a row still do not",
            [said(1, 0, "1150"), said(2, 1, "1200", -2), said(3, 2, "1000", -3)],
            [1, 1, 1],
        ),
        (
            "coarser than what stands, though finer than the last",
            [said(1, 0, "1154.2", 1), said(2, 1, "1000", -3), said(3, 2, "1150", -1)],
            [1, 1, 1],
        ),
        ("a tie of different values", [said(1, 0, "5"), said(2, 0, "6")], [None]),
        ("a tie of the same value", [said(1, 0, "5"), said(2, 0, "5")], [1]),
        ("a tie that agrees once rounded", [said(1, 0, "1200", -2), said(2, 0, "1150")], [2]),
        ("a tie is settled by a newer release", [said(1, 0, "5"), said(2, 0, "6"), said(3, 1, "6")],
         [None, 3]),
        ("a newer tie disputes", [said(1, 0, "5"), said(2, 1, "6"), said(3, 1, "7")], [1, None]),
        ("saying nothing displaces nobody", [said(1, 0, "5"), nothing(2, 1)], [1]),
        ("a value displaces nothing said", [nothing(1, 0), nothing(2, 1), said(3, 2, "5")],
         [1, 2, 3]),
        ("saying nothing makes no tie", [said(1, 0, "5"), nothing(2, 0)], [1]),
        ("nobody says anything", [nothing(1, 0), nothing(2, 1)], [1, 2]),
        (
            "in words, coarser than any digits",
            [said(1, 0, "66.67", None), said(2, 1, "66.7", 1)],
            [1, 2],
        ),
        (
            "a bound against a number",
            [said(1, 0, "5"), said(2, 1, "", 0, shape=("5", "", True))],
            [1, 2],
        ),
        (
            "two bounds that differ in openness tie",
            [said(1, 0, "", 0, shape=("5", "", True)), said(2, 0, "", 0, shape=("5", "", False))],
            [None],
        ),
    ],
)  # fmt: skip
def test_headline_of_a_key(case, statements, expected):
    assert chosen(*statements) == expected


def test_compare_needs_the_same_shape():
    one = said(1, 0, "5", shape=("ha",))

    assert compare(one, said(2, 0, "5", shape=("ha",))) == "complete"
    assert compare(one, said(2, 0, "5", shape=("t",))) == "inconsistent"


entries, days = st.integers(1, 10_000), st.sampled_from(DAYS)
telling = st.builds(
    Statement,
    entry=entries,
    published=days,
    value=st.sampled_from(["", "1", "1.1", "1.14", "1.15", "2", "10"]),
    decimals=st.sampled_from([None, 0, 1, 2]),
    shape=st.sampled_from([(), ("bound",)]),
)
silent = st.builds(
    Statement,
    entry=entries,
    published=days,
    value=st.just(""),
    decimals=st.none(),
    says_nothing=st.just(True),
)
statements = st.lists(
    telling | silent,
    min_size=1,
    max_size=7,
    unique_by=lambda statement: statement.entry,
)


@given(statements)
def test_headlines_split_the_publication_dates(given_statements):
    headlines = choose_headlines(given_statements)
    starts = [headline.published_from for headline in headlines]
    ends = [headline.published_to for headline in headlines]

    assert starts == sorted(set(starts))
    assert ends == [*starts[1:], None]
    assert set(starts) <= {statement.published for statement in given_statements}


@given(statements, st.randoms())
def test_headlines_do_not_depend_on_the_order_of_arrival(given_statements, random):
    shuffled = list(given_statements)
    random.shuffle(shuffled)

    assert choose_headlines(shuffled) == choose_headlines(given_statements)


@given(statements, st.sampled_from(DAYS))
def test_headline_by_a_day_knows_nothing_of_later_releases(given_statements, day):
    known = [s for s in given_statements if s.published <= day]
    covering = [
        headline.entry
        for headline in choose_headlines(given_statements)
        if headline.published_from <= day
        and (headline.published_to is None or headline.published_to > day)
    ]

    assert covering == [headline.entry for headline in choose_headlines(known)][-1:]


@given(statements)
def test_headline_was_published_and_tells_something_if_anything_does(given_statements):
    told = {statement.entry: statement for statement in given_statements}
    for headline in choose_headlines(given_statements):
        if headline.entry is not None:
            statement = told[headline.entry]
            known = [s for s in given_statements if s.published <= headline.published_from]

            assert statement in known
            assert not statement.says_nothing or all(s.says_nothing for s in known)


@given(statements, st.sampled_from(["1.1", "1.14", "1.15"]))
def test_coarser_rounding_of_the_headline_never_displaces_it(given_statements, value):
    newest = Statement(20_000, date(2016, 1, 1), value, 2)
    rounded = Statement(20_001, date(2017, 1, 1), "1", 0)

    assert choose_headlines([*given_statements, newest, rounded])[-1].entry == 20_000
