"""Texts by language: which of them to show, and in which order.

Pure: no database, no HTTP.
"""

from collections.abc import Mapping

# The languages that labels are asked for in (`lang`); others are kept and served as they are.
LANGUAGES = ("en", "es", "pt", "fr")


def best(texts: Mapping[str, str], language: str = "en") -> str | None:
    """The text in this language, else in English, else in any other; None if there is none.

    The others are tried in a fixed order: LANGUAGES, then by code.
    """
    for code in (language, *LANGUAGES, *sorted(texts)):
        if code in texts:
            return texts[code]
    return None


def in_order(texts: Mapping[str, str]) -> list[str]:
    """All texts by their languages' codes, so that two mappings of the same texts give one list."""
    return [texts[code] for code in sorted(texts)]
