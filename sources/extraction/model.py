"""What every reader of a format returns, and the limits that all of them keep."""

from collections.abc import Callable
from dataclasses import dataclass

# Called after each page: how many are read, of how many.
Progress = Callable[[int, int], None]


def silent(read: int, pages: int) -> None:
    """Do nothing: the progress of callers who wait for the whole."""


MAX_BYTES = 50_000_000
MAX_LENGTH = 2_000_000  # code points of a text: about 700 pages; no reader of texts takes more
MAX_PAGES = 3_000

# Digits that are printed raised or lowered keep being so: a footnote's mark must not grow a number.
RAISED = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
LOWERED = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")


# Codes of warnings, each with whether nobody may say any more that all numbers of the document are
# accounted for: then there may be some that the text doesn't hold.
CODES = {
    "left-out": False,
    "faint": False,
    "maybe-covered": False,
    "unreadable-font": True,
    "unsure-font": True,
    "nameless-fonts": False,
    "recognised-text": True,
    "form-field": True,
    "second-reading": False,
    "struck": False,
    "encoding-guessed": False,
    "not-read": True,
    "unknown-sign": True,
    "charts": False,
}
UNRELIABLE = frozenset(code for code, unreliable in CODES.items() if unreliable)


@dataclass(frozen=True)
class Warning:
    """What a person has to know of a text that was taken all the same.

    page: its number from 1, where the format has pages. start, end: a place in the text, where the
    warning is about one.
    """

    code: str
    detail: str
    page: int | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True)
class Raw:
    """A reader's text page by page (one page where the format has none), not yet canonical.

    Places of warnings count from the start of their page, of the text where there are no pages.
    layout: where characters stand on their pages (pdf/layout.py), for formats that know.
    """

    pages: list[str]
    extractor: str
    silent_pages: tuple[int, ...] = ()
    warnings: tuple[Warning, ...] = ()
    layout: bytes = b""
