"""The unit that a bare number takes from another number of its sentence.

"From 8.0 days in 2016 to 7.7 in 2017", "against 181 billion in 2014", "2 points lower, at 9.5 %",
"\u20ac129 per m3, up \u20ac5".
"""

import re
from decimal import Decimal

from sources.numerals import Numeral

from .document import Amount, Document
from .folded import fold_word
from .layout import Span
from .lexicon import Lexicon, patterns, per_language
from .places import Place
from .unit_words import is_currency, unit_of

_FAR = 20  # times: numbers of one unit are nearer to each other
_BACK = 160  # characters
_MOST_POINTS = 30
_MILLION = 10**6
_RATE = ("10*", "%", "/")


class _Words:
    """Words that compare a bare number with the one before it, of one language."""

    def __init__(self, lexicon: Lexicon) -> None:
        w = lexicon
        fill = rf"(?:{patterns((*w.fillers, *w.estimated, *w.approximate))}\s+)*"
        ties = patterns((*w.to_level, *w.ends, *w.base, *w.starts, *w.soft_base, *w.both))
        self.tied = re.compile(rf"{_NO_BOUND}{ties}\s+{fill}(?:(?:usual|normal|customary)\s+)?$")
        self.ends = re.compile(rf"{patterns(w.ends)}\s+{fill}$")
        self.starts = re.compile(rf"{patterns(w.starts)}\s+{fill}$")
        self.anaphora = re.compile(rf"{patterns((*w.anaphora, *_OF_WHICH))},?\s+{fill}$")
        self.planned = re.compile(
            rf"\s+(?:{patterns((*w.targets, *w.forecasts, *w.estimated))}|{_PLANNED})(?!\w)"
        )
        compared = (*w.averages, *w.targets, *w.measures, *w.year_ago, *w.previous_year)
        self.compared = re.compile(rf"{patterns((*compared, *_COMPARED))}")
        self.small = frozenset(
            word
            for words in (w.small, w.within, w.joins, w.ends, w.base, w.by, w.as_of, w.both)
            for phrase in words
            for word in phrase.split()[:1]
        )
        self.points = re.compile(rf"\s+{patterns(w.points)}")
        self.rates = re.compile(patterns(w.rates))


_NO_BOUND = "".join(rf"(?<!{word}\s)" for word in ("mais", "menos", "mas", "plus", "moins"))
_NUMBER_OF = re.compile(
    r"(?<!\w)(?:number of|(?:numero|cantidad|quantidade) de|nombre d(?:es|e|['’]))"
)
_OF_MARKS = re.compile(  # points on a scale of 1 to 5, 7 puntos sobre 10
    r"\s+(?:[^\W\d_]+\s+){0,3}?(?:scale|escala|echelle)(?!\w)|\s+(?:sobre|sur|out of)\s+\d"
)
_MORE = re.compile(
    r"\s+(?:(?:more|fewer|less)\s+than|(?:mas|menos)(?:\s+que|\s*[,.)])|a\s+(?:mais|menos)|de\s+(?:plus|moins))"
    r"(?!\w)"
)
_OF_WHICH = ("of which", "of this total", "dont", "dos quais", "das quais", "de los cuales")
_COMPARED = ("budget", "presupuesto", "orcamento", "norme", "standard", "cible", "media", "moyenne")
_PLANNED = (
    "planned|budgeted|targeted|registered|recorded|reported|seen|presupuestad[oa]s|planificad[oa]s"
    "|programad[oa]s|registrad[oa]s|reportad[oa]s|observad[oa]s|previst[oa]s|orcamentad[oa]s"
    "|orcad[oa]s|planead[oa]s|projetad[oa]s|projectad[oa]s|registad[oa]s|verificad[oa]s"
    "|usual|normal|habitual(?:es)?|usuales|normales|habituais|usuais|normais|habituel(?:le)?s?"
    "|prevue?s|budgete[es]*|enregistre[es]*|observe[es]*|programme[es]*"
)
_AGE = re.compile(  # "their median age was 27"
    r"(?<!\w)(?:(?:median|mean|average)\s+age|(?:edad|idade)\s+(?:medi[ao]n?a?|promedio)|media\s+de"
    r"\s+(?:edad|idade)|age\s+(?:median|moyen))(?!\w)[^\d.;:,]{0,50}?(?:\s|')"
    r"(?:was|is|of|at|were|es|fue|era|de|d'|est|etait|foi|to|from|a)\s+(?:\w+\s+)?$"
)
_IS = re.compile(
    r"\s+(?:was|were|is|are|has|have|had|estan?|estaban?|fue|fueron|son|eran?|foi|foram|estavam?"
    r"|sao|est|sont|etaient|etait|ont|a)\s"
)
_IN_BRACKETS = re.compile(r"\(([^()#\n]{0,30}?):?\s*$")
_COUNTED = re.compile(r"(?:\s|['’])(?!los\s|las\s|des\s|mars\s)[^\W\d_]{3,}s(?!\w)")
_PRICE = re.compile(
    r"(?<!\w)(?:prices?|costs?|precios?|cost[eo]s?|precos?|custos?|prix|couts?|tarif\w*|fees?)\s+"
    r"(?:(?!per\s|por\s|par\s)[^\W\d_]+\s+){0,2}?(?:per|por|par|au|a la|a l['’])\s?"
    r"(?P<thing>[^\W\d_]+(?:\s[^\W\d_]+)?)"
)
_NEXT = re.compile(r"[\s)]*([^\W\d_]+|\S|$)")
_words = per_language(_Words)


def borrowed_unit(place: Place) -> tuple[str, Span] | None:
    """The unit with the place of the words that name it, in the text; None if none is likely."""
    if place.cell or len(place.numerals) != 1:
        return None
    numeral, document = place.numerals[0], place.document
    earlier = _earlier(place)
    if is_currency(numeral.unit):
        return _priced(numeral, earlier) or _price_named(place, numeral)
    if numeral.unit not in (None, "1") or numeral.unit_span or numeral.kind not in _BARE:
        return None
    if points := _points(place, numeral):
        return points
    start, end = place.main()
    aged = _AGE.search(document.folded.text, max(place.sentence[0], start - _BACK // 2), start)
    if aged and _is_bare(document, end):
        return "a", document.folded.back(*aged.span())
    if counted := _counted_more(place, numeral, earlier):
        return counted
    if bracketed := _bracketed(place, numeral, earlier):
        return bracketed
    bare = _is_bare(document, end) or _is_planned(document, end) or _is_part(place, numeral)
    if not earlier or not bare:
        return None
    return _compared(place, numeral, earlier)


def _is_planned(document: Document, end: int) -> bool:
    """Whether no noun but a participle follows: "the 240 million budgeted"."""
    return _words(document.lexicon).planned.match(document.folded.text, end) is not None


def _is_part(place: Place, numeral: Numeral) -> bool:
    """Whether a number of millions is a part of one before: "of which 3.2 million was secured"."""
    text, (start, end) = place.document.folded.text, place.main()
    words = _words(place.document.lexicon)
    which = words.anaphora.search(text, max(place.sentence[0], start - 60), start)
    return bool(which and _has_scale(numeral) and _IS.match(text, end))


def _bracketed(place: Place, numeral: Numeral, earlier: list[Amount]) -> tuple[str, Span] | None:
    """The unit of a number that is alone in brackets, as those before it: "A (93.3 %), B (93.4)".

    Or that is compared with the number right before the brackets: "48 days (average: 55)".
    """
    document, (start, end) = place.document, place.main()
    text = document.folded.text
    opened = _IN_BRACKETS.search(text, max(place.sentence[0], start - 40), start)
    if not opened or text[end : end + 1] != ")":
        return None
    label, at = opened[1].strip(), opened.start()
    for amount in earlier:
        unit = amount.numeral.unit
        behind = text[amount.stop : amount.stop + 1] == ")"
        alone = text[max(amount.start - 1, 0) : amount.start] == "("
        listed = not label and alone and behind
        compared = label and _is_beside(document, amount.stop, at) and _is_compared(place, opened)
        if unit in (None, "1") and listed:
            continue
        if not (listed or compared) or unit in (None, "1") or not _is_near(numeral, amount.numeral):
            return None
        assert unit is not None
        return unit, amount.numeral.unit_span or (amount.numeral.start, amount.numeral.end)
    return None


def _is_beside(document: Document, stop: int, at: int) -> bool:
    """Whether nothing but a period is between a number and a bracket: "5.6 million in 2013 ("."""
    for period in document.periods_in(stop, at):
        return not re.search(r"\w{4}|[,;.]", document.folded.text[stop : period.start])
    return not document.folded.text[stop:at].strip()


def _is_compared(place: Place, opened: re.Match[str]) -> bool:
    """Whether the words in brackets before a number are a period, or an average or a target."""
    document, span = place.document, opened.span(1)
    named = document.periods_over(*span) if span[0] < span[1] else []
    return bool(named) or bool(_words(document.lexicon).compared.search(opened[1]))


_BARE = frozenset(("cardinal", "range"))


def _earlier(place: Place) -> list[Amount]:
    """The figures before the place in its sentence, nearest first."""
    start, low = place.main()[0], place.sentence[0]
    if _has_scale(place.numerals[0]) and low > 1:
        low = place.document.layout.sentence(low - 2)[0]
    found = place.document.amounts_in(max(low, start - 2 * _BACK), start)
    return [amount for amount in reversed(found) if amount.numeral is not place.numerals[0]]


def _counted_more(place: Place, numeral: Numeral, earlier: list[Amount]) -> tuple[str, Span] | None:
    """The unit of the number right before, of which there are more: "48 days, 3 more than"."""
    document, (start, end) = place.document, place.main()
    if not earlier or not _MORE.match(document.folded.text, end):
        return None
    before = earlier[0].numeral
    far = start - earlier[0].stop > _BACK // 2 or _size(numeral) > _size(before)
    if before.unit in (None, "1") or before.kind in _RELATIVE or not before.unit_span or far:
        return None
    return before.unit, before.unit_span


def _compared(place: Place, numeral: Numeral, earlier: list[Amount]) -> tuple[str, Span] | None:
    """The unit of the nearest number that has one, where words or the scale tie the two."""
    document, start = place.document, place.main()[0]
    text = document.folded.text
    tied = _words(document.lexicon).tied.search(text, max(place.sentence[0], start - 60), start)
    scaled = _has_scale(numeral)
    words = _words(document.lexicon)
    back = max(place.sentence[0], start - 60)
    tied = tied or words.anaphora.search(text, back, start)
    to_level = words.ends.search(text, back, start)
    for amount in earlier:
        unit = amount.numeral.unit
        if unit in (None, "1"):
            if tied and not scaled and not _is_bare(document, amount.stop):
                return None  # the number before counts things, and so does this one
            continue
        assert unit is not None
        if is_currency(unit) and _NUMBER_OF.search(text, amount.stop, start):
            return None
        relative = amount.numeral.kind in _RELATIVE
        begun = to_level and words.starts.search(text, max(amount.start - 40, 0), amount.start)
        like_it = begun and not scaled and _is_near(numeral, amount.numeral)
        spelled = unit == "%" and numeral.exact.isalpha()  # meals were cut from three to two
        if spelled or relative and not like_it or start - amount.stop > _BACK:
            continue
        rated = unit.startswith(_RATE) and numeral.decimals
        like = scaled and _has_scale(amount.numeral)
        if (tied or like or rated) and _is_near(numeral, amount.numeral):
            span = amount.numeral.unit_span or (amount.numeral.start, amount.numeral.end)
            return unit, span
        return None
    return None


def _has_scale(numeral: Numeral) -> bool:
    """Whether a scale word made it millions: 5.4 million, 3,64 milhões."""
    return (numeral.decimals or 0) < 0 and _size(numeral) >= _MILLION


_RELATIVE = frozenset(("percent", "percentage_points", "basis_points", "fraction"))


def _is_near(numeral: Numeral, other: Numeral) -> bool:
    """Whether the two are of one size, as two values of the same thing are."""
    size, its = _size(numeral), _size(other)
    return bool(size and its and size < _FAR * its and its < _FAR * size)


def _size(numeral: Numeral) -> Decimal:
    shown = numeral.value or numeral.low or numeral.high
    return abs(Decimal(shown)) if shown else Decimal(0)


def _is_bare(document: Document, end: int) -> bool:
    """Whether no noun follows a number: "12,400 in 2020", not "869 laboratories"."""
    text = document.folded.text
    follows = _NEXT.match(text, end)
    word = follows[1] if follows else ""
    if word in ("de", "d", "of") and follows and _COUNTED.match(text, follows.end()):
        return False  # 17.2 y 17.5 millones de pasajeros
    return not word[:1].isalpha() or word in _words(document.lexicon).small


def _points(place: Place, numeral: Numeral) -> tuple[str, Span] | None:
    """Percentage points, where a sentence with a percentage says "points" alone."""
    document, end = place.document, place.main()[1]
    found = _words(document.lexicon).points.match(document.folded.text, end)
    if not found or _size(numeral) > _MOST_POINTS:
        return None
    amounts = document.amounts_in(*place.sentence)
    if _OF_MARKS.match(document.folded.text, found.end()):
        return None
    percent = any(amount.numeral.unit in ("%", "%-pt") for amount in amounts)
    text = document.folded.text[slice(*place.sentence)]
    rated = _words(document.lexicon).rates.search(text) and fold_word("index") not in text
    if not percent and not rated:
        return None
    return "%-pt", document.folded.back(end + 1, found.end())


def _priced(numeral: Numeral, earlier: list[Amount]) -> tuple[str, Span] | None:
    """The price's "per", of a price before it: up \u20ac5."""
    for amount in earlier[:2]:
        unit = amount.numeral.unit or ""
        same = unit.startswith(f"{numeral.unit}/")
        near = _size(amount.numeral) < 50 * _size(numeral) and _size(numeral) < 5 * _size(
            amount.numeral
        )
        if same and near and amount.numeral.unit_span:
            return unit, amount.numeral.unit_span
    return None


def _price_named(place: Place, numeral: Numeral) -> tuple[str, Span] | None:
    """The price's "per", of the words before it: "the price per kilo is higher, at US$ 2.68"."""
    document, start = place.document, place.main()[0]
    back = max(place.sentence[0], start - _BACK // 2)
    found = next(reversed(list(_PRICE.finditer(document.folded.text, back, start))), None)
    if not found or numeral.unit_span or document.amounts_in(found.end(), start):
        return None
    for thing in (found["thing"], found["thing"].split()[0]):
        unit = unit_of(f"USD/{thing}", document.language, whole=True)
        if unit and unit.startswith("USD/"):
            span = document.folded.back(*found.span("thing"))
            return f"{numeral.unit}{unit.removeprefix('USD')}", span
    return None
