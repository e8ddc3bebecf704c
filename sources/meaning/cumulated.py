"""Heads over figures that are summed up: "Year to date", "Acumulado", "Cumul", "12 months".

Under the title of a month such a column is not of the month alone. Where the words say that it
begins with the year, it is of the months so far; else from when it counts is open.
"""

import re

from .document import Document
from .layout import Cell, Span
from .lexicon import Lexicon, patterns, per_language
from .time_words import TIME_WORDS

_MONTH = re.compile(r"(\d{4})-(\d\d)(?:/\1-(\d\d)|-\d\d)?")
_SO_FAR = re.compile(r"(\d{4})-01/\1-\d\d")
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
_CLASSES = {  # before the months of a class of what is counted: "over 12 months"
    "en": ("over", "more than", "less than", "under", "up to", "above", "below", "at least"),
    "es": ("mas de", "menos de", "hasta", "de mas de", "al menos", "superior a", "inferior a"),
    "pt": ("mais de", "menos de", "ate", "ha mais de", "pelo menos", "superior a", "inferior a"),
    "fr": ("plus de", "moins de", "jusqu'a", "au moins", "au-dela de", "de plus de"),
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
        if words.classes.search(text, *span):
            continue  # "6-12 months", "over 12 months"
        if _SO_FAR.fullmatch(value) and not words.twelve.search(text, *span):
            return value  # the months of the title, or of another head, are those so far
        month = _MONTH.fullmatch(value)
        if not month or not words.within_year.search(text, *span):
            return None
        last = month[3] or month[2]
        return f"{month[1]}-01/{month[1]}-{last}" if last != "01" else f"{month[1]}-01"
    return value


def of_relative_heads(document: Document, cell: Cell, titled: Span, value: str) -> str | None:
    """The period under "Previous month" where the title names one; None where it is open.

    The period itself where no head names another by it.
    """
    words, text = _words(document.lexicon), document.folded.text
    heads = (*cell.column_heads, *cell.row_heads)
    if any(start <= titled[0] < end for start, end in heads):
        return value
    for span in heads:
        if words.changes.search(text, *span):
            continue
        named = [period for period in document.periods_over(*span) if period.relative]
        if named and words.before.search(text, *span):
            return named[0].values[0] if named[0].values else None
        if words.former.fullmatch(text, *span) or words.years.search(text, *span):
            return None
    return value


class _Words:
    """The patterns of a language."""

    def __init__(self, lexicon: Lexicon) -> None:
        language = lexicon.language
        self.within_year = re.compile(patterns(_WITHIN_YEAR[language]))
        self.summed = re.compile(patterns((*_WITHIN_YEAR[language], *_SUMMED[language])))
        time = TIME_WORDS[lexicon.language]
        some = rf"(?:\d{{1,2}}|{patterns(lexicon.numbers)})"
        twelve = rf"{some}\s+(?:[^\W\d]+\s+)?{patterns(lexicon.month)}"
        bounds = patterns(_CLASSES[lexicon.language])
        self.classes = re.compile(
            rf"(?:\d\s?(?:-|{patterns((*lexicon.ends, *lexicon.both))})\s?|{bounds}\s+){twelve}"
            rf"|{twelve}\s+(?:or|and|o|y|ou|e|et|a)\s+(?:more|over|older|mas|mais|plus)"
        )
        self.twelve = re.compile(twelve)
        self.before = re.compile(patterns((*time.before, *lexicon.year_ago, *time.last_year)))
        nouns = patterns((*time.month, *time.quarter, *time.half, *time.period, *time.year, "week"))
        before = patterns(time.before)
        self.former = re.compile(rf".{{0,12}}(?:{before}\s+{nouns}|{nouns}\s+{before}).{{0,24}}")
        count = rf"(?:\d{{1,2}}|{patterns(lexicon.numbers)})"
        means = patterns((*lexicon.averages, "mean", "media", "moyenne", "promedio"))
        years = rf"{count}[\s-]{patterns(time.year)}"
        self.years = re.compile(rf"{years}.{{0,20}}{means}|{means}.{{0,20}}{years}")
        self.months = re.compile(patterns(lexicon.months))
        self.changes = re.compile(rf"%|{patterns((*lexicon.changes, *lexicon.variations))}")


_words = per_language(_Words)
