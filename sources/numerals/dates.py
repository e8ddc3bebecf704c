"""Recognises dates and times, in digits and with names of months."""

from datetime import date

from .atoms import Atom
from .digits import ascii_digits
from .tokens import HYPHENS
from .view import FIRST_YEAR, LAST_YEAR, View


def numeric_date(view: View, at: int) -> Atom | None:
    """A date in digits: 2013-06-11, 11/06/2013, 11-06-2013, and 11.06.2013, which is one token."""
    raw = view.tokens[at].raw
    parts, end = raw.split("."), at + 1
    if len(parts) == 1:
        sign = view.at(at + 1)
        if not (sign and sign.gap == "" and (sign.raw == "/" or sign.raw in HYPHENS)):
            return None
        follows = view.at(at + 3)
        if not follows or follows.raw != sign.raw or follows.gap:
            return None
        parts = [view.tokens[at + k].raw for k in (0, 2, 4) if at + k < len(view.tokens)]
        if not (view.touches(at + 2, "number") and view.touches(at + 4, "number")):
            return None
        end = at + 5
    if len(parts) != 3 or not all(part.isdecimal() for part in parts):
        return None
    return _date_atom(view, at, end, [ascii_digits(part) for part in parts])


def _date_atom(view: View, first: int, end: int, parts: list[str]) -> Atom | None:
    lengths = [len(part) for part in parts]
    numbers = [int(part) for part in parts if len(part) <= 4]
    if lengths == [4, 2, 2]:
        period, doubt = _iso(*numbers), None
    elif lengths[2] == 4 and max(lengths[:2]) <= 2:
        a, b, year = numbers
        period, doubt = _day_first(view, a, b, year)
    else:
        return None
    return Atom(first, end, "date", period=period, doubt=doubt) if period else None


def _day_first(view: View, a: int, b: int, year: int) -> tuple[str | None, str | None]:
    day_month, month_day = _iso(year, b, a), _iso(year, a, b)
    if day_month and month_day and a != b:
        return day_month, f"may be {month_day}"
    return day_month or month_day, None


def month_day(view: View, at: int) -> Atom | None:
    """A date such as June 11, 2013 or June 11; the month must not be another word, as `may` is."""
    month = view.month(at, opens=True)
    after = at + 2 if month and view.fold(at + 1) == "." else at + 1
    day = view.whole(after)
    if not month or day is None or not 1 <= day <= 31 or view.tokens[after].gap != " ":
        return None
    end = after + 1
    if view.fold(end) in view.lexicon.ordinal_endings and view.touches(end, "word"):
        end += 1
    return _with_year(view, at, end, month, day)


def day_month(view: View, at: int) -> Atom | None:
    """A date with the day first: 11 June 2013; 11th of June, 2013; 11 de junio de 2013."""
    day = view.whole(at)
    if day is None or not 1 <= day <= 31:
        return None
    after = at + 1
    while after - at < 4 and (
        view.fold(after) in view.lexicon.ordinal_endings | {".", "°"}
        or view.fold(after) in view.lexicon.date_fillers - {","}
    ):
        after += 1
    month = view.month(after)
    return _with_year(view, at, after + 1, month, day) if month else None


def _with_year(view: View, first: int, end: int, month: int, day: int) -> Atom | None:
    after = end
    while after - end < 2 and view.fold(after) in view.lexicon.date_fillers:
        after += 1
    year = view.whole(after)
    if year and FIRST_YEAR <= year <= LAST_YEAR and view.fold(after):
        period = _iso(year, month, day)
        return Atom(first, after + 1, "date", period=period) if period else None
    return Atom(first, end, "date")


def clock(view: View, at: int) -> Atom | None:
    """A time such as 12:30; a ratio such as 2:1 has no two digits behind the colon."""
    hour, sign, minute = view.whole(at), view.at(at + 1), view.at(at + 2)
    if hour is None or not sign or sign.raw != ":" or sign.gap or not minute or minute.gap:
        return None
    shown = minute.raw
    if shown.isdecimal() and len(shown) == 2 and hour < 25 and int(shown) < 60:
        return Atom(at, at + 3, "time")
    return None


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
