"""Claims: which figures a stated relation joins, and what the check of it says.

No database. The arithmetic is indicators.figures.checks; here its operands are found. A figure that
was corrected counts as corrected; one that was retracted is a missing operand.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from indicators.figures import checks
from indicators.figures.checks import Operand, Verdict


class Claim(Protocol):
    """What is judged: a relation, as a claim's row states it."""

    relation: Any
    operator: Any


class Observation(Protocol):
    """One of its figures, as an observation's row states it."""

    code: Any
    area: Any
    period: Any
    kind: Any
    unit: Any
    value: Any
    value_low: Any
    value_high: Any
    low_open: Any
    high_open: Any
    decimals: Any
    direction: Any


OPERATORS: Mapping[str, checks.Relation] = {
    "exceeds": "exceeds",
    "below": "below",
    "equals": "equal",
}
NAMES = {
    "change": ("base", "current"),
    "share": ("part", "whole"),
    "comparison": ("left", "right"),
    "restatement": ("earlier", "later"),
}


@dataclass(frozen=True)
class Figures:
    """The observations that a claim names, as they are now: None where one was retracted."""

    result: Observation | None
    inputs: Sequence[Observation | None]


def judge(claim: Claim, figures: Figures) -> Verdict:
    """Recompute a claim at the precision printed.

    Missing operands are named, never guessed.
    """
    try:
        return JUDGES[claim.relation](claim, figures)
    except (checks.InvalidClaim, ValueError) as error:
        return Verdict("not_checkable", missing=("form",), reason=str(error))


def _change(claim: Claim, figures: Figures) -> Verdict:
    result, inputs = figures.result, list(figures.inputs)
    if result is None:
        return _missing("printed")
    if len(inputs) == 1 and inputs[0] is not None:
        # A lone operand is told apart by its period: that of the result is the current one.
        inputs = [None, inputs[0]] if inputs[0].period == result.period else [inputs[0], None]
    relation: checks.Relation = "change_percent" if result.unit == "%" else "change_absolute"
    if result.direction == "stable" and not result.unit:
        relation = "change_absolute"
    direction: checks.Direction | None = DIRECTIONS.get(result.direction)
    return checks.verdict(relation, _named("change", inputs), operand(result), direction=direction)


DIRECTIONS: Mapping[str, checks.Direction] = {
    "increase": "increase",
    "decrease": "decrease",
    "stable": "stable",
}


def _sum(claim: Claim, figures: Figures) -> Verdict:
    parts = {f"part {place}": operand(part) for place, part in enumerate(figures.inputs, 1)}
    return checks.verdict("sum", parts, operand(figures.result))


def _share(claim: Claim, figures: Figures) -> Verdict:
    inputs = list(figures.inputs)
    same_unit = len({figure.unit for figure in inputs if figure}) == 1
    result = operand(figures.result)
    verdict = checks.verdict("share", _named("share", inputs), result)
    if verdict.outcome == "not_checkable" or same_unit:
        return verdict
    return _missing("whole")


def _comparison(claim: Claim, figures: Figures) -> Verdict:
    return checks.verdict(OPERATORS[claim.operator], _named("comparison", figures.inputs))


def _restatement(claim: Claim, figures: Figures) -> Verdict:
    earlier = figures.inputs[0] if figures.inputs else None
    return checks.verdict("restatement", _named("restatement", [earlier, figures.result]))


def _rank(claim: Claim, figures: Figures) -> Verdict:
    result = figures.result
    if result is None or result.kind != "rank":
        return _missing("rank")
    inputs = [figure for figure in figures.inputs if figure]
    subject = next((figure for figure in inputs if figure.area == result.area), None)
    if subject is None:
        return _missing("subject")
    if len(inputs) < 2:
        return _missing("others")
    given = {figure.code: operand(figure) for figure in inputs}
    return checks.verdict("rank", given, operand(result), subject=subject.code)


JUDGES = {
    "change": _change,
    "sum": _sum,
    "share": _share,
    "comparison": _comparison,
    "restatement": _restatement,
    "rank": _rank,
}


def _missing(name: str) -> Verdict:
    return Verdict("not_checkable", missing=(name,), reason=f"{name}: not stated")


def _named(relation: str, figures: Sequence[Observation | None]) -> dict[str, Operand | None]:
    names = NAMES[relation]
    padded = [*figures, *[None] * len(names)][: len(names)]
    return {name: operand(figure) for name, figure in zip(names, padded, strict=True)}


def operand(figure: Observation | None) -> Operand | None:
    """A figure as the checks take it; None for none, and for one without a number."""
    if figure is None or not (figure.value or figure.value_low or figure.value_high):
        return None
    return Operand(
        value=figure.value or None,
        low=figure.value_low or None,
        high=figure.value_high or None,
        low_open=bool(figure.low_open),
        high_open=bool(figure.high_open),
        decimals=figure.decimals,
        unit=figure.unit,
    )


def operand_ids(content: Mapping[str, Any]) -> list[str]:
    """The ids of the observations that a claim names, each once, its result first."""
    named = [content.get("result") or "", *content["inputs"]]
    return list(dict.fromkeys(code for code in named if code))
