"""What a line below a table says of its cells: "Rates are per 100,000 people", "¹ In points"."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from .document import Document
from .layout import Cell, Span
from .unit_words import scale_words, unit_of

_BELOW = 4  # lines below a table that may say something of its cells
_MARK = re.compile(r"\s*\(?([¹²³*†‡]|\d(?=[/)])|[a-z](?=[/)]))")


def expressed_below(document: Document, cell: Cell) -> Span | None:
    """What a line below a table says that its figures are in: "All values in US$ million"."""
    words = scale_words(document.lexicon)
    below = _said_below(document, cell, words.expressed)
    if not below or below[1]:
        return None
    found = words.expressed.search(document.folded.text, *below[0])
    return found.span("piece") if found else None


def points_below(document: Document, cell: Cell) -> Span | None:
    """The line below a table that says that the changes of its rates are points, if it does."""
    below = _said_below(document, cell, scale_words(document.lexicon).changed_points)
    if not below:
        return None
    shown = (document.folded.shown[slice(*span)] for span in (cell.span, *cell.row_heads))
    return below[0] if any(below[1] in words for words in shown) else None


def rate_below(document: Document, cell: Cell) -> list[tuple[str, Span]]:
    """What a line below a table says that its rates are per: "Rates are per 100,000 people"."""
    words, text = scale_words(document.lexicon), document.folded.text
    if not any(words.rate.search(text, *head) for head in cell.column_heads):
        return []
    below = _said_below(document, cell, words.rated)
    if not below or below[1]:
        return []
    per = words.rates.search(text, *below[0])
    unit = unit_of(text[per.start() : below[0][1]], document.language) if per else None
    return [(unit, below[0])] if unit else []


def _said_below(document: Document, cell: Cell, said: re.Pattern[str]) -> tuple[Span, str] | None:
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
