"""Ordinals: a rank, a streak, a period, or a name."""

from sources.numerals.lexicon import word_set
from sources.numerals.nearby import Nearby
from sources.numerals.phrases import Phrase
from sources.numerals.tokens import BORDERS
from sources.numerals.view import View

from .laws import Laws
from .use import SENTENCE_ENDS, THE, Use

_WORLD_REACH = 6
_RANK_REACH = 8
_BEHIND_RANKS = frozenset(("in", "to", ",", ".", ";", "among", "worldwide"))
_LONGEST_LIST = 8  # tokens between an ordinal and its superlative: "second- and third-largest"
_LAST_RANK = 50
_NEAR_IS = 5  # tokens from "is" to its rank
_IS = word_set(
    "is was are were remains remained es era fue son siendo sigue continua est etait demeure reste "
    "e foi era continua permanece sendo"
)
_DOING = frozenset(("to", "a", "that", "que", "qui", "who", "which", "ever"))
_OF_THE = frozenset(("del", "do", "du", "da"))
_ENDS_OF_TRADE = word_set("origem origen origine destino destination origin procedencia")
_DEFINITE = word_set("the el la o a le l '")
_MOST = frozenset(("mas", "mais", "plus"))  # also of "la plus grande"
_THAN = frozenset(("de", "del", "que", "do", "da", "qu", "tarde", "alla"))


class Ordinals(Nearby):
    """What an ordinal or a Roman number is for."""

    def __init__(self, view: View, laws: Laws) -> None:
        super().__init__(view)
        self.laws = laws

    def ordinal(self, phrase: Phrase) -> Use:
        """Rank (second largest), streak (third consecutive year), period (sixth round), other."""
        end, lexicon = phrase.end, self.lexicon
        if self.tokens[phrase.first].kind == "number" and self.laws.behind_law_word(phrase.first):
            return Use("law_number", "law")
        streak = lexicon.streaks.after(self.tokens, end)
        noun = self._fold(streak[0] if streak else end)
        in_a_row = any(
            [self._fold(end + k + n) for n in range(3)] == ["in", "a", "row"] for k in (0, 1)
        ) or bool(lexicon.streaks.after(self.tokens, end + 1))
        if streak or in_a_row:
            unit = "a" if noun in lexicon.year_units else "1"
            return Use("ordinal", "figure", unit=unit)
        if self._is_rank(phrase):
            return Use("rank", "figure", unit="1")
        if noun in lexicon.period_nouns or self._near_period_noun(end):
            return Use("ordinal", "period")
        return Use("ordinal", "other")

    def _near_period_noun(self, end: int) -> bool:
        """`seventh evaluation round`: one word between; the line may be broken."""
        if end + 1 >= len(self.tokens) or self.tokens[end].kind != "word":
            return False
        return self._fold(end + 1) in self.lexicon.period_nouns - {"day", "dia"}

    def _is_rank(self, phrase: Phrase) -> bool:
        lexicon, at = self.lexicon, phrase.end
        listed = lexicon.both | {"-", "–", ","}
        while at - phrase.end < _LONGEST_LIST and (
            self._fold(at) in listed or at > phrase.end and self._fold(at) in lexicon.ordinals
        ):
            at += 1
        word = self._fold(at)
        if self._is_superlative(word) or word in lexicon.places:
            return True
        if self._word_before(phrase.first) in lexicon.rank_before | lexicon.places:
            return True
        if self._is_compared(at) or self._is_ranked(phrase.first, at):
            return True
        if self._word_before(phrase.first) in ("from", "to") and self._fold(at) in _BEHIND_RANKS:
            back = zip(range(_RANK_REACH), self._back(phrase.first), strict=False)
            if any(token.fold in lexicon.change_verbs | {"moved"} for _, token in back):
                return True  # moved from fourth in 2015 to third in 2016
        digits = self.tokens[phrase.first].kind == "number"
        if digits and self.tokens[phrase.first - 1 if phrase.first else 0].raw == ":":
            back = zip(range(_WORLD_REACH), self._back(phrase.first), strict=False)
            if any(token.fold in lexicon.world for _, token in back):
                return True  # Country comparison to the world: 206th
        reach = [self._fold(at + k) for k in range(_WORLD_REACH)]
        stop = next((k for k, fold in enumerate(reach) if fold in SENTENCE_ENDS or fold == ","), 9)
        return any(fold in lexicon.world for fold in reach[:stop])

    def numbered(self, phrase: Phrase) -> Use | None:
        """A rank behind the word number: the number two producer."""
        lexicon, at = self.lexicon, phrase.first
        if not phrase.is_count or at in self.view.cells:
            return None
        while self._word_before(at) in (".", "º", "°") and at > phrase.first - 3:
            at -= 1
        signed = self._word_before(at) in lexicon.number_signs | {"number", "numero"}
        if not signed or not 0 < (phrase.value or 0) <= _LAST_RANK:
            return None
        word = self._fold(phrase.end)
        reach = [self._fold(phrase.end + k) for k in range(2)]
        ranked = word in lexicon.ranked | {"cause"} or self._is_superlative(word)
        definite = self._word_before(at - 1) in _DEFINITE
        if definite and (ranked or any(fold in lexicon.world for fold in reach)):
            return Use("rank", "figure", unit="1")
        return None

    def _is_ranked(self, first: int, at: int) -> bool:
        """Whether a market or a region is the second one: Chile, segundo destino, es la primera."""
        lexicon, before = self.lexicon, self._word_before(first)
        noun, behind = self._fold(at), self._fold(at + 1)
        done = behind in _DOING or behind.endswith(("ar", "er", "ir")) or noun in _DOING
        doing = behind in ("en", "em") and self._fold(at + 2).endswith(("ar", "er", "ir"))
        if done or doing:
            return False  # the first country to ratify
        by = lexicon.language == "pt" and self.tokens[first].fold == "segundo" and before != "o"
        if by:
            return False  # passageiros segundo país de origem
        if noun in lexicon.ranked or before in lexicon.ranked:
            return before not in lexicon.articles
        if noun in lexicon.ranked_places and behind in lexicon.of:
            from_where = self._fold(at + 2) in _ENDS_OF_TRADE
            if from_where:
                return True  # o primeiro país de origem
        closed = not behind.isalpha() or behind in lexicon.of | {"in"}
        placed = noun in lexicon.ranked_places and closed or noun in _OF_THE and bool(behind)
        return placed and before in THE and self._is_said(first - 1)

    def _is_said(self, at: int) -> bool:
        """Whether "is" is before, perhaps behind an aside: sigue siendo, por lejos, la primera."""
        words = (self.tokens[index] for index in self._in_clause(at, _NEAR_IS))
        for token in words:
            if token.fold in _IS:
                return True
            if token.kind == "number":
                return False
        return False

    def _is_compared(self, at: int) -> bool:
        """Whether `más` is behind the noun: el segundo registro más alto."""
        for index in range(at + 1, min(at + _WORLD_REACH, len(self.tokens) - 1)):
            token, follows = self.tokens[index], self.tokens[index + 1]
            if token.kind != "word" or token.gap in BORDERS:
                return False
            if token.fold in _MOST and index > at:
                return follows.kind == "word" and follows.fold not in _THAN
        return False

    def _is_superlative(self, word: str) -> bool:
        lexicon = self.lexicon
        ends = len(word) > 4 and word.endswith(lexicon.superlative_endings)
        return word in lexicon.superlatives or (ends and word not in lexicon.false_superlatives)

    def roman(self, phrase: Phrase) -> Use:
        """The use of a Roman number."""
        before = self._word_before(phrase.first)
        if before in self.lexicon.heading_words:
            return Use("heading_number", "heading")
        dates = self.lexicon.centuries | self.lexicon.quarters
        dated = before in dates or self._fold(phrase.end) in dates
        return Use("ordinal", "period" if dated else "name")
