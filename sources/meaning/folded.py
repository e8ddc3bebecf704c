"""A text without case, accents and invisible characters, and the way back to its offsets.

Every look at words is made in the folded text, so that a lexicon needs each word once and a quote
in decomposed letters is read as any other.
"""

import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

_DROPPED = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")
_PLAIN = {
    **dict.fromkeys("\u00a0\u2007\u2009\u202f\u2002\u2003", " "),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
    **dict.fromkeys("‘’´`ʼ", "'"),
    **dict.fromkeys("“”„«»", '"'),
}


@dataclass(frozen=True, slots=True)
class Folded:
    """The folded text and, for each of its characters, the offset in the text it came from.

    `shown` is as long as `text` and has each letter as it is printed.
    """

    text: str
    shown: str
    offsets: list[int]  # one more than characters: the last is the length of the text

    def back(self, start: int, end: int) -> tuple[int, int]:
        """The range of the text for a range of the folded text."""
        if end <= start:
            return self.offsets[start], self.offsets[start]
        return self.offsets[start], self.offsets[end - 1] + 1

    def forth(self, offset: int) -> int:
        """The place in the folded text of an offset of the text."""
        return bisect_left(self.offsets, offset)


def fold(text: str) -> Folded:
    """The text folded, in linear time."""
    if text.isascii():
        return Folded(text.lower(), text, list(range(len(text) + 1)))
    letters: list[str] = []
    shown: list[str] = []
    offsets: list[int] = []
    for offset, char in enumerate(text):
        for letter in _letters(char):
            letters.append(letter)
            shown.append(char)
            offsets.append(offset)
    offsets.append(len(text))
    return Folded("".join(letters), "".join(shown), offsets)


@lru_cache(maxsize=4096)
def fold_word(word: str) -> str:
    """A word or phrase folded, its blanks made single."""
    return " ".join("".join(letter for char in word for letter in _letters(char)).split())


@lru_cache(maxsize=4096)
def _letters(char: str) -> str:
    if char.isascii():
        return char.lower()
    if char in _PLAIN:
        return _PLAIN[char]
    if char in _DROPPED or unicodedata.combining(char):
        return ""
    if char.isnumeric() and not char.isdecimal():
        return char  # raised digits and fractions are no plain digits
    plain = unicodedata.normalize("NFKD", char).casefold()
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
