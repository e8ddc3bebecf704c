"""The tables of a text, found by their borders, and the cell of each token; knows no numbers."""

from collections.abc import Mapping
from dataclasses import dataclass

from .tokens import Token


@dataclass(frozen=True, slots=True)
class Cell:
    """Tokens `first` to `end` (half-open) are one cell; rows and columns are counted from 0."""

    table: int
    row: int
    column: int
    first: int
    end: int


def cells_of(text: str, tokens: list[Token]) -> Mapping[int, Cell]:
    """The cell of every token that lies in a row of cells."""
    cells: dict[int, Cell] = {}
    table = row = -1
    last_end = -2  # the token behind the last row
    start = 0
    for end in range(1, len(tokens) + 1):
        if end < len(tokens) and tokens[end].gap not in ("¶", "\n"):
            continue
        if any(token.gap == "\t" for token in tokens[start:end]) or _opens_with_tab(
            text, tokens, start
        ):
            follows = start == last_end and _breaks(text, tokens, start) == 1
            table, row = (table, row + 1) if follows else (table + 1, 0)
            cells.update(_row(text, tokens, start, end, table, row))
            last_end = end
        start = end
    return cells


def _between(text: str, tokens: list[Token], at: int) -> str:
    return text[tokens[at - 1].end if at else 0 : tokens[at].start]


def _breaks(text: str, tokens: list[Token], at: int) -> int:
    between = _between(text, tokens, at)
    return between.count("\n") + between.count("\f")


def _opens_with_tab(text: str, tokens: list[Token], at: int) -> bool:
    """Whether only the first cells of the row are empty: `\\f\\t2013`."""
    if at >= len(tokens):
        return False
    between = _between(text, tokens, at)
    return "\f" in between and between.endswith("\t")


def _row(
    text: str, tokens: list[Token], start: int, end: int, table: int, row: int
) -> dict[int, Cell]:
    cells: dict[int, Cell] = {}
    line = _between(text, tokens, start).replace("\f", "\n").rpartition("\n")[2]
    column, first = line.count("\t"), start
    for at in range(start + 1, end + 1):
        if at < end and tokens[at].gap != "\t":
            continue
        cell = Cell(table, row, column, first, at)
        cells.update(dict.fromkeys(range(first, at), cell))
        if at < end:
            column, first = column + _between(text, tokens, at).count("\t"), at
    return cells
