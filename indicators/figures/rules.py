"""Which members of an observation or claim go together.

Pure. Called by indicators.figures.faults, once each member has its shape.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from indicators.figures.decimals import order_key
from indicators.figures.fields import BOUNDS, ENTRY, NUMBERS

Fault = tuple[str, str]  # where, what


def together(content: Mapping[str, Any], where: str) -> Iterator[Fault]:
    """What is wrong with the members of an observation, taken together."""
    given = [name for name in ("value", "value_code", "missing_reason") if name in content]
    bounds = [name for name in ("value_low", "value_high") if name in content]
    if len(given) + bool(bounds) != 1:
        found = ", ".join(given + bounds) or "none"
        yield where, f"expected one of value, bounds, value_code or missing_reason, got {found}"
        return
    yield from _bounds(content, where)
    yield from _by_kind(content, where)
    yield from _basis(content, where)
    if (bounds or "value" in content) and "unit" not in content:
        yield where, "a number needs a unit"
    values = [c for c in content["citations"] if c["role"] == "value"]
    if not values:
        yield where, "no citation of role value"
    elif content["as_written"].split() not in [c["exact"].split() for c in values]:
        yield where, f"as_written {content['as_written']!r} is none of the cited values"
    if not content["id"].startswith(content["release"] + "-") or not re.fullmatch(
        r"[0-9]{4,}", content["id"][len(content["release"]) + 1 :]
    ):
        yield where, f"id {content['id']!r} must be {content['release']}-<n>, n of four digits"


def _basis(content: Mapping[str, Any], where: str) -> Iterator[Fault]:
    evidence = any(citation["role"] == "evidence" for citation in content["citations"])
    inferred = content.get("basis") == "inferred"
    if inferred and not evidence:
        yield where, "basis inferred needs a citation of role evidence"
    if evidence and not inferred:
        yield where, "a citation of role evidence is for basis inferred"


def _bounds(content: Mapping[str, Any], where: str) -> Iterator[Fault]:
    for bound, opened in BOUNDS:
        if (bound in content) != (opened in content):
            yield where, f"{bound} and {opened} come together or not at all"
    low, high = content.get("value_low"), content.get("value_high")
    if low and high and order_key(low) > order_key(high):
        yield where, f"value_low {low} is above value_high {high}"


def _by_kind(content: Mapping[str, Any], where: str) -> Iterator[Fault]:
    kind = content["kind"]
    for field in ENTRY:
        if field.of_kind and field.name in content and kind != field.of_kind:
            yield where, f"{field.name} is for kind {field.of_kind}"
    if kind == "coded" and not ({"value_code", "missing_reason"} & content.keys()):
        yield where, "kind coded needs a value_code or a missing_reason"
    if kind == "coded" and "unit" in content:
        yield where, "kind coded has no unit"
    if kind == "change" and "direction" not in content:
        yield where, "kind change needs a direction"
    if kind == "change" and any(content.get(n, "").startswith("-") for n in NUMBERS):
        yield where, "the value of a change is unsigned; direction says which way"


def claim_together(content: Mapping[str, Any], where: str) -> Iterator[Fault]:
    """What is wrong with the members of a claim, taken together."""
    if (content["relation"] == "comparison") != ("operator" in content):
        yield where, "a comparison has an operator, and no other relation has"
    if not re.fullmatch(re.escape(content["release"]) + r"-c[0-9]{4,}", content["id"]):
        yield where, f"id {content['id']!r} must be {content['release']}-c<n>, n of four digits"
