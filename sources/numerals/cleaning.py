"""The text as the reader takes it: without what is invisible, and with the borders of its cells.

Signs that look alike are one sign, and a tab is at every border of cells. Knows no numbers. Every
step but the last keeps the length, so that places stay true; the last one takes invisible
characters out and remembers where the others were. Linear.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

_ALIKE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {  # full width
    ord("\u3000"): " ",
    ord("\u2044"): "/",
    ord("\u2215"): "/",
    ord("\ufe63"): "-",
    ord("\u207b"): "-",
    ord("٪"): "%",
    ord("﹪"): "%",
    ord("﹩"): "$",
}
# Zero-width, direction marks, soft hyphens, variation selectors: a reader of the page sees nothing.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff]+"
)
# A no-break space keeps a minus with its number: `−\u00a04.5`; a dash needs a place to begin.
_KEPT_MINUS = re.compile(
    r"(?:\u2212|(?<![^\s(\[,;:|])-)([\u00a0\u202f\u2007\u2009]+)(?=[\d.,$€£¥₹])"
)
_TIGHT = {mark: re.compile(rf"(?<=\S){mark}(?=\S)") for mark in ",;"}
_LETTER_BESIDE = re.compile(r"[^\W\d_][\"']?,|,[\"']?[^\W\d_]")
_WIDE = re.compile(r"(?<=\S)[ \u00a0]{2,}(?=\S)")
_WIDE_NUMBER = re.compile(r"\S[ \u00a0]{2,}[-−–+($€£.<>]{0,3}\d")
_SENTENCE = re.compile(r"[a-z][.;:,] {1,2}\S+ \S+ \S+")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The text to read; `kept` has the place in the original of each of its characters."""

    text: str
    kept: Sequence[int] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The range of the original that a range of `text` came from."""
        if self.kept is None or start >= end:
            return start, end
        return self.kept[start], self.kept[end - 1] + 1


def cleaned(text: str) -> Cleaned:
    """The text without what only serves the eye."""
    plain = text if text.isascii() else text.translate(_ALIKE).replace("\u00ad\n", "-\n")
    plain = _with_borders(plain)
    if plain.isascii():
        return Cleaned(plain)
    gone = {at for match in _INVISIBLE.finditer(plain) for at in range(*match.span())}
    gone |= {at for match in _KEPT_MINUS.finditer(plain) for at in range(*match.span(1))}
    if not gone:
        return Cleaned(plain)
    kept = [at for at in range(len(plain)) if at not in gone]
    return Cleaned("".join([plain[at] for at in kept]), kept)


def _with_borders(text: str) -> str:
    """The text with a tab at each border of cells, and a form feed at each end of a row."""
    if "\t" not in text and not any(mark in text for mark in "|;,") and "  " not in text:
        return text
    lines = text.split("\n")
    _set_columns(lines)
    _set_values(lines, ",")
    _set_values(lines, ";")
    rows = ["\t" in line and "\t" in line.strip() for line in lines]
    if not any(rows):
        return text
    joined = [lines[0]]
    for at in range(1, len(lines)):
        joined += ["\f" if rows[at] or rows[at - 1] else "\n", lines[at]]
    return "".join(joined)


def _set_columns(lines: list[str]) -> None:
    """Tabs for the bars of `| 12 | 345 |`, and for the wide spaces of set columns."""
    for at, line in enumerate(lines):
        if "|" in line:
            lines[at] = line.replace("|", "\t")
    for wide, block in groupby(range(len(lines)), key=lambda at: _is_set_wide(lines[at])):
        rows = list(block)
        if not wide or len(rows) < 3 or sum(bool(_WIDE_NUMBER.search(lines[r])) for r in rows) < 2:
            continue
        for row in rows:
            lines[row] = _WIDE.sub(lambda spaces: "\t" + spaces.group()[1:], lines[row])


def _is_set_wide(line: str) -> bool:
    return "  " in line and bool(_WIDE.search(line)) and not _SENTENCE.search(line)


def _set_values(lines: list[str], mark: str) -> None:
    """Tabs for the commas of `North,12,345` where the lines around have as many of them."""
    tight = _TIGHT[mark]
    for count, block in groupby(range(len(lines)), key=lambda at: _separators(lines[at], mark)):
        rows = list(block)
        if not count or len(rows) < 2 or (count < 2 and len(rows) < 3):
            continue
        if mark == "," and not all(_LETTER_BESIDE.search(lines[row]) for row in rows[:1]):
            continue
        if mark == "," and sum(bool(_LETTER_BESIDE.search(lines[row])) for row in rows) < 2:
            continue
        for row in rows:
            lines[row] = tight.sub("\t", lines[row])


def _separators(line: str, mark: str) -> int:
    """How many marks without blanks a line has; none if one has a blank beside it, or is a row."""
    count = line.count(mark)
    if not count or "\t" in line or f"{mark} " in line or f" {mark}" in line:
        return 0
    return count if not line.endswith(mark) and not line.startswith(mark) else 0
