"""The shape of a lexicon, and the units and currencies that all languages share.

A lexicon has the words that form or surround numbers. One module per language fills it in; a
new language is a new module and one line in `LEXICONS` of the package. No entry may name a
document, a country's institutions or a subject.

Words are folded (lower case, no accents). Phrases are written as plain text and split at spaces;
a lookup takes the longest phrase that ends or begins at a place.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, Literal, TypeVar

from .model import Qualifier
from .tokens import Token

Meaning = TypeVar("Meaning")
Words = frozenset[str]
Bound = tuple[Literal["low", "high"], bool]  # side, and whether the bound itself is excluded

ABOVE: Bound = ("low", True)
AT_LEAST: Bound = ("low", False)
BELOW: Bound = ("high", True)
AT_MOST: Bound = ("high", False)


def words(text: str) -> list[str]:
    """The words of a text, so that lists of words read as prose."""
    return text.split()


def word_set(text: str) -> Words:
    return frozenset(text.split())


@dataclass(frozen=True)
class Phrases(Generic[Meaning]):
    """Phrases with a meaning, found before or after a place in a list of tokens."""

    meanings: Mapping[str, Meaning]

    @cached_property
    def _starting(self) -> dict[str, list[tuple[list[str], Meaning]]]:
        return self._indexed_by(0)

    @cached_property
    def _ending(self) -> dict[str, list[tuple[list[str], Meaning]]]:
        return self._indexed_by(-1)

    def _indexed_by(self, place: int) -> dict[str, list[tuple[list[str], Meaning]]]:
        """The phrases by their first or last word, longest first."""
        index: dict[str, list[tuple[list[str], Meaning]]] = {}
        for phrase in sorted(self.meanings, key=lambda phrase: -len(phrase.split())):
            split = phrase.split()
            index.setdefault(split[place], []).append((split, self.meanings[phrase]))
        return index

    def before(self, tokens: list[Token], at: int) -> tuple[int, Meaning] | None:
        """The meaning of the longest phrase that ends right before `at`, and where it begins."""
        if at < 1 or at < len(tokens) and tokens[at].gap == "¶":
            return None
        for split, meaning in self._ending.get(tokens[at - 1].fold, ()):
            start = at - len(split)
            if start >= 0 and _matches(tokens, start, split):
                return start, meaning
        return None

    def after(self, tokens: list[Token], at: int) -> tuple[int, Meaning] | None:
        """The meaning of the longest phrase that begins at `at`, and the index behind it."""
        if at >= len(tokens) or tokens[at].gap == "¶":
            return None
        for split, meaning in self._starting.get(tokens[at].fold, ()):
            end = at + len(split)
            if end <= len(tokens) and _matches(tokens, at, split):
                return end, meaning
        return None


def _matches(tokens: list[Token], start: int, split: list[str]) -> bool:
    """Whether the words begin at `start`, with no blank line between them."""
    first = tokens[start]
    return first.fold == split[0] and all(
        tokens[start + k].fold == word and tokens[start + k].gap != "¶"
        for k, word in enumerate(split[1:], start=1)
    )


@dataclass(frozen=True)
class Lexicon:
    """The words of one language; the comment beside a field shows an entry in English."""

    language: str
    decimal_mark: str
    # number words
    cardinals: Mapping[str, int]  # seven: 7, thirty: 30
    hundreds: Words  # hundred, which multiplies what comes before it
    thousands: Words  # thousand
    scales: Mapping[str, int]  # million: 6
    scale_signs: Mapping[str, int]  # bn: 9, beside a currency
    articles: Words  # a million
    ones: Words  # one, which may also be a pronoun
    silent_ones: Words  # un, una, uno: by themselves articles, no numerals
    connectors: Words  # two hundred and five
    dozens: Mapping[str, int]  # dozen: 12
    indefinites: Words  # thousands of
    multiples: Mapping[str, int]  # doubled: 2
    fold_suffix: Words  # 10-fold
    minus: Words  # minus three
    # ordinals and fractions
    ordinals: Mapping[str, int]  # third: 3
    ordinal_endings: Words  # 3rd
    denominators: Mapping[str, int]  # thirds: 3
    lone_fractions: Mapping[str, int]  # half: 2, which needs no article
    half_after: Words  # two and a half
    part_nouns: Words  # la tercera parte
    of: Words  # a third of
    # beside a number
    percents: Phrases[str]
    units: Phrases[str]
    unit_joiners: Words  # kg per hectare
    currency_words: Phrases[str | None]
    bounds_before: Phrases[Bound]
    bounds_after: Phrases[Bound]
    qualifiers: Phrases[Qualifier]
    fillers: Words  # over an estimated 300
    # between two numbers
    range_words: Words  # 10 to 14
    range_starts: Words  # from: two figures, not a range
    between: Words
    both: Words  # between 10 and 14
    ratio_words: Phrases[None]  # 1 in 5
    rate_words: Phrases[None]  # 12 per 100,000
    # dates and periods
    months: Mapping[str, int]
    date_fillers: Words  # 11 de junio de 2013
    period_nouns: Words  # third round
    year_units: Words  # third consecutive year
    streaks: Phrases[None]  # consecutive
    centuries: Words
    # what else a number may be
    superlatives: Words
    superlative_endings: tuple[str, ...]
    false_superlatives: Words  # second harvest
    places: Words  # third place
    rank_before: Words  # a distant second
    world: Words  # the second producer in the world
    law_words: Words
    law_titles: Words  # Act, Order: only where capitalised
    number_signs: Words  # No.
    page_words: Words
    footnote_words: Words
    heading_words: Words
    age_before: Phrases[None]
    age_after: Phrases[None]
    year_before: Words  # in 2013
    pronoun_before: Words  # no one
    pronoun_after: Words  # one of


CURRENCY_SIGNS: Mapping[str, str] = {
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "₹": "INR",
    "₡": "CRC",
    "₲": "PYG",
    "₱": "PHP",
    "₩": "KRW",
    "₦": "NGN",
    "₽": "RUB",
    "₺": "TRY",
}
# Letters before a currency sign, folded: the sign alone names no country.
CURRENCY_PREFIXES: Mapping[str, str] = {
    "us$": "USD",
    "u.s.$": "USD",
    "c$": "CAD",
    "ca$": "CAD",
    "a$": "AUD",
    "au$": "AUD",
    "nz$": "NZD",
    "r$": "BRL",
    "mx$": "MXN",
    "col$": "COP",
    "s/.": "PEN",
    "s/": "PEN",
    "bs.": "BOB",
}
# ISO 4217 codes that are read in capitals beside a number; any other code is a curator's to add.
CURRENCY_CODES: Words = word_set(
    "ARS AUD BOB BRL CAD CHF CLP CNY COP CRC DKK DOP EUR GBP GTQ HNL INR JMD JPY KRW MXN NGN NIO "
    "NOK NZD PAB PEN PHP PYG RUB SEK SGD SVC TRY TTD USD UYU VES XCD ZAR"
)

# Signs and abbreviations that are the same in every language, folded, with UCUM codes. "MT" is the
# metric ton of statistical prose: UCUM's own MT is a megatesla.
UNIT_SIGNS: Mapping[str, str] = {
    "ha": "har",
    "kg": "kg",
    "kgs": "kg",
    "mg": "mg",
    "t": "t",
    "mt": "t",
    "tm": "t",
    "km": "km",
    "km 2": "km2",
    "km ²": "km2",
    "m 2": "m2",
    "m ²": "m2",
    "m 3": "m3",
    "m ³": "m3",
    "cm": "cm",
    "mm": "mm",
    "ml": "mL",
    "kwh": "kW.h",
    "mwh": "MW.h",
    "gwh": "GW.h",
    "kw": "kW",
    "mw": "MW",
    "gw": "GW",
    "°c": "Cel",
    "° c": "Cel",
    "lb": "[lb_av]",
    "lbs": "[lb_av]",
}
