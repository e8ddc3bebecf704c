"""The tokens of a text with the language and habit by which they are read.

This module limits how far, and over which gaps, a recogniser may look. Nothing here crosses a blank
line or the border of a cell.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from .cells import Cell
from .digits import Habit
from .lexicon import Lexicon
from .tokens import BORDERS, HYPHENS, Token
from .weights import Weights

FIRST_YEAR, LAST_YEAR = 1700, 2150


@dataclass(frozen=True, slots=True)
class View:
    """A text as the recognisers see it: tokens, language and habit.

    habit: of the document; `habits` has those of its tables. notes: the indexes of tokens that mark
    or open a footnote. cells: the cell of each token that lies in one.
    """

    text: str
    tokens: list[Token]
    lexicon: Lexicon
    habit: Habit
    notes: set[int]
    cells: Mapping[int, Cell]
    habits: Mapping[int, Habit]
    country: str | None = None
    says_millions: bool = False  # the text writes `m` beside money: $5m
    flags: frozenset[str] = frozenset()  # letters that a legend explains: e Estimated
    estimates: frozenset[str] = frozenset()  # those of them that say `estimated`
    weights: Weights = Weights()

    def habit_at(self, index: int) -> Habit:
        cell = self.cells.get(index)
        return self.habits[cell.table] if cell else self.habit

    def ends_cell(self, index: int) -> bool:
        """Whether a cell, row, paragraph or the text ends before the token at `index`."""
        token = self.at(index)
        return not token or token.gap in BORDERS

    def at(self, index: int) -> Token | None:
        return self.tokens[index] if 0 <= index < len(self.tokens) else None

    def fold(self, index: int, *, gaps: str = " \n") -> str:
        """The folded token if it follows the one before within the same paragraph, else ""."""
        token = self.at(index)
        return token.fold if token and (token.gap == "" or token.gap in gaps) else ""

    def touches(self, index: int, kind: str) -> bool:
        token = self.at(index)
        return bool(token and token.kind == kind and token.gap == "")

    def goes_on(self, index: int) -> bool:
        """Whether a word touches the hyphen before it, perhaps over the end of a line."""
        token = self.at(index)
        return bool(token and token.kind == "word" and token.gap in ("", "\n"))

    def whole(self, index: int) -> int | None:
        """The number of a bare run of digits, else None."""
        if not 0 <= index < len(self.tokens):
            return None
        token = self.tokens[index]
        known = token.kind == "number" and len(token.raw) <= 9 and token.raw.isdecimal()
        return int(token.raw) if known else None

    def hyphen(self, index: int) -> bool:
        token = self.at(index)
        return bool(token and token.gap == "" and token.raw in HYPHENS)

    def exponent(self, index: int) -> int:
        word = self.fold(index)
        return 3 if word and word in self.lexicon.thousands else self.lexicon.scales.get(word, 0)

    def month(self, index: int, *, opens: bool = False) -> int | None:
        token = self.at(index)
        if not token or not (opens or self.fold(index)) or token.kind != "word":
            return None
        if self.lexicon.day_first is None and not token.raw[0].isupper():
            return None
        return self.lexicon.months.get(token.fold)
