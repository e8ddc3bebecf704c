"""Cuts a text into words, runs of digits and signs, each with the gap before it.

Knows no language and no numbers. One pass, linear in the text; every Unicode decimal digit is in
exactly one token.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

TokenKind = Literal["number", "word", "sign", "special", "link"]
Gap = Literal["", " ", "\n", "¶"]

# Characters that stand for numbers without being decimal digits: super- and subscripts, vulgar
# fractions, Roman numeral signs, circled numbers. str.isalnum() would take them for letters.
SPECIAL = "²³¹⁰⁴-⁹₀-₉¼-¾⅐-⅟↉Ⅰ-ↈ①-⒛⓪-⓿❶-➓"
SUPERSCRIPT = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹")
_LETTER = rf"(?:(?![{SPECIAL}])[^\W\d_])"
_TOKEN = re.compile(
    rf"""(?P<link>(?:https?://|www\.)\S+)
    |(?P<number>\d+(?:[.,'’·٫٬]\d+)*)
    |(?P<word>{_LETTER}+(?:[\u0300-\u036f]+{_LETTER}*)*)
    |(?P<special>[{SPECIAL}]+)
    |(?P<sign>\S)""",
    re.VERBOSE,
)
HYPHENS = frozenset("-‐‑‒–—−")
APOSTROPHES = frozenset("'’")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text: `text[start:end]`, folded for comparison, and the gap before it.

    `gap` is "" when it touches the token before, " " for spaces (no-break ones too), "\\n" for a
    line break and "¶" for a blank line, a form feed or the start of the text.
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
    before = 0
    for match in _TOKEN.finditer(text):
        raw = match.group()
        kind: TokenKind = match.lastgroup  # type: ignore[assignment]
        gap = _gap(text[before : match.start()]) if tokens else "¶"
        tokens.append(Token(kind, match.start(), match.end(), raw, fold(raw), gap))
        before = match.end()
    return tokens


def word_at(tokens: list[Token], index: int) -> str:
    """The folded token at `index` if it is in the paragraph of the one before it, else ""."""
    inside = 0 <= index < len(tokens) and tokens[index].gap != "¶"
    return tokens[index].fold if inside else ""


def word_before(tokens: list[Token], at: int) -> str:
    """The folded token before `at` if both are in one paragraph, else ""."""
    inside = 0 < at < len(tokens) and tokens[at].gap != "¶"
    return tokens[at - 1].fold if inside else ""


def fold(word: str) -> str:
    """Lower case without accents: `Millón` -> `millon`."""
    lowered = word.lower()
    if lowered.isascii():
        return lowered
    return "".join(c for c in unicodedata.normalize("NFD", lowered) if not unicodedata.combining(c))


def _gap(between: str) -> Gap:
    if not between:
        return ""
    lines = between.count("\n")
    if lines > 1 or "\f" in between:
        return "¶"
    return "\n" if lines else " "
