"""Years, quarters and months that heads name by their last month or day, or their first, alone.

"Year ended March" over 2017 means April 2016 to March 2017, "Quarter" over March 2017 three months,
"Nine months ended" over "30 September 2017" the nine months until then.
"""

import re

from .begun_years import begun
from .document import Document
from .end_rules import months_before
from .layout import Cell
from .lexicon import Lexicon, patterns, per_language
from .parts import YEAR, parts_of

_MONTH, _DAY = len("2017-03"), len("2017-03-31")


def longer(document: Document, cell: Cell, value: str) -> tuple[str, ...]:
    """The months that heads or notes say by the last of them, if they do."""
    words, text = _words(document.lexicon), document.folded.text
    heads = [text[slice(*span)] for span in (*cell.column_heads, *cell.corners)]
    texts = [*heads, *(text[slice(*span)] for span in cell.notes)]
    if YEAR.fullmatch(value):
        months = {words.months[m["month"]] for part in texts for m in words.year_to.finditer(part)}
        if not months and (twelve := begun(texts, value, document.lexicon)):
            return (twelve,)
        month = months.pop() if len(months) == 1 else 12
        return (months_before(int(value), month, 12),) if month < 12 else ()
    if len(value) in (_MONTH, _DAY):
        counts = {count for head in heads if (count := words.stretches.count(head))}
        if len(counts) == 1 and (months_until := words.stretches.until(value, counts.pop())):
            return (months_until,)
    if value[4:] not in ("-03", "-06", "-09", "-12"):
        return ()
    if any(words.quarters.search(part) and not words.end_of.search(part) for part in texts):
        return (months_before(int(value[:4]), int(value[5:]), 3),)
    return ()


class _Words:
    """The patterns of a language."""

    def __init__(self, lexicon: Lexicon) -> None:
        tail = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{patterns(lexicon.of)}\s+)?)?"
        self.months, self.stretches = lexicon.months, parts_of(lexicon).stretches
        self.year_to = re.compile(
            rf"{patterns(lexicon.year_to)}\s+{tail}(?P<month>{patterns(lexicon.months)})"
        )
        self.quarters = re.compile(patterns((*lexicon.quarter, *lexicon.quarterly)))
        self.end_of = re.compile(patterns(lexicon.end_of))


_words = per_language(_Words)
