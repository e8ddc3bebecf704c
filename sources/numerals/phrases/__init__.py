"""Joins atoms with what belongs to them: sign, currency, per cent, unit, range, bounds.

What a number is for (figure, law, page) is decided in `uses`. Linear: each look goes a bounded
number of tokens far.
"""

from dataclasses import replace

from sources.numerals.atoms import Atom
from sources.numerals.money import Purse
from sources.numerals.view import View

from .bounds import Bounds
from .cautions import Cautions
from .phrase import KINDS, Phrase, bare, percentage
from .ranges import Ranges
from .sharing import Sharing
from .signs import Signs
from .units import Units

__all__ = ["Phrase", "find_phrases", "percentage"]


def find_phrases(view: View, atoms: list[Atom], purse: Purse) -> list[Phrase]:
    """All phrases in order, each atom in exactly one."""
    units, bounds = Units(view, purse), Bounds(view)
    sharing = Sharing(view)
    signs, ranges = Signs(view, units), Ranges(view, units, sharing)
    singles: list[Phrase] = []
    for atom in atoms:
        if singles and atom.first < singles[-1].end:
            continue  # the half of "two hours and a half"
        singles.append(_measured(atom, singles[-1].end if singles else 0, units, signs))
    joined: list[Phrase] = []
    at = 0
    while at < len(singles):
        pair = ranges.join(singles[at], singles[at + 1]) if at + 1 < len(singles) else None
        before = joined[-1] if joined else None
        end = at + 2 if pair else at + 1
        if pair and end < len(singles) and (rated := ranges.rated(pair, singles[end])):
            pair, end = rated, end + 1
        joined.append(bounds.qualify(pair or ranges.alone(singles, at), before))
        at = end
    shared = sharing.share_points(sharing.share_units(sharing.share_scales(joined)))
    return Cautions(view).doubted(shared)


def _measured(atom: Atom, taken: int, units: Units, signs: Signs) -> Phrase:
    """The atom with its sign, currency, percent or unit; tokens before `taken` are others'."""
    if atom.shape == "fraction":
        return signs.signed(units.fraction(atom), taken)
    if not atom.is_amount:
        return replace(bare(atom, KINDS[atom.shape]), period=atom.period)
    phrase = units.tenths(units.halved(units.with_unit(bare(atom, "cardinal"), taken)))
    phrase = units.weighed(phrase)
    return signs.bracketed(signs.signed(phrase, taken), taken)
