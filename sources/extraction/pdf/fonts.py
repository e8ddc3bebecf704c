"""Fonts of a PDF that don't say which characters they show.

Pure. A font of which any glyph comes out as a control character, as U+FFFD or in the private use
area lies about the others, too: nothing of it is read. That a font's table of characters is missing
proves nothing, since many good files have none.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sources.extraction.symbols import SYMBOL

from .model import Glyph

UNKNOWN = "\ufffd"
BULLET = "•"  # stands for a sign by itself that has no name
SUBSET = re.compile(r"[A-Z]{6}\+")
ENOUGH = 20  # letters of a font, to tell a language from noise
VARIED = 10  # different ones among them
VOWELS = frozenset("aeiouyáéíóúàèìòùâêîôûäëïöüãõåæøœAEIOUYÁÉÍÓÚÀÈÌÒÙÂÊÎÔÛÄËÏÖÜÃÕÅÆØŒ")


def readable(glyphs: Sequence[Glyph], known: set[str]) -> tuple[list[Glyph], set[str]]:
    """The glyphs with U+FFFD for those of unreadable fonts, and the names of these fonts.

    known: fonts of earlier pages that turned out to be unreadable.
    """
    glyphs = [glyph if glyph.text.isascii() else _named(glyph) for glyph in glyphs]
    by_font: dict[str, list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        if not glyph.text.isspace():
            by_font[glyph.font].append(glyph)
    bullets = {id(glyph) for glyph in _alone(glyphs)}
    bad = {font for font, own in by_font.items() if lasting(font) in known or _lies(own, bullets)}
    if not bad and not bullets:
        return glyphs, set()
    result = [
        glyph
        if glyph.text.isspace() or (glyph.font not in bad and not _strange(glyph.text))
        else replace(glyph, text=UNKNOWN if glyph.font in bad else BULLET)
        for glyph in glyphs
    ]
    return result, {lasting(font) for font in bad} - {""}


def unsure(glyphs: Sequence[Glyph]) -> set[int]:
    """Numbers of the text objects in fonts of which no character is sure."""
    sure = {glyph.font for glyph in glyphs if not glyph.unmapped}
    return {glyph.drawn for glyph in glyphs if glyph.font not in sure and glyph.text.isalnum()}


def lasting(font: str) -> str:
    """A font's name if it means the same font on every page, as a subset's does; else empty."""
    name = font.partition("\0")[0]
    return name if SUBSET.match(name) else ""


def _strange(text: str) -> bool:
    if text.isascii():
        return False
    return text == UNKNOWN or any("\ue000" <= c <= "\uf8ff" or c >= "\U000f0000" for c in text)


def _named(glyph: Glyph) -> Glyph:
    """A sign of the Symbol font, which PDFs may name by its place in it, as its character."""
    if "\uf020" <= glyph.text <= "\uf0ff" and "symbol" in glyph.font.lower():
        return replace(glyph, text=SYMBOL.get(ord(glyph.text) - 0xF000, UNKNOWN))
    return glyph


def _lies(glyphs: Sequence[Glyph], bullets: set[int]) -> bool:
    """Whether a font can't be believed, by its glyphs on a page."""
    strange = [glyph for glyph in glyphs if _strange(glyph.text)]
    if not strange:
        return _noise(glyphs)
    return len(strange) < len(glyphs) or any(id(glyph) not in bullets for glyph in strange)


def _alone(glyphs: Sequence[Glyph]) -> Iterator[Glyph]:
    """Glyphs without a name that touch no other one, as bullets do: no word or number is lost."""
    for index, glyph in enumerate(glyphs):
        if (
            not glyph.text.isascii()
            and _strange(glyph.text)
            and not any(
                _touch(glyph, other)
                for other in (*glyphs[max(0, index - 1) : index], *glyphs[index + 1 : index + 2])
            )
        ):
            yield glyph


def _touch(first: Glyph, other: Glyph) -> bool:
    """Whether two glyphs stand on one line without a space between them."""
    if other.text.isspace() or abs(first.y - other.y) > 0.5 * first.size:
        return False
    gap = max(first.box[0], other.box[0]) - min(first.box[2], other.box[2])
    return gap < 0.17 * max(first.em, other.em)


def _noise(glyphs: Sequence[Glyph]) -> bool:
    """Whether Latin letters come as no language has them: all of them without vowels."""
    letters = [glyph.text for glyph in glyphs if glyph.text.isalpha() and glyph.text < "\u0250"]
    if len(letters) < ENOUGH or len(letters) * 2 < len(glyphs):
        return False
    vowels = sum(letter[0] in VOWELS for letter in letters)
    return len(set(letters)) >= VARIED and vowels * 20 < len(letters)
