"""The result: one numeral of a text, with what it seems to say.

A reading is a proposal to a curator: `kind`, `category`, `unit`, `qualifier` and `period` are
guesses from the words around the number; `doubt` says in words what the text left open. A number
with a doubt is for a person to look at, one by one.
"""

from dataclasses import dataclass
from typing import Literal

Category = Literal[
    "figure",
    "date",
    "period",
    "law",
    "heading",
    "page",
    "footnote",
    "age",
    "name",
    "list_number",
    "other",
]
Kind = Literal[
    "cardinal",
    "percent",
    "percentage_points",
    "basis_points",
    "per_mille",
    "money",
    "fraction",
    "ratio",
    "multiple",
    "indefinite",
    "range",
    "ordinal",
    "rank",
    "year",
    "date",
    "time",
    "age",
    "law_number",
    "page_number",
    "footnote_number",
    "list_number",
    "heading_number",
    "code",
]
Qualifier = Literal["exact", "estimated", "approximate"]

EMPHATIC = "may be the number itself"  # a doubt of a bound: as many as 300, as high as 7 %
CROSSED = "may be a bound"  # a doubt of a number: the fee was topped by far at 300
PLACE = "may be a place, a time or what it is made of, no bound"  # spread over 300 hectares
LEVEL = "may be a level that others are compared with"  # por encima de los 300 que fija la ley
FOLLOWED = "the words of a bound may go with what follows"  # 300 plus VAT
NEGATIVE = "may be negative"  # a negative growth of 2 %, 300 m below sea level
PARENTHESIS = "the dash may be a minus or open a parenthesis"
DENIED = "may be denied"  # not 12 but 14
COMPOUND = "may be one measure with the number beside it"  # 2 hours 30 minutes
# Doubts of a bound, a sign or of what else is said: the digits are compared all the same.
_NOT_OF_DIGITS = frozenset(
    (EMPHATIC, CROSSED, PLACE, LEVEL, FOLLOWED, NEGATIVE, PARENTHESIS, DENIED, COMPOUND)
)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number printed in a text, in digits or words.

    `start`, `end`: code points of the text, half-open; the narrowest span of the number with its
    sign, currency, scale and percent words (`$11 million`, `38 percent`, `two-thirds`), without
    other unit words, bounds or qualifiers. `exact` is `text[start:end]`.

    `value` is null where `low` or `high` is given. All three are exact decimals as text, scale
    applied, printed zeros kept; a fraction is a percentage rounded to two places. `low_open` and
    `high_open` say that the bound itself is excluded ("over 17,000"). `decimals` is the place of
    the last printed digit after scaling (1 for 24.3, -5 for 11.6 million), null for words.

    `unit` is a UCUM or ISO 4217 code, `1` for a count, null where there is none or it is open;
    percentage points are `%-pt` and basis points `bp`, which UCUM lacks, and what is counted per
    thousand is `10*-3`. `unit_doubt` is what is open of the unit; `doubt` is the same where nothing
    else is. `unit_span` has its words beside the number, if any. `period` is ISO 8601
    text for years and dates.
    """

    start: int
    end: int
    exact: str
    kind: Kind
    category: Category
    value: str | None = None
    low: str | None = None
    high: str | None = None
    low_open: bool = False
    high_open: bool = False
    decimals: int | None = None
    qualifier: Qualifier = "exact"
    unit: str | None = None
    unit_span: tuple[int, int] | None = None
    period: str | None = None
    doubt: str | None = None
    unit_doubt: str | None = None

    @property
    def value_doubt(self) -> str | None:
        """The doubt, unless it is of the unit alone: of `$11 million` only the currency is open."""
        return self.doubt if self.doubt != self.unit_doubt else None

    @property
    def digits_doubt(self) -> str | None:
        """The doubt of the digits and their scale: of "as many as 300" only the bound is."""
        return self.value_doubt if self.doubt not in _NOT_OF_DIGITS else None

    @property
    def phrase(self) -> tuple[int, int]:
        """The narrowest span with the number and its unit: what a value citation quotes."""
        if not self.unit_span:
            return self.start, self.end
        return min(self.start, self.unit_span[0]), max(self.end, self.unit_span[1])


class UnreadableText(ValueError):
    """The reader has no lexicon for the language, or the text is longer than it accepts."""
