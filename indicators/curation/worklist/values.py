"""The value of an observation, as a numeral of the text or a reading of its place has it."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from indicators.figures import quantities
from indicators.figures.fields import NUMBERS, PRINTED
from sources.meaning import Reading
from sources.meaning.agreeing import agree
from sources.numerals import Numeral


def value_members(numeral: Numeral) -> dict[str, Any]:
    """The value members of an observation, as a numeral prints them; absent ones left out."""
    quantity = quantities.quantity_of(numeral)
    members: dict[str, Any] = {}
    if quantity.value is not None:
        members["value"] = quantity.value
    if quantity.low is not None:
        members |= {"value_low": quantity.low, "low_open": quantity.low_open}
    if quantity.high is not None:
        members |= {"value_high": quantity.high, "high_open": quantity.high_open}
    if quantity.decimals is not None:
        members["decimals"] = quantity.decimals
    return members


def printed(said: Reading) -> dict[str, Any]:
    """The value members that a place says; empty where it says no number."""
    members = {name: typed(name, said.of(name)[0].value) for name in PRINTED if said.of(name)}
    return members if any(name in members for name in NUMBERS) else {}


def typed(name: str, value: str) -> Any:
    """A printed member in the form that an observation has it."""
    if name.endswith("_open"):
        return value == "true"
    return int(value) if name == "decimals" else value


def equal(first: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two readings of a number are the same number."""
    return all(agree(name, first.get(name), other.get(name)) for name in NUMBERS) and all(
        bool(first.get(name)) == bool(other.get(name)) for name in ("low_open", "high_open")
    )


def wire(value: Any) -> str | None:
    """A member's value as text, for comparing it with what a reader says."""
    return None if value is None else str(value)


def power_between(then: Mapping[str, Any], before: Mapping[str, Any]) -> int:
    """By which power of ten the published number is larger than the one that was read; 0: none."""
    powers = set()
    for name in NUMBERS:
        if then.get(name) and before.get(name):
            a, b = Decimal(then[name]), Decimal(before[name])
            powers |= {power for power in (2, 3, 6, 9, 12) if a == b.scaleb(power)} or {0}
    return powers.pop() if len(powers) == 1 else 0


def times(members: Mapping[str, Any], power: int) -> dict[str, Any]:
    """The numbers times a power of ten, and the place of their last printed digit."""
    scaled: dict[str, Any] = {
        name: f"{Decimal(members[name]).scaleb(power):f}" for name in NUMBERS if members.get(name)
    }
    if members.get("decimals") is not None:
        scaled["decimals"] = members["decimals"] - power
    return scaled


def shown(members: Mapping[str, Any]) -> str:
    return " to ".join(str(members[name]) for name in NUMBERS if members.get(name) is not None)
