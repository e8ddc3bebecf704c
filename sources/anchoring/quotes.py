"""The place of quoted words in a text, or the reason why there is no single one.

Pure. Line breaks, white space and typography may differ (tokens.py); numbers are whole ones, so
`38` is not found within 138 or 38.5. Several places are an error that names them, never a choice.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

from sources.anchoring.tokens import Token, tokens

Span = tuple[int, int]
NAMED = 5  # places that an error message lists


class QuoteUnplaced(ValueError):
    """Raised for words that are nowhere in the text, or at several places (`places`)."""

    def __init__(self, detail: str, places: Sequence[Span] = ()) -> None:
        self.places = list(places)
        super().__init__(detail)


def locate(text: str, quote: str, within: str = "") -> Span:
    """The range of the quote in the text.

    within: more words around it, to decide between several places. Raises QuoteUnplaced. Cost:
    linear in the text where it is a new one, else in how often the quote's rarest word is in it,
    and a search through the text by the regular-expression engine where the quote isn't found.
    """
    low, high = _single_place(text, within, (0, len(text))) if within.strip() else (0, len(text))
    return _single_place(text, quote, (low, high))


def _single_place(text: str, quote: str, region: Span) -> Span:
    found = places(text, quote, region)
    if len(found) == 1:
        return found[0]
    shown = " ".join(quote.split())[:120]
    if not found:
        where = "the text" if region == (0, len(text)) else "the words given around it"
        raise QuoteUnplaced(f"{shown!r} is not in {where}")
    around = "; ".join(f"at {start}: {_around(text, start, end)}" for start, end in found[:NAMED])
    more = f" and {len(found) - NAMED} more" if len(found) > NAMED else ""
    raise QuoteUnplaced(f"{shown!r} stands at {len(found)} places: {around}{more}", found)


def _around(text: str, start: int, end: int) -> str:
    return "…" + " ".join(text[max(0, start - 30) : end + 30].split()) + "…"


def places(text: str, quote: str, region: Span | None = None) -> list[Span]:
    """Every range of the text with these words, whatever the typography; also overlapping ones."""
    low, high = region or (0, len(text))
    wanted = [token.form for token in tokens(quote)]
    if not wanted:
        return []
    there, begins = _indexed(text)
    size = len(wanted)
    rarest = min(range(size), key=lambda place: len(begins.get(wanted[place], ())))
    found = [
        (there[at - rarest].start, there[at - rarest + size - 1].end)
        for at in begins.get(wanted[rarest], ())
        if 0 <= at - rarest <= len(there) - size
        and low <= there[at - rarest].start
        and there[at - rarest + size - 1].end <= high
        and all(there[at - rarest + n].form == form for n, form in enumerate(wanted))
    ]
    return found or _parts_of_words(text, quote, low, high)


def _parts_of_words(text: str, quote: str, low: int, high: int) -> list[Span]:
    """Literal places that begin or end at a hyphen or apostrophe, never within a number."""
    words = quote.split()
    if any(text.find(word, low, high) < 0 for word in words):
        return []
    first, *more = map(re.escape, words)
    # What must not be before the first word is looked for behind it: a pattern that begins with
    # plain characters is as fast as a search for a string.
    begin = rf"{first}(?<!\w{first})(?<!\d[.,]{first})"
    pattern = re.compile(r"\s+".join([begin, *more]) + r"(?!\w)(?![.,]\d)")
    return [match.span() for match in pattern.finditer(text, low, high)]


@lru_cache(maxsize=2)
def _indexed(text: str) -> tuple[list[Token], dict[str, list[int]]]:
    """The tokens of a text, and where each form is among them: a request brings many quotes."""
    found = tokens(text)
    begins: dict[str, list[int]] = defaultdict(list)
    for at, token in enumerate(found):
        begins[token.form].append(at)
    return found, begins
