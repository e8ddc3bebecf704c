"""Exact decimals as text: what is well formed, how they sort, when two agree.

Pure. A decimal is text that matches DECIMAL, printed zeros kept ("24.30"). Nothing here, and
nothing that calls it, passes through binary floats.
"""

import re
from decimal import Decimal, localcontext
from typing import Literal

DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?", re.ASCII)
# What is_decimal takes, as a pattern for all regular expressions: minus zero is none.
EXACT = r"(0(\.0+)?|-?(0\.[0-9]*[1-9][0-9]*|[1-9][0-9]*(\.[0-9]+)?))"
MAX_DIGITS = 60

Agreement = Literal["complete", "consistent", "inconsistent"]


def is_decimal(text: str) -> bool:
    """Whether text is a decimal of at most MAX_DIGITS characters; minus zero is not."""
    if len(text) > MAX_DIGITS or not DECIMAL.fullmatch(text):
        return False
    return not text.startswith("-") or text.strip("-0.") != ""


def order_key(text: str) -> bytes:
    """Bytes that sort (bytewise) as the decimals do numerically; equal for "24.3" and "24.30".

    Layout for positive numbers: 02, exponent + 128 in one byte, significant digits in ASCII. Zero
    is 01. Negative numbers: 00, then the complement of the positive layout's rest, ended by ff so
    that the shorter of two with a common beginning sorts higher.
    """
    if not is_decimal(text):
        raise ValueError(f"not a decimal: {text[:80]!r}")
    digits = text.lstrip("-")
    whole, _, fraction = digits.partition(".")
    significant = (whole + fraction).lstrip("0")
    if not significant:
        return b"\x01"
    leading = len(whole) if whole != "0" else -(len(fraction) - len(fraction.lstrip("0")))
    magnitude = bytes([leading + 128]) + significant.rstrip("0").encode("ascii")
    if text.startswith("-"):
        return b"\x00" + bytes(255 - byte for byte in magnitude) + b"\xff"
    return b"\x02" + magnitude


def places(text: str) -> int:
    """Digits after the point as printed."""
    return len(text.partition(".")[2])


def agreement(
    first: str, first_decimals: int | None, other: str, other_decimals: int | None
) -> Agreement:
    """How two statements of one figure agree, in the words of XBRL's duplicates.

    complete: same number at the same precision; consistent: agree once the finer is rounded to the
    coarser (a tie may round either way); inconsistent: neither. Decimals are places of the last
    printed digit; None (written in words) counts as the places of the text.
    """
    fine = first_decimals if first_decimals is not None else places(first)
    other_fine = other_decimals if other_decimals is not None else places(other)
    if order_key(first) == order_key(other):
        return "complete" if fine == other_fine else "consistent"
    if fine == other_fine:
        return "inconsistent"
    with localcontext(prec=4 * MAX_DIGITS):  # so that the difference is exact
        half_unit = Decimal(5).scaleb(-min(fine, other_fine) - 1)
        apart = abs(Decimal(first) - Decimal(other))
    return "consistent" if apart <= half_unit else "inconsistent"
