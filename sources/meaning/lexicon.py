"""The shape of a language's words; english.py and its neighbours fill it in.

Words are folded: small letters, no accents. A phrase may hold several words. Beside each field
stands what English has there. `patterns` turns phrases into a part of a regular expression.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

Words = tuple[str, ...]
Patterns = TypeVar("Patterns")


@dataclass(frozen=True)
class Lexicon:
    """What a reader of meaning has to know of a language."""

    language: str

    # -- periods
    months: Mapping[str, int]  # january, jan
    ordinals: Mapping[str, int]  # first, 1st: of quarters and halves
    numbers: Mapping[str, int]  # ten: of "the first ten months"
    of: Words  # of: between a part and its year
    quarter: Words
    half: Words
    month: Words  # months, of "the first ten months of 2017"
    first: Words  # first, of "the first ten months"
    last: Words  # last, of "the last two quarters"
    fiscal: Words  # fiscal year, FY
    year: Words  # year, of "in the year 2013"
    month_ties: Words  # in, of "in July": a month without its year
    within: Words  # in, during: ties a period to what is said
    since: Words
    until: Words
    by: Words  # by, by the end of: a target
    as_of: Words
    end_of: Words  # at the end of: a month's last day
    between: Words
    lists: Words  # and, or: in "2013 and 2014"
    both: Words  # and, of "between 2010 and 2014"
    starts: Words  # from, of "from 2010 to 2014"
    ends: Words  # to
    mid: Words  # mid, early, late: before a year
    previous_year: Words  # the previous year
    year_ago: Words  # a year earlier: the same month, quarter or year before
    year_to: Words  # year ending, 12 months to: before the month that ends it
    quarter_to: Words  # quarter ended, three months to
    same_period: Words  # the month, that quarter: the period that was named last
    anaphora: Words  # of these, of them: the sentence goes on with what the one before said
    same_year: Words  # that year
    year_on_year: Words
    month_on_month: Words
    respectively: Words
    estimate: Words  # est., of "(2022 est.)"

    # -- what a year belongs to
    papers: Words  # report, survey: "its 2014 report" dates no figure
    measures: Words  # estimate, figure: "the 2011 estimate of 49,500 ha"

    # -- changes
    up_verbs: Words  # rose, increased
    down_verbs: Words
    weak_verbs: Words  # raised, lost: also of amounts that are no change
    weak_nouns: Words  # losses, of "losses of $3 million"
    negations: Words  # not, right before a verb: "did not rise"
    growth: Words  # growth, of "growth slowed to 2 %": a change by itself
    yearly_rates: Words  # at an average annual rate of
    copulas: Words  # was, of "the increase was 5 %"
    that_is: Words  # or, that is: the same change said otherwise
    apart_by: Words  # by, of "higher by 5 %"
    levels: Words  # interest rate, inflation: percentages that are no share
    up_nouns: Words  # increase, rise
    down_nouns: Words
    up_before: Words  # up, of "up 5 %"
    down_before: Words
    up_after: Words  # more, higher: of "5 % more"
    down_after: Words
    higher: Words  # higher: of "higher by 5 %"
    lower: Words
    stable: Words
    by_amount: Words  # by, before the size of a change
    to_level: Words  # to, before the new level
    base: Words  # from, compared with: before what a change is counted from
    base_years: Words  # on, of "4 % up on 2017": a base before a bare year
    that: Words  # that of, those in, the same day of: between "than" and its period
    soft_base: Words  # on, over: a base only behind a word of change: "up 5 % on 2012"
    fillers: Words  # a, an, the, its: may stand between

    # -- other members
    zero: Words  # no, none
    top: Words  # largest, leading: rank 1
    most: Words  # majority: more than half
    estimated: Words
    approximate: Words
    targets: Words
    forecasts: Words
    per: Words  # per, of "per 1,000 people"
    rates: Words  # rate: in the head of a column, where a note says what it is per
    counts: Words  # number, cases: the head of a column of counts
    points: Words  # points, of "change (points)"
    unless: Words  # unless otherwise noted: behind the unit of a whole text
    percent: Words  # percent, percentage: in the head of a column
    averages: Words  # average, annual: in the head of a column of changes over several years
    quarterly: Words  # quarterly: in the title of a table whose months end quarters
    changes: Words  # change, growth: the head of a column of changes
    variations: Words  # the change was 3 %, variation of 3 %
    share: Words  # accounting for, share of
    part_of: Words  # of, before the whole of a share
    according: Words  # according to
    reports: Words  # reported, estimates: behind the name of who says it
    scales: Mapping[str, int]  # thousands, of "in thousands of soles"

    # -- where a clause ends
    joins: Words  # and, but, while
    small: Words  # was, the, from, said: a word behind a year that the year does not describe
    unmoved: Words = field(default=())  # crop cutting: has a word of change, and is none
    distributions: Words = field(default=())  # distribution, of "percent distribution of ..."
    abbreviations: Words = field(default=())  # no, est, p. ej: their point ends no sentence
    year_first: bool = False  # whether a year may stand before its noun: "the 2014 report"


def parted(text: str) -> Words:
    """The phrases of a text that commas part."""
    return tuple(phrase.strip() for phrase in text.split(","))


def patterns(words: Iterable[str]) -> str:
    """The phrases as one group of a regular expression, longest first; it matches whole words.

    Slow: make a pattern once for a language, never for a place.
    """
    longest = sorted({*words}, key=len, reverse=True)
    parts = [r"\s+".join(re.escape(part) for part in word.split()) for word in longest]
    return r"(?:(?<!\w)(?:" + "|".join(parts) + r")(?!\w))" if parts else r"(?!)"


def per_language(make: Callable[[Lexicon], Patterns]) -> Callable[[Lexicon], Patterns]:
    """What is made of a lexicon, once for each language: patterns take long to compile."""
    kept: dict[str, Patterns] = {}

    def for_lexicon(lexicon: Lexicon) -> Patterns:
        if lexicon.language not in kept:
            kept[lexicon.language] = make(lexicon)
        return kept[lexicon.language]

    return for_lexicon
