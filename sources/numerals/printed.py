"""Recognises numbers in digits: groups after spaces, fractions, powers, scales, ordinals, 2/3.

The marks within one run of digits are read by digits.py.
"""

import unicodedata
from dataclasses import replace
from fractions import Fraction

from .atoms import Atom
from .currencies import CURRENCY_SIGNS
from .digits import Printed, read_digits
from .measures import UNIT_SIGNS
from .money import currency_after, currency_before
from .scales import raised, scaled, with_half
from .tokens import HYPHENS, SUPERSCRIPT
from .view import View

_NO_BREAK = frozenset("\u00a0\u202f\u2007\u2009")
_TIMES = frozenset("×x*·✕⋅")
_MIXED_UNDER = frozenset((2, 3, 4, 5, 6, 8, 10, 12, 16))
_CLEAR_SCALES = frozenset(("mn", "bn", "tn", "trn", "mrd", "mds", "mio"))
_MAX_POWER = 24
_NEAR = 8  # tokens
_LENGTHS = frozenset(
    ("high", "height", "tall", "long", "length", "wide", "width", "deep", "depth", "elevation")
    + ("altitude", "peak", "point", "level", "sea", "x", "metre", "meter", "metres", "meters")
)
_SMALL_SIGNS = frozenset(".,")


def digits(view: View, at: int) -> Atom | None:
    """The number at `at`, with groups after spaces, a fraction, a power, and scale words."""
    printed, end = (
        _spaced_groups(view, at)
        or _colon_groups(view, at)
        or (read_digits(view.tokens[at].raw, view.habit_at(at)), at + 1)
    )
    if not printed:
        return None
    return _completed(view, at, end, printed)


def _completed(view: View, at: int, end: int, printed: Printed) -> Atom:
    value = Fraction(printed.coefficient, 10**printed.decimals)
    plain = view.whole(at) is not None and end == at + 1
    doubt = printed.doubt or _flag(view, at, end) or _break(view, end)
    atom = Atom(at, end, "digits", value, printed.decimals, plain, doubt=doubt)
    if plain and (part := _part_behind(view, end)):
        atom = replace(atom, end=part[1], value=value + part[0], decimals=None, plain=False)
    elif power := _power_behind(view, end, printed):
        return _times_ten(atom, *power)
    atom = with_half(view, atom)
    return _sign_scaled(view, atom) or _currency_scaled(view, scaled(view, atom))


def leading_point(view: View, at: int) -> Atom | None:
    """A number that begins with its point: .5, -.3, $.75."""
    sign, follows = view.tokens[at], view.at(at + 1)
    if sign.raw not in _SMALL_SIGNS or not follows or follows.gap or follows.kind != "number":
        return None
    before = view.at(at - 1) if at else None
    bare = sign.gap != "" or not before
    opened = before and before.kind == "sign" and before.raw not in ".,)]}%'\"”’»"
    if not follows.raw.isdecimal() or len(follows.raw) > 9 or not (bare or opened):
        return None
    printed = Printed(int(follows.raw), len(follows.raw))
    atom = _completed(view, at + 1, at + 2, printed)
    usual = view.habit_at(at).custom
    percent = view.lexicon.percents.after(view.tokens, atom.end)
    doubt = atom.doubt
    if sign.raw != usual.decimal_mark and not percent and not usual.mixed and sign.raw == ",":
        doubt = doubt or "the comma may part words"
    return replace(atom, first=at, plain=False, doubt=doubt)


def _break(view: View, end: int) -> str | None:
    """A doubt where a line ends behind the mark of a number: `1,234,` and `567` below it."""
    mark, follows, before = view.at(end), view.at(end + 1), view.tokens[end - 1]
    if not mark or not follows or mark.raw not in _SMALL_SIGNS or mark.gap or follows.gap != "\n":
        return None
    cut = follows.kind == "number" and follows.raw.isdecimal() and len(follows.raw) == 3
    grouped = len(before.raw) <= 3 or not before.raw.isdecimal()
    comma = mark.raw == "," or view.lexicon.decimal_mark == ","
    return "the next line may go on with the number" if cut and grouped and comma else None


def _flag(view: View, at: int, end: int) -> str | None:
    """A doubt for a letter beside the number that may mark a note or a status: 1,234r."""
    behind = view.at(end)
    if behind and behind.kind == "special" and not behind.gap and view.tokens[at].raw == "10":
        return "may be a power"
    touching = behind and behind.kind == "word" and not behind.gap and len(behind.raw) < 4
    if touching and not is_beside_number(view, end):
        return "the letter behind may be a flag or a note"
    before = view.at(at - 1) if at else None
    if before and before.kind == "word" and not view.tokens[at].gap and len(before.raw) == 1:
        known = currency_before(view.tokens, at)
        return None if known else "the letter before may be a flag"
    if at not in view.cells or not behind or behind.gap not in ("", " "):
        return None
    letter = behind.kind == "word" and len(behind.raw) == 1 and view.ends_cell(end + 1)
    inside = view.at(end + 1)
    bracket = behind.raw == "(" and inside and inside.kind == "word" and len(inside.raw) == 1
    explained = letter and behind.raw in view.flags
    if (letter or bracket) and not explained and not view.lexicon.units.after(view.tokens, end):
        return "the letter behind may be a flag or a note"
    return None


def is_beside_number(view: View, index: int) -> bool:
    """Whether the word at `index`, which touches a number, is its scale, unit or currency."""
    token, lexicon = view.tokens[index], view.lexicon
    fold = token.fold
    if len(token.raw) == 1 and token.raw.isupper() and fold in UNIT_SIGNS:
        return fold in lexicon.scale_signs
    scales = fold in lexicon.scale_signs or fold in lexicon.scales or fold in lexicon.thousands
    return bool(
        scales
        or currency_after(view.tokens, index, lexicon)
        or lexicon.units.after(view.tokens, index)
        or lexicon.percents.after(view.tokens, index)
    )


# -- what follows the digits --------------------------------------------------------------------


def _part_behind(view: View, end: int) -> tuple[Fraction, int] | None:
    """The fraction of a mixed number, and the index behind it: 2½, 3 1/2, 3-1/2."""
    behind = view.at(end)
    if not behind or behind.gap not in ("", " "):
        return None
    if behind.kind == "special" and (part := vulgar(behind.raw)):
        return part, end + 1
    lead = view.whole(end - 1)
    at = end + 1 if view.hyphen(end) else end
    over = view.at(at)
    if not over or over.gap != ("" if at > end else " ") or lead is None or lead > 999:
        return None
    found = _simple_fraction(view, at)
    if not found or found.denominator not in _MIXED_UNDER:
        return None
    return found, at + 3


def _power_behind(view: View, end: int, printed: Printed) -> tuple[int, int] | None:
    """The exponent of `× 10⁶`, `×10^5`, `e6` behind a number, and the index behind it."""
    times, ten = view.at(end), view.at(end + 1)
    if times and ten and times.fold in _TIMES and ten.raw == "10" and times.gap in ("", " "):
        return _exponent_at(view, end + 2)
    if times and times.fold == "e" and not times.gap:
        at = end + 2 if ten and not ten.gap and ten.raw in HYPHENS | {"+"} else end + 1
        power = view.whole(at)
        signed = at > end + 1
        fits = power is not None and not view.tokens[at].gap and power <= _MAX_POWER
        if fits and power is not None and (printed.decimals or signed or power > 2):
            return (-power if signed and view.tokens[end + 1].raw != "+" else power), at + 1
    return None


def _exponent_at(view: View, at: int) -> tuple[int, int] | None:
    """A printed exponent: ⁶, -³, ^5, ^-5, **6."""
    raised_sign, sign = False, 1
    while (token := view.at(at)) and not token.gap and token.raw in "^*" and token.raw:
        raised_sign, at = True, at + 1
    if token and not token.gap and token.raw in HYPHENS:
        sign, at = -1, at + 1
        token = view.at(at)
    if not token or token.gap:
        return None
    if token.kind == "special" and token.raw[0] in SUPERSCRIPT:
        power = int(unicodedata.normalize("NFKC", token.raw)[:3])
    elif raised_sign and (whole := view.whole(at)) is not None:
        power = whole
    else:
        return None
    return (sign * power, at + 1) if power <= _MAX_POWER else None


def power(view: View, at: int) -> Atom | None:
    """A power of ten by itself, 10^6, and a number in the form 1.5e6."""
    token = view.tokens[at]
    raised_ten = token.raw == "10" and view.fold(at + 1, gaps="") == "^"
    if raised_ten and (exponent := _exponent_at(view, at + 1)):
        return _times_ten(Atom(at, at + 1, "digits", Fraction(1), 0), *exponent)
    behind = view.at(at + 1)
    if behind and behind.fold == "e" and not behind.gap:
        printed = read_digits(token.raw, view.habit_at(at))
        if printed and (exponent := _power_behind(view, at + 1, printed)):
            value = Fraction(printed.coefficient, 10**printed.decimals)
            doubt = None if printed.decimals else "may be a code"
            atom = Atom(at, at + 1, "digits", value, printed.decimals, doubt=doubt)
            return _times_ten(atom, *exponent)
    return None


def _times_ten(atom: Atom, exponent: int, end: int) -> Atom:
    assert atom.value is not None
    assert atom.decimals is not None
    return replace(
        atom,
        end=end,
        value=atom.value * Fraction(10) ** exponent,
        decimals=atom.decimals - exponent,
        plain=False,
    )


def _sign_scaled(view: View, atom: Atom) -> Atom | None:
    """The atom with the letters of a scale beside a currency: $5bn, US$ 5 m, 10k, 5 M€, 5 mdp."""
    word = view.fold(atom.end, gaps=" ")
    if word and word in view.lexicon.scale_currencies:
        return _currency_scaled(view, atom)
    exponent = view.lexicon.scale_signs.get(word, 0) if word else 0
    behind = view.at(atom.end + 1)
    signed = behind and not behind.gap and behind.raw in CURRENCY_SIGNS
    if signed and word == "g" and view.lexicon.day_first and view.tokens[atom.end].raw == "G":
        return raised(atom, atom.end + 1, 9)  # 3,9 G$
    if not exponent or view.tokens[atom.end].raw in ("G", "K"):
        return _perhaps_thousand(view, atom)
    if view.tokens[atom.end].raw == "MM" and currency_after(
        view.tokens, atom.end + 1, view.lexicon
    ):
        return raised(atom, atom.end + 1, exponent)  # 3 MM de soles
    if signed and view.tokens[atom.end].raw == "mM":
        return raised(atom, atom.end + 1, 9)  # 3,4 mM€: thousands of millions
    if word == "m" and behind and behind.raw == "/" and not behind.gap:
        return None  # $ 45 m/n: moneda nacional
    apart = word in _CLEAR_SCALES and view.tokens[atom.end].gap == " "  # 3.4 mn tonnes
    clear = apart or (
        (len(word) > 1 and word != "mm" or word == "k") and view.touches(atom.end, "word")
    )
    if word == "m" and not signed and not currency_before(view.tokens, atom.first):
        return _perhaps_million(view, atom)
    if clear or signed or currency_before(view.tokens, atom.first):
        return raised(atom, atom.end + 1, exponent)
    if len(word) > 1 and word != "mm":  # 1 289,3 MD
        doubt = f"{view.tokens[atom.end].raw} may be a scale"
        return replace(atom, doubt=atom.doubt or doubt)
    return None


def _perhaps_thousand(view: View, atom: Atom) -> Atom | None:
    """250K people: a number of thousands, unless it is a temperature; a doubt says so."""
    if not view.touches(atom.end, "word") or view.tokens[atom.end].raw != "K":
        return None
    doubt = atom.doubt or "K may be thousand or kelvin"
    return replace(raised(atom, atom.end + 1, 3), doubt=doubt)


def _currency_scaled(view: View, atom: Atom) -> Atom:
    """The atom with the scale in the name of its currency: 5 mdp, 4 mil 500 mdp."""
    exponent = view.lexicon.scale_currencies.get(view.fold(atom.end, gaps=" "), 0)
    return replace(raised(atom, atom.end + 1, exponent), end=atom.end) if exponent else atom


def _perhaps_million(view: View, atom: Atom) -> Atom | None:
    """47.9m in English is a number of millions, unless it is a length: a doubt says so."""
    behind = view.at(atom.end + 1)
    touching = view.touches(atom.end, "word") and view.tokens[atom.end].raw == "m"
    if (
        not touching
        or view.lexicon.day_first is not None
        or (behind and not behind.gap and behind.kind == "special")
    ):
        return None
    near = view.tokens[max(0, atom.first - _NEAR) : atom.end + _NEAR]
    if any(token.fold in _LENGTHS for token in near):
        return None
    open_letter = None if view.says_millions else "m may be million or metre"
    doubt = atom.doubt or open_letter
    return replace(raised(atom, atom.end + 1, 6), doubt=doubt)


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
        tail = token.raw.replace(",", ".").partition(".")[2]
        if not tail.isdecimal() and tail:
            break
        wide = wide or not _no_break_before(view, end)
        groups.append(token.raw.replace(",", "."))
        end += 1
    if len(groups) == 1:
        return None
    # a group such as 000 can't stand alone, so it proves the grouping
    open_spaces = wide and not any(group.startswith("0") for group in groups)
    usual, otherwise = _is_spaced_by_custom(view, at, end), view.habit_at(at).groups_proven
    proven = view.habit_at(at).spaces_group
    if open_spaces and (_counts_things(view, at) or (otherwise and not usual and not proven)):
        return None
    whole, _, tail = "".join(groups).partition(".")
    sure = not open_spaces or proven or (usual and not otherwise)
    doubt = None if sure else "the space may part two numbers"
    return Printed(int(whole + tail), len(tail), doubt), end


def _colon_groups(view: View, at: int) -> tuple[Printed, int] | None:
    """`215:000.000`: a colon behind the millions, as Uruguay prints them."""
    lead, colon, tail = view.tokens[at].raw, view.at(at + 1), view.at(at + 2)
    if not colon or not tail or colon.raw != ":" or colon.gap or tail.gap:
        return None
    groups = tail.raw.replace(",", ".").split(".")
    grouped = lead.isdecimal() and len(lead) < 4 and all(len(group) == 3 for group in groups)
    paid = currency_before(view.tokens, at) is not None
    if not grouped or tail.kind != "number" or not all(group.isdecimal() for group in groups):
        return None
    if not paid and (len(groups) < 2 or lead == "1"):  # 1:100.000 is the scale of a map
        return None
    return Printed(int(lead + "".join(groups)), 0), at + 3


def _is_spaced_by_custom(view: View, at: int, end: int) -> bool:
    """Whether the language groups with spaces and no other number is near, or a cell holds it."""
    before, behind = view.at(at - 1) if at else None, view.at(end)
    if cell := view.cells.get(at):
        opens = cell.first == at or (cell.first == at - 1 and before and before.kind == "sign")
        return bool(opens and view.ends_cell(end))
    apart = not (before and before.kind == "number") and not (behind and behind.kind == "number")
    return view.lexicon.spaced_groups and apart


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
    if view.tokens[end].fold not in view.lexicon.ordinal_endings or whole > 999:
        return None
    return Atom(at, end + 1, "ordinal", Fraction(whole))


def digit_fraction(view: View, at: int) -> Atom | None:
    """A fraction such as 2/3, also of a million or a ton; years (2012/13) are no fractions."""
    part = _simple_fraction(view, at)
    if part is None:
        return None
    amount = Atom(at, at + 3, "digits", part)
    skip = at + 4 if view.fold(at + 3) in view.lexicon.articles else at + 3
    if view.exponent(skip):
        return scaled(view, replace(amount, end=skip))
    if view.lexicon.units.after(view.tokens, at + 3) and view.tokens[at + 3].gap == " ":
        return amount
    over = view.whole(at) or 0
    reduced = part.numerator == over
    return Atom(at, at + 3, "fraction", part, doubt=None if reduced else "may be two numbers")


def _simple_fraction(view: View, at: int) -> Fraction | None:
    over, slash, under = view.whole(at), view.at(at + 1), view.whole(at + 2)
    if not over or not under or not slash or slash.raw != "/":
        return None
    apart = slash.gap or view.tokens[at + 2].gap or view.fold(at + 3, gaps="") == "/"
    if apart or over >= under or under > 100:
        return None
    return Fraction(over, under)


def vulgar(raw: str) -> Fraction | None:
    over, slash, under = unicodedata.normalize("NFKC", raw).partition("\u2044")
    if not slash or not over.isdecimal() or not under.isdecimal() or not int(under):
        return None
    return Fraction(int(over), int(under))
