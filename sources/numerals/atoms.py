"""An atom: one number at one place, as the recognisers return it.

Knows no words. What the number is for is decided later, from its surroundings (context.py).
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from .view import FIRST_YEAR, LAST_YEAR

Shape = Literal[
    "digits",
    "words",
    "fraction",
    "multiple",
    "indefinite",
    "ordinal",
    "roman",
    "date",
    "years",
    "decade",
    "time",
    "code",
    "name",
    "footnote",
    "list_number",
]


@dataclass(frozen=True, slots=True)
class Atom:
    """Tokens `first` to `end` (half-open) hold one number.

    `value` is exact, scale applied; `decimals` as in Numeral. `plain` says that it is a bare run of
    digits, which may turn out to be a year, a law or a page. `scale` is the exponent that a scale
    word added. `period` is ISO 8601 text where the atom is a date or years.
    """

    first: int
    end: int
    shape: Shape
    value: Fraction | None = None
    decimals: int | None = None
    plain: bool = False
    scale: int = 0
    period: str | None = None
    doubt: str | None = None

    @property
    def is_amount(self) -> bool:
        return self.shape in ("digits", "words")

    @property
    def year(self) -> int | None:
        """The year that the digits may name, if they may."""
        whole = self.value.numerator if self.plain and self.value else 0
        return whole if FIRST_YEAR <= whole <= LAST_YEAR else None
