"""Two numbers that make a rate or a ratio: 12 per 100,000, one in five, 2:1."""

from dataclasses import replace

from sources.numerals.lexicon import word_set
from sources.numerals.nearby import Nearby

from .phrase import Phrase, percentage

_RATIO_WHOLES = frozenset(
    (*range(2, 11), 12, 15, 20, 25, 50, 100, 1000, 10_000, 100_000, 1_000_000)
)
_SEXES = word_set(
    "males men boys girls women females hombres varones mujeres ninos ninas homens mulheres "
    "meninos meninas rapazes hommes femmes garcons filles"
)
_POINTS = word_set("point points punto puntos ponto pontos star stars estrellas estrelas etoiles")
_MARKED = word_set(
    "score scored scores scoring rated rating graded note notes notee nota notas puntaje "
    "puntuacion calificacion calificaron pontuacao classificacao"
)
_NEAR_MARK = 4  # tokens from "scored" to its number


class Ratios(Nearby):
    """Whether two neighbours are one rate or ratio."""

    def rate(self, low: Phrase, high: Phrase) -> Phrase | None:
        """12 per 100,000, 12 deaths per 1,000: the unit is a power of ten (UCUM `10*-5`)."""
        at = low.end
        while not (words := self.lexicon.rate_words.after(self.tokens, at)) and at - low.end < 3:
            if at >= high.first or self.tokens[at].kind != "word":
                return None
            at += 1
        if not words or words[0] != high.first or high.value is None or low.unit_tokens:
            return None
        zeros = len(str(high.value)) - 1
        if high.value != 10**zeros or zeros < 2 or not low.is_count or not high.is_count:
            return None
        if low.value is None or low.atom.year and low.is_count and at > low.end:
            return None
        unit = "%" if zeros == 2 else f"10*-{zeros}"
        if zeros == 2 and self._fold(low.end) in _SEXES:
            unit = "1"  # 95 males per 100 females are no 95 percent
        doubt = low.doubt or high.doubt
        return replace(low, end=high.end, stop=high.end, kind="ratio", unit=unit, doubt=doubt)

    def ratio(self, low: Phrase, high: Phrase) -> Phrase | None:
        """1 in 5, two out of three, uno de cada tres: a percentage; 2:1 has no value."""
        if low.value is None or high.value is None or not low.is_count:
            return None
        is_mark = low.value.denominator != 1 or self._fold(low.end) in _POINTS
        if is_mark and self._fold(low.end) != ":":
            return None  # a mark of 3.8 out of 5
        if self._fold(low.end) == ":" and high.first == low.end + 1:
            return self._odds(low, high)
        at = low.end
        words = self.lexicon.ratio_words.after(self.tokens, at)
        if not words and self._fold(at) and self.tokens[at].kind == "word":
            words = self.lexicon.ratio_words.after(self.tokens, at + 1)  # deux enfants sur trois
            words = words if words and (words[0] > at + 2 or self._fold(at + 1) == "sur") else None
        counted = high.is_count or high.unit_tokens or high.kind == "money" and not high.atom.scale
        if not words or words[0] != high.first or not counted:
            return None
        if high.value not in _RATIO_WHOLES or low.value >= high.value or low.value > 10:
            return None
        if high.value >= 1000:
            zeros = len(str(high.value)) - 1
            return replace(low, end=high.end, stop=high.end, kind="ratio", unit=f"10*-{zeros}")
        marked = any(self.tokens[n].fold in _MARKED for n in self._in_clause(low.first, _NEAR_MARK))
        return replace(
            low,
            doubt=low.doubt or ("may be a mark on a scale" if marked else None),
            end=high.end,
            stop=high.end,
            kind="ratio",
            value=percentage(low.value / high.value),
            decimals=None,
            unit="%",
            unit_tokens=None,
        )

    def _odds(self, low: Phrase, high: Phrase) -> Phrase | None:
        """2:1 and 1:50,000, but not `2011: 62,500`, nor a label such as `Region 5:12`."""
        assert low.value is not None
        assert high.value is not None
        touching = not self.tokens[low.end].gap and not self.tokens[high.first].gap
        named = self._word_before(low.first) in self.lexicon.heading_words
        small = low.value == 1 or (low.value < 1000 and high.value < 1000)
        if not touching or low.atom.year or named or not small or high.kind != "cardinal":
            return None
        value = low.value if high.value == 1 else None
        return replace(low, end=high.end, stop=high.end, kind="ratio", value=value, unit="1")
