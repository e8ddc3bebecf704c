"""How periods are written: patterns over a folded text, with what each of them means."""

import re
from collections.abc import Callable

from .fiscal_rules import (
    codes_of_split_years,
    fiscal_stretches,
    fiscal_years,
    months_of_fiscal,
    ordinal_of,
    parts_after_fiscal,
    parts_of_split_years,
)
from .lexicon import Lexicon, patterns
from .rule import (
    END,
    YEAR,
    Form,
    Match,
    Rule,
    century,
    day_in,
    joined_of,
    months_in,
    needing,
)
from .time_words import TIME_WORDS

_BARE = rf"(?<![\w.,/$€£%-])(?<!\d'){YEAR}(?![\w%]|[.,'/]\d|-\w)"
_POINT = r"(?:(?:(?<!\w{4})|(?<=sept)|(?<=juil)|(?<=janv)|(?<=fevr))\.)?"  # of a short month
_NO_SPLIT = rf"(?!\s?[/-]\s?(?:\d\d|\d{{4}})(?!\d)){END}"  # no year of work: 2018/19
_NTH = {
    **{"primer": 1, "primero": 1, "primeiro": 1, "premier": 1, "1er": 1, "i": 1},
    **{"segundo": 2, "deuxieme": 2, "second": 2, "ii": 2, "tercer": 3, "tercero": 3},
    **{"terceiro": 3, "troisieme": 3, "iii": 3, "cuarto": 4, "quarto": 4, "quatrieme": 4},
    **{"iv": 4, "quinto": 5, "cinquieme": 5, "v": 5, "sexto": 6, "sixieme": 6, "vi": 6},
}
_BACK = 50  # years by which the first of two may be later
_LATE = 28  # the day from which a month is over


def rules_of(lexicon: Lexicon) -> list[Rule]:
    """The rules of a language; the bare year comes last."""
    months = needing(lexicon.months)
    parts = needing((*lexicon.quarter, *lexicon.half, *lexicon.month))
    parts |= {"t", "ot", "bimestre", "cuatrimestre", "quadrimestre"}
    time = TIME_WORDS[lexicon.language]
    work = (*time.fiscal, *time.school, *time.crop)
    groups = [
        (_in_digits(), frozenset[str]()),
        (_dates(lexicon), months),
        (_parts_of_years(lexicon), parts),
        (fiscal_years(lexicon), needing((*lexicon.fiscal, *work))),
        (parts_after_fiscal(lexicon), needing(lexicon.fiscal)),
        (months_of_fiscal(lexicon), needing(lexicon.fiscal)),
        (parts_of_split_years(lexicon), parts),
        (codes_of_split_years(lexicon), frozenset[str]()),
    ]
    rules = [
        Rule(re.compile(pattern), values, needs=needs)
        for forms, needs in groups
        for pattern, values in forms
    ]
    rules += [
        Rule(re.compile(pattern), values, stretch=True, adverb=True, needs=months)
        for pattern, values in _month_stretches(lexicon)
    ]
    amid = needing((*lexicon.end_of, *lexicon.mid))
    rules += [
        Rule(re.compile(pattern), values, adverb=True, needs=amid)
        for pattern, values in _amid_years(lexicon)
    ]
    stretches = _stretches(lexicon)
    rules += [Rule(re.compile(pattern), values, stretch=True) for pattern, values in stretches]
    rules += [
        Rule(re.compile(pattern), values, adverb=True, is_open=True, needs=needing(work))
        for pattern, values in fiscal_stretches(lexicon)
    ]
    rules.append(Rule(re.compile(_BARE), lambda match: (match.group(),), bare=True))
    return rules


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
            rf"(?<!\w)(?P<q>[qt][1-4]|[1-4][qt])[\s/-]*(?:(?:of|de|do|del)\s+)?(?P<year>{YEAR}){_NO_SPLIT}",
            _quarter_code,
        ),
        (
            rf"(?<!\w)(?:(?P<q>[qt][1-4])(?:\s?'|-)?|(?P<k>[1-4][qt])['-]?)(?P<short>\d\d){END}",
            _short_quarter,
        ),
        (rf"(?<![\w/.-])(?P<year>{YEAR})[-:]?m(?P<m>0[1-9]|1[0-2])(?!\w)", _month_code),
        (rf"(?<![\w.,$€£])(?P<n>[1-9]|1[0-2])m[\s-]?(?P<year>{YEAR}){_NO_SPLIT}", _first_months),
        (rf"(?<!\w)(?P<h>[hs][12]|[12][hs])[\s/-]*(?P<year>{YEAR}){_NO_SPLIT}", _half_code),
    ]


def _dates(lexicon: Lexicon) -> list[Form]:
    month = rf"(?P<month>{patterns(lexicon.months)}){_POINT}"
    of = joined_of(lexicon)
    day = r"(?<!week\s)(?<!semana\s)(?<!semaine\s)(?<![\d.,])"  # no "week 4 of May 2019"
    day += r"(?P<d>\d{1,2})(?:st|nd|rd|th|er|o|º|°|ro)?"
    year = rf"(?P<year>{YEAR}){END}"

    def number(match: Match) -> int:
        return lexicon.months[" ".join(match["month"].split())]

    def day_of(match: Match) -> tuple[str, ...]:
        return day_in(int(match["year"]), number(match), int(match["d"]))

    tied = patterns(lexicon.month_ties)

    def quarter_to(match: Match) -> tuple[str, ...]:
        last, year = number(match), int(match["year"])
        first = last - 2 if last > 2 else last + 10
        return (f"{year if last > 2 else year - 1}-{first:02}/{year}-{last:02}",)

    quarter = patterns(lexicon.quarter)

    def ending_quarter(match: Match) -> tuple[str, ...]:
        return quarter_to(match) if number(match) % 3 == 0 else ()

    at_end = (*lexicon.end_of, *TIME_WORDS[lexicon.language].end, *lexicon.fillers)
    closing = rf"(?:{patterns(at_end)}[\s-]+)*"
    third = rf"{patterns(lexicon.quarter_to)}\s+{closing}(?:(?P<d>\d{{1,2}})\s*{of})?"
    years = patterns(lexicon.year_to)
    ending = rf"{years}\s+{closing}(?:(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|o|º|°)?\s*{of})?"
    ending_month = rf"{years}\s+{month}"

    def year_to(match: Match) -> tuple[str, ...]:
        last, year = number(match), int(match["year"])
        if match["d"] and int(match["d"]) < _LATE:  # "the tax year ended 5 April"
            return _year_to_day(year, last, int(match["d"]))
        begins = f"{year - 1}-{last + 1:02}" if last < 12 else f"{year}-01"
        return (f"{begins}/{year}-{last:02}", f"{year}-{last:02}")

    return [
        (rf"{ending}{month}{of}{year}", year_to),
        (rf"{ending_month}\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s*,?\s+{year}", year_to),
        *_named_by_month(lexicon, year_to),
        (rf"{third}{month}{of}{year}", quarter_to),
        (rf"{month}\s+{quarter}{of}{year}", ending_quarter),
        (rf"{month}{of}{year}\s+{quarter}", ending_quarter),
        (
            rf"{month}\s?[-'/]\s?(?P<short>\d\d)(?![\w%]|[.,/-]\d)",
            lambda m: (f"{century(m['short'])}-{number(m):02}",),
        ),
        (rf"{day}\s*{of}{month}{of}{year}", day_of),
        (rf"{month}\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?{of}{year}", day_of),
        (rf"{month}\s?[-/]\s?{year}", lambda m: (f"{m['year']}-{number(m):02}",)),
        (rf"{month}{of}{year}", lambda m: (f"{m['year']}-{number(m):02}",)),
        (
            rf"(?P<tied>{tied})\s+{month}(?!\s*\d)",
            lambda m: () if m["month"] in lexicon.numbers else (f"--{number(m):02}",),
        ),
    ]


def _named_by_month(lexicon: Lexicon, year_to: Callable[[Match], tuple[str, ...]]) -> list[Form]:
    """The July 2018 year: the twelve months that end in July."""
    if not lexicon.year_first:
        return []
    month = rf"(?P<month>{patterns(lexicon.months)})(?P<d>)"
    noun = r"years?(?!\w|-|\s+(?:on|over|to|earlier|ago|before|end|after|later))"
    year = rf"(?P<year>{YEAR})"
    return [(rf"{month}\s+{year}\s+{noun}", year_to), (rf"{month}\s+{noun}\s+{year}{END}", year_to)]


_BEHIND = "|".join(
    rf"(?<=\b{word} )" for word in ("the", "los", "des", "les", "os", "dos", "nos", "aux")
)
# Behind what "11 months of 2018" are the first ones: an article, or the beginning of a head.
_HEADED = rf"(?:(?<=[|\n(])|{_BEHIND})"


def _parts_of_years(lexicon: Lexicon) -> list[Form]:
    of = joined_of(lexicon)
    year = rf"(?:{patterns(lexicon.year)}\s+)?(?P<year>{YEAR})(?!\s?[/-]\s?\d){END}"
    digit = r"(?<!\w)(?:[1-4]\s*(?:\.?[a-zºª°]{1,3}\.?)?|iv|i{1,3})(?!\w)"
    ordinal = rf"(?:{patterns(lexicon.ordinals)}|{digit})"
    which = rf"(?P<which>{ordinal})"
    n = rf"(?P<n>(?<!\w)\d{{1,2}}|{patterns(lexicon.numbers)})"
    first, month = patterns(lexicon.first), patterns(lexicon.month)

    slash = rf"(?:{of}|\s?[/-]\s?)"
    short = r"\s?[/'-]\s?(?P<short>\d\d)(?![\w%]|[.,/-]\d)"

    def quarter(match: Match) -> tuple[str, ...]:
        named = match.groupdict()
        return _quarter(
            named.get("year") or century(match["short"]), ordinal_of(match["which"], lexicon)
        )

    def half(match: Match) -> tuple[str, ...]:
        return _half(match["year"], min(ordinal_of(match["which"], lexicon), 2))

    def first_months(match: Match) -> tuple[str, ...]:
        number = int(match["n"]) if match["n"].isdecimal() else lexicon.numbers[match["n"]]
        return (months_in(match["year"], 1, number),) if 1 <= number <= 12 else ()

    def some_months(match: Match) -> tuple[str, ...]:
        return first_months(match) if match["headed"] is not None and match["n"] != "12" else ()

    nth = r"(?<!\w)(?:[1-6]\s*(?:\.?[a-zº°ª]{1,3}\.?)?|iv|vi?|i{1,3})(?!\w)"
    of_six = r"(?P<noun>bimestre|cuatrimestre|quadrimestre)(?!\w)"

    def two_or_four(match: Match) -> tuple[str, ...]:
        digit = re.match(r"[1-6]", match["nth"])
        number = int(digit.group()) if digit else _NTH[match["nth"].strip()]
        length = 2 if match["noun"] == "bimestre" else 4
        last = number * length
        return (months_in(match["year"], last - length + 1, last),) if last <= 12 else ()

    return [
        (rf"{which}[\s-]*{patterns(lexicon.quarter)}{slash}{year}", quarter),
        (rf"{which}[\s-]*{patterns(lexicon.quarter)}{short}", quarter),
        (rf"(?<!\w)(?P<which>[1-4])\s?\.?[o°º]\.?\s?t\.?{slash}{year}", quarter),  # 4.º T 2019
        (rf"{patterns(lexicon.quarter)}\s+{which}{of}{year}", quarter),
        (rf"{which}[\s-]*{patterns(lexicon.half)}{of}{year}", half),
        (rf"(?P<nth>{patterns(_NTH)}|{nth})\s*{of_six}{of}{year}", two_or_four),
        (rf"{first}\s+{n}\s+{month}{of}{year}", first_months),
        (rf"{n}\s+{first}\s+{month}{of}{year}", first_months),
        (rf"(?P<headed>{_HEADED})?{n}\s+{month}{of}{year}", some_months),
    ]


def _month_stretches(lexicon: Lexicon) -> list[Form]:
    """April 2014 to March 2015, Apr '14 - Mar '15, June to July 2018."""
    month = patterns(lexicon.months)
    of = joined_of(lexicon)
    to = rf"\s*(?:[-/]|{patterns((*lexicon.ends, *lexicon.both, *lexicon.until))})\s*"
    year = rf"(?:{YEAR}|'\d\d|(?<=[/-])\d\d)"
    of = rf"(?:{of}|\s?[/-]\s?)"  # dez./22 a fev./23
    opens = rf"(?:{patterns((*lexicon.between, *lexicon.starts))}\s+)?"
    amid = rf"(?:\s*[-,]\s*{month}\.?)?"  # octubre-noviembre-diciembre 2017

    def months(match: Match) -> tuple[str, ...]:
        first, last = lexicon.months[match["from"]], lexicon.months[match["until"]]
        end = century(match["year"])
        begin = century(match["begin"]) if match["begin"] else end
        values = f"{begin}-{first:02}/{end}-{last:02}"
        if begin == end and first >= last:
            begin = str(int(end) - 1)
            return () if first == last else (f"{begin}-{first:02}/{end}-{last:02}",)
        return (values,) if begin <= end else ()

    return [
        (
            rf"{opens}(?P<from>{month})\.?(?:{of}(?P<begin>{year})|{amid}){to}"
            rf"(?P<until>{month})\.?{of}(?P<year>{year}){END}",
            months,
        ),
        (
            rf"(?<![\w/.-])(?P<year>(?P<begin>){YEAR})\s+(?:[^\W\d]+\s+)?\("
            rf"(?P<from>{month})\.?{to}(?P<until>{month})\.?\)",
            months,
        ),
    ]


def _amid_years(lexicon: Lexicon) -> list[Form]:
    """End-2013, mid-2013."""
    end = rf"{patterns(lexicon.end_of)}-(?P<year>{YEAR}){END}"
    mid = rf"{patterns(lexicon.mid)}-(?P<year>{YEAR}){END}"
    return [
        (end, lambda m: (f"{m['year']}-12", f"{m['year']}-12-31", m["year"])),
        (mid, lambda match: (match["year"],)),
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


def _year_to_day(year: int, month: int, day: int) -> tuple[str, ...]:
    """The year that ends on a day amid a month."""
    ends = day_in(year, month, day)
    begins = day_in(year - 1, month, day + 1)
    return (f"{begins[0]}/{ends[0]}",) if begins and ends else ()


def _day_of(match: Match) -> tuple[str, ...]:
    return day_in(int(match["year"]), int(match["m"]), int(match["d"]))


def _numeric_day(match: Match) -> tuple[str, ...]:
    """11/06/2013 with the day first, then with the month first, if both may be."""
    year = int(match["year"])
    if year < 100:
        year += 2000 if year < 70 else 1900
    first, second = int(match["d"]), int(match["m"])
    return tuple(dict.fromkeys((*day_in(year, second, first), *day_in(year, first, second))))


def _quarter(year: str, number: int) -> tuple[str, ...]:
    return (months_in(year, 3 * number - 2, 3 * number),)


def _half(year: str, number: int) -> tuple[str, ...]:
    return (months_in(year, 6 * number - 5, 6 * number),)


def _quarter_code(match: Match) -> tuple[str, ...]:
    return _quarter(match["year"], int(match["q"].strip("qt")))


def _short_quarter(match: Match) -> tuple[str, ...]:
    return _quarter(century(match["short"]), int((match["q"] or match["k"]).strip("qt")))


def _month_code(match: Match) -> tuple[str, ...]:
    return (f"{match['year']}-{match['m']}",)


def _first_months(match: Match) -> tuple[str, ...]:
    return (months_in(match["year"], 1, int(match["n"])),)


def _half_code(match: Match) -> tuple[str, ...]:
    return _half(match["year"], int(match["h"].strip("hs")))


def _stretch(match: Match) -> tuple[str, ...]:
    first, last = sorted((match["first"], match["last"]))  # "2018/2017" compares, too
    if first == match["last"] and int(last) - int(first) > _BACK:
        return ()  # "décret n° 2016-1804"
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
    near = int(last) - int(first) < 100 and last < "2101"  # no "loi 2019-13"
    return (f"{first}/{last}",) if short > "12" and near else ()
