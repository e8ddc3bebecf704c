"""Joins atoms with what belongs to them: sign, currency, per cent, unit, range, bounds.

What a number is for (figure, law, page) is decided in context.py. Linear: each look goes a bounded
number of tokens far.
"""

from dataclasses import dataclass, replace
from fractions import Fraction

from .atoms import Atom
from .lexicon import Bound, Lexicon
from .model import Kind, Qualifier
from .money import currency_after, currency_before
from .tokens import HYPHENS, Token, word_at, word_before

_RATIO_WHOLES = frozenset(
    (*range(2, 11), 12, 15, 20, 25, 50, 100, 1000, 10_000, 100_000, 1_000_000)
)
_MAX_QUALIFIERS = 3


@dataclass(frozen=True, slots=True)
class Phrase:
    """One number: its tokens `first` to `end` (the span), and `stop` behind its unit words.

    `high` is None but for a range. `unit_tokens` are half-open. A bound is never set on a range.
    """

    first: int
    end: int
    stop: int
    atom: Atom
    kind: Kind
    value: Fraction | None
    high: Fraction | None = None
    decimals: int | None = None
    unit: str | None = None
    unit_tokens: tuple[int, int] | None = None
    bound: Bound | None = None
    qualifier: Qualifier = "exact"
    period: str | None = None
    doubt: str | None = None

    @property
    def is_count(self) -> bool:
        """An amount with no unit of its own so far."""
        return self.kind == "cardinal" and self.unit is None


def find_phrases(tokens: list[Token], atoms: list[Atom], lexicon: Lexicon) -> list[Phrase]:
    """All phrases in order, each atom in exactly one."""
    grammar = _Grammar(tokens, lexicon)
    singles: list[Phrase] = []
    for atom in atoms:
        singles.append(grammar.measure(atom, singles[-1].end if singles else 0))
    joined: list[Phrase] = []
    at = 0
    while at < len(singles):
        pair = grammar.join(singles[at], singles[at + 1]) if at + 1 < len(singles) else None
        joined.append(grammar.qualify(pair or singles[at]))
        at += 2 if pair else 1
    return grammar.share_units(joined)


class _Grammar:
    def __init__(self, tokens: list[Token], lexicon: Lexicon) -> None:
        self.tokens, self.lexicon = tokens, lexicon

    # -- one number ---------------------------------------------------------------------------

    def measure(self, atom: Atom, taken: int) -> Phrase:
        """The atom with its sign, currency, percent or unit; tokens before `taken` are others'."""
        if atom.shape == "fraction":
            return self._fraction(atom)
        if not atom.is_amount:
            kind: Kind = _KINDS[atom.shape]
            return replace(_bare(atom, kind), period=atom.period)
        return self._with_sign(self._with_unit(_bare(atom, "cardinal"), taken))

    def _fraction(self, atom: Atom) -> Phrase:
        assert atom.value is not None
        return replace(_bare(atom, "fraction"), value=percentage(atom.value), unit="%")

    def _with_unit(self, phrase: Phrase, taken: int) -> Phrase:
        end, lexicon = phrase.end, self.lexicon
        before = currency_before(self.tokens, phrase.first)
        if before and before.edge >= taken:
            return replace(phrase, first=before.edge, kind="money", unit=before.code)
        behind = end + 1 if self._hyphen(end) else end
        if percent := lexicon.percents.after(self.tokens, behind):
            kind: Kind = "percent" if percent[1] == "percent" else "percentage_points"
            return replace(phrase, end=percent[0], stop=percent[0], kind=kind, unit="%")
        if after := currency_after(self.tokens, end, lexicon):
            return replace(
                phrase,
                end=after.edge,
                stop=after.edge,
                kind="money",
                unit=after.code,
                doubt=after.doubt or phrase.doubt,
            )
        if behind > end and self._fold(behind) in lexicon.fold_suffix:
            return replace(phrase, end=behind + 1, stop=behind + 1, kind="multiple", unit="1")
        return self._with_unit_words(phrase, behind)

    def _with_unit_words(self, phrase: Phrase, behind: int) -> Phrase:
        bracket = behind == phrase.end and self._fold(behind) == "("
        scaled_of = bool(phrase.atom.scale) and self._fold(behind) in self.lexicon.of
        at = behind + 1 if bracket or scaled_of else behind
        found = self.lexicon.units.after(self.tokens, at) if at < len(self.tokens) else None
        if not found or self.tokens[at].gap == "¶":
            return phrase
        end, unit = found
        under = self.lexicon.units.after(self.tokens, end + 1)
        if under and self._fold(end) in self.lexicon.unit_joiners:
            end, unit = under[0], f"{unit}/{under[1]}"
        stop = end + 1 if bracket and self._fold(end) == ")" else end
        return replace(phrase, stop=stop, unit=unit, unit_tokens=(at, end))

    def _with_sign(self, phrase: Phrase) -> Phrase:
        """Negative behind a touching minus that touches nothing itself, or the word `minus`."""
        if not phrase.first or phrase.value is None:
            return phrase
        sign, first = self.tokens[phrase.first - 1], self.tokens[phrase.first]
        touching = sign.raw in HYPHENS and sign.gap != "" and first.gap == ""
        bracketed = (
            sign.raw in HYPHENS and first.gap == "" and self._word_before(phrase.first - 1) == "("
        )
        bound = self.lexicon.bounds_before.before(self.tokens, phrase.first)  # al menos 15
        spoken = sign.fold in self.lexicon.minus and first.gap == " " and not bound
        if not (touching or bracketed or spoken):
            return phrase
        return replace(phrase, first=phrase.first - 1, value=-phrase.value)

    def _hyphen(self, index: int) -> bool:
        token = self.tokens[index] if index < len(self.tokens) else None
        return bool(token and token.gap == "" and token.raw in HYPHENS)

    def _fold(self, index: int) -> str:
        return word_at(self.tokens, index)

    def _word_before(self, at: int) -> str:
        return word_before(self.tokens, at)

    # -- two numbers --------------------------------------------------------------------------

    def join(self, low: Phrase, high: Phrase) -> Phrase | None:
        """The range, ratio, rate or stretch of years that two neighbours make, if they do."""
        if not (low.atom.is_amount and high.atom.is_amount) or high.first - low.stop not in (
            1,
            2,
            3,
        ):
            return None
        return (
            self._years(low, high)
            or self._range(low, high)
            or self._rate(low, high)
            or self._ratio(low, high)
        )

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
        return replace(_bare(atom, "range"), value=None, decimals=None, period=period, doubt=doubt)

    def _dash(self, low: Phrase, high: Phrase) -> bool:
        """Whether one dash is between them, touching both sides or apart from both."""
        if high.first - low.stop != 1 or self.tokens[low.stop].raw not in HYPHENS:
            return False
        dash, behind = self.tokens[low.stop], self.tokens[high.first]
        return (dash.gap == "" and behind.gap in ("", "\n")) or (dash.gap == behind.gap == " ")

    def _range(self, low: Phrase, high: Phrase) -> Phrase | None:
        if low.atom.year and low.is_count or not self._spans(low, high):
            return None
        if low.unit and high.unit and low.unit != high.unit:
            return None
        start = self._shared_scale(low, high)
        if start is None or high.value is None or start >= high.value:
            return None
        decimals = None
        if low.decimals is not None and high.decimals is not None:
            decimals = high.decimals if start != low.value else max(low.decimals, high.decimals)
        kind = high.kind if high.kind != "cardinal" else low.kind
        return Phrase(
            first=low.first,
            end=high.end,
            stop=high.stop,
            atom=high.atom,
            kind=kind,
            value=start,
            high=high.value,
            decimals=decimals,
            unit=high.unit or low.unit,
            unit_tokens=high.unit_tokens or low.unit_tokens,
            doubt=low.doubt or high.doubt,
        )

    def _spans(self, low: Phrase, high: Phrase) -> bool:
        """Whether a dash, `to`, or `between ... and` joins the two."""
        if self._dash(low, high):
            spaced = self.tokens[low.stop].gap == " "
            return not (spaced and low.unit and not high.unit)
        if high.first - low.stop != 1:
            return False
        word, before = self._fold(low.stop), self._before(low)
        if word in self.lexicon.both:
            return before in self.lexicon.between
        if word not in self.lexicon.range_words or high.atom.year and high.is_count:
            return False
        # "from 11 to 13 tons" gives two figures; "de 12 a 64 años" is a range
        return before not in self.lexicon.range_starts or high.unit == "a"

    def _before(self, phrase: Phrase) -> str:
        """The word before the number and its qualifiers."""
        at = phrase.first
        while found := self.lexicon.qualifiers.before(self.tokens, at):
            at = found[0]
        if self._word_before(at) in self.lexicon.articles:
            at -= 1
        return self._word_before(at)

    @staticmethod
    def _shared_scale(low: Phrase, high: Phrase) -> Fraction | None:
        """The lower end; `5 to 10 million` starts at five million."""
        if low.value is None or high.value is None or not high.atom.scale or low.atom.scale:
            return low.value
        scale = Fraction(10**high.atom.scale)
        return low.value * scale if low.value < high.value / scale else low.value

    def _rate(self, low: Phrase, high: Phrase) -> Phrase | None:
        """12 per 100,000: the unit is a power of ten (UCUM `10*-5`)."""
        words = self.lexicon.rate_words.after(self.tokens, low.end)
        if not words or words[0] != high.first or high.value is None or low.unit_tokens:
            return None
        zeros = len(str(high.value)) - 1
        if high.value != 10**zeros or zeros < 2 or not low.is_count:
            return None
        return replace(low, end=high.end, stop=high.end, kind="ratio", unit=f"10*-{zeros}")

    def _ratio(self, low: Phrase, high: Phrase) -> Phrase | None:
        """1 in 5, two out of three, uno de cada tres: a percentage; 2:1 has no value."""
        if low.value is None or high.value is None or not low.is_count:
            return None
        if (
            self._fold(low.end) == ":"
            and not self.tokens[low.end].gap
            and high.first == low.end + 1
        ):
            value = low.value if high.value == 1 else None
            return replace(low, end=high.end, stop=high.end, kind="ratio", value=value, unit="1")
        words = self.lexicon.ratio_words.after(self.tokens, low.end)
        if not words or words[0] != high.first or not high.is_count:
            return None
        if high.value not in _RATIO_WHOLES or low.value >= high.value or low.value > 10:
            return None
        return replace(
            low,
            end=high.end,
            stop=high.end,
            kind="ratio",
            value=percentage(low.value / high.value),
            decimals=None,
            unit="%",
        )

    # -- around the number --------------------------------------------------------------------

    def qualify(self, phrase: Phrase) -> Phrase:
        """The phrase with the bound and the qualifier of the words right before and behind it."""
        if (
            phrase.value is None
            or phrase.kind in _UNQUALIFIED
            or phrase.atom.year
            and phrase.is_count
        ):
            return phrase
        bound: Bound | None = None
        qualifier: Qualifier = "exact"
        at = phrase.first
        for _ in range(_MAX_QUALIFIERS):
            if found := self.lexicon.qualifiers.before(self.tokens, at):
                at = found[0]
                qualifier = found[1] if qualifier == "exact" else qualifier
            elif bounded := self.lexicon.bounds_before.before(self.tokens, at):
                at, bound = bounded
                break
            else:
                break
            if self._word_before(at) in self.lexicon.fillers:
                at -= 1
        behind = self.lexicon.bounds_after.after(self.tokens, phrase.stop)
        if behind and (self.tokens[phrase.stop].kind == "word" or self._touches_alone(phrase.stop)):
            bound = bound or behind[1]
        bound = None if phrase.high is not None else bound
        return replace(phrase, bound=bound, qualifier=qualifier)

    def _touches_alone(self, at: int) -> bool:
        """Whether the sign at `at` touches what is before it and not what follows: `50+`."""
        follows = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        return self.tokens[at].gap == "" and (not follows or follows.kind != "number")

    def share_units(self, phrases: list[Phrase]) -> list[Phrase]:
        """The phrases, a bare number with the unit of the next one: `100 and 200 hectares`."""
        shared = list(phrases)
        for at in range(len(shared) - 2, -1, -1):
            this, follows = shared[at], shared[at + 1]
            between = self.tokens[this.stop : follows.first]
            words = self.lexicon.both | self.lexicon.range_words | {",", "or", "o", "u", "al"}
            listed = 0 < len(between) < 3 and all(token.fold in words for token in between)
            measured = follows.unit_tokens or follows.kind in ("percent", "percentage_points")
            if listed and measured and this.is_count and not this.atom.year:
                shared[at] = replace(this, unit=follows.unit, kind=follows.kind)
        return shared


_KINDS: dict[str, Kind] = {
    "multiple": "multiple",
    "indefinite": "indefinite",
    "ordinal": "ordinal",
    "roman": "ordinal",
    "date": "date",
    "years": "range",
    "decade": "year",
    "time": "time",
    "code": "code",
    "name": "code",
    "footnote": "footnote_number",
    "list_number": "list_number",
}
_UNQUALIFIED = frozenset(
    ("ordinal", "date", "time", "code", "year", "footnote_number", "list_number", "indefinite")
)


def _bare(atom: Atom, kind: Kind) -> Phrase:
    return Phrase(
        first=atom.first,
        end=atom.end,
        stop=atom.end,
        atom=atom,
        kind=kind,
        value=atom.value,
        decimals=atom.decimals,
        doubt=atom.doubt,
    )


def percentage(part: Fraction) -> Fraction:
    """The part of one as a percentage, rounded to two places."""
    return round(part * 100, 2)


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
