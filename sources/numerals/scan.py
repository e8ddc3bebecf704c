"""Finds every atom of a text, from left to right.

The recognisers are asked in a fixed order, and the first that knows what begins at a token takes
it. Each looks a bounded number of tokens ahead and says where it ends, so the scan is linear.
"""

from collections.abc import Callable, Mapping

from . import codes, dates, printed, spelled
from .atoms import Atom
from .lexicon import Words
from .tokens import TokenKind
from .view import View

Recogniser = Callable[[View, int], Atom | None]

RECOGNISERS: Mapping[TokenKind, tuple[Recogniser, ...]] = {
    "number": (
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


# What a bare run of digits that fills its cell may be: most numbers of a table take this way.
_ALONE: tuple[Recogniser, ...] = (codes.note, printed.digits, codes.unreadable)


def _is_alone(view: View, at: int) -> bool:
    return (
        at in view.cells
        and view.cells[at].first == at
        and view.tokens[at].raw.isdecimal()
        and view.ends_cell(at + 1)
    )


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
    openers = view.lexicon.openers
    while at < len(view.tokens):
        kind = view.tokens[at].kind
        if kind == "word" and not _may_begin(view, at, openers):
            at += 1
            continue
        alone = kind == "number" and _is_alone(view, at)
        found = (recognise(view, at) for recognise in (_ALONE if alone else RECOGNISERS[kind]))
        atom = next((atom for atom in found if atom), None)
        if atom:
            atoms.append(atom)
        at = atom.end if atom else at + 1
    return atoms
