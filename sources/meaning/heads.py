"""What the heads of a table cell say: its period, also put together from a month and a year."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from .begun_years import begins_at
from .captions import day_of_head, periods_of_title
from .compared import Heads, compared, heads_changes
from .cumulated import of_relative_heads, summed
from .document import Document
from .last_months import longer
from .layout import Cell, Span, marked_year
from .lexicon import Lexicon, patterns, per_language
from .parts import YEAR, Parts, is_roman, parts_of
from .period import Period
from .relative import months_of, months_within, within_work
from .time_words import TIME_WORDS

_LATER = re.compile(r"(?<!\w)(?:iii|iv)(?!\w)")
_LATER_ROW = re.compile(r"\n(?:iii|iv)(?!\w)")
_LETTER = re.compile(r"(?<!\w)a(?!\w)")
_BELOW = 300  # characters
_SLASHED = re.compile(r"(0?[1-9]|1[0-2])\s?/\s?((?:19|20)\d\d)")
_ROMAN_YEAR = re.compile(
    rf"(i{{1,3}}|iv)[\s./:-]+({YEAR.pattern})|({YEAR.pattern})[\s./:-]+(i{{1,3}}|iv)"
)
_ANY_YEAR = "2000"
_DIGITS = frozenset("1234")  # of quarters, under a corner that says so
_AHEAD = 24  # characters before a part of a year that may say that it ends a year


@dataclass(frozen=True, slots=True)
class HeadPeriod:
    """A period that heads say, with their place in the folded text; certain if nothing rivals.

    base: what a column of changes compares with. is_open: a year of work whose months aren't
    known, which is not to be proposed.
    """

    values: tuple[str, ...]
    span: Span
    certain: bool
    parts: tuple[str, str] | None = None
    base: str | None = None
    is_open: bool = False


def period_of_heads(document: Document, cell: Cell) -> HeadPeriod | None:
    """The period of a cell by its heads, else by the title and notes above the table."""
    key = "heads", cell.span
    if key not in document.memory:
        document.memory[key] = _found(document, cell)
    found: HeadPeriod | None = document.memory[key]
    return found


def _found(document: Document, cell: Cell) -> HeadPeriod | None:
    if found := _changed(document, cell):
        return found
    found = _plain(document, cell)
    if not found or found.is_open:
        return found
    if _is_of_base(document, cell, found):
        return replace(found, is_open=True)
    value = summed(document, cell, found.values[0])
    if value == found.values[0] and found.span not in (*cell.column_heads, *cell.row_heads):
        value = of_relative_heads(document, cell, found.span, value)
    if value == found.values[0]:
        return found
    return replace(found, values=(value or "",), certain=False, is_open=value is None)


def _is_of_base(document: Document, cell: Cell, found: HeadPeriod) -> bool:
    """Whether a column of changes names a time before that of the title, maybe its base."""
    titles = {period.values[0] for period in periods_of_title(document, cell)}
    if len(titles) != 1 or found.span in cell.row_heads or not heads_changes(document, cell):
        return False
    titled = titles.pop()
    return len(titled) == len(found.values[0]) and titled > found.values[0]


def _plain(document: Document, cell: Cell) -> HeadPeriod | None:
    columns = _named(document, cell.column_heads)
    rows = _named(document, cell.row_heads)
    titles = periods_of_title(document, cell)
    titled = titles[0] if len({period.values for period in titles}) == 1 else None
    if joined := _joined(document, cell, columns or rows):
        return joined
    named = (period.values[0] for period in (*columns, *rows))
    plain = all(YEAR.fullmatch(value) or is_work(value) for value in named)
    if plain and _is_open_part(document, cell):
        return None
    if not columns and not rows and _part_of_head(document, cell, _ANY_YEAR):
        return _in_titled_year(document, cell, titled) if titled else None
    for found, others in ((columns, rows), (rows, columns)):
        if found:
            rival = any(other.values != found[0].values for other in others)
            alone = len({period.values for period in found}) == 1
            return _head(document, cell, found[0], alone and not (rival and found is rows))
    if titled and (day := day_of_head(document, cell, titled)):
        return HeadPeriod((day[0] or "",), day[1], False, is_open=day[0] is None)
    if titled and not _is_apart(document, cell, titled):
        return _head(document, cell, titled, False)
    return None


def _is_apart(document: Document, cell: Cell, titled: Period) -> bool:
    """Whether the columns beside name times, and that of a cell does not: "Distance (km)"."""
    heads = (s for s in cell.beside if not compared(document, replace(cell, column_heads=s), tuple))
    beside = (period for spans in heads for period in _named(document, spans))
    plain = (p.values[0] for p in beside if not p.parts)  # no "difference from 1981-2010"
    return any(value != titled.values[0] for value in plain)


def _head(document: Document, cell: Cell, period: Period, certain: bool) -> HeadPeriod:
    span = period.start, period.end
    values = (*longer(document, cell, period.values[0]), *period.values)
    if values == period.values:
        return HeadPeriod(values, span, certain, period.parts, is_open=period.is_open)
    return HeadPeriod(values, span, False)


def _named(document: Document, spans: tuple[Span, ...]) -> list[Period]:
    """The periods of the nearest head that names any."""
    for span in spans:
        if found := _in_head(document, span):
            return found
    return []


def _in_head(document: Document, span: Span) -> list[Period]:
    found = [p for p in document.periods_over(*span) if p.values and not p.relative]
    found = [p for p in found if not p.values[0].startswith("--")]
    text = document.folded.text[slice(*span)]
    if (roman := _ROMAN_YEAR.fullmatch(text)) and _is_quarter(document, span, roman[1] or roman[4]):
        parts, year = _words(document.lexicon).parts, roman[2] or roman[3]
        return [
            Period(*span, span[0], (parts.of(f"{roman[1] or roman[4]} {parts.noun}", year) or "",))
        ]
    if not found and (year := _slashed(text) or marked_year(text)):
        return [Period(*span, span[0], (year,))]
    return found


def _slashed(text: str) -> str | None:
    """The month of a head that is written with a stroke: 06/2018."""
    found = _SLASHED.fullmatch(text)
    return f"{found[2]}-{int(found[1]):02}" if found else None


# -- a part of one head in the year of another ----------------------------------------------------


def _joined(document: Document, cell: Cell, years: list[Period]) -> HeadPeriod | None:
    """A month, a quarter or some months of one head, or of the title, in the year of another."""
    year = years[0].values[0] if len({p.values for p in years}) == 1 else ""
    if is_work(year):
        return _in_work_year(document, cell, years[0])
    if not YEAR.fullmatch(year):
        return None
    found = _part_of_head(document, cell, year) or _part_of_title(document, cell, years[0])
    if not found:
        return None
    ended = longer(document, cell, found[0])
    titled = found[1] in cell.notes
    return HeadPeriod((*ended, found[0]), found[1], not ended and not titled)


def is_work(value: str) -> bool:
    """Whether a period is a year that doesn't begin in January: a fiscal year."""
    return (
        len(value) == len("2017-04/2018-03") and months_of(value) in (12, 13) and value[5:7] != "01"
    )


def _in_work_year(document: Document, cell: Cell, work: Period) -> HeadPeriod | None:
    """A month or a quarter of a head, or of the title, in the fiscal year of another head."""
    if work.is_open or months_of(work.values[0]) != 12:
        return None
    words, begins = _words(document.lexicon), work.values[0]
    for span in (*cell.column_heads, *cell.row_heads):
        text = words.noise.sub(" ", document.folded.text[slice(*span)])
        if span[0] <= work.start < span[1]:  # Jul-Mar FY18
            text = text.replace(document.folded.text[work.start : work.end], " ")
        if months := words.parts.months_of(text):
            return HeadPeriod((months_within(months, begins),), span, False)
    found = _part_of_head(document, cell, _ANY_YEAR)
    if not found:
        found = _part_of_title(document, cell, replace(work, values=(_ANY_YEAR,)))
    if not found:
        return None
    counted = not words.month.search(document.folded.text, *found[1])
    value = within_work(found[0], begins, counted)
    return HeadPeriod((value,), found[1], False) if value else None


def _in_titled_year(document: Document, cell: Cell, titled: Period) -> HeadPeriod | None:
    """A month or quarter of a head in the one year of the title."""
    year = titled.values[0]
    if is_work(year):
        return _in_work_year(document, cell, titled)
    found = _part_of_head(document, cell, year) if YEAR.fullmatch(year) else None
    found = found or _within(document, cell, year)
    if not found:
        return None
    return HeadPeriod((*longer(document, cell, found[0]), found[0]), found[1], False)


def _within(document: Document, cell: Cell, stretch: str) -> tuple[str, Span] | None:
    """A month or quarter of a head among the months of the title: May, of April to June 2018."""
    if not 1 < months_of(stretch) <= 12 or YEAR.fullmatch(stretch):
        return None
    first, last = stretch.split("/")
    for year in sorted({first[:4], last[:4]}):
        found = _part_of_head(document, cell, year)
        ends = found[0].split("/") if found else [""]
        if first <= ends[0] and ends[-1] <= last and months_of(found[0] if found else ""):
            return found
    return None


def _part_of_head(document: Document, cell: Cell, year: str) -> tuple[str, Span] | None:
    corner = " ".join(document.folded.text[slice(*span)] for span in cell.corners)
    for span in (*cell.column_heads, *cell.row_heads):
        noun = corner if span in cell.row_heads else ""
        if value := _part_in(document, span, year, noun):
            return value, span
    return None


def _part_of_title(document: Document, cell: Cell, year: Period) -> tuple[str, Span] | None:
    """The one part of a year that title or notes name, in the year of a head."""
    words = _words(document.lexicon)
    if whole_year_in(document, cell, (year.start, year.end)):
        return None
    for note in (*cell.corners, *cell.notes):
        if _is_beside(document, note, year.values[0]):
            return None
        values = {
            value
            for span in words.parts.in_words(document.folded.text, document.folded.shown, *note)
            if (value := _titled_part(document, span, year.values[0]))
        }
        if len(values) == 1:
            return values.pop(), note
        if values:
            return None
    return None


def whole_year_in(document: Document, cell: Cell, place: Span) -> bool:
    """Whether the head that names a year says that the whole of it is meant: "Year 2018"."""
    heads = (*cell.column_heads, *cell.row_heads)
    span = next((h for h in heads if h[0] <= place[0] < h[1]), place)
    return bool(_words(document.lexicon).whole.search(document.folded.text, *span))


def _is_beside(document: Document, note: Span, year: str) -> bool:
    """Whether a title names years for some rows, and a part of another for one.

    "Years 2011-2013 and January-July 2014".
    """
    named = [p for p in document.periods_over(*note) if p.values and p.belongs != "paper"]
    ends = [period.values[0].split("/") for period in named]
    whole = [e for e in ends if all(map(YEAR.fullmatch, e)) and e[0] <= year <= e[-1]]
    return bool(whole) and any(e[0][:4] > year and e[0][4:] for e in ends)


def _titled_part(document: Document, span: Span, year: str) -> str | None:
    """A part of a year that a title names, in a year; not the end of a year, nor of a stretch."""
    words, text = _words(document.lexicon), document.folded.text
    ahead = max(0, span[0] - _AHEAD), span[0]
    if words.year_ends.search(text, *ahead) or words.until.search(text, *ahead):
        return None
    if words.of_week.search(text, *ahead) or begins_at(text, span[0], document.lexicon):
        return None  # "week of 10 May", "season starting 1 October"
    part = text[slice(*span)]
    for period in document.periods_over(*span):
        named = YEAR.match(period.values[0]) if period.values else None
        alike = named and words.parts.of(part, named.group()) in period.values
        if period.belongs == "paper" or not alike and not period.values[0].startswith("--"):
            return None
    return words.parts.of(part, year)


def _part_in(document: Document, span: Span, year: str, corner: str = "") -> str | None:
    """The part of a year that a head says; `corner` may call it a quarter or a half."""
    words = _words(document.lexicon)
    whole = document.folded.text[span[0] : span[1]]
    bare = whole.replace(year, " ").strip(" .,:()[]/-*")
    if found := words.parts.of(bare, year):
        return found  # "janeiro a março", whose "a" is no other word here
    text = words.noise.sub(" ", bare).strip(" .,:()[]/-*")
    if _LETTER.search(bare) and words.month.fullmatch(text.rstrip(".")):
        return None  # "2018 a septiembre" may be the months until then
    counted = is_roman(text) or words.parts.counts(text) or text in _DIGITS
    if counted and (noun := words.parts.noun_of(corner)):
        text = f"{text} {noun}"
    elif is_roman(text):
        text = f"{text} {words.parts.noun}" if _is_quarter(document, span, text) else ""
    return words.parts.of(text, year)


def _is_quarter(document: Document, span: Span, text: str) -> bool:
    """Whether I or II is a quarter, and no half: III or IV is beside it or below."""
    if text in ("iii", "iv"):
        return True
    whole = document.folded.text
    start = whole.rfind("\n", 0, span[0]) + 1
    line = whole[start : whole.find("\n", span[1])]
    below = whole[span[1] : span[1] + _BELOW] if start == span[0] else ""
    return bool(_LATER.search(line) or _LATER_ROW.search(below))


def _is_open_part(document: Document, cell: Cell) -> bool:
    """Whether a head is I or II alone, or First, which may be quarters or halves."""
    if _part_of_head(document, cell, _ANY_YEAR):
        return False
    words = _words(document.lexicon)
    corner = " ".join(document.folded.text[slice(*span)] for span in cell.corners)
    named = corner.strip() and not words.parts.noun_of(corner)  # "Island" over Terceira
    spans = cell.column_heads if named else (*cell.column_heads, *cell.row_heads)
    texts = (YEAR.sub("", document.folded.text[slice(*s)]).strip(" ./-") for s in spans)
    return any(is_roman(text) or words.parts.counts(text) for text in texts)


# -- columns of changes ---------------------------------------------------------------------------


def _changed(document: Document, cell: Cell) -> HeadPeriod | None:
    """The period of a change, with what it is counted from, by its head and those to its left."""
    said = compared(document, cell, lambda: _dated_heads(document, cell))
    if not said:
        return None
    if said.period is None:
        titles = {period.values[0] for period in periods_of_title(document, cell)}
        known = len(titles) == 1
        titled = titles.pop() if known else said.base or ""
        return HeadPeriod((titled,), said.span, False, base=said.base, is_open=not known)
    if not said.period:
        return HeadPeriod((said.base or "",), said.span, False, base=said.base, is_open=True)
    values = (*longer(document, cell, said.period), said.period)
    base = (*longer(document, cell, said.base), said.base)[0] if said.base else None
    return HeadPeriod(values, said.span, False, base=base)


def _dated_heads(document: Document, cell: Cell) -> Heads:
    """The periods of the columns to the left, nearest first, with the places of their heads."""
    dated = []
    for spans in cell.beside:
        column = replace(cell, column_heads=spans, beside=())
        if not _in_spans(document, spans) or compared(document, column, tuple):
            continue
        found = _plain(document, column)
        if found and not found.is_open:
            dated.append((found.values[0], spans[0]))
    part = next((part for s in cell.column_heads if (part := _part_in(document, s, _ANY_YEAR))), "")
    if part:  # "Var. %" over "Apr." and "Jan.-Apr."
        dated = [head for head in dated if re.sub(r"\d{4}", _ANY_YEAR, head[0]) == part]
    return tuple(dated)


def _in_spans(document: Document, spans: tuple[Span, ...]) -> bool:
    """Whether heads name a period, or a part of a year."""
    return bool(_named(document, spans)) or any(_part_in(document, s, _ANY_YEAR) for s in spans)


class _Words:
    def __init__(self, lexicon: Lexicon) -> None:
        time = TIME_WORDS[lexicon.language]
        self.parts: Parts = parts_of(lexicon)
        self.months, self.month = lexicon.months, re.compile(patterns(lexicon.months))
        self.until = re.compile(rf"{self.parts.until}$")
        self.year_ends = re.compile(rf"{patterns(lexicon.year_to)}\s+$")
        self.of_week = re.compile(rf"{patterns(time.week)}\s+(?:\w+\s+){{0,2}}$")
        self.whole = re.compile(patterns((*lexicon.year, *lexicon.averages)))
        self.noise = re.compile(patterns((*lexicon.as_of, *time.on, *time.marks, *time.to_date)))


_words = per_language(_Words)


def texts_of(document: Document, cell: Cell) -> Iterator[tuple[str, Span]]:
    """The folded texts of the heads, nearest first."""
    for span in (*cell.column_heads, *cell.row_heads):
        yield document.folded.text[span[0] : span[1]], span
