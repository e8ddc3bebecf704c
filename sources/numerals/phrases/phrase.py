"""A number with its unit, bound and qualifier, as tokens of its text."""

from dataclasses import dataclass
from fractions import Fraction

from sources.numerals.atoms import Atom
from sources.numerals.lexicon import Bound
from sources.numerals.model import Kind, Qualifier


@dataclass(frozen=True, slots=True)
class Phrase:
    """One number: its tokens `first` to `end` (the span), and `stop` behind its unit words.

    `high` is None but for a range. `unit_tokens` are half-open. A bound is never set on a range.
    """

    first: int
    end: int
    stop: int
    atom: Atom
    kind: Kind
    value: Fraction | None
    high: Fraction | None = None
    decimals: int | None = None
    unit: str | None = None
    unit_tokens: tuple[int, int] | None = None
    bound: Bound | None = None
    qualifier: Qualifier = "exact"
    period: str | None = None
    doubt: str | None = None
    unit_doubt: str | None = None

    @property
    def is_count(self) -> bool:
        """An amount with no unit of its own so far."""
        return self.kind == "cardinal" and self.unit is None


KINDS: dict[str, Kind] = {
    "multiple": "multiple",
    "indefinite": "indefinite",
    "ordinal": "ordinal",
    "roman": "ordinal",
    "date": "date",
    "years": "range",
    "decade": "year",
    "time": "time",
    "code": "code",
    "name": "code",
    "footnote": "footnote_number",
    "list_number": "list_number",
}


MAX_QUALIFIERS = 3
SENTENCE = 20  # tokens back to the verb of a change
OR = frozenset(("or", "o", "u", "ou"))
SHARED_KINDS = frozenset(("percent", "percentage_points", "basis_points", "per_mille"))


def bare(atom: Atom, kind: Kind) -> Phrase:
    """The atom as a phrase, with nothing around it."""
    return Phrase(
        first=atom.first,
        end=atom.end,
        stop=atom.end,
        atom=atom,
        kind=kind,
        value=atom.value,
        decimals=atom.decimals,
        doubt=atom.doubt,
    )


def percentage(part: Fraction) -> Fraction:
    """The part of one as a percentage, rounded to two places."""
    return round(part * 100, 2)
