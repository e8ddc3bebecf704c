"""Where a text says when and where it was written: "GENEVA, 17 August 2017 - The port handled".

That day dates no figure of the text.
"""

import re

from .lexicon import Lexicon, patterns
from .time_words import TIME_WORDS

_PLACE = 64  # characters
_BEHIND = re.compile(
    r"(?:\s*\))?(?:\s*\([^()\n|]{1,30}\))?(?:\s*\.?\s*-{1,3}\s*|\.\s+)[\"'(*]{0,3}[^\W\d_]"
)


class Datelines:
    """Finds the datelines of a language."""

    def __init__(self, lexicon: Lexicon) -> None:
        time = TIME_WORDS[lexicon.language]
        ties = (*lexicon.within, *lexicon.as_of, *lexicon.by, *lexicon.until, *lexicon.base)
        ties = (*ties, *lexicon.since, *lexicon.starts, *lexicon.fillers, *time.throughout)
        self._before = re.compile(
            rf"[\s\"'(*]*(?!{patterns(ties)}\s)(?:[^\W\d_][\w.'-]*(?:,\s?|\s-\s|\s\(|\s)){{1,9}}"
            rf"(?:{patterns(time.on)}\s+)?"
        )
        self._parted = re.compile(rf"[,(-]\s?(?:{patterns(time.on)}\s+)?$")

    def holds(self, folded: str, start: int, end: int) -> bool:
        """Whether the day at [start, end) is that of a dateline, behind a place at a line's begin."""
        begins = folded.rfind("\n", max(0, start - _PLACE), start) + 1
        if not begins and start > _PLACE:
            return False
        before = folded[begins:start]
        if not self._parted.search(before) or not _BEHIND.match(folded, end):
            return False
        return self._before.fullmatch(before) is not None
