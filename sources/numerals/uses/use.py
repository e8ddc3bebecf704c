"""What a number is for."""

from dataclasses import dataclass

from sources.numerals.model import Category, Kind

SENTENCE_ENDS = frozenset(".;:?!")
THE = frozenset(("the", "los", "las", "el", "la", "os", "as", "les", "l", "'"))


@dataclass(frozen=True, slots=True)
class Use:
    """What a phrase is for."""

    kind: Kind
    category: Category
    period: str | None = None
    unit: str | None = None
    doubt: str | None = None
