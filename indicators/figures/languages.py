"""Tags of languages as sources have them: two or three letters, and a country where it matters."""

import re

from indicators.figures.values import LANGUAGE

# Names that people write in place of a tag.
NAMES = {
    "english": "en", "spanish": "es", "espanol": "es", "español": "es", "castellano": "es",
    "french": "fr", "francais": "fr", "français": "fr", "portuguese": "pt", "português": "pt",
    "portugues": "pt", "german": "de", "deutsch": "de", "italian": "it", "italiano": "it",
    "dutch": "nl", "nederlands": "nl", "arabic": "ar", "chinese": "zh", "japanese": "ja",
    "russian": "ru", "quechua": "qu", "aymara": "ay",
}  # fmt: skip


def tag_fault(tag: object) -> str:
    """Why this is no tag of a language, with the one that is probably meant; empty if it is one."""
    if isinstance(tag, str) and LANGUAGE.fullmatch(tag):
        return ""
    meant = _meant(tag) if isinstance(tag, str) else ""
    hint = f": is {meant!r} meant?" if meant else ""
    return f"expected a language tag such as en or es-PE, got {str(tag)[:80]!r}{hint}"


def _meant(tag: str) -> str:
    """The tag that is probably meant; empty without a guess."""
    plain = tag.strip().casefold()
    if plain in NAMES:
        return NAMES[plain]
    parts = re.split(r"[-_ ]+", plain)
    first = NAMES.get(parts[0], parts[0])
    guess = "-".join([first, *(part.upper() for part in parts[1:] if len(part) == 2)])
    return guess if LANGUAGE.fullmatch(guess) else ""
