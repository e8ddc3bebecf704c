"""Units and scales that words name without a number: a unit's quote, a head, a note above a table.

The words are given to the reader of numerals behind a one, so that there is one list of units.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from sources.numerals import Numeral, UnreadableText, read

from .document import Document
from .folded import fold_word
from .layout import Cell, Span
from .lexicon import Lexicon, patterns, per_language
from .titles import bindings, timed

_UNSCALED = frozenset(
    ("percent", "percentage_points", "basis_points", "per_mille", "fraction", "ratio", "multiple")
)
_BRACKETS = re.compile(r"[(\[]([^()\[\]]{1,60})[)\]]")
_WORD = re.compile(r"[^\W\d_]+(?:\s[^\W\d_]+)?|[%$€£]")
_COUNT = re.compile(r"\s*1(?P<zeros>(?:[,. ]?000)+)\s+[^\W\d_]")
_COUNTED = re.compile(r"[(\[]1(?P<zeros>(?:[,. ]?000)+)\s+[^\W\d_]")  # "area (1000 ha)"
_SIGNS = frozenset("$€£¥₹₦₱₵₡₲₩₺₫฿")
_CURRENCY = re.compile(r"(?:[A-Z]{1,3})?[$€£¥₹₦₱₵₡₲₩₺₫฿]|(?<!\w)[A-Z]{3}(?!\w)")
_CARBON = re.compile(r"(?<=t)\s?CO2\s?(?:-?eq?\.?)?(?!\w)", re.IGNORECASE)
_CODE = re.compile(r"[A-Z]{3}")
_SHORT = 3  # words of a note that may say "in percent"
_LONGER = 6  # words of a title that ends in "percent" or is of changes
_LONGEST = 80
_THOUSANDS = r"10{0,2}(?:[,. ]000)+|10{3,6}|100?\s+mil|mil|mille"
_PART = re.compile(r"(?:[^,;()\[\]]|(?<=\d),(?=\d{3}))+")


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
        self.scales = lexicon.scales
        self.pattern = re.compile(rf"(?<!\d)(?<!\d[\s.,'])({patterns(lexicon.scales)})")
        joiners = patterns((*lexicon.part_of, *lexicon.within, *lexicon.of))
        self.stripped = re.compile(rf"{patterns(lexicon.scales)}|^\s*{joiners}|{joiners}\s*$")
        self.leading = re.compile(rf"^[\s(]*(?:{joiners}\s+)?")
        self.scaled = re.compile(rf"\s*(?:{joiners}\s+)?{patterns(lexicon.scales)}")
        self.within = re.compile(rf"{patterns(lexicon.within)}\s+")
        self.count = re.compile(r"^\s*1[,. ]?000(?:[,. ]000)*\s+")  # "1,000 acres"
        self.tied = re.compile(rf"{patterns((*lexicon.within, *lexicon.part_of))}$")
        self.percent = re.compile(patterns(lexicon.percent))
        self.part = re.compile(rf"\s+{patterns(lexicon.part_of)}(?!\w)")
        self.rates = re.compile(rf"{patterns(lexicon.per)}\s+(?:{_THOUSANDS})(?![\w]|[.,]\d)")
        self.averages = patterns((*lexicon.averages, *lexicon.counts))
        self.rate_title = re.compile(
            rf"(?:(?!{patterns(lexicon.both)}\s)[^\s(,;]+\s+){{1,6}}?"
            rf"{patterns(lexicon.per)}\s+(?:{_THOUSANDS})(?:\s+[^\s(,;]+){{0,3}}\s*(?:\n|$|,)"
        )
        changes = patterns(lexicon.changes)
        self.percent_title = re.compile(rf"(?:%|{patterns(lexicon.percent)})\s*$|{changes}")
        self.unit_label = re.compile(r"\s*(?:unit|unidade?|unite|unidades|units|unites)\s*:\s*")
        self.per = re.compile(rf"{patterns(lexicon.per)}\s+([^\W\d_][^()\[\],;]*)$")
        self.per_thing = re.compile(rf"\s+{patterns(lexicon.per)}\s+(?=[^\W\d_])")
        self.against = re.compile(rf"\s*/\s*|\s+(?:x|{patterns(lexicon.per)})\s+")
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
        for match in self.within.finditer(words):
            last = match
        return words[last.end() :] if last else ""


scale_words = per_language(ScaleWords)  # the scale words of a lexicon, made once


def head_units(document: Document, cell: Cell) -> list[tuple[str, Span]]:
    """The units that the heads of a cell name, else its notes, with places in the folded text."""
    if (bound := _bound(document, cell)) and (units := _units_of(document, bound)):
        return units
    for spans in (cell.column_heads, cell.row_heads):
        if found := [unit for span in spans for unit in _units_of(document, span)]:
            return [(_per_head(document, cell, unit), span) for unit, span in found]
    if _counts(document, cell):
        return []
    if corner := _corner_units(document, cell):
        return corner
    noted = [unit for span in cell.notes for unit in _units_of(document, span, cell.notes)]
    return [(unit, span) for unit, span in noted if _may_be_noted(document, cell, unit, span)]


def _corner_units(document: Document, cell: Cell) -> list[tuple[str, Span]]:
    """The currency, or the unit with a scale, of the corner: "Cost (EUR thousand)".

    A plain unit there is of the labels below it: "Size (ha)" over "5 to 10".
    """
    words, text = scale_words(document.lexicon), document.folded.text
    if any(text[slice(*span)][:1].isdigit() for span in cell.row_heads):
        return []
    return [
        (unit, place)
        for span in cell.corners
        for unit, place in _units_of(document, span)
        if _CODE.fullmatch(unit) or _noted(document, span, words)
    ]


def _bound(document: Document, cell: Cell) -> Span | None:
    """The words of a note that are of the cell's column or row alone: "volumes in tonnes"."""
    heads = [document.folded.text[slice(*s)] for s in (*cell.column_heads, *cell.row_heads)]
    for note in cell.notes:
        key = "bindings", note
        if key not in document.memory:
            text = document.folded.text
            document.memory[key] = list(bindings(text, note, document.lexicon))
        for stem, span in document.memory[key]:
            if any(re.search(rf"(?<!\w){re.escape(stem)}", head) for head in heads):
                return (span[0], span[1])
    return None


def likely_units(document: Document, cell: Cell) -> list[tuple[str, Span]]:
    """The units of heads and notes, else the one that a note gives to the whole text."""
    found = head_units(document, cell)
    return found if found or _counts(document, cell) else _default_units(document)


def _per_head(document: Document, cell: Cell, unit: str) -> str:
    """The unit with what another head puts it in relation to: "Yield per acre" over "Pounds"."""
    words = scale_words(document.lexicon)
    if "/" in unit or unit.startswith(("%", "10*")):
        return unit
    for span in cell.column_heads:
        per = words.per.search(document.folded.text[slice(*span)])
        if per and (found := unit_of(f"USD/{per[1].strip()}", document.language, whole=True)):
            return unit + found.removeprefix("USD")
    return unit


def _may_be_noted(document: Document, cell: Cell, unit: str, span: Span) -> bool:
    """Whether a note may give a cell the unit: a rate is not said of a column of counts."""
    words = scale_words(document.lexicon)
    if not unit.startswith("10*") or words.rate_title.match(document.folded.text, *span):
        return True
    heads = [document.folded.text[slice(*s)] for s in (*cell.column_heads, *cell.row_heads)]
    return any(words.rate.search(head) for head in heads)


def _counts(document: Document, cell: Cell) -> bool:
    """Whether a head says that its figures are counts: "Number", "Employment, number"."""
    words = scale_words(document.lexicon)
    for span in (*cell.column_heads, *cell.row_heads):
        head = document.folded.text[slice(*span)]
        if any(words.counted.fullmatch(part.strip()) for part, _ in _parts(head)):
            return True
    return False


def _default_units(document: Document) -> list[tuple[str, Span]]:
    """The unit of a whole text: "(Data in thousand metric tons unless otherwise noted)"."""
    if "default" not in document.memory:
        words = scale_words(document.lexicon)
        spans = [match.span(1) for match in words.unless.finditer(document.folded.text)]
        named = [unit for span in spans for unit in _units_of(document, span)]
        document.memory["default"] = named if len({unit for unit, _ in named}) == 1 else []
    found: list[tuple[str, Span]] = document.memory["default"]
    return found


def is_named(document: Document, cell: Cell, unit: str) -> bool:
    """Whether any word of the heads or notes of a cell is a unit: "Tons of apples"."""
    for span in (*cell.column_heads, *cell.row_heads, *cell.notes):
        if unit in units_in(document.folded.shown[slice(*span)], document.language):
            return True
    return False


def units_in(text: str, language: str) -> set[str | None]:
    """The units that the words of a text name, each tried by itself."""
    return {unit_of(word, language) for word in _WORD.findall(text)}


def _units_of(
    document: Document, span: Span, notes: tuple[Span, ...] = ()
) -> list[tuple[str, Span]]:
    key = "units", span
    if key not in document.memory:
        document.memory[key] = list(_units_said(document, span, span in notes))
    found: list[tuple[str, Span]] = document.memory[key]
    return found


def _units_said(document: Document, span: Span, is_note: bool) -> Iterator[tuple[str, Span]]:
    start, end = span
    text = document.folded.shown[start:end]
    words = scale_words(document.lexicon)
    pieces = [(m[1], start + m.start(1), True) for m in _BRACKETS.finditer(text)]
    pieces += [(part, start + at, False) for part, at in _parts(text)]
    for piece, at, bracketed in pieces:
        if label := words.unit_label.match(document.folded.text, at, at + len(piece)):
            piece, at, bracketed = piece[label.end() - at :], label.end(), True
        folded = document.folded.text[at : at + len(piece)]
        unit = _rate_or_share(piece, folded, words, document.language, is_note and not bracketed)
        if not unit and folded.strip() in words.points:
            changed = words.changes.search(document.folded.text, *span)
            unit = "%-pt" if changed else None
        elif not unit and folded.strip() not in words.labels:  # "Year" heads years
            unit = _named_unit(piece, folded, words, document.language, is_note, bracketed)
        if unit:
            yield unit, (at, at + len(piece))


def _rate_or_share(
    piece: str, folded: str, words: ScaleWords, language: str, is_title: bool
) -> str | None:
    """Per 1,000 people, or percent, which a long title names of something else."""
    rate = words.rates.search(folded)
    if rate and (unit := unit_of(piece[rate.start() :], language)):
        return unit
    percent = "%" in piece or words.percent.search(folded)
    short = len(piece.split()) <= (_LONGER if words.percent_title.search(folded) else _SHORT)
    return "%" if percent and (not is_title or short) else None


def _named_unit(
    piece: str, folded: str, words: ScaleWords, language: str, is_note: bool, bracketed: bool
) -> str | None:
    """The unit that a piece of a head is, in one of its forms."""
    is_scaled = words.scaled.match(folded) is not None
    for candidate in _candidates(piece, folded, words, is_note and not bracketed):
        long_enough = bracketed or is_scaled or len(candidate) > 1 or candidate in _SIGNS
        if not long_enough or re.search(r"\d", candidate):
            continue
        unit = unit_of(candidate, language, whole=not is_scaled)
        if unit := unit or _price_of(candidate, words, language):
            return unit
    time = None if is_note else timed(folded, words.averages)
    return unit_of(time, language, whole=True) if time else None


def _candidates(piece: str, folded: str, words: ScaleWords, is_note: bool) -> Iterator[str]:
    """What of a piece may be a unit, as it is printed: without scale and number, by its ends."""
    counted = words.count.match(folded)
    kept, at = [], counted.end() if counted else 0
    for match in words.stripped.finditer(folded, at):
        kept.append(piece[at : match.start()])
        at = match.end()
    plain = " ".join(" ".join([*kept, piece[at:]]).split()).strip(" :.")
    yield plain
    lower = fold_word(plain)
    yield lower
    leading = words.leading.match(lower)
    bare = plain[leading.end() :] if leading and len(lower) == len(plain) else lower
    yield bare
    yield words.tail(lower)
    yield _CARBON.sub("", bare)
    yield words.per_thing.split(lower, maxsplit=1)[0]  # "kg per cow" is measured in kg
    if not is_note:  # "days of stay", but not "tons of the company" in a sentence above
        yield words.part.split(lower, maxsplit=1)[0]
    if (currency := _CURRENCY.search(plain)) and len(plain.split()) <= _SHORT:
        yield currency.group()


def _price_of(words: str, known: ScaleWords, language: str) -> str | None:
    """The unit of a price whose currency is no word before a stroke: "Tk/kWh", "S/. x kg"."""
    for match in known.against.finditer(words):
        currency = unit_of(words[: match.start()], language, whole=True)
        if currency and _CODE.fullmatch(currency):
            thing = unit_of(f"USD/{words[match.end() :]}", language, whole=True)
            if thing and thing.startswith("USD/"):
                return currency + thing.removeprefix("USD")
    return None


def _parts(text: str) -> Iterator[tuple[str, int]]:
    for match in _PART.finditer(text):
        if match.group().strip():
            yield match.group(), match.start()


def head_scale(document: Document, cell: Cell) -> int:
    """The power of ten that heads or notes give the numbers of a cell; 0 for none.

    A note speaks of the unit that it names: a column with a unit of its own has its own scale.
    """
    key = "scale", cell.column_heads, cell.row_heads, cell.notes
    if key not in document.memory:
        document.memory[key] = _head_scale(document, cell)
    scale: int = document.memory[key]
    return scale


def _head_scale(document: Document, cell: Cell) -> int:
    words = scale_words(document.lexicon)
    if bound := _bound(document, cell):
        return _noted(document, bound, words)
    own = (*cell.column_heads, *cell.row_heads)
    spans = own if any(_units_of(document, span) for span in own) else (*own, *cell.notes)
    if spans is not own and _corner_units(document, cell):
        spans = (*own, *cell.corners, *cell.notes)
    for span in spans:
        text = document.folded.text
        if match := _COUNT.match(text, *span) or _COUNTED.search(text, *span):
            return match["zeros"].count("0")
        if scale := _noted(document, span, words):
            return scale
    return 0


def scaled(numeral: Numeral, exponent: int) -> Numeral:
    """The numeral times a power of ten, unless it has a scale already, or can have none."""
    if not exponent or numeral.kind in _UNSCALED or _has_scale(numeral):
        return numeral
    return replace(
        numeral,
        value=_times(numeral.value, exponent),
        low=_times(numeral.low, exponent),
        high=_times(numeral.high, exponent),
        decimals=None if numeral.decimals is None else numeral.decimals - exponent,
    )


def _has_scale(numeral: Numeral) -> bool:
    """Whether a scale was applied to what is printed: its last digit is a higher place."""
    printed = re.sub(r"\D", "", numeral.exact)
    value = numeral.value or numeral.low or numeral.high or ""
    return bool((numeral.decimals or 0) < 0 and len(re.sub(r"\D", "", value)) > len(printed))


def _times(number: str | None, exponent: int) -> str | None:
    return None if number is None else format(Decimal(number).scaleb(exponent), "f")


def _noted(document: Document, span: Span, words: ScaleWords) -> int:
    start, end = span
    text = document.folded.text[start:end]
    match = words.pattern.search(text)
    further = words.pattern.match(text, match.end() + 1) if match else None
    if match and further and match[1] == "k":
        match = further  # K million: kwacha
    if not match:
        return 0
    before = text[: match.start()].rstrip()
    opened = not before or before.endswith(("(", ",", ":", "$", "€", "£"))
    joined = words.tied.search(before) is not None
    bracket = "(" in before[-14:] and ")" not in before[-14:]
    return words.scales[" ".join(match[1].split())] if opened or joined or bracket else 0
