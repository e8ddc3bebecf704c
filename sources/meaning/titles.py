"""What the words of titles and heads bind: a unit to some columns alone, a time to a head."""

import re
from collections.abc import Iterator

from .layout import Span
from .lexicon import Lexicon, patterns

_STEM = 5  # letters by which "volumes" of a title and "Volume 2016" of a head are one
_TIMES = (
    "days|hours|weeks|months|minutes|dias|horas|semanas|meses|minutos|anos|jours|heures|semaines|"
    "mois|minutes|nights"
)
_PIECE = r"[^()\[\],;:]{1,50}"
_COMPILED: dict[str, tuple[re.Pattern[str], ...]] = {}


def bindings(text: str, span: Span, lexicon: Lexicon) -> Iterator[tuple[str, Span]]:
    """The beginning of each word that a title gives a unit of its own, and where the unit is.

    "(volumes in tonnes, values in euros)", "cases, incidence (per 100,000) and deaths".
    """
    listed, bracketed = _patterns(lexicon)
    for pattern in (listed, bracketed):
        found = list(pattern.finditer(text, *span))
        if pattern is listed and len(found) < 2:
            continue  # "exports in dollars" is of the whole table
        for match in found:
            yield match["word"][:_STEM], match.span("piece")


def _patterns(lexicon: Lexicon) -> tuple[re.Pattern[str], ...]:
    if lexicon.language not in _COMPILED:
        within = r"(?:in|en|em)"
        word = r"(?<!\w)(?P<word>[^\W\d_]{4,})"
        per = patterns(lexicon.per)
        ends = rf"(?=[,;)\]]|\s{patterns(lexicon.both)}\s|$)"
        _COMPILED[lexicon.language] = (
            re.compile(rf"{word}\s+{within}\s+(?P<piece>{_PIECE}?){ends}"),
            re.compile(rf"{word}\s*\((?P<piece>{per}\s{_PIECE})\)"),
        )
    return _COMPILED[lexicon.language]


def timed(head: str, averages: str) -> str | None:
    """The unit of time that a head opens with: "Median days in custody", "Days without rain"."""
    lead = rf"(?:(?:{averages}|median|mediana|mediane|duree|tempo|tiempo)\s+(?:(?:of|de|en)\s+)?)*"
    found = re.match(rf"\s*{lead}({_TIMES})(?!\w)", head)
    return found[1] if found else None
