"""The periods that are said of a place, best first."""

import re
from collections.abc import Iterator

from .caution import (
    is_aim,
    is_dated_apart,
    is_head_unsure,
    is_of_base,
    is_over_stretch,
    is_sentence_unsure,
    speaks_of_aims,
)
from .changes import Change, directions_in
from .clauses import Tie
from .heads import period_of_heads
from .kinds import is_change_column
from .layout import BULLET, Span
from .model import Saying, Where
from .period import Period
from .phrases import phrases_of
from .places import Place
from .ties import is_base, is_reached, is_season, side_of, ties_of

_YEAR = re.compile(r"\d{4}")
_FISCAL = re.compile(r"FY(\d{4}(?:/\d{4})?)")
_APPOSED = 32  # characters with the comma of "in 2012, a two percent increase"
_HEADING = 80  # characters
_LINES = 24  # lines back from an item of a list to what heads it
_BEFORE = 600  # characters back to a sentence or a line that says the period for more than itself


def periods_said(place: Place, change: Change | None, published_on: str | None) -> list[Saying]:
    """Every period that the heads, the sentence or what is before it say of the place."""
    is_change = bool(change and change.is_change) or is_change_column(place)
    said = [*_headed(place, is_change), *_in_sentence(place, change, is_change, published_on)]
    if not said and published_on:
        said = list(_from_publication(place, published_on))
    if not said and not is_dated_apart(place.document, place.main(), place.sentence):
        said = list(_before(place, is_aim(place.document, place.main(), place.sentence)))
    if said and not place.cell and _is_unsure(place, said[0]):
        said = []
    if published_on:
        here = place.start
        said.append(Saying("period", published_on, here, here, "document", "the document's date"))
    return said


def _is_unsure(place: Place, saying: Saying) -> bool:
    """Whether the words around a number name a part of a year, or the year, besides the guess."""
    folded = place.document.folded
    said_at = folded.forth(saying.start), folded.forth(saying.end)
    return is_sentence_unsure(place.document, place.main(), place.sentence, saying.value, said_at)


def values_of(period: Period) -> tuple[str, ...]:
    """What a period may be, with the words before it: `since 2010` is an open stretch."""
    if period.tie in ("since", "from", "as_of"):
        begins = (value.partition("/")[0] for value in period.values)
        opened = tuple(f"{value}/.." for value in begins)
        return (*opened, *period.values) if period.tie == "since" else (*period.values, *opened)
    if period.tie in ("by", "until"):
        return (*period.values, *(f"../{value}" for value in period.values))
    return period.values


def _headed(place: Place, is_change: bool) -> Iterator[Saying]:
    if not place.cell:
        return
    found = period_of_heads(place.document, place.cell)
    if found and not found.is_open and not is_head_unsure(place.document, place.cell, found):
        start, end = place.document.folded.back(*found.span)
        last = found.parts and is_change and not _is_average(place)
        values = (found.parts[1], *found.values) if found.parts and last else found.values
        yield from _sayings(values, (start, end), "head", found.certain)


def _is_average(place: Place) -> bool:
    """Whether the heads of a column say that its changes are means over several years."""
    words = phrases_of(place.document.lexicon)
    heads = place.cell.column_heads if place.cell else ()
    text = place.document.folded.text
    return any(words.averages.search(text, *head) for head in heads)


def _in_sentence(
    place: Place, change: Change | None, is_change: bool, published_on: str | None
) -> Iterator[Saying]:
    ties = ties_of(place.document, place.main(), place.sentence)
    unsure = not ties or ties[0].why == "only"
    level = _level_beside(place, change) if unsure and is_change else None
    beside = ties_of(place.document, level, place.sentence) if level else []
    beside = [tie for tie in beside if tie.period.tie not in ("base", "from")]
    ties = [Tie(tie.period, False, "level") for tie in beside] or ties
    for tie in ties:
        period = tie.period
        if period.is_open or (is_change or _is_rank(place)) and period.tie == "since":
            continue  # it is counted from there; until when is not said
        span = place.document.folded.back(period.start, period.end)
        where: Where = "quote" if place.start <= span[0] and span[1] <= place.end else "sentence"
        values = values_of(period)
        if period.parts and is_season(place.document, period):
            pass
        elif period.parts and (side := _side(place)):
            values = (period.parts[0 if side == "from" else 1], *values)
        elif period.parts and is_over_stretch(place.document, place.main(), place.sentence, period):
            pass  # "by 4 % a year over 2018-2024"
        elif period.parts and change:
            values = (period.parts[0 if change.direction == "from" else 1], *values)
        elif period.parts and is_change:
            values = (period.parts[1], *values)
        open_year = any(value.startswith("--") for value in values)
        if open_year and tie.why == "only" and _is_apart(place, period):
            continue  # "40 houses, at a cost of 6 million, go to Cabinet in January"
        if open_year:
            values = _with_years(place, values, published_on)
        doubt = "the year is not said" if open_year else ""
        certain = tie.certain and place.is_figure and not open_year
        certain = certain and not any(value.startswith("FY") for value in values)
        yield from _sayings(values, span, where, certain, doubt)


def _is_rank(place: Place) -> bool:
    """Whether a number is a rank: "the fourth longest since 1990"."""
    return any(numeral.kind == "rank" for numeral in place.numerals)


def _is_apart(place: Place, period: Period) -> bool:
    """Whether a comma parts a number from a period behind it."""
    return "," in place.document.folded.text[place.main()[1] : period.start]


def _side(place: Place) -> str:
    """Whether a number is where something began or ended: "fell by 2 % to 5.1 million"."""
    side = side_of(place.document, place.main(), place.sentence)
    if side or not is_reached(place.document, place.main(), place.sentence):
        return side
    return "to" if directions_in(place.document, place.sentence[0], place.main()[0]) else ""


def _from_publication(place: Place, published_on: str) -> Iterator[Saying]:
    """The year of "last year" or "this year", where the sentence names no other period."""
    named = [p for p in place.document.periods_in(*place.sentence) if p.tie != "base"]
    if len(named) != 1 or named[0].deictic is None or not _YEAR.match(published_on):
        return
    year = str(int(published_on[:4]) + named[0].deictic)
    span = place.document.folded.back(named[0].start, named[0].end)
    yield Saying("period", year, *span, "sentence", "counted from the year of publication")


def _sayings(
    values: tuple[str, ...], span: Span, where: Where, certain: bool, doubt: str = ""
) -> Iterator[Saying]:
    for value in values:
        if value.startswith("--"):
            continue
        if fiscal := _FISCAL.fullmatch(value.removesuffix("/..").removeprefix("../")):
            yield Saying("period", fiscal[1], *span, where, "a fiscal year: which months is open")
        else:
            yield Saying("period", value, *span, where, doubt, certain)


def _level_beside(place: Place, change: Change | None) -> Span | None:
    """The level of a change: 4.1 of "rose 0.3 points to 4.1 %", 50 of "50 tons, a 2 % rise"."""
    start, end = place.main()
    document = place.document
    if change and change.level:
        return change.level.start, change.level.stop
    following = document.amounts_in(end, place.sentence[1])
    reached = following and not is_base(
        document, (following[0].start, following[0].stop), place.sentence
    )
    if reached and not document.periods_in(end, following[0].start):
        between = document.folded.text[end : following[0].start]
        if phrases_of(document.lexicon).to_level.match(between):
            return following[0].start, following[0].stop
    before = document.amounts_in(place.sentence[0], start)
    if not before:
        return None
    between = document.folded.text[before[-1].stop : start]
    if "," not in between[-_APPOSED:] or re.search(r"[;:]", between):
        return None
    spans = [(amount.start, amount.stop) for amount in reversed(before)]
    return next((span for span in spans if not is_base(document, span, place.sentence)), None)


def _with_years(place: Place, values: tuple[str, ...], published_on: str | None) -> tuple[str, ...]:
    """Months in the year that the paragraph named before, else in the last before publication."""
    years = [
        _YEAR.findall(period.values[0])[-1]
        for period in place.document.periods_in(_paragraph(place), place.at[0])
        if period.values
        and _YEAR.search(period.values[0])
        and not is_of_base(place.document, period)
    ]
    if len({*years}) > 1 and len({*years[-2:]}) > 1:
        return ()  # either may be meant
    if years:
        named = tuple(_in_year(value, years[-1]) for value in values)
        return () if published_on and named[0].lstrip("./") > published_on else named
    if found := _in_sentence_years(place, values):
        return found
    headed = _over_list(place)
    if headed and _YEAR.fullmatch(headed.values[0]):
        return tuple(_in_year(value, headed.values[0]) for value in values)
    if not published_on or not _YEAR.match(published_on) or _names_year(place):
        return values
    year, month = published_on[:4], published_on[5:7] or "12"
    before = str(int(year) - 1)
    return tuple(
        _in_year(value, year if value.lstrip("./-")[:2] <= month else before) for value in values
    )


def _names_year(place: Place) -> bool:
    """Whether the sentence names a year: then that of publication is hardly meant."""
    text = place.document.folded.text
    named = place.document.periods_in(*place.sentence)
    return any(_YEAR.search(text, period.start, period.end) for period in named)


def _in_sentence_years(place: Place, values: tuple[str, ...]) -> tuple[str, ...]:
    """Months in the year of another month of the sentence: "in May, after 5 in April 2016".

    In another year, if they can't be in that one: none is said.
    """
    named = [
        period.values[0]
        for period in place.document.periods_in(*place.sentence)
        if period.values and _YEAR.match(period.values[0])
    ]
    if not named:
        return ()
    later = len({value[:4] for value in named}) == 1 and len(named[0]) >= len("2016-04")
    if later and all(value.lstrip("-/.")[:2] > named[0][5:7] for value in values):
        return tuple(_in_year(value, named[0][:4]) for value in values)
    return values


def _in_year(value: str, year: str) -> str:
    return value.replace("--", f"{year}-")


def _paragraph(place: Place) -> int:
    text = place.document.folded.text
    low = max(0, place.at[0] - 2 * _BEFORE)
    found = text.rfind("\n\n", low, place.at[0])
    return found + 2 if found >= 0 else low


def _over_list(place: Place) -> Period | None:
    """The period of the heading over a list, or of the one over that: "MARCH 2019 KEY FIGURES"."""
    text, document = place.document.folded.text, place.document
    start = text.rfind("\n", 0, place.at[0]) + 1
    if not BULLET.match(text, start):
        return None
    style, headings = _style(text, start), 0
    for _ in range(_LINES):
        if start <= 0:
            return None
        end = start - 1
        start = text.rfind("\n", 0, end) + 1
        line = text[start:end].strip()
        if not line and style[-1:] in (")", "."):
            style = ""  # paragraphs with numbers are no items of one list
        if not line or style and _style(text, start) == style:
            continue
        if len(line) > _HEADING or line.endswith((".", ";", ",")) or "\t" in line:
            return None
        headings += 1
        periods = document.periods_in(start, end)
        if periods or headings == 2:
            bare = bool(periods) and len(line) == periods[0].end - periods[0].start
            named = (
                _is_same(periods)
                and not bare
                and not periods[0].belongs
                and not periods[0].relative
            )
            return periods[0] if named and _is_said(periods[0]) else None
    return None


def _style(text: str, start: int) -> str:
    """How the item of a list at a line's begin is marked: "a)" for every letter, else ""."""
    found = BULLET.match(text, start)
    return re.sub(r"\d+", "1", re.sub(r"[a-z]+", "a", found.group().strip())) if found else ""


def _is_same(periods: list[Period]) -> bool:
    """Whether a heading names one period, or the same twice: "2018/19 (July 2018 to June 2019)"."""
    return bool(periods) and all({*periods[0].values} & {*p.values} for p in periods)


def _is_below(text: str, start: int, at: int) -> bool:
    """Whether a place is in the paragraph below a line, or in an item of the list below it."""
    between = text[start:at].lstrip("\n")
    if "\n\n" not in between:
        return True
    line = text.rfind("\n", 0, at) + 1
    return bool(_style(between, 0) and _style(between, 0) == _style(text, line))


def _is_said(period: Period) -> bool:
    """Whether a period has a value that may be proposed."""
    return bool(period.values) and not period.is_open


def _is_for_aims(place: Place, period: Period) -> bool:
    """Whether a heading says the time of targets: "Targets for 2023", "During 2017-18:"."""
    text = place.document.folded.text
    line = text.rfind("\n", 0, period.start) + 1
    aims = speaks_of_aims(place.document, line, text.find("\n", period.end))
    return aims or period.tie == "in" and period.lead == line


def _before(place: Place, aims: bool) -> Iterator[Saying]:
    """The period of the line that opens a list, or of the sentence before in the paragraph.

    aims: the number is a target, which has that time only where a list is headed so.
    """
    if place.cell:
        return
    start = _paragraph(place)
    text, low = place.document.folded.text, place.sentence[0]
    opened = text.rfind(":", max(0, low - _BEFORE), low)
    ends_line = opened >= 0 and text[opened + 1 : low].lstrip(" ")[:1] == "\n"
    if ends_line and _is_below(text, opened + 1, place.at[0]):
        line = max(text.rfind("\n", 0, opened), text.rfind(". ", 0, opened)) + 1
        periods = place.document.periods_in(line, opened)
        said = len(periods) == 1 and _is_said(periods[0])
        said = said and (not aims or _is_for_aims(place, periods[0]))
        if said and "\n" in text[opened : place.at[0]]:
            span = place.document.folded.back(periods[0].start, periods[0].end)
            yield from _sayings(periods[0].values, span, "head", False)
            return
    headed = _over_list(place)
    if headed and (not aims or _is_for_aims(place, headed)):
        span = place.document.folded.back(headed.start, headed.end)
        yield from _sayings(headed.values, span, "head", False)
        return
    if aims:
        return
    line = text.rfind("\n", 0, place.at[0]) + 1
    if BULLET.match(text, line):
        start = max(start, line)  # another item of a list dates nothing here
    earlier = [p for p in place.document.periods_in(start, low) if _is_said(p) and not p.belongs]
    earlier = [p for p in earlier if p.tie not in ("base", "from")]
    if earlier:
        span = place.document.folded.back(earlier[-1].start, earlier[-1].end)
        doubt = "the sentence before names it"
        yield from _sayings(earlier[-1].values, span, "document", False, doubt)
