"""Periods that are named by another: "the same quarter of 2017", "a month earlier", "last year".

A rule says how far the period is from the one that the text named (a `Step`), and `moved` gives
the period itself.
"""

import re
from collections.abc import Callable

from .lexicon import Lexicon, patterns
from .rule import YEAR, Match, Rule, month_at, needing
from .time_words import TIME_WORDS

_MONTH = re.compile(r"(\d{4})-(\d\d)")
_STRETCH = re.compile(r"(\d{4})-(\d\d)/(\d{4})-(\d\d)")
_DATE = re.compile(r"\d{4}(?:-\d\d){0,2}")
# behind a month: "May of the same year", "May of the previous year"
_OF_SAME_YEAR = {
    "en": ("of the same year", "in the same year", "that year", "of that year", "in that year"),
    "es": ("del mismo ano", "de ese ano", "de ese mismo ano", "de dicho ano", "de igual ano"),
    "pt": ("do mesmo ano", "desse ano", "desse mesmo ano", "daquele ano", "de igual ano"),
    "fr": ("de la meme annee", "de cette annee-la", "de cette meme annee"),
}
_OF_YEAR_BEFORE = {
    "en": ("of the previous year", "the year before", "of the preceding year", "a year earlier"),
    "es": ("del ano anterior", "del ano previo", "del ano precedente"),
    "pt": ("do ano anterior", "do ano precedente", "do ano imediatamente anterior"),
    "fr": ("de l'annee precedente", "de l'annee d'avant", "un an plus tot", "un an auparavant"),
}
_SAME = ("mismos", "mismas", "iguales", "mesmos", "mesmas", "iguais", "memes")
LENGTHS = {"month": 1, "quarter": 3, "half": 6}
_SPANS = ("month", "quarter", "half", "period", "year")
_PLACES = ("month", "quarter", "half", "period")


def relative_rules_of(lexicon: Lexicon) -> list[Rule]:
    """The rules of a language.

    Their values are steps: `ago`, `-1`, `0`, `same`, `same 2012`, `same month`, `same 6m`,
    `back month`, `month 05 1`, `years 10`, `last`, `this`.
    """
    time = TIME_WORDS[lexicon.language]
    nouns = {name: getattr(time, name) for name in _PLACES}
    nouns["period"] = (*time.period, *lexicon.month)  # "the same months of 2017"
    same, before = patterns((*time.same, *_SAME)), patterns(time.before)
    of = rf"(?:{patterns(lexicon.of)}\s+)?(?:{patterns(lexicon.year)}\s+)?"
    any_noun = "|".join(f"(?P<{name}>{patterns(words)})" for name, words in nouns.items())
    again = rf"(?:{same}\s+(?:{any_noun})|"
    again += "(?:" + "|".join(patterns(words) for words in nouns.values()) + rf")\s+{same})"
    work = patterns((*time.fiscal, *time.school, *time.crop))
    last = rf"(?:(?:the\s+)?(?:previous|preceding|prior|last)\s+{work}|{work}\s+{before})"
    ago = patterns((*lexicon.previous_year, *time.last_year, *lexicon.year_ago))
    year_before = rf"(?:{ago}|{last})"
    count = rf"(?P<n>{patterns(lexicon.numbers)}|\d{{1,2}})"
    years = patterns(time.year)
    named = rf"(?!\s+(?:\w+\s+){{0,3}}?(?:{YEAR}|{patterns(lexicon.months)}))"  # says it itself
    named += rf"(?!\s+(?:a\s+)?(?:{of})?{year_before})(?!\s+(?:{before}|{same})(?!\w))"
    ended = patterns((*lexicon.ends, *time.closes))
    named += rf"(?!\s+(?:{ended}|end(?:ed|ing))(?!\w))(?!-\w)"
    counted = count.replace("?P<n>", "?:")
    named += rf"(?!\s+{patterns(lexicon.of)}\s+{counted}\s+{patterns(lexicon.month)})"

    def years_back(match: Match) -> tuple[str, ...]:
        number = match["n"] if match["n"].isdecimal() else str(lexicon.numbers[match["n"]])
        return ("ago" if number == "1" else f"years {number}",)

    def years_on(match: Match) -> tuple[str, ...]:
        return (years_back(match)[0].replace("ago", "years 1").replace("years ", "years -"),)

    def months(match: Match) -> tuple[str, ...]:
        number = match["n"]
        return (f"same {number if number.isdecimal() else lexicon.numbers[number]}m",)

    again_noun = "|".join(f"(?P<{name}>{patterns(getattr(time, name))})" for name in _SPANS)
    spans = {name: re.compile(patterns(getattr(time, name))) for name in _SPANS}

    def again_in_words(match: Match) -> tuple[str, ...]:
        named = [name for name in LENGTHS if spans[name].search(match.group())]
        return (f"same {named[0]}" if named else "same",)

    nouns_needed = needing(word for name in _SPANS for word in getattr(time, name))
    same_needed, before_needed = needing((*time.same, *_SAME)), needing(time.before)
    later_needed = needing(time.later)
    through = rf"{patterns(time.throughout)}\s+"
    of_it = rf"(?:\s+{patterns((*lexicon.of, *lexicon.within))})?"
    month = rf"(?P<month>{patterns(lexicon.months)}){of_it}\s+"
    before_it = patterns((*lexicon.previous_year, *_OF_YEAR_BEFORE[lexicon.language]))
    same_it = patterns((*lexicon.same_year, *_OF_SAME_YEAR[lexicon.language]))

    def month_of(years: int) -> Callable[[Match], tuple[str, ...]]:
        return lambda match: (f"month {lexicon.months[match['month']]:02} {years}",)

    months_needed = needing(lexicon.months)
    forms = [
        (rf"{month}{same_it}", month_of(0), "", months_needed),
        (rf"{month}{before_it}", month_of(1), "", months_needed),
        (
            rf"{again}\s+(?:of|in|{of}){of}(?P<year>{YEAR})(?!\w|[.,/-]\d)",
            _same_in,
            "",
            same_needed,
        ),
        (rf"{again}\s+(?:a|{of})?\s*{of}{year_before}", _step("ago"), "", same_needed),
        (_previous(lexicon), _back_to, "", before_needed),
        (last, _step("-1"), "", before_needed | needing(("last",))),
        (rf"{count}\s+{years}\s+{before}{named}", years_back, "in", before_needed),
        (rf"{count}\s+{years}\s+{patterns(time.later)}{named}", years_on, "in", later_needed),
        (
            rf"{patterns(lexicon.same_period)}{named}",
            again_in_words,
            "in",
            needing(lexicon.same_period),
        ),
        (rf"{through}(?:{again_noun}){named}", _again, "in", nouns_needed),
        (
            rf"{through}{count}\s+{patterns(lexicon.month)}{named}",
            months,
            "in",
            needing(lexicon.month),
        ),
        (patterns(time.following), _step("years -1"), "in", needing(time.following)),
        (patterns(time.last_year), _step("last"), "", needing(time.last_year)),
        (patterns(time.this_year), _step("this"), "in", needing(time.this_year)),
        (patterns(lexicon.previous_year), _step("-1"), "", needing(lexicon.previous_year)),
        (patterns(lexicon.year_ago), _step("ago"), "", needing(lexicon.year_ago)),
        (patterns(lexicon.same_year), _step("0"), "", needing(lexicon.same_year)),
    ]
    return [
        Rule(re.compile(pattern), values, relative=True, tie=tie, needs=needs)
        for pattern, values, tie, needs in forms
    ]


def _step(step: str) -> Callable[[Match], tuple[str, ...]]:
    return lambda _: (step,)


def _previous(lexicon: Lexicon) -> str:
    """The previous month, a quarter earlier, el mes anterior, le trimestre précédent."""
    time = TIME_WORDS[lexicon.language]
    unit = "|".join(f"(?P<{name}>{patterns(getattr(time, name))})" for name in LENGTHS)
    early = patterns([word for word in time.before if word != "last"])
    year = patterns(lexicon.year)
    if not lexicon.year_first:
        return (
            rf"(?:{unit})\s+(?:{patterns(('inmediato', 'imediatamente'))}\s+)?{early}(?!\s+{year})"
        )
    after = "|".join(patterns(getattr(time, name)) for name in LENGTHS)
    return (
        rf"(?:previous|preceding|prior)\s+(?:{unit})(?!\w)"
        rf"|(?<!\w)(?:a|one|the)\s+(?=(?:{after})\s+(?:before|earlier|ago)(?!\w))"
        rf"(?:{unit.replace('?P<', '?P<x')})\s+(?:before|earlier|ago)"
    )


def _again(match: Match) -> tuple[str, ...]:
    """The period named before, of the length that the words say."""
    groups = match.groupdict()
    name = next((name for name in _SPANS if groups.get(name)), "")
    return (f"same {name}" if name and name != "period" else "same",)


def _back_to(match: Match) -> tuple[str, ...]:
    groups = match.groupdict()
    name = next(name for name in LENGTHS if groups[name] or groups.get(f"x{name}"))
    return (f"back {name}",)


def _same_in(match: Match) -> tuple[str, ...]:
    return (f"same {match['year']}",)


def moved(step: str, value: str) -> tuple[str, ...]:
    """The period that is a step from another, empty if that can't be said."""
    what, _, how = step.partition(" ")
    if what == "back":
        back = _back(value, LENGTHS[how])
    elif what == "month":
        back = _month_in(value, *how.split())
    elif what == "years":
        back = _years_back(value, int(how))
    elif what in ("ago", "-1"):
        back = _years_back(value, 1)
    else:
        back = value
    return (back,) if back else ()


def _month_in(value: str, month: str, ago: str) -> str | None:
    """A month of the year that a period is in, or of a year before it."""
    years = set(re.findall(r"(?<!-)\d{4}", value))
    return f"{int(years.pop()) - int(ago)}-{month}" if len(years) == 1 else None


def preceding(value: str) -> str | None:
    """The month, quarter or half before one, None for other periods."""
    length = months_of(value)
    return _back(value, length) if length in LENGTHS.values() else None


def _back(value: str, length: int) -> str | None:
    """The month, quarter or half before one."""
    if length == 1:
        month = _MONTH.fullmatch(value)
        return month_at(_index(month[1], month[2]) - 1) if month else None
    ends = _STRETCH.fullmatch(value)
    if not ends or months_of(value) != length:
        return None
    first, last = _index(ends[1], ends[2]), _index(ends[3], ends[4])
    return f"{month_at(first - length)}/{month_at(last - length)}"


def _index(year: str, month: str) -> int:
    return 12 * int(year) + int(month) - 1


def _years_back(value: str, years: int) -> str | None:
    parts = value.split("/")
    if any(not _DATE.fullmatch(part) for part in parts):
        return None
    return "/".join(f"{int(part[:4]) - years}{part[4:]}" for part in parts)


def months_of(value: str) -> int:
    """How many months a period has; 0 if it isn't counted in months."""
    if _MONTH.fullmatch(value):
        return 1
    ends = _STRETCH.fullmatch(value)
    if not ends:
        return 12 if re.fullmatch(r"\d{4}", value) else 0
    return 12 * (int(ends[3]) - int(ends[1])) + int(ends[4]) - int(ends[2]) + 1


def within_work(part: str, work: str, counted: bool) -> str | None:
    """A part of a calendar year, moved into the twelve months of a fiscal year.

    counted: it is numbered from the begin of that year, as a second quarter is; months keep their
    names. None if it doesn't lie within one year.
    """
    begins = _MONTH.match(work)
    if not begins or len(part) == len("2017") or counted and len(part.partition("/")[0]) > 7:
        return None
    ahead, moved_on = int(begins[2]) - 1, []
    for end in part.split("/"):
        number = int(end[5:7]) - 1
        later = number + ahead if counted else number + 12 * (number < ahead)
        year, month = int(begins[1]) + later // 12, later % 12 + 1
        last = end[7:]
        moved_on.append(f"{year}-{month:02}{last}")
    return "/".join(moved_on) if moved_on == sorted(moved_on) else None


def months_within(months: tuple[int, int], work: str) -> str:
    """The months from one to another in the twelve months of a fiscal year."""
    year, begins = int(work[:4]), int(work[5:7])
    ends = [f"{year + (month < begins)}-{month:02}" for month in months]
    return "/".join(dict.fromkeys(ends)) if ends == sorted(ends) else ""
