"""The members of what programs send to draft: what each of them may be.

Forms are written in JSON Schema, so that the OpenAPI file has them as they are read: config copies
them, and the write API and statements ask `fits`. Only what one member alone can get wrong is
written here. Whether members go together, whether a code exists and where words are is judged by
others.
"""

import re
from collections.abc import Mapping
from typing import Any

from indicators.figures.choices import Role
from indicators.figures.decimals import EXACT, MAX_DIGITS
from indicators.figures.fields import GIVEN, Field
from indicators.figures.values import BLANK, CODE, ID, PAIRS
from rest.periods import INTERVAL

Form = Mapping[str, Any]
Forms = Mapping[str, Form]

MAX_TEXT = 2000  # characters of one member
MAX_WORDS = 1000  # of a quote
MAX_STATEMENTS = 1000  # of a request
# Text without NUL in which something is visible.
TEXT = rf"[^\x00]*[^{BLANK}][^\x00]*"


def _text(pattern: str, at_most: int) -> Form:
    return {"type": "string", "pattern": f"^{pattern}$", "maxLength": at_most}


def _whole(low: int, high: int) -> Form:
    return {"type": "integer", "minimum": low, "maximum": high}


def _any_of(choices: Any) -> Form:
    return {"type": "string", "enum": list(choices.values)}


_ID, _CODE = _text(ID.pattern, 80), _text(CODE.pattern, 80)
_PERIOD, _DECIMAL = _text(INTERVAL, 21), _text(EXACT, MAX_DIGITS)
_PAIRS, _TRUTH = _text(PAIRS.pattern, 200), {"type": "boolean"}
WORDS = {f"{role}_words": _text(TEXT, MAX_WORDS) for role in Role}
BY_FORM: Mapping[str, Form] = {
    "id": _ID, "code": _CODE, "period": _PERIOD, "decimal": _DECIMAL, "pairs": _PAIRS,
    "truth": _TRUTH,
}  # fmt: skip


def _form(field: Field) -> Form:
    if field.choices:
        return _any_of(field.choices)
    if field.form == "whole":
        return _whole(field.low, field.high)
    return _text(TEXT, field.longest) if field.form == "text" else BY_FORM[field.form]


# Members of a statement but its citations; those of an observation come first.
STATEMENT: Forms = {
    **{field.name: _form(field) for field in GIVEN},
    **WORDS,
    "sentence": _text(TEXT, MAX_TEXT),
}
RANGE: Forms = {
    "role": _any_of(Role),
    "start": _whole(0, 2**31 - 1),
    "end": _whole(1, 2**31 - 1),
    "exact": _text(TEXT, MAX_WORDS),
}
NUMBER = _whole(1, 2**53 - 1)  # of a draft or an act; whole in every program
OPENING: Forms = {"release": _ID, "message": _text(TEXT, 300)}


def fits(value: Any, form: Form) -> bool:
    """Whether a JSON value is of this form, as a validator of JSON Schema would judge."""
    if form["type"] == "boolean":
        return isinstance(value, bool)
    if form["type"] == "integer":
        number = isinstance(value, int | float) and not isinstance(value, bool)
        return number and value == value // 1 and form["minimum"] <= value <= form["maximum"]
    if not isinstance(value, str):
        return False
    if "enum" in form:
        return value in form["enum"]
    return len(value) <= form["maxLength"] and bool(re.fullmatch(form["pattern"], value))


def expected(form: Form) -> str:
    """What a value of this form looks like, for people."""
    if form["type"] == "boolean":
        return "expected true or false"
    if form["type"] == "integer":
        return f"expected a whole number from {form['minimum']} to {form['maximum']:,}"
    if "enum" in form:
        return f"expected one of {', '.join(form['enum'])}"
    return f"expected {_WHAT[form['pattern']]}, of at most {form['maxLength']:,} characters"


_WHAT = {
    _ID["pattern"]: "an id of a-z, 0-9 and '-'",
    _CODE["pattern"]: "a code",
    _PERIOD["pattern"]: "text: a year, month, day or interval, of days that exist",
    _DECIMAL["pattern"]: "text: a decimal like 50500 or 24.30",
    _PAIRS["pattern"]: "dim=code;dim=code",
    f"^{TEXT}$": "text; leave out what is not said",
}
