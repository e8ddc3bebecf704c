"""Recognises numbers in digits: groups after spaces, vulgar fractions, scales, ordinals, 2/3.

The marks within one run of digits are read by digits.py.
"""

import unicodedata
from dataclasses import replace
from fractions import Fraction

from .atoms import Atom
from .digits import Printed, read_digits
from .money import currency_before
from .scales import raised, scaled
from .view import View

_NO_BREAK = frozenset("\u00a0\u202f\u2007\u2009")


def digits(view: View, at: int) -> Atom | None:
    """The number at `at`, with groups after spaces, a vulgar fraction, and scale words."""
    printed, end = _spaced_groups(view, at) or (
        read_digits(view.tokens[at].raw, view.habit),
        at + 1,
    )
    if not printed:
        return None
    value = Fraction(printed.coefficient, 10**printed.decimals)
    plain = view.whole(at) is not None and end == at + 1
    atom = Atom(at, end, "digits", value, printed.decimals, plain, doubt=printed.doubt)
    behind = view.at(end)
    beside = behind and behind.kind == "special" and behind.gap in ("", " ") and plain
    if behind and beside and (part := vulgar(behind.raw)):
        atom = replace(atom, end=end + 1, value=value + part, decimals=None, plain=False)
    return _sign_scaled(view, atom) or scaled(view, atom)


def _sign_scaled(view: View, atom: Atom) -> Atom | None:
    """The atom with the letters of a scale beside a currency: $5bn, US$ 5 m, 10k."""
    word = view.fold(atom.end, gaps=" ")
    exponent = view.lexicon.scale_signs.get(word, 0) if word else 0
    clear = len(word) > 1 and word != "mm" or word == "k"
    clear = clear and view.touches(atom.end, "word")
    if not exponent or not (clear or currency_before(view.tokens, atom.first)):
        return None
    return raised(atom, atom.end + 1, exponent)


def _spaced_groups(view: View, at: int) -> tuple[Printed, int] | None:
    """`1 234 567`: one space of any kind between groups of three digits."""
    lead, end = view.tokens[at].raw, at + 1
    if not lead.isdecimal() or len(lead) > 3 or lead.startswith("0"):
        return None
    groups, wide = [lead], False
    while (token := view.at(end)) and token.kind == "number" and len(groups) < 13:
        space = token.start - view.tokens[end - 1].end
        whole_part = token.raw.replace(",", ".").partition(".")[0]
        if token.gap != " " or space != 1 or len(whole_part) != 3 or "." in groups[-1]:
            break
        wide = wide or not _no_break_before(view, end)
        groups.append(token.raw.replace(",", "."))
        end += 1
    if len(groups) == 1:
        return None
    # a group such as 000 can't stand alone, so it proves the grouping
    open_spaces = wide and not any(group.startswith("0") for group in groups)
    if open_spaces and (view.habit.groups_proven or _counts_things(view, at)):
        return None
    whole, _, tail = "".join(groups).partition(".")
    doubt = "the space may part two numbers" if open_spaces else None
    return Printed(int(whole + tail), len(tail), doubt), end


def _no_break_before(view: View, index: int) -> bool:
    return view.text[view.tokens[index].start - 1] in _NO_BREAK


def _counts_things(view: View, at: int) -> bool:
    before = view.at(at - 1)
    return bool(before and before.fold in view.lexicon.heading_words | view.lexicon.page_words)


def digit_ordinal(view: View, at: int) -> Atom | None:
    """An ordinal in digits: 3rd, 2.º, 1ra."""
    whole, end = view.whole(at), at + 1
    if view.fold(end, gaps="") == "." and view.fold(end + 1, gaps="") in ("º", "ª"):
        end += 1
    if whole is None or not view.fold(end, gaps="") or view.tokens[end].gap:
        return None
    if view.tokens[end].fold not in view.lexicon.ordinal_endings:
        return None
    return Atom(at, end + 1, "ordinal", Fraction(whole))


def digit_fraction(view: View, at: int) -> Atom | None:
    """A fraction such as 2/3; years (2012/13) and dates are not fractions."""
    over, slash, under = view.whole(at), view.at(at + 1), view.whole(at + 2)
    if not over or not under or not slash or slash.raw != "/":
        return None
    apart = slash.gap or view.tokens[at + 2].gap or view.fold(at + 3, gaps="") == "/"
    if apart or over >= under or under > 100:
        return None
    return Atom(at, at + 3, "fraction", Fraction(over, under))


def vulgar(raw: str) -> Fraction | None:
    over, slash, under = unicodedata.normalize("NFKC", raw).partition("\u2044")
    if not slash or not over.isdecimal() or not under.isdecimal() or not int(under):
        return None
    return Fraction(int(over), int(under))
