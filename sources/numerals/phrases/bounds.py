"""The bound and the qualifier of a number: at least 15, some 300 boats."""

from dataclasses import replace

from sources.numerals.lexicon import Bound
from sources.numerals.model import CROSSED, Qualifier
from sources.numerals.nearby import Nearby
from sources.numerals.tokens import BORDERS
from sources.numerals.view import View
from sources.numerals.years import Years

from .estimates import Estimates
from .open_bounds import PEAKS, UNTIL, OpenBounds
from .phrase import MAX_QUALIFIERS, OR, SENTENCE, Phrase

_AT_LAST = frozenset(  # 40 barcos como máximo
    ("como", "au", "at", "tout", "no", "pelo", "ao", "a", "al", "por", "cuando", "quando")
)
_COUNTED = frozenset(("cardinal", "money"))
_EACH = frozenset(("per", "a", "par", "por", "each", "every", "cada", "chaque", "an", "au"))
_PUT = frozenset(("put", "brought", "brings", "bring", "moved", "went", "came", "pushed", "lifted"))
_TO = frozenset(("para", "al", "ao", "aos"))
_DEFINITE = frozenset(
    ("the", "el", "los", "al", "del", "o", "os", "ao", "do", "le", "les", "du", "au")
)
_ARTICLES = _DEFINITE | {"des", "dos", "aos", "aux"}
_AVERAGES = frozenset(("average", "mean", "media", "promedio", "moyenne"))
_THAN = frozenset(("than", "que", "qu"))
_TO_NUMBER = frozenset(
    ("a", "al", "ao", "aos", "aux", "au", "to", "en", "em", "in", "de", "of", "por", "com", "con")
)
_ADVERBS = frozenset(
    ("approximately", "aproximadamente", "casi", "quase", "presque", "approximativement", "almost")
)
_NOUNS = 2  # words between a number and "or more"; three times as many before "at most"
_NEAR_VERB = 6  # tokens from a verb of change to "hasta": aumentó 5 puntos hasta el 12 %
_NEAR_CROSSING = 4  # tokens from a word of limits to the number
_NEAR_NAME = 3  # tokens from an article to the name of a level
_UNQUALIFIED = frozenset(
    ("ordinal", "date", "time", "code", "year", "footnote_number", "list_number", "indefinite")
)


class Bounds(Nearby):
    """What the words around a number say of how exact it is."""

    def __init__(self, view: View) -> None:
        super().__init__(view)
        self.years, self.estimates = Years(view), Estimates(view)
        self.open = OpenBounds(view)
        self._crossings: dict[str, bool] = {}

    @staticmethod
    def compares(phrase: Phrase) -> bool:
        """Whether words right behind the number may compare it: 0.3 % below, but not 2025 below."""
        return phrase.atom.is_amount and not (phrase.atom.year and phrase.is_count)

    def qualify(self, phrase: Phrase, before: Phrase | None) -> Phrase:
        """The phrase with the bound and the qualifier of the words right before and behind it.

        A bound right behind the phrase before it compares the two.
        """
        if phrase.value is None or phrase.kind in _UNQUALIFIED:
            return phrase
        if phrase.atom.year and phrase.is_count:
            counts, doubt = self.years.counts(phrase.first, phrase.end)
            if doubt and not phrase.doubt:
                phrase = replace(phrase, doubt=doubt)
            if not counts:
                return phrase
            phrase = replace(phrase, atom=replace(phrase.atom, plain=False))
        bound, qualifier, doubt = self._words_before(phrase, before)
        phrase = replace(phrase, doubt=phrase.doubt or doubt) if doubt else phrase
        if bound is None and (found := self._bound_behind(phrase)):
            bound, follows = found
            phrase = replace(phrase, doubt=phrase.doubt or follows)
        bound = None if phrase.high is not None else bound
        estimated = qualifier == "exact" and self.estimates.call(phrase)
        qualifier = "estimated" if estimated else qualifier
        if qualifier == "exact":
            qualifier = self._qualifier_after(phrase.stop)
        if bound is None and phrase.high is None and not doubt and self._is_near_crossing(phrase):
            phrase = replace(phrase, doubt=phrase.doubt or CROSSED)
        if bound is None and qualifier == "exact":
            return phrase
        return replace(phrase, bound=bound, qualifier=qualifier)

    def _is_near_crossing(self, phrase: Phrase) -> bool:
        """Whether a word of limits is before the number in a way that no known bound has.

        Whether "topped out at 80" is 80 or at most 80 is for a person to say.
        """
        known = self.lexicon.bounds_before.before(self.tokens, self._behind_filler(phrase.first))
        if known or self.tokens[phrase.first].gap in BORDERS:
            return False
        if self.open.may_be_limit(phrase):
            return True
        for index in self._in_clause(phrase.first, _NEAR_CROSSING):
            token = self.tokens[index]
            if token.kind != "word" and token.raw not in ",'’":
                break
            if token.fold in PEAKS and self._is_named(index):
                return False  # below the legal minimum of 12 euros
            if token.fold in PEAKS or self._crosses(token.fold):
                return True
        return self._is_passed(phrase)

    def _crosses(self, fold: str) -> bool:
        """Whether a word is one of limits; kept, for most words come again."""
        if fold not in self._crossings:
            self._crossings[fold] = self.lexicon.crossings.fullmatch(fold) is not None
        return self._crossings[fold]

    def _is_passed(self, phrase: Phrase) -> bool:
        """Whether `pasa de 30` is before, and nothing that it went to behind: pasó de 30 a 40."""
        at = self._behind_filler(phrase.first) if phrase.first else 0
        if self._word_before(at) not in self.lexicon.of or not self._is_behind_passing(at - 1):
            return False
        for token in self.tokens[phrase.stop : phrase.stop + SENTENCE]:
            if token.raw in (".", ";") or token.gap in BORDERS:
                return True
            if token.fold in self.lexicon.range_words | _TO:
                return False
        return True

    def _is_behind_passing(self, at: int) -> bool:
        """Whether `pasa` is before, with a few words between at most: no pasa hoy de 30."""
        for index in self._in_clause(at, _NEAR_CROSSING):
            token = self.tokens[index]
            if token.fold in self.lexicon.passings:
                return True
            if token.kind != "word" and token.raw != ",":
                return False
        return False

    def _bound_behind(self, phrase: Phrase) -> tuple[Bound | None, str | None] | None:
        """The bound behind the number, or behind what it counts: 40 or more, 50 rooms or more."""
        at = phrase.stop
        behind = self.lexicon.bounds_after.after(self.tokens, at)
        if behind:
            worded = self.tokens[at].kind == "word" or self._touches_alone(at)
            if not worded or self._is_of_the_next(at, behind[0]):
                return None
            return behind[1], self.open.follows(behind[0], at)
        for noun in range(at, min(at + 3 * _NOUNS, len(self.tokens) - 1)):
            token = self.tokens[noun]
            elided = "'" in (token.fold, self._fold(noun - 1))  # puits d'eau
            plain = token.kind == "word" and token.raw.islower() and token.gap in (" ", "\n")
            if not (plain or elided and noun > at) or self._joins(token.fold):
                return None
            if self._joins(self._fold(noun + 1)):
                near = noun < at + _NOUNS and token.fold not in self.lexicon.of
                behind = self.lexicon.bounds_after.after(self.tokens, noun + 1)
                if near and behind and behind[0] > noun + 2 and self._closes(behind[0]):
                    return behind[1], None
            elif phrase.kind in _COUNTED and (found := self._bound_at_last(noun + 1)):
                return found
        return None

    def _joins(self, fold: str) -> bool:
        return fold in self.lexicon.both or fold in OR

    def _bound_at_last(self, at: int) -> tuple[Bound | None, str | None] | None:
        """The bound that ends what is counted: two bags at most per household, 40 barcos, a lo más.

        A doubt, where it may open what follows: 40 women at least in part.
        """
        comma = self._fold(at) == ","
        at = at + 1 if comma else at
        if self._fold(at) not in _AT_LAST:
            return None
        found = self.lexicon.bounds_after.after(self.tokens, at)
        if not found or found[0] == at + 1:
            return None
        if found[0] == at + 2 and self._fold(at + 1) == "mas":
            return None  # a más tardar
        follows = self._fold(found[0])
        if self._is_number(found[0]) or follows in self.lexicon.openers - self.lexicon.articles:
            return None
        if not follows.isalnum() or not comma and follows in _EACH:
            return found[1], None
        return None if comma else (None, CROSSED)

    def _is_of_the_next(self, at: int, behind: int) -> bool:
        """Whether the words are a bound of the next number: 300 y más de 40, 18 % at least 5."""
        joined = self._fold(at) in self.lexicon.both | OR
        compared = joined and self._fold(behind) in self.lexicon.of | _THAN
        of_next = compared and self.lexicon.bounds_before.ended(self.tokens, behind + 1)
        return self._is_number(behind) or bool(of_next)

    def _is_number(self, at: int) -> bool:
        """Whether a number follows at once, of which a bound then is: 18.9 % at least 18 months."""
        token = self.tokens[at] if at < len(self.tokens) else None
        return token is not None and token.kind == "number" and token.gap not in BORDERS

    def _closes(self, end: int) -> bool:
        """Whether nothing is compared or counted behind "or more": no "of", "than" or number."""
        token = self.tokens[end] if end < len(self.tokens) else None
        if token is None or token.gap in BORDERS or token.kind == "sign":
            return True
        follows = token.fold in self.lexicon.of | _THAN | {"do", "like"}
        return token.kind == "word" and not follows

    def _words_before(
        self, phrase: Phrase, before: Phrase | None
    ) -> tuple[Bound | None, Qualifier, str | None]:
        """The bound and the qualifier of the words right before the number, and what is open."""
        behind_number = before.stop if before and self.compares(before) else -1
        bound: Bound | None = None
        rounded = any(
            token.fold in self.lexicon.rounded for token in self.tokens[phrase.first : phrase.end]
        )
        qualifier: Qualifier = "approximate" if rounded else "exact"
        at = self._behind_filler(phrase.first)
        for _ in range(MAX_QUALIFIERS):
            bounded = self.lexicon.bounds_before.before(self.tokens, at)
            if found := self.lexicon.qualifiers.before(self.tokens, at):
                qualifier = found[1] if qualifier == "exact" else qualifier
                if bounded and bounded[0] <= found[0]:  # just over 300: both
                    at, bound = bounded
                    break
                at = found[0]
            elif bounded:
                at, bound = bounded
                break
            else:
                break
            at = self._behind_filler(at)
        if bound is None and qualifier == "exact" and self._word_before(at) == ",":
            # pelo menos, 22 %: the words between commas
            aside = self.lexicon.bounds_before.before(self.tokens, at - 1)
            if aside and self._word_before(aside[0]) == ",":
                at, bound = aside
        if bound is None:
            at, bound, said = self._before_preposition(at, behind_number)
            qualifier = said if qualifier == "exact" else qualifier
        if bound and self._reaches(at):
            return None, qualifier, CROSSED if self._may_be_most(at, phrase) else None
        is_bounded = before is not None and before.bound is not None  # over 45 and under 60
        if bound and (
            self._compared(bound, at, behind_number, phrase.first, is_bounded)
            or self._is_named(at)
            or self._is_average(phrase)
        ):
            bound = None
        if phrase.is_count and self.tokens[at].fold == "within":
            bound = None  # within 12 provinces
        if not bound:
            return None, qualifier, None
        doubt = self.open.doubt(bound, at, phrase)
        return (None if self.open.is_none(at, phrase) else bound), qualifier, doubt

    def _before_preposition(
        self, at: int, behind_number: int
    ) -> tuple[int, Bound | None, Qualifier]:
        """The bound or qualifier before "to" or "in": llegar al menos a 300, casi en un 12 %."""
        end = at - 1
        if self._word_before(at) not in _TO_NUMBER or self.tokens[at].gap in BORDERS:
            return at, None, "exact"
        bounded = self.lexicon.bounds_after.before(self.tokens, end)
        same = bounded and self.lexicon.bounds_before.before(self.tokens, end)
        if bounded and same and same[0] <= bounded[0] != behind_number:
            return bounded[0], same[1], "exact"
        said = self.lexicon.qualifiers.before(self.tokens, end)
        alone = said and said[0] == end - 1 and said[1] == "approximate"
        qualified = alone and self._fold(end - 1) in _ADVERBS
        return at, None, "approximate" if qualified else "exact"

    def _compared(
        self, bound: Bound, at: int, behind_number: int, first: int, is_bounded: bool
    ) -> bool:
        """Whether the bound tells how far two numbers are apart: 0.3 % below the 4 208 of 2012.

        Or ends what is before it: those 65 and above 5.9 %. is_bounded: the number before has one.
        """
        ended = self.lexicon.bounds_after.after(self.tokens, behind_number)
        ends = ended and ended[0] == first and not is_bounded
        if behind_number >= 0 and at != behind_number and ends:
            return True
        return at == behind_number and bound[1] and self.tokens[at].gap not in BORDERS

    def _is_named(self, at: int) -> bool:
        """Whether the bound is a level that has a name: the statutory minimum of 14 percent."""
        if self.tokens[at].fold not in self.lexicon.limits:
            return False
        for _ in range(_NEAR_NAME):
            if self._word_before(at) in _DEFINITE:
                return True
            at -= 1
            if at < 0 or self.tokens[at].kind != "word" or self.tokens[at].gap in BORDERS:
                return False
        return False

    def _is_average(self, phrase: Phrase) -> bool:
        """Whether the number is an average that others are compared with: below the 73 % average.

        In other languages its name follows "of" or "in": del 73 % de media, des 40 % en moyenne.
        """
        if self._word_before(phrase.first) not in _ARTICLES:
            return False
        at = phrase.stop + (self._fold(phrase.stop) in self.lexicon.of | {"en", "em"})
        return self._fold(at) in _AVERAGES

    def _reaches(self, at: int) -> bool:
        """Whether `hasta` at `at` names a level that a change came to: subió hasta el 40 %."""
        up_to = self.tokens[at].fold == "up" and self.lexicon.day_first is None
        if up_to:  # was put up to $6,000
            return self._word_before(at) in self.lexicon.change_verbs | _PUT
        if self.tokens[at].fold not in UNTIL or self.lexicon.day_first is None:
            return False
        before = self._word_before(at)
        lexicon = self.lexicon
        if before in lexicon.change_verbs or before in lexicon.multiples:
            return True
        far = SENTENCE if self._word_before(at) == "," else _NEAR_VERB
        words = (self.tokens[index].fold for index in self._in_clause(at - 1, far - 2))
        return any(word in lexicon.change_verbs or word in lexicon.multiples for word in words)

    def _may_be_most(self, at: int, phrase: Phrase) -> bool:
        """Whether a change may be of so much at most: fell up to 30 %, bajó hasta un 30 %."""
        if self.lexicon.day_first is None:
            return self._word_before(at) in self.lexicon.change_verbs
        definite = self._word_before(phrase.first) in _DEFINITE  # subió hasta el 30 %: a level
        return phrase.kind == "percent" and not definite

    def _behind_filler(self, at: int) -> int:
        """The index before which a bound or qualifier ends: `hasta un 40 %` skips the article."""
        if self._word_before(at) not in self.lexicon.fillers:
            return at
        lexicon = self.lexicon
        if lexicon.qualifiers.before(self.tokens, at) or lexicon.bounds_before.before(
            self.tokens, at
        ):
            return at  # the article is a part of the words: "hasta el"
        return at - 1

    def _qualifier_after(self, stop: int) -> Qualifier:
        """The qualifier behind the number or its noun: 300 boats or so, un tiers environ."""
        for at in range(stop, min(stop + _NEAR_NAME + 1, len(self.tokens))):
            found = self.lexicon.qualifiers_after.after(self.tokens, at)
            if found:
                behind = self.tokens[found[0]] if found[0] < len(self.tokens) else None
                numbered = behind and behind.kind != "sign" and self._begins_number(found[0])
                return "exact" if numbered else found[1]
            token = self.tokens[at]
            if token.kind != "word" or token.gap in BORDERS or token.fold in self.lexicon.both:
                return "exact"
        return "exact"

    def _begins_number(self, at: int) -> bool:
        """Whether a number begins within the two tokens at `at`: environ 30, aproximadamente un."""
        tokens = self.tokens[at : at + 2]
        openers = self.lexicon.openers - self.lexicon.articles
        return any(token.kind == "number" or token.fold in openers for token in tokens)

    def _touches_alone(self, at: int) -> bool:
        """Whether the sign at `at` touches what is before it and not what follows: `50+`."""
        follows = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        apart = not follows or follows.kind != "number" or follows.gap in BORDERS
        return self.tokens[at].gap == "" and apart
