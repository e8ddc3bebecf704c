"""Query parameters of views that are no lists of a version: read and checked in one step."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from rest_framework.request import Request

from rest.errors import ParameterError, bad_request
from rest.filtering import param_errors

MAX_PAGE = 1000

Reader = Callable[[str], Any]  # Raises ValueError, whose text says what was expected.


def read_query(request: Request, readers: Mapping[str, Reader]) -> dict[str, Any]:
    """The parameters that a request has, each as its reader gives it.

    Raises ApiError 400 with all that is wrong: what is unknown, empty, repeated or malformed.
    """
    errors = param_errors(request, {*readers, "format"})
    wrong = {error.parameter for error in errors}
    values: dict[str, Any] = {}
    for name, texts in request.query_params.lists():
        if name not in readers or name in wrong:
            continue
        try:
            values[name] = readers[name](str(texts[0]))
        except ValueError as error:
            errors.append(ParameterError(name, "invalid", str(error)))
    if errors:
        raise bad_request(errors)
    return values


def parse_int(text: str) -> int:
    """The whole number of at most 15 digits. Raises ValueError."""
    if not re.fullmatch(r"[0-9]{1,15}", text):
        raise ValueError("expected a whole number")
    return int(text)


def parse_page_size(text: str) -> int:
    """The number of rows of a page. Raises ValueError."""
    if not re.fullmatch(r"[1-9][0-9]{0,4}", text) or int(text) > MAX_PAGE:
        raise ValueError(f"expected a whole number from 1 to {MAX_PAGE}")
    return int(text)


def parse_bool(text: str) -> bool:
    """Whether the text is true. Raises ValueError for what is neither true nor false."""
    if text not in ("true", "false"):
        raise ValueError("expected true or false")
    return text == "true"
