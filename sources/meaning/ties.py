"""Which period of a sentence belongs to which of its numbers.

A period behind a number is nearer to it than one before: "110 runways in 2013, compared to six in
2012". A sentence that opens with a period says it of all its numbers that have none of their own.
Periods that are listed ("in 2013 and 2014") belong to none alone, unless numbers are paired with
them in order. Where two periods could be meant, none is.
"""

import re
from bisect import bisect_right

from .clauses import Clauses, Tie, exceeded, same
from .document import Document
from .layout import Span
from .lists import LONGEST, Lists
from .papers import OPENERS, dating, opens
from .period import Period
from .tie_words import tie_words_of

_BREAK = re.compile(r";|\s--?-?\s")
_HARD = re.compile(r"[;:]|\.\s")
_SOFT = re.compile(r"[,()]|\s-\s")
_BASES = frozenset(("base", "from"))
_NEAR = 4  # words between a number and the period behind it
_BROKEN = 8  # words, where a comma or a new clause is between
_FAR = 12  # words, where nothing is
_REACH = 120  # characters
_MEASURED = 48  # characters between "the 2011 estimate" and its number
_BRACKET = re.compile(r"\s\(\W?")  # of "2013 (40 tons)"
_OPENED = re.compile(r"\s\([^()\d:]{0,28}$")  # a bracket with words before its year
_REACHED = 24  # characters between "to" and a number
_JOINED = 28  # characters from the word that joins a clause to its period
_PART = re.compile(r"\d{4}-\d\d")  # a month, a quarter: "The first half of 2018 brought 5"
_LABEL = re.compile(r"\s?(?::|-|=)\s*")


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


def side_of(document: Document, place: Span, sentence: Span) -> str:
    """Whether a number is what something was ("from") or became ("to"): "from 5 to 6", else ""."""
    return _scene(document, sentence).side(place)


def is_reached(document: Document, place: Span, sentence: Span) -> bool:
    """Whether "to" is right before the number at a place."""
    scene = _scene(document, sentence)
    start = max(scene.start, place[0] - _REACHED)
    return bool(scene.words.to_end.search(scene.text, start, place[0]))


def is_base(document: Document, place: Span, sentence: Span) -> bool:
    """Whether the number at a place is what another is compared with: "against 53,000 in 2015"."""
    return _scene(document, sentence).is_base(place)


def _scene(document: Document, sentence: Span) -> "_Scene":
    key = "ties", sentence
    if key not in document.memory:
        document.memory[key] = _Scene(document, sentence)
    scene: _Scene = document.memory[key]
    return scene


class _Scene:
    """A sentence with its numbers and periods."""

    def __init__(self, document: Document, sentence: Span) -> None:
        self.text, self.words = document.folded.text, tie_words_of(document.lexicon)
        self.start, self.end = sentence
        self.amounts = document.amounts_in(*sentence)
        self.starts = [amount.start for amount in self.amounts]
        named = dating(self.text, self.words, sentence, document.periods_in(*sentence))
        self.periods = exceeded(self.text, self.start, named)
        self.breaks = [m.start() for m in _BREAK.finditer(self.text, *sentence)]
        self.lists = Lists(self.text, self.words)
        self.clauses = Clauses(self.text, self.starts, self.words)
        self.listed = self.lists.of_periods(self.periods)
        self.labels = self._labels()
        self.paired = self.lists.paired(sentence, self.amounts, self.periods)
        self.owners = self._owners()
        self.of_bases = {
            start
            for start, owner in self.owners.items()
            if any(a.start == owner and self.is_base((a.start, a.stop)) for a in self.amounts)
        }

    def ties(self, place: Span) -> list[Tie]:
        if place[0] in self.paired:
            return [Tie(self.paired[place[0]], True, "respectively")]
        if labelled := self._label(place):
            return [labelled]
        if paired := self._stretched(place):
            return [paired]
        if own := self.clauses.own(place, self.periods):
            return [own]
        if self.clauses.follows_base(place, self.periods):
            return []
        behind, before = self._behind(place), self._before(place)
        if behind and before and not same(behind.period, before.period):
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
            and not self.clauses.holds(place, p)
        ]

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

    def _labels(self) -> dict[int, Tie]:
        """The periods right before a number, by its place: "2013: 50,500", "in 2015 44"."""
        labels: dict[int, Tie] = {}
        for amount in self.amounts:
            period = next((p for p in reversed(self.periods) if p.end <= amount.start), None)
            if not period or not period.values:
                continue
            between = self.text[period.end : amount.start]
            if _BRACKET.fullmatch(between) and self.clauses.closes(amount.stop, period):
                if self.clauses.has_sign(amount.start) and self._is_of_base(period):
                    continue  # "against 74 in 2022 (+15 %)" is of the year that is compared
                labels[amount.start] = Tie(self.clauses.ranked(period, amount.stop), False, "label")
            if period.tie in _BASES:
                continue
            if period.start in self.listed and not self._is_apart(period):
                continue
            apart = between.strip() == "," and self._opens_clause(period)
            opens_item = self.text[self.start : period.lead].rstrip()[-1:] in (";", ":", "")
            item = between.strip() == "," and opens_item and not period.tie
            if _LABEL.fullmatch(between) or item:
                labels[amount.start] = Tie(period, True, "label")
            elif (apart or not between.strip()) and period.tie and not period.belongs:
                labels[amount.start] = Tie(period, False, "label")
        return labels

    def _is_of_base(self, period: Period) -> bool:
        """Whether a period dates a number that another is compared with."""
        at = bisect_right(self.starts, period.lead) - 1
        before = self.amounts[at] if at >= 0 else None
        own = before is not None and self.is_base((before.start, before.stop))
        return period.tie in _BASES or own

    def _opens_clause(self, period: Period) -> bool:
        """Whether "and in 2022, 14" begins with the period."""
        before = self.text[max(self.start, period.lead - _JOINED) : period.lead]
        joins = [match.end() for match in self.words.joins.finditer(before)]
        return bool(joins and not before[joins[-1] :].strip())

    def _is_apart(self, period: Period) -> bool:
        """Whether numbers are between a listed period and the others: "40 in 2014, in 2015 44"."""
        index = self.periods.index(period)
        near = self.periods[max(index - 1, 0) : index + 2]
        return all(
            self.clauses.has_number(first.end, second.start)
            for first, second in zip(near, near[1:], strict=False)
        )

    def _label(self, place: Span) -> Tie | None:
        """The period right before the number, also that of "the 2011 estimate of 49,500"."""
        if place[0] in self.labels:
            return self.labels[place[0]]
        period = next((p for p in reversed(self.periods) if p.end <= place[0]), None)
        if not period or period.belongs not in ("measure", "noun"):
            return None
        between = self.text[period.end : place[0]]
        if period.belongs == "noun":
            described = self.words.described.fullmatch(between)
            return Tie(period, False, "label") if described else None
        near = len(between) <= _MEASURED and "," not in between
        measured = near and self.words.measure.fullmatch(between)
        return Tie(period, True, "label") if measured else None

    def _is_label(self, period: Period) -> bool:
        return any(tie.period is period for tie in self.labels.values())

    # -- what was, and what became of it ------------------------------------------------------

    def side(self, place: Span) -> str:
        """Whether a number is the first or the second of "from 5 to 6 tons"."""
        start = max(self.start, place[0] - 40)
        if self.words.from_level.search(self.text, start, place[0]):
            return "from" if self.words.to_level.match(self.text, place[1]) else ""
        index = bisect_right(self.starts, place[0]) - 1
        if index < 1 or not self.words.to_end.search(self.text, start, place[0]):
            return ""
        former = self.amounts[index - 1]
        return "to" if self.side((former.start, former.stop)) == "from" else ""

    def _stretched(self, place: Span) -> Tie | None:
        """The stretch from whose begin to whose end something went "from 5 to 6 tons"."""
        stretches = [p for p in self.periods if p.parts and p.tie not in _BASES]
        if len(self.periods) == 1 and len(stretches) == 1 and self.side(place):
            return Tie(stretches[0], False, "sides")
        return None

    def _behind(self, place: Span) -> Tie | None:
        period = next((p for p in self.periods if p.start >= place[1]), None)
        if not period or self.clauses.has_number(place[1], period.start):
            return None
        if period.tie in _BASES or period.start in self.listed or self._is_label(period):
            return None
        loose = period.belongs == "noun" and not self._has_article(period)
        if period.belongs and not loose:
            return None
        between = self.text[place[1] : period.lead]
        if len(between) > _REACH or _HARD.search(between) or self.words.compared.search(between):
            return None
        many = period.relative and self.words.times.fullmatch(between)
        if many or self.clauses.part(period, place):
            return None
        if self.words.counted.match(between) or self.words.to_that.match(self.text, place[1]):
            return None  # "8,600 from its peak in 2017", "un 4 % inferior al del mes de mayo"
        if period.relative and not period.tie and between.strip() and not self._is_other(place):
            return None  # "7 % above that of the previous quarter"
        words = len(between.split())
        inner = between.rstrip(" (")
        if opened := _OPENED.search(between):  # "residents (census, 30 June 2016)"
            inner = between[: opened.start()]
        tied = bool(period.tie or period.bracketed or period.parts or period.relative or opened)
        broken = bool(_SOFT.search(inner) or self.words.joins.search(inner))
        if not tied or broken and words > _BROKEN:
            return None
        if period.tie == "since" and (broken or self.words.extreme.search(between)):
            return None  # "4 percent, the lowest since 2009"
        certain = not broken and words <= _FAR and not loose
        return Tie(period, certain, "near" if words <= _NEAR else "behind")

    def _before(self, place: Span) -> Tie | None:
        """The period that governs the sentence, or the only one before that is no other's."""
        if self.is_base(place):
            return None
        free = [p for p in self.periods if p.end <= place[0] and self._governs(p)]
        if not free:
            return None
        nearest, clause = free[-1], self._clause(place[0])
        opener = next((p for p in reversed(free) if self._opens(p)), None)
        if opener and (opener.end < clause[0] <= nearest.lead or self.clauses.begins(nearest)):
            opener = None  # "in 2014 there were 40; in 2016 the number was 51"
        if opener and not same(opener, nearest):
            aside = nearest.belongs or nearest.tie == "since"  # "the year after the 2009 crisis"
            aside = aside and "," in self.text[nearest.end : place[0]]
            return Tie(opener, False, "opens") if aside else None
        opens = self._opens(nearest)
        if nearest.start in self.listed or not opens and self.clauses.part(nearest, place):
            return None
        if not opens and (
            nearest.end < clause[0] or _HARD.search(self.text[nearest.end : place[0]])
        ):
            return Tie(nearest, False, "before") if nearest.end < clause[0] else None
        rivals = [p for p in self._open_in(clause, place) if not same(p, nearest)]
        rivals = [p for p in rivals if p.end <= place[0] or not p.belongs]
        sole = not rivals and (opens or len({p.values[:1] for p in free}) == 1)
        certain = sole and (opens or nearest.tie in ("in", "as_of") or self._is_subject(nearest))
        certain = certain and (opens or nearest.belongs != "noun")
        return Tie(nearest, certain, "opens" if opens else "before")

    def _is_other(self, place: Span) -> bool:
        """Whether a number may be of another time: "three times the 7.6 million a year before"."""
        low = max(self.start, place[0] - 40)
        return self.is_base(place) or bool(self.words.definite.search(self.text, low, place[0]))

    def is_base(self, place: Span) -> bool:
        """Whether the number is of another time: "down from 53,000", "from 5 to 6 tons"."""
        start = max(self.start, place[0] - 40)
        for pattern in (self.words.base, self.words.from_base, self.words.standard):
            if pattern.search(self.text, start, place[0]):
                none = self.words.no_more.search(self.text, start, place[0])
                return not (none or self.words.part_of_some.match(self.text, place[1]))
        starts = self.words.from_level.search(self.text, start, place[0])
        return bool(starts and self.words.to_level.match(self.text, place[1]))

    def _open_in(self, clause: Span, place: Span) -> list[Period]:
        return [p for p in self.open_to(place) if clause[0] <= p.start < clause[1]]

    def _governs(self, period: Period) -> bool:
        """Whether a period may be said of numbers that follow later."""
        tied = period.tie and period.tie not in _BASES or period.belongs or period.bracketed
        if self._is_aside(period):
            return False
        if period.belongs == "noun" and not self._has_article(period):
            tied = bool(OPENERS.fullmatch(self.text, self.start, period.lead))
        tied = tied or self._opens(period) or period.relative and self._opens_part(period)
        tied = tied or self.clauses.begins(period)
        return bool(tied and period.values) and (
            period.start not in self.owners or self._opens(period)
        )

    def _opens_part(self, period: Period) -> bool:
        """Whether a period stands behind a semicolon: "was 4.9 %; a year earlier it was 5.6 %"."""
        before = self.text[self._clause(period.lead)[0] : period.lead]
        return before.strip() in (";", "-", "--")

    def _is_aside(self, period: Period) -> bool:
        """Whether it is the year of a thing: "the mill, built in 1908,"."""
        low = max(self.start, period.lead - 48)
        return bool(self.words.aside.search(self.text, low, period.lead))

    def _has_article(self, period: Period) -> bool:
        """Whether an article or the like is before the year: "in the 2012 season"."""
        return bool(self.words.article.search(self.text, period.lead, period.start))

    def _opens(self, period: Period) -> bool:
        describes = period.belongs and (period.belongs != "noun" or self._has_article(period))
        if describes or period.tie in _BASES or not period.values:
            return False
        if not period.tie and not _PART.match(period.values[0]):
            return False
        return opens(self.text, self.start, period)

    def _is_subject(self, period: Period) -> bool:
        """Whether a measure of the period begins its clause: "the 2012 estimate fell to 290"."""
        start = self._clause(period.start)[0]
        before = self.text[start : period.lead]
        short = len(before.split()) <= LONGEST and not self.words.loose.search(before)
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
        named = [p for p in named if p.start not in self.of_bases and not self._is_label(p)]
        prior = [p for p in named if self.words.prior.match(self.text, p.lead)]
        if any(self.clauses.has_number(place[1], p.start) for p in prior):
            return None  # "64 km, of which 38 % were laid before 1970"
        named = [p for p in named if not self._is_aside(p) and not self.clauses.holds(place, p)]
        named = [p for p in named if not p.relative] or named
        alone = len({p.values[:1] for p in named}) == 1 and named[0].start not in self.listed
        clause = self._clause(place[0])
        if alone and named[0].start >= clause[1]:
            return None  # "was 5; by 2017 there were 6"
        if not alone or named[0].relative and not self._says_again(named[0]):
            return None
        if self.is_base(place) or self.clauses.part(named[0], place):
            return None
        return Tie(named[0], False, "only")

    def _says_again(self, period: Period) -> bool:
        """Whether a relative period is the one that was named last: "in the month"."""
        said = self.text[period.start : period.end]
        return period.tie == "in" and bool(self.words.again.match(said))

    def _shared(self, place: Span) -> Tie | None:
        """The period behind a list of numbers: "44 and 32 in 2013"."""
        following = self.amounts[bisect_right(self.starts, place[1] - 1) :][:LONGEST]
        at = place[1]
        for amount in following:
            between = self.text[at : amount.start]
            if not self.lists.joins(at, amount.start) or self.words.other.search(between):
                return None
            if tie := self._behind((amount.start, amount.stop)):
                prior = self.words.prior.match(self.text, tie.period.lead)
                return None if prior and "," in between else Tie(tie.period, False, "shared")
            at = amount.stop
        return None
