"""Cells of tables found again by their heads, and places that hold no number or another sign."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.anchoring.anchor import anchor
from sources.anchoring.model import PASSING, Anchor, State
from tests.sources.test_anchoring import REPORT, one, quoted

TITLE = "Table of orchards of Orchardia, in hectares, by region and year\n\n"
HEAD = "Region\t2012\t2013\n"
NORTH = "North\t49,500\t50,500\n"
SOUTH = "South\t38,200\t39,100\n"
OLD = TITLE + HEAD + NORTH + SOUTH
FIRST_COLUMN = (
    TITLE
    + "Region\t2011\t2012\t2013\nNorth\t48,000\t49,500\t50,500\nSouth\t37,000\t38,200\t39,100\n"
)
LAST_COLUMN = (
    TITLE
    + "Region\t2012\t2013\t2014\nNorth\t49,500\t50,500\t51,000\nSouth\t38,200\t39,100\t40,000\n"
)
FIRST_ROW = f"{TITLE}{HEAD}East\t12,300\t12,400\n{NORTH}{SOUTH}"
UNIT_COLUMN = (
    TITLE + "Region\tUnit\t2012\t2013\nNorth\tha\t49,500\t50,500\nSouth\tha\t38,200\t39,100\n"
)


@pytest.mark.parametrize("new", [FIRST_COLUMN, LAST_COLUMN, FIRST_ROW])
@pytest.mark.parametrize("number", ["49,500", "50,500", "38,200", "39,100"])
def test_new_row_or_column_shifts_nothing(new, number):
    made = one(OLD, new, number)

    assert made.state in (*PASSING, State.CONTEXT_CHANGED)
    assert quoted(made, new) == number


@pytest.mark.parametrize("number", ["48,000", "37,000"])
def test_column_that_is_gone_is_lost(number):
    assert one(FIRST_COLUMN, OLD, number).state is State.LOST


def test_row_that_is_gone_is_lost():
    assert one(FIRST_ROW, OLD, "12,300").state is State.LOST


def test_same_numbers_under_other_years_are_not_taken():
    new = OLD.replace("2012\t2013", "2013\t2014")

    made = anchor(OLD, new, [(OLD.index(n), OLD.index(n) + 6) for n in ("49,500", "50,500")])

    assert made[0].state is State.LOST
    # What is under 2013 now is another number.
    assert (made[1].state, quoted(made[1], new)) == (State.NUMBER_CHANGED, "49,500")


def test_text_column_before_the_numbers_never_gives_another_one():
    made = one(OLD, UNIT_COLUMN, "49,500")

    assert made.state not in PASSING
    assert made.place is None or quoted(made, UNIT_COLUMN) == "49,500"


def test_changed_cell_is_a_changed_number():
    new = FIRST_COLUMN.replace("49,500", "49,700")

    made = one(OLD, new, "49,500")

    assert (made.state, quoted(made, new)) == (State.NUMBER_CHANGED, "49,700")


def test_other_words_above_a_table_are_no_passing():
    assert one(OLD, OLD.replace("hectares", "acres"), "49,500").state is State.CONTEXT_CHANGED


def test_cell_without_a_number_is_lost():
    assert one(OLD, OLD.replace("49,500", "n/a"), "49,500").state is State.LOST


def test_table_without_heads_that_gets_a_column_is_not_silent():
    old = f"Harvest.\n\n{NORTH}{SOUTH}"
    new = "Harvest.\n\nNorth\t48,000\t49,500\t50,500\nSouth\t37,000\t38,200\t39,100\n"

    made = one(old, new, "49,500")

    assert made.state not in (*PASSING, State.NUMBER_CHANGED)


def test_years_above_numbers_without_a_head_for_their_rows():
    old = f"{TITLE}2012\t2013\n{NORTH}{SOUTH}"
    new = f"{TITLE}2011\t2012\t2013\nNorth\t48,000\t49,500\t50,500\nSouth\t1\t38,200\t39,100\n"

    assert quoted(one(old, new, "49,500"), new) == "49,500"


def test_heads_in_two_rows_and_parts_of_a_table():
    old = (
        "\tApples\t\tPears\t\nRegion\t2012\t2013\t2012\t2013\nValley\nNorth\t1,100\t1,200\t2,100\t2,200\n"
        "Coast\nNorth\t3,100\t3,200\t4,100\t4,200\n"
    )
    new = (
        "\tApples\t\t\tPears\t\t\nRegion\t2011\t2012\t2013\t2011\t2012\t2013\nCoast\n"
        "North\t3,000\t3,100\t3,200\t4,000\t4,100\t4,200\nValley\n"
        "North\t1,000\t1,100\t1,200\t2,000\t2,100\t2,200\n"
    )
    for number in ("1,100", "2,100", "2,200", "3,200", "4,100"):
        assert quoted(one(old, new, number), new) == number


YEARS = st.lists(st.integers(2000, 2020), min_size=2, max_size=5, unique=True).map(sorted)
REGIONS = st.lists(
    st.sampled_from(["North", "South", "East", "West", "Coast", "Valley"]), min_size=2, max_size=5,
    unique=True,
)  # fmt: skip


def table(regions: list[str], years: list[int], numbers: dict) -> str:
    rows = ["\t".join(["Region", *map(str, years)])]
    rows += ["\t".join([r, *(numbers[r, y] for y in years)]) for r in regions]
    return TITLE + "\n".join(rows) + "\n\nSource: the ministry of orchards.\n"


@settings(max_examples=200, deadline=None)
@given(REGIONS, YEARS, REGIONS, YEARS, st.randoms(use_true_random=False), st.booleans())
def test_cell_is_never_that_of_another_row_or_year(regions, years, later, more, chance, revised):
    """Whatever rows and columns come and go, a proposed number is that of its row and year."""
    old_numbers = {(r, y): f"{chance.randint(10, 99)},{chance.randint(100, 999)}"
                   for r in {*regions, *later} for y in {*years, *more}}  # fmt: skip
    numbers = dict(old_numbers)
    if revised:
        numbers[chance.choice(sorted(numbers))] = "1,234"
    old, new = table(regions, years, old_numbers), table(later, more, numbers)
    places, at = {}, len(TITLE) + len("\t".join(["Region", *map(str, years)])) + 1
    for region in regions:
        at += len(region) + 1
        for year in years:
            places[region, year] = (at, at + len(old_numbers[region, year]))
            at += len(old_numbers[region, year]) + 1

    made = anchor(old, new, places.values(), "en")

    for (region, year), was in zip(places, made, strict=True):
        there = region in later and year in more
        if was.state in (*PASSING, State.CONTEXT_CHANGED, State.NUMBER_CHANGED):
            assert there
            assert quoted(was, new) == numbers[region, year]
        elif there:
            assert was.state is State.AMBIGUOUS


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("about 5 percent", "about -5 percent"),
        ("about 5 percent", "about \N{MINUS SIGN}5 percent"),
        ("about 5 percent", "about \N{EN DASH}5 percent"),
        ("about -5 percent", "about 5 percent"),
    ],
)
def test_sign_that_appears_or_goes_is_a_change(old, new):
    before = REPORT.replace("38 percent", old)
    after = before.replace(old, new)

    made = one(before, after, "5 percent")

    assert made.state is State.NUMBER_CHANGED
    assert ("\N{MINUS SIGN}" in "".join(made.new_numerals)) == (new != "about 5 percent")
    assert quoted(made, after) in new


def test_place_without_a_number_is_no_changed_number():
    new = REPORT.replace("planted 50,500 hectares of barley", "planted no more barley at all")

    assert one(REPORT, new, "50,500 hectares").state is State.LOST


def test_same_number_beside_the_place_is_shown():
    new = REPORT.replace(
        "planted 50,500 hectares of barley, two percent more than in 2011",
        "planted barley, on all their fields, of 50,500 hectares in the end, more than in 2011",
    )

    made = one(REPORT, new, "50,500 hectares")

    assert made.state is not State.NUMBER_CHANGED
    places = [p for p in (made.place, *made.alternatives) if p]
    assert any("50,500" in new[p.start : p.end] for p in places)


def test_change_behind_a_wrapped_line_is_seen():
    old = (
        REPORT + "In the northern valley of Upper Milldale apples grew on 12,400 hectares\n"
        "in 2020, not more.\n"
    )
    new = old.replace("in 2020", "in 2021")

    made = one(old, new, "12,400 hectares")

    assert made.state is State.CONTEXT_CHANGED
    assert quoted(made, new) == "12,400 hectares"


def test_lines_of_a_list_are_sentences_of_their_own():
    old = REPORT + "Total of mills 120\nTotal of barns in the valley and beyond it 340\nOther 17\n"
    new = old.replace("120", "121")

    made: Anchor = one(old, new, "340")

    assert made.state in PASSING


@pytest.mark.parametrize("chance", range(5))
def test_long_table_in_seconds(chance):
    rng = random.Random(chance)
    regions, years = [f"District {n}" for n in range(400)], list(range(2001, 2013))
    numbers = {(r, y): f"{rng.randint(10, 99)},{rng.randint(100, 999)}"
               for r in regions for y in [2000, *years]}  # fmt: skip
    old, new = table(regions, years, numbers), table(regions, [2000, *years], numbers)
    spans, at = [], 0
    for line in old.splitlines(keepends=True):
        if line.startswith("District"):
            first = at + line.index("\t") + 1
            spans.append((first, first + 6))
        at += len(line)

    made = anchor(old, new, spans, "en")

    assert all(was.place and quoted(was, new) == old[was.start : was.end] for was in made)
