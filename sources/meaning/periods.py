"""Every period that a text names, with its value in ISO 8601 and how it is tied to what is said.

`July 2013` is 2013-07, `the first ten months of 2017` 2017-01/2017-10, `fiscal year 2012/13` a
fiscal year (`FY2012/2013`), `July` alone a month without its year (`--07`).
"""

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from .anchors import resolved
from .day_rules import day_rules_of
from .end_rules import end_rules_of
from .lexicon import Lexicon, Words, patterns, per_language
from .paper_dates import PaperDates
from .period import Period
from .period_rules import rules_of
from .relative import months_of, relative_rules_of
from .rule import WINDOW, WORD, YEAR, Rule, around, clear_bases
from .time_words import SERIES_BEGIN, TIME_WORDS
from .weeks import with_weeks
from .work_years import Found, in_months, is_work_year

_AT_ITS_END = re.compile(r"\d{4}(?:-\d\d)?")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_REACH = 48  # characters before a period in which the words that tie it are looked for
_INSIDE = frozenset(
    ("in", "during", "throughout", "en", "em")
)  # before a year that no noun can own
_MELTED = frozenset(("al", "del", "ao", "do", "au", "du"))
_AFTER = frozenset(("after", "tras", "apos", "apres", "despues de", "depois de", "luego de"))
_THAN = frozenset(("que", "do"))
_COUNTED = 56  # characters before a period in which the words lie that count from it


def find_periods(
    folded: str, lexicon: Lexicon, is_year: Callable[[int, int], bool], country: str = ""
) -> list[Period]:
    """All periods of a folded text in order, none overlapping, in linear time.

    `is_year(start, end)` says whether four bare digits there are a year and no quantity. `country`
    is the one that the text comes from, in two letters: it may say when a fiscal year begins.
    """
    written = list(_named(folded, _grammar(lexicon), is_year))
    named = with_weeks(_in_months(written, folded, lexicon, country), folded, lexicon)
    grammar, periods = _grammar(lexicon), list[Period]()
    for period in named:
        if period.relative:
            period = resolved(period, periods, lambda p: grammar.counts_from(folded, p))
        periods.append(period)
    return periods


def _named(
    folded: str, grammar: "_Grammar", is_year: Callable[[int, int], bool]
) -> Iterator[Period]:
    """The periods as they are written; relative ones with how far they are from another."""
    found: list[tuple[int, int, int, re.Match[str]]] = []
    for low, high in grammar.windows(folded):
        places: dict[str, list[int]] = {}
        for word in WORD.finditer(folded, low, high):
            places.setdefault(word.group(), []).append(word.start())
        ranges: dict[frozenset[str], list[tuple[int, int]]] = {frozenset(): [(low, high)]}
        for rank, rule in enumerate(grammar.rules):
            if rule.needs not in ranges:
                ranges[rule.needs] = around(places, rule.needs, low, high)
            found.extend(
                (rule.start(match), -match.end(), rank, match)
                for start, end in ranges[rule.needs]
                for match in rule.pattern.finditer(folded, start, end)
            )
    found.sort(key=lambda item: item[:3])
    reach = -1
    for start, minus_end, rank, match in found:
        rule = grammar.rules[rank]
        if start < reach or (rule.bare and not is_year(start, -minus_end)):
            continue
        period = grammar.period(folded, rule, match)
        if period.values or rule.relative:
            yield period
            reach = -minus_end


def _in_months(periods: list[Period], folded: str, lexicon: Lexicon, country: str) -> list[Period]:
    """The periods with fiscal, school and crop years in months, if these are known."""
    places = [
        place
        for place, period in enumerate(periods)
        if not period.relative and is_work_year(period.values, folded[period.start : period.end])
    ]
    found = [Found(p.start, p.end, p.values) for p in map(periods.__getitem__, places)]
    dated = list(periods)
    for place, year in zip(places, in_months(folded, found, lexicon, country), strict=True):
        fixed = year.values == periods[place].values
        parts = periods[place].parts if fixed else None
        tie = periods[place].tie or ("in" if year.kind else "")
        dated[place] = replace(
            periods[place], values=year.values, parts=parts, is_open=year.open, tie=tie
        )
    return list(_merged(dated, {*places}, folded, _grammar(lexicon)))


def _merged(
    periods: list[Period], work: set[int], folded: str, grammar: "_Grammar"
) -> Iterator[Period]:
    """The periods, those "from FY2015 to FY2019" as one."""
    skipped = False
    for place, period in enumerate(periods):
        if skipped:
            skipped = False
            continue
        following = periods[place + 1] if {place, place + 1} <= work else None
        if following and grammar.joins_years(folded, period, following):
            skipped = True
            yield _from_to(period, following)
        else:
            yield period


def _from_to(first: Period, last: Period) -> Period:
    """The stretch from the begin of one year of work to the end of another."""
    begins, ends = first.values[0], last.values[0]
    stretch = f"{begins.partition('/')[0]}/{ends.rpartition('/')[2]}"
    is_open = first.is_open or last.is_open
    parts = None if is_open else (begins, ends)
    tie = "in" if first.tie in ("", "from") else first.tie
    return replace(first, end=last.end, values=(stretch,), parts=parts, tie=tie, is_open=is_open)


class _Grammar:
    """The patterns of a language."""

    def __init__(self, lexicon: Lexicon) -> None:
        relative_rules = relative_rules_of(lexicon)
        self.rules: list[Rule] = [
            *relative_rules,
            *end_rules_of(lexicon),
            *rules_of(lexicon),
            *day_rules_of(lexicon),
        ]
        time = TIME_WORDS[lexicon.language]
        relative = patterns(
            (
                *(*lexicon.previous_year, *lexicon.year_ago, *lexicon.same_year, *time.month),
                *(*lexicon.same_period, *time.quarter, *time.half, *time.period, *time.year),
                *(*time.last_year, *time.this_year, *lexicon.year),
            )
        )
        self.anchor = re.compile(
            rf"{YEAR}|\d[/.]\d{{1,2}}[/.]\d\d|{patterns(lexicon.months)}|{relative}"
            rf"|{patterns(lexicon.quarter)}\s?[/'-]\s?\d\d|{patterns(lexicon.fiscal)}|(?<!\w)(?:[qths][1-4]\b|[1-4][qths]|[69]m|fy)[\s'-]?\d\d"
        )
        between = (*lexicon.year, *lexicon.mid, *lexicon.fillers, *lexicon.that)
        between = (*between, *lexicon.quarter, *lexicon.half, *lexicon.month)
        gap = rf"[\s(\[]*(?:{patterns(between)}[\s-]*)*$"
        self.on = re.compile(patterns(lexicon.base_years))
        self.on_year = re.compile(patterns(lexicon.base_years) + gap)
        self.on_part = re.compile(rf"{patterns(lexicon.base_years)}\s+(?:(?:the|le|la)\s+)?$")
        self.leads = [
            (tie, re.compile(patterns(words) + gap))
            for tie, words in (
                ("since", lexicon.since),
                ("from", _only(lexicon.starts, lexicon)),
                ("base", lexicon.base),
                ("by", lexicon.by),
                ("as_of", lexicon.as_of),
                ("until", lexicon.until),
                ("of", tuple(word for word in lexicon.within if word in lexicon.of)),
                ("in", lexicon.within),
                ("soft", lexicon.soft_base),
            )
        ]
        # "menos que los ocurridos en 2018"
        those = patterns(("lo", "la", "los", "las", "el", "o", "a", "os", "as"))
        those = rf"(?:{those}|ceux|celles|celui|celle)\s+[^\W\d]+(?:[ai]d[oa]s?|e|ee|es|ees)"
        within = patterns(lexicon.within)
        self.leads.append(
            ("base", re.compile(rf"{patterns(lexicon.base)}\s+{those}\s+{within}\s+$"))
        )
        # "since the fourth round (2005-2006)", "since the mill opened in 1908"
        within = patterns((*lexicon.within, *lexicon.of, *time.on))
        words = r"\s+(?:[\w'-]+\s+){1,5}"
        some = r"\s+(?:[^\W\d]+,?\s+)"
        of = patterns({*lexicon.within} & {*lexicon.of} - _INSIDE)
        name = some.replace("(?:", rf"(?:(?!{patterns(lexicon.numbers)})", 1)
        since = patterns([word for word in lexicon.since if word not in _AFTER])
        self.far = [
            ("since", re.compile(rf"{since}{some}{{1,7}}{within}\s+$")),
            ("base", re.compile(rf"{patterns(clear_bases(lexicon))}{name}{{1,4}}{of}\s+$")),
        ]
        self.far += [
            (tie, re.compile(rf"{patterns(ties)}{words}\($"))
            for tie, ties in (
                ("since", lexicon.since),
                ("from", _only(lexicon.starts, lexicon)),
                ("as_of", lexicon.as_of),
            )
        ]
        self.of_papers = PaperDates(lexicon)
        fill = rf"(?:{patterns((*lexicon.fillers, *lexicon.fiscal, *lexicon.year))}\s*)*"
        self.joins = re.compile(rf"\s*(?:{patterns((*lexicon.ends, *lexicon.until))}|-)\s*{fill}")
        self.opened = re.compile(rf"{patterns(lexicon.between)}\s+{fill}$")
        self.closes = re.compile(rf"\s*{patterns(lexicon.both)}\s*{fill}")
        self.day_ties = re.compile(rf"(?:{patterns(time.on)}|,)\s+$")
        year, works = patterns(time.year), patterns((*time.school, *time.crop))
        self.seasons = re.compile(rf"\s+(?:[^\W\d]+\s+)?{works}")
        self.year_ties = re.compile(
            rf"(?:(?:{patterns(lexicon.fillers)}\s+|l'){year}|{works}|{patterns(time.whole)})\s+$"
        )
        self.plain_in = re.compile(r"\w+\s+")
        self.inside = re.compile(patterns([w for w in lexicon.within if w in _INSIDE]))
        better = (*lexicon.up_after, *lexicon.down_after, *lexicon.higher, *lexicon.lower)
        self.better = re.compile(patterns((*better, *time.same)))
        counted = patterns((*lexicon.base, *_only(lexicon.starts, lexicon)))
        self.counted = re.compile(rf"{counted}\s[^()\n|;]{{0,40}}?\d[^;()\n|]{{0,24}}$")
        begins = patterns(SERIES_BEGIN)
        self.series = re.compile(rf"(?:that|which|que|qui)\s+{begins}\s*$")
        self.noun = re.compile(r"\s+([^\W\d_][\w'-]*)(?:\s+([^\W\d_]\w*))?")
        self.end_of = re.compile(patterns(lexicon.end_of))
        self.last_word = re.compile(r"([^\W\d_]+)(?:\s+[\d./-]+)?\s+$")
        self.of = re.compile(rf"{patterns(lexicon.of)}\s*(?:{patterns(lexicon.year)}\s*)?")
        self.year_first = lexicon.year_first
        changes = (*lexicon.up_verbs, *lexicon.up_nouns, *lexicon.down_verbs, *lexicon.down_nouns)
        self.changed = re.compile(rf"(?:{patterns(changes)}|%|percent|per cent|{YEAR})\s*$")
        by = patterns((*lexicon.by_amount, *lexicon.of, *lexicon.fillers))
        self.changed_by = re.compile(
            rf"{patterns(changes)}\s+(?:{by}\s+){{0,2}}[^\w\s]{{0,2}}\d[\d.,]*(?:\s+[^\W\d]+){{0,3}}\s*$"
        )
        self.papers, self.measures = frozenset(lexicon.papers), frozenset(lexicon.measures)
        ties = (*lexicon.base, *lexicon.soft_base, *lexicon.since, *lexicon.until)
        ties = (*ties, *lexicon.by, *lexicon.as_of, *lexicon.within, *lexicon.ends)
        self.stops = frozenset(
            (*lexicon.joins, *lexicon.small, *(phrase.split()[0] for phrase in ties))
        )
        self.estimate = re.compile(rf"[\s,]*{patterns(lexicon.estimate)}\.?\s*\)")

    def joins_years(self, folded: str, first: Period, last: Period) -> bool:
        """Whether two years of work are the ends of a stretch: "from FY2015 to FY2019"."""
        if self.joins.fullmatch(folded, first.end, last.start):
            return True
        opened = self.opened.search(folded[max(0, first.start - _REACH) : first.start])
        return bool(opened and self.closes.fullmatch(folded, first.end, last.start))

    def counts_from(self, folded: str, period: Period) -> bool:
        """Whether a period dates what a number is counted from: "from 13.5 percent in May".

        Or the begin of a series: "the highest of the series that begins in 2002".
        """
        text = folded[max(0, period.lead - _COUNTED) : period.lead]
        return bool(self.counted.search(text) or self.series.search(text))

    def windows(self, folded: str) -> Iterator[tuple[int, int]]:
        """Stretches around everything that may be part of a period, apart from each other."""
        low = high = -1
        for match in self.anchor.finditer(folded):
            start, end = max(0, match.start() - WINDOW), match.end() + WINDOW
            if start > high:
                if high > 0:
                    yield low, high
                low = start
            high = end
        if high > 0:
            yield low, min(high, len(folded))

    def period(self, folded: str, rule: Rule, match: re.Match[str]) -> Period:
        start, end = rule.start(match), match.end()
        before = folded[max(0, start - _REACH) : start]
        tie, lead = rule.tie, start
        values = rule.values(match)
        day = bool(values) and _DAY.match(values[0])
        short = rule.bare or rule.relative
        on = self.on_year if short else self.on_part
        if not tie and not day and (found := on.search(before)):
            lead = start - len(before) + found.start()
            tie = "base" if short or self._is_changed(folded, lead) else ""
        if not tie:
            tie, lead = self._lead(rule, before, start, match.group())
        parts = rule.parts(values)
        long = bool(values) and ("/" in values[0] or rule.relative and not self.year_first)
        counted = self.year_first and self._is_changed(folded, lead)
        if tie == "base" and long and not counted and self.on.match(folded, lead):
            tie = "in"  # "sur les douze mois": over them, and not compared with them
        if tie == "soft":
            tie = (
                "base"
                if rule.relative
                or not long
                and self._is_changed(folded, lead)
                or long
                and months_of(values[0])
                and self._is_changed(folded, lead)
                else "in"
            )
        if not tie and (rule.adverb or parts and not folded[start].isdigit()):
            tie = "in"  # "between 2010 and 2014", "from 2011 to 2012"
        if not tie and (values and _DAY.fullmatch(values[0]) and self.day_ties.search(before)):
            tie = "in"  # "el 7 de enero de 2019", "on census night, 30 May 2017"
        if not tie and rule.bare and self.year_ties.search(before):
            tie = "in"  # "el año 2016", "la récolte 2016"
        if tie in ("as_of", "by") and values and _AT_ITS_END.fullmatch(values[0]):
            values = self._at_its_end(folded[lead:start], values)
        belongs = self._belongs(folded, lead, start, end) if rule.bare else ""
        dated = bool(day or values and values[0].startswith("--"))
        if self.of_papers.hold(folded, lead, start, end, dated):
            belongs = "paper"
        opens = folded[lead - 1 : lead] == "(" or before.rstrip().endswith(("(", "["))
        estimate = bool(self.estimate.match(folded, end)) if opens else False
        return Period(
            start,
            end,
            lead,
            values,
            tie,
            "" if estimate else belongs,
            parts,
            opens,
            rule.relative,
            estimate,
            rule.is_open,
        )

    def _is_changed(self, folded: str, at: int) -> bool:
        """Whether a change is right before a place: "an increase of 460 thousand | over 2017"."""
        before = folded[max(0, at - _REACH - 24) : at]
        return bool(self.changed.search(before[-24:]) or self.changed_by.search(before))

    def _lead(self, rule: Rule, before: str, start: int, words: str) -> tuple[str, int]:
        """How the words before a period tie it, and where they begin: the longest that do."""
        first, blank, _ = words.partition(" ")
        if rule.relative and first in _MELTED:  # "em relação | ao ano anterior"
            before += first + blank
            start += len(first + blank)
        found = [
            (lead.start(), name)
            for name, pattern in (*self.leads, *self.far)
            if (lead := pattern.search(before)) and self._ties(name, lead, before, rule)
        ]
        if not found:
            return "", start - (len(first + blank) if rule.relative and first in _MELTED else 0)
        at, name = min(found, key=lambda item: item[0])
        return name, start - len(before) + at

    def _ties(self, tie: str, found: re.Match[str], before: str, rule: Rule) -> bool:
        """Whether words tie a period: not the "que" of "prevé que en", nor articles ("des")."""
        word = found.group().split(" ")[0]
        if tie == "base" and (word in _THAN or word.startswith("qu'")):
            return bool(self.better.search(before, 0, found.start()))
        return not (tie == "since" and word == "des") or rule.bare and found.group() == "des "

    def _at_its_end(self, lead: str, values: tuple[str, ...]) -> tuple[str, ...]:
        """With the last day, where the end is meant: "at the end of March 2017"."""
        if not self.end_of.search(lead):
            return values
        if len(values[0]) == len("2017"):
            return (*values, f"{values[0]}-12-31")
        year, month = int(values[0][:4]), int(values[0][5:])
        return (f"{values[0]}-{calendar.monthrange(year, month)[1]}", *values)

    def _belongs(self, folded: str, lead: int, start: int, end: int) -> str:
        """What the year describes: the noun before its `of`, or in English the noun behind it."""
        if self.of_papers.is_base_year(folded, start, end):
            return "paper"
        if self.inside.match(folded, lead) and self.plain_in.fullmatch(folded, lead, start):
            found = self.noun.match(folded, end)
            return "paper" if found and found[1] in self.papers else ""
        if self.of.fullmatch(folded, lead, start):
            noun = self.last_word.search(folded, max(0, lead - 30), lead)
            if noun and noun[1] in self.papers:
                return "paper"
            if noun and noun[1] in self.measures:
                return "measure"
        if self.seasons.match(folded, end):
            return ""  # "the 2021 marketing season"
        found = self.noun.match(folded, end) if self.year_first else None
        if not found or found[1] in self.stops:
            return ""
        if found[1] in self.papers or (found[2] in self.papers and found[1] not in self.measures):
            return "paper"
        return "measure" if found[1] in self.measures else "noun"


def _only(words: Words, lexicon: Lexicon) -> Words:
    """The words that say "from" and nothing else: not the `de` of "diciembre de 2013"."""
    return tuple(word for word in words if word not in (*lexicon.of, *lexicon.within))


_grammar = per_language(_Grammar)
