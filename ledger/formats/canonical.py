"""Restricted canonical JSON: the one byte form of an entry.

Owns the rule by which a value becomes the bytes of a leaf: RFC 8785 (JCS), narrowed to what every
language agrees on. Allowed are strings, booleans, null, integers with |n| <= 2**53 - 1, lists and
objects with ASCII keys. Refused are floats (a decimal is a string), lone surrogates, U+0000 (which
PostgreSQL can't store), nesting deeper than 32 and forms of more than 65,535 bytes (the limit of a
C2SP entry bundle). Under this rule sorting keys by code point equals JCS's UTF-16 order.

It knows nothing of what the values mean.
"""

import json
from typing import Any

from ledger.errors import CanonicalError

MAX_BYTES = 65_535
MAX_INTEGER = 2**53 - 1
MAX_DEPTH = 32
_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def encode(value: Any) -> bytes:
    """Canonical UTF-8 bytes of `value`.

    Raises CanonicalError, naming the path of the offending part. Cost: linear in the value.
    """
    _check(value, "$", 0)
    try:
        data = _ENCODER.encode(value).encode()
    except UnicodeEncodeError as error:
        raise CanonicalError(f"lone surrogate in a string: {error}") from None
    if len(data) > MAX_BYTES:
        raise CanonicalError(f"{len(data)} bytes, more than the {MAX_BYTES} that an entry may have")
    return data


def decode(data: bytes) -> Any:
    """The value whose canonical form `data` is.

    Raises CanonicalError for anything else: other spacing, order, escapes or numbers, duplicate
    keys, bytes that are no UTF-8 or no JSON. So `encode(decode(data)) == data`, always.
    """
    if len(data) > MAX_BYTES:
        raise CanonicalError(f"{len(data)} bytes, more than the {MAX_BYTES} that an entry may have")
    try:
        value = json.loads(data.decode())
    except (ValueError, RecursionError) as error:
        raise CanonicalError(f"not JSON in UTF-8: {error}") from None
    # Encoding again and comparing catches every other way to write the same value, and duplicate
    # keys too, since parsing has dropped one of them.
    if encode(value) != data:
        raise CanonicalError("JSON, but not in canonical form")
    return value


def _check(value: Any, path: str, depth: int) -> None:  # noqa: C901  (a branch for each JSON type)
    if isinstance(value, str):
        if "\0" in value:
            raise CanonicalError(f"{path}: U+0000 in a string")
    elif value is None or isinstance(value, bool):
        pass
    elif isinstance(value, int):
        if abs(value) > MAX_INTEGER:
            raise CanonicalError(f"{path}: integer beyond 2**53 - 1")
    elif depth >= MAX_DEPTH:
        raise CanonicalError(f"{path}: nested deeper than {MAX_DEPTH}")
    elif isinstance(value, dict):
        for key, item in value.items():
            if not (isinstance(key, str) and key.isascii()) or "\0" in key:
                raise CanonicalError(f"{path}: key {key!r:.40} is not an ASCII string")
            kind = type(item)
            if kind is str and "\0" not in item or kind is int and 0 <= item <= MAX_INTEGER:
                continue  # most members: without the cost of their path
            _check(item, f"{path}.{key}", depth + 1)
    elif isinstance(value, list):
        for position, item in enumerate(value):
            _check(item, f"{path}[{position}]", depth + 1)
    else:
        raise CanonicalError(f"{path}: {type(value).__name__} has no canonical form")
