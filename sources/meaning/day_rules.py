"""How days, stretches of days and years to date are written, beside what period_rules.py knows."""

import calendar
import re
from datetime import date, timedelta

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
    joined_to,
    months_in,
    needing,
)
from .time_words import TIME_WORDS

_WEEK_ENDS = {
    "en": ("week ending", "week ended", "week ending on", "week that ended on"),
    "es": ("semana terminada el", "semana que termino el", "semana que termina el"),
    "pt": ("semana terminada em", "semana encerrada em", "semana finda em", "semana finda a"),
    "fr": ("semaine se terminant le", "semaine close le", "semaine terminee le"),
}
_SUFFIX = r"(?:st|nd|rd|th|er|o|º|°|ro)?"


def day_rules_of(lexicon: Lexicon) -> list[Rule]:
    """The rules of a language; weeks name a year that nothing is to be proposed from."""
    time = TIME_WORDS[lexicon.language]
    months, none = needing(lexicon.months), frozenset[str]()
    rules = [
        Rule(re.compile(pattern), values, adverb=True, needs=needs)
        for forms, needs in ((_stretches_of_days(lexicon), months), (_numeric_days(lexicon), none))
        for pattern, values in forms
    ]
    rules += [Rule(re.compile(p), values) for p, values in _codes()]
    for forms, tie, needs in (
        (_to_date(lexicon), "in", needing((*time.to_date, "ytd", "date"))),
        (_ends(lexicon), "as_of", needing(time.end)),
        (_stretches_alone(lexicon), "in", months),
        (_days_alone(lexicon), "in", months),
    ):
        rules += [Rule(re.compile(p), values, tie=tie, needs=needs) for p, values in forms]
    forms = _weeks_to(lexicon)
    rules += [Rule(re.compile(p), v, adverb=True, needs=months) for p, v in forms]
    week = re.compile(_weeks(lexicon))
    needs = needing(time.week)
    rules.append(Rule(week, lambda m: (m["year"],), is_open=True, tie="in", needs=needs))
    return rules


def _stretches_of_days(lexicon: Lexicon) -> list[Form]:
    """1 January to 31 December 2017, March 3-9, 2019, 3/1/2016 a 30/7/2016."""
    months = patterns(lexicon.months)
    of = joined_of(lexicon)
    fill = rf"(?:{patterns((*lexicon.fillers, *TIME_WORDS[lexicon.language].on))}\s+)?"
    day = r"(?<![\d.,])\d{1,2}"
    year = rf"(?P<year>{YEAR}){END}"
    first = rf"(?P<d1>{day}){_SUFFIX}"
    second = rf"(?P<d2>\d{{1,2}}){_SUFFIX}"
    to = rf"(?:\s*-|,?\s*{patterns((*lexicon.ends, *lexicon.until))})\s*{fill}"
    both = rf",?\s*{patterns(lexicon.both)}\s*{fill}"
    between = rf"{patterns(lexicon.between)}\s+{fill}"
    starts = rf"(?:{patterns(lexicon.starts)}\s+{fill})?"
    begin = rf"(?:{of}(?P<m1>{months})\.?(?:{of}(?P<y1>{YEAR}))?)?"
    last = rf"{second}{of}(?P<m2>{months})\.?{of}{year}"
    month_first = rf"(?P<m1>{months})\.?\s+(?P<d1>\d{{1,2}}){_SUFFIX}(?:,?\s+(?P<y1>{YEAR}))?"
    month_last = rf"(?:(?P<m2>{months})\.?\s+)?{second},?\s+{year}"

    def days(match: Match) -> tuple[str, ...]:
        name = match["m2"] or match["m1"]
        end = day_in(int(match["year"]), lexicon.months[name], int(match["d2"]))
        start_month = lexicon.months[match["m1"] or name]
        start = day_in(int(match["y1"] or match["year"]), start_month, int(match["d1"]))
        return _stretch(start, end)

    return [
        (rf"{starts}{first}{begin}{to}{last}", days),
        (rf"{between}{first}{begin}{both}{last}", days),
        (rf"{starts}{month_first}{to}{month_last}", days),
        (rf"{between}{month_first}{both}{month_last}", days),
    ]


def _numeric_days(lexicon: Lexicon) -> list[Form]:
    """3/1/2016 a 30/7/2016."""
    number = r"\d{1,2}[/.]\d{1,2}[/.](?:19|20)\d\d"
    to = joined_to(lexicon)

    def numbers(match: Match) -> tuple[str, ...]:
        return _stretch(_numeric(match["from"]), _numeric(match["until"]))

    return [(rf"(?P<from>(?<![\w/.-]){number}){to}(?P<until>{number})(?![\w/])", numbers)]


def _codes() -> list[Form]:
    """2H19, and in a cell "Q4 19" and "9M19"."""
    return [
        (
            r"(?<=[|\n])(?P<n>[69])m\s?'?(?P<short>\d\d)(?=[|\n])",
            lambda m: (months_in(century(m["short"]), 1, int(m["n"])),),
        ),
        (
            rf"(?<!\w)(?:(?P<h>[hs][12])(?:\s?'|-)?|(?P<k>[12][hs])['-]?)(?P<short>\d\d){END}",
            lambda m: _half(century(m["short"]), int((m["h"] or m["k"]).strip("hs"))),
        ),
        (
            r"(?<=[|\n])[qt](?P<q>[1-4])\s(?P<short>\d\d)(?=[|\n])",
            lambda m: (months_in(century(m["short"]), 3 * int(m["q"]) - 2, 3 * int(m["q"])),),
        ),
    ]


def _to_date(lexicon: Lexicon) -> list[Form]:
    """Year to date September 2019, Sep 2019 YTD."""
    words = patterns(TIME_WORDS[lexicon.language].to_date)
    month = rf"(?P<month>{patterns(lexicon.months)})\.?"
    of = joined_of(lexicon)
    to = rf"(?:\s+{patterns((*lexicon.ends, *lexicon.until, *lexicon.as_of))})?\s+"
    dated = rf"{month}{of}(?P<year>{YEAR}){END}"

    def to_month(match: Match) -> tuple[str, ...]:
        return (months_in(match["year"], 1, lexicon.months[match["month"]]),)

    return [
        (rf"{words}{to}{dated}", to_month),
        (rf"{dated}\s+\(?{patterns(('ytd', 'year to date'))}\)?", to_month),
    ]


def _ends(lexicon: Lexicon) -> list[Form]:
    """End-Dec 2018, fin mars 2019: a month's last day."""
    end = patterns(TIME_WORDS[lexicon.language].end)
    month = rf"(?P<month>{patterns(lexicon.months)})\.?"
    of = joined_of(lexicon)

    def last_day(match: Match) -> tuple[str, ...]:
        year, number = int(match["year"]), lexicon.months[match["month"]]
        last = calendar.monthrange(year, number)[1]
        return (f"{year}-{number:02}-{last}", f"{year}-{number:02}")

    return [(rf"{end}-\s?{month}{of}(?P<year>{YEAR}){END}", last_day)]


def _days_alone(lexicon: Lexicon) -> list[Form]:
    """On 5 November, le 3 mars: a day without its year."""
    tied = patterns((*TIME_WORDS[lexicon.language].on, *lexicon.as_of))
    month = patterns(lexicon.months)
    of = rf"(?:\s+{patterns(lexicon.of)})?\s+"
    more = rf"(?!\w|\.?,?(?:\s*{patterns(lexicon.of)})?\s*(?:{YEAR}|'\d\d)|\s*\d)"

    def day(match: Match) -> tuple[str, ...]:
        number = lexicon.months[match["m"] or match["n"]]
        return tuple(
            f"-{value[4:]}" for value in day_in(2000, number, int(match["d"] or match["e"]))
        )

    day_first = rf"(?P<d>\d{{1,2}}){_SUFFIX}{of}(?P<m>{month})"
    either = rf"(?:{day_first}|(?P<n>{month})\s+(?P<e>\d{{1,2}}){_SUFFIX})"
    return [(rf"(?P<tied>{tied})\s+(?P<month>{either}){more}", day)]


def _stretches_alone(lexicon: Lexicon) -> list[Form]:
    """Between 12 and 28 July, du 3 mars au 2 avril: days without their year."""
    months = patterns(lexicon.months)
    of = rf"(?:\s+{patterns(lexicon.of)})?\s+"
    more = rf"(?!\w|\.?,?(?:\s*{patterns(lexicon.of)})?\s*(?:{YEAR}|'\d\d)|\s*\d)"
    fill = rf"(?:{patterns((*lexicon.fillers, *TIME_WORDS[lexicon.language].on))}\s+)?"
    starts = rf"{patterns((*lexicon.between, *lexicon.starts))}\s+{fill}"
    to = rf"{joined_to(lexicon)}{fill}"

    def days(match: Match) -> tuple[str, ...]:
        last = lexicon.months[match["m2"] or match["m1"]]
        first = lexicon.months[match["m1"]] if match["m1"] else last
        start = day_in(2000, first, int(match["d1"]))
        end = day_in(2000, last, int(match["d2"]))
        if not start or not end or start[0] >= end[0]:
            return ()
        return (f"-{start[0][4:]}/-{end[0][4:]}",)

    first = rf"(?P<d1>\d{{1,2}}){_SUFFIX}(?:{of}(?P<m1>{months})\.?)?"
    month_first = rf"(?P<m1>{months})\.?\s+(?P<d1>\d{{1,2}}){_SUFFIX}"
    month_last = rf"(?:(?P<m2>{months})\.?\s+)?(?P<d2>\d{{1,2}}){_SUFFIX}"
    return [
        (rf"{starts}{first}{to}(?P<d2>\d{{1,2}}){_SUFFIX}{of}(?P<m2>{months}){more}", days),
        (rf"{starts}{month_first}{to}{month_last}{more}", days),
    ]


def _weeks_to(lexicon: Lexicon) -> list[Form]:
    """The week ending 14 June 2019: the seven days until then."""
    closes = patterns(_WEEK_ENDS[lexicon.language])
    month, of = rf"(?P<month>{patterns(lexicon.months)})\.?", joined_of(lexicon)
    year = rf"(?P<year>{YEAR}){END}"

    def days(match: Match) -> tuple[str, ...]:
        end = day_in(int(match["year"]), lexicon.months[match["month"]], int(match["d"]))
        return (f"{date.fromisoformat(end[0]) - timedelta(days=6)}/{end[0]}",) if end else ()

    return [
        (rf"{closes}\s+(?P<d>\d{{1,2}}){_SUFFIX}{of}{month}{of}{year}", days),
        (rf"{closes}\s+{month}\s+(?P<d>\d{{1,2}}){_SUFFIX},?\s+{year}", days),
    ]


def _weeks(lexicon: Lexicon) -> str:
    words = patterns(TIME_WORDS[lexicon.language].week)
    to = rf"\s*(?:-|{patterns((*lexicon.ends, *lexicon.both))})\s*"
    of = rf"(?:\s*[,/-]|\s*{patterns(lexicon.of)})?\s*"
    return rf"{words}\s+\d{{1,2}}(?:{to}\d{{1,2}})?{of}(?P<year>{YEAR}){END}"


def _stretch(start: tuple[str, ...], end: tuple[str, ...]) -> tuple[str, ...]:
    """The days from one to the other, then the months or the year if they are whole."""
    if not start or not end or start[0] >= end[0]:
        return ()
    first, last = start[0], end[0]
    days = f"{first}/{last}"
    whole = calendar.monthrange(int(last[:4]), int(last[5:7]))[1] == int(last[8:])
    if not whole or not first.endswith("-01"):
        return (days,)
    if first[5:7] == "01" and last[5:7] == "12" and first[:4] == last[:4]:
        return (days, first[:4])
    months = f"{first[:7]}/{last[:7]}" if first[:7] != last[:7] else first[:7]
    return (days, months)


def _numeric(text: str) -> tuple[str, ...]:
    day, month, year = (int(part) for part in re.split(r"[/.]", text))
    return day_in(year, month, day) or day_in(year, day, month)


def _half(year: str, number: int) -> tuple[str, ...]:
    return (months_in(year, 6 * number - 5, 6 * number),)
