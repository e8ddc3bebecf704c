"""Entity tags of conditional requests (RFC 9110, 8.8.3 and 13.1.2)."""

import re

from django.utils.http import parse_etags

# One tag and nothing else.
SINGLE = re.compile(r'(W/)?"[!#-~]{1,80}"')


def matches(if_none_match: str, tag: str) -> bool:
    """Whether an If-None-Match header names this tag, or any (`*`), by the weak comparison."""
    named = listed(if_none_match)
    return "*" in named or tag in named


def listed(header: str) -> list[str]:
    """The tags that a header lists, without the mark of weak ones; what is no tag is left out.

    Proxies that compress an answer weaken its tag, so a weak one means the same answer here.
    """
    return [tag.removeprefix("W/") for tag in parse_etags(header)]


def single(header: str) -> str | None:
    """The only tag of a header, without the mark of a weak one; None for `*`, lists and others."""
    return header.removeprefix("W/") if SINGLE.fullmatch(header) else None
