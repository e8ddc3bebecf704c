"""Scale words behind a number (`11.6 million`, `2 mil millones`), which multiply its atom."""

from dataclasses import replace
from fractions import Fraction

from .atoms import Atom
from .view import View

_MAX_EXPONENT = 24  # of scale words in a row


def scaled(view: View, atom: Atom) -> Atom:
    """The atom with the scale words behind it: `11.6 million`, `2 mil millones`, `11-million`."""
    at = atom.end
    if view.hyphen(at) and view.exponent(at + 1) and view.touches(at + 1, "word"):
        at += 1
    exponent = 0
    while (step := view.exponent(at)) and exponent + step <= _MAX_EXPONENT:
        exponent, at = exponent + step, at + 1
    if exponent:
        atom = raised(atom, at, exponent)
    elif atom.end - atom.first > 1:  # number words that end in their own scale: "six million"
        atom = replace(atom, scale=view.exponent(atom.end - 1))
    return _and_a_half(view, atom)


def half_end(view: View, end: int) -> int:
    """The end of `and a half`, `y medio` at `end`, or `end` itself."""
    if view.fold(end) not in view.lexicon.connectors:
        return end
    at = end + 2 if view.fold(end + 1) in view.lexicon.articles else end + 1
    return at + 1 if view.fold(at) in view.lexicon.half_after else end


def _and_a_half(view: View, atom: Atom) -> Atom:
    """`un millón y medio`: half of what the scale word counts."""
    end = half_end(view, atom.end)
    if end == atom.end or not atom.scale or atom.value is None:
        return atom
    value = atom.value + Fraction(10**atom.scale, 2)
    return replace(atom, end=end, value=value, decimals=None)


def raised(atom: Atom, end: int, exponent: int) -> Atom:
    assert atom.value is not None
    decimals = None if atom.decimals is None else atom.decimals - exponent
    return replace(
        atom,
        end=end,
        value=atom.value * 10**exponent,
        decimals=decimals,
        scale=exponent,
        plain=False,
    )
