"""What calls a number an estimate: (est.), "estimated to", a flag in its table."""

from functools import cached_property

from sources.numerals.cells import Cell
from sources.numerals.nearby import Nearby
from sources.numerals.tokens import BORDERS, fold
from sources.numerals.view import FIRST_YEAR, LAST_YEAR

from .phrase import Phrase

_LONGEST_NOUN = 9  # tokens: migrant(s)/1,000 population
_NEAR_ESTIMATE = 7
_IN_NOUNS = frozenset("/()")
_HEAD_ROWS = 2


class Estimates(Nearby):
    """Whether brackets, words or the flags of a table call a number an estimate."""

    def call(self, phrase: Phrase) -> bool:
        """Whether they do so for this phrase."""
        return (
            self._is_estimate(self._behind_nouns(phrase.stop))
            or self._is_flagged(phrase)
            or self._is_estimated_to(phrase.first)
        )

    def _is_estimate(self, stop: int) -> bool:
        """Whether brackets behind the number call it an estimate: (2022 est.), (est.)."""
        if self._fold(stop) != "(":
            return False
        said = False
        for at in range(stop + 1, min(stop + 6, len(self.tokens))):
            token = self.tokens[at]
            if token.raw == ")":
                return said
            said = said or token.fold in self.lexicon.estimates and len(token.raw) > 1
            if token.kind not in ("number", "word") and token.raw not in ".,":
                return False
            known = token.fold in self.lexicon.estimates or token.fold in self.lexicon.months
            if token.kind == "word" and not known and token.fold not in self.lexicon.of:
                return False
        return False

    def _behind_nouns(self, stop: int) -> int:
        """The index of brackets behind a few words that say what is counted."""
        for at in range(stop, min(stop + _LONGEST_NOUN, len(self.tokens))):
            token = self.tokens[at]
            if token.gap in BORDERS:
                return stop
            if token.raw == "(" and self._fold(at + 1) != "s":  # migrant(s)
                return at
            rated = token.kind == "number" and token.raw.strip("1.,0") == "" and "0" in token.raw
            if token.kind != "word" and not rated and token.raw not in _IN_NOUNS:
                return stop
        return stop

    def _is_estimated_to(self, at: int) -> bool:
        """Whether the clause says `estimated to`: is estimated to have slowed to 2.4 percent."""
        for back in range(1, _NEAR_ESTIMATE):
            index = at - back
            if index < 1 or self.tokens[index + 1].gap in BORDERS:
                return False
            token = self.tokens[index]
            if token.kind != "word":
                return False
            if token.fold == "to" and self.tokens[index - 1].fold in self.lexicon.estimates:
                return True
        return False

    def _is_flagged(self, phrase: Phrase) -> bool:
        """Whether its cell, the head of its column or that of its row is flagged as estimated."""
        cell = self.view.cells.get(phrase.first)
        if not cell:
            return False
        own = self.view.estimates and self._cell_flag(cell) in self.view.estimates
        places = ((cell.table, "column", cell.column), (cell.table, "row", cell.row))
        return bool(own) or any(place in self._estimated for place in places)

    def _cell_flag(self, cell: Cell) -> str:
        """The letter or word that ends the cell: 2019 e, 2016/17 (e), 2018 est."""
        end = cell.end
        while end > cell.first and self.tokens[end - 1].raw in (")", "."):
            end -= 1
        token = self.tokens[end - 1]
        return token.raw if token.kind == "word" and end - 1 > cell.first else ""

    @cached_property
    def _estimated(self) -> set[tuple[int, str, int]]:
        """The columns and rows of tables whose head says that their numbers are estimates."""
        found: set[tuple[int, str, int]] = set()
        for cell in {id(cell): cell for cell in self.view.cells.values()}.values():
            if cell.row > _HEAD_ROWS and cell.column:
                continue
            flag = self._cell_flag(cell)
            worded = len(flag) > 1 and fold(flag) in self.lexicon.estimates
            dated = any(
                FIRST_YEAR <= (self.view.whole(at) or 0) <= LAST_YEAR
                for at in range(cell.first, cell.end)
            )
            labelled = worded and not cell.column  # Sports fishing (est.)
            if not (dated or labelled) or not (worded or flag and flag in self.view.estimates):
                continue
            place = ("row", cell.row) if not cell.column else ("column", cell.column)
            found.add((cell.table, *place))
        for table in self._continued_tables():
            above = {place for place in found if place[:2] == (table - 1, "column")}
            found |= {(table, "column", column) for _, _, column in above}
        return found

    def _continued_tables(self) -> list[int]:
        """The tables that go on with the one above, behind a line such as `Production:`."""
        spans: dict[int, tuple[int, int]] = {}
        dated: set[int] = set()
        for cell in {id(cell): cell for cell in self.view.cells.values()}.values():
            first, end = spans.get(cell.table, (cell.first, cell.end))
            spans[cell.table] = min(first, cell.first), max(end, cell.end)
            opening = self.view.whole(cell.first) or 0
            if not cell.row and cell.column and FIRST_YEAR <= opening <= LAST_YEAR:
                dated.add(cell.table)
        found = []
        for table in sorted(spans.keys() - dated):
            if table - 1 not in spans:
                continue
            above, below = self.tokens[spans[table - 1][1] - 1], self.tokens[spans[table][0]]
            lines = self.view.text[above.end : below.start].replace("\f", "\n").split("\n")
            if len(lines) == 3 and lines[1].strip():
                found.append(table)
        return found
