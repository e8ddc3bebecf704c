"""The languages that the reader knows."""

from collections.abc import Mapping

from .english import ENGLISH
from .french import FRENCH
from .lexicon import Lexicon
from .portuguese import PORTUGUESE
from .spanish import SPANISH

LEXICONS: Mapping[str, Lexicon] = {
    lexicon.language: lexicon for lexicon in (ENGLISH, SPANISH, PORTUGUESE, FRENCH)
}


def lexicon_of(language: str) -> Lexicon | None:
    """The lexicon for a BCP 47 tag by its first part, None if there is none."""
    return LEXICONS.get(language.replace("_", "-").partition("-")[0].lower())
