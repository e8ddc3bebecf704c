"""The units and scales of a table cell: those of its heads, its row, its title and notes."""

import re
from collections.abc import Iterator

from .below import expressed_below, points_below, rate_below
from .document import Document
from .folded import fold_word
from .layout import Cell, Span
from .titles import bindings, binds, heads_classes, is_of_events
from .unit_words import (
    ScaleWords,
    is_currency,
    is_open_money,
    named_unit,
    rate_or_share,
    scale_words,
    unit_of,
    units_in,
)

_BRACKETS = re.compile(r"[(\[]([^()\[\]]{1,60})[)\]]")
_COUNT = re.compile(r"\s*1(?P<zeros>(?:[,. ]?000)+)\s+[^\W\d_]")
_COUNTED = re.compile(r"[(\[]1(?P<zeros>(?:[,. ]?000)+)\s+[^\W\d_]")  # "area (1000 ha)"
_PART = re.compile(r"(?:[^,;()\[\]]|(?<=\d),(?=\d{3}))+")
_LABEL = re.compile(r"\W*(?:table|tabla|cuadro|quadro|tabela|tableau|t)\W{0,3}(?:n\S?\s)?\d")
_OPENING = re.compile(r"[(\[,;:]")
_LARGE = re.compile(r"[1-9]\d{0,2}(?:[.,\s']\d{3})+|[1-9]\d{3,}")
_SHORT = 3  # words of a currency
_UNIT_LABELS = ("unit", "unida")
_WORD = re.compile(r"[^\W\d_]{2}")

Units = list[tuple[str, Span]]


def head_units(document: Document, cell: Cell) -> Units:
    """The units that the heads of a cell name, else its notes, with places in the folded text."""
    columns = _own_units(document, cell.column_heads)
    rows = _own_units(document, _row_heads(document, cell))
    if points := _points_of_change(document, cell, rows):
        return points
    if rows and _is_row_of_changes(document, cell, rows):
        return rows
    if columns and not (rows and _is_dated(document, cell.column_heads, columns[0][1])):
        return [(_per_head(document, cell, unit), span) for unit, span in columns]
    for own, heads in ((columns, cell.column_heads), (rows, cell.row_heads)):
        bound = _bound(document, cell, heads)
        if own and own == rows and not bound and _counts(document, cell.column_heads):
            return []  # "Number of exporters" beside the classes "$2.49 and under"
        if own or bound and (own := _units_of(document, bound)):
            return [(_per_head(document, cell, unit), span) for unit, span in rows or own]
    if _is_counted(document, cell):
        return []
    if corner := _corner_units(document, cell):
        return corner
    if rate := rate_below(document, cell):
        return rate
    noted = [unit for span in cell.notes for unit in _units_of(document, span, cell.notes)]
    others = [place for note in cell.notes for _, place in _bindings(document, note)]
    free = [(unit, span) for unit, span in noted if not _overlap(span, others)]
    likely = [(unit, span) for unit, span in free if _may_be_noted(document, cell, unit, span)]
    below = None if likely else expressed_below(document, cell)
    return _units_of(document, below, (below,)) if below else likely


def _is_row_of_changes(document: Document, cell: Cell, rows: Units) -> bool:
    """Whether a row is of relative changes of the columns above: "Var. 2013/2012 (%)"."""
    changes = scale_words(document.lexicon).changes
    heads = (document.folded.text[slice(*span)] for span in cell.row_heads[:1])
    return rows[0][0] in ("%", "%-pt", "bp") and any(changes.search(head) for head in heads)


def _own_units(document: Document, heads: tuple[Span, ...]) -> Units:
    return [unit for span in heads for unit in _shares_first(document, _units_of(document, span))]


def _shares_first(document: Document, units: Units) -> Units:
    """The units of a head, a sign of percent that is a part by itself first: "Within 4 h, %"."""
    text = document.folded.text
    return sorted(units, key=lambda unit: text[slice(*unit[1])].strip() != "%")


def _overlap(span: Span, others: list[Span]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in others)


def _is_dated(document: Document, heads: tuple[Span, ...], unit: Span) -> bool:
    """Whether a head is a period with a unit, so that rows may have others: "2019, R million"."""
    head = next((span for span in heads if span[0] <= unit[0] < span[1]), unit)
    periods = document.periods_over(*head)
    named = [unit, *((period.start, period.end) for period in periods)]
    rest = (
        c
        for n, c in enumerate(document.folded.text[slice(*head)], head[0])
        if not any(start <= n < end for start, end in named)
    )
    return bool(periods) and not _WORD.search("".join(rest))


def _points_of_change(document: Document, cell: Cell, rows: Units) -> Units:
    """Points, for a rate in a column of changes "(% or pp)", or where a note below says so."""
    words, text = scale_words(document.lexicon), document.folded.text
    for span in cell.column_heads:
        head = text[slice(*span)]
        points = words.pp.search(head)
        percent = words.percent_sign.search(words.pp.sub("", head))
        changes = words.changes.search(head)
        if not changes or not percent:
            continue
        relative = rows and rows[0][0] == "%" or not rows and _is_rate(document, cell)
        if points:
            return [("%-pt" if relative else "%", span)]
        if relative and (note := points_below(document, cell)):
            return [("%-pt", note)]
    return []


def _is_rate(document: Document, cell: Cell) -> bool:
    words = scale_words(document.lexicon)
    return any(words.rate.search(document.folded.text, *span) for span in cell.row_heads)


def _corner_units(document: Document, cell: Cell) -> list[tuple[str, Span]]:
    """The currency, percent, or the unit with a scale, of the corner: "Cost (EUR thousand)".

    A plain unit there is of the labels below it: "Size (ha)" over "5 to 10".
    """
    words, text = scale_words(document.lexicon), document.folded.text
    if any(text[slice(*span)][:1].isdigit() for span in cell.row_heads):
        return []
    return [
        (unit, place)
        for span in cell.corners
        if not heads_classes(text[slice(*span)])
        for unit, place in _units_of(document, span)
        if is_currency(unit) or unit == "%" or _noted(document, span, words)
    ]


def _bound(document: Document, cell: Cell, heads: tuple[Span, ...]) -> Span | None:
    """The words of a note that are of the cell's column or row alone: "volumes in tonnes"."""
    texts = [document.folded.text[slice(*span)] for span in heads]
    matched = [
        (sum(binds(stems, head) for head in texts), -place[0], place)
        for note in cell.notes
        for stems, place in _bindings(document, note)
    ]
    best = max(matched, default=(0, 0, (0, 0)))
    return best[2] if best[0] else None


def _bindings(document: Document, note: Span) -> list[tuple[tuple[str, ...], Span]]:
    """What a note binds to some columns alone, where it is a unit or a scale."""
    key = "bindings", note
    if key not in document.memory:
        words = scale_words(document.lexicon)
        document.memory[key] = [
            (stems, span)
            for stems, span in bindings(document.folded.text, note, document.lexicon)
            if not stems[0].startswith(_UNIT_LABELS)
            and (_units_of(document, span) or _noted(document, span, words))
        ]
    found: list[tuple[tuple[str, ...], Span]] = document.memory[key]
    return found


def likely_units(document: Document, cell: Cell) -> list[tuple[str, Span]]:
    """The units of heads and notes, else the one that a note gives to the whole text."""
    found = head_units(document, cell)
    return found if found or _is_counted(document, cell) else _default_units(document)


def _row_heads(document: Document, cell: Cell) -> tuple[Span, ...]:
    """The heads of a row; those of the row above that it is a part of, where its own say no unit.

    "Male" under "Unemployment rate (%)".
    """
    own = cell.row_heads
    if not cell.above or _own_units(document, own) or _counts(document, own):
        return own
    large = _LARGE.fullmatch(document.folded.text, *cell.span)  # no share: "Households", 7,900
    if large and any(unit == "%" for unit, _ in _own_units(document, cell.above)):
        return own
    return (*own, *cell.above)


def _is_counted(document: Document, cell: Cell) -> bool:
    """Whether heads say that figures are counts, or name what no note's unit is of: ship calls."""
    heads = (*cell.column_heads, *_row_heads(document, cell))
    if _counts(document, heads):
        return True
    text = document.folded.text
    if not any(is_of_events(text[slice(*head)]) for head in heads[:2]):
        return False
    noted = [unit for span in cell.notes for unit, _ in _units_of(document, span, cell.notes)]
    return bool(noted) and not any(is_currency(unit) or unit.startswith("10*") for unit in noted)


def is_open(document: Document, cell: Cell) -> bool:
    """Whether heads or notes name money of a country that is not known."""
    words, shown = scale_words(document.lexicon), document.folded.shown
    for span in (*cell.column_heads, *cell.row_heads, *cell.notes):
        key = "open money", span
        if key not in document.memory:
            pieces = [*_BRACKETS.findall(shown[slice(*span)]), shown[slice(*span)]]
            document.memory[key] = any(
                is_open_money(piece, fold_word(piece), words, document.language) for piece in pieces
            )
        if document.memory[key]:
            return True
    return False


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
    text = document.folded.text
    if not unit.startswith("10*") or words.rate_title.match(text, *span):
        return True
    before = text[text.rfind("\n", 0, span[0]) + 1 : span[0]]
    if words.rate.search(before) and not words.joined.search(before):
        return True  # "mortality rate (per 1,000 births)"
    heads = [document.folded.text[slice(*s)] for s in (*cell.column_heads, *cell.row_heads)]
    return any(words.rate.search(head) for head in heads)


def _counts(document: Document, heads: tuple[Span, ...]) -> bool:
    """Whether a head says that its figures are counts: "Number", "Employment, number"."""
    words = scale_words(document.lexicon)
    for span in heads:
        head = document.folded.text[slice(*span)]
        if any(words.counted.fullmatch(part.strip(" *†")) for part, _ in _parts(head)):
            return True
    return False


def _default_units(document: Document) -> list[tuple[str, Span]]:
    """The unit of a whole text: "(Data in thousand metric tons unless otherwise noted)"."""
    if "default" not in document.memory:
        words = scale_words(document.lexicon)
        text = document.folded.text
        titled = {s[0] for c in document.layout.cells for s in c.notes if _is_titled(document, c)}
        found_in = [match.span(1) for match in words.unless.finditer(text)]
        spans = [span for span in found_in if text.rfind("\n", 0, span[0]) + 1 not in titled]
        named = [unit for span in spans for unit in _units_of(document, span)]
        document.memory["default"] = named if len({unit for unit, _ in named}) == 1 else []
    found: list[tuple[str, Span]] = document.memory["default"]
    return found


def _is_titled(document: Document, cell: Cell) -> bool:
    """Whether a note above the table is its title with a number: "Table 2: Loans (in soles)"."""
    return any(_LABEL.match(document.folded.text, *note) for note in cell.notes)


def is_named(document: Document, cell: Cell, unit: str) -> bool:
    """Whether any word of the heads or notes of a cell is a unit: "Tons of apples"."""
    for span in (*cell.column_heads, *cell.row_heads, *cell.notes):
        if unit in units_in(document.folded.shown[slice(*span)], document.language):
            return True
    return False


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
        unit = rate_or_share(piece, folded, words, document.language, is_note and not bracketed)
        if not unit and folded.strip() in words.points:
            changed = words.changes.search(document.folded.text, *span)
            unit = "%-pt" if changed else None
        elif not unit and folded.strip() not in words.labels:  # "Year" heads years
            unit = named_unit(piece, folded, words, document.language, is_note, bracketed)
        if unit:
            yield document.weights.unit(unit, folded), (at, at + len(piece))


def _parts(text: str) -> Iterator[tuple[str, int]]:
    for match in _PART.finditer(text):
        if match.group().strip():
            yield match.group(), match.start()


def head_scale(document: Document, cell: Cell) -> int:
    """The power of ten that heads or notes give the numbers of a cell; 0 for none.

    A note speaks of the unit that it names: a column with a unit of its own has its own scale.
    """
    key = "scale", cell.column_heads, cell.row_heads, cell.notes, cell.above
    if key not in document.memory:
        document.memory[key] = _head_scale(document, cell)
    scale: int = document.memory[key]
    return scale


def _head_scale(document: Document, cell: Cell) -> int:
    words = scale_words(document.lexicon)
    own = (*cell.column_heads, *_row_heads(document, cell))
    if scale := _first_scale(document, own, words):
        return scale
    if any(_units_of(document, span) for span in own):
        return 0
    if _is_counted(document, cell) and any(
        _units_of(document, note, cell.notes) for note in cell.notes
    ):
        return 0  # "Arrivals (number)" under "US$ million"
    if bound := _bound(document, cell, cell.column_heads) or _bound(document, cell, own):
        return _noted(document, bound, words)
    spans = (*cell.corners, *cell.notes) if _corner_units(document, cell) else cell.notes
    below = expressed_below(document, cell)
    return _first_scale(document, spans, words) or _first_scale(
        document, (below,) if below else (), words
    )


def _first_scale(document: Document, spans: tuple[Span, ...], words: ScaleWords) -> int:
    text = document.folded.text
    for span in spans:
        if match := _COUNT.match(text, *span) or _COUNTED.search(text, *span):
            return match["zeros"].count("0")
        if scale := _noted(document, span, words):
            return scale
    return 0


def _is_money(before: str, words: ScaleWords, language: str) -> bool:
    """Whether the words before a scale end in a currency: "Jan 2019, R million", "Rs. in lakh"."""
    last = words.ending.sub("", _OPENING.split(before)[-1].strip(" '"))
    return len(last.split()) <= _SHORT and is_currency(unit_of(last, language, whole=True))


def _noted(document: Document, span: Span, words: ScaleWords) -> int:
    """The scale of a head or a note; not that of the words that it binds to a column alone."""
    start, end = span
    text = document.folded.text[start:end]
    for _, (low, high) in document.memory.get(("bindings", span), ()):
        text = text[: low - start] + " " * (high - low) + text[high - start :]
    match = words.pattern.search(text)
    further = words.pattern.match(text, match.end() + 1) if match else None
    if match and further and match[1] == "k":
        match = further  # K million: kwacha
    if not match:
        return 0
    before = text[: match.start()].rstrip()
    shown = document.folded.shown[start : start + match.end()]
    if words.per_scale.search(before) or shown.endswith("mm"):
        return 0  # per thousand people; millimetres
    opened = not before or before.endswith(("(", ",", ":", "$", "€", "£", "¢", "₦", "₹", "₱"))
    opened = opened or _is_money(shown[: len(before)], words, document.language)
    joined = words.tied.search(before) is not None
    bracket = "(" in before[-14:] and ")" not in before[-14:]
    return words.scales[" ".join(match[1].split())] if opened or joined or bracket else 0
