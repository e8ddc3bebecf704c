"""Checks: whether a stated relation between printed figures holds, recomputed exactly.

Owns the arithmetic of claims. Publication and the claims of the API call `verdict`; the grouping of
statements of one figure calls `restatement`. Knows no observation and no database.

A printed number stands for every number that rounds to it: 24.3 for [24.25, 24.35], $11.6 million
for 11.55 to 11.65 million. Words print no digits: they stand for whole units (three percent: 2.5 to
3.5). The verdict is `consistent` if the printed numbers, taken as exact, agree; else
`consistent_after_rounding` if some numbers that round to them do; else `inconsistent`. All
arithmetic is on fractions, so nothing is lost on the way.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from indicators.figures.quantities import exact_value

Relation = Literal[
    "change_percent",
    "change_absolute",
    "multiple",
    "sum",
    "share",
    "exceeds",
    "below",
    "equal",
    "rank",
    "restatement",
]
Direction = Literal["increase", "decrease", "stable"]
Outcome = Literal["consistent", "consistent_after_rounding", "inconsistent", "not_checkable"]
Restatement = Literal["complete", "consistent", "inconsistent"]

# The operands that each relation needs by name; sum and rank take any names.
OPERANDS: Mapping[str, tuple[str, ...]] = {
    "change_percent": ("base", "current"),
    "change_absolute": ("base", "current"),
    "multiple": ("base", "current"),
    "sum": (),
    "share": ("part", "whole"),
    "exceeds": ("left", "right"),
    "below": ("left", "right"),
    "equal": ("left", "right"),
    "rank": (),
    "restatement": ("earlier", "later"),
}
_COMPARISONS = frozenset(("exceeds", "below", "equal", "restatement"))
MAX_OPERANDS = 1_000
MAX_DECIMALS = 60


class InvalidClaim(ValueError):
    """A claim malformed whatever its numbers: an unknown relation, a rank without subject."""


@dataclass(frozen=True, slots=True)
class Operand:
    """A figure of a claim: `value`, or `low` and/or `high`, as value texts.

    `decimals` is the place of the last printed digit (-5 for $11.6 million), null for words.
    """

    value: str | None = None
    low: str | None = None
    high: str | None = None
    low_open: bool = False
    high_open: bool = False
    decimals: int | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome, the operands that were missing, what was recomputed, and why, in words.

    `computed` is the result from the printed numbers, rounded to six places at most, or null.
    """

    outcome: Outcome
    missing: tuple[str, ...] = ()
    computed: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Interval:
    """Numbers from low to high; None is unbounded; an open end is itself excluded."""

    low: Fraction | None
    high: Fraction | None
    low_open: bool = False
    high_open: bool = False

    @property
    def is_bounded(self) -> bool:
        return self.low is not None and self.high is not None

    @property
    def point(self) -> Fraction | None:
        return self.low if self.low == self.high else None

    def contains(self, number: Fraction) -> bool:
        above = self.low is None or number > self.low or (number == self.low and not self.low_open)
        return above and (
            self.high is None or number < self.high or (number == self.high and not self.high_open)
        )

    def meets(self, other: "_Interval") -> bool:
        """Whether the two share a number, open ends counted as closed."""
        return (self.low is None or other.high is None or self.low <= other.high) and (
            other.low is None or self.high is None or other.low <= self.high
        )


def verdict(
    relation: Relation,
    inputs: Mapping[str, Operand | None],
    printed: Operand | None = None,
    *,
    direction: Direction | None = None,
    subject: str | None = None,
    smallest_first: bool = False,
) -> Verdict:
    """Whether `printed` follows from the inputs by the relation.

    - change_percent, change_absolute: from `base` to `current`; with a direction `printed` is
      unsigned, and `stable` needs none;  multiple: current / base;
    - sum: of all inputs;  share: part / whole in percent;
    - exceeds, below, equal: `left` to `right`;  restatement: `earlier` to `later`; no `printed`;
    - rank: of `subject` among the inputs, largest first unless `smallest_first`.

    An input that is absent, None or only bounded on one side where a number is needed makes the
    claim not checkable and is named. Raises InvalidClaim for an unknown relation, a rank without
    its subject, a change's direction elsewhere, or more than MAX_OPERANDS inputs.
    """
    _refuse_malformed(relation, inputs, direction, subject)
    operands = {name: inputs.get(name) for name in (*OPERANDS[relation], *inputs)}
    missing = [name for name, operand in operands.items() if _is_empty(operand)]
    needs_printed = relation not in _COMPARISONS and direction != "stable"
    if needs_printed and _is_empty(printed):
        missing.append("printed")
    if not operands or missing:
        return _not_checkable(missing or ["inputs"], "not stated")
    given = {name: operand for name, operand in operands.items() if operand}
    units = sorted({operand.unit for operand in given.values() if operand.unit})
    if len(units) > 1:
        return _not_checkable(sorted(given), f"units differ: {', '.join(units)}")
    if relation in _COMPARISONS:
        return _compare(relation, *(given[name] for name in OPERANDS[relation]))
    if relation == "rank":
        assert printed
        assert subject
        return _rank(given, printed, subject, smallest_first)
    if direction == "stable":
        return _compare("equal", given["base"], given["current"])
    assert printed
    return _arithmetic(relation, given, printed, direction)


def restatement(earlier: Operand, later: Operand) -> Restatement:
    """How two statements of one figure agree: in full, once rounded to the coarser, or not."""
    if _is_empty(earlier) or _is_empty(later):
        raise InvalidClaim("a restatement needs two figures with numbers")
    a, b = _exact(earlier), _exact(later)
    if a == b:
        return "complete"
    coarser = max(_half_step(earlier), _half_step(later))
    if a.point is not None and b.point is not None:
        return "consistent" if abs(a.point - b.point) <= coarser else "inconsistent"
    return "consistent" if _widen(a, coarser).meets(b) else "inconsistent"


def _refuse_malformed(
    relation: str,
    inputs: Mapping[str, Operand | None],
    direction: Direction | None,
    subject: str | None,
) -> None:
    if relation not in OPERANDS:
        raise InvalidClaim(f"unknown relation {relation!r}; known: {', '.join(OPERANDS)}")
    if len(inputs) > MAX_OPERANDS:
        raise InvalidClaim(f"{len(inputs)} operands, at most {MAX_OPERANDS}")
    unknown = [name for name in inputs if OPERANDS[relation] and name not in OPERANDS[relation]]
    if unknown:
        expected = ", ".join(OPERANDS[relation])
        raise InvalidClaim(f"{relation}: unknown operand {unknown[0]!r}; expected {expected}")
    if relation == "rank" and subject not in inputs:
        raise InvalidClaim(f"rank: the subject {subject!r} is not among the operands")
    if direction and relation not in ("change_percent", "change_absolute"):
        raise InvalidClaim(f"{relation} takes no direction")


# -- printed numbers as intervals ---------------------------------------------------------------


def _is_empty(operand: Operand | None) -> bool:
    return operand is None or (operand.value, operand.low, operand.high) == (None, None, None)


def _fraction(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(exact_value(text))


def _exact(operand: Operand) -> _Interval:
    """The printed numbers themselves: a point, a range or a half line."""
    if operand.value is not None:
        point = _fraction(operand.value)
        return _Interval(point, point)
    return _Interval(
        _fraction(operand.low), _fraction(operand.high), operand.low_open, operand.high_open
    )


def _half_step(operand: Operand) -> Fraction:
    """Half a unit of the last printed place; words print whole units."""
    decimals = operand.decimals or 0
    if abs(decimals) > MAX_DECIMALS:
        raise InvalidClaim(f"decimals {decimals}: at most {MAX_DECIMALS} either way")
    return Fraction(10) ** -decimals / 2


def _rounded(operand: Operand) -> _Interval:
    """All numbers that round to what is printed."""
    return _widen(_exact(operand), _half_step(operand))


def _widen(interval: _Interval, by: Fraction) -> _Interval:
    low = None if interval.low is None else interval.low - by
    return _Interval(low, None if interval.high is None else interval.high + by)


# -- relations ------------------------------------------------------------------------------------


def _arithmetic(
    relation: str, given: Mapping[str, Operand], printed: Operand, direction: Direction | None
) -> Verdict:
    half_open = [name for name, operand in given.items() if not _exact(operand).is_bounded]
    if half_open:
        return _not_checkable(half_open, "only a bound is stated")
    plain = {name: _exact(operand) for name, operand in given.items()}
    wide = {name: _rounded(operand) for name, operand in given.items()}
    computed = _compute(relation, plain, direction)
    if computed is None:
        return _not_checkable([OPERANDS[relation][-1 if relation == "share" else 0]], "it is zero")
    said = _exact(printed)
    shown = _shown(computed)
    if computed.point is not None and said.contains(computed.point):
        return Verdict("consistent", computed=shown)
    reach = _compute(relation, wide, direction)
    # An operand that may round from zero has quotients of any size: the relation can't be refused.
    if reach is None or reach.meets(_rounded(printed)):
        return Verdict("consistent_after_rounding", computed=shown)
    return Verdict("inconsistent", computed=shown, reason=f"computed {shown}")


def _compute(
    relation: str, operands: Mapping[str, _Interval], direction: Direction | None
) -> _Interval | None:
    """The result over bounded intervals; None where a divisor may be zero."""
    if relation == "sum":
        ends = [_ends(interval) for interval in operands.values()]
        zero = Fraction(0)
        return _Interval(sum((low for low, _ in ends), zero), sum((high for _, high in ends), zero))
    if relation == "share":
        return _scaled(_quotient(operands["part"], operands["whole"]), Fraction(100))
    base, current = operands["base"], operands["current"]
    if relation == "multiple":
        return _quotient(current, base)
    sign = Fraction(-1 if direction == "decrease" else 1)
    if relation == "change_absolute":
        (base_low, base_high), (low, high) = _ends(base), _ends(current)
        return _scaled(_Interval(low - base_high, high - base_low), sign)
    ratio = _quotient(current, base)
    if ratio is None:
        return None
    low, high = _ends(ratio)
    return _scaled(_Interval(low - 1, high - 1), sign * 100)


def _ends(interval: _Interval) -> tuple[Fraction, Fraction]:
    assert interval.low is not None
    assert interval.high is not None
    return interval.low, interval.high


def _quotient(over: _Interval, under: _Interval) -> _Interval | None:
    under_low, under_high = _ends(under)
    if under_low <= 0 <= under_high:
        return None
    quotients = [a / b for a in _ends(over) for b in (under_low, under_high)]
    return _Interval(min(quotients), max(quotients))


def _scaled(interval: _Interval | None, by: Fraction) -> _Interval | None:
    if interval is None:
        return None
    low, high = sorted(end * by for end in _ends(interval))
    return _Interval(low, high)


def _compare(relation: str, left: Operand, right: Operand) -> Verdict:
    if relation == "restatement":
        agreed = restatement(left, right)
        outcomes: Mapping[str, Outcome] = {
            "complete": "consistent",
            "consistent": "consistent_after_rounding",
            "inconsistent": "inconsistent",
        }
        return Verdict(outcomes[agreed])
    if relation == "below":
        left, right = right, left
    a, b = _exact(left), _exact(right)
    if relation == "equal":
        if a == b and a.point is not None:
            return Verdict("consistent")
        meets = _rounded(left).meets(_rounded(right))
        return Verdict("consistent_after_rounding" if meets else "inconsistent")
    if _is_above(a, b):
        return Verdict("consistent")
    if a.point is None or b.point is None:
        if _is_above(b, a):
            return Verdict("inconsistent")
        vague = [name for name, side in (("left", a), ("right", b)) if side.point is None]
        if relation == "below":
            vague = ["right" if name == "left" else "left" for name in vague]
        return _not_checkable(vague, "only a range or a bound is stated")
    close = _rounded(left).meets(_rounded(right))
    return Verdict("consistent_after_rounding" if close else "inconsistent")


def _is_above(a: _Interval, b: _Interval) -> bool:
    """Whether every number of a is greater than every number of b."""
    if a.low is None or b.high is None:
        return False
    return a.low > b.high or (a.low == b.high and (a.low_open or b.high_open))


def _rank(
    given: Mapping[str, Operand], printed: Operand, subject: str, smallest_first: bool
) -> Verdict:
    """First where no other operand is larger; equal numbers share the places between them."""
    half_open = [name for name, operand in given.items() if not _exact(operand).is_bounded]
    if half_open:
        return _not_checkable(half_open, "only a bound is stated")
    others = [operand for name, operand in given.items() if name != subject]
    mine = given[subject]

    def places(view: dict[int, _Interval], own: _Interval) -> tuple[int, int]:
        ahead = sum(_is_above(*((own, o) if smallest_first else (o, own))) for o in view.values())
        behind = sum(_is_above(*((o, own) if smallest_first else (own, o))) for o in view.values())
        return 1 + ahead, len(view) + 1 - behind

    best, worst = places({i: _exact(o) for i, o in enumerate(others)}, _exact(mine))
    said = _fraction(printed.value)
    if said is None:
        return _not_checkable(["printed"], "a rank needs a number")
    shown = str(best) if best == worst else f"{best} to {worst}"
    if best == worst == said:
        return Verdict("consistent", computed=shown)
    best, worst = places({i: _rounded(o) for i, o in enumerate(others)}, _rounded(mine))
    if best <= said <= worst:
        return Verdict("consistent_after_rounding", computed=shown)
    return Verdict("inconsistent", computed=shown, reason=f"computed {shown}")


# -- words ----------------------------------------------------------------------------------------


def _not_checkable(names: list[str], why: str) -> Verdict:
    reason = f"{', '.join(names[:10])}: {why}"
    return Verdict("not_checkable", missing=tuple(names), reason=reason)


def _shown(interval: _Interval) -> str:
    low, high = (_decimal(end) for end in _ends(interval))
    return low if low == high else f"{low} to {high}"


def _decimal(number: Fraction) -> str:
    """At most six places, without trailing zeros."""
    scaled = round(abs(number) * 10**6)
    whole, part = divmod(scaled, 10**6)
    sign = "-" if number < 0 and scaled else ""
    return f"{sign}{whole}.{part:06}".rstrip("0").rstrip(".")
