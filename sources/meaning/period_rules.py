"""How periods are written: patterns over a folded text, with what each of them means."""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass

from .lexicon import Lexicon, patterns

YEAR = r"(?:1[789]\d\d|20\d\d|21[0-4]\d)"
_BARE = rf"(?<![\w.,/$€£%-])(?<!\d'){YEAR}(?![\w%]|[.,'/]\d|-\w)"
_END = r"(?![\w%]|[.,]\d)"

Match = re.Match[str]


@dataclass(frozen=True, slots=True)
class Rule:
    """A way to write a period: its pattern, and the values that a match may mean, best first.

    bare: a year without any word. relative: the value is a distance in years. stretch: two ends are
    named, and a change may be from one to the other. tie: how the expression itself ties.
    """

    pattern: re.Pattern[str]
    values: Callable[[Match], tuple[str, ...]]
    bare: bool = False
    relative: bool = False
    stretch: bool = False
    tie: str = ""

    @staticmethod
    def start(match: Match) -> int:
        """Where the period itself begins: `July` in "in July"."""
        return match.start("month") if "tied" in match.groupdict() else match.start()

    def parts(self, values: tuple[str, ...]) -> tuple[str, str] | None:
        """The two ends of a stretch that names both, if a change may be from one to the other."""
        first, slash, last = values[0].partition("/") if values else ("", "", "")
        if not self.stretch or not slash or len(first) != len(last):
            return None
        if any(value.startswith("FY") for value in values):
            return None
        if len(first) == 7:  # April to March is a year; June to July compares two months
            months = 12 * (int(last[:4]) - int(first[:4])) + int(last[5:]) - int(first[5:]) + 1
            return (first, last) if months in (2, 13) else None
        return first, last


def rules_of(lexicon: Lexicon) -> list[Rule]:
    """The rules of a language; the bare year comes last."""
    forms = [*_in_digits(), *_dates(lexicon), *_parts_of_years(lexicon), *_fiscal_years(lexicon)]
    rules = [Rule(re.compile(pattern), values) for pattern, values in forms]
    stretches = [*_month_stretches(lexicon), *_stretches(lexicon)]
    rules += [Rule(re.compile(pattern), values, stretch=True) for pattern, values in stretches]
    rules.append(
        Rule(re.compile(patterns(lexicon.previous_year)), lambda _: ("-1",), relative=True)
    )
    same = patterns(lexicon.same_period)
    of = patterns(lexicon.of)
    same_of = rf"{same}\s+{of}\s*(?P<year>{YEAR})"
    rules.append(Rule(re.compile(same_of), lambda m: (f"same {m['year']}",), relative=True))
    named = rf"(?!\s+(?:\w+\s+){{0,3}}?(?:{YEAR}|{patterns(lexicon.months)}))"  # says it itself
    rules.append(Rule(re.compile(same + named), lambda _: ("same",), relative=True, tie="in"))
    rules.append(Rule(re.compile(patterns(lexicon.year_ago)), lambda _: ("ago",), relative=True))
    rules.append(Rule(re.compile(patterns(lexicon.same_year)), lambda _: ("0",), relative=True))
    rules.append(Rule(re.compile(_BARE), lambda match: (match.group(),), bare=True))
    return rules


Form = tuple[str, Callable[[Match], tuple[str, ...]]]


def _in_digits() -> list[Form]:
    return [
        (rf"(?<![\w/.-])(?P<year>{YEAR})-(?P<m>\d\d)-(?P<d>\d\d)(?![\w-])", _day_of),
        (rf"(?<![\w/.-]){YEAR}-\d\d/{YEAR}-\d\d(?![\w-])", lambda m: (m.group(),)),
        (
            r"(?<![\w/.-])(?P<d>\d{1,2})(?P<s>[/.])(?P<m>\d{1,2})(?P=s)"
            r"(?P<year>(?:19|20)\d\d|\d\d)(?![\w/]|[.]\d)",
            _numeric_day,
        ),
        (rf"(?<![\w/.-])(?P<year>{YEAR})[\s:-]?(?P<q>[qt][1-4]|[1-4][qt])(?!\w)", _quarter_code),
        (
            rf"(?<!\w)(?P<q>[qt][1-4]|[1-4][qt])[\s/-]*(?:(?:of|de|do|del)\s+)?(?P<year>{YEAR}){_END}",
            _quarter_code,
        ),
        (
            rf"(?<!\w)(?:(?P<q>[qt][1-4])(?:\s?'|-)?|(?P<k>[1-4][qt])['-]?)(?P<short>\d\d){_END}",
            _short_quarter,
        ),
        (rf"(?<![\w/.-])(?P<year>{YEAR})[-:]?m(?P<m>0[1-9]|1[0-2])(?!\w)", _month_code),
        (rf"(?<![\w.,$€£])(?P<n>[1-9]|1[0-2])m[\s-]?(?P<year>{YEAR}){_END}", _first_months),
        (rf"(?<!\w)(?P<h>[hs][12]|[12][hs])[\s/-]*(?P<year>{YEAR}){_END}", _half_code),
    ]


def _dates(lexicon: Lexicon) -> list[Form]:
    month = rf"(?P<month>{patterns(lexicon.months)})\.?"
    of = rf"(?:\s*,|\s*{patterns(lexicon.of)})?\s*"
    day = r"(?<![\d.,])(?P<d>\d{1,2})(?:st|nd|rd|th|er|o|º|°|ro)?"
    year = rf"(?P<year>{YEAR}){_END}"

    def number(match: Match) -> int:
        return lexicon.months[" ".join(match["month"].split())]

    def day_of(match: Match) -> tuple[str, ...]:
        return _day(int(match["year"]), number(match), int(match["d"]))

    tied = patterns(lexicon.month_ties)

    def quarter_to(match: Match) -> tuple[str, ...]:
        last, year = number(match), int(match["year"])
        first = last - 2 if last > 2 else last + 10
        return (f"{year if last > 2 else year - 1}-{first:02}/{year}-{last:02}",)

    quarter = patterns(lexicon.quarter)

    def ending_quarter(match: Match) -> tuple[str, ...]:
        return quarter_to(match) if number(match) % 3 == 0 else ()

    third = rf"{patterns(lexicon.quarter_to)}\s+(?:(?P<d>\d{{1,2}})\s*{of})?"
    ending = rf"{patterns(lexicon.year_to)}\s+(?:(?P<d>\d{{1,2}})\s*{of})?"

    def year_to(match: Match) -> tuple[str, ...]:
        last, year = number(match), int(match["year"])
        begins = f"{year - 1}-{last + 1:02}" if last < 12 else f"{year}-01"
        return (f"{begins}/{year}-{last:02}", f"{year}-{last:02}")

    return [
        (rf"{ending}{month}{of}{year}", year_to),
        (rf"{third}{month}{of}{year}", quarter_to),
        (rf"{month}\s+{quarter}{of}{year}", ending_quarter),
        (rf"{month}{of}{year}\s+{quarter}", ending_quarter),
        (
            rf"{month}\s?[-'/]\s?(?P<short>\d\d)(?![\w%]|[.,/-]\d)",
            lambda m: (f"{_century(m['short'])}-{number(m):02}",),
        ),
        (rf"{day}\s*{of}{month}{of}{year}", day_of),
        (rf"{month}\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s*,?\s+{year}", day_of),
        (rf"{month}\s?[-/]\s?{year}", lambda m: (f"{m['year']}-{number(m):02}",)),
        (rf"{month}{of}{year}", lambda m: (f"{m['year']}-{number(m):02}",)),
        (
            rf"(?P<tied>{tied})\s+{month}(?!\s*\d)",
            lambda m: () if m["month"] in lexicon.numbers else (f"--{number(m):02}",),
        ),
    ]


def _parts_of_years(lexicon: Lexicon) -> list[Form]:
    of = rf"(?:\s*,|\s*{patterns(lexicon.of)})?\s*"
    year = rf"(?:{patterns((*lexicon.fiscal, *lexicon.year))}\s+)?(?P<year>{YEAR}){_END}"
    digit = r"(?<!\w)(?:[1-4]\s*(?:\.?[a-zºª°]{1,3}\.?)?|iv|i{1,3})(?!\w)"
    ordinal = rf"(?:{patterns(lexicon.ordinals)}|{digit})"
    which = rf"(?P<which>{ordinal})"
    n = rf"(?P<n>(?<!\w)\d{{1,2}}|{patterns(lexicon.numbers)})"
    first, month = patterns(lexicon.first), patterns(lexicon.month)

    def ordinal_of(match: Match) -> int:
        word = " ".join(match["which"].split())
        if word in lexicon.ordinals:
            return lexicon.ordinals[word]
        digit = re.search(r"[1-4]", word)
        return int(digit.group()) if digit else {"i": 1, "ii": 2, "iii": 3, "iv": 4}[word]

    def quarter(match: Match) -> tuple[str, ...]:
        return _quarter(match["year"], ordinal_of(match))

    def half(match: Match) -> tuple[str, ...]:
        return _half(match["year"], min(ordinal_of(match), 2))

    def first_months(match: Match) -> tuple[str, ...]:
        number = int(match["n"]) if match["n"].isdecimal() else lexicon.numbers[match["n"]]
        return (_months(match["year"], 1, number),) if 1 <= number <= 12 else ()

    return [
        (rf"{which}[\s-]*{patterns(lexicon.quarter)}{of}{year}", quarter),
        (rf"{patterns(lexicon.quarter)}\s+{which}{of}{year}", quarter),
        (rf"{which}[\s-]*{patterns(lexicon.half)}{of}{year}", half),
        (rf"{first}\s+{n}\s+{month}{of}{year}", first_months),
        (rf"{n}\s+{first}\s+{month}{of}{year}", first_months),
    ]


def _month_stretches(lexicon: Lexicon) -> list[Form]:
    """April 2014 to March 2015, Apr '14 - Mar '15, June to July 2018."""
    month = patterns(lexicon.months)
    of = rf"(?:\s*,|\s*{patterns(lexicon.of)})?\s*"
    to = rf"\s*(?:[-/]|{patterns((*lexicon.ends, *lexicon.both, *lexicon.until))})\s*"
    year = rf"(?:{YEAR}|'\d\d)"

    def months(match: Match) -> tuple[str, ...]:
        first, last = lexicon.months[match["from"]], lexicon.months[match["until"]]
        end = _century(match["year"])
        begin = _century(match["begin"]) if match["begin"] else end
        values = f"{begin}-{first:02}/{end}-{last:02}"
        if begin == end and first >= last:
            begin = str(int(end) - 1)
            return () if first == last else (f"{begin}-{first:02}/{end}-{last:02}",)
        return (values,) if begin <= end else ()

    return [
        (
            rf"(?P<from>{month})\.?(?:{of}(?P<begin>{year}))?{to}(?P<until>{month})\.?"
            rf"{of}(?P<year>{year}){_END}",
            months,
        ),
    ]


def _fiscal_years(lexicon: Lexicon) -> list[Form]:
    of = patterns(lexicon.of)
    glued = rf"(?<!\w)(?:{'|'.join(word for word in lexicon.fiscal if len(word) < 4) or '(?!)'})"
    fiscal = rf"(?:{patterns(lexicon.fiscal)}(?:\s+{of})?\s*|{glued}\s?)"
    end = rf"{patterns(lexicon.end_of)}-(?P<year>{YEAR}){_END}"
    return [
        (end, lambda match: (match["year"], f"{match['year']}-12-31")),
        (rf"{fiscal}(?P<first>{YEAR})\s*[/-]\s*(?P<last>{YEAR}|\d\d){_END}", _fiscal),
        (rf"{fiscal}(?P<first>{YEAR}|\d\d){_END}", _fiscal),
    ]


def _stretches(lexicon: Lexicon) -> list[Form]:
    of = patterns(lexicon.of)
    mid = rf"(?:{patterns(lexicon.mid)}[\s-]+(?:{of}\s+)?)?"
    first = rf"{mid}(?P<first>{YEAR})(?!\d|[.,]\d)"
    last = rf"{mid}(?P<last>{YEAR})(?!\d|[.,]\d)"
    dash = rf"(?<![\w/.-])(?P<first>{YEAR})"
    ends, starts = patterns(lexicon.ends), patterns(lexicon.starts)
    return [
        (rf"{patterns(lexicon.between)}\s+{first}\s+{patterns(lexicon.both)}\s+{last}", _stretch),
        (rf"{starts}\s+{first}\s+{ends}\s+{last}", _stretch),
        (rf"{first}\s+{ends}\s+{last}", _stretch),
        (rf"(?<![\w/.-]){first}\s?-\s?{mid}(?P<last>{YEAR})(?![\d%]|[/.-]\d)", _stretch),
        (rf"{dash}\s?/\s?(?P<last>{YEAR})(?![\d%]|[/.-]\d)", _stretch),
        (rf"{dash}\s?[/-]\s?(?P<last>\d\d)(?![\w%]|[/.-]\d)", _short_stretch),
    ]


# -- values ---------------------------------------------------------------------------------------


def _day(year: int, month: int, day: int) -> tuple[str, ...]:
    if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(year, month)[1]:
        return ()
    return (f"{year}-{month:02}-{day:02}",)


def _day_of(match: Match) -> tuple[str, ...]:
    return _day(int(match["year"]), int(match["m"]), int(match["d"]))


def _numeric_day(match: Match) -> tuple[str, ...]:
    """11/06/2013 with the day first, then with the month first, if both may be."""
    year = int(match["year"])
    if year < 100:
        year += 2000 if year < 70 else 1900
    first, second = int(match["d"]), int(match["m"])
    return tuple(dict.fromkeys((*_day(year, second, first), *_day(year, first, second))))


def _century(short: str) -> str:
    """A year of two digits in full."""
    digits = short.strip("'")
    return digits if len(digits) == 4 else ("20" if digits < "70" else "19") + digits


def _months(year: str, first: int, last: int) -> str:
    return f"{year}-{first:02}/{year}-{last:02}" if first < last else f"{year}-{first:02}"


def _quarter(year: str, number: int) -> tuple[str, ...]:
    return (_months(year, 3 * number - 2, 3 * number),)


def _half(year: str, number: int) -> tuple[str, ...]:
    return (_months(year, 6 * number - 5, 6 * number),)


def _quarter_code(match: Match) -> tuple[str, ...]:
    return _quarter(match["year"], int(match["q"].strip("qt")))


def _short_quarter(match: Match) -> tuple[str, ...]:
    return _quarter(_century(match["short"]), int((match["q"] or match["k"]).strip("qt")))


def _month_code(match: Match) -> tuple[str, ...]:
    return (f"{match['year']}-{match['m']}",)


def _first_months(match: Match) -> tuple[str, ...]:
    return (_months(match["year"], 1, int(match["n"])),)


def _half_code(match: Match) -> tuple[str, ...]:
    return _half(match["year"], int(match["h"].strip("hs")))


def _stretch(match: Match) -> tuple[str, ...]:
    first, last = sorted((match["first"], match["last"]))  # "2018/2017" compares, too
    return (f"{first}/{last}",) if first < last else ()


def _short_stretch(match: Match) -> tuple[str, ...]:
    """2012/13 and 2012-13; 2013-06 is a month, and 2011-12 may be either."""
    first, short = match["first"], match["last"]
    last = first[:2] + short if short > first[2:] else str(int(first[:2]) + 1) + short
    follows = int(last) == int(first) + 1
    month = (f"{first}-{short}",) if "01" <= short <= "12" and "-" in match.group() else ()
    if follows:
        return (f"{first}/{last}", f"FY{first}/{last}", *month)
    if month:
        return month
    return (f"{first}/{last}",) if short > "12" and int(last) - int(first) < 100 else ()


def _fiscal(match: Match) -> tuple[str, ...]:
    first = match["first"] if len(match["first"]) == 4 else "20" + match["first"]
    last = match.groupdict().get("last")
    if not last:
        return (f"FY{first}",)
    last = last if len(last) == 4 else first[:2] + last
    return (f"FY{first}/{last}",) if int(last) > int(first) else ()
