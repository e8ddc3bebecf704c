"""Whether four digits that may name a year count something: 2024 parcelas, over 2000 families.

Decided from the words beside the number, and in a table from the column.
"""

from functools import cached_property

from .cells import Cell
from .lexicon import word_set
from .tokens import word_before
from .view import FIRST_YEAR, LAST_YEAR, View

# Bounds that also stand before a year: until 2013.
_TIMELY = frozenset(
    ("up", "hasta", "ate", "jusqu", "a", "over", "under", "above", "below", "beyond", "partir")
)
# Words that end like a plural and are none.
_FUNCTION_WORDS = word_set(
    "this does was has his its yes as us is always perhaps whereas towards versus across unless "
    "estas estos esas esos unas unos todas todos otras otros tres seis tras mas menos ademas "
    "antes despues quienes cuales sus segun mientras entonces apenas estes essas esses aqueles "
    "aquelas mais depois alguns algumas suas seus dois duas nas nos aos dans sous sans tous plus "
    "moins depuis apres alors ces les des nous vous toutes puis las los dos das"
)
_HEAD_ROWS = 4
_OWNERS = frozenset(("the", "its", "their", "his", "her", "our", "s", "this", "that"))
_WEAK = frozenset(("de", "a", "para", "del", "do"))
_TOTALS = frozenset(("total", "numero", "cantidad", "suma", "nombre", "soma"))  # un total de 2024
_ARTICLES = frozenset(("el", "la", "o", "le", "un", "uma", "une", "una"))


class Years:
    """Answers for the plain numbers of one text."""

    def __init__(self, view: View) -> None:
        self._view = view

    def counts(self, first: int, end: int) -> tuple[bool, str | None]:
        """Whether tokens [first, end), which may name a year, are a count; and what is open."""
        view = self._view
        cell = view.cells.get(first)
        if cell and cell.first == first and view.ends_cell(end):
            return self._counts_in(cell)
        at = first - 1 if word_before(view.tokens, first) in view.lexicon.fillers else first
        if self._is_bounded(at, end):
            return True, None
        if not self._noun(end):
            return False, None
        return self._counts_nouns(first)

    def _is_bounded(self, at: int, end: int) -> bool:
        """Whether a bound or qualifier says that it counts: more than 2000, unas 2024 parcelas."""
        view = self._view
        bound = view.lexicon.bounds_before.before(view.tokens, at)
        if bound and at - bound[0] > 1 and view.tokens[bound[0]].fold not in _TIMELY:
            return True
        return bool((bound or view.lexicon.qualifiers.before(view.tokens, at)) and self._noun(end))

    def _noun(self, at: int) -> bool:
        """Whether a noun in the plural follows, as far as its letters say so."""
        token = self._view.at(at)
        if not token or token.kind != "word" or token.gap not in (" ", "\n"):
            return False
        known = token.fold in _FUNCTION_WORDS or token.fold in self._view.lexicon.months
        plural = token.fold.endswith(("s", "x")) and not token.fold.endswith(("mos", "ss", "ous"))
        return token.raw.islower() and len(token.raw) > 3 and plural and not known

    def _counts_nouns(self, first: int) -> tuple[bool, str | None]:
        view, before = self._view, word_before(self._view.tokens, first)
        lexicon, opens = view.lexicon, first == 0 or view.tokens[first].gap == "¶"
        if before in lexicon.months or before in lexicon.year_units:
            return False, None
        grouped = "numbers of four digits are grouped elsewhere" if self._groups_four else None
        if lexicon.day_first is None:  # in English a year may stand before a noun
            if before == "of" and word_before(view.tokens, first - 1) in ("total", "number"):
                return True, None
            if before in _OWNERS or before in lexicon.year_before or not before.isalpha():
                return False, None if grouped or not opens else "may be a count"
            return (False, None) if grouped else (True, "may be a year")
        if before in _WEAK and word_before(view.tokens, first - 1) in _TOTALS:
            return True, None
        if before in _WEAK | _ARTICLES or before in lexicon.year_before:
            return False, "may be a count"
        return True, grouped

    @cached_property
    def _groups_four(self) -> bool:
        """Whether the text prints 1,234 where it could print 1234."""
        for token in self._view.tokens:
            if token.kind == "number" and len(token.raw) == 5 and token.raw[1] in ",.":
                role = self._view.habit.before3[token.raw[1]]
                if role == "group" and token.raw[2:].isdecimal():
                    return True
        return False

    # -- tables -------------------------------------------------------------------------------

    def _counts_in(self, cell: Cell) -> tuple[bool, str | None]:
        """Whether the only number of a cell counts: heads and first columns name years."""
        if cell.row == 0 or cell.column == 0:
            return False, None
        if (cell.table, cell.row) in self._dated_rows:
            return False, None
        if (cell.table, cell.column) not in self._dated_columns:
            return True, None
        head = self._numbers.get((cell.table, 0, cell.column))
        return (True, "may be a year") if head is not None else (False, None)

    @cached_property
    def _numbers(self) -> dict[tuple[int, int, int], int]:
        """The whole number of each cell that begins with one; -1 for a number with marks."""
        view, found = self._view, {}
        for at, cell in view.cells.items():
            if cell.first == at and view.tokens[at].kind == "number":
                whole = view.whole(at)
                found[cell.table, cell.row, cell.column] = -1 if whole is None else whole
        return found

    @cached_property
    def _dated_rows(self) -> set[tuple[int, int]]:
        """The rows of a head: their numbers, but that of the first column, are years."""
        rows: dict[tuple[int, int], list[tuple[int, int]]] = {}
        for (table, row, column), value in self._numbers.items():
            if column:
                rows.setdefault((table, row), []).append((column, value))
        return {
            (table, row)
            for (table, row), numbers in rows.items()
            if len(numbers) > 1
            and row < _HEAD_ROWS
            and all(_is_year(value) for _, value in numbers)
            and self._heads(table, row, rows)
        }

    def _heads(
        self, table: int, row: int, rows: dict[tuple[int, int], list[tuple[int, int]]]
    ) -> bool:
        """Whether a row may be of the table's head: without a label, or with no number above it."""
        return (table, row) not in self._labelled or not any(
            (table, above) in rows for above in range(row)
        )

    @cached_property
    def _labelled(self) -> set[tuple[int, int]]:
        return {(c.table, c.row) for c in self._view.cells.values() if c.column == 0}

    @cached_property
    def _dated_columns(self) -> set[tuple[int, int]]:
        """The columns whose numbers below the head are all years."""
        columns: dict[tuple[int, int], list[int]] = {}
        for (table, row, column), value in self._numbers.items():
            if row:
                columns.setdefault((table, column), []).append(value)
        return {place for place, column in columns.items() if all(map(_is_year, column))}


def _is_year(value: int) -> bool:
    return FIRST_YEAR <= value <= LAST_YEAR
