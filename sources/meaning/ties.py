"""Which period of a sentence belongs to which of its numbers.

A period behind a number is nearer to it than one before: "110 runways in 2013, compared to six in
2012". A sentence that opens with a period says it of all its numbers that have none of their own.
Periods that are listed ("in 2013 and 2014") belong to none alone, unless numbers are paired with
them in order. Where two periods could be meant, none is.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass

from .document import Document
from .layout import Span
from .lexicon import Lexicon, patterns
from .periods import Period

_BREAK = re.compile(r";|\s--?-?\s")
_HARD = re.compile(r"[;:]|\.\s")
_SOFT = re.compile(r"[,()]|\s-\s")
_BASES = frozenset(("base", "from"))
_NEAR = 4  # words between a number and the period behind it
_BROKEN = 8  # words, where a comma or a new clause is between
_FAR = 12  # words, where nothing is
_REACH = 120  # characters
_MEASURED = 48  # characters between "the 2011 estimate" and its number
_LIST = 6  # words between two of a list
_OPENERS = re.compile(r"[\s\"'(\[*•-]*(?:[a-z]+,?\s+){0,3}")
_PART = re.compile(r"\d{4}-\d\d")  # a month, a quarter: "The first half of 2018 brought 5"
_LABEL = re.compile(r"\s?(?::|-|=)\s*")


@dataclass(frozen=True, slots=True)
class Tie:
    """A period that is said of a number; certain if no other can be meant."""

    period: Period
    certain: bool
    why: str


def ties_of(document: Document, place: Span, sentence: Span) -> list[Tie]:
    """The periods that the sentence says of the number (or words) at a place, best first."""
    return _scene(document, sentence).ties(place)


def is_season(document: Document, period: Period) -> bool:
    """Whether two years are one season, and none is compared with the other: 2017/18."""
    if not period.parts or len(period.parts[0]) != len("2017"):
        return False
    first, last = map(int, period.parts)
    written = document.folded.text[period.start : period.end]
    return last == first + 1 and not re.search(r"[^\d\s/-]", written)


def may_date(document: Document, place: Span, sentence: Span) -> list[Period]:
    """Every period of the sentence that may be that of the place: not a base, not another's own."""
    return _scene(document, sentence).open_to(place)


def is_base(document: Document, place: Span, sentence: Span) -> bool:
    """Whether the number at a place is what another is compared with: "against 53,000 in 2015"."""
    return _scene(document, sentence).is_base(place)


def _scene(document: Document, sentence: Span) -> "_Scene":
    key = "ties", sentence
    if key not in document.memory:
        document.memory[key] = _Scene(document, sentence)
    scene: _Scene = document.memory[key]
    return scene


class _Words:
    """The patterns of a language that tie."""

    def __init__(self, lexicon: Lexicon) -> None:
        fillers = rf"(?:{patterns(lexicon.fillers)}\s+)*"
        self.respectively = re.compile(patterns(lexicon.respectively))
        self.joins = re.compile(patterns(lexicon.joins))
        self.listing = re.compile(rf"\s*,\s*|[\s,]*{patterns(lexicon.lists)}\s*")
        self.article = re.compile(rf"\s{patterns(lexicon.fillers)}\s")
        self.base = re.compile(rf"{patterns(lexicon.base)}\s+{fillers}$")
        self.from_level = re.compile(rf"{patterns(lexicon.starts)}\s+{fillers}$")
        only = [word for word in lexicon.starts if word not in (*lexicon.of, *lexicon.within)]
        self.from_base = re.compile(rf"{patterns(only)}\s+{fillers}$")
        stops = patterns((*lexicon.base, *lexicon.joins))
        self.to_level = re.compile(
            rf"\s*(?:(?!{stops})[^\W\d_][\w.'-]*\s+){{0,2}}?(?:{patterns(lexicon.within)}\s+"
            rf"[\d/-]+\s+)?{patterns(lexicon.ends)}\s+{fillers}\W?\d"
        )
        self.compared = re.compile(patterns(lexicon.base))
        self.other = re.compile(rf"\s*{patterns((*lexicon.ends, *lexicon.base))}\s")
        plain = [word for word in lexicon.base if not {"que", "than"} & {*word.split()}]
        aims = patterns((*lexicon.targets, *lexicon.forecasts))
        self.standard = re.compile(
            rf"{patterns(plain)}\s+{fillers}(?:(?:[^\W\d][\w'-]*\s+){{0,3}}?"
            rf"{patterns(lexicon.part_of)}\s+|{aims}\s+){fillers}$"
        )
        self.measure = re.compile(rf"\s+(?:\w+\s+)?{patterns(lexicon.part_of)}\s+{fillers}")
        self.loose = re.compile(
            patterns((*lexicon.within, *lexicon.base, *lexicon.reports, *lexicon.joins))
        )


_WORDS: dict[str, _Words] = {}


def _words(lexicon: Lexicon) -> _Words:
    if lexicon.language not in _WORDS:
        _WORDS[lexicon.language] = _Words(lexicon)
    return _WORDS[lexicon.language]


class _Scene:
    """A sentence with its numbers and periods."""

    def __init__(self, document: Document, sentence: Span) -> None:
        self.text, self.words = document.folded.text, _words(document.lexicon)
        self.start, self.end = sentence
        self.amounts = document.amounts_in(*sentence)
        self.starts = [amount.start for amount in self.amounts]
        self.periods = [p for p in document.periods_in(*sentence) if p.belongs != "paper"]
        self.breaks = [m.start() for m in _BREAK.finditer(self.text, *sentence)]
        self.listed = self._listed_periods()
        self.paired = self._respectively()
        self.owners = self._owners()

    def ties(self, place: Span) -> list[Tie]:
        if place[0] in self.paired:
            return [Tie(self.paired[place[0]], True, "respectively")]
        if labelled := self._label(place):
            return [Tie(labelled, True, "label")]
        behind, before = self._behind(place), self._before(place)
        if behind and before and not _same(behind.period, before.period):
            return self._judged(behind, before)
        found = behind or before or self._shared(place) or self._only_period(place)
        return [found] if found else []

    def open_to(self, place: Span) -> list[Period]:
        return [
            p
            for p in self.periods
            if p.tie not in _BASES
            and p.values
            and self.owners.get(p.start, place[0]) in (place[0], -1)
        ]

    # -- lists --------------------------------------------------------------------------------

    def _listed_periods(self) -> set[int]:
        """Where periods begin that are listed with another: "in 2013 and 2014"."""
        listed: set[int] = set()
        for period, following in zip(self.periods, self.periods[1:], strict=False):
            between = self.text[period.end : following.start]
            if self.words.listing.fullmatch(between) or (
                following.lead < following.start
                and self.words.listing.fullmatch(self.text[period.end : following.lead])
            ):
                listed |= {period.start, following.start}
        return listed

    def _respectively(self) -> dict[int, Period]:
        """Numbers and periods that are paired in order, by the number's place."""
        match = self.words.respectively.search(self.text, self.start, self.end)
        if not match:
            return {}
        at = match.start()
        numbers = self._run([(a.start, a.stop) for a in self.amounts if a.start < at])
        periods = [p for p in self.periods if not p.relative and p.start in self.listed]
        years = self._run([(p.start, p.end) for p in periods if p.end <= at])
        years = years or self._run([(p.start, p.end) for p in periods])
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
        joined = "," in between or bool(self.words.joins.search(between))
        return joined and len(between.split()) <= _LIST and not _HARD.search(between)

    # -- whose a period is --------------------------------------------------------------------

    def _owners(self) -> dict[int, int]:
        """For each period that stands behind a number and is its own: where the number begins."""
        owners: dict[int, int] = {}
        for amount in self.amounts:
            if tie := self._behind((amount.start, amount.stop)):
                period = tie.period
                if not self._opens(period):
                    owners[period.start] = -1 if period.start in owners else amount.start
        return owners

    def _clause(self, at: int) -> Span:
        index = bisect_right(self.breaks, at)
        start = self.breaks[index - 1] if index else self.start
        return start, self.breaks[index] if index < len(self.breaks) else self.end

    # -- one number ---------------------------------------------------------------------------

    def _label(self, place: Span) -> Period | None:
        """The period right before the number: "2013: 50,500", "the 2011 estimate of 49,500"."""
        period = next((p for p in reversed(self.periods) if p.end <= place[0]), None)
        if not period or period.tie in _BASES and period.belongs != "measure":
            return None
        between = self.text[period.end : place[0]]
        if _LABEL.fullmatch(between) and period.start not in self.listed:
            return period
        near = len(between) <= _MEASURED and "," not in between
        measured = period.belongs == "measure" and near and self.words.measure.fullmatch(between)
        return period if measured else None

    def _behind(self, place: Span) -> Tie | None:
        period = next((p for p in self.periods if p.start >= place[1]), None)
        if not period or self._number_between(place[1], period.start):
            return None
        if period.tie in _BASES or period.start in self.listed:
            return None
        loose = period.belongs == "noun" and not self._has_article(period)
        if period.belongs and not loose:
            return None
        between = self.text[place[1] : period.lead]
        if len(between) > _REACH or _HARD.search(between) or self.words.compared.search(between):
            return None
        words = len(between.split())
        tied = bool(period.tie or period.bracketed or period.parts or period.relative)
        inner = between.rstrip(" (")
        broken = bool(_SOFT.search(inner) or self.words.joins.search(inner))
        if not tied or broken and words > _BROKEN:
            return None
        if broken and period.tie == "since":
            return None  # "4 percent, the lowest since 2009"
        certain = not broken and words <= _FAR and not loose
        return Tie(period, certain, "near" if words <= _NEAR else "behind")

    def _number_between(self, start: int, end: int) -> bool:
        at = bisect_right(self.starts, start - 1)
        return at < len(self.starts) and self.starts[at] < end

    def _before(self, place: Span) -> Tie | None:
        """The period that governs the sentence, or the only one before that is no other's."""
        if self.is_base(place):
            return None
        free = [p for p in self.periods if p.end <= place[0] and self._governs(p)]
        if not free:
            return None
        nearest, clause = free[-1], self._clause(place[0])
        opener = next((p for p in reversed(free) if self._opens(p)), None)
        if opener and not _same(opener, nearest):
            aside = nearest.belongs or nearest.tie == "since"  # "the year after the 2009 crisis"
            return Tie(opener, False, "opens") if aside else None
        opens = self._opens(nearest)
        if nearest.start in self.listed:
            return None
        if not opens and (
            nearest.end < clause[0] or _HARD.search(self.text[nearest.end : place[0]])
        ):
            return Tie(nearest, False, "before") if nearest.end < clause[0] else None
        rivals = [p for p in self._open_in(clause, place) if not _same(p, nearest)]
        rivals = [p for p in rivals if p.end <= place[0] or not p.belongs]
        sole = not rivals and (opens or len({p.values for p in free}) == 1)
        certain = sole and (opens or nearest.tie in ("in", "as_of") or self._is_subject(nearest))
        certain = certain and (opens or nearest.belongs != "noun")
        return Tie(nearest, certain, "opens" if opens else "before")

    def is_base(self, place: Span) -> bool:
        """Whether the number is of another time: "down from 53,000", "from 5 to 6 tons"."""
        start = max(self.start, place[0] - 40)
        for pattern in (self.words.base, self.words.from_base, self.words.standard):
            if pattern.search(self.text, start, place[0]):
                return True
        starts = self.words.from_level.search(self.text, start, place[0])
        return bool(starts and self.words.to_level.match(self.text, place[1]))

    def _open_in(self, clause: Span, place: Span) -> list[Period]:
        return [p for p in self.open_to(place) if clause[0] <= p.start < clause[1]]

    def _governs(self, period: Period) -> bool:
        """Whether a period may be said of numbers that follow later."""
        tied = period.tie and period.tie not in _BASES or period.belongs or period.bracketed
        if period.belongs == "noun" and not self._has_article(period):
            tied = bool(_OPENERS.fullmatch(self.text, self.start, period.lead))
        tied = tied or self._opens(period)
        return bool(tied and period.values) and (
            period.start not in self.owners or self._opens(period)
        )

    def _has_article(self, period: Period) -> bool:
        """Whether an article or the like is before the year: "in the 2012 season"."""
        return bool(self.words.article.search(self.text, period.lead, period.start))

    def _opens(self, period: Period) -> bool:
        describes = period.belongs and (period.belongs != "noun" or self._has_article(period))
        if describes or period.tie in _BASES or not period.values:
            return False
        if not period.tie and not _PART.match(period.values[0]):
            return False
        return bool(_OPENERS.fullmatch(self.text, self.start, period.lead))

    def _is_subject(self, period: Period) -> bool:
        """Whether a measure of the period begins its clause: "the 2012 estimate fell to 290"."""
        start = self._clause(period.start)[0]
        before = self.text[start : period.lead]
        short = len(before.split()) <= _LIST and not self.words.loose.search(before)
        return period.belongs == "measure" and short

    def _judged(self, behind: Tie, before: Tie) -> list[Tie]:
        """What two different periods around a number come to."""
        if behind.why == "near":
            certain = behind.certain and (behind.period.bracketed or before.why != "opens")
            return [Tie(behind.period, certain, "near")]
        return []

    def _only_period(self, place: Span) -> Tie | None:
        """The one period of a sentence, though it is another's: "in 2018, or 328 a week"."""
        named = [p for p in self.periods if p.tie not in _BASES and p.values and p.belongs == ""]
        named = [p for p in named if (p.tie or p.bracketed or p.parts) and p.tie != "since"]
        named = [p for p in named if not p.relative] or named
        alone = len({p.values for p in named}) == 1 and named[0].start not in self.listed
        clause = self._clause(place[0])
        if alone and named[0].start >= clause[1]:
            return None  # "was 5; by 2017 there were 6"
        if not alone or named[0].relative or self.is_base(place):
            return None
        return Tie(named[0], False, "only")

    def _shared(self, place: Span) -> Tie | None:
        """The period behind a list of numbers: "44 and 32 in 2013"."""
        following = self.amounts[bisect_right(self.starts, place[1] - 1) :][:_LIST]
        at = place[1]
        for amount in following:
            between = self.text[at : amount.start]
            if not self._listed(at, amount.start) or self.words.other.search(between):
                return None
            if tie := self._behind((amount.start, amount.stop)):
                return Tie(tie.period, False, "shared")
            at = amount.stop
        return None


def _same(first: Period, second: Period) -> bool:
    return first is second or first.values == second.values
