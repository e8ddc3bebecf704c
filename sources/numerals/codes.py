"""Recognises codes and names with digits: law numbers, CO2, links, Roman numerals, footnotes."""

import unicodedata
from fractions import Fraction

from .atoms import Atom
from .currencies import CURRENCY_CODES, NAMES_LIKE_CODES
from .money import currency_before
from .printed import is_beside_number, vulgar
from .tokens import HYPHENS, SUPERSCRIPT
from .view import FIRST_YEAR, LAST_YEAR, View

_IN_PHONES = HYPHENS | {")", "(", "."}
ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


def note(view: View, at: int) -> Atom | None:
    """The mark of a footnote: LAW1, and 1/ behind a word or at the start of a line."""
    value = view.whole(at)
    if value is None:
        return None
    slash, behind = view.at(at + 1), view.at(at + 2)
    closed = not behind or behind.gap != "" or behind.raw == ")"
    slashed = slash and slash.raw == "/" and not slash.gap and closed
    before = view.at(at - 1) if at else None
    square = before and before.raw == "[" and slash and slash.raw == "]" and not slash.gap
    if at in view.notes or ((slashed or square) and value < 100):
        return Atom(at, at + 1, "footnote", Fraction(value))
    return None


def link(view: View, at: int) -> Atom | None:
    holds = any(c.isdecimal() for c in view.tokens[at].raw)
    return Atom(at, at + 1, "code") if holds else None


def code(view: View, at: int) -> Atom | None:
    """A code of numbers and letters: 044-2013-EF, 173-2013/SUNAT, 1380/2013, 555-123-4567.

    A hyphen may end the line.
    """
    numbers, end = 1, at + 1
    while view.hyphen(end) and _continues(view, end + 1, "number"):
        numbers, end = numbers + 1, end + 2
    letters = 0
    while _joins_capitals(view, end):
        letters, end = letters + 1, end + 2
    dated = numbers == 2 and (_is_year_and_number(view, at) or _is_behind_sign(view, at))
    raw = view.tokens[at].raw
    leading_zero = len(raw) > 1 and raw.startswith("0") and raw.isdecimal()
    if _is_numbered_in_year(view, at):
        return Atom(at, at + 3, "code")
    if letters or numbers > 2 or dated or (numbers == 2 and leading_zero):
        return Atom(at, end, "code")
    return None


def phone(view: View, at: int) -> Atom | None:
    """The number of a telephone, as in `+51 1 555 0100`, `(55) 5555-0100` or `1-800-555-0199`."""
    before = view.at(at - 1) if at else None
    if not before or before.gap == "" and before.kind == "number":
        return None
    bracketed = before.raw == "("
    opened = before.raw == "+" or bracketed or before.fold in view.lexicon.phones
    if not opened and not (before.raw in (":", ".") and at > 1):
        return None
    word = at - 1
    while word > max(at - 5, 0) and view.tokens[word].raw in ("+", "(", ".", ":"):
        word -= 1
    named = view.tokens[word].fold in view.lexicon.phones
    end, parts, digits = at + 1, 1, len(view.tokens[at].raw)
    while parts < 6:
        skip = end
        while view.fold(skip, gaps=" ") in _IN_PHONES and skip - end < 2:
            skip += 1
        follows = view.at(skip)
        if not follows or follows.kind != "number" or follows.gap not in ("", " "):
            break
        if not follows.raw.isdecimal() or len(follows.raw) > 4:
            break
        end, parts, digits = skip + 1, parts + 1, digits + len(follows.raw)
    lasts = len(view.tokens[end - 1].raw) == 4 and view.tokens[end - 2].raw in HYPHENS
    plain = before.raw == "+" and parts > 2 or bracketed and parts > 2 and lasts
    long_enough = 6 <= digits <= 15 and view.whole(at) is not None
    return Atom(at, end, "name") if long_enough and (named or plain) else None


def _is_numbered_in_year(view: View, at: int) -> bool:
    """Whether this is a number within a year: 1380/2013, but no month or year before the slash."""
    number, slash, year = view.whole(at), view.at(at + 1), view.whole(at + 2)
    if number is None or year is None or not slash or slash.raw != "/":
        return False
    touching = not slash.gap and not view.tokens[at + 2].gap
    in_year = FIRST_YEAR <= year <= LAST_YEAR and not FIRST_YEAR <= number <= LAST_YEAR
    return touching and in_year and number > 12 and view.fold(at + 3, gaps="") != "/"


def _is_year_and_number(view: View, at: int) -> bool:
    """Whether this is a year and a number of three digits within it: 2013-123."""
    year = view.whole(at)
    return (
        year is not None and FIRST_YEAR <= year <= LAST_YEAR and len(view.tokens[at + 2].raw) == 3
    )


def _is_behind_sign(view: View, at: int) -> bool:
    """Whether `n°` or `Nº` is before the number: loi n° 78-17."""
    sign = view.at(at - 1) if at else None
    return sign is not None and (sign.fold == "nº" or (sign.raw in ("°", "º") and not sign.gap))


def _continues(view: View, index: int, kind: str) -> bool:
    token = view.at(index)
    return bool(token and token.kind == kind and token.gap in ("", "\n"))


def _joins_capitals(view: View, index: int) -> bool:
    sign, word = view.at(index), view.at(index + 1)
    if not sign or not word or sign.gap or word.gap or word.kind != "word":
        return False
    is_unit = bool(view.lexicon.units.after(view.tokens, index + 1))
    return (sign.raw in HYPHENS or sign.raw == "/") and word.raw.isupper() and not is_unit


def glued_to_digits(view: View, at: int) -> Atom | None:
    """A name with digits (CO2, H1N1, COVID-19); FY2013 and USD15 hold a number of their own."""
    word, end = view.tokens[at], at + 1
    follows = view.at(end)
    if not follows or follows.gap or follows.kind == "word":
        return None
    short = word.raw[0].isupper() and len(word.raw) <= 3 and not view.month(at, opens=True)
    capitals = word.raw.isupper() or short
    if view.hyphen(end) and capitals and view.touches(end + 1, "number"):
        number = view.tokens[end + 1].raw
        return Atom(at, end + 2, "name") if number.isdecimal() and len(number) < 4 else None
    if view.touches(end, "special") and view.tokens[end].raw[0] not in SUPERSCRIPT:
        return Atom(at, end + 1, "name")  # CO₂
    if word.raw in NAMES_LIKE_CODES and follows.raw.isdecimal() and len(follows.raw) < 3:
        return Atom(at, end + 1, "name")
    if word.raw in CURRENCY_CODES or currency_before(view.tokens, at + 1):
        return None
    if len(word.raw) == 1 and word.raw.islower() and not follows.raw.isdecimal():
        return None  # e1,234: the letter may be a flag
    while view.touches(end, "number") or view.touches(end, "word"):
        end += 1
    if not view.touches(at + 1, "number") or at + 1 in view.notes:
        return None
    alone = view.whole(at + 1) if end == at + 2 else None
    is_year = alone is not None and FIRST_YEAR <= alone <= LAST_YEAR
    return None if is_year else Atom(at, end, "name")


def glued_to_word(view: View, at: int) -> Atom | None:
    """A decade (1990s) or a name (3D); 5kg, 11m and 2013Report are left to `digits`."""
    if not view.touches(at + 1, "word"):
        return None
    word, whole = view.tokens[at + 1], view.whole(at)
    if word.fold == "s" and whole is not None and whole % 10 == 0:
        period = f"{whole}/{whole + 9}" if FIRST_YEAR <= whole <= LAST_YEAR else None
        doubt = None if period else "which century's decade"
        return Atom(at, at + 2, "decade", Fraction(whole), period=period, doubt=doubt)
    if is_beside_number(view, at + 1) or (whole or 0) >= FIRST_YEAR and len(word.raw) > 2:
        return None
    if _may_be_flag(view, at):
        return None
    end = at + 1
    while view.touches(end, "number") or view.touches(end, "word"):
        end += 1
    return Atom(at, end, "name")


def _may_be_flag(view: View, at: int) -> bool:
    """Whether letters behind a number may mark a note or a status, as in 1,234r and 12.3p.

    A number with marks, or any number in a cell; nothing else follows the letters.
    """
    word, behind = view.tokens[at + 1], view.at(at + 2)
    marked = not view.tokens[at].raw.isdecimal() or at in view.cells and word.raw.islower()
    apart = not behind or behind.gap != "" or behind.kind == "sign" and behind.raw not in HYPHENS
    return marked and len(word.raw) <= 2 and apart


def roman(view: View, at: int) -> Atom | None:
    """A Roman numeral (II, XIV); a single letter only behind a word such as Chapter."""
    raw = view.tokens[at].raw
    if raw[0] not in ROMAN:
        return None
    capitals = raw.rstrip("".join(set("".join(view.lexicon.ordinal_endings))))
    is_ordinal = capitals != raw and raw[len(capitals) :] in view.lexicon.ordinal_endings
    value = _roman_value(capitals if is_ordinal else raw)
    before = view.at(at - 1)
    headed = bool(
        before
        and view.tokens[at].gap == " "
        and before.fold in view.lexicon.heading_words | view.lexicon.centuries
    )
    if not value or not (headed or (len(raw) > 1 and value < 40)):
        return None
    return Atom(at, at + 1, "roman", Fraction(value))


def special(view: View, at: int) -> Atom | None:
    """A number printed as one sign: ½, a superscript, Ⅳ, ①; the square of a unit (km²) is none."""
    token, before = view.tokens[at], view.at(at - 1) if at else None
    if part := vulgar(token.raw):
        return Atom(at, at + 1, "fraction", part)
    value = Fraction(_special_value(token.raw))
    touching = before.kind if before and not token.gap else ""
    if token.raw[0] in SUPERSCRIPT:
        if touching == "word" and view.lexicon.units.before(view.tokens, at):
            return None
        doubt = "may be a power" if touching == "number" else None
        return Atom(at, at + 1, "footnote", value, doubt=doubt)
    roman = unicodedata.category(token.raw[0]) == "Nl"
    return Atom(at, at + 1, "roman" if roman else "list_number", value)


def unreadable(view: View, at: int) -> Atom:
    """Digits that are no single number, such as 1.2.3 or a very long run."""
    return Atom(at, at + 1, "code")


def _special_value(raw: str) -> int:
    folded = unicodedata.normalize("NFKC", raw)
    digits = "".join(c for c in folded if c.isdecimal())[:9]
    return int(digits) if digits else _roman_value(folded.upper()) or 0


def _roman_value(raw: str) -> int | None:
    """The value of a well-formed Roman numeral in capitals, below 4000."""
    if not raw or len(raw) > 15 or any(c not in ROMAN for c in raw):
        return None
    values = [ROMAN[c] for c in raw]
    total = sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))
    return total if _to_roman(total) == raw else None


def _to_roman(value: int) -> str:
    parts = (
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    )
    shown = ""
    for size, letters in parts:
        shown, value = shown + letters * (value // size), value % size
    return shown
