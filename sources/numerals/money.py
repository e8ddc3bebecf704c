"""Find currencies beside a number: signs, letters with a sign, ISO 4217 codes, words.

The recognisers ask it if a letter behind a number is a scale, the phrases for its range and unit.
"""

from dataclasses import dataclass

from .lexicon import CURRENCY_CODES, CURRENCY_PREFIXES, CURRENCY_SIGNS, Lexicon
from .tokens import Token

_LONGEST_PREFIX = 5  # tokens of `U.S.$`


@dataclass(frozen=True, slots=True)
class Currency:
    """Where the currency begins or ends (a token index), its ISO 4217 code, and what is open."""

    edge: int
    code: str | None
    doubt: str | None = None


def currency_before(tokens: list[Token], at: int) -> Currency | None:
    """The currency printed right before token `at`: `edge` is its first token."""
    if not at or tokens[at].gap not in ("", " "):
        return None
    last = tokens[at - 1]
    if last.raw in CURRENCY_CODES:
        return Currency(at - 1, last.raw)
    joined, first = "", at
    for back in range(at - 1, max(at - 1 - _LONGEST_PREFIX, -1), -1):
        joined = tokens[back].fold + joined
        if joined in CURRENCY_PREFIXES:
            first = back
            return Currency(first, CURRENCY_PREFIXES[joined])
        if tokens[back].gap:
            break
    return Currency(at - 1, CURRENCY_SIGNS[last.raw]) if last.raw in CURRENCY_SIGNS else None


def currency_after(tokens: list[Token], at: int, lexicon: Lexicon) -> Currency | None:
    """The currency printed from token `at` on, perhaps behind `de`: `edge` is its end."""
    if at < len(tokens) and tokens[at].gap != "¶":
        if tokens[at].raw in CURRENCY_CODES:
            return Currency(at + 1, tokens[at].raw)
        if tokens[at].raw in CURRENCY_SIGNS and tokens[at].gap in ("", " "):
            # `5 $10` is a table row: a sign that touches the next number belongs to that one
            touches_next = at + 1 < len(tokens) and tokens[at + 1].gap == ""
            is_number = touches_next and tokens[at + 1].kind == "number"
            return None if is_number else Currency(at + 1, CURRENCY_SIGNS[tokens[at].raw])
    for skip in (0, 1):
        if skip and not (at < len(tokens) and tokens[at].fold in lexicon.of):
            break
        if found := lexicon.currency_words.after(tokens, at + skip):
            doubt = None if found[1] else "which currency of that name"
            return Currency(found[0], found[1], doubt)
    return None
