"""Compares a statement with its quotes: every member that they do not say.

What is compared: the number with sign, bounds and scale against each quote of the value; the unit
beside the number, then in the quote of the unit, the heads and the notes of a table; the period
and the base period against their quotes, and against what the sentence says of the number; the
direction and the base value of a change; the named producer; the qualifier that is quoted. A quote
is read in its place, so that a narrower one says the same.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sources.numerals import Numeral, read_once

from . import units
from .agreeing import agree, number, overlap
from .changes import Change, change_of, directions_in
from .dating import values_of
from .document import Document
from .heads import period_of_heads
from .layout import Span
from .lexicon import patterns
from .model import Disagreement, Names, Reading
from .periods import Period
from .places import Place, place_of
from .reading import read
from .ties import may_date, ties_of

Citation = tuple[str, int, int]  # role, start, end
_NEXT_WORD = re.compile(r"\s+([^\W\d_]+)")
_UNMEASURED = frozenset(("1", None))


def disagreements_of(
    members: Mapping[str, Any],
    citations: Sequence[Citation],
    document: Document,
    language: str,
    names: Names,
    published_on: str | None,
) -> list[Disagreement]:
    """What the quotes, or the words around them, say otherwise than the statement."""
    statement = {name: _wire(value) for name, value in members.items() if value is not None}
    case = _Case(statement, citations, document, language, names, published_on)
    found = [
        *case.number(),
        *case.unit(),
        *case.period(),
        *case.direction(),
        *case.base(),
        *case.producer(),
        *case.qualifier(),
        *case.advice(),
    ]
    return list(dict.fromkeys(found))


def _wire(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


@dataclass(frozen=True, slots=True)
class _Quote:
    role: str
    place: Place
    reading: Reading


class _Case:
    """A statement with its quotes, each read in its place."""

    def __init__(
        self,
        statement: Mapping[str, str],
        citations: Sequence[Citation],
        document: Document,
        language: str,
        names: Names,
        published_on: str | None,
    ) -> None:
        self.statement, self.document, self.language = statement, document, language
        self.names, self.published_on = names, published_on
        self.quotes = [
            _Quote(role, place, read(place, names, None) if role == "value" else Reading(True))
            for role, start, end in citations
            if (place := place_of(document, start, end))
        ]
        self.values = self.quoted("value")
        self._texts = document.folded.text, document.folded.shown
        self.coded = "value_code" in statement or "missing_reason" in statement

    def quoted(self, *roles: str) -> list[_Quote]:
        return [quote for quote in self.quotes if quote.role in roles]

    def differs(
        self, member: str, said: str | None, quote: _Quote | Span | None, why: str, role: str = ""
    ) -> Disagreement:
        if isinstance(quote, _Quote):
            role, start, end = quote.role, quote.place.start, quote.place.end
        else:
            start, end = quote or (0, 0)
        words = self.document.text[start:end]
        stated = self.statement.get(member)
        return Disagreement(member, stated, said, role or member, start, end, words, why)

    # -- the number ---------------------------------------------------------------------------

    def number(self) -> Iterator[Disagreement]:
        if self.coded or not any(name in self.statement for name in _NUMBERS):
            return
        silent: list[_Quote] = []
        agreed = False
        for quote in self.values:
            said = list(self._numbers_said(quote))
            if not said:
                silent.append(quote)
            elif any(self._is_stated(one) for one in said):
                agreed = True
            else:
                yield self._other_number(quote, said[0])
                agreed = True
        if silent and not agreed:
            yield self.differs(
                self._number_member(), None, silent[0], "The quote of the value says no number."
            )

    def _number_member(self) -> str:
        return next(name for name in _NUMBERS if name in self.statement)

    def _numbers_said(self, quote: _Quote) -> Iterator["_Number"]:
        scale = self._scale(quote)
        for numeral in quote.place.numerals:
            one = _Number.of(numeral)
            if any((one.value, one.low, one.high)):
                yield one.scaled(scale, self._applied(numeral))
        if not quote.place.numerals:
            yield from _verbal_numbers(quote.reading)

    def _scale(self, quote: _Quote) -> int:
        """The power of ten that a quote of the scale, the heads or the notes give the number."""
        words = units.scale_words(self.document.lexicon)
        for cited in self.quoted("scale"):
            text = self.document.text[cited.place.start : cited.place.end]
            if not cited.place.numerals and (scale := units.scale_of(text, words)):
                return scale
        cell = quote.place.cell
        found = units.head_scale(self.document, cell) if cell else None
        return found[0] if found else 0

    def _applied(self, numeral: Numeral) -> bool:
        """Whether the reader of numerals has applied a scale from elsewhere, or the unit has none."""
        if numeral.kind in ("percent", "percentage_points", "fraction", "ratio"):
            return True
        alone = next(iter(read_once(numeral.exact, self.language)), None)
        if not alone:
            return True
        own = _Number.of(alone)
        here = _Number.of(numeral)
        if re.search(r"[^\W\d_]{3,}", numeral.exact) and (numeral.decimals or 0) < 0:
            return True  # its own scale word
        return abs(own.any()) != abs(here.any())

    def _is_stated(self, said: "_Number") -> bool:
        stated = self._stated()
        if stated == said:
            return True
        return bool(said.doubt) and stated.digits() == said.digits()

    def _stated(self) -> "_Number":
        get = self.statement.get
        return _Number(
            number(get("value")),
            number(get("value_low")),
            number(get("value_high")),
            get("low_open") == "true",
            get("high_open") == "true",
        )

    def _other_number(self, quote: _Quote, said: "_Number") -> Disagreement:
        stated = self._stated()
        for name in _NUMBERS:
            here, there = getattr(stated, _FIELDS[name]), getattr(said, _FIELDS[name])
            if here != there:
                why = _how(here, there)
                if here is None:
                    member = self._number_member()
                    return self.differs(member, said.text(), quote, why)
                return self.differs(name, said.text(), quote, why)
        name = "low_open" if stated.low_open != said.low_open else "high_open"
        return self.differs(name, said.text(), quote, "The words exclude or include the bound.")

    # -- the unit -----------------------------------------------------------------------------

    def unit(self) -> Iterator[Disagreement]:
        stated = self.statement.get("unit")
        if stated is None or self.coded and not self.values:
            return
        said = False
        for quote in self.values:
            own = list(self._own_units(quote))
            if own and stated not in own:
                yield self.differs("unit", own[0], quote, "The number has another unit.")
            said = said or bool(own)
        for quote in self.quoted("unit"):
            text = self.document.text[quote.place.start : quote.place.end]
            named = [n.unit for n in quote.place.numerals if n.unit and n.unit != "1"]
            named = named or [u for u in (units.unit_of(text, self.language),) if u]
            if named and stated not in named:
                yield self.differs("unit", named[0], quote, "The quote of the unit names another.")
            said = said or bool(named)
        if said or self.coded:
            return
        yield from self._unit_around(stated)

    def _own_units(self, quote: _Quote) -> Iterator[str]:
        """The units that the words beside the number name."""
        for saying in quote.reading.of("unit"):
            if saying.where == "head":
                continue
            if saying.certain or not quote.place.numerals or saying.value != "1":
                yield saying.value

    def _unit_around(self, stated: str) -> Iterator[Disagreement]:
        """Disagreements with heads, notes and the sentence, where the number has no unit."""
        heads = [
            found
            for quote in self.values
            if quote.place.cell
            for found in units.head_units(self.document, quote.place.cell)
        ]
        if heads and stated not in {unit for unit, _ in heads}:
            unit, span = heads[0]
            where = self.document.folded.back(*span)
            yield self.differs("unit", unit, where, "The head of the table names another.", "unit")
        elif not heads and stated not in _UNMEASURED and not self._unit_in_sentence(stated):
            if stated == "a" and any(self._is_year(quote) for quote in self.values):
                return
            quote = self.values[0] if self.values else None
            yield self.differs("unit", None, quote, "No quoted words say the unit.", "unit")

    def _unit_in_sentence(self, stated: str) -> bool:
        """Whether the sentence names the unit, and the number counts nothing else."""
        for quote in self.values:
            place = quote.place
            if place.numerals and not self._is_bare(place.main()[1]):
                continue
            start, end = self.document.folded.back(*place.sentence)
            if stated in _units_in(self.document.text[start:end], self.language):
                return True
            amounts = self.document.amounts_in(*place.sentence)
            if any(amount.numeral.unit == stated for amount in amounts):
                return True
        return False

    def _is_bare(self, end: int) -> bool:
        """Whether no noun follows a number: "12,400 in 2020", not "869 laboratories"."""
        follows = _NEXT_WORD.match(self.document.folded.text, end)
        lexicon = self.document.lexicon
        small = (lexicon.small, lexicon.within, lexicon.joins, lexicon.ends, lexicon.base)
        return not follows or any(follows[1] in words for words in small)

    @staticmethod
    def _is_year(quote: _Quote) -> bool:
        return any(n.kind in ("year", "date", "range") and n.period for n in quote.place.numerals)

    # -- the period ---------------------------------------------------------------------------

    def period(self) -> Iterator[Disagreement]:
        stated = self.statement.get("period")
        if stated is None:
            return
        basis = self.statement.get("period_basis", "stated")
        same = _strictly if basis == "stated" else overlap
        yield from self._period_of_number(stated, same)
        cited = self._cited_periods("period")
        if cited and not any(same(stated, value) for _, value in cited):
            quote, value = cited[0]
            yield self.differs("period", value, quote, "The quote of the period names another.")
        elif cited and not self._with_year(stated, [value for _, value in cited]):
            why = "The quote names a month, and the year before it is another."
            yield self.differs("period", cited[0][1], cited[0][0], why)
        elif not cited:
            yield from self._period_around(stated, basis)
        if stated == self.statement.get("base_period"):
            yield self.differs("base_period", None, None, "A change has two different periods.")

    def _with_year(self, stated: str, said: list[str]) -> bool:
        """Whether a quote names the year, too, or the text has named it last."""
        dated = any(overlap(stated, value) for value in said if not value.startswith("--"))
        return dated or all(self._follows(stated, quote.place) for quote in self.values)

    def _period_of_number(self, stated: str, same: Any) -> Iterator[Disagreement]:
        for quote in self.values:
            for values, span in self._certain_periods(quote.place):
                if not any(same(stated, value) for value in values):
                    where = self.document.folded.back(*span)
                    why = "The words around give this number another period."
                    yield self.differs("period", values[0], where, why, "period")

    def _certain_periods(self, place: Place) -> Iterator[tuple[tuple[str, ...], Span]]:
        """What the heads or the sentence say of the number for certain."""
        head = period_of_heads(self.document, place.cell) if place.cell else None
        if head and head.certain:
            yield (*head.values, *(head.parts or ())), head.span
        for tie in ties_of(self.document, place.main(), place.sentence):
            period = tie.period
            if tie.certain and place.is_figure and period.values:
                yield self._ends_too(period), (period.start, period.end)

    def _cited_periods(self, *roles: str) -> list[tuple[_Quote, str]]:
        """Every period that quotes of the roles say, a stretch also as its two ends."""
        said = []
        for quote in self.quoted(*roles):
            periods = self.document.periods_over(*quote.place.at)
            if len(periods) > 1 and periods[0].tie in ("from", "since", "in"):
                said.append((quote, _stretch(periods[0], periods[-1])))
            for period in periods:
                said += [(quote, value) for value in values_of(period)]
                if period.parts and self.statement.get("kind") == "change":
                    said += [(quote, part) for part in period.parts]
        return said

    def _period_around(self, stated: str, basis: str) -> Iterator[Disagreement]:
        """Disagreements where no quote of the period says one."""
        if basis == "release":
            if self.published_on and not overlap(stated, self.published_on):
                why = "The period is not that of the document's publication."
                yield self.differs("period", self.published_on, None, why)
            return
        same = _strictly if basis == "stated" else overlap
        if not any(self._said_around(stated, basis, quote, same) for quote in self.values):
            quote = self.values[0] if self.values else None
            yield self.differs("period", None, quote, "No quoted words say the period.", "period")

    def _said_around(self, stated: str, basis: str, quote: _Quote, same: Any) -> bool:
        """Whether the nearest words that name a period name this one."""
        own = [s.value for s in quote.reading.of("period") if s.where == "head"]
        own += [n.period for n in quote.place.numerals if n.period]
        if any(same(stated, value) for value in own):
            return True
        place = quote.place
        here = may_date(self.document, place.main(), place.sentence)
        if self.coded:
            here = [period for period in here if period.tie or period.bracketed or period.parts]
        if named := self._named(here):
            if any(same(stated, value) for value in named):
                return True
            return basis == "implied" and not self._dated(place) and self._of_the_whole(stated)
        if basis != "implied":
            return False
        return self._follows(stated, place) or self._of_the_whole(stated)

    def _named(self, periods: Iterable[Period]) -> list[str]:
        return [v for p in periods for v in self._ends_too(p) if not v.startswith("--")]

    def _dated(self, place: Place) -> bool:
        """Whether the sentence says for certain when its words hold."""
        ties = ties_of(self.document, place.main(), place.sentence)
        return any(tie.certain and tie.period.values for tie in ties)

    def _follows(self, stated: str, place: Place) -> bool:
        """Whether a period is that which the text named last, or names first; or it names none."""
        before = reversed(self.document.periods_in(0, place.at[0]))
        behind = self.document.periods_in(place.at[0], len(self.document.folded.text))
        for period in (*before, *behind):
            said = not period.relative and period.tie not in ("base", "from")
            if said and (named := self._named([period])):
                return any(overlap(stated, value) for value in named)
        return True

    def _of_the_whole(self, stated: str) -> bool:
        """Whether a coded answer is dated as the whole document is: by what it names most."""
        if not self.coded:
            return False
        key = "most named"
        if key not in self.document.memory:
            counted = Counter(self._named(self.document.periods))
            self.document.memory[key] = counted.most_common(1)[0][0] if counted else ""
        return stated == self.document.memory[key]

    def _ends_too(self, period: Any) -> tuple[str, ...]:
        change = self.statement.get("kind") == "change"
        return (*values_of(period), *(period.parts if period.parts and change else ()))

    # -- changes ------------------------------------------------------------------------------

    def _changes(self) -> list[tuple[_Quote, Change]]:
        found = []
        for quote in self.values:
            place = quote.place
            change = change_of(self.document, place.main(), place.sentence)
            if change:
                found.append((quote, change))
        return found

    def direction(self) -> Iterator[Disagreement]:
        stated = self.statement.get("direction")
        if stated is None:
            return
        for quote, change in self._changes():
            if change.certain and change.direction != stated:
                where = self.document.folded.back(*change.words)
                why = "The words around give this number another direction."
                yield self.differs("direction", change.direction, where, why, "value")
                return
        named: set[str] = set()
        for quote in self.quotes:
            named |= directions_in(self.document, *quote.place.at)
        own = {d for quote in self.values for d in directions_in(self.document, *quote.place.at)}
        for quote in self.values:
            named |= directions_in(self.document, *quote.place.sentence)
        if own and stated not in own:
            yield self.differs("direction", min(own), self.values[0], "The quote says another.")
        elif stated not in named:
            said = min(named) if named else None
            quote = self.values[0] if self.values else None
            yield self.differs("direction", said, quote, "No quoted words say the direction.")

    def base(self) -> Iterator[Disagreement]:
        changes = self._changes()
        if stated := self.statement.get("base_period"):
            yield from self._base_period(stated, changes)
        if stated := self.statement.get("base_value"):
            yield from self._base_value(stated, changes)

    def _base_period(
        self, stated: str, changes: Iterable[tuple[_Quote, Change]]
    ) -> Iterator[Disagreement]:
        for _, change in changes:
            period = change.base_period
            if period and change.base_certain and period.values:
                if not any(_strictly(stated, value) for value in self._ends_too(period)):
                    where = self.document.folded.back(period.start, period.end)
                    why = "The words around count this change from another period."
                    yield self.differs("base_period", period.values[0], where, why, "period")
                    return
        said = [value for _, value in self._cited_periods("period")]
        for quote in self.values:
            for period in self.document.periods_in(*quote.place.sentence):
                said += self._ends_too(period)
        if not any(_strictly(stated, value) for value in said):
            if self.statement.get("period_basis") != "stated" and self._is_year_before(stated):
                return
            quote = self.values[0] if self.values else None
            yield self.differs("base_period", None, quote, "No quoted words say the base period.")

    def _is_year_before(self, stated: str) -> bool:
        period = self.statement.get("period", "")
        return period.isdecimal() and stated.isdecimal() and int(stated) == int(period) - 1

    def _base_value(
        self, stated: str, changes: Iterable[tuple[_Quote, Change]]
    ) -> Iterator[Disagreement]:
        for _, change in changes:
            amount = change.base_value
            if amount and change.base_certain and amount.numeral.value and not amount.numeral.doubt:
                if not agree("base_value", stated, amount.numeral.value):
                    where = amount.numeral.start, amount.numeral.end
                    why = "The words around count this change from another number."
                    yield self.differs("base_value", amount.numeral.value, where, why, "value")
                    return
        spans = [quote.place.sentence for quote in self.values]
        spans += [quote.place.at for quote in self.quotes if quote.role != "value"]
        said = [
            amount.numeral.value for span in spans for amount in self.document.amounts_in(*span)
        ]
        if not any(agree("base_value", stated, value) for value in said):
            quote = self.values[0] if self.values else None
            yield self.differs("base_value", None, quote, "No quoted words say the base value.")

    # -- who and how sure ---------------------------------------------------------------------

    def producer(self) -> Iterator[Disagreement]:
        stated = self.statement.get("producer")
        finder = self.names.finders["producer"]
        if stated is None or stated not in finder.known:
            return
        named: list[tuple[Span, frozenset[str]]] = []
        quotes = self.quoted("producer")
        for span in [q.place.at for q in quotes] or [q.place.sentence for q in self.values]:
            found = finder.find(*self._texts, *self._widened(span))
            named += [((start, end), codes) for start, end, codes in found]
        if any(stated in codes for _, codes in named):
            return
        if named and quotes:
            where = self.document.folded.back(*named[0][0])
            said = min(named[0][1])
            yield self.differs("producer", said, where, "The quote names another.", "producer")
        elif not quotes:
            quote = self.values[0] if self.values else None
            yield self.differs("producer", None, quote, "No quoted words name the producer.")

    def _widened(self, span: Span) -> Span:
        """A quote with the whole words at its ends."""
        text, (start, end) = self.document.folded.text, span
        while start > 0 and text[start - 1].isalnum() and text[start : start + 1].isalnum():
            start -= 1
        while end < len(text) and text[end].isalnum() and text[end - 1 : end].isalnum():
            end += 1
        return start, end

    def qualifier(self) -> Iterator[Disagreement]:
        stated = self.statement.get("qualifier")
        quotes = self.quoted("qualifier")
        if stated is None or not quotes:
            return
        lexicon = self.document.lexicon
        words = {"estimated": lexicon.estimated, "approximate": lexicon.approximate}
        said = {}
        for quote in quotes:
            for name, phrases in words.items():
                if re.compile(patterns(phrases)).search(self.document.folded.text, *quote.place.at):
                    said.setdefault(name, quote)
        if said and stated not in said:
            name, quote = next(iter(said.items()))
            yield self.differs("qualifier", name, quote, "The quote says another certainty.")

    def advice(self) -> Iterator[Disagreement]:
        """Differences of area that are worth a look, and block nothing."""
        stated = self.statement.get("area")
        finder = self.names.finders["area"]
        if stated is None or stated not in finder.known:
            return
        for quote in self.quoted("area"):
            found = list(finder.find(*self._texts, *quote.place.at))
            if found and not any(stated in codes for _, _, codes in found):
                start, end = quote.place.start, quote.place.end
                yield Disagreement(
                    "area",
                    stated,
                    min(found[0][2]),
                    "area",
                    start,
                    end,
                    self.document.text[start:end],
                    "The quote of the area names another.",
                    blocks=False,
                )


_NUMBERS = ("value", "value_low", "value_high")
_FIELDS = {"value": "value", "value_low": "low", "value_high": "high"}


@dataclass(frozen=True, slots=True)
class _Number:
    """A number as it is stated or said: a value, or one or two bounds."""

    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    low_open: bool = False
    high_open: bool = False
    doubt: str = ""

    @classmethod
    def of(cls, numeral: Numeral) -> "_Number":
        value = numeral.value
        if value is None and numeral.kind == "year" and numeral.period:
            value = numeral.period
        return cls(
            number(value),
            number(numeral.low),
            number(numeral.high),
            numeral.low_open,
            numeral.high_open,
            str(numeral.doubt or ""),
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _Number):
            return NotImplemented
        mine = self.value, self.low, self.high, self.low_open, self.high_open
        return mine == (other.value, other.low, other.high, other.low_open, other.high_open)

    __hash__ = None  # type: ignore[assignment]

    def any(self) -> Decimal:
        return next((n for n in (self.value, self.low, self.high) if n is not None), Decimal(0))

    def scaled(self, exponent: int, applied: bool) -> "_Number":
        if not exponent or applied:
            return self
        factor = Decimal(10) ** exponent

        def times(value: Decimal | None) -> Decimal | None:
            return None if value is None else value * factor

        return _Number(
            times(self.value),
            times(self.low),
            times(self.high),
            self.low_open,
            self.high_open,
            self.doubt,
        )

    def digits(self) -> list[str]:
        numbers = [n for n in (self.value, self.low, self.high) if n is not None]
        return [str(n).replace(".", "").replace("-", "").strip("0") for n in numbers]

    def text(self) -> str:
        low = f"{'>' if self.low_open else '>='} {self.low}" if self.low is not None else ""
        high = f"{'<' if self.high_open else '<='} {self.high}" if self.high is not None else ""
        return str(self.value) if self.value is not None else " ".join(filter(None, (low, high)))


def _verbal_numbers(reading: Reading) -> Iterator[_Number]:
    for saying in reading.of("value"):
        yield _Number(number(saying.value), None, None)
    for saying in reading.of("value_low"):
        yield _Number(None, number(saying.value), None, True)


def _how(stated: Decimal | None, said: Decimal | None) -> str:
    if stated is None or said is None:
        return "The words say a bound or a range where the statement has none, or none."
    if stated == -said:
        return "The words give the number another sign."
    if (
        said
        and stated
        and str(abs(stated)).replace(".", "").strip("0")
        == str(abs(said)).replace(".", "").strip("0")
    ):
        return "The words give the number another scale."
    return "The quote says another number."


def _stretch(first: Period, last: Period) -> str:
    """From the begin of one period to the end of another: "from 2011 to the round (2014-2018)"."""
    begins = first.values[0].partition("/")[0] if first.values else ""
    ends = last.values[0].rpartition("/")[2] if last.values else ""
    return f"{begins}/{ends}"


def _strictly(stated: str, said: str) -> bool:
    return agree("period", stated, said)


def _units_in(text: str, language: str) -> set[str]:
    """The units that words of a sentence name, each word tried behind a one."""
    words = re.findall(r"[^\W\d_]+(?:\s[^\W\d_]+)?|[%$€£]", text)
    return {unit for word in words if (unit := units.unit_of(word, language))}
