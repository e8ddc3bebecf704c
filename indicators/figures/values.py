"""What a value of an entry may look like: each check gives what is wrong with it, or None.

Pure. shapes.py says which member is held to which of them.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from indicators.figures.decimals import is_decimal
from rest.periods import InvalidPeriod, PartialDate, period_of

Check = Callable[[Any], str | None]  # what is wrong with a value, or None

ID = re.compile(r"[a-z0-9-]{1,80}")
# Characters in which nothing is visible. Spelt out: regular expressions differ in what is white
# space, and Python counts some controls as such.
BLANK = r"\x00-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
VISIBLE = re.compile(f"[^{BLANK}]")
# No . and no ..: in an address they are no names.
CODE = re.compile(r"(?!\.{1,2}$)[A-Za-z0-9%{}\[\]_./'*^-]{1,80}")  # ISO 3166, UCUM, ISO 4217
PAIRS = re.compile(r"[a-z0-9-]+=[A-Za-z0-9-]+(;[a-z0-9-]+=[A-Za-z0-9-]+)*")
SHA256 = re.compile(r"[0-9a-f]{64}")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")
TONGUE = re.compile(r"[a-z]{2,3}")


def text(at_most: int) -> Check:
    def check(value: Any) -> str | None:
        if not isinstance(value, str) or not VISIBLE.search(value):
            return "expected text"
        odd = not value.isascii() and any(0xD800 <= ord(c) <= 0xDFFF for c in value)
        if odd or "\0" in value:
            return "holds NUL or half of a surrogate pair"
        return None if len(value) <= at_most else f"longer than {at_most} characters"

    return check


def matching(pattern: re.Pattern[str], what: str) -> Check:
    def check(value: Any) -> str | None:
        if isinstance(value, str) and pattern.fullmatch(value):
            return None
        return f"expected {what}, got {str(value)[:80]!r}"

    return check


def any_of(*choices: str) -> Check:
    def check(value: Any) -> str | None:
        if value in choices:
            return None
        return f"expected one of {', '.join(choices)}, got {str(value)[:80]!r}"

    return check


def whole(low: int, high: int) -> Check:
    def check(value: Any) -> str | None:
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return None
        return f"expected a whole number from {low} to {high}, got {str(value)[:80]!r}"

    return check


def truth(value: Any) -> str | None:
    return None if isinstance(value, bool) else f"expected true or false, got {str(value)[:80]!r}"


def decimal(value: Any) -> str | None:
    if not isinstance(value, str):
        return f"expected text: a decimal like 50500 or 24.30, got {str(value)[:80]}"
    if is_decimal(value):
        return None
    return f"expected a decimal like 50500 or 24.30, got {str(value)[:80]!r}"


def factor(value: Any) -> str | None:
    return decimal(value) or (None if len(value) <= 40 else "longer than 40 characters")


def partial_date(value: Any) -> str | None:
    return _parsed(PartialDate, value)


def day(value: Any) -> str | None:
    if fault := _parsed(PartialDate, value):
        return fault
    return None if PartialDate(value).precision == "day" else f"expected YYYY-MM-DD, got {value!r}"


def period(value: Any) -> str | None:
    return _parsed(period_of, value)


def _parsed(parse: Callable[[str], object], value: Any) -> str | None:
    if not isinstance(value, str):
        return f"expected text, got {str(value)[:80]!r}"
    try:
        parse(value)
    except InvalidPeriod as error:
        return str(error)
    return None


def pairs(value: Any) -> str | None:
    if fault := matching(PAIRS, "dim=code;dim=code")(value):
        return fault
    if len(value) > 200:
        return "longer than 200 characters"
    dims = [pair.partition("=")[0] for pair in value.split(";")]
    if dims != sorted(set(dims)):
        return f"dimensions must be sorted and each once: {value!r}"
    return None


def url(value: Any) -> str | None:
    if fault := text(500)(value):
        return fault
    return None if value.startswith(("https://", "http://")) else f"expected a URL, got {value!r}"


def around(value: Any) -> str | None:
    """Words beside a quote: none at the text's edge, and blanks are words too."""
    if not isinstance(value, str) or len(value) > 32:
        return "expected text of at most 32 characters"
    return text(32)(value) if VISIBLE.search(value) else None


def listed(check: Check, at_least: int = 0, at_most: int = 1000) -> Check:
    def check_all(value: Any) -> str | None:
        if not isinstance(value, list) or not at_least <= len(value) <= at_most:
            return f"expected a list of {at_least} to {at_most}"
        return next((fault for item in value if (fault := check(item))), None)

    return check_all


def by_language(check: Check) -> Check:
    """A mapping of ISO 639 codes to what the check takes, of at least one language."""

    def check_all(value: Any) -> str | None:
        if not isinstance(value, Mapping) or not 1 <= len(value) <= 40:
            return "expected texts by language, like {en: Boats}, of at least one"
        for language, item in value.items():
            if not TONGUE.fullmatch(str(language)):
                return f"expected an ISO 639 code of a language, got {str(language)[:80]!r}"
            if fault := check(item):
                return f"{language}: {fault}"
        return None

    return check_all


identifier = matching(ID, "an id of a-z, 0-9 and '-', at most 80")
code = matching(CODE, "a code")
sha256 = matching(SHA256, "64 lowercase hex digits")
# With 13 characters more it is the id of a series.
indicator_id = matching(re.compile(r"[a-z0-9-]{1,67}"), "an id of a-z, 0-9 and '-', at most 67")
dimension = matching(re.compile(r"[a-z0-9-]{1,20}"), "a dimension of a-z and '-', at most 20")
name, title, remark = text(200), text(300), text(2000)
