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
_MONEY = frozenset(
    ("rs", "rp", "fr", "frs", "sfr", "lps", "bs", "kz", "ksh", "kshs", "tsh", "ush", "tk", "dh")
    + ("dhs", "esc", "mt", "mts", "rm", "kr")
)
_HEADING = 0.7  # of the length of the line below
_HEADED = 90  # characters of a line that heads a text
_LABELLED = re.compile(r"[^\W\d][^\n:.;\t]{1,60}:[ ]+[^\n\t]{0,12}\d")


def labelled_lines(folded: str, lines: list[Span]) -> Iterator[int]:
    """Where lines of a list without bullets begin: "Inflation: 4.8 %" over "Deficit: 7.2 %"."""
    labelled = [_LABELLED.match(folded, start, end) is not None for start, end in lines]
    for number, (start, _) in enumerate(lines):
        if labelled[number] and (
            any(labelled[max(number - 1, 0) : number]) or any(labelled[number + 1 : number + 2])
        ):
            yield start


def below_headings(folded: str, raw: str, lines: list[Span]) -> Iterator[int]:
    """Where the text below a heading begins: a short line without a point over a longer one."""
    before = (0, 0)
    for line, following in zip(lines, lines[1:], strict=False):
        heads = before[0] == before[1] and 0 < line[1] - line[0] <= _HEADED
        before = line
        if not heads or line[1] - line[0] > _HEADING * (following[1] - following[0]):
            continue
        ended = folded[line[0] : line[1]].rstrip().endswith((".", ",", ";", ":"))
        if not ended and raw[following[0] : following[0] + 1].isupper():
            yield following[0]


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
    if follows and follows[1].isdigit() and before in _MONEY:
        return False  # "after Rs. 182.75"
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
