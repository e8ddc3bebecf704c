"""What the heads of a table cell say: its period, also put together from a month and a year."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .document import Document
from .layout import Cell, Span, marked_year
from .lexicon import Lexicon, patterns
from .periods import Period, year_before

_CODE = re.compile(r"(?:q|t)\s?([1-4])|([1-4])\s?(?:q|t)")
_ROMAN = re.compile(r"i{1,3}|iv")
_LATER = re.compile(r"(?<!\w)(?:iii|iv)(?!\w)")
_LATER_ROW = re.compile(r"\n(?:iii|iv)(?!\w)")
_BELOW = 300  # characters
_SLASHED = re.compile(r"(0?[1-9]|1[0-2])\s?/\s?((?:19|20)\d\d)")
_YEAR = re.compile(r"(?:1[89]|20|21)\d\d")


@dataclass(frozen=True, slots=True)
class HeadPeriod:
    """A period that heads say, with their place in the folded text; certain if nothing rivals.

    base: what a column of changes compares with, by the columns to its left.
    """

    values: tuple[str, ...]
    span: Span
    certain: bool
    parts: tuple[str, str] | None = None
    base: str | None = None


def period_of_heads(document: Document, cell: Cell) -> HeadPeriod | None:
    """The period of a cell by its heads, else by the title and notes above the table."""
    key = "heads", cell.span
    if key not in document.memory:
        document.memory[key] = _found(document, cell)
    found: HeadPeriod | None = document.memory[key]
    return found


def _found(document: Document, cell: Cell) -> HeadPeriod | None:
    columns = _named(document, cell.column_heads)
    rows = _named(document, cell.row_heads)
    notes = _named(document, cell.notes)
    titled = len({period.values for period in notes}) == 1
    if joined := _joined(document, cell, columns or rows):
        return joined
    if changed := _compared(document, cell):
        return changed
    if _is_open_part(document, cell):
        return None
    if not columns and not rows and _part_of_head(document, cell, "2000"):
        return _in_titled_year(document, cell, notes[0]) if titled else None
    for found, others in ((columns, rows), (rows, columns)):
        if found:
            rival = any(other.values != found[0].values for other in others)
            alone = len({period.values for period in found}) == 1
            return _head(document, cell, found[0], alone and not (rival and found is rows))
    return _head(document, cell, notes[0], False) if titled else None


def _head(document: Document, cell: Cell, period: Period, certain: bool) -> HeadPeriod:
    span = period.start, period.end
    values = (*_longer(document, cell, period.values[0]), *period.values)
    if values == period.values:
        return HeadPeriod(values, span, certain, period.parts)
    return HeadPeriod(values, span, False)


def _named(document: Document, spans: tuple[Span, ...]) -> list[Period]:
    """The periods of the nearest head that names any."""
    for span in spans:
        found = [p for p in document.periods_over(*span) if p.values and not p.relative]
        text = document.folded.text[slice(*span)]
        if not found and (year := _slashed(text) or marked_year(text)):
            found = [Period(*span, span[0], (year,))]
        if found:
            return found
    return []


def _slashed(text: str) -> str | None:
    """The month of a head that is written with a stroke: 06/2018."""
    found = _SLASHED.fullmatch(text)
    return f"{found[2]}-{int(found[1]):02}" if found else None


def _joined(document: Document, cell: Cell, years: list[Period]) -> HeadPeriod | None:
    """A month, a quarter or some months of one head in the year of another."""
    year = years[0].values[0] if len(years) == 1 else ""
    if not _YEAR.fullmatch(year):
        return None
    found = _part_of_head(document, cell, year)
    if not found:
        return None
    longer = _longer(document, cell, found[0])
    return HeadPeriod((*longer, found[0]), found[1], not longer)


def _in_titled_year(document: Document, cell: Cell, titled: Period) -> HeadPeriod | None:
    """A month or quarter of a head in the one year of the title."""
    year = titled.values[0]
    found = _part_of_head(document, cell, year) if _YEAR.fullmatch(year) else None
    return (
        HeadPeriod((*_longer(document, cell, found[0]), found[0]), found[1], False)
        if found
        else None
    )


def _part_of_head(document: Document, cell: Cell, year: str) -> tuple[str, Span] | None:
    for span in (*cell.column_heads, *cell.row_heads):
        if value := _part_in(document, span, year):
            return value, span
    return None


def _longer(document: Document, cell: Cell, value: str) -> tuple[str, ...]:
    """The months of a year or a quarter that heads or notes say by the last of them, if they do.

    "Year ended March" over 2017 means April 2016 to March 2017, "Quarter" over March 2017 three
    months.
    """
    words, text = _words(document.lexicon), document.folded.text
    spans = (*cell.column_heads, *cell.corners, *cell.notes)
    texts = [text[slice(*span)] for span in spans]
    if _YEAR.fullmatch(value):
        months = {words.months[m["month"]] for part in texts for m in words.year_to.finditer(part)}
        month = months.pop() if len(months) == 1 else 12
        return (f"{int(value) - 1}-{month + 1:02}/{value}-{month:02}",) if month < 12 else ()
    if value[4:] not in ("-03", "-06", "-09", "-12"):
        return ()
    if any(words.quarters.search(part) and not words.end_of.search(part) for part in texts):
        return (f"{value[:5]}{int(value[5:]) - 2:02}/{value}",)
    return ()


def _part_in(document: Document, span: Span, year: str) -> str | None:
    words = _words(document.lexicon)
    whole = document.folded.text[span[0] : span[1]]
    text = whole.replace(year, " ").strip(" .,:()[]/-")
    if _ROMAN.fullmatch(text):
        text = f"{text} {words.noun}" if _is_quarter(document, span, text) else ""
    return _part(text, year, words)


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
    """Whether a head is I or II alone, which may be quarters or halves."""
    spans = (*cell.column_heads, *cell.row_heads)
    texts = (_YEAR.sub("", document.folded.text[slice(*span)]) for span in spans)
    return any(_ROMAN.fullmatch(text.strip(" ./-")) for text in texts)


def _compared(document: Document, cell: Cell) -> HeadPeriod | None:
    """The period of a change by the columns to its left: 2018 against 2017."""
    words = _words(document.lexicon)
    heads = [document.folded.text[span[0] : span[1]] for span in cell.column_heads]
    changed = next((n for n, text in enumerate(heads) if words.change.search(text)), None)
    if changed is None or not cell.beside or any(_YEAR.search(heads[n]) for n in (changed,)):
        return None
    sides = [_dated(document, cell, span) for span in cell.beside]
    named = [side for side in sides if side]
    if not named:
        return None
    text = " ".join(heads)
    base = None
    if words.year_on_year.search(text):
        base = year_before(named[0])
    elif len(named) > 1 and named[1] < named[0] and not words.month_on_month.search(text):
        base = named[1]
    values = (*_longer(document, cell, named[0]), named[0])
    base = (*_longer(document, cell, base), base)[0] if base else None
    return HeadPeriod(values, cell.beside[0], False, base=base)


def _dated(document: Document, cell: Cell, span: Span) -> str | None:
    """The period of a head to the left, with the month of a head that is above both."""
    found = [p for p in document.periods_over(*span) if p.values and not p.relative]
    if not found:
        years = {p.values[0] for p in _named(document, cell.notes)}
        year = years.pop() if len(years) == 1 else ""
        return _part_in(document, span, year) if _YEAR.fullmatch(year) else None
    if len(found) != 1:
        return None
    value = found[0].values[0]
    if _YEAR.fullmatch(value):
        parts = (_part_in(document, head, value) for head in cell.column_heads)
        return next((part for part in parts if part), value)
    return value


def _part(text: str, year: str, words: "_Words") -> str | None:
    if text in words.months:
        return f"{year}-{words.months[text]:02}"
    if stretch := words.stretch.fullmatch(text):
        first, last = words.months[stretch[1]], words.months[stretch[2]]
        return f"{year}-{first:02}/{year}-{last:02}" if first < last else None
    quarter = 0
    if code := _CODE.fullmatch(text):
        quarter = int(code[1] or code[2])
    elif named := words.quarter.fullmatch(text):
        quarter = words.ordinal(named[1] or named[2])
    elif halved := words.half.fullmatch(text):
        first = 6 * min(words.ordinal(halved[1] or halved[2]), 2) - 5
        return f"{year}-{first:02}/{year}-{first + 5:02}"
    return f"{year}-{3 * quarter - 2:02}/{year}-{3 * quarter:02}" if quarter else None


class _Words:
    def __init__(self, lexicon: Lexicon) -> None:
        self.months, self.ordinals = lexicon.months, lexicon.ordinals
        which = rf"({patterns(lexicon.ordinals)}|[1-4][a-zº°ª.]{{0,4}}?|iv|i{{1,3}})"
        nouns = rf"(?:{patterns(lexicon.quarter)}|trim|qtr)\.?"
        month = f"({patterns(lexicon.months)})"
        ends = patterns((*lexicon.ends, *lexicon.both))
        self.stretch = re.compile(rf"{month}\.?\s*(?:-|{ends})\s*{month}\.?")
        self.change = re.compile(patterns(lexicon.changes))
        self.year_on_year = re.compile(patterns(lexicon.year_on_year))
        self.month_on_month = re.compile(patterns(lexicon.month_on_month))
        tail = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{patterns(lexicon.of)}\s+)?)?"
        self.year_to = re.compile(
            rf"{patterns(lexicon.year_to)}\s+{tail}(?P<month>{patterns(lexicon.months)})"
        )
        self.quarters = re.compile(patterns((*lexicon.quarter, *lexicon.quarterly)))
        self.end_of = re.compile(patterns(lexicon.end_of))
        self.noun = lexicon.quarter[0]
        halves = patterns(lexicon.half)
        self.half = re.compile(rf"{which}\s*{halves}|{halves}\s*{which}")
        self.quarter = re.compile(rf"{which}\s*{nouns}|{nouns}\s*{which}")

    def ordinal(self, word: str) -> int:
        if word in self.ordinals:
            return self.ordinals[word]
        digit = re.search(r"[1-4]", word)
        return int(digit.group()) if digit else {"i": 1, "ii": 2, "iii": 3, "iv": 4}[word]


_WORDS: dict[str, _Words] = {}


def _words(lexicon: Lexicon) -> _Words:
    if lexicon.language not in _WORDS:
        _WORDS[lexicon.language] = _Words(lexicon)
    return _WORDS[lexicon.language]


def texts_of(document: Document, cell: Cell) -> Iterator[tuple[str, Span]]:
    """The folded texts of the heads, nearest first."""
    for span in (*cell.column_heads, *cell.row_heads):
        yield document.folded.text[span[0] : span[1]], span
