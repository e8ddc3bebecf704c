"""Scale words behind a number (`11.6 million`, `2 mil millones`), which multiply its atom."""

from dataclasses import replace
from fractions import Fraction

from .atoms import Atom
from .digits import read_digits
from .money import behind_of
from .tokens import HYPHENS
from .view import View

_MAX_EXPONENT = 24  # of scale words in a row
_MAX_PARTS = 4  # of `1 millón 250 mil 300`


def scaled(view: View, atom: Atom) -> Atom:
    """The atom with the scale words behind it: `11.6 million`, `2 mil millones`, `15 mil 505`."""
    exponent, at = _exponent(view, atom.end)
    if exponent:
        atom = raised(atom, at, exponent)
        for _ in range(_MAX_PARTS):
            further = _continued(view, atom)
            if further is atom:
                break
            atom = further
    elif behind := _counted_in(view, atom):
        atom = raised(atom, *behind)
    elif atom.end - atom.first > 1:  # number words that end in their own scale: "six million"
        atom = replace(atom, scale=view.exponent(atom.end - 1))
    return _and_a_half(view, atom)


def _exponent(view: View, end: int) -> tuple[int, int]:
    """What the scale words at `end` multiply by, as a power of ten, and the index behind them."""
    at = end
    below = view.at(end)
    if below and below.gap == "\n" and below.raw[0].isupper():
        return 0, end  # Cuadro 3, and below it: Millones de dólares
    if view.hyphen(at) and view.exponent(at + 1) and view.touches(at + 1, "word"):
        at += 1
    exponent = 0
    if view.fold(at) in view.lexicon.hundreds and (
        view.exponent(at + 1) or view.lexicon.connects == "hundreds"
    ):
        exponent, at = 2, at + 1
    while (step := view.exponent(at)) and exponent + step <= _MAX_EXPONENT:
        exponent, at = exponent + step, at + 1
    return exponent, at


def _counted_in(view: View, atom: Atom) -> tuple[int, int] | None:
    """The end of `miles de millones` or `décimas` behind a number, and its power of ten."""
    lexicon, word = view.lexicon, view.fold(atom.end, gaps=" ")
    if word in lexicon.tenths:
        return atom.end + 1, -lexicon.tenths[word]
    if word not in lexicon.thousands_of or atom.shape != "digits" or atom.year:
        return None
    further = behind_of(view.tokens, atom.end + 1, lexicon)
    if further > atom.end + 1 and view.exponent(further):
        return further + 1, 3 + view.exponent(further)
    return atom.end + 1, 3


def _continued(view: View, atom: Atom) -> Atom:
    """The atom with the digits that go on behind its scale word: `15 mil 505`."""
    assert atom.value is not None
    at = atom.end
    joined = view.fold(at) in view.lexicon.connectors and view.lexicon.connects == "both"
    at += joined
    token = view.at(at)
    if not token or token.kind != "number" or atom.value.denominator != 1 or atom.scale < 3:
        return atom
    run = read_digits(token.raw, view.habit_at(at))
    broken = token.gap == "\n" and token.raw.isdecimal() and len(token.raw) == 3
    if broken and not (atom.scale == 3 and _exponent(view, at + 1)[0] in (6, 9, 12)):
        return replace(atom, doubt=atom.doubt or "the next line may go on with the number")
    doubted = atom.doubt or ("the line may part two numbers" if broken else None)
    apart = not broken and (token.gap != " " or view.text[token.start - 1] == "\n")
    if apart or not run or run.decimals:
        return atom
    exponent, end = _exponent(view, at + 1)
    size, room = len(token.raw), 10**atom.scale
    if atom.scale == 3 and token.raw.isdecimal() and size <= 3 and exponent in (0, 6, 9, 12):
        doubt = None if size == 3 else "may be two numbers"
        whole = (atom.value + run.coefficient) * 10**exponent
        return replace(
            atom,
            end=end,
            value=whole,
            decimals=-exponent if atom.decimals is not None else None,
            scale=exponent or 1,
            doubt=doubted or doubt,
        )
    grouped = not token.raw.isdecimal() and run.coefficient < room
    if (0 < exponent < atom.scale and run.coefficient * 10**exponent < room) or (
        atom.scale >= 6 and exponent == 0 and grouped
    ):
        return replace(
            atom,
            end=end,
            value=atom.value + run.coefficient * 10**exponent,
            decimals=-exponent if atom.decimals is not None else None,
            scale=exponent or 1,
            doubt=atom.doubt or run.doubt,
        )
    return atom


def half_end(view: View, end: int) -> int:
    """The end of `and a half`, `-and-a-half`, `y medio` at `end`, or `end` itself."""
    token = view.tokens[end] if end < len(view.tokens) else None
    if token is None or token.fold not in view.lexicon.connectors and token.raw not in HYPHENS:
        return end
    at = _behind_hyphen(view, end)
    if view.fold(at) not in view.lexicon.connectors:
        return end
    at = _behind_hyphen(view, at + 1)
    if view.fold(at) in view.lexicon.articles | view.lexicon.ones:
        at = _behind_hyphen(view, at + 1)
    return at + 1 if view.fold(at) in view.lexicon.half_after else end


def _behind_hyphen(view: View, at: int) -> int:
    return at + 1 if view.hyphen(at) and view.goes_on(at + 1) else at


def _and_a_half(view: View, atom: Atom) -> Atom:
    """`un millón y medio`: half of what the scale word counts."""
    end = half_end(view, atom.end)
    if end == atom.end or atom.scale < 2 or atom.value is None:
        return atom
    value = atom.value + Fraction(10**atom.scale, 2)
    return replace(atom, end=end, value=value, decimals=None)


def with_half(view: View, atom: Atom) -> Atom:
    """The atom with the half in words behind its digits: 3 and a half, 3 y medio, 3 et demi."""
    lexicon = view.lexicon
    end = half_end(view, atom.end) if atom.plain else atom.end
    if end == atom.end or atom.value is None or atom.year:
        return atom
    if lexicon.language == "en" and view.fold(end - 2) not in lexicon.articles:
        return atom  # 12 and half of the others
    word = view.fold(end)
    counted = view.exponent(end) or lexicon.units.after(view.tokens, end)
    measured = counted or lexicon.percents.after(view.tokens, end)
    if word.isalpha() and word not in lexicon.half_ends and not measured:
        return replace(atom, doubt=atom.doubt or "may go on with a half")
    if word in lexicon.of and lexicon.language == "en":
        return replace(atom, doubt=atom.doubt or "may go on with a half")
    half = atom.value + Fraction(1, 2)
    return replace(atom, end=end, value=half, decimals=None, plain=False)


def raised(atom: Atom, end: int, exponent: int) -> Atom:
    assert atom.value is not None
    decimals = None if atom.decimals is None else atom.decimals - exponent
    return replace(
        atom,
        end=end,
        value=atom.value * Fraction(10) ** exponent,
        decimals=decimals,
        scale=exponent,
        plain=False,
    )
