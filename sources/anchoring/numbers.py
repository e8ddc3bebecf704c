"""The numbers that a text prints, with their places, for comparing two editions."""

from sources import numerals as reader
from sources.anchoring.model import Span
from sources.anchoring.tokens import tokens


def numerals(text: str, language: str = "") -> list[tuple[Span, str]]:
    """The numbers of a text, each with its place and its form as printed.

    In a language that sources.numerals reads, numbers in words count, too; in others digits only.
    """
    found = [
        ((word.start, word.end), word.form)
        for word in tokens(text)
        if word.is_number or any(c.isdigit() for c in word.form)
    ]
    if language.partition("-")[0].lower() in reader.LEXICONS and len(text) <= reader.MAX_LENGTH:
        digits = {span for span, _ in found}
        for numeral in reader.read_once(text, language):
            forms = [word for word in tokens(numeral.exact) if not word.is_number]
            spelled = [
                ((numeral.start + word.start, numeral.start + word.end), word.form.lower())
                for word in forms
            ]
            found += [(span, form) for span, form in spelled if span not in digits]
    return sorted(found)
