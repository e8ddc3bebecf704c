"""Whether two values of a member are the same: numbers by size, periods by what they cover."""

import re
from decimal import Decimal, InvalidOperation

NUMBERS = frozenset(("value", "value_low", "value_high", "base_value"))
PERIODS = frozenset(("period", "base_period"))
_MONTH_ALONE = re.compile(r"--(\d\d)(-\d\d)?")
_FISCAL = re.compile(r"FY(\d{4})(?:/(\d{4}))?")


def agree(member: str, stated: str | None, said: str | None) -> bool:
    """Whether a stated value of the member is what the words say, however it is written."""
    if stated is None or said is None:
        return stated is said
    if member in NUMBERS:
        return number(stated) == number(said)
    if member in PERIODS:
        return periods_agree(stated, said)
    return stated == said


def number(text: str | None) -> Decimal | None:
    """The exact number of a text in wire form, None where it is none."""
    try:
        return None if text is None else Decimal(text)
    except InvalidOperation:
        return None


def digits(text: str) -> tuple[bool, str]:
    """The digits of a number as they are printed, without marks, and whether it is negative."""
    return text.startswith("-"), re.sub(r"\D", "", text).lstrip("0")


def periods_agree(stated: str, said: str) -> bool:
    """Whether a stated period is the one that the words name.

    A month or a day without its year (`--07`) is that of any year. A fiscal year (`FY2013`) is the
    calendar year of its name, or twelve months that begin or end in it.
    """
    if stated == said:
        return True
    if month := _MONTH_ALONE.fullmatch(said):
        return stated[4:] == said[1:] or stated[4:] == f"-{month[1]}"
    if fiscal := _FISCAL.fullmatch(said):
        return _is_fiscal(stated, fiscal[1], fiscal[2])
    return False


def _is_fiscal(stated: str, first: str, last: str | None) -> bool:
    years = {first, last or first}
    if stated in (first, f"{first}/{last}"):
        return stated == f"{first}/{last}" or last is None
    begins, _, ends = stated.partition("/")
    if len(begins) != 7 or len(ends) != 7:
        return False
    months = (int(ends[:4]) - int(begins[:4])) * 12 + int(ends[5:]) - int(begins[5:]) + 1
    named = {begins[:4], ends[:4]}
    return months == 12 and (named == years if last else bool(named & years))


def akin(stated: str, said: str) -> bool:
    """Whether a period is that of the words, or one is a part of the year that the other is.

    A stretch without an end is akin to what begins when it does.
    """
    if periods_agree(stated, said) or periods_agree(said, stated):
        return True
    if ".." in stated:
        return _closed_ends_meet(stated, said)
    return (
        stated[:4] == said[:4]
        and 4 in (len(stated), len(said))
        and stated[:4].isdecimal()
        and (_within_a_year(stated) and _within_a_year(said))
    )


def _within_a_year(period: str) -> bool:
    begins, slash, ends = period.partition("/")
    return not slash or begins[:4] == ends[:4]


def overlap(first: str, second: str) -> bool:
    """Whether two periods are the same, or one is a part of the other and no stretch of its own."""
    if periods_agree(first, second) or periods_agree(second, first):
        return True
    if _FISCAL.fullmatch(second):
        return any(year in first for year in re.findall(r"\d{4}", second))
    if second.startswith("--"):
        return len(first) < 7 or "/" in first
    if ".." in first or ".." in second:
        return _closed_ends_meet(first, second)
    if "/" in first and "/" in second:
        return False  # two stretches are the same or not
    a, b = _bounds(first), _bounds(second)
    return (a[0] <= b[0] and b[1] <= a[1]) or (b[0] <= a[0] and a[1] <= b[1])


def _closed_ends_meet(first: str, second: str) -> bool:
    """Whether an open stretch and another period have the end in common that is not open."""
    side = 0 if first.endswith("..") or second.endswith("..") else 2
    ends = [period.partition("/")[side] or period for period in (first, second)]
    return ".." not in ends and (ends[0].startswith(ends[1]) or ends[1].startswith(ends[0]))


def _bounds(period: str) -> tuple[str, str]:
    """The first and the last day of a period, as texts that sort; open ends are far away."""
    begins, slash, ends = period.partition("/")
    ends = ends if slash else begins
    first = "0000" if begins == ".." else begins
    last = "9999" if ends == ".." else ends
    return (first + "-00-00")[:10], last + "-99-99"[: 10 - len(last)]
