"""What kind of figure a number is: a change, a share, a rank, a target, an estimate."""

import re
from collections.abc import Iterator

from sources.numerals import Numeral

from .anchors import year_before
from .bases import base_behind
from .changes import Change, change_of
from .document import Document
from .heads import period_of_heads, texts_of
from .model import Names, Saying
from .phrases import Phrases, phrases_of
from .places import Place
from .relative import preceding
from .ties import is_season, ties_of
from .units import head_scale, head_units

_PERCENTS = frozenset(("percent", "fraction"))
_NEXT = 12  # characters from a number to "year on year"
_POINTS = frozenset(("percentage_points", "basis_points"))
_REACH = 90  # characters
_NEAR_NOUN = 40  # characters
_UNSAID = "no words say the kind"
_CLAUSE = re.compile(r"[;:]|\.\s")


def is_change_column(place: Place) -> bool:
    """Whether the heads of a cell call it a change."""
    words = phrases_of(place.document.lexicon)
    texts = texts_of(place.document, place.cell) if place.cell else ()
    return any(words.changes.search(text) for text, _ in texts)


def scale_at(place: Place) -> int:
    """The power of ten that heads and notes give the place; none in a column of changes."""
    if not place.cell or is_change_column(place):
        return 0
    if any(unit == "%" for unit, _ in head_units(place.document, place.cell)):
        return 0
    return head_scale(place.document, place.cell)


def kinds_said(place: Place, change: Change | None, names: Names) -> Iterator[Saying]:
    """The kind of the figure, with what it is a share of."""
    document = place.document
    if change and change.is_change:
        span = document.folded.back(*change.words)
        yield Saying("kind", "change", *span, "sentence", "", change.certain)
        return
    if any(numeral.kind == "rank" for numeral in place.numerals):
        yield Saying("kind", "rank", place.start, place.end, "quote")
        return
    words = phrases_of(document.lexicon)
    if place.cell:
        yield from _of_heads(place, words)
    elif _has_plus(place):
        yield Saying("kind", "change", place.start, place.end, "quote", _UNSAID)
    if any(_is_percent(numeral) for numeral in place.numerals):
        yield from _share(place, words, names)
    yield from _by_unit(place, words)


def _has_plus(place: Place) -> bool:
    """Whether a plus is right before the number: "Mineral products: +R4 183 million"."""
    text, start = place.document.text, place.numerals[0].start if place.numerals else 0
    sign = text[start - 1 : start] if start else ""
    signed = sign == "+" or text[start : start + 1] == "+"
    at = start - 1 if sign == "+" else start
    return signed and not text[max(at - 1, 0) : at].strip(" (:\n\t\u00a0")


def _is_percent(numeral: Numeral) -> bool:
    return numeral.kind in _PERCENTS or numeral.kind == "range" and numeral.unit == "%"


def _by_unit(place: Place, words: Phrases) -> Iterator[Saying]:
    """What the unit makes likely: points are of a change, a percentage is a share, or a rate."""
    if not place.numerals:
        return
    numeral = place.numerals[0]
    span = numeral.start, numeral.end
    if numeral.kind in _POINTS or _names_change(place, words):
        yield Saying("kind", "change", *span, "quote", _UNSAID)
        return
    ratio = numeral.kind == "ratio" and numeral.unit == "%"
    percent = _is_percent(numeral) or (place.cell and _heads_percent(place))
    if ratio or percent and not _is_level(place, words):
        yield Saying("kind", "share", *span, "quote", _UNSAID)


def _heads_percent(place: Place) -> bool:
    if not place.cell or any(numeral.unit not in (None, "1") for numeral in place.numerals):
        return False
    return next((unit for unit, _ in head_units(place.document, place.cell)), "") == "%"


def _names_change(place: Place, words: Phrases) -> bool:
    """Whether a noun such as "variation" is shortly before a percentage, and no other number."""
    if place.cell or not any(numeral.unit == "%" for numeral in place.numerals):
        return False
    start = place.main()[0]
    low = max(place.sentence[0], start - _NEAR_NOUN)
    found = list(words.variation.finditer(place.document.folded.text, low, start))
    return bool(found) and not place.document.amounts_in(found[-1].end(), start)


def _is_level(place: Place, words: Phrases) -> bool:
    """Whether words call a percentage an interest rate, inflation or a tax."""
    text, (start, end) = place.document.folded.text, place.main()
    if place.cell:
        heads = texts_of(place.document, place.cell)
        return any(words.levels.search(head) for head, _ in heads)
    low = max(place.sentence[0], start - _REACH)
    return bool(words.levels.search(text, low, min(place.sentence[1], end + _NEAR_NOUN)))


def _of_heads(place: Place, words: Phrases) -> Iterator[Saying]:
    if not place.cell:
        return
    for text, span in texts_of(place.document, place.cell):
        for kind, pattern in (("change", words.changes), ("share", words.share)):
            if match := pattern.search(text):
                found = span[0] + match.start(), span[0] + match.end()
                yield Saying("kind", kind, *place.document.folded.back(*found), "head")
                return
    for low, high in place.cell.notes:  # "(percentage change)"
        if match := words.changed_note.match(place.document.folded.text, low, high):
            yield Saying("kind", "change", *place.document.folded.back(*match.span()), "head")
            return


def _share(place: Place, words: Phrases, names: Names) -> Iterator[Saying]:
    document, text = place.document, place.document.folded.text
    start, end = place.main()
    low = max(place.sentence[0], start - _REACH)
    before = None
    for match in words.share.finditer(text, low, start):
        before = match
    if before and not document.amounts_in(before.end(), start):
        span = document.folded.back(before.start(), before.end())
        yield Saying("kind", "share", *span, "sentence")
    behind = words.part.match(text, end) or words.apostrophe.match(text, end)
    if behind:
        if not before:
            span = document.folded.back(behind.start(), behind.end())
            yield Saying("kind", "share", *span, "sentence")
        yield from _whole(place, behind.end(), names)


def _whole(place: Place, start: int, names: Names) -> Iterator[Saying]:
    """What a share is of, where names of the vocabularies say it."""
    document = place.document
    stop = min(place.sentence[1], start + _REACH)
    stop = next((a.start for a in document.amounts_in(start, stop)), stop)
    if clause := _CLAUSE.search(document.folded.text, start, stop):
        stop = clause.start()
    for member in ("area", "indicator", "breakdown"):
        finder = names.finders[member]
        for low, high, codes in finder.find(
            document.folded.text, document.folded.shown, start, stop
        ):
            code = min(codes)
            value = code if member == "breakdown" else f"{member}={code}"
            yield Saying("share_of", value, *document.folded.back(low, high), "sentence")
            break


def modality_said(place: Place) -> Iterator[Saying]:
    """Whether words near the number call it a target or a forecast; else it is actual."""
    document, words = place.document, phrases_of(place.document.lexicon)
    start, end = place.main()
    for name, pattern in (("target", words.target), ("forecast", words.forecast)):
        if place.cell:
            for text, span in texts_of(document, place.cell):
                match = pattern.search(text) or name == "target" and _PLANNED_HEAD.fullmatch(text)
                if match and not _is_the_month(document, span[0] + match.start(), match[0]):
                    found = span[0] + match.start(), span[0] + match.end()
                    yield Saying("modality", name, *document.folded.back(*found), "head")
                    return
        if near := _near(place, pattern, words.behind[name], start, end):
            yield Saying("modality", name, *document.folded.back(*near), "sentence")
            return


_PLANNED_HEAD = re.compile(
    r"\W*(?:plano?|planned|planificad[oa]s?|programad[oa]s?|orcad[oa]s?|presupuestad[oa]s?"
    r"|budget(?:ed)?|prevue?s?|previst[oa]s?)\s*(?:[(\[,;].*)?"
)


def _is_the_month(document: Document, start: int, words: str) -> bool:
    """Whether "may" is the month of May, and says nothing of what may be."""
    return words == "may" and document.folded.shown[start] == "M"


def _near(
    place: Place, pattern: re.Pattern[str], behind: re.Pattern[str], start: int, end: int
) -> tuple[int, int] | None:
    """The words of a pattern before the number, with no other number between, or right behind."""
    document, text = place.document, place.document.folded.text
    last = None
    for match in pattern.finditer(text, max(place.sentence[0], start - _REACH), start):
        last = last if _is_the_month(document, match.start(), match[0]) else match
    if last and not document.amounts_in(last.end(), start):
        between = text[last.end() : start]
        if not _CLAUSE.search(between):
            return last.span()
    after = behind.match(text, end, place.sentence[1])
    return after.span() if after else None


def qualifier_said(place: Place) -> Iterator[Saying]:
    """The certainty that the words give the number: "some", "(2022 est.)"."""
    document = place.document
    for tie in ties_of(document, place.main(), place.sentence):
        if tie.period.estimate:
            span = document.folded.back(tie.period.start, tie.period.end)
            yield Saying("qualifier", "estimated", *span, "sentence")
    for numeral in place.numerals:
        if numeral.value or numeral.low or numeral.high:
            yield Saying("qualifier", numeral.qualifier, numeral.start, numeral.end, "quote")


def base_said(place: Place, change: Change | None, period: str | None) -> Iterator[Saying]:
    """What a change is counted from: a period and a value."""
    head = period_of_heads(place.document, place.cell) if place.cell else None
    head = None if head and head.is_open else head
    parts = head.parts if head and is_change_column(place) else None
    counted = year_before(head.values[0]) if head and _is_yearly(place) else None
    if head and (base := head.base or (parts[0] if parts else counted)):
        yield Saying("base_period", base, *place.document.folded.back(*head.span), "head")
    if not change or not change.is_change:
        return
    document = place.document
    rhythm = _by_rhythm(place, period) if period else None
    if rhythm and change.base_period and _is_nearer(place, rhythm[1], change.base_period.start):
        yield Saying("base_period", rhythm[0], *document.folded.back(*rhythm[1]), "sentence")
    elif change.base_period and not change.base_period.is_open:
        span = document.folded.back(change.base_period.start, change.base_period.end)
        for value in change.base_period.values:
            if not value.startswith(("--", "FY")):
                yield Saying("base_period", value, *span, "sentence", "", change.base_certain)
    elif stretch := _stretch(place) or _compared(place):
        yield stretch
    elif rhythm:
        yield Saying("base_period", rhythm[0], *document.folded.back(*rhythm[1]), "sentence")
    if change.base_value and change.base_value.numeral.value is not None:
        numeral = change.base_value.numeral
        certain = change.base_certain and not numeral.digits_doubt
        value = str(numeral.value)
        yield Saying("base_value", value, *numeral.phrase, "sentence", "", certain)


def _is_yearly(place: Place) -> bool:
    """Whether a column of changes says that each is counted from a year before."""
    words = phrases_of(place.document.lexicon)
    texts = texts_of(place.document, place.cell) if place.cell else ()
    return is_change_column(place) and any(words.year_on_year.search(text) for text, _ in texts)


def _compared(place: Place) -> Saying | None:
    """What the sentence compares with: "compared with 2015, sales fell 3 %", "up 3 % on 2015"."""
    periods = place.document.periods_in(place.sentence[0], place.main()[0])
    bases = [period for period in periods if period.tie == "base" and period.values]
    bases = bases or base_behind(place.document, place.main(), place.sentence)
    if (
        len(bases) != 1
        or not bases[0].values
        or bases[0].is_open
        or bases[0].values[0].startswith(("--", "FY"))
    ):
        return None
    text, behind = place.document.folded.text, bases[0].end
    if text.startswith(" (", behind):  # "compared with 2019 (410 homes), it rose 5 %"
        behind = max(behind, text.find(")", behind, place.main()[0]))
    if place.document.amounts_in(behind, place.main()[0]):
        return None
    span = place.document.folded.back(bases[0].start, bases[0].end)
    return Saying("base_period", bases[0].values[0], *span, "sentence")


def _stretch(place: Place) -> Saying | None:
    """The first year of "between 2011 and 2012"."""
    for tie in ties_of(place.document, place.main(), place.sentence):
        if tie.period.parts and not is_season(place.document, tie.period):
            span = place.document.folded.back(tie.period.start, tie.period.end)
            certain = tie.certain and place.is_figure
            return Saying("base_period", tie.period.parts[0], *span, "sentence", "", certain)
    return None


def _by_rhythm(place: Place, period: str) -> tuple[str, tuple[int, int]] | None:
    """The period before, by words such as "year on year" or "month on month" near the number."""
    words = phrases_of(place.document.lexicon)
    start, end = place.main()
    text = place.document.folded.text
    low, high = max(place.sentence[0], start - 40), min(place.sentence[1], end + 60)
    following = place.document.amounts_in(end, high)
    high = following[0].start if following else high  # "0.7 % on the month and 1 % on the year"
    found = [
        (abs(match.start() - end), value, match.span())
        for pattern, before in ((words.year_on_year, year_before), (words.rhythm, preceding))
        for match in pattern.finditer(text, low, high)
        if (value := before(period))
    ]
    return min(found)[1:] if found else None


def _is_nearer(place: Place, words: tuple[int, int], base: int) -> bool:
    """Whether "year on year" is right behind the number, and another base later."""
    end = place.main()[1]
    return end <= words[0] <= end + _NEXT and words[1] <= base


def change_at(place: Place) -> Change | None:
    """What the sentence says of the place as a change."""
    return change_of(place.document, place.main(), place.sentence)
