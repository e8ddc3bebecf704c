"""The periods that the title of a table and the notes above it name."""

import re
from dataclasses import replace

from .document import Document
from .layout import Cell, Span
from .lexicon import Lexicon, patterns, per_language
from .period import Period
from .rule import day_in
from .time_words import TIME_WORDS

_YEARS = re.compile(r"\d{4}")
_AROUND = 24  # characters
_DAY = len("2023-02-28")
_SHORT_DAY = re.compile(
    r"(?:(?P<tie>(?<!\w)(?:on|at|as of|as at|em|no dia|a|al|el|au|le|en date du)\s)|(?<![\w/.,%]))"
    r"(?P<d>[0-3]?\d)/(?P<m>[0-3]?\d)(?![\w/]|[.,]\d)"
)
# what is of a day on, and nothing is counted up from it: "tariffs from 1 July 2019"
_PRICES = {
    "en": (
        *("tariff", "tariffs", "price", "prices", "fee", "fees", "rate", "rates", "charges"),
        *("wage", "wages", "salary", "salaries", "pension", "pensions", "fares", "premiums"),
    ),
    "es": (
        *("tarifa", "tarifas", "precio", "precios", "cuota", "cuotas", "salario", "salarios"),
        *("tasas", "peajes", "pensiones", "valores unitarios", "pliego tarifario", "sueldos"),
    ),
    "pt": (
        *("tarifa", "tarifas", "preco", "precos", "taxas", "salario", "salarios", "tarifario"),
        *("portagens", "pensoes", "propinas", "vencimentos", "emolumentos", "pedagios"),
    ),
    "fr": (
        *("tarif", "tarifs", "prix", "redevance", "redevances", "bareme", "baremes", "salaire"),
        *("salaires", "taux", "peages", "pensions", "grille tarifaire", "loyers"),
    ),
}


def periods_of_title(document: Document, cell: Cell) -> list[Period]:
    """The periods of the title and the notes: not the year of a law, an edition or a base."""
    for span in cell.notes:
        named = [p for p in document.periods_over(*span) if p.values and not p.relative]
        named = [_from_day(document, span, p) for p in named]
        named = [p for p in named if p.tie not in ("base", "from")]
        found = [p for p in named if p.belongs != "paper"]
        counted = _surveys(document.lexicon)
        found = found or [p for p in named if counted.search(document.folded.text, *_around(p))]
        if found:
            return _last_day(found) or found
    return []


def _from_day(document: Document, span: Span, period: Period) -> Period:
    """The day from which prices hold; any other period of a title as it is."""
    if period.tie not in ("from", "since") or len(period.values[0]) != _DAY:
        return period
    if not _prices(document.lexicon).search(document.folded.text, *span):
        return period
    day = period.values[0]
    return replace(period, values=(day, f"{day}/.."), tie="in")


def day_of_head(document: Document, cell: Cell, titled: Period) -> tuple[str | None, Span] | None:
    """The day of a head without its year ("In hospital on 19/03") in the time of the title.

    Without a value where the title's time has no such day, or two; None where no head names one.
    """
    for span in cell.column_heads:
        found = _SHORT_DAY.search(document.folded.text, *span)
        whole = found and found.group() == document.folded.text[slice(*span)]
        if not found or not (found["tie"] or whole and len(found["d"]) == len(found["m"]) == 2):
            continue
        first, _, last = titled.values[0].partition("/")
        first, last = f"{first}-01-01"[:_DAY], (last or first) + "-12-31"[len(last or first) - 4 :]
        pairs = {(found["d"], found["m"]), (found["m"], found["d"])}
        if document.lexicon.language != "en":
            pairs = {(found["d"], found["m"])}
        days = {
            day
            for year in {first[:4], last[:4]}
            for d, m in pairs
            for day in day_in(int(year), int(m), int(d))
            if first <= day <= last
        }
        return (days.pop() if len(days) == 1 else None), found.span("d")
    return None


def _last_day(found: list[Period]) -> list[Period]:
    """The day of a title in a year that it names, too: "Season 2022/23: stocks on 28 February"."""
    days = [p for p in found if len(p.values[0]) == _DAY and p.tie]
    others = [p for p in found if p not in days]
    if len(days) != 1 or len(others) != 1:
        return []
    years = _YEARS.findall(others[0].values[0])
    return days if years[0] <= days[0].values[0][:4] <= years[-1] else []


def _around(period: Period) -> Span:
    return max(0, period.start - _AROUND), period.end + _AROUND


def _counting(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile(patterns(TIME_WORDS[lexicon.language].surveys))


def _priced(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile(patterns(_PRICES[lexicon.language]))


_surveys = per_language(_counting)
_prices = per_language(_priced)
