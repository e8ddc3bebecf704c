"""Which statement of a key is its headline.

Pure; called by the projection. The rule: the statement of the newest release among those selected,
except that a coarser consistent restatement never displaces a finer figure, and that a tie of
different values has no headline. A statement without a value never displaces one that has one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, Protocol

from indicators.figures.decimals import Agreement, agreement


@dataclass(frozen=True)
class Statement:
    """A current statement of a key.

    shape: everything but the value that makes it what it says.
    """

    entry: int
    published: date
    value: str
    decimals: int | None
    shape: tuple[object, ...] = ()
    says_nothing: bool = False


@dataclass(frozen=True)
class Headline:
    """entry is the headline for published_by in [published_from, published_to); None: disputed."""

    entry: int | None
    published_from: date | None
    published_to: date | None


class Row(Protocol):
    """What an observation's row says of it."""

    entry_id: Any
    published_last: Any
    value: Any
    value_low: Any
    value_high: Any
    low_open: Any
    high_open: Any
    value_code: Any
    missing_reason: Any
    direction: Any
    unit: Any
    decimals: Any


SHAPE = ("value_low", "value_high", "low_open", "high_open", "value_code", "direction", "unit")


def statement_of(row: Row) -> Statement:
    """The statement that a row makes."""
    return Statement(
        entry=row.entry_id,
        published=row.published_last,
        value=row.value,
        decimals=row.decimals,
        shape=tuple(getattr(row, name) for name in SHAPE),
        says_nothing=bool(row.missing_reason) and not row.direction,
    )


def compare(first: Statement, other: Statement) -> Agreement:
    """How two statements of one key agree."""
    if first.value and other.value and first.shape == other.shape:
        return agreement(first.value, first.decimals, other.value, other.decimals)
    same = (first.value, first.shape) == (other.value, other.shape)
    return "complete" if same else "inconsistent"


def _fineness(statement: Statement) -> tuple[int, int]:
    return (
        statement.decimals if statement.decimals is not None else -1_000_000,
        -statement.entry,
    )


def _of_day(statements: Sequence[Statement]) -> Statement | None:
    finest = max(statements, key=_fineness)
    agreed = all(compare(finest, other) != "inconsistent" for other in statements)
    return finest if agreed else None


def choose_headlines(statements: Iterable[Statement]) -> list[Headline]:
    """The headlines of one key, as a partition of all publication dates in rising order.

    Before the first publication there is none of the key's statements to choose; that part of the
    partition is left out.
    """
    days = sorted(statements, key=lambda s: (s.published, s.entry))
    found: list[tuple[date, int | None]] = []
    current: Statement | None = None
    heard = False  # whether anything said so far has a value
    for day, group in groupby(days, key=lambda s: s.published):
        of_day = list(group)
        with_value = [s for s in of_day if not s.says_nothing]
        if heard and not with_value:
            continue
        heard = heard or bool(with_value)
        newest = _of_day(with_value or of_day)
        coarser = (
            current is not None
            and newest is not None
            and _fineness(newest)[0] < _fineness(current)[0]
            and compare(newest, current) == "consistent"
        )
        if not coarser:
            current = newest
        found.append((day, current.entry if current else None))
    return [
        Headline(entry, day, found[place + 1][0] if place + 1 < len(found) else None)
        for place, (day, entry) in enumerate(found)
    ]
