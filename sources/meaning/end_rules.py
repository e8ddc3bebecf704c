"""How times are written by their end: "six months to 30 June 2017", "the port ended 2019 with"."""

import calendar
import re
from datetime import date, timedelta

from .lexicon import Lexicon, patterns
from .rule import END, YEAR, Form, Match, Rule, day_in, joined_of, months_from, needing
from .time_words import TIME_WORDS

# between the count and the end: "period of six months | ended | on 30 June"
_ENDED = {
    "en": (
        *("to", "ended", "ending", "through", "until", "up to", "ended on", "ending on", "to end"),
        *("ended at", "to the end of", "through the end of", "that ended on", "ended in"),
    ),
    "es": (
        *("terminado", "terminados", "finalizado", "finalizados", "cerrado", "cerrados", "hasta"),
        *("concluido", "concluidos", "a", "al", "que termino", "que terminaron", "culminado"),
    ),
    "pt": (
        *("findo", "findos", "encerrado", "encerrados", "terminado", "terminados", "ate", "a"),
        *("concluido", "concluidos", "que terminou", "que terminaram", "finalizado"),
    ),
    "fr": (
        *("clos", "close", "termine", "termines", "terminee", "acheve", "acheves", "arrete"),
        *("au", "a", "jusqu'au", "jusqu'a", "se terminant", "prenant fin", "arretes"),
    ),
}
_PERIODS = {
    "en": ("period", "periods"),
    "es": ("periodo", "periodos"),
    "pt": ("periodo", "periodos"),
    "fr": ("periode", "periodes"),
}
_HALVES = {
    "en": ("half-year", "half year", "half", "semester", "half-years"),
    "es": ("semestre", "semestres"),
    "pt": ("semestre", "semestres"),
    "fr": ("semestre", "semestres"),
}
_QUARTERS = {
    "en": ("quarter", "quarters"),
    "es": ("trimestre", "trimestres"),
    "pt": ("trimestre", "trimestres"),
    "fr": ("trimestre", "trimestres"),
}
_YEARS = {
    "en": ("year", "years", "fiscal year", "financial year"),
    "es": ("ano", "ejercicio", "ejercicio anual", "ejercicio fiscal"),
    "pt": ("ano", "exercicio", "exercicio social", "exercicio anual"),
    "fr": ("annee", "exercice", "exercice financier"),
}
# not behind a quarter or a half, which may be the first of two ends: "trimestre a junio"
_TO = frozenset(("a", "al", "au", "ate", "hasta", "until", "through", "up to", "jusqu'a"))
# before a year, and what is behind it: "the port | ended | 2019 | with"
_CLOSING = {
    "en": (
        *("ended", "ends", "end", "ending", "closed", "closes", "close", "closing", "finished"),
        *("finish", "finishing", "finishes", "concluded"),
    ),
    "es": (
        *("cerro", "cerraba", "cerrar", "cierra", "cerraron", "cerrara", "termino", "terminar"),
        *("terminaron", "finalizo", "finalizar", "finalizaron", "concluyo", "concluir", "cerrando"),
        *("cerraria", "cerrarian", "terminaria", "terminara", "finalizaria", "finalizara"),
        *("cierran", "cerraran", "terminaran", "termina", "concluiria"),
    ),
    "pt": (
        *("encerrou", "encerrar", "encerraram", "encerra", "fechou", "fechar", "fecharam", "fecha"),
        *("terminou", "terminar", "terminaram", "concluiu", "finalizou", "encerrando", "fechando"),
        *("encerraria", "encerrara", "fecharia", "fechara", "terminaria", "terminara", "fecham"),
        *("encerrarao", "fecharao", "terminarao"),
    ),
    "fr": (
        *("termine", "terminer", "cloture", "cloturer", "acheve", "achever", "boucle", "boucler"),
        *("fini", "finit", "finir", "conclu", "clos", "clot", "terminent", "clore"),
        *("terminerait", "terminera", "cloturerait", "cloturera", "acheverait", "achevera"),
        *("termineraient", "termineront", "finirait", "finira"),
    ),
}
_WITH = {
    "en": ("with", "at", "on", "in", "up", "down", "as", "having"),
    "es": ("con", "en", "a", "por", "al", "como"),
    "pt": ("com", "em", "a", "no", "na", "nos", "nas", "por"),
    "fr": ("avec", "a", "sur", "en", "au", "par"),
}
LATE = 28  # the day from which a month is over
_SUFFIX = r"(?:st|nd|rd|th|er|o|º|°)?"


def end_rules_of(lexicon: Lexicon) -> list[Rule]:
    """The rules of a language."""
    needs = needing((*lexicon.month, *_HALVES[lexicon.language], "month", *lexicon.quarter))
    rules = [
        Rule(re.compile(pattern), values, adverb=True, needs=needs)
        for pattern, values in _counted(lexicon)
    ]
    closing, behind = _CLOSING[lexicon.language], patterns(_WITH[lexicon.language])
    closed = rf"(?P<tied>{patterns(closing)})\s+(?P<month>{YEAR})(?=\s+{behind}\s)"
    year = Rule(re.compile(closed), lambda m: (m["month"],), tie="in", needs=needing(closing))
    return [*rules, year]


def counted_months(lexicon: Lexicon) -> str:
    """A pattern of what is before the end: "six months ended", "half-year to"."""
    count = rf"(?P<n>(?<![\d.,])\d{{1,2}}|{patterns(lexicon.numbers)})"
    month = patterns((*lexicon.month, "month"))
    period = patterns(_PERIODS[lexicon.language])
    months = rf"(?<!by ){count}[\s-]{month}(?:[\s-]{period})?"
    ended, closing = patterns(_ENDED[lexicon.language]), _closing(lexicon)
    half = rf"(?P<half>{patterns(_HALVES[lexicon.language])})"
    quarter = rf"(?P<quarter>{patterns(_QUARTERS[lexicon.language])})"
    closed = patterns({*_ENDED[lexicon.language]} - _TO)
    return rf"(?:{months}\s+{ended}|(?:{half}|{quarter})\s+{closed})\s+{closing}"


def years_ended(lexicon: Lexicon) -> str:
    """A pattern of what is before the end of a year: "year ended"."""
    closed = patterns({*_ENDED[lexicon.language]} - _TO)
    return rf"{patterns(_YEARS[lexicon.language])}\s+{closed}\s+{_closing(lexicon)}"


def months_before(year: int, month: int, count: int) -> str:
    """As many months as are counted, of which the last is a month of a year."""
    return months_from(year, month - count + 1, count)


def count_of(match: Match, lexicon: Lexicon) -> int:
    """How many months are counted: 6 of "six months", and of "half-year"."""
    if match["half"] or match["quarter"]:
        return 6 if match["half"] else 3
    return int(match["n"]) if match["n"].isdecimal() else lexicon.numbers[match["n"]]


def _closing(lexicon: Lexicon) -> str:
    """What may be between "ended" and its date: the, on, the end of."""
    time = TIME_WORDS[lexicon.language]
    words = (*lexicon.end_of, *time.end, *time.on, *lexicon.fillers, *lexicon.of, *lexicon.within)
    return rf"(?:{patterns([word for word in words if word != ','])}[\s-]+)*"


def _counted(lexicon: Lexicon) -> list[Form]:
    of = joined_of(lexicon)
    month = rf"(?P<month>{patterns(lexicon.months)})\.?"
    year = rf"(?P<year>{YEAR}){END}"
    day = rf"(?:(?P<d>\d{{1,2}}){_SUFFIX}\s*{of})?"
    begin = counted_months(lexicon)

    def values(match: Match) -> tuple[str, ...]:
        count, last = count_of(match, lexicon), lexicon.months[match["month"]]
        return _until(int(match["year"]), last, int(match["d"] or 0), count)

    def in_digits(match: Match) -> tuple[str, ...]:
        day, last = int(match["d"]), int(match["m"])
        if not 1 <= last <= 12:
            day, last = last, day
        count = count_of(match, lexicon)
        return _until(int(match["year"]), last, day, count) if 1 <= last <= 12 else ()

    digits = rf"(?P<d>\d{{1,2}})[/.](?P<m>\d{{1,2}})[/.](?P<year>{YEAR}){END}"
    return [
        (rf"{begin}{day}{month}{of}{year}", values),
        (rf"{begin}{month}\s+(?P<d>\d{{1,2}}){_SUFFIX},?\s+{year}", values),
        (rf"{begin}{digits}", in_digits),
    ]


def _until(year: int, month: int, day: int, count: int) -> tuple[str, ...]:
    """The months up to a day; amid a month, the days."""
    if not 1 <= count <= 24 or day and not day_in(year, month, day):
        return ()
    if not day or day >= LATE:
        return (months_before(year, month, count),)
    index = 12 * year + month - 1 - count
    last = calendar.monthrange(index // 12, index % 12 + 1)[1]
    begins = date(index // 12, index % 12 + 1, min(day, last)) + timedelta(days=1)
    return (f"{begins}/{year}-{month:02}-{day:02}",)
