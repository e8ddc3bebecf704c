"""Letters beside numbers that the text explains: the flags of a table, and `m` for million."""

from collections.abc import Mapping

from .cells import Cell
from .money import currency_before
from .tokens import Token

_LINES_BELOW = 8  # below the last row of a table: how far a legend is looked for
_LETTERS_AND_WORDS = frozenset("aeiouy")  # small words of a language too: capitals must follow


def flags_of(tokens: list[Token], cells: Mapping[int, Cell]) -> dict[str, str]:
    """The letters that lines below a table explain, with the word that follows them.

    `e Estimated`, `(e) Estimativa`, `p: provisional`, `r = révisé`.
    """
    flags: dict[str, str] = {}
    lines = _LINES_BELOW
    for at, token in enumerate(tokens):
        if at in cells:
            lines = 0
        elif token.gap in ("\n", "¶") and lines < _LINES_BELOW:
            lines += 1
            if found := _explained(tokens, at):
                flags.setdefault(*found)
    return flags


def _explained(tokens: list[Token], at: int) -> tuple[str, str] | None:
    """The letter and the word of a line that explains a flag."""
    bracketed = tokens[at].raw == "("
    letter_at = at + 1 if bracketed else at
    word_at = letter_at + 1
    if word_at >= len(tokens) or len(tokens[letter_at].raw) != 1:
        return None
    signed = tokens[word_at].raw in (")", "=", ":", "/") or bracketed
    while word_at < len(tokens) and tokens[word_at].raw in (")", "=", ":", "/"):
        word_at += 1
    if word_at >= len(tokens) or tokens[word_at].kind != "word" or tokens[word_at].gap != " ":
        return None
    letter, word = tokens[letter_at], tokens[word_at]
    if letter.kind != "word" or not letter.raw.islower():
        return None
    if not signed and letter.raw in _LETTERS_AND_WORDS and not word.raw[0].isupper():
        return None
    return letter.raw, word.fold


def says_millions(tokens: list[Token]) -> bool:
    """Whether `m` touches an amount of money somewhere: $5m, and no length."""
    return any(
        token.raw == "m"
        and not token.gap
        and tokens[at - 1].kind == "number"
        and currency_before(tokens, at - 1) is not None
        for at, token in enumerate(tokens)
        if at
    )
