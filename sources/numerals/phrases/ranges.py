"""Two numbers that make a range or a stretch of years: 10 to 12 tons, 2014-2018."""

from dataclasses import replace
from fractions import Fraction

from sources.numerals.atoms import Atom
from sources.numerals.nearby import Nearby
from sources.numerals.tokens import BORDERS, HYPHENS
from sources.numerals.view import LAST_YEAR, View

from .phrase import MAX_QUALIFIERS, SENTENCE, SHARED_KINDS, Phrase, bare
from .ratios import Ratios
from .sharing import Sharing
from .units import Units

_FAR = 20  # times: the ends of a range are nearer to each other
_NEAR_VERB = 5  # tokens from `ranges` to its number
_MAX_BETWEEN = 5  # tokens between the two numbers of a range or rate
_PLURALS = ("s", "x", "people", "men", "women", "children", "gente")  # of what is counted
_BY = frozenset(
    ("by", "in", "en", "em", "de", "another", "a", "an", "un", "unos", "unas", "further")
)


class Ranges(Nearby):
    """Whether two neighbours are one range, and what is open about it."""

    def __init__(self, view: View, units: Units, sharing: Sharing) -> None:
        super().__init__(view)
        self.units, self.ratios, self.sharing = units, Ratios(view), sharing

    def join(self, low: Phrase, high: Phrase) -> Phrase | None:
        """The range, ratio, rate or stretch of years that two neighbours make, if they do."""
        if not (low.atom.is_amount and high.atom.is_amount) or not (
            0 < high.first - low.stop <= _MAX_BETWEEN
        ):
            return None
        if any(token.gap in BORDERS for token in self.tokens[low.end : high.first + 1]):
            return None
        return (
            self._years(low, high)
            or self._range(low, high)
            or self.ratios.rate(low, high)
            or self.ratios.ratio(low, high)
        )

    def rated(self, span: Phrase, base: Phrase) -> Phrase | None:
        """A range with the number that it is per: between 8 and 9 workers per 1,000 people."""
        if span.high is None or not 0 < base.first - span.stop <= _MAX_BETWEEN:
            return None
        if any(token.gap in BORDERS for token in self.tokens[span.end : base.first + 1]):
            return None
        rate = self.ratios.rate(span, base)
        return replace(rate, high=span.high) if rate else None

    def _years(self, low: Phrase, high: Phrase) -> Phrase | None:
        """2014-2018, 2012/13, 2013-06 (a month), 06/2013."""
        tight = high.first - low.end == 1 and not self.tokens[low.end].gap
        sign = self.tokens[low.end].raw
        dashed = sign in HYPHENS and self._dash(low, high)
        if not (dashed or (sign == "/" and tight)) or high.unit_tokens or high.kind != "cardinal":
            return None
        period, doubt = _stretch(low.atom, high.atom, self.tokens[high.first].raw)
        if not period:
            return None
        atom = replace(low.atom, end=high.end, shape="years", period=period, plain=False)
        return replace(bare(atom, "range"), value=None, decimals=None, period=period, doubt=doubt)

    def _dash(self, low: Phrase, high: Phrase) -> bool:
        """Whether one dash is between them, touching both sides or apart from both."""
        if high.first - low.stop != 1 or self.tokens[low.stop].raw not in HYPHENS:
            return False
        dash, behind = self.tokens[low.stop], self.tokens[high.first]
        return (dash.gap == "" and behind.gap in ("", "\n")) or (dash.gap == behind.gap == " ")

    def _range(self, low: Phrase, high: Phrase) -> Phrase | None:
        counted = high.unit or high.high is None and (high.value or 0) > LAST_YEAR
        if low.atom.year and low.is_count and not (counted and self._is_tight(low, high)):
            return None
        if not self._spans(low, high) or low.kind == "multiple":
            return None
        if self._is_label(low) and self._is_begun(low):
            return None  # from 28.1 days in Quarter 1 to 31.5 days
        if self._is_given(low, high):
            return None
        priced = low.unit and high.unit and high.unit.startswith(f"{low.unit}/")
        differ = (low.unit, low.kind) != (high.unit, high.kind)
        if low.unit and high.unit and differ and not priced:
            return None
        joined = (
            self.tokens[low.stop].kind == "word" and self._fold(low.stop) not in self.lexicon.both
        )
        if joined and self._changes(low) and (low.unit or not high.unit):
            return None  # rose $2 billion to $10 billion: a change and a level
        if joined and low.atom.scale and high.atom.scale and self._changes(low):
            return None
        start, stop = self._ends(low, high)
        if start is None or stop is None:
            return None
        decimals: int | None = None
        if low.decimals is not None and high.decimals is not None:
            shared = start != low.value and stop != low.value
            decimals = high.decimals if shared else max(low.decimals, high.decimals)
        kind = high.kind if high.kind != "cardinal" else low.kind
        found = Phrase(
            first=low.first,
            end=high.end,
            stop=high.stop,
            atom=high.atom,
            kind=kind,
            value=start,
            high=stop,
            decimals=decimals,
            unit=high.unit or low.unit,
            unit_tokens=high.unit_tokens or low.unit_tokens,
            doubt=low.doubt or high.doubt or self._open_range(low, high, joined),
            unit_doubt=high.unit_doubt or low.unit_doubt,
        )
        return self.units.per_unit(found) if kind == "money" and not found.unit_tokens else found

    def _ends(self, low: Phrase, high: Phrase) -> tuple[Fraction | None, Fraction | None]:
        """The lower and the upper end, or none where it goes down; –0.5 to –1.0 is read from -1."""
        start, stop = self._shared_scale(low, high), high.value
        if start is None or stop is None:
            return None, None
        begun = self._before(low) in self.lexicon.range_starts - self.lexicon.of
        if stop < start < 0 and low.unit in (None, high.unit) and not begun:
            return (None, None) if self._changes(low) else (stop, start)
        return (start, stop) if start < stop else (None, None)

    def _is_label(self, low: Phrase) -> bool:
        """Whether the number is the name of a part: Quarter 1, Phase 2, fase 3."""
        lexicon, before = self.lexicon, self._word_before(low.first)
        labels = lexicon.quarters | lexicon.period_nouns | lexicon.heading_words | lexicon.numbered
        return low.is_count and low.atom.plain and before in labels

    def _is_given(self, low: Phrase, high: Phrase) -> bool:
        """Whether so much goes to so many: 15 kg to 40 families, 60 días a 22.167 familias."""
        measured = low.unit_tokens or low.kind in ("money", "percent")
        if not measured or high.unit_tokens or self.tokens[low.stop].kind != "word":
            return False
        if self._fold(low.stop) in self.lexicon.both or not high.is_count:
            return False
        if low.value and high.value and high.value >= _FAR * abs(low.value):
            return not high.atom.scale  # "Rs. 1.9 to 2.2 billion" is a range
        noun = self.tokens[high.stop] if high.stop < len(self.tokens) else None
        if noun is None or noun.kind != "word" or noun.gap not in (" ", "\n"):
            return False
        return noun.raw.islower() and noun.fold.endswith(_PLURALS)

    def _is_begun(self, low: Phrase) -> bool:
        """Whether the clause has said before from what number: from 28.1 days in Quarter 1."""
        for index in self._in_clause(low.first, SENTENCE):
            starts = self.tokens[index].fold in self.lexicon.range_starts
            if starts and index + 1 < low.first - 1:
                behind = self.tokens[index + 1 : index + 3]
                if any(token.kind == "number" for token in behind):
                    return True
        return False

    def _is_tight(self, low: Phrase, high: Phrase) -> bool:
        """Whether a dash without spaces or `between` joins the two: 2000-3000 hectares."""
        if self.tokens[low.stop].kind == "word":
            return self._before(low) in self.lexicon.between
        return not self.tokens[high.first].gap

    def _open_range(self, low: Phrase, high: Phrase, joined: bool) -> str | None:
        """A doubt where `rose by 2 to 10 million` may tell a change and a level."""
        lasts = high.unit == "a" and not low.unit_tokens  # from 2 to 5 years
        if joined and self._before(low) in self.lexicon.range_starts and not lasts:
            measured = high.unit or high.kind != "cardinal"
            return None if measured and self._ranges(low) else "may be two figures"
        if not joined or low.value is None or high.value is None or low.value <= 0:
            return None
        far = high.value >= 3 * low.value and not high.kind.startswith("perc")
        return "may be a change and a level" if far and self._changes(low) else None

    def _changes(self, low: Phrase) -> bool:
        """Whether a verb such as `rose` is right before the number."""
        at = low.first
        for _ in range(MAX_QUALIFIERS):
            if found := self.lexicon.qualifiers.before(self.tokens, at):
                at = found[0]
        for back in range(1, 4):
            word = self._word_before(at)
            if word in self.lexicon.change_verbs:
                return True
            if word not in _BY or back == 3:
                return False
            at -= 1
        return False

    def alone(self, singles: list[Phrase], at: int) -> Phrase:
        """The phrase by itself, with a doubt where `rose 200 to 1,400` may be a range."""
        this = singles[at]
        for low, high in ((at, at + 1), (at - 1, at)):
            if low < 0 or high >= len(singles):
                continue
            first, second = singles[low], singles[high]
            if self._fold(first.stop) not in self.lexicon.range_words:
                continue
            near = first.atom.is_amount and second.atom.is_amount and second.first - first.stop == 1
            by_so_much = (
                self.lexicon.day_first is not None
                and first.is_count
                and second.kind in SHARED_KINDS
                and self._word_before(first.first) in self.lexicon.range_starts
                and not self._word_before(first.first - 1).startswith("pas")
            )
            counts = not first.unit and (not second.unit or by_so_much)
            if near and self._is_unchanged(first, second):
                return replace(this, doubt=this.doubt or "may be the end of a range")
            if not near or not counts or first.value is None or second.value is None:
                continue
            years = first.atom.year or second.atom.year
            if second.value <= first.value and not second.atom.scale:
                continue  # fell from 16.8 to 13.5
            if second.value >= _FAR * abs(first.value):
                continue  # rose 1,300 to 676,900
            if not years and self._changes(first):
                return replace(this, doubt=this.doubt or "may be the end of a range")
        return this

    def _is_unchanged(self, low: Phrase, high: Phrase) -> bool:
        """Whether "from 45 to 60 days" is of one time: nothing in its clause says a change."""
        begun = self._before(low) in self.lexicon.range_starts
        if self.lexicon.day_first is not None or not begun or low.atom.year or high.atom.year:
            return False
        if low.value is None or high.value is None or not low.value < high.value:
            return False
        if low.unit_tokens or low.kind == "money" or high.value >= _FAR * abs(low.value):
            return False
        return not any(self._says_change(index) for index in self._in_clause(low.first, SENTENCE))

    def _spans(self, low: Phrase, high: Phrase) -> bool:
        """Whether a dash, `to`, or `between ... and` joins the two."""
        if self._dash(low, high):
            spaced = self.tokens[low.stop].gap == " "
            return not (spaced and low.unit and not high.unit)
        article = (
            high.first - low.stop == 2 and self._word_before(high.first) in self.lexicon.fillers
        )
        if high.first - low.stop != 1 and not article:
            return False
        word, before = self._fold(low.stop), self._before(low)
        if word in self.lexicon.both:
            return before in self.lexicon.between
        if word not in self.lexicon.range_words or high.atom.year and high.is_count:
            return False
        # "from 11 to 13 tons" gives two figures; "de 12 a 64 años", "ranges from" are ranges
        if before not in self.lexicon.range_starts or high.unit == "a":
            return True
        return self._ranges(low) or self._is_open_span(low, high)

    def _is_open_span(self, low: Phrase, high: Phrase) -> bool:
        """Whether `de 40 à 65 %` is one range: its unit is printed once, and nothing changes."""
        if self.lexicon.day_first is None or low.atom.year or high.atom.year:
            return False
        if low.unit_tokens and low.unit_tokens != high.unit_tokens:
            return False  # de 4,6 años a 5,1 años
        for back in range(1, SENTENCE):
            index = low.first - back
            if index < 0 or self.tokens[index].raw in ".;:":
                return True
            if self._says_change(index):
                return False
            if self.tokens[index].gap in BORDERS:
                return True
        return True

    def _says_change(self, index: int) -> bool:
        """Whether a word says that something changed: subió, un aumento, passant."""
        fold, lexicon = self.tokens[index].fold, self.lexicon
        return fold in lexicon.change_verbs or lexicon.changes.fullmatch(fold) is not None

    def _ranges(self, low: Phrase) -> bool:
        """Whether a verb such as `varies` is near: varies from 1 to 12 percent."""
        for index in self._in_clause(low.first, _NEAR_VERB):
            if self.tokens[index].kind == "number":
                return False
            if self.tokens[index].fold in self.lexicon.range_verbs:
                return True
        return False

    def _before(self, phrase: Phrase) -> str:
        """The word before the number and its qualifiers."""
        at = phrase.first
        while found := self.lexicon.qualifiers.before(self.tokens, at):
            at = found[0]
        if self._word_before(at) in self.lexicon.fillers:
            at -= 1
        return self._word_before(at)

    def _shared_words(self, low: Phrase, high: Phrase) -> Fraction | None:
        """The lower end of "two to three dozen" or "two to three hundred"."""
        worded = high.atom.shape == "words" and high.atom.end - high.atom.first > 1
        times = self.sharing.multiplier(self.tokens[high.atom.end - 1].fold) if worded else 1
        assert low.value is not None
        assert high.value is not None
        return low.value * times if low.value * times < high.value else low.value

    def _shared_scale(self, low: Phrase, high: Phrase) -> Fraction | None:
        """The lower end; `5 to 10 million` starts at five million; `8 to 5 million` is none."""
        if low.value is None or high.value is None or low.atom.scale:
            return low.value
        if not high.atom.scale:
            return self._shared_words(low, high)
        scale = Fraction(10) ** high.atom.scale
        if low.value < high.value / scale:
            return low.value * scale
        return None if low.value < _FAR * high.value / scale else low.value


def _stretch(low: Atom, high: Atom, shown: str) -> tuple[str | None, str | None]:
    """ISO 8601 text of two neighbours that name years or a year and a month, and what is open."""
    if low.year and high.year:
        return (f"{low.year}/{high.year}", None) if low.year < high.year else (None, None)
    if low.year and high.plain and len(shown) == 2:
        short = int(high.value or 0)
        follows = short == (low.year + 1) % 100
        if follows or short > 12 and short > low.year % 100:
            end = low.year - low.year % 100 + short + (100 if short < low.year % 100 else 0)
            doubt = f"may be month {short}" if 1 <= short <= 12 else None
            return f"{low.year}/{end}", doubt
        return (f"{low.year}-{short:02}", None) if 1 <= short <= 12 else (None, None)
    if high.year and low.plain and low.value and 1 <= low.value <= 12:
        return f"{high.year}-{int(low.value):02}", None
    return None, None
