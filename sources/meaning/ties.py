"""Which period of a sentence belongs to which of its numbers.

A period behind a number is nearer to it than one before: "110 runways in 2013, compared to six in
2012". A sentence that opens with a period says it of all its numbers that have none of their own.
Where two periods could be meant, none is.
"""

import re
from dataclasses import dataclass

from .document import Amount, Document
from .layout import Span
from .lexicon import patterns
from .periods import Period

_HARD = re.compile(r"[;:]|\.\s")
_SOFT = re.compile(r"[,()]|\s-\s")
_BASES = frozenset(("base", "from"))
_NEAR = 4  # words between a number and the period behind it
_FAR = 120  # characters
_MEASURED = 48
_OPENERS = re.compile(r"[\s\"'(\[*•-]*(?:[a-z]+(?:\s+[a-z]+)?,\s*)?$")


@dataclass(frozen=True, slots=True)
class Tie:
    """A period that is said of a number; certain if no other can be meant."""

    period: Period
    certain: bool
    why: str


def ties_of(document: Document, place: Span, sentence: Span) -> list[Tie]:
    """The periods that the sentence says of the number (or words) at a place, best first."""
    scene = _scene(document, sentence)
    return scene.ties(place)


def _scene(document: Document, sentence: Span) -> "_Scene":
    key = "ties", sentence
    if key not in document.memory:
        document.memory[key] = _Scene(document, sentence)
    scene: _Scene = document.memory[key]
    return scene


class _Scene:
    """A sentence with its numbers and periods."""

    def __init__(self, document: Document, sentence: Span) -> None:
        self.text, self.lexicon = document.folded.text, document.lexicon
        self.start, self.end = sentence
        self.amounts = document.amounts_in(*sentence)
        self.periods = [p for p in document.periods_in(*sentence) if p.belongs != "paper"]
        words = self.lexicon
        self.joins = re.compile(patterns(words.joins))
        self.base = re.compile(rf"{patterns(words.base)}\s+(?:{patterns(words.fillers)}\s+)*$")
        self.level = re.compile(rf"\s*{patterns(words.ends)}\s")
        self.paired = self._respectively()

    def ties(self, place: Span) -> list[Tie]:
        if place[0] in self.paired:
            return [Tie(self.paired[place[0]], True, "respectively")]
        if labelled := self._label(place):
            return [Tie(labelled, True, "label")]
        behind, before = self._behind(place), self._before(place)
        if behind and before and not _same(behind.period, before.period):
            return self._judged(place, behind, before)
        if behind:
            return [behind]
        if before:
            return [before]
        shared = self._shared(place)
        return [shared] if shared else []

    # -- pairs in order -----------------------------------------------------------------------

    def _respectively(self) -> dict[int, Period]:
        """Numbers and periods that are paired in order, by the number's place."""
        match = re.search(patterns(self.lexicon.respectively), self.text[self.start : self.end])
        if not match:
            return {}
        at = self.start + match.start()
        amounts = [a for a in self.amounts if a.start < at]
        periods = [p for p in self.periods if not p.relative]
        numbers = self._run([(a.start, a.stop) for a in amounts])
        years = self._run([(p.start, p.end) for p in periods if p.end <= at]) or self._run(
            [(p.start, p.end) for p in periods]
        )
        if len(numbers) < 2 or len(numbers) != len(years):
            return {}
        named = {p.start: p for p in periods}
        return {number[0]: named[year[0]] for number, year in zip(numbers, years, strict=True)}

    def _run(self, spans: list[Span]) -> list[Span]:
        """The last run of spans that are listed: with a comma or `and` and little else between."""
        run: list[Span] = []
        for span in spans:
            if run and not self._listed(run[-1][1], span[0]):
                run = []
            run.append(span)
        return run

    def _listed(self, start: int, end: int) -> bool:
        between = self.text[start:end]
        joined = "," in between or bool(self.joins.search(between))
        return joined and len(between.split()) <= 6 and not _HARD.search(between)

    # -- one number ---------------------------------------------------------------------------

    def _label(self, place: Span) -> Period | None:
        """The period right before the number: "2013: 50,500", "the 2011 estimate of 49,500"."""
        period = next((p for p in reversed(self.periods) if p.end <= place[0]), None)
        if not period or period.tie in _BASES and period.belongs != "measure":
            return None
        between = self.text[period.end : place[0]]
        if re.fullmatch(r"\s?(?::|-|=)\s*", between):
            return period
        near = len(between) <= _MEASURED and not _HARD.search(between) and "," not in between
        direct = re.fullmatch(
            rf"\s+(?:\w+\s+)?{patterns(self.lexicon.part_of)}\s+(?:{patterns(self.lexicon.fillers)}\s+)*",
            between,
        )
        return period if period.belongs == "measure" and near and direct else None

    def _behind(self, place: Span) -> Tie | None:
        period = next((p for p in self.periods if p.start >= place[1]), None)
        follows = next((a for a in self.amounts if a.start >= place[1]), None)
        if not period or follows and follows.start < period.start:
            return None
        if period.tie in _BASES or period.belongs or period.lead - place[1] > _FAR:
            return None
        between = self.text[place[1] : period.lead]
        if _HARD.search(between):
            return None
        words = len(between.split())
        tied = bool(period.tie) or period.bracketed or bool(period.parts)
        broken = bool(_SOFT.search(between.rstrip(" ("))) or bool(self.joins.search(between))
        if not tied or broken and words > 8:
            return None
        return Tie(period, not broken and words <= 12, "near" if words <= _NEAR else "behind")

    def _before(self, place: Span) -> Tie | None:
        """The period that governs the sentence, or the only one before that is not taken."""
        if self.base.search(self.text, max(self.start, place[0] - 40), place[0]):
            return None  # "down from 53,000": of another time than the sentence
        free = [
            p
            for p in self.periods
            if p.end <= place[0]
            and p.tie not in _BASES
            and p.tie
            or p.end <= place[0]
            and p.belongs
        ]
        free = [p for p in free if not self._taken(p)]
        if not free:
            return None
        initial = [p for p in free if self._opens(p)]
        nearest = free[-1]
        if _HARD.search(self.text[nearest.end : place[0]]) and nearest not in initial:
            return None
        if initial:
            others = [p for p in free if p not in initial]
            certain = not others and len(initial) == 1 and not nearest.belongs
            return Tie(nearest, certain, "opens") if not others else Tie(nearest, False, "before")
        certain = len(self._said()) == 1 and nearest.tie in ("in", "as_of") and not nearest.belongs
        return Tie(nearest, certain, "before")

    def _said(self) -> list[Period]:
        return [p for p in self.periods if p.tie not in _BASES]

    def _opens(self, period: Period) -> bool:
        if not period.tie or period.belongs:
            return False
        return bool(_OPENERS.fullmatch(self.text, self.start, period.lead))

    def _taken(self, period: Period) -> bool:
        """Whether the period stands behind a number and belongs to it."""
        if self._opens(period) or period.belongs:
            return False
        number = next((a for a in reversed(self.amounts) if a.stop <= period.start), None)
        if not number:
            return False
        tie = self._behind((number.start, number.stop))
        return bool(tie and tie.period is period)

    def _judged(self, place: Span, behind: Tie, before: Tie) -> list[Tie]:
        """What two different periods around a number come to."""
        if behind.why == "near":
            return [Tie(behind.period, behind.period.bracketed or before.why != "opens", "near")]
        return []

    def _shared(self, place: Span) -> Tie | None:
        """The period behind a list of numbers: "44 and 32 in 2013"."""
        following = [a for a in self.amounts if a.start >= place[1]][:6]
        at = place[1]
        for amount in following:
            between = self.text[at : amount.start]
            if not self._listed(at, amount.start) or self.level.search(between):
                return None
            tie = self._behind((amount.start, amount.stop))
            if tie:
                return Tie(tie.period, False, "shared")
            at = amount.stop
        return None


def _same(one: Period, other: Period) -> bool:
    return one is other or one.values == other.values


def amount_at(document: Document, start: int, end: int) -> Amount | None:
    """The figure at a place of the folded text, if one overlaps it."""
    return next((a for a in document.amounts_in(start - 40, end) if a.end > start), None)
