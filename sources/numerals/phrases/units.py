"""The sign of a currency, per cent and the unit of a number: S/ 5 por kilo, 12 kg per hectare."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from sources.numerals.atoms import Atom
from sources.numerals.lexicon import word_set
from sources.numerals.model import Kind
from sources.numerals.money import Currency, Purse, behind_of, currency_after, currency_before
from sources.numerals.nearby import Nearby
from sources.numerals.scales import half_end
from sources.numerals.tokens import BORDERS
from sources.numerals.view import View
from sources.numerals.weights import (
    METRIC,
    OUNCE,
    TON_WORDS,
    TROY,
    WHICH_OUNCE,
    is_precious,
    swapped,
)

from .phrase import SENTENCE, Phrase, bare, percentage

_BY_CASE = {"Mt": "Mt", "ML": "ML", "GL": "GL"}  # `mt` and `MT` are metric tons, `ml` is 0.001 L
_AREAS = frozenset(("km2", "m2", "har", "[smi_us]", "[acr_us]", "[sft_i]"))
_TIMES = frozenset(("a", "mo", "wk", "d", "h", "min", "s"))
_KINDS_OF_TIME = word_set(
    "lean full whole dry wet rainy cold hot warm summer winter calendar working business trading "
    "school further additional extra more long short peak other"
)
_KINDS_OF_WAY = word_set("route track lane road line pipeline paved unpaved rail cable canal")
_KINDS = _KINDS_OF_TIME | _KINDS_OF_WAY
_IN_TIME = frozenset(("over", "in", "for", "during", "within", "every", "per", "each", "once"))
_MOST_POINTS = 20
_NEAR_METAL = 3  # tokens from the unit to what is weighed: ounces of fine gold
_CENTS_OF = {"us": "USD", "euro": "EUR"}
_INDEXES = frozenset(("index", "indice", "indices", "indexes", "bolsa", "bourse"))
_MARKS = word_set("escala scale echelle")
_OVER = word_set("sobre sur")  # 3,8 points sur 5, 7,2 puntos sobre 10
_NEAR_SCALE = 5  # tokens from "points" to the word scale
_POINTS = frozenset(("points", "puntos", "pontos"))
_POINT = frozenset(("point", "punto", "ponto"))
_PERCENTS: dict[str, tuple[Kind, str]] = {
    "percent": ("percent", "%"),
    "percentage_points": ("percentage_points", "%-pt"),
    "points": ("percentage_points", "%-pt"),
    "basis_points": ("basis_points", "bp"),
    "per_mille": ("per_mille", "10*-3"),
}
_MILLIONS = 6  # the power of ten of a number that may have the words of its currency before it
_OF_MONEY = frozenset(("in", "en", "em", "and", "y", "e", "et", "per", "por", "par", "to", "a"))


class Units(Nearby):
    """What a number is counted in, by the words that touch it."""

    def __init__(self, view: View, purse: Purse) -> None:
        super().__init__(view)
        self.purse = purse

    def with_unit(self, phrase: Phrase, taken: int) -> Phrase:
        """The phrase with its currency, per cent or unit; tokens before `taken` are others'."""
        end, lexicon = phrase.end, self.lexicon
        at = phrase.first
        before = currency_before(self.tokens, at)
        if not before and at and self._is_minus(at - 1) and self.tokens[at - 1].gap in ("", " "):
            # $-23.5: the sign between the currency and the number
            before = currency_before(self.tokens, at - 1)
            if before and before.edge >= taken and phrase.value is not None:
                phrase = replace(phrase, value=-phrase.value)
        before = before or self._named_before(phrase)
        if before and before.edge >= taken:
            phrase = self.paid(phrase, before.name)
            after = currency_after(self.tokens, end, lexicon)  # S/ 5 millones de soles
            same = after and self.purse.code(after.name)[0] == phrase.unit
            edge = after.edge if after and same else end
            phrase = replace(phrase, first=before.edge, end=edge, stop=edge)
            return self.per_unit(phrase)
        behind = end + 1 if self._hyphen(end) else end
        percent = lexicon.percents.after(self.tokens, behind)
        if percent and (percent[1] != "points" or self._may_be_points(phrase)):
            kind, unit = _PERCENTS[percent[1]]
            return replace(phrase, end=percent[0], stop=percent[0], kind=kind, unit=unit)
        after = currency_after(self.tokens, end, lexicon)
        dated = phrase.atom.year and self._word_before(at) in lexicon.year_before
        if after and not dated:  # "in 2017 dollars" names a year
            phrase = self.paid(phrase, after.name)
            return self.per_unit(replace(phrase, end=after.edge, stop=after.edge))
        named = int(self._fold(end) in _CENTS_OF)  # 18 US cents
        if family := lexicon.subunits.get(self._fold(end + named)):
            return self._cents(phrase, _CENTS_OF.get(self._fold(end), family), end + named)
        if behind > end and self._fold(behind) in lexicon.fold_suffix:
            return replace(phrase, end=behind + 1, stop=behind + 1, kind="multiple", unit="1")
        return self.with_unit_words(phrase, behind)

    def _named_before(self, phrase: Phrase) -> Currency | None:
        """The currency in words before a large number: US dollars 7.5 billion, Rupees 1,200."""
        at = phrase.first
        large = phrase.atom.scale >= _MILLIONS or "," in self.tokens[at].raw
        if not large or phrase.atom.year or self.tokens[at].gap != " ":
            return None
        found = self.lexicon.currency_words.before(self.tokens, at)
        if not found or self._word_before(found[0]) in _OF_MONEY | self.lexicon.of:
            return None
        return Currency(*found) if self.tokens[found[0]].kind == "word" else None

    def weighed(self, phrase: Phrase) -> Phrase:
        """The phrase with the ton or ounce of this document, and a doubt where it is open."""
        weights = self.view.weights
        if weights.is_plain or not phrase.unit_tokens or not phrase.unit:
            return phrase
        first, last = phrase.unit_tokens
        words = [token.fold for token in self.tokens[first:last]]
        parts = phrase.unit.split("/")
        if METRIC in parts and "metric" not in words and not TON_WORDS.isdisjoint(words):
            unit, doubt = swapped(phrase.unit, METRIC, weights.ton), weights.ton_doubt
        elif OUNCE in parts and weights.is_of_gold:
            near = (*self._in_clause(phrase.first, SENTENCE), *self._behind(last, _NEAR_METAL))
            language = self.lexicon.language
            sure = any(is_precious(self.tokens[n].fold, language) for n in near)
            unit, doubt = swapped(phrase.unit, OUNCE, TROY), None if sure else WHICH_OUNCE
        else:
            return phrase
        return replace(phrase, unit=unit, unit_doubt=phrase.unit_doubt or doubt)

    def _behind(self, at: int, reach: int) -> Iterator[int]:
        """The indexes from `at` on, in the clause and at most `reach` tokens away."""
        for index in range(at, min(at + reach, len(self.tokens))):
            if self.tokens[index].gap in BORDERS or self.tokens[index].raw in ".;:":
                return
            yield index

    def tenths(self, phrase: Phrase) -> Phrase:
        """Tenths of a point: dos décimas de punto, três décimas de ponto percentual."""
        found = self._point_behind(phrase.atom.end) if phrase.atom.scale < 0 else None
        if not found:
            return phrase
        end, unit = found
        return replace(phrase, kind="percentage_points", unit=unit, end=end, stop=end)

    def halved(self, phrase: Phrase) -> Phrase:
        """The phrase with a half behind its unit: dos años y medio, 2 hours and a half."""
        counted = phrase.unit_tokens and phrase.unit_tokens[1] == phrase.stop
        if phrase.value is None or phrase.value.denominator > 2:
            return phrase
        is_half = phrase.atom.shape == "words" and phrase.value == Fraction(1, 2)
        if counted and is_half and phrase.atom.end - phrase.atom.first > 1:
            return replace(phrase, end=phrase.atom.end + 1)  # half an hour
        at = phrase.stop + (not counted and self._fold(phrase.stop) in _POINTS)
        half = half_end(self.view, at) if at < len(self.tokens) else 0
        if half <= at or phrase.value is None or phrase.value.denominator != 1:
            return phrase
        if not (counted or at > phrase.stop) or self.tokens[half - 1].gap in BORDERS:
            return phrase
        behind = self._fold(half)
        if behind.isalpha() and behind not in self.lexicon.half_ends:
            return replace(phrase, doubt=phrase.doubt or "may go on with a half")
        value = phrase.value + Fraction(1, 2)
        return replace(phrase, value=value, decimals=None, end=half, stop=half)

    def fraction(self, atom: Atom) -> Phrase:
        """A fraction in words, as a percentage or of a percentage point."""
        assert atom.value is not None
        if found := self._point_behind(atom.end):
            end, unit = found
            kind: Kind = "basis_points" if unit == "bp" else "percentage_points"
            return replace(
                bare(atom, kind), end=end, stop=end, unit=unit, value=round(atom.value, 2)
            )
        if percent := self._percent_behind(atom.end):
            of_percent = replace(bare(atom, "percent"), end=percent, stop=percent, unit="%")
            return replace(of_percent, value=round(atom.value, 2))
        doubt = "may be a part of one per cent" if self._is_of_a_percent(atom.end) else None
        named = self._fold(atom.end - 1) in self.lexicon.quarters and atom.value == Fraction(1, 4)
        if (
            named
            and self._word_before(atom.first) in _IN_TIME
            and (self._fold(atom.end) not in self.lexicon.of)
        ):
            doubt = doubt or "may be three months"
        part = replace(bare(atom, "fraction"), value=percentage(atom.value), unit="%")
        return replace(part, doubt=part.doubt or doubt)

    def _is_of_a_percent(self, at: int) -> bool:
        lexicon = self.lexicon
        at += self._fold(at) in lexicon.of
        counted = self._fold(at) in lexicon.ones
        return counted and bool(lexicon.percents.after(self.tokens, at + 1))

    def _percent_behind(self, at: int) -> int | None:
        """The end of "a percent" behind a fraction: half a percent, a quarter of one percent."""
        lexicon = self.lexicon
        for _ in range(2):
            word = self._fold(at)
            spoken = word in lexicon.articles and word not in lexicon.ones
            at += word in lexicon.of or spoken
        found = lexicon.percents.after(self.tokens, at)
        return found[0] if found and found[1] == "percent" else None

    def _point_behind(self, at: int) -> tuple[int, str] | None:
        """The point that a fraction is of: a quarter of a percentage point, un demi-point."""
        for _ in range(2):
            word = self._fold(at)
            at += word in self.lexicon.of or word in self.lexicon.articles or self._hyphen(at)
        found = self.lexicon.percents.after(self.tokens, at)
        if found and found[1] in ("percentage_points", "points", "basis_points"):
            return found[0], _PERCENTS[found[1]][1]
        return (at + 1, "%-pt") if self._fold(at) in _POINT else None

    def _may_be_points(self, phrase: Phrase) -> bool:
        """Whether a bare `point` is one of percent: 0,3 point, but not an index of 12 points."""
        if not phrase.decimals or phrase.value is None or abs(phrase.value) >= _MOST_POINTS:
            return False
        if self._is_of_scale(phrase.end):
            return False
        before = zip(range(SENTENCE), self._back(phrase.first), strict=False)
        return not any(token.fold in _INDEXES for _, token in before)

    def _is_of_scale(self, at: int) -> bool:
        """Whether points are marks: 2,8 pontos numa escala de 1 a 5, 3,8 points sur 5."""
        for index in self._behind(at + 1, _NEAR_SCALE):
            over = self._fold(index) in _OVER and self._is_number(index + 1)
            if over or self._fold(index) in _MARKS:
                return True
        return False

    def _is_number(self, at: int) -> bool:
        return at < len(self.tokens) and self.tokens[at].kind == "number"

    def paid(self, phrase: Phrase, name: str) -> Phrase:
        """The phrase as an amount of the currency that has this name."""
        code, doubt = self.purse.code(name)
        return replace(phrase, kind="money", unit=code, unit_doubt=doubt)

    def _cents(self, phrase: Phrase, family: str, at: int) -> Phrase:
        """68.0 cents, 20 centavos de dólar: the hundredth part of the currency."""
        assert phrase.value is not None
        places = None if phrase.decimals is None else phrase.decimals + 2
        value, end = phrase.value / 100, at + 1
        behind = behind_of(self.tokens, end, self.lexicon)
        whole = self.lexicon.currency_words.after(self.tokens, behind) if behind > end else None
        if whole:
            end, family = whole
        paid = replace(phrase, end=end, stop=end, value=value, decimals=places)
        return self.per_unit(self.paid(paid, family))

    def per_unit(self, phrase: Phrase) -> Phrase:
        """The phrase with what its price is for: 5 soles por kilo."""
        at, lexicon = phrase.stop, self.lexicon
        joined = self._fold(at) in lexicon.unit_joiners
        article = self._fold(at) in lexicon.unit_articles
        if not phrase.unit or not (joined or article):
            return phrase
        behind = at + 2 if article and self._fold(at + 1) == "'" else at + 1
        under = lexicon.units.after(self.tokens, behind)
        if under and joined and self._is_quarter(behind):
            return phrase  # 167 milliards au T2 2022
        if under and article and under[1] in _TIMES and not self._is_each(under[0]):
            return phrase  # 5 euros el año pasado
        money = lexicon.currency_words.after(self.tokens, behind) if joined else None
        if not under and money:
            code = self.purse.code(money[1])[0]
            under = (money[0], code) if code else None
        if not under:
            return phrase
        unit = f"{phrase.unit}/{under[1]}"
        return replace(phrase, stop=under[0], unit=unit, unit_tokens=(at, under[0]))

    def _is_quarter(self, at: int) -> bool:
        """Whether a capital with a digit behind it is a quarter: T2 2022."""
        follows = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        number = follows is not None and follows.kind == "number" and follows.gap == ""
        return number and len(self.tokens[at].raw) == 1 and self.tokens[at].raw.isupper()

    def with_unit_words(self, phrase: Phrase, behind: int) -> Phrase:
        """The phrase with the unit that the words at `behind` name, if they do."""
        bracket = behind == phrase.end and self._fold(behind) == "("
        at = behind + 1 if bracket else behind
        if phrase.atom.scale:
            at = behind_of(self.tokens, at, self.lexicon)
        found = self.lexicon.units.after(self.tokens, at) if at < len(self.tokens) else None
        found = found or self._described(phrase, at)
        if not found or self.tokens[at].gap in BORDERS:
            return self._per_area(phrase)
        end, unit = found
        if end == at + 1 and not self._is_unit_sign(at):
            return phrase
        unit = _BY_CASE.get(self.tokens[at].raw, unit) if end == at + 1 else unit
        end, unit = self._under(end, unit)
        stop = end + 1 if bracket and self._fold(end) == ")" else end
        return replace(phrase, stop=stop, unit=unit, unit_tokens=(at, end))

    def _described(self, phrase: Phrase, at: int) -> tuple[int, str] | None:
        """A time or way that one word describes: three lean months, 1,561 route kilometres."""
        if self.lexicon.language != "en" or self._fold(at) not in _KINDS:
            return None
        found = self.lexicon.units.after(self.tokens, at + 1) if self._fold(at + 1) else None
        kinds = ("km", "[mi_i]") if self._fold(at) in _KINDS_OF_WAY else _TIMES
        return found if found and found[1] in kinds and not phrase.atom.year else None

    def _per_area(self, phrase: Phrase) -> Phrase:
        """51 persons per square kilometre: something counted on an area."""
        noun, joiner = phrase.end, phrase.end + 1
        counted = len(self._fold(noun)) > 2 and self.tokens[noun].kind == "word"
        rate = self.lexicon.percents.after(self.tokens, joiner) if counted else None
        if rate and rate[1] == "per_mille":  # 3,2 camas por mil habitantes
            tokens = (joiner, rate[0])
            return replace(phrase, stop=rate[0], unit="10*-3", unit_tokens=tokens)
        if not counted or phrase.atom.year or self._fold(joiner) not in self.lexicon.unit_joiners:
            return phrase
        under = self.lexicon.units.after(self.tokens, joiner + 1)
        if not under or under[1] not in _AREAS:
            return phrase
        return replace(phrase, stop=under[0], unit=f"/{under[1]}", unit_tokens=(joiner, under[0]))

    def _is_unit_sign(self, at: int) -> bool:
        """Whether a letter is a unit: 5 m, but not 5 M, nor 810 l'ont été."""
        token = self.tokens[at]
        elided = self._fold(at + 1) == "'" and not self.tokens[at + 1].gap
        if token.raw == "MM":
            return False
        return len(token.raw) > 1 or (token.raw != "M" and not elided)

    def _is_each(self, end: int) -> bool:
        """Whether the words that end at `end` say "each": 5 hours a week, but not a week ago."""
        away = self.lexicon.time_away.after(self.tokens, end)
        return self.lexicon.day_first is None and not away

    def _says_each(self, at: int, end: int, unit: str) -> bool:
        """Whether an article before a unit of time says "each": 5 hours a week."""
        article = self._fold(at) in self.lexicon.unit_articles
        return article and unit in _TIMES and self._is_each(end)

    def _under(self, end: int, unit: str) -> tuple[int, str]:
        """The unit with what it is divided by: kg per hectare, litres per person per day."""
        lexicon = self.lexicon
        if self._fold(end) in lexicon.of and self._fold(end + 1):  # 113 g of CO2 per km
            for at in (end + 2, end + 3):
                under = lexicon.units.after(self.tokens, at + 1)
                if under and (
                    self._says_each(at, *under) or self._fold(at) in lexicon.unit_joiners
                ):
                    return under[0], f"{unit}/{under[1]}"
        for _ in range(2):
            joined = self._fold(end) in lexicon.unit_joiners
            under = lexicon.units.after(self.tokens, end + 1)
            if under and (joined or self._says_each(end, *under)):
                end, unit = under[0], f"{unit}/{under[1]}"
            elif joined and self._fold(end + 1) in lexicon.head_words:
                further = lexicon.units.after(self.tokens, end + 3)
                if not further or self._fold(end + 2) not in lexicon.unit_joiners:
                    break
                end, unit = further[0], f"{unit}/{further[1]}"
        return end, unit
