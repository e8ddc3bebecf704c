"""Every period that a text names, with its value in ISO 8601 and how it is tied to what is said.

`July 2013` is 2013-07, `the first ten months of 2017` 2017-01/2017-10, `fiscal year 2012/13` a
fiscal year (`FY2012/2013`), `July` alone a month without its year (`--07`).
"""

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from .lexicon import Lexicon, Words, patterns
from .period_rules import YEAR, Rule, rules_of

_FISCAL = re.compile(r"FY(\d{4})/(\d{4})")
_AT_ITS_END = re.compile(r"\d{4}(?:-\d\d)?")
_REACH = 48  # characters before a period in which the words that tie it are looked for
_WINDOW = 70  # characters around a year or month in which an expression may lie
_FAR = 300  # characters from "the previous year" back to the year that it means


@dataclass(frozen=True, slots=True)
class Period:
    """A period at a place of the folded text.

    start, end: the expression itself; lead: where the words before it that tie it begin.
    values: what it may be in ISO 8601, best first; none where it can't be said. tie: how it is
    tied: "in", "of", "base" (compared with), "from", "since", "until", "by", "as_of", or "".
    belongs: "paper" in "its 2014 report", "measure" in "the 2011 estimate", "noun" before another
    word. parts: the ends of a stretch. bracketed: it stands in brackets. relative: "the previous
    year". estimate: with a mark as in "(2022 est.)".
    """

    start: int
    end: int
    lead: int
    values: tuple[str, ...]
    tie: str = ""
    belongs: str = ""
    parts: tuple[str, str] | None = None
    bracketed: bool = False
    relative: bool = False
    estimate: bool = False


def find_periods(
    folded: str, lexicon: Lexicon, is_year: Callable[[int, int], bool]
) -> list[Period]:
    """All periods of a folded text in order, none overlapping, in linear time.

    `is_year(start, end)` says whether four bare digits there are a year and no quantity.
    """
    grammar = _grammar(lexicon)
    found: list[tuple[int, int, int, re.Match[str]]] = []
    for low, high in grammar.windows(folded):
        for rank, rule in enumerate(grammar.rules):
            found.extend(
                (rule.start(match), -match.end(), rank, match)
                for match in rule.pattern.finditer(folded, low, high)
            )
    found.sort(key=lambda item: item[:3])
    periods: list[Period] = []
    reach = -1
    for start, minus_end, rank, match in found:
        rule = grammar.rules[rank]
        if start < reach or (rule.bare and not is_year(start, -minus_end)):
            continue
        period = grammar.period(folded, rule, match)
        if rule.relative:
            period = _relative(period, periods)
        if period.values or rule.relative:
            periods.append(period)
            reach = -minus_end
    return _in_months(periods, grammar.fiscal_start(folded))


def _in_months(periods: list[Period], start: int | None) -> list[Period]:
    """The periods with fiscal years in months, if the text says in which month they begin."""
    if start is None:
        return periods
    dated = []
    for period in periods:
        match = next((m for value in period.values if (m := _FISCAL.fullmatch(value))), None)
        if match and not period.parts:
            ends = f"{match[2]}-{start - 1:02}" if start > 1 else f"{match[1]}-12"
            period = replace(period, values=(f"{match[1]}-{start:02}/{ends}", *period.values))
        dated.append(period)
    return dated


def _relative(period: Period, before: list[Period]) -> Period:
    """The year before the one that was named last, or that one; without a value if it is open."""
    anchor = next((p for p in reversed(before) if p.values and not p.relative), None)
    if period.values == ("ago",):
        near = anchor and anchor.values and period.start - anchor.end <= _FAR
        ago = year_before(anchor.values[0]) if anchor and near else None
        return replace(period, values=(ago,) if ago else ())
    if period.values[0].startswith("same "):
        return replace(period, values=_same_in(anchor, period.values[0][5:]))
    if period.values == ("same",):
        near = anchor and period.start - anchor.end <= _FAR
        last = (anchor.parts[1],) if anchor and anchor.parts else anchor.values if anchor else ()
        return replace(period, values=last if near else ())
    plain = anchor and anchor.values and re.fullmatch(YEAR, anchor.values[0])
    if anchor and period.values == ("-1",) and _is_year_long(anchor.values[0]):
        near = period.start - anchor.end <= _FAR
        ago = year_before(anchor.values[0])
        return replace(period, values=(ago,) if ago and near else ())
    if not anchor or not plain or period.start - anchor.end > _FAR:
        return replace(period, values=())
    year = int(anchor.values[0]) + int(period.values[0])
    return replace(period, values=(str(year),))


def _is_year_long(period: str) -> bool:
    """Whether a period is twelve months that begin in another month than January."""
    ends = re.fullmatch(r"(\d{4})-(\d\d)/(\d{4})-(\d\d)", period)
    if not ends:
        return False
    first, begins, last, until = map(int, ends.groups())
    return 12 * (last - first) + until - begins == 11


def _same_in(anchor: Period | None, year: str) -> tuple[str, ...]:
    """The months of a period in another year: "the same period of 2012"."""
    value = anchor.values[0] if anchor else ""
    single_year = len(set(re.findall(r"\d{4}", value))) == 1
    return (value.replace(value[:4], year),) if single_year and value[:4].isdecimal() else (year,)


def year_before(period: str) -> str | None:
    """The same period one year earlier; None if it is open."""
    parts = period.split("/")
    if any(not re.fullmatch(r"\d{4}(-\d\d){0,2}", part) for part in parts):
        return None
    return "/".join(f"{int(part[:4]) - 1}{part[4:]}" for part in parts)


class _Grammar:
    """The patterns of a language."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.rules: list[Rule] = rules_of(lexicon)
        relative = patterns(
            (*lexicon.previous_year, *lexicon.year_ago, *lexicon.same_year, *lexicon.same_period)
        )
        self.anchor = re.compile(
            rf"{YEAR}|\d[/.]\d{{1,2}}[/.]\d\d|{patterns(lexicon.months)}|{relative}"
            rf"|{patterns(lexicon.fiscal)}|(?<!\w)(?:[qt][1-4]\b|[1-4][qt]|fy)[\s'-]?\d\d"
        )
        between = (*lexicon.year, *lexicon.mid, *lexicon.fillers, *lexicon.that)
        between = (*between, *lexicon.quarter, *lexicon.half, *lexicon.month)
        gap = rf"[\s(\[]*(?:{patterns(between)}[\s-]*)*$"
        self.on = re.compile(patterns(lexicon.base_years))
        self.on_year = re.compile(patterns(lexicon.base_years) + gap)
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
        # "since the fourth round (2005-2006)"
        self.far = [
            (tie, re.compile(rf"{patterns(words)}\s+(?:[\w'-]+\s+){{1,5}}\($"))
            for tie, words in (
                ("since", lexicon.since),
                ("from", _only(lexicon.starts, lexicon)),
                ("as_of", lexicon.as_of),
            )
        ]
        self.noun = re.compile(r"\s+([^\W\d_][\w'-]*)(?:\s+([^\W\d_]\w*))?")
        self.months = lexicon.months
        self.end_of = re.compile(patterns(lexicon.end_of))
        first, last = (rf"(?P<{end}>{patterns(lexicon.months)})" for end in ("first", "last"))
        to = rf"\s*(?:-|{patterns(lexicon.ends)})\s*"
        fiscal = rf"(?:{patterns(lexicon.fiscal)}s?|{YEAR}\s?[-/]\s?\d\d)"
        self.fiscal_months = [
            re.compile(rf"{fiscal}[^.;|\n]{{0,24}}?\(?{first}{to}{last}"),
            re.compile(
                rf"{fiscal}s?\s+(?:[a-z]+\s+){{1,3}}?1(?:st|er|o|º|°)?\s+(?:\w+\s+)?{first}"
            ),
        ]
        self.last_word = re.compile(r"([^\W\d_]+)(?:\s+[\d./-]+)?\s+$")
        self.of = re.compile(rf"{patterns(lexicon.of)}\s*(?:{patterns(lexicon.year)}\s*)?")
        self.year_first = lexicon.year_first
        changes = (*lexicon.up_verbs, *lexicon.up_nouns, *lexicon.down_verbs, *lexicon.down_nouns)
        self.changed = re.compile(rf"(?:{patterns(changes)}|%|percent|per cent)\s*$")
        self.papers, self.measures = frozenset(lexicon.papers), frozenset(lexicon.measures)
        ties = (*lexicon.base, *lexicon.soft_base, *lexicon.since, *lexicon.until)
        ties = (*ties, *lexicon.by, *lexicon.as_of, *lexicon.within, *lexicon.ends)
        self.stops = frozenset(
            (*lexicon.joins, *lexicon.small, *(phrase.split()[0] for phrase in ties))
        )
        self.estimate = re.compile(rf"[\s,]*{patterns(lexicon.estimate)}\.?\s*\)")

    def fiscal_start(self, folded: str) -> int | None:
        """The month in which fiscal years begin, as the text says it: "2017-18 (April-March)"."""
        said = set()
        for pattern in self.fiscal_months:
            for match in pattern.finditer(folded):
                first, last = self.months[match["first"]], match.groupdict().get("last")
                if last is None or (self.months[last] - first) % 12 == 11:
                    said.add(first)
        return said.pop() if len(said) == 1 else None

    def windows(self, folded: str) -> Iterator[tuple[int, int]]:
        """Stretches around everything that may be part of a period, apart from each other."""
        low = high = -1
        for match in self.anchor.finditer(folded):
            start, end = max(0, match.start() - _WINDOW), match.end() + _WINDOW
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
        if not tie and rule.bare and (found := self.on_year.search(before)):
            tie, lead = "base", start - len(before) + found.start()
        if not tie:
            for name, pattern in (*self.leads, *self.far):
                if found := pattern.search(before):
                    tie, lead = name, start - len(before) + found.start()
                    break
        values = rule.values(match)
        parts = rule.parts(values)
        if tie == "base" and values and "/" in values[0] and self.on.match(folded, lead):
            tie = "in"  # "sur les douze mois": over them, and not compared with them
        if tie == "soft":
            tie = (
                "base"
                if rule.relative or self.changed.search(folded[max(0, lead - 24) : lead])
                else "in"
            )
        if not tie and parts and not folded[start].isdigit():
            tie = "in"  # "between 2010 and 2014", "from 2011 to 2012"
        if tie in ("as_of", "by") and values and _AT_ITS_END.fullmatch(values[0]):
            values = self._at_its_end(folded[lead:start], values)
        belongs = self._belongs(folded, lead, start, end) if rule.bare else ""
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
        )

    def _at_its_end(self, lead: str, values: tuple[str, ...]) -> tuple[str, ...]:
        """With the last day, where the end is meant: "at the end of March 2017"."""
        if not self.end_of.match(lead):
            return values
        if len(values[0]) == len("2017"):
            return (*values, f"{values[0]}-12-31")
        year, month = int(values[0][:4]), int(values[0][5:])
        return (f"{values[0]}-{calendar.monthrange(year, month)[1]}", *values)

    def _belongs(self, folded: str, lead: int, start: int, end: int) -> str:
        """What the year describes: the noun before its `of`, or in English the noun behind it."""
        if self.of.fullmatch(folded, lead, start):
            before = self.last_word.search(folded, max(0, lead - 30), lead)
            if before and before[1] in self.papers:
                return "paper"
            if before and before[1] in self.measures:
                return "measure"
        found = self.noun.match(folded, end) if self.year_first else None
        if not found or found[1] in self.stops:
            return ""
        if found[1] in self.papers or (found[2] in self.papers and found[1] not in self.measures):
            return "paper"
        return "measure" if found[1] in self.measures else "noun"


def _only(words: Words, lexicon: Lexicon) -> Words:
    """The words that say "from" and nothing else: not the `de` of "diciembre de 2013"."""
    return tuple(word for word in words if word not in (*lexicon.of, *lexicon.within))


_GRAMMARS: dict[str, _Grammar] = {}


def _grammar(lexicon: Lexicon) -> _Grammar:
    if lexicon.language not in _GRAMMARS:
        _GRAMMARS[lexicon.language] = _Grammar(lexicon)
    return _GRAMMARS[lexicon.language]
