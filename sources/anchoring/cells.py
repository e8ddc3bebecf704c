"""The cells of a text's tables, each with the words of its row's and its columns' heads.

A table is a run of lines whose cells are parted by TABs, as extraction writes them. A cell is known
by its heads, not by its place: a new row or column in the next edition shifts nothing. Pure.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sources.anchoring.model import Span
from sources.anchoring.tokens import tokens

Forms = tuple[str, ...]
Heads = tuple[tuple[Forms, ...], tuple[Forms, ...]]
HEADERS = 4  # rows of heads that a table may begin with
TITLE = 3  # lines above a table that say what it holds
SECTION = 120  # characters of a line between two rows that is a head for those below it
_PERIOD = re.compile(r"(?:1[5-9]|20|21)\d\d(?:\s*[-–/]\s*\d{2,4})?\W{0,3}")
_NUMBER = re.compile(r"[\W_]*\d[\d\s.,'’´`]*\W*\w?\W*")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with its heads as tokens.

    row: the line above it that heads a part of the table, and the words left of it in its row.
    column: the heads above it, from the top; where the table has none, or not one for each cell,
    how many cells its row has and which one it is. title: the lines above the table.
    """

    start: int
    end: int
    row: tuple[Forms, ...]
    column: tuple[Forms, ...]
    title: Forms

    @property
    def heads(self) -> Heads:
        """What distinguishes it from the other cells of its table."""
        return self.row, self.column


class Cells:
    """All cells of a text, in order."""

    def __init__(self, text: str) -> None:
        self.all = [cell for table in _tables(text) for cell in _cells(text, table)]
        self._starts = [cell.start for cell in self.all]
        self._by_heads: dict[Heads, list[Cell]] = {}
        for cell in self.all:
            self._by_heads.setdefault(cell.heads, []).append(cell)

    def touched(self, start: int, end: int) -> list[Cell]:
        """The cells that hold a part of [start, end)."""
        found = []
        for at in range(max(0, bisect_right(self._starts, start) - 1), len(self.all)):
            if self.all[at].start >= end:
                break
            if start < self.all[at].end:
                found.append(self.all[at])
        return found

    def like(self, cell: Cell) -> list[Cell]:
        """The cells with the same heads; if there are several, those under the same title."""
        found = self._by_heads.get(cell.heads, [])
        titled = [each for each in found if each.title == cell.title]
        return titled or found


@dataclass(frozen=True, slots=True)
class _Table:
    """Its rows, each a list of cells' ranges; of a line without TABs one cell. And its title."""

    rows: Sequence[Sequence[Span]]
    title: Span


def _tables(text: str) -> Iterator[_Table]:
    lines = [match.span() for match in re.finditer(r"[^\n]+|(?<=\n)(?=\n)", text)]
    at = 0
    while at < len(lines):
        if "\t" not in text[slice(*lines[at])]:
            at += 1
            continue
        end = at + 1
        while end < len(lines) and _goes_on(text, lines, end):
            end += 1
        yield _Table([_split(text, line) for line in lines[at:end]], _title(text, lines, at))
        at = end


def _goes_on(text: str, lines: Sequence[Span], at: int) -> bool:
    """Whether a line belongs to the table of the line before it."""
    low, high = lines[at]
    if low - lines[at - 1][1] > 1 or not text[low:high].strip():
        return False
    if "\t" in text[low:high]:
        return True
    below = lines[at + 1] if at + 1 < len(lines) else (high, high)
    return high - low <= SECTION and below[0] - high == 1 and "\t" in text[slice(*below)]


def _title(text: str, lines: Sequence[Span], at: int) -> Span:
    """The lines above a table, with at most a blank one between."""
    last = at - 1
    while last >= 0 and not text[slice(*lines[last])].strip():
        last -= 1
    first = last
    while first > max(0, last - TITLE + 1) and text[slice(*lines[first - 1])].strip():
        first -= 1
    return (lines[first][0], lines[last][1]) if last >= 0 else (0, 0)


def _split(text: str, line: Span) -> list[Span]:
    cells, start = [], line[0]
    for cell in text[slice(*line)].split("\t"):
        cells.append((start, start + len(cell)))
        start += len(cell) + 1
    return cells


def _cells(text: str, table: _Table) -> Iterator[Cell]:
    title = _forms(text, table.title)
    words = [[_forms(text, cell) for cell in row] for row in table.rows]
    headers = _headers(text, table.rows)
    section: Forms = ()
    for number, row in enumerate(table.rows):
        if len(row) == 1:
            section = words[number][0]
        shift = _shift(text, table.rows[:headers], row)
        for column, (start, end) in enumerate(row):
            if shift is None:
                above: tuple[Forms, ...] = (("?", str(column), str(len(row))),)
            else:
                above = _above(words[: min(number, headers)], column - shift)
            if number < headers:
                left: tuple[Forms, ...] = (("head", str(number)),)
                above = (*above, words[number][column])
            else:
                left = (section, *_left(text, row, words[number], column))
            yield Cell(start, end, left, above, title)


def _headers(text: str, rows: Sequence[Sequence[Span]]) -> int:
    """How many rows at the top are heads of columns; 0 if even the first one holds numbers."""
    count, named = 0, False
    for row in rows[: min(HEADERS, len(rows) - 1)]:
        first, *others = (text[slice(*cell)].strip() for cell in row)
        if any(_NUMBER.fullmatch(each) and not _PERIOD.fullmatch(each) for each in others):
            break
        if named and first:
            break
        count, named = count + 1, named or bool(first)
    return count


def _shift(text: str, headers: Sequence[Sequence[Span]], row: Sequence[Span]) -> int | None:
    """How many cells of a row have no head because the lines of heads begin later; None: unclear.

    `2012, 2013` above `North, 49,500, 50,500` heads the second and the third cell.
    """
    if not headers:
        return None
    lowest = headers[-1]
    if len(row) <= len(lowest):
        return 0
    periods = all(_PERIOD.fullmatch(text[slice(*cell)].strip()) for cell in lowest)
    return 1 if periods and len(row) == len(lowest) + 1 else None


def _above(headers: Sequence[Sequence[Forms]], column: int) -> tuple[Forms, ...]:
    """The heads of a column; in all but the lowest row a head also covers empty cells behind it."""
    found = []
    for number, row in enumerate(headers):
        head = row[column] if 0 <= column < len(row) else ()
        if number < len(headers) - 1 and not head:
            head = next((each for each in reversed(row[:column]) if each), ())
        found.append(head)
    return tuple(found)


def _left(text: str, row: Sequence[Span], words: Sequence[Forms], column: int) -> tuple[Forms, ...]:
    """The words that head a row, up to its first number; of a row of numbers its first cell."""
    heads: list[Forms] = []
    for number, cell in enumerate(row[: max(column, 1)]):
        if number and _NUMBER.fullmatch(text[slice(*cell)].strip()):
            break
        heads.append(words[number])
    return tuple(heads)


def _forms(text: str, span: Span) -> Forms:
    return tuple(word.form for word in tokens(text[slice(*span)]))
