"""The value of an observation, as a numeral of the text prints it."""

from typing import Any

from indicators.figures import quantities
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
