"""Recognises dates and times, in digits and with names of months."""

from datetime import date

from .atoms import Atom
from .digits import ascii_digits
from .tokens import HYPHENS
from .view import FIRST_YEAR, LAST_YEAR, View

_PIVOT = 70  # 31/12/69 is 2069, 31/12/70 is 1970
_MONTH_FIRST = frozenset(("US", "PH", "FM", "MH", "GU"))  # areas that print 12/31/13


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
    if view.fold(end, gaps="") == "/" and len(parts[2]) < 4:
        return None
    return _date_atom(view, at, end, [ascii_digits(part) for part in parts])


def _date_atom(view: View, first: int, end: int, parts: list[str]) -> Atom | None:
    lengths = [len(part) for part in parts]
    numbers = [int(part) for part in parts if len(part) <= 4]
    if lengths == [4, 2, 2]:
        period, doubt = _iso(*numbers), None
    elif lengths[2] == 4 and max(lengths[:2]) <= 2:
        a, b, year = numbers
        period, doubt = _day_and_month(view, a, b, year)
    elif lengths[2] == 2 and max(lengths[:2]) <= 2 and _may_be_short(view, first, lengths):
        a, b, year = numbers
        period, doubt = _day_and_month(view, a, b, year + (2000 if year < _PIVOT else 1900))
        slashed = view.fold(first + 1, gaps="") == "/"
        doubt = doubt or (None if slashed else "may be no date")
    else:
        return None
    return Atom(first, end, "date", period=period, doubt=doubt) if period else None


def _may_be_short(view: View, first: int, lengths: list[int]) -> bool:
    """31/12/13 is a date; 1.2.13 may be a section, and 1-2-13 a code."""
    return lengths == [2, 2, 2] or view.fold(first + 1, gaps="") == "/"


def _day_and_month(view: View, a: int, b: int, year: int) -> tuple[str | None, str | None]:
    """The date of two numbers whose order the language and the area may settle."""
    day_month, month_day = _iso(year, b, a), _iso(year, a, b)
    day_first = view.lexicon.day_first
    if day_first is None and view.country:
        day_first = view.country not in _MONTH_FIRST
    if day_month and month_day and a != b:
        if day_first is None:
            return day_month, f"may be {month_day}"
        return (day_month if day_first else month_day), None
    return day_month or month_day, None


def month_year(view: View, at: int) -> Atom | None:
    """A month with a short year: the number of Jun-17 and of Apr '05."""
    token, back = view.tokens[at], at - 1
    if len(token.raw) != 2 or not token.raw.isdecimal() or token.gap or at < 2:
        return None
    mark = view.tokens[back]
    joined = mark.raw in HYPHENS and not mark.gap or mark.fold == "'"
    month = view.month(back - 1, opens=True) if joined else None
    if not month:
        return None
    short = int(token.raw)
    year = short + (2000 if short < _PIVOT else 1900)
    return Atom(at, at + 1, "years", period=f"{year}-{month:02}")


def quarter(view: View, at: int) -> Atom | None:
    """A quarter or half of a year: 2012-Q3, Q3 2012, 3Q12, T3 2012, H1 2012, 1S2012."""
    return _year_then_quarter(view, at) or _quarter_then_year(view, at)


def _year_then_quarter(view: View, at: int) -> Atom | None:
    year = _year(view, at)
    if not year:
        return None
    joined = view.at(at + 1)
    sign = joined and not joined.gap and (joined.raw in HYPHENS or joined.raw in "/:.")
    start = at + 2 if sign else at + 1
    letters, number = view.at(start), view.whole(start + 1)
    if not letters or letters.kind != "word" or letters.gap not in ("", " ") or number is None:
        return None
    months = view.lexicon.quarter_signs.get(letters.fold, 0)
    if not letters.raw[0].isupper() or view.tokens[start + 1].gap or not months:
        return None
    return _part_of_year(at, start + 2, year, months, number)


def _quarter_then_year(view: View, at: int) -> Atom | None:
    """`Q3 2012` from its letter on, `3Q12` from its number on."""
    first, second = view.at(at), view.at(at + 1)
    if not first or not second or second.gap:
        return None
    letters = first if first.kind == "word" else second
    number = view.whole(at + 1) if letters is first else view.whole(at)
    months = view.lexicon.quarter_signs.get(letters.fold, 0)
    if not months or number is None or not letters.raw[0].isupper():
        return None
    behind, after = view.at(at + 2), at + 2
    if behind and not behind.gap and (behind.raw in HYPHENS or behind.fold in ("/", "'", "_")):
        after += 1
    token = view.at(after)
    if not token or token.kind != "number" or token.gap not in ("", " "):
        return None
    year = _year(view, after)
    short = view.whole(after)
    if not year and token.gap == "" and short is not None and len(token.raw) == 2:
        year = short + (2000 if short < _PIVOT else 1900)
    return _part_of_year(at, after + 1, year, months, number) if year else None


def _part_of_year(first: int, end: int, year: int, months: int, number: int) -> Atom | None:
    if not 1 <= number <= 12 // months:
        return None
    period = months_of(year, (number - 1) * months + 1, number * months)
    return Atom(first, end, "years", period=period)


def months_of(year: int, first: int, last: int) -> str:
    """The months of a year as ISO 8601 text."""
    return f"{year}-{first:02}/{year}-{last:02}"


def _year(view: View, at: int) -> int | None:
    token, year = view.at(at), view.whole(at)
    fits = token and year and len(token.raw) == 4 and FIRST_YEAR <= year <= LAST_YEAR
    return year if fits else None


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
    found = _with_year(view, at, after + 1, month, day) if month else None
    needs_year = view.fold(after) in view.lexicon.short_months
    return None if found and needs_year and not found.period else found


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
    if hour and hour <= 12 and _is_half_of_day(view, at + 1):
        return Atom(at, at + 1, "time")
    if _is_spaced_clock(view, at):
        return Atom(at, at + 3, "time")
    if (
        hour is None
        or not sign
        or sign.fold not in (":", "h")
        or sign.gap
        or not minute
        or minute.gap
    ):
        return None
    shown, end = minute.raw, at + 3
    if not (shown.isdecimal() and len(shown) == 2 and hour < 25 and int(shown) < 60):
        return None
    second = view.at(at + 4)
    if view.fold(at + 3, gaps="") == ":" and second and second.kind == "number" and not second.gap:
        end = at + 5
    return Atom(at, end, "time")


def _is_half_of_day(view: View, at: int) -> bool:
    """Whether `p.m.` or `am` follows."""
    if view.fold(at) in ("am", "pm"):
        return True
    return view.fold(at) in ("a", "p") and view.fold(at + 1) == "." and view.fold(at + 2) == "m"


def _is_spaced_clock(view: View, at: int) -> bool:
    """Whether this is `10 h 30`, as French prints it."""
    hour, minute, token = view.whole(at), view.whole(at + 2), view.at(at + 2)
    if hour is None or minute is None or not token or not view.lexicon.day_first:
        return False
    printed = view.fold(at + 1, gaps=" ") == "h" and token.gap == " " and len(token.raw) == 2
    return printed and hour < 25 and minute < 60


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
