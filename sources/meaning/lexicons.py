"""The languages that the reader knows."""

from collections.abc import Mapping

from .english import ENGLISH
from .lexicon import Lexicon

LEXICONS: Mapping[str, Lexicon] = {"en": ENGLISH}


def lexicon_of(language: str) -> Lexicon | None:
    """The lexicon for a BCP 47 tag by its first part, None if there is none."""
    return LEXICONS.get(language.replace("_", "-").partition("-")[0].lower())
