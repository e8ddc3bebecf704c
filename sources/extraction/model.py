"""What every reader of a format returns, and the limits that all of them keep."""

from collections.abc import Callable
from dataclasses import dataclass

# Called after each page: how many are read, of how many.
Progress = Callable[[int, int], None]


def silent(read: int, pages: int) -> None:
    """Do nothing: the progress of callers who wait for the whole."""


MAX_BYTES = 50_000_000
MAX_LENGTH = 5_000_000  # code points of a text: about 1,500 pages
MAX_PAGES = 3_000

# Digits that are printed raised or lowered keep being so: a footnote's mark must not grow a number.
RAISED = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
LOWERED = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")


@dataclass(frozen=True)
class Raw:
    """A reader's text page by page (one page where the format has none), not yet canonical."""

    pages: list[str]
    extractor: str
    silent_pages: tuple[int, ...] = ()
