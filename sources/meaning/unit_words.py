"""The unit that a few words name without a number: those of a head, a note above a table, a quote.

The words are given to the reader of numerals behind a one, so that there is one list of units.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from sources.numerals import LEXICONS, Numeral, UnreadableText, read

from .folded import fold_word
from .lexicon import Lexicon, patterns, per_language
from .titles import timed

_WORD = re.compile(r"[^\W\d_]+(?:\s[^\W\d_]+)?|[%$€£]")
_SIGNS = frozenset("$€£¥₹₦₱₵₡₲₩₺₫฿")
_CURRENCY = re.compile(r"(?:[A-Z]{1,3})?[$€£¥₹₦₱₵₡₲₩₺₫฿]|(?<!\w)[A-Z]{3}(?!\w)")
_CARBON = re.compile(  # t CO2e, t carbon dioxide equivalent
    r"(?<=t)\s?(?:(?:of|de)\s)?(?:CO2|carbon dioxide)\s?(?:-?eq?\.?|equiv\w*)?(?!\w)", re.IGNORECASE
)
_CODE = re.compile(r"[A-Z]{3}")
_FIGURE = re.compile(r"(?<![a-z\d])\d")  # no power: km2
_NUMBERED = re.compile(r"\d\s?$")
_SINGLE = re.compile(r"(?<=\D)\s?1(?:[.,]0+)?\s*$|^1(?:[.,]0+)?\s?(?=\D)")  # "por US$1.00"
_GLUED = re.compile(r"^MM(?=US\$)|^[kM](?=[€£])")
_DENSITIES = frozenset(("USD/km2", "USD/har", "USD/m2", "USD/[smi_us]"))
_MONEY_STOCK = re.compile(r"(?<!\w)M[0-4](?!\w)")  # "Broad money (M3)"
_FIGURES = (
    "(?:figures|values|amounts|data|units|valores|cifras|montos|importes|datos|valeurs|montants"
    "|chiffres|donnees|dados|montantes)"
)
_LABEL_NOUN = re.compile(
    r"\W*(?:tab(?:le|la|ela|leau)?|t|cuadro|quadro|figur[ea]|fig|chart|graph\w*|grafico|graphique"
    r"|annexe?|anexo|exhibit|panel|box|section|indica\w+)(?!\w)"
)
_BASIS = re.compile(  # "tons in-shell basis", "toneladas equivalente en canal"
    r"([^\W\d_]{4,}(?:\s[^\W\d_]+)?)\s+(?:(?:in|en|em|of|de)\s)?(?:[\w-]+\s+){0,3}?"
    r"(?:basis|equiv\w*|weight|peso|poids)(?:\s+[\w-]+){0,3}"
)
_LEADING_WORD = re.compile(r"[^\W\d_]{3,}\s+([^\W\d_]{4,})")  # "Bearing acres"
_EXTENTS = frozenset(("h", "har", "[acr_us]", "km", "[mi_i]", "km2", "t", "[ston_av]"))
_SINGLE_YEAR = re.compile(  # "expected for the year" measures nothing
    r"(?:(?:the|el|o|l'|le|this|este|neste|cette|cet|each|cada)\s*)?(?:year|ano|annee|month|mes)(?!\w)"
    r"|(?:le|ce|chaque)\s+mois(?!\w)"
)
_EACH = frozenset(  # what a price of one is no other unit of
    ("head", "tete", "cabeza", "cabeca", "unit", "unite", "unidad", "unidade", "person", "personne")
    + ("persona", "pessoa", "animal", "piece", "pieza", "peca", "each", "und", "unid")
)
_ELIDED = re.compile(r"^[dl]['’](?=\w)")
_SHORT = 3  # words of a note that may say "in percent"
_LONGER = 6  # words of a title that ends in "percent" or is of changes
_LONGEST = 80
_SHORTEST_THING = 4  # letters of what a unit is counted on: lb/entaille
_THOUSANDS = r"10{0,2}(?:[,. ]000)+|10{3,6}|100?\s+mil|mil|mille"


@lru_cache(maxsize=4096)
def unit_of(words: str, language: str, whole: bool = False) -> str | None:
    """The unit that words begin with ("hectares (ha)"), or a currency's sign; None for none.

    whole: the words have to be a unit and nothing else.
    """
    words = " ".join(words.split())[:_LONGEST]
    for text in (f"1 {words}", f"{words} 1", f"{words}1"):
        numeral = next(iter(_numerals_of(text, language)), None)
        if numeral is None or not numeral.value or numeral.unit in (None, "1"):
            continue
        start, end = numeral.phrase
        if numeral.category != "age" and (not whole or (start == 0 and end == len(text))):
            return numeral.unit
    return None


def is_currency(unit: str | None) -> bool:
    """Whether a unit is a currency: three capitals, which no UCUM code of ours is."""
    return bool(unit and _CODE.fullmatch(unit))


@lru_cache(maxsize=4096)
def _numerals_of(text: str, language: str) -> tuple[Numeral, ...]:
    """The numerals of a few words; kept here, so that whole documents stay where they are kept."""
    try:
        return tuple(read(text, language))
    except UnreadableText:
        return ()


@lru_cache(maxsize=4096)
def scale_of(words: str, language_words: "ScaleWords") -> int:
    """The power of ten that words name ("in thousands of soles"); 0 for none."""
    found = language_words.pattern.search(fold_word(words))
    return language_words.scales[" ".join(found[1].split())] if found else 0


class ScaleWords:
    """The scale words of a language as a pattern; a number before them makes them its own."""

    def __init__(self, lexicon: Lexicon) -> None:
        changes = patterns(lexicon.changes)
        percent = rf"(?:%|{patterns(lexicon.percent)})"
        named = LEXICONS[lexicon.language].scale_currencies  # mdp: millions of pesos
        self.scales = {"k": 3, **lexicon.scales, **named}
        glued = r"|(?<!\w)mm(?=us\$)" if "mm" in lexicon.scales else ""
        glued += "" if "k" in lexicon.scales else r"|(?<!\w)k(?=[€£])"
        self.pattern = re.compile(rf"(?<!\d)(?<!\d[\s.,'])({patterns(self.scales)}{glued})")
        joiners = patterns((*lexicon.part_of, *lexicon.within, *lexicon.of))
        self.stripped = re.compile(rf"{patterns(lexicon.scales)}|^\s*{joiners}|{joiners}\s*$")
        self.ending = re.compile(rf"\s+{joiners}\s*$", re.IGNORECASE)
        self.leading = re.compile(rf"^[\s(]*(?:{joiners}\s+)?")
        self.scaled = re.compile(rf"\s*(?:{joiners}\s+)?{patterns(lexicon.scales)}")
        self.within = re.compile(rf"{patterns(lexicon.within)}\s+")
        self.count = re.compile(r"^\s*1[,. ]?000(?:[,. ]000)*\s+")  # "1,000 acres"
        self.tied = re.compile(rf"{patterns((*lexicon.within, *lexicon.part_of))}$")
        self.percent_sign = re.compile(percent)
        spread = patterns((*lexicon.distributions, *lexicon.changes))
        label = r"\W*(?:[^\W\d_]{1,8}\W+(?:n[^\d\s]*\s*)?\d[\w.]*\W+)?"  # "Table 2."
        self.label = re.compile(rf"^{label}")
        self.density = re.compile(rf"\s*{patterns((*lexicon.per, 'per', 'por', 'par'))}\s+(\S+)\s*")
        families = "fcfa|cfa|francos?|francs?|pesos?|rupias?|rupees?|dollars?|dinars?|shillings?"
        self.money = re.compile(rf"[$]|\b(?:{families}|roupies|dolares|dirhams?)\b")
        others = rf"(?!\s+(?:{patterns((*lexicon.both, *lexicon.points))}))"
        between = rf"\s+(?:(?!{patterns(lexicon.both)}\s)[\w-]+\s+)?\(?"
        self.distributed = re.compile(
            rf"{label}(?:{percent}{others}|{spread}{between}{percent}{others})"
        )
        self.pp = re.compile(_points(lexicon.language))
        self.changed_points = re.compile(
            rf"(?:{changes}|{patterns(lexicon.variations)}|differences?|diferen[cs]?[ci]as?)[^\n\t\d]{{0,120}}?{self.pp.pattern}"
        )
        self.scale = re.compile(patterns(lexicon.scales))
        self.part = re.compile(rf"\s+{patterns(lexicon.part_of)}(?!\w)")
        self.rates = re.compile(rf"{patterns(lexicon.per)}\s+(?:{_THOUSANDS})(?![\w]|[.,]\d)")
        self.averages = patterns((*lexicon.averages, *lexicon.counts))
        self.months = patterns(lexicon.months)
        self.rate_title = re.compile(
            rf"(?:(?!{patterns(lexicon.both)}\s)[^\s(,;]+\s+){{1,6}}?"
            rf"{patterns(lexicon.per)}\s+(?:{_THOUSANDS})(?:\s+[^\s(,;]+){{0,3}}\s*(?:\n|$|,)"
        )
        self.percent_title = re.compile(rf"{percent}\s*$|{changes}")
        self.unit_label = re.compile(
            r"\s*(?:unidades?|unidad|units?|unites?)(?:\s+(?:of|de)\s+(?:measure|medida|mesure)"
            r"(?:ment)?)?\s*:\s*"
        )
        self.per_scale = re.compile(rf"{patterns((*lexicon.per, 'por', 'per'))}\s*$")
        self.per = re.compile(rf"{patterns(lexicon.per)}\s+([^\W\d_][^()\[\],;]*)$")
        self.per_thing = re.compile(rf"\s+{patterns(lexicon.per)}\s+(?=[^\W\d_])")
        self.against = re.compile(rf"\s*/\s*|\s+(?:x|{patterns(lexicon.per)})\s+")
        self.joined = re.compile(patterns(lexicon.both))
        self.rated = re.compile(rf"{patterns(lexicon.rates)}[^\n\t\d]{{0,60}}?{self.rates.pattern}")
        self.expressed = re.compile(
            rf"(?<!\w){_FIGURES}\s+(?:[\w-]+\s+){{0,3}}?(?:in|en|em)\s+"
            r"(?P<piece>[^\n\t.;()]{2,40})"
        )
        self.measured = re.compile(  # "figures in R million"
            rf"{patterns(lexicon.within)}\s+\S{{1,4}}\s+{patterns(lexicon.scales)}\s*$"
        )
        self.rate = re.compile(patterns(lexicon.rates))
        self.counted = re.compile(
            rf"{patterns(lexicon.counts)}(?:\s+{patterns(lexicon.part_of)}\s.*)?"
        )
        self.points = frozenset(fold_word(word) for word in lexicon.points)
        self.changes = re.compile(patterns(lexicon.changes))
        self.unless = re.compile(rf"[(\[]([^()\[\]\n]{{3,90}}?),?\s+{patterns(lexicon.unless)}")
        self.labels = frozenset(
            fold_word(word) for word in (*lexicon.year, *lexicon.month) if word[-1:] != "s"
        )

    def tail(self, words: str) -> str:
        """The words behind the last `in`: "values in US$"."""
        last = None
        for match in self.within.finditer(words.lower()):
            last = match
        tail = words[last.end() :] if last else ""
        return "" if _SINGLE_YEAR.match(fold_word(tail)) else tail


def _points(language: str) -> str:
    """A pattern of the words for percentage points."""
    percents = LEXICONS[language].percents.meanings.items()
    named = [word.split() for word, kind in percents if kind == "percentage_points"]
    longest = sorted((r"\s*".join(map(re.escape, parts)) for parts in named), key=len)
    return rf"(?<!\w)(?:{'|'.join(reversed(longest))})(?!\w)"


scale_words = per_language(ScaleWords)  # the scale words of a lexicon, made once


def units_in(text: str, language: str) -> set[str | None]:
    """The units that the words of a text name, each tried by itself."""
    return {unit_of(word, language) for word in _WORD.findall(text)}


def rate_or_share(
    piece: str, folded: str, words: ScaleWords, language: str, is_title: bool
) -> str | None:
    """Per 1,000 people, or percent, which a long title names of something else."""
    rate = words.rates.search(folded)
    if rate and (unit := unit_of(piece[rate.start() :], language)):
        return unit
    if words.distributed.match(folded):
        return "%"
    percent = words.percent_sign.search(words.pp.sub("", folded))
    if not percent or _NUMBERED.search(folded[: percent.start()]):
        return None  # "exports rose (+12.6%)" is a figure, and heads no others
    short = len(piece.split()) <= (_LONGER if words.percent_title.search(folded) else _SHORT)
    return "%" if not is_title or short else None


def named_unit(
    piece: str, folded: str, words: ScaleWords, language: str, is_note: bool, bracketed: bool
) -> str | None:
    """The unit that a piece of a head is, in one of its forms."""
    if _MONEY_STOCK.search(piece):
        return None
    if piece.strip() == "mm":
        return "mm"  # in capitals, it is millions
    is_scaled = words.scaled.match(folded) is not None
    few = len(piece.split()) <= _SHORT
    beside_scale = few and words.scale.search(folded) or words.measured.search(folded)
    for candidate in _candidates(piece, folded, words, is_note and not bracketed):
        short = bracketed or is_scaled or beside_scale
        long_enough = short or len(candidate) > 1 or candidate in _SIGNS
        if not long_enough or _FIGURE.search(candidate):
            continue
        unit = unit_of(candidate, language, whole=not is_scaled)
        if unit := unit or _price_of(candidate, words, language):
            return unit
    if unit := _of_each(piece, words, language) or _of_kind(folded, language):
        return unit
    if density := words.density.fullmatch(folded):
        unit = unit_of(f"USD/{density[1]}", language, whole=True)
        return unit.removeprefix("USD") if unit in _DENSITIES else None
    title = words.label.sub("", folded)
    if title != folded and not _LABEL_NOUN.match(folded):
        return None  # "Under 3 months" is a class
    several = is_note and words.joined.search(title)
    time = None if several else timed(title, words.averages, words.months)
    return unit_of(time, language, whole=True) if time else None


def _of_each(piece: str, words: ScaleWords, language: str) -> str | None:
    """The unit of a thing that is no unit: "lb/entaille"; a price of such a thing has none."""
    measured, _, thing = piece.strip().partition("/")
    if len(thing) < _SHORTEST_THING or not thing.isalpha() or words.money.search(measured):
        return None
    unit = unit_of(measured, language, whole=True)
    return None if is_currency(unit) else unit


def _of_kind(folded: str, language: str) -> str | None:
    """The unit of a thing of a kind: "tons in-shell basis", "Bearing acres"."""
    piece = folded.strip(" :.")
    if found := _BASIS.fullmatch(piece):
        return unit_of(found[1], language, whole=True) or unit_of(
            found[1].split()[0], language, whole=True
        )
    found = _LEADING_WORD.fullmatch(piece) if language.startswith("en") else None
    unit = unit_of(found[1], language, whole=True) if found else None
    return unit if unit in _EXTENTS else None


def is_open_money(piece: str, folded: str, words: ScaleWords, language: str) -> bool:
    """Whether words name money of a country that is not known: "millions de FCFA"."""
    if not words.money.search(folded) and not words.against.search(folded):
        return False
    for candidate in _candidates(piece, folded, words, False):
        for match in words.against.finditer(candidate):  # "Q/qq", of what is no unit here
            if is_currency(unit_of(candidate[: match.start()], language, whole=True)):
                return True
        for numeral in _numerals_of(f"1 {candidate}", language):
            if numeral.kind == "money" and numeral.unit is None:
                return True
    return False


def _candidates(piece: str, folded: str, words: ScaleWords, is_note: bool) -> Iterator[str]:
    """What of a piece may be a unit, as it is printed: without scale and number, by its ends."""
    counted = words.count.match(folded)
    kept, at = [], counted.end() if counted else 0
    for match in words.stripped.finditer(folded, at):
        kept.append(piece[at : match.start()])
        at = match.end()
    plain = " ".join(" ".join([*kept, piece[at:]]).split()).strip(" :.")
    plain = words.ending.sub("", plain).strip("' ")  # "Rs. in lakh", "R'000"
    plain = plain.replace("./", "/")  # "hab./km2"
    plain = _SINGLE.sub(
        "", _GLUED.sub("", _ELIDED.sub("", plain))
    )  # "milliers d'ha", "Q por US$1.00"
    yield plain
    if counted is None and words.scale.search(folded):
        yield piece.split()[0]  # "K million": K is no thousand
    lower = fold_word(plain)
    yield lower
    leading = words.leading.match(lower)
    bare = plain[leading.end() :] if leading and len(lower) == len(plain) else lower
    yield bare
    yield words.tail(plain)
    yield _CARBON.sub("", bare)
    yield words.per_thing.split(lower, maxsplit=1)[0]  # "kg per cow" is measured in kg
    if not is_note:  # "days of stay", but not "tons of the company" in a sentence above
        yield words.part.split(lower, maxsplit=1)[0]
    currency = None if words.against.search(plain) else _CURRENCY.search(plain)
    if currency and len(plain.split()) <= _SHORT:
        yield currency.group()


def _price_of(words: str, known: ScaleWords, language: str) -> str | None:
    """The unit of a price whose currency is no word before a stroke: "Tk/kWh", "S/. x kg".

    What another currency costs is a price, too: "Kz por USD".
    """
    for match in known.against.finditer(words):
        currency = unit_of(words[: match.start()], language, whole=True)
        if currency and is_currency(currency):
            rest = words[match.end() :]
            if fold_word(rest.strip(" .)")) in _EACH:
                return currency  # FCFA/tête
            thing = unit_of(f"USD/{rest}", language, whole=True)
            if thing and thing.startswith("USD/"):
                return currency + thing.removeprefix("USD")
            bought = unit_of(rest, language)
            if is_currency(bought) and bought != currency:
                return f"{currency}/{bought}"
    return None
