"""Where sentences begin and end."""

import re
from collections.abc import Iterator

from .lexicon import Lexicon

Span = tuple[int, int]
MAX_SENTENCE = 1500  # characters; what is longer is cut at a line or a clause
_END = re.compile(
    r"(?<![.!?])[.!?]++[\"')\]]*(?=\s+[\"'(\[]*(?:[^\W_]|[$€£¿¡])|\s*$)|\n[ \t]*(?=\n)"
)
_NEXT_LETTER = re.compile(r"\s*[\"'(\[]*(.)", re.DOTALL)
_LAST_WORD = re.compile(r"[\w.]+$")


def sentences(folded: str, raw: str, lexicon: Lexicon, breaks: list[int]) -> Iterator[Span]:
    """The sentences of a folded text in order; none goes across a break."""
    bounds = [0, *breaks, len(folded)]
    for start, end in zip(bounds, bounds[1:], strict=False):
        yield from _within(folded, raw, lexicon, start, end)


def _within(folded: str, raw: str, lexicon: Lexicon, start: int, end: int) -> Iterator[Span]:
    begin = start
    for match in _END.finditer(folded, start, end):
        if match.group()[0] == "." and not _ends(folded, raw, lexicon, match):
            continue
        yield from _bounded(folded, begin, match.end())
        begin = match.end()
    if begin < end:
        yield from _bounded(folded, begin, end)


def _ends(folded: str, raw: str, lexicon: Lexicon, match: re.Match[str]) -> bool:
    """Whether a point ends its sentence: no abbreviation, and no small letter behind."""
    word = _LAST_WORD.search(folded, max(0, match.start() - 20), match.start())
    before = word.group() if word else ""
    follows = _NEXT_LETTER.match(raw, match.end())
    if follows and follows[1].islower():
        return False
    if "\n\n" in folded[match.end() : match.end() + 3]:
        return True
    initial = len(before) == 1 and before.isalpha()
    return not (before in lexicon.abbreviations or initial)


def _bounded(folded: str, start: int, end: int) -> Iterator[Span]:
    while end - start > MAX_SENTENCE:
        cut = start + MAX_SENTENCE
        for mark in ("\n", "; ", ", ", " "):
            found = folded.rfind(mark, start + MAX_SENTENCE // 2, cut)
            if found > start:
                cut = found + len(mark)
                break
        yield start, cut
        start = cut
    if end > start:
        yield start, end
