"""The numbers that a text prints, with their places and signs, for comparing two editions."""

from bisect import bisect_right
from dataclasses import dataclass

from sources import numerals as reader
from sources.anchoring.tokens import Token, tokens
from sources.numerals import Numeral

MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True, slots=True)
class Printed:
    """A number of a text.

    form: its digits or words as printed, after a minus if it is negative. start, end: with its
    sign, where that is beside it; digits_start, digits_end: without.
    """

    form: str
    digits_start: int
    digits_end: int
    start: int
    end: int
    sign: bool = False


def numerals(text: str, language: str = "") -> list[Printed]:
    """The numbers of a text, in order.

    In a language that sources.numerals reads, numbers in words count, too, and every way to write a
    negative one; in others digits, and a minus right before them.
    """
    words = tokens(text)
    found = [
        _with_minus(words, at)
        for at, word in enumerate(words)
        if word.is_number or any(c.isdigit() for c in word.form)
    ]
    if language.partition("-")[0].lower() in reader.LEXICONS and len(text) <= reader.MAX_LENGTH:
        read = reader.read_once(text, language)
        digits = {(number.digits_start, number.digits_end) for number in found}
        found = [_as_read(number, read) for number in found]
        for numeral in read:
            for word in tokens(numeral.exact):
                start, end = numeral.start + word.start, numeral.start + word.end
                if not word.is_number and word.form != MINUS and (start, end) not in digits:
                    found.append(Printed(word.form.lower(), start, end, start, end))
    return sorted(found, key=lambda number: (number.digits_start, number.digits_end, number.form))


def _with_minus(words: list[Token], at: int) -> Printed:
    """A number of digits, with a minus that touches it."""
    word = words[at]
    before = words[at - 1] if at else None
    if before and before.form == MINUS and before.end == word.start:
        return Printed(f"{MINUS}{word.form}", word.start, word.end, before.start, word.end, True)
    return Printed(word.form, word.start, word.end, word.start, word.end)


def _as_read(number: Printed, read: tuple[Numeral, ...]) -> Printed:
    """A number of digits, with the sign that the reader finds at it."""
    at = bisect_right(read, number.digits_start, key=lambda numeral: numeral.start) - 1
    if number.sign or at < 0 or read[at].end < number.digits_end:
        return number
    numeral = read[at]
    if not any((number or "").startswith("-") for number in (numeral.value, numeral.low)):
        return number
    form = f"{MINUS}{number.form}"
    return Printed(form, number.digits_start, number.digits_end, numeral.start, numeral.end, True)
