"""Every number of a text, in digits or in words, with its value and what it is probably for.

`read(text, language)` returns the numerals of English and Spanish prose. It is pure: no Django, no
database, and no rule about one document, country or subject. A result is a proposal: a curator
decides what a number is.

How a number is read, in five steps. Take "some 11.6 million hectares in 2013":

1. Tokens (tokens.py). The text is cut into words, runs of digits and signs, each with the gap
   before it: `some`, `11.6`, `million`, `hectares`, `in`, `2013`.
2. The habit (digits.py). Whether `1.234` is a thousand or a fraction is seen from all digit runs of
   the text, then from the language. What stays open is noted as a doubt, never decided silently.
3. Atoms (scan.py). The text is walked once from left to right. At each token the recognisers are
   called in a fixed order, and the first one that knows what begins there takes it:
   codes.py (laws, CO2, links, footnote marks), dates.py, printed.py (digits, 2/3) and spelled.py
   (words). scales.py multiplies by `million`. An atom (atoms.py) is one number at one place:
   here 11600000 and 2013.
4. Phrases (phrases.py). An atom gets what belongs to it: sign, currency (money.py), per cent, unit,
   the other end of a range, and words like `some` or `more than`: 11.6 million is approximate, and
   its unit is the hectare.
5. Uses (context.py). The layout of the line and the words around say what each phrase is for:
   a figure, a period, a law, a page number, a footnote. 2013 becomes a period.

The words of a language are data: english.py and spanish.py fill in the shape of lexicon.py, and no
other file knows a language. view.py limits how far a recogniser may look. model.py has the result,
`Numeral`. accounting.py finds the numerals that nothing cites or sets aside.

Each file imports only those below it (import-linter checks it):
context, phrases, scan, recognisers, scales, atoms, view, money, lexicons, digits, model, tokens.

To mend a reading: find the step that went wrong, change that file, add the passage to the tests,
and raise `READER`, because published entries name the rules that read them. To add a language: a
new lexicon and one line in `LEXICONS`.

No library is used, because those that were tried read metric tons as megatons, read years as
quantities, or returned floats.
"""

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache

from sources.extraction.model import MAX_LENGTH

from .accounting import Span, coverage, unaccounted
from .context import Use, find_uses, footnote_marks
from .digits import Habit, habit_of, read_digits
from .english import ENGLISH
from .lexicon import Lexicon
from .model import Category, Kind, Numeral, Qualifier, UnreadableText
from .phrases import Phrase, find_phrases
from .scan import find_atoms
from .spanish import SPANISH
from .tokens import Token, tokenise
from .view import View

__all__ = [
    "LEXICONS",
    "MAX_LENGTH",
    "READER",
    "Category",
    "Kind",
    "Numeral",
    "Qualifier",
    "Span",
    "UnreadableText",
    "coverage",
    "read",
    "read_once",
    "unaccounted",
]

READER = "1"
LEXICONS: Mapping[str, Lexicon] = {"en": ENGLISH, "es": SPANISH}


def read(text: str, language: str) -> list[Numeral]:
    """Every numeral of the text in order, none overlapping; each digit is in exactly one.

    `language` is a BCP 47 tag; its first subtag chooses the lexicon. Whether a comma or a point
    groups thousands is judged from the whole text, so hand in the document, not a sentence. Raises
    UnreadableText for a language without a lexicon or a text beyond MAX_LENGTH. Linear time.
    """
    lexicon = LEXICONS.get(language.partition("-")[0].lower())
    if not lexicon:
        known = ", ".join(LEXICONS)
        raise UnreadableText(f"no numerals lexicon for language {language[:35]!r}; known: {known}")
    if len(text) > MAX_LENGTH:
        raise UnreadableText(f"the text has {len(text)} characters, at most {MAX_LENGTH}")
    tokens = tokenise(text)
    runs = (
        token.raw for token in tokens if token.kind == "number" and token.gap not in ("\n", "¶")
    )
    habit = habit_of(runs, lexicon.decimal_mark)
    tokens = _split_lists(tokens, habit)
    atoms = find_atoms(View(text, tokens, lexicon, habit, footnote_marks(tokens)))
    phrases = find_phrases(tokens, atoms, lexicon)
    uses = find_uses(tokens, phrases, lexicon)
    return [_numeral(text, tokens, phrase, use) for phrase, use in zip(phrases, uses, strict=True)]


@lru_cache(maxsize=8)
def read_once(text: str, language: str) -> tuple[Numeral, ...]:
    """What `read` returns, kept for the last 8 texts, because whole documents take seconds."""
    return tuple(read(text, language))


def _split_lists(tokens: list[Token], habit: Habit) -> list[Token]:
    """`2012,2013` is one run of digits and marks but two numbers: a token for each."""
    split: list[Token] = []
    for token in tokens:
        joined = token.kind == "number" and "," in token.raw and not read_digits(token.raw, habit)
        split.extend(_pieces(token) if joined else [token])
    return split


def _pieces(token: Token) -> list[Token]:
    pieces, start = [], token.start
    for index, raw in enumerate(token.raw.split(",")):
        if index:
            pieces.append(Token("sign", start - 1, start, ",", ",", ""))
        gap = "" if index else token.gap
        pieces.append(Token("number", start, start + len(raw), raw, raw, gap))
        start += len(raw) + 1
    return pieces


def _numeral(text: str, tokens: list[Token], phrase: Phrase, use: Use) -> Numeral:
    start, end = tokens[phrase.first].start, tokens[phrase.end - 1].end
    value, low, high = _values(phrase)
    side, is_open = phrase.bound or ("", False)
    unit_span = None
    if phrase.unit_tokens:
        first, last = phrase.unit_tokens
        unit_span = tokens[first].start, tokens[last - 1].end
    return Numeral(
        start=start,
        end=end,
        exact=text[start:end],
        kind=use.kind,
        category=use.category,
        value=value,
        low=low,
        high=high,
        low_open=side == "low" and is_open,
        high_open=side == "high" and is_open,
        decimals=phrase.decimals,
        qualifier=phrase.qualifier,
        unit=use.unit or phrase.unit,
        unit_span=unit_span,
        period=use.period,
        doubt=phrase.doubt,
    )


def _values(phrase: Phrase) -> tuple[str | None, str | None, str | None]:
    """Value, low and high as texts."""
    value = _decimal_text(phrase.value, phrase.decimals)
    if phrase.high is not None:
        return None, value, _decimal_text(phrase.high, phrase.decimals)
    if phrase.bound and value is not None:
        return (None, value, None) if phrase.bound[0] == "low" else (None, None, value)
    return value, None, None


def _decimal_text(value: Fraction | None, decimals: int | None) -> str | None:
    """The exact decimal, with the printed places; None if the value never ends (a third)."""
    if value is None:
        return None
    places = max(decimals or 0, 0)
    if decimals is None:
        while (value * 10**places).denominator != 1:
            places += 1
            if places > 20:
                return None
    scaled = value * 10**places
    digits = str(abs(scaled.numerator)).rjust(places + 1, "0")
    sign = "-" if scaled < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else sign + digits
