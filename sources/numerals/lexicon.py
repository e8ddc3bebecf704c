"""The shape of a lexicon: the words of one language that form or surround numbers.

One module per language fills it in, its units and currencies in a second one beside it
(`english_measures`); a new language is one line more in `LEXICONS` of the package. No entry may
name a document, a country's institutions or a subject.

Words are folded (lower case, no accents). Phrases are written as plain text and split at spaces;
a lookup takes the longest phrase that ends or begins at a place.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, Literal, TypeVar

from .model import Qualifier
from .tokens import BORDERS, Token

Meaning = TypeVar("Meaning")
Words = frozenset[str]
Bound = tuple[Literal["low", "high"], bool]  # side, and whether the bound itself is excluded

ABOVE: Bound = ("low", True)
AT_LEAST: Bound = ("low", False)
BELOW: Bound = ("high", True)
AT_MOST: Bound = ("high", False)

ZEROS = frozenset(("zero", "cero"))


def words(text: str) -> list[str]:
    """The words of a text, so that lists of words read as prose."""
    return text.split()


def word_set(text: str) -> Words:
    return frozenset(text.split())


@dataclass(frozen=True)
class Phrases(Generic[Meaning]):
    """Phrases with a meaning, found before or after a place in a list of tokens."""

    meanings: Mapping[str, Meaning]

    def __contains__(self, word: object) -> bool:
        """Whether a phrase begins with this word."""
        return word in self._starting

    @cached_property
    def _starting(self) -> dict[str, dict[str, list[tuple[list[str], Meaning]]]]:
        return self._indexed_by(0, 1)

    @cached_property
    def _ending(self) -> dict[str, dict[str, list[tuple[list[str], Meaning]]]]:
        return self._indexed_by(-1, -2)

    def _indexed_by(
        self, place: int, next_to_it: int
    ) -> dict[str, dict[str, list[tuple[list[str], Meaning]]]]:
        """The phrases by their first or last word and the word next to it, longest first.

        By two words, because dozens of Spanish phrases end in "de". Next to a single word is "".
        """
        index: dict[str, dict[str, list[tuple[list[str], Meaning]]]] = {}
        for phrase in sorted(self.meanings, key=lambda phrase: -len(phrase.split())):
            split = phrase.split()
            near = split[next_to_it] if len(split) > 1 else ""
            found = index.setdefault(split[place], {}).setdefault(near, [])
            found.append((split, self.meanings[phrase]))
        return index

    def before(self, tokens: list[Token], at: int) -> tuple[int, Meaning] | None:
        """The meaning of the longest phrase that ends right before `at`, and where it begins."""
        if at < 1 or at < len(tokens) and tokens[at].gap in BORDERS:
            return None
        return self.ended(tokens, at)

    def ended(self, tokens: list[Token], at: int) -> tuple[int, Meaning] | None:
        """As `before`, also where a paragraph or cell ends at `at`."""
        ending = self._ending.get(tokens[at - 1].fold)
        if ending is None:
            return None
        near = tokens[at - 2].fold if at > 1 else ""
        for split, meaning in (*ending.get(near, ()), *ending.get("", ())):
            start = at - len(split)
            if start >= 0 and _matches(tokens, start, split):
                return start, meaning
        return None

    def after(self, tokens: list[Token], at: int) -> tuple[int, Meaning] | None:
        """The meaning of the longest phrase that begins at `at`, and the index behind it."""
        if at >= len(tokens) or tokens[at].gap in BORDERS:
            return None
        return self.begun(tokens, at)

    def begun(self, tokens: list[Token], at: int) -> tuple[int, Meaning] | None:
        """As `after`, also where a paragraph or cell begins at `at`."""
        starting = self._starting.get(tokens[at].fold)
        if starting is None:
            return None
        near = tokens[at + 1].fold if at + 1 < len(tokens) else ""
        for split, meaning in (*starting.get(near, ()), *starting.get("", ())):
            end = at + len(split)
            if end <= len(tokens) and _matches(tokens, at, split):
                return end, meaning
        return None


def _matches(tokens: list[Token], start: int, split: list[str]) -> bool:
    """Whether the words begin at `start`, with no blank line between them."""
    first = tokens[start]
    return first.fold == split[0] and all(
        tokens[start + k].fold == word and tokens[start + k].gap not in BORDERS
        for k, word in enumerate(split[1:], start=1)
    )


@dataclass(frozen=True)
class Lexicon:
    """The words of one language; the comment beside a field shows an entry in English."""

    language: str
    decimal_mark: str
    other_mark_areas: Words  # ISO 3166 codes of areas where the other mark begins the decimals
    spaced_groups: bool  # whether 50 500 is an ordinary way to print 50,500
    day_first: bool | None  # 11/06/2013: 11 June; None where both customs are alive
    # number words
    cardinals: Mapping[str, int]  # seven: 7, thirty: 30
    compounds: Phrases[int]  # quatre-vingt-dix: 90, numbers below 100 of several words
    hundreds: Words  # hundred, which multiplies what comes before it
    thousands: Words  # thousand
    thousands_of: Words  # 12 miles de euros: behind a number in digits
    tenths: Mapping[str, int]  # dos décimas: 1, hundredths: 2
    scales: Mapping[str, int]  # million: 6
    regional_scales: Mapping[str, Mapping[str, int]]  # billion: 9 or 12, by ISO 3166 code
    scale_signs: Mapping[str, int]  # bn: 9, beside a currency
    scale_currencies: Mapping[str, int]  # mdp: 6, a scale in the name of a currency
    articles: Words  # a million
    ones: Words  # one, which may also be a pronoun
    silent_ones: Words  # un, una, uno: by themselves articles, no numerals
    connectors: Words  # two hundred and five
    connects: Literal["tens", "hundreds", "both"]  # what a connector may stand behind
    dozens: Mapping[str, int]  # dozen: 12
    rounded: Words  # dozens that are about so many: une trentaine
    indefinites: Words  # thousands of
    few: Words  # a few thousand, several hundred
    multiples: Mapping[str, int]  # doubled: 2
    fold_suffix: Words  # 10-fold
    minus: Words  # minus three
    below_zero: Phrases[None]  # 5 °C below zero, 430 m below sea level
    # ordinals and fractions
    ordinals: Mapping[str, int]  # third: 3
    ordinal_endings: Words  # 3rd
    ordinal_stops: Mapping[str, Words]  # segundo o relatório: no ordinal before these
    denominators: Mapping[str, int]  # thirds: 3
    lone_fractions: Mapping[str, int]  # half: 2, which needs no article
    half_after: Words  # two and a half
    part_nouns: Words  # la tercera parte
    half_ends: Words  # two hours and a half before: words that may follow, which nothing counts
    of: Words  # a third of
    # beside a number
    percents: Phrases[str]
    units: Phrases[str]
    unit_joiners: Words  # kg per hectare
    unit_articles: Words  # 1,46 € le litre
    head_words: Words  # litres per person per day: counted by nobody
    subunits: Mapping[str, str]  # cents: the hundredth part of a family of currencies
    currency_words: Phrases[str]  # a code, or a family in small letters (money.py)
    dollar_signs_of_usa: tuple[str, ...]  # what in a document says that a bare $ is USD
    bounds_before: Phrases[Bound]
    bounds_after: Phrases[Bound]
    limits: Words  # the statutory minimum of 14 percent: a level that has a name
    negations: Words  # has not yet come to more than 30
    seldom: Words  # unlikely, of "it is unlikely that it exceeds 30"
    crossings: re.Pattern[str]  # words of going beyond or of a limit: overshot, "ceiling of 30"
    passings: Words  # pasa, of "pasa de 30": more than 30, where it went to no other number
    not_alone: Words  # not only more than 30: no negation
    qualifiers: Phrases[Qualifier]
    qualifiers_after: Phrases[Qualifier]  # 300 boats or so
    fillers: Words  # over an estimated 300
    estimates: Words  # 50,500 (2022 est.)
    # between two numbers
    range_words: Words  # 10 to 14
    range_starts: Words  # from: two figures, not a range
    between: Words
    both: Words  # between 10 and 14
    ratio_words: Phrases[None]  # 1 in 5
    rate_words: Phrases[None]  # 12 per 100,000
    range_verbs: Words  # ranges from 1 to 12 percent
    changes: re.Pattern[str]  # other words of change: an increase from 11 to 13, passant
    change_verbs: Words  # rose $2 billion to $10 billion: a change and a level
    copulas: Words  # the balance was (23.5 million)
    # dates and periods
    months: Mapping[str, int]
    short_months: Words  # of the months, those that need a year: 3 mar 2013
    date_fillers: Words  # 11 de junio de 2013
    quarters: Words  # third quarter of 2012
    quarter_signs: Mapping[str, int]  # Q3 2012: 3 months, H1 2012: 6 months
    decades: Words  # la década de 1990, années 90
    first_spans: Words  # first 10 months
    period_nouns: Words  # third round
    year_units: Words  # third consecutive year
    streaks: Phrases[None]  # consecutive
    centuries: Words
    # what else a number may be
    superlatives: Words
    superlative_endings: tuple[str, ...]
    false_superlatives: Words  # second harvest
    places: Words  # third place
    ranked: Words  # second market: nouns of which there is an order
    ranked_places: Words  # is the second city of the country
    rank_before: Words  # a distant second
    world: Words  # the second producer in the world
    law_words: Words
    law_titles: Words  # Act, Order: only where capitalised
    number_signs: Words  # No.
    page_words: Words
    page_totals: Words  # page 3 of 12
    volume_words: Words
    footnote_words: Words
    heading_words: Words
    numbered: Words  # Grade 6, Box 1408: names that end in a number
    phones: Words  # telephone +51 1 555 0100
    rate_nouns: Words  # rates per 100,000
    time_away: Phrases[None]  # three years before
    age_before: Phrases[None]
    age_after: Phrases[None]
    age_nouns: Words  # children of 5 years
    age_heads: Words  # the head of a column of age bands
    year_before: Words  # in 2013
    pronoun_before: Words  # no one
    pronoun_after: Words  # one of

    @cached_property
    def openers(self) -> Words:
        """The words with which a number in words, or a date, may begin."""
        groups = (
            *(self.cardinals, self.hundreds, self.thousands, self.scales, self.articles),
            *(self.dozens, self.indefinites, self.few, self.multiples, self.ordinals),
            *(self.denominators, self.lone_fractions, self.half_after, self.months),
        )
        found = {word for group in groups for word in group}
        return frozenset(found | {phrase.split()[0] for phrase in self.compounds.meanings})

    @cached_property
    def vocabulary(self) -> Words:
        """The words about numbers, by which a word that a line end broke is known."""
        single = (
            *(self.cardinals, self.hundreds, self.thousands, self.scales, self.dozens),
            *(self.indefinites, self.multiples, self.ordinals, self.denominators, self.months),
        )
        phrases = (self.percents, self.units, self.currency_words, self.qualifiers)
        found = {word for group in single for word in group}
        found |= {word for group in phrases for key in group.meanings for word in key.split()}
        return frozenset(word for word in found if len(word) > 3)
