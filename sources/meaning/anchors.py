"""The period that another one names: "the same quarter of 2017" by the quarter before it."""

import re
from collections.abc import Callable
from dataclasses import replace

from .period import Period
from .relative import LENGTHS, months_of, moved

_SECTION = 1500  # characters from "the quarter" back to the quarter that it means
_LAST = 60  # periods that are looked at
_FAR = 300  # characters from "the previous year" back to the year that it means


def resolved(
    period: Period, before: list[Period], counted_from: Callable[[Period], bool]
) -> Period:
    """A period that another names, with its value; without one if it is open which is meant."""
    step = period.values[0]
    length = _length(step)
    reach = _SECTION if length else _FAR
    near = (p for p in reversed(before[-_LAST:]) if period.start - p.end <= reach)
    topics = (p for p in near if _is_topic(p) and not counted_from(p))
    anchor = next((p for p in topics if not length or months_of(p.values[0]) == length), None)
    if anchor and anchor.is_open:
        return replace(period, values=())  # some weeks, or a year whose months aren't known
    if step == "this" or step == "last" and period.tie != "base":
        return replace(period, values=(), deictic=-1 if step == "last" else 0)
    if not anchor:
        return replace(period, values=())
    if step.startswith("same ") and step[5:].isdecimal():
        return replace(period, values=_same_in(anchor, step[5:]))
    if step.startswith("same"):
        return replace(period, values=(anchor.parts[1],) if anchor.parts else anchor.values)
    value = anchor.parts[1] if anchor.parts else anchor.values[0]
    work = any(other.startswith("FY") for other in anchor.values)
    if (
        step in ("-1", "0")
        and months_of(value) != 12
        and not work
        or step[:5] == "years"
        and "/" in value
    ):
        return replace(period, values=())
    return replace(period, values=moved(step.replace("last", "ago"), value))


def _length(step: str) -> int:
    """How many months the period has that a step is counted from; 0 if it may be any."""
    what, _, how = step.partition(" ")
    if what not in ("same", "back") or how.isdecimal():
        return 0
    if how.endswith("m") and how[:-1].isdecimal():
        return int(how[:-1])
    return 12 if how == "year" else LENGTHS.get(how, 0)


def _is_topic(period: Period) -> bool:
    """Whether a text speaks of a period, and doesn't compare with it or name a paper of it."""
    if not period.values or period.relative or period.belongs == "paper":
        return False
    return period.tie not in ("base", "from") and not period.values[0].startswith("--")


def _same_in(anchor: Period, year: str) -> tuple[str, ...]:
    """The months of a period in another year: "the same period of 2012"."""
    value = anchor.values[0]
    first = value[:4]
    if len(set(re.findall(r"\d{4}", value))) > 1:
        return (year,)
    return (value.replace(first, year),) if first.isdecimal() else (year,)


def year_before(period: str) -> str | None:
    """The same period one year earlier; None if it is open."""
    return next(iter(moved("ago", period)), None)
