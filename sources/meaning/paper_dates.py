"""Times of papers, which date no figure: of a dateline, a law, an edition, a source, a base year.

"GENEVA, 17 August 2017 - The port handled", "Lei n.º 13/99, de 1 de Novembro", "edition of 2019",
"according to the Handbook (2018)".
"""

import re

from .lexicon import Lexicon, patterns
from .time_words import TIME_WORDS

_PLACE = 64  # characters from the begin of a line to the day of a dateline
_REACH = 48
_SOURCE = 80  # characters
_BEHIND = re.compile(
    r"(?:\s*\))?(?:\s*\([^()\n|]{1,30}\))?(?:\s*\.?\s*-{1,3}\s*|\.\s+)[\"'(*]{0,3}[^\W\d_]"
)
_DAY = r"(?:[ ]?(?:de|du|of)[ ]\d{1,2})?"  # of "de 1 | de Novembro", whose year is not said
_NUMBERED = re.compile(
    rf"(?<!\w)(?:n(?:[o°º]|\.\s?[o°º])s?\.?[ ]?|no\.?[ ]?)\d[\d./-]*,?{_DAY}[ ]?$"
)
_BASED = re.compile(r"\s*=\s*100?(?!\d|[.,]\d)")  # of "2010=100"
_SOURCES = {
    "en": ("according to", "as per", "data from", "figures from", "source:"),
    "es": ("segun", "de acuerdo con", "de acuerdo a", "conforme a", "datos de", "fuente:"),
    "pt": ("segundo", "de acordo com", "conforme", "dados do", "dados da", "fonte:"),
    "fr": ("selon", "d'apres", "source:", "source :"),
}


class PaperDates:
    """Finds the times of papers in a language."""

    def __init__(self, lexicon: Lexicon) -> None:
        time = TIME_WORDS[lexicon.language]
        ties = (*lexicon.within, *lexicon.as_of, *lexicon.by, *lexicon.until, *lexicon.base)
        ties = (*ties, *lexicon.since, *lexicon.starts, *lexicon.fillers, *time.throughout)
        on = rf"(?:{patterns(time.on)}\s+)?"
        self._place = re.compile(
            rf"[\s\"'(*]*(?!{patterns(ties)}\s)(?:[^\W\d_][\w.'-]*(?:,\s?|\s-\s|\s\(|\s)){{1,9}}{on}"
        )
        self._parted = re.compile(rf"[,(-]\s?{on}$")
        gap = rf"(?:[\s:(,]|100|{patterns((*lexicon.of, *lexicon.fillers, *lexicon.year))})*$"
        self._based = re.compile(rf"{patterns(time.base_of)}{gap}")
        numbered = r"(?:(?:n[.o°º]*\s*)?\d[\d./-]*,?[ ])?"
        editions = patterns(time.editions)
        self._edited = re.compile(rf"{editions}\s+{numbered}$")
        self._law = re.compile(rf"{editions}[ ](?:[^\W\d]+[ ]){{0,2}}\d+[/-]\d+,?{_DAY}[ ]?$")
        self._source = re.compile(
            rf"{patterns(_SOURCES[lexicon.language])}\s[^.;:()\n|\d]{{2,}}\(\s*$"
        )
        self._surveys = re.compile(patterns(time.surveys))

    def is_base_year(self, folded: str, start: int, end: int) -> bool:
        """Whether a year at [start, end) is the base of an index, or of prices."""
        before = folded[max(0, start - _REACH) : start]
        return bool(self._based.search(before) or _BASED.match(folded, end))

    def hold(self, folded: str, lead: int, start: int, end: int, is_day: bool) -> bool:
        """Whether a time at [start, end) is that of a paper; `lead`: of the words that tie it."""
        before = folded[max(0, lead - _REACH) : lead]
        if self._edited.search(before):
            return True
        if is_day and (_NUMBERED.search(before) or self._law.search(before)):
            return True
        if is_day and self._is_dateline(folded, start, end):
            return True
        return not is_day and self._is_of_source(folded, start, end)

    def _is_of_source(self, folded: str, start: int, end: int) -> bool:
        """Whether a year in brackets is that of a source: "as per the Handbook (2018)"."""
        if folded[end : end + 1] != ")":
            return False
        found = self._source.search(folded[max(0, start - _SOURCE) : start])
        return found is not None and not self._surveys.search(found.group())

    def _is_dateline(self, folded: str, start: int, end: int) -> bool:
        """Whether a day is that of a dateline, behind a place at a line's begin."""
        begins = folded.rfind("\n", max(0, start - _PLACE), start) + 1
        if not begins and start > _PLACE:
            return False
        before = folded[begins:start]
        if not self._parted.search(before) or not _BEHIND.match(folded, end):
            return False
        return self._place.fullmatch(before) is not None
