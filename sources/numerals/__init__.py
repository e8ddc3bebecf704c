"""Every number of a text, in digits or in words, with its value and what it is probably for.

`read(text, language, country)` returns the numerals of English, Spanish, Portuguese and French
prose and tables. It is pure: no Django, no database, and no rule about one document, country or
subject. A result is a proposal: a curator decides what a number is. What the text leaves open is
never guessed silently: the numeral then has a `doubt`, in words.

How a number is read, in six steps. Take "some 11.6 million hectares in 2013":

1. Cleaning (cleaning.py). Invisible characters go, signs that look alike become one sign, and every
   border of cells becomes a tab. Places in the original are remembered.
2. Tokens (tokens.py). The text is cut into words, runs of digits and signs, each with the gap
   before it: `some`, `11.6`, `million`, `hectares`, `in`, `2013`. No phrase goes over a tab or a
   blank line. cells.py finds the tables and the cell of each token.
3. The habit (digits.py). Whether `1.234` is a thousand or a fraction is seen from the digit runs of
   its table, then from those of the text, then from the custom of language and area. What `$` and
   `pesos` mean is seen in the same way (money.py), and which letters a table's legend explains
   (legends.py).
4. Atoms (scan.py). The text is walked once from left to right. At each token the recognisers are
   called in a fixed order, and the first one that knows what begins there takes it:
   codes.py (laws, CO2, links, footnote marks), dates.py (and quarters), printed.py (digits, powers,
   2/3) and spelled.py (words). scales.py multiplies by `million`. An atom (atoms.py) is one number
   at one place: here 11600000 and 2013.
5. Phrases (phrases.py). An atom gets what belongs to it: sign, currency, per cent, unit, the other
   end of a range, and words like `some` or `more than`: 11.6 million is approximate, and its unit
   is the hectare. years.py tells whether `2024` counts something.
6. Uses (context.py). The layout of the line and the words around say what each phrase is for:
   a figure, a period, a law, a page number, a footnote. 2013 becomes a period.

The words of a language are data: english.py, spanish.py, portuguese.py and french.py fill in the
shape of lexicon.py, and no other file knows a language. view.py limits how far a recogniser may
look. model.py has the result, `Numeral`. accounting.py finds the numerals that nothing cites or
sets aside.

Each file imports only those below it (import-linter checks it):
context, phrases, years, scan, recognisers, scales, atoms, view, legends, money, lexicons, digits
and cells, model, tokens and cleaning.

To mend a reading: find the step that went wrong, change that file, add the passage to the tests,
and raise `READER`, because published entries name the rules that read them; those keep the number
of the rules that they were read by. To add a language: a new lexicon and its name in `LEXICONS`.

No library is used, because those that were tried read metric tons as megatons, read years as
quantities, or returned floats.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import cache, lru_cache

from sources.extraction.model import MAX_LENGTH

from .accounting import Span, coverage, unaccounted
from .cells import Cell, cells_of
from .cleaning import Cleaned, cleaned
from .digits import Custom, Evidence, evidence_of, habit_of, read_digits, weigh_spaces
from .english import ENGLISH
from .french import FRENCH
from .legends import flags_of, says_millions
from .lexicon import Lexicon, Phrases
from .model import Category, Kind, Numeral, Qualifier, UnreadableText
from .money import Purse, purse_of, spelled_out
from .phrases import Phrase, find_phrases
from .portuguese import PORTUGUESE
from .scan import find_atoms
from .spanish import SPANISH
from .tokens import Token, mended, tokenise
from .uses import Use, find_uses, footnote_marks
from .view import View
from .weights import OPEN_WEIGHTS, Weights, are_alike, weights_of

__all__ = [
    "LEXICONS",
    "MAX_LENGTH",
    "OPEN_WEIGHTS",
    "READER",
    "Category",
    "Kind",
    "Numeral",
    "Qualifier",
    "Span",
    "UnreadableText",
    "Weights",
    "are_alike",
    "coverage",
    "read",
    "read_once",
    "read_span",
    "unaccounted",
    "weights_of",
]

READER = "4"
LEXICONS: Mapping[str, Lexicon] = {
    lexicon.language: lexicon for lexicon in (ENGLISH, SPANISH, PORTUGUESE, FRENCH)
}
_COUNTRY = re.compile(r"([A-Za-z]{2})(?:-.*)?")
_INDIAN_AREAS = frozenset(("IN", "PK", "BD", "NP", "LK"))
_SOUTH_ASIAN = ("lakh", "crore", "₹")  # words of documents that group digits as in 12,34,567


def read(text: str, language: str, country: str | None = None) -> list[Numeral]:
    """Every numeral of the text in order, none overlapping; each digit is in exactly one.

    `language` is a BCP 47 tag; its first subtag chooses the lexicon. `country` is the ISO 3166 code
    of the country, or of a part of it, that the document comes from, if known (else, and for any
    other code, the tag's region): it settles what a comma, a bare `$` or `bilhão` means there.
    Whether a comma or a point groups thousands is judged from the whole text, so hand in the
    document, not a sentence. Raises UnreadableText for a language without a lexicon or a text
    beyond MAX_LENGTH. Linear time.
    """
    subtags = language.replace("_", "-").split("-")
    lexicon = LEXICONS.get(subtags[0].lower())
    if not lexicon:
        known = ", ".join(LEXICONS)
        raise UnreadableText(f"no numerals lexicon for language {language[:35]!r}; known: {known}")
    if len(text) > MAX_LENGTH:
        raise UnreadableText(f"the text has {len(text)} characters, at most {MAX_LENGTH}")
    tagged = (tag.upper() for tag in subtags[1:] if len(tag) == 2 and tag.isalpha())
    area = _country(country) or next(tagged, None)
    shown = cleaned(text)
    view, purse = _view(shown.text, lexicon, area)
    phrases = find_phrases(view, find_atoms(view), purse)
    uses = find_uses(view, phrases)
    return [
        _numeral(text, shown, view, phrase, use) for phrase, use in zip(phrases, uses, strict=True)
    ]


def _country(area: str | None) -> str | None:
    """The country of an ISO 3166 code ("PE", "PE-CUS"); None for a region of the world."""
    found = _COUNTRY.fullmatch(area or "")
    return found[1].upper() if found else None


@lru_cache(maxsize=8)
def read_once(text: str, language: str, country: str | None = None) -> tuple[Numeral, ...]:
    """What `read` returns, kept for the last 8 texts, because whole documents take seconds."""
    return tuple(read(text, language, country))


def read_span(
    text: str, language: str, start: int, end: int, country: str | None = None
) -> list[Numeral]:
    """The numerals of the whole text that lie in [start, end), code points.

    For a check of quoted words, which hands in the document and the citation's place: the quote is
    then read as the reader reads it there, with the document's habit and its sign, scale and
    range. A numeral that the range cuts is not among them: `24` of `24,3` is none, nor is 23.5 in
    the brackets of `(23,5 millones)`. Where no text is held, hand in the quote itself as the text
    (`read(quote, language, country)`); its habit is then unknown, and doubts say so. Never glue
    digits. Raises UnreadableText as `read` does.
    """
    found = read_once(text, language, country)
    return [numeral for numeral in found if start <= numeral.start and numeral.end <= end]


def _view(text: str, lexicon: Lexicon, area: str | None) -> tuple[View, Purse]:
    """The text as the recognisers see it, and what its money is."""
    tokens = spelled_out(mended(tokenise(text), lexicon.vocabulary), area)
    purse = purse_of(text, tokens, lexicon, area)
    cells = cells_of(text, tokens)
    custom = _custom(text, lexicon, area)
    document, tables = _evidence(tokens, cells, lexicon.heading_words | _GOALS)
    habit = habit_of(document, custom)
    habits = {table: habit_of(document, custom, seen) for table, seen in tables.items()}
    flags = flags_of(tokens, cells)
    view = View(
        text,
        tokens,
        _localised(text, lexicon, area, purse),
        habit,
        footnote_marks(tokens),
        cells,
        habits,
        area,
        says_millions(tokens),
        frozenset(flags),
        frozenset(flag for flag, word in flags.items() if word in lexicon.estimates),
        weights_of(text, lexicon.language, area),
    )
    split = _split_lists(view)
    if len(split) != len(tokens):
        marks = footnote_marks(split)
        view = replace(view, tokens=split, notes=marks, cells=cells_of(text, split))
    return view, purse


def _custom(text: str, lexicon: Lexicon, area: str | None) -> Custom:
    other = "." if lexicon.decimal_mark == "," else ","
    mixed = area in lexicon.other_mark_areas
    folded = text if area else text.lower()
    indian = area in _INDIAN_AREAS if area else any(word in folded for word in _SOUTH_ASIAN)
    return Custom(other if mixed else lexicon.decimal_mark, mixed, indian)


def _localised(text: str, lexicon: Lexicon, area: str | None, purse: Purse) -> Lexicon:
    """The lexicon with the scale words of the area, which what is paid with may tell."""
    if area == "CA" and lexicon.language == "fr" and _WEIGHED.search(text):
        lexicon = _french_with_pounds()
    if not lexicon.regional_scales:
        return lexicon
    area = area or next((by[1] for by in _PAID_IN if by[0] in purse.named), None)
    scales, still_open = dict(lexicon.scales), {}
    for word, by_area in lexicon.regional_scales.items():
        if size := by_area.get(area or "", by_area.get("else", 0)):
            scales[word] = size
        else:
            still_open[word] = by_area
    return replace(lexicon, scales=scales, regional_scales=still_open)


@cache
def _french_with_pounds() -> Lexicon:
    """The lexicon of a French text that weighs in pounds: elsewhere, livres are books."""
    pounds = dict.fromkeys(("livre", "livres"), "[lb_av]")
    return replace(FRENCH, units=Phrases({**FRENCH.units.meanings, **pounds}))


_WEIGHED = re.compile(r"\blbs?\b|\$\s?(?:la|/)\s?livre\b")
_GOALS = frozenset(("goal", "target", "meta", "metas", "cible", "ods", "sdg", "odd", "indicador"))
_PAID_IN = (("BRL", "BR"), ("AOA", "AO"), ("MZN", "MZ"), ("CVE", "CV"))


def _evidence(
    tokens: list[Token], cells: Mapping[int, Cell], headings: frozenset[str]
) -> tuple[Evidence, dict[int, Evidence]]:
    """What the numbers of the document, and of each table, show of its marks."""
    runs: list[str] = []
    tables: dict[int, list[str]] = {}
    for at, token in enumerate(tokens):
        if token.kind != "number" or token.raw.isdecimal():
            continue
        cell = cells.get(at)
        if cell:
            tables.setdefault(cell.table, []).append(token.raw)
        named = at and tokens[at - 1].fold in headings
        if cell or token.gap not in ("\n", "¶") and not named:  # 1.1 may number a line, or a goal
            runs.append(token.raw)
    found = {cell.table: evidence_of(tables.get(cell.table, ())) for cell in _cell_of_each(cells)}
    document = evidence_of(runs)
    for first, end in _runs_with_spaces(tokens):
        cell = cells.get(first)
        seen = found[cell.table] if cell else document
        weigh_spaces([token.raw for token in tokens[first:end]], seen)
    return document, found


def _runs_with_spaces(tokens: list[Token]) -> Iterator[tuple[int, int]]:
    """The runs of numbers with one space between them, as token indexes, half-open."""
    first = 0
    for at in range(1, len(tokens) + 1):
        token = tokens[at] if at < len(tokens) else None
        both = token and token.kind == "number" and tokens[at - 1].kind == "number"
        if both and token and token.gap == " " and token.start - tokens[at - 1].end == 1:
            continue
        if at - first > 1:
            yield first, at
        first = at


def _cell_of_each(cells: Mapping[int, Cell]) -> list[Cell]:
    """One cell of each table."""
    return list({cell.table: cell for cell in cells.values()}.values())


def _split_lists(view: View) -> list[Token]:
    """`2012,2013` is one run of digits and marks but two numbers: a token for each."""
    split: list[Token] = []
    for at, token in enumerate(view.tokens):
        several = token.kind == "number" and "," in token.raw
        joined = several and not read_digits(token.raw, view.habit_at(at))
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


def _numeral(text: str, shown: Cleaned, view: View, phrase: Phrase, use: Use) -> Numeral:
    tokens = view.tokens
    start, end = shown.span(tokens[phrase.first].start, tokens[phrase.end - 1].end)
    value, low, high = _values(phrase)
    side, is_open = phrase.bound or ("", False)
    unit_span = None
    if phrase.unit_tokens:
        first, last = phrase.unit_tokens
        unit_span = shown.span(tokens[first].start, tokens[last - 1].end)
    regional = any(
        token.fold in view.lexicon.regional_scales for token in tokens[phrase.first : phrase.end]
    )
    doubt = phrase.doubt or use.doubt or ("which scale the word means" if regional else None)
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
        doubt=doubt or phrase.unit_doubt,
        unit_doubt=phrase.unit_doubt,
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
