"""What a number is for: a figure, a period, a law, a page.

It decides from the layout of lines and the words around. The rules are about how documents are
written in general, never about one document. Each look goes a bounded number of tokens far, except
for the rest of a line that begins with a number.
"""

from sources.numerals.model import Category, Kind
from sources.numerals.nearby import Nearby
from sources.numerals.phrases import Phrase
from sources.numerals.view import View

from .ages import Ages
from .footnotes import footnote_marks
from .laws import Laws
from .lines import Lines
from .ordinals import Ordinals
from .scales import Scales
from .times import Times
from .use import SENTENCE_ENDS, THE, Use

__all__ = ["Use", "find_uses", "footnote_marks"]

_LONGEST_LISTED = 14
_RATE_REACH = 5  # tokens from `rate` to `per`


def find_uses(view: View, phrases: list[Phrase]) -> list[Use]:
    """One use per phrase, in order."""
    reader = _Uses(view)
    uses: list[Use] = []
    before: Phrase | None = None
    for phrase in phrases:
        uses.append(reader.use(phrase, before, uses[-1] if uses else None))
        before = phrase
    return reader.share_periods(phrases, uses)


class _Uses(Nearby):
    """One kind of use after the other, the first that fits."""

    def __init__(self, view: View) -> None:
        super().__init__(view)
        self.laws, self.lines, self.ages = Laws(view), Lines(view), Ages(view)
        self.times, self.ordinals = Times(view), Ordinals(view, self.laws)
        self.scales = Scales(view)

    def use(self, phrase: Phrase, before: Phrase | None, last: Use | None) -> Use:
        """What the phrase is for; `before` and `last` are the phrase before it and its use."""
        shape = phrase.atom.shape
        if shape == "footnote":
            return Use("footnote_number", "footnote")
        if shape == "years" and "/" not in (phrase.period or ""):
            if self.laws.behind_law_word(phrase.first):
                return Use("law_number", "law")  # Ley 3/2007
            return Use("date", "period", period=phrase.period)
        if self.scales.is_named_by(phrase):
            return Use("indefinite", "other")
        if fixed := _FIXED.get(shape):
            return Use(*fixed, period=phrase.period)
        if shape == "ordinal":
            return self.ordinals.ordinal(phrase)
        if shape == "roman":
            return self.ordinals.roman(phrase)
        if last and last.category == "page" and before and self.lines.is_page_total(before, phrase):
            return Use("page_number", "page")
        follows_law = self.laws.lists(before, phrase) if last and last.category == "law" else ""
        return (
            self.ordinals.numbered(phrase)
            or self.laws.law(phrase, follows_law)
            or self.lines.layout(phrase)
            or self.ages.age(phrase)
            or self.times.decade(phrase)
            or self.times.span(phrase)
            or self.times.year(phrase)
            or self._figure(phrase)
        )

    def _figure(self, phrase: Phrase) -> Use:
        if self._is_denominator(phrase):
            return Use("cardinal", "other")
        unit = phrase.unit or ("1" if phrase.kind in ("cardinal", "multiple") else None)
        kind: Kind = "range" if phrase.high is not None else phrase.kind
        pronoun = (
            phrase.end - phrase.first == 1
            and self.tokens[phrase.first].fold in self.lexicon.ones
            and self._is_pronoun(phrase)
        )
        return Use(kind, "other" if pronoun else "figure", unit=unit)

    def _is_denominator(self, phrase: Phrase) -> bool:
        """Whether it is what a rate counts on, with no count beside it: rates per 100,000."""
        value = phrase.value
        if (
            not phrase.is_count
            or value is None
            or value < 100
            or value != 10 ** (len(str(value)) - 1)
        ):
            return False
        joined = self.lexicon.rate_words.before(self.tokens, phrase.first)
        if not joined or self.tokens[joined[0]].raw == "/":
            return False
        near = list(zip(range(_RATE_REACH), self._back(joined[0]), strict=False))
        return any(token.fold in self.lexicon.rate_nouns for _, token in near)

    def _is_pronoun(self, phrase: Phrase) -> bool:
        """No one, one of the ..., one another."""
        return (
            self._word_before(phrase.first) in self.lexicon.pronoun_before
            or self._fold(phrase.end) in self.lexicon.pronoun_after
            or self._ends_paragraph(phrase.end)
            or self.tokens[phrase.end].kind == "sign"
        )

    def share_periods(self, phrases: list[Phrase], uses: list[Use]) -> list[Use]:
        """The uses, an ordinal with that of the next one: `the first through the sixth rounds`."""
        shared = list(uses)
        for at in range(len(shared) - 2, -1, -1):
            if shared[at].kind != "ordinal" or shared[at + 1].kind not in ("ordinal", "rank"):
                continue
            between = self.tokens[phrases[at].stop : phrases[at + 1].first]
            words = (
                self.lexicon.both | self.lexicon.range_words | THE | {",", "-", "or", "al", "au"}
            )
            if 0 < len(between) < 4 and all(token.fold in words for token in between):
                shared[at] = shared[at + 1]
        for at in range(len(shared) - 2, -1, -1):
            shared[at] = self.times.day_of(phrases[at], phrases[at + 1], shared[at], shared[at + 1])
        for at in range(1, len(shared)):
            # second in tin and sixth in zinc
            ended = self._fold(phrases[at].end) in SENTENCE_ENDS | {","}
            placed = ended and self._word_before(phrases[at].first) in THE | {"a", "o"}
            follows = placed or self._fold(phrases[at].end) in ("in", "en", "em")
            alone = shared[at].kind == "ordinal" and shared[at].category == "other" and follows
            between = self.tokens[phrases[at - 1].stop : phrases[at].first]
            listed = len(between) < _LONGEST_LISTED and not any(
                token.raw in SENTENCE_ENDS for token in between
            )
            if alone and listed and shared[at - 1].kind == "rank":
                shared[at] = Use("rank", "figure", unit="1")
        for at in range(1, len(shared)):
            ranked = shared[at - 1].kind == "rank" and shared[at].category == "other"
            between = self.tokens[phrases[at - 1].stop : phrases[at].first]
            if ranked and shared[at].kind == "ordinal" and len(between) == 1:
                shared[at] = shared[at - 1]
        return shared


_FIXED: dict[str, tuple[Kind, Category]] = {
    "date": ("date", "date"),
    "years": ("range", "period"),
    "decade": ("year", "period"),
    "time": ("time", "date"),
    "name": ("code", "name"),
    "list_number": ("list_number", "list_number"),
    "multiple": ("multiple", "figure"),
    "indefinite": ("indefinite", "figure"),
}
