"""Units and scales that words name without a number: a unit's quote, a head, a note above a table.

The words are given to the reader of numerals behind a one, so that there is one list of units.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from sources.numerals import UnreadableText, read_once

from .document import Document
from .folded import fold_word
from .layout import Cell, Span
from .lexicon import Lexicon, patterns

_BRACKETS = re.compile(r"\(([^()]{1,60})\)")
_LONGEST = 80


@lru_cache(maxsize=4096)
def unit_of(words: str, language: str) -> str | None:
    """The unit that words begin with ("hectares (ha)"), or a currency's sign; None for none."""
    words = " ".join(words.split())[:_LONGEST]
    for text in (f"1 {words}", f"{words} 1", f"{words}1"):
        try:
            found = read_once(text, language)
        except UnreadableText:
            return None
        for numeral in found[:1]:
            alone = numeral.value in ("1", "1.0") or numeral.value is not None
            if alone and numeral.unit and numeral.unit != "1" and numeral.category != "age":
                return numeral.unit
    return None


@lru_cache(maxsize=4096)
def scale_of(words: str, language_words: "ScaleWords") -> int:
    """The power of ten that words name ("in thousands of soles"); 0 for none."""
    found = language_words.pattern.search(fold_word(words))
    return language_words.scales[" ".join(found[1].split())] if found else 0


class ScaleWords:
    """The scale words of a language as a pattern; a number before them makes them its own."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.scales = lexicon.scales
        self.pattern = re.compile(rf"(?<!\d)(?<!\d\s)({patterns(lexicon.scales)})")
        joiners = patterns((*lexicon.part_of, *lexicon.within, *lexicon.of))
        self.stripped = re.compile(rf"{patterns(lexicon.scales)}|^\s*{joiners}|{joiners}\s*$")
        self.leading = re.compile(rf"^[\s(]*(?:{joiners}\s+)?")


_WORDS: dict[str, ScaleWords] = {}


def scale_words(lexicon: Lexicon) -> ScaleWords:
    """The scale words of a lexicon, made once."""
    if lexicon.language not in _WORDS:
        _WORDS[lexicon.language] = ScaleWords(lexicon)
    return _WORDS[lexicon.language]


def head_units(document: Document, cell: Cell) -> list[tuple[str, Span]]:
    """The units that the heads of a cell name, else its notes, with places in the folded text."""
    for spans in (cell.column_heads, cell.row_heads, cell.notes):
        if found := [unit for span in spans for unit in _units_of(document, span)]:
            return found
    return []


def _units_of(document: Document, span: Span) -> list[tuple[str, Span]]:
    key = "units", span
    if key not in document.memory:
        document.memory[key] = list(_units_said(document, span, document.lexicon.language))
    found: list[tuple[str, Span]] = document.memory[key]
    return found


def _units_said(document: Document, span: Span, language: str) -> Iterator[tuple[str, Span]]:
    start, end = span
    text = document.folded.shown[start:end]
    words = scale_words(document.lexicon)
    pieces = [(m[1], start + m.start(1)) for m in _BRACKETS.finditer(text)]
    pieces += [(part, start + at) for part, at in _parts(text)]
    for piece, at in pieces:
        if re.search(r"\d", piece):
            continue
        plain = words.stripped.sub(" ", fold_word(piece)).strip()
        plain = words.leading.sub("", plain)
        if plain and (unit := unit_of(plain, language)):
            yield unit, (at, at + len(piece))


def _parts(text: str) -> Iterator[tuple[str, int]]:
    for match in re.finditer(r"[^,;()]+", text):
        if match.group().strip():
            yield match.group(), match.start()


def head_scale(document: Document, cell: Cell) -> tuple[int, Span] | None:
    """The power of ten that the heads or the notes of a cell say, nearest first."""
    words = scale_words(document.lexicon)
    for span in (*cell.column_heads, *cell.row_heads, *cell.notes):
        if found := _noted(document, span, words):
            return found
    return None


def _noted(document: Document, span: Span, words: ScaleWords) -> tuple[int, Span] | None:
    start, end = span
    text = document.folded.text[start:end]
    match = words.pattern.search(text)
    if not match:
        return None
    before = text[: match.start()].rstrip()
    opened = not before or before.endswith(("(", ",", ":", "$", "€", "£"))
    ties = patterns((*document.lexicon.within, *document.lexicon.part_of))
    joined = re.search(rf"{ties}$", before) is not None
    bracket = "(" in before[-14:] and ")" not in before[-14:]
    if not (opened or joined or bracket):
        return None
    scale = words.scales[" ".join(match[1].split())]
    return scale, (start + match.start(), start + match.end())
