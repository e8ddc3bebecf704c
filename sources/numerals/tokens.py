"""Cuts a text into words, runs of digits and signs, each with the gap before it.

Knows no language and no numbers. One pass, linear in the text; every Unicode decimal digit is in
exactly one token.
"""

import re
import unicodedata
from typing import Literal, NamedTuple

TokenKind = Literal["number", "word", "sign", "special", "link"]
Gap = Literal["", " ", "\n", "\t", "¶"]
BORDERS = frozenset("\t¶")  # gaps that no phrase goes over: cells and paragraphs

# Characters that stand for numbers without being decimal digits: super- and subscripts, vulgar
# fractions, Roman numeral signs, circled numbers. str.isalnum() would take them for letters.
SPECIAL = "²³¹⁰⁴-⁹₀-₉¼-¾⅐-⅟↉Ⅰ-ↈ①-⒛⓪-⓿❶-➓"
SUPERSCRIPT = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹")
_LETTER = rf"(?:(?![{SPECIAL}])[^\W\d_])"
_TOKEN = re.compile(
    rf"""(?P<link>(?:https?://|www\.)\S+)
    |(?P<number>\d+(?:[.,'’‘´`ʼ′·٫٬]\d+)*)
    |(?P<word>{_LETTER}+(?:[\u0300-\u036f]+{_LETTER}*)*)
    |(?P<special>[{SPECIAL}]+)
    |(?P<sign>\S)""",
    re.VERBOSE,
)
HYPHENS = frozenset("-‐‑‒–—−")
APOSTROPHES = frozenset("'’‘´`ʼ′")


class Token(NamedTuple):
    """A piece of the text: `text[start:end]`, folded for comparison, and the gap before it.

    `gap` is "" when it touches the token before, " " for spaces (no-break ones too), "\\n" for a
    line break, "\\t" for a border of cells, and "¶" for a blank line, a form feed (also at the end
    of a row of cells) or the start of the text.
    """

    kind: TokenKind
    start: int
    end: int
    raw: str
    fold: str
    gap: Gap


def tokenise(text: str) -> list[Token]:
    """All tokens of the text in order."""
    tokens: list[Token] = []
    folded: dict[str, str] = {}  # words come again and again
    before = 0
    for match in _TOKEN.finditer(text):
        raw = match.group()
        kind: TokenKind = match.lastgroup  # type: ignore[assignment]
        start, end = match.span()
        gap = _gap(text[before:start]) if tokens else "¶"
        if raw not in folded:
            folded[raw] = fold(raw)
        tokens.append(Token(kind, start, end, raw, folded[raw], gap))
        before = end
    return tokens


def mended(tokens: list[Token], known: frozenset[str]) -> list[Token]:
    """The tokens, with words that a line end broke made whole, if they are known: `mil-` `lion`."""
    whole: list[Token] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        joined = _joined(tokens, at, known) if token.kind == "word" else None
        whole.append(joined or token)
        at += 3 if joined else 1
    return whole


def _joined(tokens: list[Token], at: int, known: frozenset[str]) -> Token | None:
    if at + 2 >= len(tokens) or tokens[at + 1].gap or tokens[at + 1].raw not in HYPHENS:
        return None
    first, second = tokens[at], tokens[at + 2]
    if second.kind != "word" or second.gap != "\n" or first.fold + second.fold not in known:
        return None
    raw = first.raw + second.raw
    return Token("word", first.start, second.end, raw, first.fold + second.fold, first.gap)


def word_at(tokens: list[Token], index: int) -> str:
    """The folded token at `index` if it is in the paragraph and cell of the one before, else ""."""
    inside = 0 <= index < len(tokens) and tokens[index].gap not in BORDERS
    return tokens[index].fold if inside else ""


def word_before(tokens: list[Token], at: int) -> str:
    """The folded token before `at` if both are in one paragraph and cell, else ""."""
    inside = 0 < at < len(tokens) and tokens[at].gap not in BORDERS
    return tokens[at - 1].fold if inside else ""


def fold(word: str) -> str:
    """Lower case without accents, one apostrophe: `Millón` -> `millon`."""
    lowered = word.lower()
    if lowered in APOSTROPHES:
        return "'"
    if lowered.isascii():
        return lowered
    return "".join(c for c in unicodedata.normalize("NFD", lowered) if not unicodedata.combining(c))


def _gap(between: str) -> Gap:
    if not between:
        return ""
    if between == " ":
        return " "
    lines = between.count("\n")
    if lines > 1 or "\f" in between:
        return "¶"
    if "\t" in between and not lines:
        return "\t"
    return "\n" if lines else " "
