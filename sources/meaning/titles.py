"""What the words of titles and heads bind: a unit to some columns alone, a time to a head."""

import re
from collections.abc import Iterator

from .layout import Span
from .lexicon import Lexicon, parted, patterns

_STEM = 5  # letters by which "volumes" of a title and "Volume 2016" of a head are one
_BELOW = 400  # characters below a title, with the heads of its columns
_HEADS = 4  # lines of them
_SMALL = frozenset(
    parted("the, all, its, per, des, les, aux, par, los, las, del, por, con, dos, das, pelo")
)
_SHORTEST = 3  # letters of a word that is compared
_TIMES = (
    "days|hours|weeks|months|minutes|dias|horas|semanas|meses|minutos|anos|jours|heures|semaines|"
    "mois|minutes|nights"
)
_EVENTS = re.compile(  # what is counted, and no tonnes: "Vessel calls", "Containers (TEU)"
    r".*(?:(?<!\w)(?:calls|trips|visits|flights|voyages|sailings|escalas|recaladas|viajes|visitas"
    r"|vuelos|escales|visites|vols|viagens|voos|atracacoes|passengers|pasajeros|passageiros|passagers)"
    r"|\((?:teus?|evp|no\.?|nr\.?|#)\)|(?<!\w)(?:teus|evp))[\s*†‡]*"
)
_CLASSES = re.compile(
    r"(?<!\w)(?:range|band|bracket|class|interval|size|tramo|rango|intervalo|estrato|tamano|faixa"
    r"|escalao|classe|tamanho|tranche|intervalle|fourchette|taille|escala)s?(?!\w)"
)
_PIECE = r"[^()\[\],;:]{1,50}"
_COMPILED: dict[str, tuple[re.Pattern[str], ...]] = {}
_WORD = re.compile(r"[^\W\d_]+")

Stems = tuple[str, ...]


def bindings(text: str, span: Span, lexicon: Lexicon) -> Iterator[tuple[Stems, Span]]:
    """The beginnings of the words that a title gives a unit of its own, and where the unit is.

    "(volumes in tonnes, values in euros)", "cases, incidence (per 100,000) and deaths",
    "area (ha), yield (kg/ha) and harvest (t)", "(thousands of people; rates in %)".
    """
    listed, apart, rated, bracketed, others = _patterns(lexicon)
    for pattern in (listed, apart, rated, bracketed):
        found = list(pattern.finditer(text, *span))
        if pattern in (listed, bracketed) and len(found) < 2:
            # "exports in dollars" is of the whole table, "rainfall (mm) and rain days" is not
            alone = pattern is bracketed and bool(found)
            if not alone or not _is_among_heads(text, found[0], span, others):
                continue
        for match in found:
            if pattern is rated and not others.search(text[span[0] : match.start()]):
                continue  # "mortality rate (per thousand births)" is of the whole table
            if stems := _stems(match["word"]):
                yield stems, match.span("piece")
        if found and pattern in (listed, apart):
            return


def _is_among_heads(text: str, found: re.Match[str], span: Span, others: re.Pattern[str]) -> bool:
    """Whether a word with a unit in brackets is one of several, and heads a column below."""
    heads = "\n".join(text[span[1] : span[1] + _BELOW].split("\n")[:_HEADS])
    stems = _stems(found["word"])
    return bool(others.match(text, found.end(), span[1]) and stems and binds(stems, heads))


def _stems(words: str) -> Stems:
    kept = (word for word in _WORD.findall(words) if word not in _SMALL)
    found = (word.rstrip("s")[:_STEM] for word in kept)
    return tuple(stem for stem in found if len(stem) >= _SHORTEST)


def binds(stems: Stems, head: str) -> int:
    """How many of the words of a binding a head has."""
    return sum(bool(re.search(rf"(?<!\w){re.escape(stem)}", head)) for stem in stems)


def is_of_events(head: str) -> bool:
    """Whether a head ends with what is counted, and has no weight or area: "Vessel calls"."""
    return _EVENTS.fullmatch(head) is not None


def heads_classes(corner: str) -> bool:
    """Whether the rows below a corner are classes of what it measures: "Range (%)"."""
    return _CLASSES.search(corner) is not None


def _patterns(lexicon: Lexicon) -> tuple[re.Pattern[str], ...]:
    if lexicon.language not in _COMPILED:
        within = r"(?:in|en|em)"
        both = patterns(lexicon.both)
        word = r"(?<!\w)(?P<word>[^\W\d_]{4,})"
        before = rf"(?!(?:{within}|{both})\s)[^\W\d_]+\s+"
        words = rf"(?<!\w)(?P<word>(?:{before}){{0,4}}[^\W\d_]{{3,}})"
        per = patterns(lexicon.per)
        ends = rf"(?=[,;)\]]|\s{both}\s|$)"
        _COMPILED[lexicon.language] = (
            re.compile(rf"{words}(?:\s+{within}|:)\s+(?P<piece>{_PIECE}?){ends}"),
            re.compile(rf"[^\s(\[][;,]\s+{words}\s+{within}\s+(?P<piece>{_PIECE}?)(?=[)\]])"),
            re.compile(rf"{word}\s*\((?P<piece>{per}\s{_PIECE})\)"),
            re.compile(rf"{words}\s*\((?P<piece>{_PIECE})\)"),
            re.compile(rf"\s*,|\s*{both}"),
        )
    return _COMPILED[lexicon.language]


def timed(head: str, averages: str, months: str) -> str | None:
    """The unit of time that a head opens with: "Median days in custody", "Days without rain".

    None where it names a month: "mois de mai".
    """
    lead = rf"(?:(?:{averages}|median|mediana|mediane|duree|tempo|tiempo)\s+(?:(?:of|de|en)\s+)?)*"
    a_month = rf"(?!\s+(?:of\s|d[eu]\s|d['’]\s?)?{months})"
    found = re.match(rf"\s*{lead}({_TIMES})(?!\w){a_month}", head)
    return found[1] if found else None
