"""How years of work and their parts are written: FY2013, 2012/13, the second quarter of 2018/19."""

import re
from collections.abc import Callable

from .lexicon import Lexicon, patterns
from .rule import END, YEAR, Form, Match, joined_of, joined_to
from .time_words import TIME_WORDS

_SPLIT = rf"(?P<first>{YEAR})\s?[/-]\s?(?P<last>{YEAR}|\d\d)(?![\w%]|[/.,-]\d)"
_CODE = (
    r"(?<!\w)(?:[qt](?P<q>[1-4])|(?P<k>[1-4])[qt]|[hs](?P<h>[12])|(?P<i>[12])[hs]"
    r"|(?P<n>[1-9]|1[0-2])m)"
)


def fiscal_years(lexicon: Lexicon) -> list[Form]:
    """Fiscal years: FY2013, the 2012/13 crop year, exercice 2012-2013."""
    of = patterns(lexicon.of)
    glued = rf"(?<!\w){_glued(lexicon)}"
    fiscal = rf"(?:{patterns(lexicon.fiscal)}(?:\s+{of})?\s*|{glued}\s?)"
    time = TIME_WORDS[lexicon.language]
    work = patterns((*time.fiscal, *time.school, *time.crop))
    return [
        (rf"{fiscal}(?P<first>{YEAR})\s*[/-]\s*(?P<last>{YEAR}|\d\d){END}", _fiscal),
        (rf"(?:{work}\s+|{glued})(?P<first>\d\d)\s?[/-]\s?(?P<last>\d\d){END}", _fiscal),
        (rf"{fiscal}(?P<first>{YEAR}|\d\d)(?!\s?[/-]\s?\d){END}", _fiscal),
    ]


def fiscal_stretches(lexicon: Lexicon) -> list[Form]:
    """Fiscal years 2018 through 2022."""
    to = joined_to(lexicon)
    years = rf"(?P<first>{YEAR}){to}(?P<last>{YEAR}){END}"
    return [(rf"{patterns(lexicon.fiscal)}\s+{years}", _stretch)]


def parts_after_fiscal(lexicon: Lexicon) -> list[Form]:
    """The second quarter of fiscal year 2018/19, Q2 FY2019, 1HFY20, FY2019 Q2."""
    part = rf"(?:{_part(lexicon)}|{_CODE}(?!\w))"
    fiscal = rf"(?:{patterns(lexicon.fiscal)}(?:\s+{patterns(lexicon.of)})?\s*"
    year = rf"(?P<first>{YEAR}|\d\d)(?:\s*[/-]\s*(?P<last>{YEAR}|\d\d))?{END}"
    named = rf"{fiscal}|(?<!\w){_glued(lexicon)}\s?)"
    values = _values(lexicon)
    return [
        (rf"{part}{joined_of(lexicon)}{_fill(lexicon)}{named}{year}", values),
        (
            rf"{named}(?P<first>{YEAR}|\d\d)(?:\s?[/-]\s?(?P<last>{YEAR}|\d\d))?[\s:-]*{_CODE}(?!\w)",
            values,
        ),
    ]


def months_of_fiscal(lexicon: Lexicon) -> list[Form]:
    """July-March of FY19, Jul-Dec FY2018/19: months of a fiscal year."""
    month = patterns(lexicon.months)
    months = rf"(?P<from>{month})\.?{joined_to(lexicon)}(?P<until>{month})\.?"
    fiscal = rf"(?:{patterns(lexicon.fiscal)}(?:\s+{patterns(lexicon.of)})?\s*"
    year = rf"(?P<first>{YEAR}|\d\d)(?:\s*[/-]\s*(?P<last>{YEAR}|\d\d))?{END}"

    def values(match: Match) -> tuple[str, ...]:
        first, last = lexicon.months[match["from"]], lexicon.months[match["until"]]
        named = _fiscal(match)
        return (*named, f"part {first}>{last}") if named else ()

    return [
        (
            rf"{months}{joined_of(lexicon)}{_fill(lexicon)}{fiscal}|(?<!\w){_glued(lexicon)}\s?){year}",
            values,
        )
    ]


def parts_of_split_years(lexicon: Lexicon) -> list[Form]:
    """The second quarter of 2018/19, the first six months of 2018-19."""
    of = joined_of(lexicon)
    year = rf"(?:{patterns(lexicon.year)}\s+)?"
    values = _values(lexicon, split=True)
    return [(rf"{_part(lexicon)}{of}{_fill(lexicon)}{year}{_SPLIT}", values)]


def codes_of_split_years(lexicon: Lexicon) -> list[Form]:
    """Q1 2018/19, 2018/19 Q1, 4QFY2018."""
    values = _values(lexicon, split=True)
    split = rf"(?P<first>{YEAR})/(?P<last>{YEAR}|\d\d)"
    return [
        (rf"{_CODE}(?!\w)(?:{joined_of(lexicon)}|[\s:-]+){_SPLIT}", values),
        (rf"(?<![\w/.-]){split}[\s:,-]{{1,3}}{_CODE}(?!\w)", values),
        (rf"{_CODE}{_glued(lexicon)}\s?(?P<first>{YEAR}|\d\d){END}", _values(lexicon)),
    ]


def ordinal_of(text: str, lexicon: Lexicon) -> int:
    """The number of "second", "2nd" or "ii"."""
    word = " ".join(text.split())
    if word in lexicon.ordinals:
        return lexicon.ordinals[word]
    digit = re.search(r"[1-4]", word)
    return int(digit.group()) if digit else {"i": 1, "ii": 2, "iii": 3, "iv": 4}[word]


def _glued(lexicon: Lexicon) -> str:
    """The short words that a year is glued to: FY2013."""
    return rf"(?:{'|'.join(word for word in lexicon.fiscal if len(word) < 4) or '(?!)'})"


def _fill(lexicon: Lexicon) -> str:
    return rf"(?:{patterns(lexicon.fillers)}\s+)?"


def _part(lexicon: Lexicon) -> str:
    """A quarter, a half or some first months of a year, in words."""
    digit = r"(?<!\w)(?:[1-4][a-zº°ª.]{0,4}|iv|i{1,3})(?!\w)"
    ordinal = rf"(?:{patterns(lexicon.ordinals)}|{digit})"
    quarter, half = patterns(lexicon.quarter), patterns(lexicon.half)
    first, month = patterns(lexicon.first), patterns(lexicon.month)
    count = rf"(?:(?<!\w)\d{{1,2}}|{patterns(lexicon.numbers)})"
    return (
        rf"(?:(?P<which>{ordinal})[\s-]*(?:(?P<quarter>{quarter})|(?P<half>{half}))"
        rf"|{quarter}\s+(?P<which2>{ordinal})"
        rf"|(?:{first}\s+(?P<count>{count})|(?P<count2>{count})\s+{first})\s+{month})"
    )


def _values(lexicon: Lexicon, split: bool = False) -> Callable[[Match], tuple[str, ...]]:
    """What a part of a year of work may be: its year, and `part 3+3` for its second quarter."""

    def values(match: Match) -> tuple[str, ...]:
        named = _fiscal(match)
        if not named or split and int(named[0][-4:]) != int(named[0][2:6]) + 1:
            return ()
        part = _months(match, lexicon)
        return (*named, f"part {part[0]}+{part[1]}") if part else ()

    return values


def _months(match: Match, lexicon: Lexicon) -> tuple[int, int] | None:
    """How many months of a year are before a part, and how many are in it."""
    said = match.groupdict()

    def of(*names: str) -> str:
        return next((said[name] for name in names if said.get(name)), "")

    if count := of("count", "count2", "n"):
        number = int(count) if count.isdecimal() else lexicon.numbers[count]
        return (0, number) if 1 <= number <= 12 else None
    length = 6 if of("half", "h", "i") else 3
    code = of("q", "k", "h", "i")
    number = int(code) if code else ordinal_of(of("which", "which2"), lexicon)
    return length * (min(number, 12 // length) - 1), length


def _stretch(match: Match) -> tuple[str, ...]:
    first, last = match["first"], match["last"]
    return (f"{first}/{last}",) if first < last else ()


def _fiscal(match: Match) -> tuple[str, ...]:
    first = match["first"] if len(match["first"]) == 4 else "20" + match["first"]
    last = match.groupdict().get("last")
    if not last:
        return (f"FY{first}",)
    last = last if len(last) == 4 else first[:2] + last
    return (f"FY{first}/{last}",) if int(last) > int(first) else ()
