"""Numbers that are said without a numeral: "the largest" is a first rank, "no beds" is zero."""

import re
from collections.abc import Iterator

from .document import Document
from .lexicon import Lexicon, patterns
from .model import Saying

_PATTERNS: dict[str, dict[str, re.Pattern[str]]] = {}


def word_values(document: Document, start: int, end: int) -> Iterator[Saying]:
    """What the words of a quote without a numeral say as a number, none of it certain."""
    folded = document.folded
    low, high = folded.forth(start), folded.forth(end)
    found = _patterns(document.lexicon)
    if match := found["zero"].search(folded.text, low, high):
        yield Saying("value", "0", *folded.back(*match.span()), "quote")
    if match := found["top"].search(folded.text, low, high):
        yield Saying("value", "1", *folded.back(*match.span()), "quote")
        yield Saying("kind", "rank", *folded.back(*match.span()), "quote")
    if match := found["most"].search(folded.text, low, high):
        span = folded.back(*match.span())
        yield Saying("value_low", "50", *span, "quote")
        yield Saying("low_open", "true", *span, "quote")
        yield Saying("unit", "%", *span, "quote")
        yield Saying("kind", "share", *span, "quote")


def _patterns(lexicon: Lexicon) -> dict[str, re.Pattern[str]]:
    if lexicon.language not in _PATTERNS:
        _PATTERNS[lexicon.language] = {
            "zero": re.compile(patterns(lexicon.zero)),
            "top": re.compile(patterns(lexicon.top)),
            "most": re.compile(patterns(lexicon.most)),
        }
    return _PATTERNS[lexicon.language]
