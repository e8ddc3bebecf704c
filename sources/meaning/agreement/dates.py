"""Whether words say the period: its quotes, the sentence around the number, the heads."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from sources.meaning.agreeing import akin, overlap, periods_agree
from sources.meaning.caution import is_head_unsure
from sources.meaning.dating import values_of
from sources.meaning.heads import period_of_heads
from sources.meaning.layout import Span
from sources.meaning.model import Disagreement
from sources.meaning.period import Period
from sources.meaning.places import Place
from sources.meaning.ties import may_date, ties_of

from .case import Case, Quote

Same = Callable[[str, str], bool]
_LONG_STRETCH = frozenset(("from", "since", "in"))


def of_period(case: Case) -> Iterator[Disagreement]:
    """Disagreements of the period: what is stated must be named, what is implied not denied."""
    stated = case.statement.get("period")
    if stated is None:
        return
    is_stated = _basis(case) == "stated"
    yield from _of_the_number(case, stated, periods_agree if is_stated else overlap)
    same = periods_agree if is_stated else akin
    cited = periods_cited(case)
    if not cited:
        yield from _without_quote(case, stated, same)
    elif not any(same(stated, value) for _, value in cited):
        quote, value = cited[0]
        yield case.differs("period", value, quote, "The quote of the period names another.")
    elif not _year_is_right(case, stated, [value for _, value in cited]):
        quote, value = cited[0]
        why = "The quote names a month, and the year that the text named last is another."
        yield case.differs("period", value, quote, why)


def _basis(case: Case) -> str:
    return case.statement.get("period_basis", "stated")


def periods_cited(case: Case) -> list[tuple[Quote, str]]:
    """Every period that quotes of the role say; a stretch of a change also as its two ends."""
    said = []
    for quote in case.quoted("period"):
        periods = case.document.periods_over(*quote.place.at)
        if len(periods) > 1 and periods[0].tie in _LONG_STRETCH:
            said.append((quote, _stretch(periods[0], periods[-1])))
        said += [(quote, value) for period in periods for value in values_in(case, period)]
    return said


def _stretch(first: Period, last: Period) -> str:
    """From the begin of one period to the end of another: "from 2011 to the round (2014-2018)"."""
    begins = first.values[0].partition("/")[0] if first.values else ""
    ends = last.values[0].rpartition("/")[2] if last.values else ""
    return f"{begins}/{ends}"


def values_in(case: Case, period: Period) -> tuple[str, ...]:
    """What a period may be in the statement; where something changed, also an end of a stretch."""
    ends = period.parts if period.parts and (case.is_change or case.changes) else ()
    return (*values_of(period), *ends)


# -- what is said of the number -------------------------------------------------------------------


def _of_the_number(case: Case, stated: str, same: Same) -> Iterator[Disagreement]:
    for quote in case.values:
        for values, span in _certain_periods(case, quote.place):
            if not any(same(stated, value) for value in values):
                why = "The words around give this number another period."
                yield case.differs_at("period", values[0], "period", span, why)


def _certain_periods(case: Case, place: Place) -> Iterator[tuple[tuple[str, ...], Span]]:
    """What the heads or the sentence say of the number for certain."""
    head = period_of_heads(case.document, place.cell) if place.cell else None
    if head and head.certain and place.cell:
        if is_head_unsure(case.document, place.cell, head):
            return
        yield (*head.values, *(head.parts or ())), head.span
    for tie in ties_of(case.document, place.main(), place.sentence):
        since = case.is_change and tie.period.tie == "since"  # may be what it is counted from
        named = tie.period.values and not tie.period.values[0].startswith("--")
        if tie.certain and place.is_figure and named and not since:
            yield values_in(case, tie.period), (tie.period.start, tie.period.end)


# -- where no quote says a period -----------------------------------------------------------------


def _without_quote(case: Case, stated: str, same: Same) -> Iterator[Disagreement]:
    published = case.published_on
    if _basis(case) == "release":
        if published and not overlap(stated, published):
            why = "The period is not that of the document's publication."
            yield case.differs("period", published, None, why)
    elif not _is_in_heads(case, stated, same) and not any(
        _is_said_around(case, stated, quote, same) for quote in case.values
    ):
        yield case.differs("period", None, case.first, "No quoted words say the period.")


def _is_in_heads(case: Case, stated: str, same: Same) -> bool:
    """Whether a quoted head of the row or the column names the period, with its year."""
    quotes = case.quoted("row_header", "column_header")
    named = (_full(case, case.document.periods_over(*quote.place.at)) for quote in quotes)
    return any(same(stated, value) for values in named for value in values)


def _is_said_around(case: Case, stated: str, quote: Quote, same: Same) -> bool:
    """Whether the nearest words that name a period name this one."""
    place = quote.place
    own = [saying.value for saying in quote.reading.of("period") if saying.where == "head"]
    head = period_of_heads(case.document, place.cell) if place.cell else None
    own += head.values if head and not head.is_open else ()  # also where it is not guessed
    if _basis(case) == "stated":  # a year that is the value itself implies nothing
        own += [numeral.period for numeral in place.numerals if numeral.period]
    if any(same(stated, value) for value in own):
        return True
    here = may_date(case.document, place.main(), place.sentence)
    if case.is_coded:
        here = [period for period in here if period.tie or period.bracketed or period.parts]
    implied = _basis(case) == "implied"
    named = _full(case, here)
    if not implied and not _is_dated(case, place):  # another number's may be its own, too
        named += _full(case, case.document.periods_in(*place.sentence))
    if named:
        if any(same(stated, value) for value in named):
            return True
        return implied and not _is_dated(case, place) and _is_of_the_whole(case, stated)
    return implied and (_follows(case, stated, place) or _is_of_the_whole(case, stated))


def _full(case: Case, periods: Iterable[Period]) -> list[str]:
    """The values of periods that name their year."""
    values = (value for period in periods for value in values_in(case, period))
    return [value for value in values if not value.startswith("--")]


def _is_dated(case: Case, place: Place) -> bool:
    """Whether the sentence says for certain when its words hold."""
    ties = ties_of(case.document, place.main(), place.sentence)
    return any(tie.certain and tie.period.values for tie in ties)


def _follows(case: Case, stated: str, place: Place) -> bool:
    """Whether a period is that which the text named last, or names next; or it names none."""
    for period in case.document.periods_from(place.at[0]):
        said = not period.relative and period.tie not in ("base", "from")
        if said and (named := _full(case, [period])):
            return any(akin(stated, value) for value in named)
    return True


def _year_is_right(case: Case, stated: str, said: list[str]) -> bool:
    """Whether a quote names the year, too, or the text has named it last."""
    dated = any(overlap(stated, value) for value in said if not value.startswith("--"))
    return dated or all(_follows(case, stated, quote.place) for quote in case.values)


def _is_of_the_whole(case: Case, stated: str) -> bool:
    """Whether a figure is dated as the whole document is: by what that names most by far."""
    memory = case.document.memory
    if "most named" not in memory:
        counted = [*Counter(_full(case, case.document.periods)).most_common(2), ("", 0), ("", 0)]
        (most, times), (_, others) = counted[:2]
        memory["most named"] = most if times > 2 * others else ""
    return bool(stated == memory["most named"])
