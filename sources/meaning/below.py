"""What a line below a table says of its cells: "Rates are per 100,000 people", "¹ In points"."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from .document import Document
from .layout import Cell, Span

_BELOW = 4  # lines below a table that may say something of its cells
_MARK = re.compile(r"\s*\(?([¹²³*†‡]|\d(?=[/)])|[a-z](?=[/)]))")


def said_below(document: Document, cell: Cell, said: re.Pattern[str]) -> tuple[Span, str] | None:
    """What a line below the table of a cell says by a pattern, and the mark before it."""
    key = "below", said
    if key not in document.memory:
        document.memory[key] = list(_lines_below(document, said))
    known: list[tuple[int, int, Span, str]] = document.memory[key]
    at = bisect_left(known, (cell.span[1],))
    if at == len(known) or not known[at][1] <= cell.span[0]:
        return None
    return known[at][2:]


def _lines_below(document: Document, said: re.Pattern[str]) -> Iterator[tuple[int, int, Span, str]]:
    """Where tables end and begin below which a line says something; its place, and its mark."""
    text = document.folded.text
    for found in said.finditer(text):
        start = text.rfind("\n", 0, found.start()) + 1
        end = start
        for _ in range(_BELOW):
            line = text.rfind("\n", 0, max(end - 1, 0)) + 1
            if "\t" in text[line:end] or not text[line:end].strip():
                break
            end = line
        first = text.rfind("\n\n", 0, end) + 1
        mark = _MARK.match(document.folded.shown, start)
        if end and "\t" in text[text.rfind("\n", 0, end - 1) + 1 : end]:
            yield end, first, found.span(), mark[1] if mark else ""
