"""What a quote says in its place: number, unit, period, change, names, with the supporting words.

`read_place(text, language, start, end)` reads the number (or the words) at a place of a document:
in the quote itself, in its sentence or list item, or in its table cell with its heads.
`Reading.of(member)` are guesses, best first; `Reading.contradicts(member, value)` is what the words
say for certain of this very number. `disagreements(members, citations, text, language)` compares a
statement with its quotes (law 11). `knows(language)`: whether there is a reader.

Pure: no Django, no database, and no rule about a document or a subject. May import
sources.numerals, only by its public names. The words of a language are data: english.py and its
neighbours fill in lexicon.py, time_words.py has more words of time; fiscal_years.py has the fiscal
years of countries.

How a place is read: document.py prepares a text once (folded.py: letters without case and accents;
layout.py and sentences.py: its sentences and cells; periods.py: every period that is named, by the
rules of period_rules.py, day_rules.py, end_rules.py and relative.py, with work_years.py for fiscal
years, anchors.py for "a year earlier" and paper_dates.py for the dates of papers). ties.py,
lists.py and papers.py say which period belongs to which number, changes.py what rose or fell and
from what (by the patterns of growing.py and former.py), heads.py (with parts.py, stretches.py,
last_months.py and compared.py) and units.py what the heads and notes of a table say
(unit_words.py: of which unit words are; titles.py: of which columns; below.py: below the table;
scaling.py multiplies a number by its scale), borrowed.py the unit of another number, words.py what
"the largest" is as a number. reading.py puts it together (dating.py, kinds.py; caution.py says
where words name a time that was not read, so that none is guessed); agreement/ compares a
statement with it.

Each file imports only those below it; import-linter checks it (pyproject.toml has the order).

docs/explanation/what-quotes-say.md tells people what is compared.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sources.numerals import LEXICONS as NUMERALS
from sources.numerals import Numeral

from .agreement import Case, Citation, disagreements_of
from .document import prepare
from .lexicon import Lexicon
from .lexicons import LEXICONS, lexicon_of
from .model import Disagreement, Names, Reading, Saying
from .places import place_of
from .reading import read

__all__ = [
    "LEXICONS",
    "Citation",
    "Disagreement",
    "Lexicon",
    "Names",
    "Reading",
    "Saying",
    "disagreements",
    "knows",
    "read_place",
]


_NO_NAMES = Names()


def _tag(language: str, country: str | None) -> str:
    """The language with the country that the document comes from, as a BCP 47 tag."""
    base = language.replace("_", "-")
    known = country and country[:2].isalpha() and "-" not in base
    return f"{base}-{country[:2].upper()}" if country and known else base


def knows(language: str) -> bool:
    """Whether there is a reader for the language, a BCP 47 tag."""
    lexicon = lexicon_of(language)
    return lexicon is not None and lexicon.language in NUMERALS


def read_place(
    text: str,
    language: str,
    start: int,
    end: int,
    *,
    names: Names | None = None,
    numerals: Sequence[Numeral] | None = None,
    country: str | None = None,
    published_on: str | None = None,
) -> Reading:
    """What the number (or the words) at [start, end) of the text says in its place.

    `language` is a BCP 47 tag; without a reader for it, the reading is not `known` and empty.
    `numerals` are those of the whole text, if the caller has read them (the same sequence each
    time: the text is prepared once for it). `published_on` is the document's own date, which is
    guessed last of all.
    """
    lexicon = lexicon_of(language)
    document = (
        prepare(text, lexicon, _tag(language, country), numerals, country) if lexicon else None
    )
    if document is None:
        return Reading(known=False)
    return read(place_of(document, start, end), names or _NO_NAMES, published_on)


def disagreements(
    members: Mapping[str, Any],
    citations: Sequence[Citation],
    text: str,
    language: str,
    *,
    names: Names | None = None,
    numerals: Sequence[Numeral] | None = None,
    country: str | None = None,
    published_on: str | None = None,
) -> list[Disagreement]:
    """Every member of a statement that its quotes (role, start, end), read in place, do not say.

    Empty, too, where no reader knows the language: ask `knows` first, and say that it is unchecked.
    """
    lexicon = lexicon_of(language)
    document = (
        prepare(text, lexicon, _tag(language, country), numerals, country) if lexicon else None
    )
    if document is None:
        return []
    return disagreements_of(Case(members, citations, document, names or _NO_NAMES, published_on))
