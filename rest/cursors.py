"""Cursors: the place in a list where a page begins, as the text in `next`."""

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson

from rest.errors import ApiError, ParameterError, bad_request


@dataclass(frozen=True)
class Cursor:
    """A place in a list: the keys of the row beside it, which way, and what the list was."""

    version: int
    published_by: str | None
    ordering: str
    filters: str  # hash of everything else that was asked for
    keys: list[Any]
    backwards: bool

    def text(self) -> str:
        """The version in 16 digits, which anyone may read, and the rest, which nobody should."""
        parts = [self.published_by, self.ordering, self.filters, self.keys, self.backwards]
        packed = base64.urlsafe_b64encode(orjson.dumps(parts)).decode().rstrip("=")
        return f"{self.version:016d}{packed}"


def parse_cursor(text: str) -> Cursor:
    """The cursor of a text. Raises ApiError 400 for a text that text() did not make."""
    rest = text[16:]
    try:
        version = int(text[:16])
        packed = base64.b64decode(
            rest.encode("ascii") + b"=" * (-len(rest) % 4), altchars=b"-_", validate=True
        )
        published_by, ordering, filters, keys, backwards = orjson.loads(packed)
        cursor = Cursor(version, published_by, ordering, filters, keys, backwards)
        few = isinstance(keys, list) and len(keys) < 12
        # The column may be null in the row beside the cursor, what tells rows apart may not.
        required = keys[1:] if keys[:1] == [None] else keys
        texts = all(isinstance(key, str) and "\0" not in key for key in required)
        if few and texts and isinstance(backwards, bool) and cursor.text() == text:
            return cursor
    except (ValueError, TypeError, binascii.Error, UnicodeError):
        pass
    raise invalid_cursor()


def invalid_cursor() -> ApiError:
    """400: a text that is no cursor, or none of this list."""
    return bad_request([ParameterError("cursor", "invalid", "no cursor of this service")])


def _whole(text: str) -> int:
    """A whole number that a column can hold. Raises ValueError."""
    number = int(text)
    if abs(number) >= 2**63:
        raise ValueError("beyond 64 bits")
    return number


# How the key of a cursor, always text, stands for a column's value; other columns hold text.
_READ_KEY: dict[str, Callable[[str], Any]] = {
    "BinaryField": bytes.fromhex,
    "DateField": date.fromisoformat,
    "BigIntegerField": _whole,
    "PositiveIntegerField": _whole,
}


def key_value(text: str, field_type: str) -> Any:
    """The value of a key in a column of this type. Raises ApiError 400."""
    try:
        return _READ_KEY.get(field_type, str)(text)
    except ValueError:
        raise invalid_cursor() from None


def key_text(value: Any) -> str | None:
    """A column's value as the key of a cursor."""
    if value is None:
        return None
    return bytes(value).hex() if isinstance(value, (bytes, memoryview)) else str(value)
