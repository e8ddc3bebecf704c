"""What the head of a column of changes compares: 2018 with 2017, May with April."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from .anchors import year_before
from .captions import periods_of_title
from .document import Document
from .layout import Cell, Span
from .lexicon import Lexicon, patterns, per_language
from .parts import YEAR, parts_of
from .relative import months_of, preceding
from .rule import century

Heads = tuple[tuple[str, Span], ...]
_ROMAN_YEAR = re.compile(rf"(?<!\w)(i{{1,3}}|iv)[\s./-]*({YEAR.pattern})(?!\w)")
_MONTHS = re.compile(r"(?<!\w)([a-z]{3,10})\.?[\s/'-]{1,2}((?:19|20)?\d\d)(?!\w)")  # mai-22/avr-22
_AGAINST = re.compile(r"\d\d\s?(?:/|vs\.?|:)\s?[a-z]")
_OVER = frozenset(("over", "sur"))  # within a period, or compared with it
_WITH = frozenset(("avec", "con", "com", "with"))  # "ecart avec 2018"
_BACKWARDS = re.compile(rf"({YEAR.pattern})\s?[/-]\s?({YEAR.pattern})\W*")


@dataclass(frozen=True, slots=True)
class Compared:
    """A period, with what it is compared with, if that is said; span: the words for it.

    Without a period it is the one of the title: "difference from the average of 1981-2010". An
    empty one is open.
    """

    period: str | None
    base: str | None
    span: Span


def compared(document: Document, cell: Cell, read: Callable[[], Heads]) -> Compared | None:
    """What the head of a cell compares; None where it is no head of changes, or says it not.

    `read()` gives the periods of the columns to the left, nearest first.
    """
    words = _words(document.lexicon)
    heads = [(document.folded.text[slice(*span)], span) for span in cell.column_heads]
    changed = next(((text, span) for text, span in heads if words.change.search(text)), None)
    if changed is None:
        return None
    if stretches := [s for _, s in heads if s != changed[1] and _is_stretch(document, s)]:
        written = document.folded.text[slice(*stretches[0])]
        two = _BACKWARDS.fullmatch(written)
        return _between([two[2], two[1]], read(), stretches[0]) if two and two[2] < two[1] else None
    if long_ago := _average_before(document, changed[1], words):
        return Compared(None, long_ago, changed[1])
    named, beside = _named(document, changed[1]), read()
    if len(named) == 2:
        if words.average.search(changed[0]):
            return None
        return _between(named, beside, changed[1])
    if len(named) == 1:
        titled = _titled_after(document, cell, named[0])
        if _counts_from(document, changed[1], words, beside, titled):
            apart = not beside or _is_of_others(document, cell, beside[0], named[0])
            period = None if apart else _counted_to(named[0], beside, titled)
            return Compared(period, named[0], changed[1])
    if named or not beside:
        return None
    text = document.folded.text
    levels = [s for s in cell.beside if not any(words.change.search(text, *span) for span in s)]
    others = {span for spans in levels for span in spans}
    own = [text for text, span in heads if span not in others]  # "Monthly" is over levels, too
    return _of_columns(" ".join(own), beside, words)


def heads_changes(document: Document, cell: Cell) -> bool:
    """Whether a head of a cell calls it a change."""
    words, text = _words(document.lexicon), document.folded.text
    return any(words.change.search(text, *span) for span in cell.column_heads)


def _named(document: Document, span: Span) -> list[str]:
    """The periods that a head names, in order of time: a range as its two ends."""
    text = document.folded.text[slice(*span)]
    romans = _ROMAN_YEAR.findall(text)
    if len(romans) == 2:
        parts = parts_of(document.lexicon)
        read = (parts.of(f"{roman} {parts.noun}", year) for roman, year in romans)
        return sorted({value for value in read if value})
    months = [_words(document.lexicon).month_of(*pair) for pair in _MONTHS.findall(text)]
    if len(months) == 2 and all(months) and _AGAINST.search(text):
        return sorted(month for month in months if month)
    found: set[str] = set()
    for period in document.periods_over(*span):
        if period.relative or not period.values or period.is_open:
            continue
        found.update(period.parts or period.values[:1])
    return sorted(found)


def _average_before(document: Document, span: Span, words: "_Words") -> str | None:
    """The years of the average that a head compares with: "from the 1981-2010 average"."""
    for period in document.periods_over(*span):
        from_it = words.counted.search(document.folded.text, span[0], period.start)
        years = period.parts and YEAR.fullmatch(period.parts[0])  # not "from FY2016 to FY2017"
        if years and period.values and from_it and "/" in period.values[0]:
            return period.values[0]
    return None


def _titled_after(document: Document, cell: Cell, base: str) -> str:
    """The one period of the title, if it is later than what is compared with, and as long."""
    titles = {period.values[0] for period in periods_of_title(document, cell)}
    after = {title for title in titles if len(title) == len(base) and title > base}
    return after.pop() if len(titles) == len(after) == 1 else ""


def _counted_to(base: str, beside: Heads, titled: str) -> str:
    """The period of changes that are counted from another: the column's before, or the title's.

    Empty where that column is of the base itself, and it may be any of those before it.
    """
    values = [value for value, _ in beside]
    if titled in values or values[0] <= base:
        later = {v for v in values if len(v) == len(base) and v > base}
        alike = {v for v in later if v[4:] == base[4:]} or later
        return titled or (alike.pop() if len(alike) == 1 else "")
    return values[0]


def _counts_from(
    document: Document, span: Span, words: "_Words", beside: Heads, titled: str
) -> bool:
    """Whether a head names the period that its changes are counted from: "change since 2016".

    "Change over 2016" may be within that year, unless a column beside or the title is of a later
    one. Nothing of "Change over June 2016" is within that month, where columns are of others.
    """
    periods = [p for p in document.periods_over(*span) if p.values]
    text = document.folded.text
    return any(
        period.tie in ("since", "base", "from")
        or words.counted.search(text, span[0], period.start)
        or (titled or beside and (beside[0][0] > period.values[0] or _is_month(period.values[0])))
        and words.over.search(text, span[0], period.start)
        for period in periods
    )


def _is_month(value: str) -> bool:
    return len(value) == len("2015-06")


def _is_of_others(document: Document, cell: Cell, head: tuple[str, Span], base: str) -> bool:
    """Whether a time is that of a column farther left, and another kind than what is compared.

    "Beds, 31 Dec. 2016", "Daily average", "Change on 2015": of the average, and of no day.
    """
    change, text = _words(document.lexicon).change, document.folded.text
    levels = (s for s in cell.beside if not any(change.search(text, *span) for span in s))
    return head[1] not in next(levels, (head[1],)) and len(head[0]) != len(base)


def _is_stretch(document: Document, span: Span) -> bool:
    """Whether a head names two ends by itself: "June to July 2018" over "% change"."""
    return any(period.parts for period in document.periods_over(*span))


def _between(named: list[str], beside: Heads, span: Span) -> Compared:
    """The later period against the earlier; a year stands for the column that is in it."""
    ends = []
    for value in named:
        within = [head for head, _ in beside if YEAR.fullmatch(value) and head[:4] == value]
        ends.append(within[0] if len(set(within)) == 1 else value)
    return Compared(ends[1], ends[0], span)


def _of_columns(text: str, beside: Heads, words: "_Words") -> Compared | None:
    """The last of the columns to the left, against the one that the words or the columns say."""
    values = [value for value, _ in beside]
    if len(values) > 1 and values[0] < values[1]:  # 2019 before 2018
        last = max(values[:2])
        period, span = next(head for head in beside if head[0] == last)
    else:
        period, span = beside[0]
    ago = year_before(period)
    if words.year_on_year.search(text):
        return Compared(period, ago, span)
    others = [v for v in values if v != period and months_of(v) == months_of(period)]
    if words.month_on_month.search(text):
        return Compared(period, preceding(period), span)
    if len(set(others)) == 1:
        return Compared(period, others[0] if others[0] < period else None, span)
    if (
        ago in others
        and preceding(period) not in others
        and not any(_is_near(other, period) for other in others)
    ):
        return Compared(period, ago, span)
    if others and others[0] < period and others[0][:4] != period[:4] and YEAR.fullmatch(period):
        return Compared(period, others[0], span)
    return Compared(period, None, span)


def _is_near(other: str, period: str) -> bool:
    """Whether another column is of the same year, or the one before, but no year apart."""
    return other[:4] == period[:4]


class _Words:
    def __init__(self, lexicon: Lexicon) -> None:
        self.months = lexicon.months
        fillers = rf"(?:{patterns((*lexicon.fillers, *lexicon.averages, *lexicon.that))}\s+)*"
        near = {*lexicon.base, *lexicon.starts, *lexicon.base_years, *lexicon.soft_base}
        self.counted = re.compile(
            rf"{patterns((near | _WITH) - _OVER - {*lexicon.of})}\s+{fillers}$"
        )
        self.over = re.compile(rf"{patterns(near & _OVER)}\s+{fillers}$")
        self.average = re.compile(patterns(lexicon.averages))
        self.change = re.compile(patterns(lexicon.changes))
        self.year_on_year = re.compile(patterns(lexicon.year_on_year))
        self.month_on_month = re.compile(patterns(lexicon.month_on_month))

    def month_of(self, name: str, year: str) -> str | None:
        """The month with a name in a year of two or four digits; None where it is no month."""
        number = self.months.get(name)
        return f"{century(year)}-{number:02}" if number else None


_words = per_language(_Words)
