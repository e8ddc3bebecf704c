"""Heads over figures that are summed up: "Year to date", "Acumulado", "Cumul", "12 months".

Under the title of a month such a column is not of the month alone. Where the words say that it
begins with the year, it is of the months so far; else from when it counts is open.
"""

import re

from .document import Document
from .layout import Cell
from .lexicon import Lexicon, patterns, per_language

_MONTH = re.compile(r"(\d{4})-(\d\d)(?:/\1-(\d\d)|-\d\d)?")
_WITHIN_YEAR = {
    "en": ("year to date", "year-to-date", "ytd", "since january", "cumulative for the year"),
    "es": (
        *("acumulado del ano", "acumulado en el ano", "acumulado anual", "acumulado ano"),
        *("en lo que va del ano", "acumulada en el ano", "acumulado al mes"),
    ),
    "pt": (
        *("acumulado no ano", "acumulado do ano", "acumulada no ano", "acumulado anual"),
        *("desde o inicio do ano", "desde janeiro"),
    ),
    "fr": (
        *("cumul annuel", "cumul depuis le debut de l'annee", "depuis le debut de l'annee"),
        *("depuis janvier", "cumul de l'annee", "cumul depuis janvier"),
    ),
}
_SUMMED = {
    "en": ("cumulative", "cumulated", "to date", "so far", "12 months", "twelve months"),
    "es": (
        *("acumulado", "acumulada", "acumulados", "acumuladas", "acum.", "acum"),
        *("12 meses", "doce meses"),
    ),
    "pt": (
        *("acumulado", "acumulada", "acumulados", "acumuladas", "acum.", "acum"),
        *("12 meses", "doze meses"),
    ),
    "fr": (
        *("cumul", "cumule", "cumulee", "cumules", "cumulees", "cumuls", "12 mois"),
        *("douze mois", "12 derniers mois", "douze derniers mois"),
    ),
}


def summed(document: Document, cell: Cell, value: str) -> str | None:
    """What a period of other heads comes to under a head of sums; None where that is open.

    The period itself where no head sums up.
    """
    words, text = _words(document.lexicon), document.folded.text
    for span in (*cell.column_heads, *cell.row_heads):
        named = any(not period.relative for period in document.periods_over(*span))
        if named or not words.summed.search(text, *span):
            continue
        if words.months.search(text, *span) or words.changes.search(text, *span):
            continue  # it says itself from when to when, or it is no sum
        month = _MONTH.fullmatch(value)
        if not month or not words.within_year.search(text, *span):
            return None
        last = month[3] or month[2]
        return f"{month[1]}-01/{month[1]}-{last}" if last != "01" else f"{month[1]}-01"
    return value


class _Words:
    """The patterns of a language."""

    def __init__(self, lexicon: Lexicon) -> None:
        language = lexicon.language
        self.within_year = re.compile(patterns(_WITHIN_YEAR[language]))
        self.summed = re.compile(patterns((*_WITHIN_YEAR[language], *_SUMMED[language])))
        self.months = re.compile(patterns(lexicon.months))
        self.changes = re.compile(rf"%|{patterns((*lexicon.changes, *lexicon.variations))}")


_words = per_language(_Words)
