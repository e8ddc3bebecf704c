"""Rows of heads over the columns of a table: which head is over which column.

An empty cell is a part of the one to its left, under the same head. A row that ends before those
below it goes on like that: the last of its heads is over all columns that are left.
"""

from collections.abc import Sequence

from .sentences import Span


class HeadRow:
    """A row of heads; an empty cell is a part of the one to its left, under the same head.

    years: its cells are years or dates, which no two heads above them share.
    """

    def __init__(
        self, row: list[Span], upper: "HeadRow | None" = None, years: bool = False
    ) -> None:
        self.row = row
        self.left: list[int] = []  # for each column, the last filled cell at or before it
        last = 0
        for column, cell in enumerate(row):
            at = last, column, len(row)
            apart = upper is not None and (upper.begins(*at) if years else upper.parts(*at))
            last = column if cell[1] > cell[0] or apart else last
            self.left.append(last)

    def parts(self, left: int, column: int, width: int) -> bool:
        """Whether another head begins at a column, and the one over `left` has several columns."""
        if not self.begins(left, column, width):
            return False
        return self.left.count(self.left[left]) > 1

    def begins(self, left: int, column: int, width: int) -> bool:
        """Whether another head than that over `left` begins at a column."""
        return len(self.row) == width and self.left[column] == column and 0 < left < column

    def over(self, column: int, width: int) -> Span | None:
        """The head of a column, if it has one; the corner heads the first column alone."""
        at = self._shifted(column, width)
        if at >= len(self.row) == 2:
            at = 1  # one head over all columns, whose empty cells are left out
        if not 0 <= at < len(self.row):
            return None
        found = self.left[at]
        span = self.row[found]
        return span if span[1] > span[0] and (found > 0 or at == 0) else None

    def _shifted(self, column: int, width: int) -> int:
        """The place of a column in a head row that lacks its corner."""
        return column - 1 if len(self.row) == width - 1 else column


def spread(folded: str, row: list[Span], below: Sequence[list[Span]]) -> list[Span]:
    """A head row with the empty cells that it lacks to be as wide as the rows below it.

    Its last head is over all columns that are left, where empty cells between its heads say that
    they are over several: "April", "", "January-April" over four. Where none is between them, but
    the heads below repeat, each is over one round of them: "April", "May" over 2017, 2018, 2017,
    2018. Any other row is left as it is.
    """
    width = max(map(len, below), default=0)
    heads = [at for at, cell in enumerate(row) if at and cell[1] > cell[0]]
    if len(row) >= width or len(heads) < 2 or not row[-1][1] > row[-1][0]:
        return row
    end = row[-1][1]
    if heads[-1] - heads[0] >= len(heads):
        return row if _lacks_corner(row, heads, width) else row + [(end, end)] * (width - len(row))
    rounds = _round(folded, below[0], len(heads)) if len(below[0]) == width else 0
    if not rounds or heads[0] != 1:
        return row
    return [row[0], *(part for at in heads for part in (row[at], *[(end, end)] * (rounds - 1)))]


def _lacks_corner(row: list[Span], heads: list[int], width: int) -> bool:
    """Whether a row that is one cell too short rather lacks its first than its last.

    Its first cell is no corner but a head, unless all heads behind it are over as many columns.
    """
    if len(row) != width - 1 or row[0][1] <= row[0][0]:
        return False
    stops = [*heads[1:], width]
    return len({stop - at for at, stop in zip(heads, stops, strict=True)}) > 1


def _round(folded: str, row: list[Span], count: int) -> int:
    """How many heads of a row are one of as many equal rounds; 0 where it has none."""
    texts = [folded[slice(*cell)] for cell in row[1:]]
    size, rest = divmod(len(texts), count)
    repeats = not rest and size > 1 and all(texts) and texts == texts[:size] * count
    return size if repeats else 0
