"""How a text is laid out: sentences, and table cells with their heads.

A table is a run of lines with tabs. Its first rows are heads as long as they hold no figure but
years; a head that stands over several columns is said for each of them. A line of years over lines
with as many numbers, without tabs, is a head, too.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .head_rows import HeadRow, spread
from .lexicon import Lexicon, patterns
from .sentences import Span, below_headings, labelled_lines, sentences

_HEAD_ROWS = 5
_LABELS = 4  # columns of a row that may head it
_BESIDE = 4
_SECTION = 90  # characters of a line that heads rows
BULLET = re.compile(r"[ \t]*(?:[•·▪■●◦*-]|\(?\d{1,2}[.)]|\(?(?:[a-z]|[ivx]{2,5})\))[ \t]+")
_YEAR = r"(?:1[89]|20|21)\d\d"
_MARKS = r"(?:[\s*†‡]|/?\(?[a-z]\)?|\(?\d{1,2}[/)]|\[\d{1,2}\])*"
_YEAR_CELL = re.compile(rf"{_YEAR}(?:\s?[/-]\s?(?:{_YEAR}|\d\d))?{_MARKS}")
_DATED_CELL = re.compile(
    rf"(?:[a-z]{{3,9}}|[a-z]{{3,4}}\.)(?:[\s/-]?{_YEAR}|\s?[-/']\s?\d\d){_MARKS}"
)
_NUMBER_CELL = re.compile(
    r"(?![a-z$€£¥₹₦/.]{0,4}\s?'?000s?(?:\s|$))[(<>~≈≤≥+\s-]*(?:[a-z]{0,3}[$€£¥₹/.]{1,2}\s?|(?!p[eo]r\s)[a-z]{3}\s)?[(+-]*\s?\.?\d[\d\s.,'·]*"
    r"(?:\s?(?:%|‰|pp|[a-z]{1,4}(?![a-z])|\(?[a-z0-9*]{1,2}\)|\d/|[*†‡)]|\[\d{1,2}\]))*"
)
_NO_NUMBER = re.compile(r"[wxzc:*-]|n[./]?[ad]\.?|s[./]?[di]\.?|\.{2,3}|\(?-+\)?")
_MARKED = re.compile(rf"({_YEAR}(?:[/-]\d\d)?)([a-z]{{1,2}}|[*†‡]+)(?=[|\n]|$)")
_YEARS = re.compile(rf"(?P<head>[^\d\t\n]*?)(?P<years>{_YEAR}(?:[ ]+{_YEAR})+)[ ]*")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table, with the cells that head it, nearest first, and the notes above.

    beside: for the columns to the left, nearest first, their heads: a column of changes compares
    them.
    corners: the heads of the first column, nearest first: "Year ended March" over 2016 and 2017.
    above: the label of the row that an indented one is a part of: "Rate (%)" over "Male".
    """

    span: Span
    row_heads: tuple[Span, ...] = ()
    column_heads: tuple[Span, ...] = ()
    notes: tuple[Span, ...] = ()
    is_head: bool = False
    beside: tuple[tuple[Span, ...], ...] = ()
    corners: tuple[Span, ...] = ()
    above: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """Sentences in order without overlap, and the cells of tables in order."""

    sentences: list[Span]
    cells: list[Cell]
    cell_starts: list[int]

    def sentence(self, at: int) -> Span:
        """The sentence that holds the place; in a table, its cell."""
        if cell := self.cell(at):
            return cell.span
        index = bisect_right(self.sentences, (at, 1 << 60)) - 1
        return self.sentences[max(index, 0)] if self.sentences else (0, 0)

    def cell(self, at: int) -> Cell | None:
        """The table cell that holds the place, if any."""
        index = bisect_right(self.cell_starts, at) - 1
        if index < 0:
            return None
        cell = self.cells[index]
        return cell if cell.span[0] <= at < cell.span[1] else None


def lay_out(folded: str, raw: str, lexicon: Lexicon, numbers: Sequence[Span]) -> Layout:
    """The layout of a folded text in linear time.

    `raw` is the text with its letters' case at the same places; `numbers` are the places of its
    figures, in order.
    """
    lines = _lines(folded)
    cells: list[Cell] = []
    breaks: set[int] = set()
    dated = _dated_cell(lexicon)
    for first, last in _tables(folded, lines):
        cells.extend(_Table(folded, lines, first, last, dated).cells())
        for line in lines[first:last]:
            breaks.update((line[0], line[1]))
    cells.extend(_aligned(folded, lines, numbers, breaks))
    cells.sort(key=lambda cell: cell.span)
    breaks.update(start for start, end in lines if BULLET.match(folded, start, end))
    breaks.update(labelled_lines(folded, lines))
    breaks.update(below_headings(folded, raw, lines))
    spans = list(sentences(folded, raw, lexicon, sorted(breaks)))
    return Layout(spans, cells, [cell.span[0] for cell in cells])


def is_year_cell(text: str) -> bool:
    """Whether the text of a cell is a year, with at most a mark of a note."""
    return _YEAR_CELL.fullmatch(text) is not None


def marked_year(text: str) -> str | None:
    """The year of a cell that has nothing but a year and a mark: 2017 of "2017p"."""
    found = _YEAR_CELL.fullmatch(text)
    plain = found and not re.search(r"\d\s?[/-]\s?\d", text)
    return text[:4] if plain else None


def apart(folded: str) -> str:
    """The text with the borders of cells as bars, so that no expression crosses them.

    Marks behind a year in a cell are blanks: those of "Jan 2024p" and "2022/23e".
    """
    lines = folded.split("\n")
    tabbed = ["\t" in line for line in lines]
    parts = [lines[0]]
    for number, line in enumerate(lines[1:], start=1):
        parts += ["|" if tabbed[number] or tabbed[number - 1] else "\n", line]
    return _MARKED.sub(lambda m: m[1] + " " * len(m[2]), "".join(parts).replace("\t", "|"))


def _lines(folded: str) -> list[Span]:
    lines, start = [], 0
    while True:
        end = folded.find("\n", start)
        if end < 0:
            lines.append((start, len(folded)))
            return lines
        lines.append((start, end))
        start = end + 1


# -- tables ---------------------------------------------------------------------------------------


def _tables(folded: str, lines: list[Span]) -> Iterator[Span]:
    """Runs of two or more lines with tabs, as ranges of line numbers.

    A short line without tabs between them is in the run if figures follow it: it heads those rows.
    """
    first = None
    for number, (start, end) in enumerate(lines):
        tabbed = _is_tabbed(folded, start, end)
        if tabbed and first is None:
            first = number
        elif not tabbed and first is not None and not _heads_rows(folded, lines, number):
            if number - first > 1:
                yield first, number
            first = None
    if first is not None and len(lines) - first > 1:
        yield first, len(lines)


def _is_tabbed(folded: str, start: int, end: int) -> bool:
    bullet = BULLET.match(folded, start, end)  # "1. Roads", a label, has its cells behind it
    return folded.find("\t", bullet.end() if bullet else start, end) >= 0


def _heads_rows(folded: str, lines: list[Span], number: int) -> bool:
    """Whether a line without tabs is a head over the rows that follow, and no text of its own."""
    start, end = lines[number]
    line = folded[start:end].strip()
    if not line or len(line) > _SECTION or line.endswith((".", ";")) or number + 1 == len(lines):
        return False
    if not _is_tabbed(folded, *lines[number + 1]):
        return False
    label, *cells = (cell.strip() for cell in folded[slice(*lines[number + 1])].split("\t"))
    figures = [cell for cell in cells if _NUMBER_CELL.fullmatch(cell)]
    return bool(label and any(not _YEAR_CELL.fullmatch(cell) for cell in figures))


_DATED: dict[str, "re.Pattern[str]"] = {}


def _dated_cell(lexicon: Lexicon) -> "re.Pattern[str]":
    """How a cell begins that is a month, a quarter or a half: "Dec. 31, 2018", "Qtr 4 2019"."""
    if lexicon.language not in _DATED:
        words = patterns((*lexicon.months, *lexicon.quarter, *lexicon.half))
        part = rf"(?:{words}\.?|[qths][1-4]|[1-4][qts])"
        _DATED[lexicon.language] = re.compile(rf"{part}[\s./'-]{{0,3}}(?:\d{{1,2}},?\s+)?(?:\d\d)")
    return _DATED[lexicon.language]


class _Table:
    def __init__(
        self,
        folded: str,
        lines: list[Span],
        first: int,
        last: int,
        dated: "re.Pattern[str]",
    ) -> None:
        self.folded, self.dated = folded, dated
        self.lines = lines[first:last]
        self.rows = [self._cells(*line) for line in self.lines]
        self.notes = tuple(_notes(folded, lines, first))

    def _cells(self, start: int, end: int) -> list[Span]:
        cells, at = [], start
        while True:
            tab = self.folded.find("\t", at, end)
            stop = end if tab < 0 else tab
            cells.append(self._trimmed(at, stop))
            if tab < 0:
                return cells
            at = tab + 1

    def _trimmed(self, start: int, end: int) -> Span:
        while start < end and self.folded[start].isspace():
            start += 1
        while end > start and self.folded[end - 1].isspace():
            end -= 1
        return start, end

    def cells(self) -> Iterator[Cell]:
        heads: list[HeadRow] = []
        section: Span | None = None
        data, over, inner, label = False, 0, False, None
        outer: list[tuple[int, Span]] = []  # the labels of rows that those below are parts of
        for number, row in enumerate(self.rows):
            start = self.lines[number][0]
            filled = [cell for cell in row if cell[1] > cell[0]]
            indent = row[0][0] - start
            if self._is_data(row, data):
                data = True
                if section and indent > over:
                    inner = True
                elif section and inner:
                    section, inner = None, False  # no longer indented: the section has ended
                label = row[0] if row[0][1] > row[0][0] else label
                outer = [(far, span) for far, span in outer if far < indent]
                above = tuple(span for _, span in outer[-1:])
                yield from self._data(row, heads, section, label, above)
                outer.append((indent, row[0]))
                continue
            outer = []
            if len(filled) == 1 and (heads or data) and filled[0] == row[0]:
                section, over, inner, label = row[0], indent, False, None
            elif data and len(filled) > 1:
                heads, section, data, label = [self._heads(number)], None, False, None
            elif not data and filled:
                years = sum(self._is_year(cell) for cell in row[1:]) > 1
                heads.append(self._heads(number, heads[-1] if heads else None, years))
            yield from (Cell(cell, notes=self.notes, is_head=True) for cell in filled)

    def _heads(self, number: int, upper: HeadRow | None = None, years: bool = False) -> HeadRow:
        """The head row of a number, laid out over the columns of the rows below it."""
        below = self.rows[number + 1 : number + 1 + _HEAD_ROWS]
        row = spread(self.folded, self.rows[number], below)
        return HeadRow(row, upper, years)

    def _data(
        self,
        row: list[Span],
        heads: list[HeadRow],
        section: Span | None,
        label: Span | None,
        above: tuple[Span, ...],
    ) -> Iterator[Cell]:
        labels: list[Span] = []
        if label and label != row[0] and len(row) > 1 and self._is_text(row[1]):
            labels.append(label)  # one label for several rows is printed beside the first
        corners = tuple(
            h.row[0] for h in reversed(heads[-_HEAD_ROWS:]) if h.row[0][1] > h.row[0][0]
        )
        for column, cell in enumerate(row):
            if cell[1] <= cell[0]:
                continue
            column_heads = self._above(column, len(row), heads)
            left = range(column - 1, max(column - 1 - _BESIDE, 0), -1)
            beside = tuple(self._above(other, len(row), heads) for other in left)
            row_heads = (*reversed(labels), *((section,) if section else ()))
            is_head = column == 0
            yield Cell(cell, row_heads, column_heads, self.notes, is_head, beside, corners, above)
            is_label = column == 0 or (not self._is_number(cell) and len(labels) == column)
            if is_label and column < _LABELS:
                labels.append(cell)
                corners += column_heads if column else ()

    def _above(self, column: int, width: int, heads: list[HeadRow]) -> tuple[Span, ...]:
        """The heads over a column, nearest first."""
        above = (head.over(column, width) for head in reversed(heads[-_HEAD_ROWS:]))
        return tuple(span for span in above if span)

    def _is_text(self, cell: Span) -> bool:
        return cell[1] > cell[0] and not self._is_number(cell)

    def _is_data(self, row: list[Span], begun: bool) -> bool:
        """Whether a row holds figures: numbers, or years below the first such row."""
        cells = [cell for cell in row[1:] if cell[1] > cell[0]]
        if not begun and len(row) > 1 and row[0][1] <= row[0][0]:
            return False  # heads over heads have no label
        if not begun and sum(self._is_month(cell) for cell in cells) > 1:
            return False  # "Jan", "Feb", "6 hrs"
        if any(self._is_number(cell) for cell in cells):
            return True
        if begun and cells and all(_NO_NUMBER.fullmatch(self.folded, *cell) for cell in cells):
            return True  # withheld or not known, and no heads of what follows
        return begun and bool(cells) and all(self._is_year(cell) for cell in cells)

    def _is_month(self, cell: Span) -> bool:
        """Whether a cell is a month without its year, or a part of a year: Jan, Q1."""
        return self.dated.fullmatch(self.folded[slice(*cell)] + " 99") is not None

    def _is_number(self, cell: Span) -> bool:
        text = self.folded[cell[0] : cell[1]]
        return bool(_NUMBER_CELL.fullmatch(text)) and not self._is_year(cell)

    def _is_year(self, cell: Span) -> bool:
        text = self.folded[cell[0] : cell[1]]
        if _YEAR_CELL.fullmatch(text) or _DATED_CELL.fullmatch(text):
            return True
        return bool(self.dated.match(text))


def _notes(folded: str, lines: list[Span], first: int) -> Iterator[Span]:
    """The lines above a table that may give its title, unit and scale: its paragraph, and one."""
    blanks = 0
    for start, end in reversed(lines[max(0, first - 4) : first]):
        if not folded[start:end].strip():
            blanks += 1
            if blanks > 1:
                return
            continue
        sentence = folded[start:end].rstrip().endswith((".", ";", "%"))
        if end - start > 300 or "\t" in folded[start:end] or sentence and blanks:
            return
        yield start, end


def _aligned(
    folded: str, lines: list[Span], numbers: Sequence[Span], taken: set[int]
) -> Iterator[Cell]:
    """The cells of rows without tabs that stand under a line of as many years."""
    years: list[Span] = []
    label: Span | None = None
    quiet = 0
    for start, end in lines:
        if start in taken:
            years = []
            continue
        if head := _YEARS.fullmatch(folded, start, end):
            years = [m.span() for m in re.compile(_YEAR).finditer(folded, head.start("years"), end)]
            label, quiet = None, 0
            continue
        if not years:
            continue
        inside = list(_numbers_of(numbers, start, end))
        if len(inside) == len(years) and _even(folded, inside, end):
            heads = [(start, inside[0][0])] if folded[start : inside[0][0]].strip() else []
            heads += [label] if label else []
            for cell, year in zip(inside, years, strict=True):
                yield Cell(cell, tuple(heads), (year,))
            label, quiet = None, 0
        elif inside or quiet > 1:
            years = []
        else:
            quiet += 1
            label = (start, end) if folded[start:end].strip() else label


def _numbers_of(numbers: Sequence[Span], start: int, end: int) -> Iterator[Span]:
    at = bisect_right(numbers, (start, -1))
    while at < len(numbers) and numbers[at][1] <= end:
        yield numbers[at]
        at += 1


def _even(folded: str, cells: list[Span], end: int) -> bool:
    """Whether nothing but blanks is between the numbers and behind the last."""
    stops = [*(cell[0] for cell in cells[1:]), end]
    return all(
        not folded[cell[1] : stop].strip(" %") for cell, stop in zip(cells, stops, strict=True)
    )
