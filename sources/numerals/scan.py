"""Finds every atom of a text, from left to right.

The recognisers are asked in a fixed order, and the first that knows what begins at a token takes
it. Each looks a bounded number of tokens ahead and says where it ends, so the scan is linear.
"""

from collections.abc import Callable, Mapping
from itertools import product

from . import codes, dates, printed, spelled
from .atoms import Atom
from .lexicon import Words
from .tokens import TokenKind
from .view import View

Recogniser = Callable[[View, int], Atom | None]

RECOGNISERS: Mapping[TokenKind, tuple[Recogniser, ...]] = {
    "number": (
        codes.phone,
        dates.numeric_date,
        dates.quarter,
        dates.month_year,
        dates.day_month,
        dates.clock,
        codes.note,
        printed.power,
        codes.code,
        printed.digit_ordinal,
        printed.digit_fraction,
        codes.glued_to_word,
        printed.digits,
        codes.unreadable,
    ),
    "word": (
        dates.month_day,
        dates.quarter,
        codes.glued_to_digits,
        spelled.part_of_scale,
        spelled.fraction,
        spelled.few,
        spelled.cardinal,
        spelled.ordinal,
        spelled.vague,
        codes.roman,
    ),
    "special": (codes.special,),
    "link": (codes.link,),
    "sign": (printed.leading_point,),
}


# Of the recognisers of numbers, those for which a sign or letter must touch the digits.
_TOUCHED = frozenset(
    (printed.power, codes.code, printed.digit_ordinal, printed.digit_fraction, codes.glued_to_word)
)
_APART: tuple[Recogniser, ...] = tuple(
    recogniser for recogniser in RECOGNISERS["number"] if recogniser not in _TOUCHED
)
# Of those, the ones for a number with two points, for a year, and for one that touches a word.
_DATES = (dates.numeric_date, dates.quarter, dates.month_year)
_PLAIN: Mapping[tuple[bool, ...], tuple[Recogniser, ...]] = {
    wanted: tuple(
        recogniser
        for recogniser in _APART
        if recogniser not in _DATES or wanted[_DATES.index(recogniser)]
    )
    for wanted in product((False, True), repeat=3)
}
# What a bare run of digits that fills its cell may be: most numbers of a table take this way.
_ALONE: tuple[Recogniser, ...] = (codes.note, printed.digits, codes.unreadable)


def _is_alone(view: View, at: int) -> bool:
    return (
        at in view.cells
        and view.cells[at].first == at
        and view.tokens[at].raw.isdecimal()
        and view.ends_cell(at + 1)
    )


def _likely(view: View, at: int, kind: TokenKind) -> tuple[Recogniser, ...]:
    """The recognisers that may know what begins at the token; fewer, so that scanning is quick."""
    if kind != "number":
        return RECOGNISERS[kind]
    if _is_alone(view, at):
        return _ALONE
    follows, token = view.at(at + 1), view.tokens[at]
    if follows and not follows.gap and follows.raw not in ",);":
        return RECOGNISERS[kind]
    return _PLAIN[token.raw.count(".") == 2, len(token.raw) == 4, not token.gap]


def _may_begin(view: View, at: int, openers: Words) -> bool:
    """Whether a number may begin with this word; most words of a text are let go here."""
    token = view.tokens[at]
    if token.fold in openers or token.raw[0] in codes.ROMAN:
        return True
    follows = view.at(at + 1)
    return follows is not None and follows.gap == "" and follows.kind != "word"


def find_atoms(view: View) -> list[Atom]:
    """All atoms in order, none overlapping."""
    atoms = []
    at = 0
    openers, tokens = view.lexicon.openers, view.tokens
    while at < len(tokens):
        kind = tokens[at].kind
        if kind == "sign" and tokens[at].raw not in ".,":
            at += 1
            continue
        if kind == "word" and not _may_begin(view, at, openers):
            at += 1
            continue
        atom = None
        for recognise in _likely(view, at, kind):
            if atom := recognise(view, at):
                break
        if atom:
            atoms.append(atom)
        at = atom.end if atom else at + 1
    return atoms
