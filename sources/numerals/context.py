"""What a number is for: a figure, a period, a law, a page.

It decides from the layout of lines and the words around. The rules are about how documents are
written in general, never about one document. Each look goes a bounded number of tokens far, except
for the rest of a line that begins with a number.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from .lexicon import word_set
from .model import Category, Kind
from .phrases import Phrase
from .tokens import BORDERS, HYPHENS, Token, word_at, word_before
from .view import View

_LAW_REACH = 8  # words between "Law" and its number: "General Law on Health 26842 of 1997"
_NOTE_DIGITS = 2
_MIN_NOTED_WORD = 3
_LONGEST_HEADING = 20  # tokens
_WORLD_REACH = 6
_OLD = 60  # `65 or more years` are an age, `10 or more years` may be of anything
_RANK_REACH = 8
_LONGEST_LISTED = 14
_BEHIND_RANKS = frozenset(("in", "to", ",", ".", ";", "among", "worldwide"))
_LONGEST_LIST = 8  # tokens between an ordinal and its superlative: "second- and third-largest"
_RATE_REACH = 5  # tokens from `rate` to `per`
_LISTING = word_set(", and y e or o u to a & / of de del through hasta")
_SENTENCE_ENDS = frozenset(".;:?!")
_THE = frozenset(("the", "los", "las", "el", "la", "os", "as", "les", "l", "'"))
_ROMAN_QUARTERS = {"I": 1, "II": 2, "III": 3, "IV": 4}
_BANDS = frozenset(("des", "les", "los", "las", "os", "as", "dos", "das", "the"))
_HAVE = word_set("tinha tinham tem tenia tenian tiene tienen avait avaient ont")
_HALVES = frozenset(("semestre", "half", "semester"))
_DAYS = frozenset(("-", "–", ",", "al", "au", "ao", "to"))
_NO_AGES = frozenset(("percent", "money", "ratio", "fraction", "multiple", "ordinal"))


@dataclass(frozen=True, slots=True)
class Use:
    """What a phrase is for."""

    kind: Kind
    category: Category
    period: str | None = None
    unit: str | None = None
    doubt: str | None = None


def footnote_marks(tokens: list[Token]) -> set[int]:
    """The indexes of numbers that mark or open a footnote: `LAW1`, and a line `1 Full respect`.

    A number that touches the word before it is a mark if a line opens with it; behind a word in
    small letters it needs no such line.
    """
    glued, opening = {}, {}
    for at, token in enumerate(tokens):
        if token.kind != "number" or not token.raw.isdecimal() or len(token.raw) > _NOTE_DIGITS:
            continue
        before = tokens[at - 1] if at else None
        if token.gap == "" and before and before.kind == "word" and _ends_word(tokens, at):
            glued[at] = int(token.raw)
        elif token.gap in "\n¶" and token.gap and _opens_sentence(tokens, at):
            opening[at] = int(token.raw)
    marks = {
        at
        for at, value in glued.items()
        if value in opening.values() or tokens[at - 1].raw.islower()
    }
    below = {
        int(token.raw)
        for at, token in enumerate(tokens)
        if token.kind == "number" and _opens_note(tokens, at)
    }
    for at, token in enumerate(tokens):
        if token.kind == "number" and _ends_label(tokens, at) and int(token.raw) in below:
            glued[at] = int(token.raw)
            marks.add(at)
    values = {glued[at] for at in marks}
    return marks | {at for at, value in opening.items() if value in values}


def _ends_label(tokens: list[Token], at: int) -> bool:
    """Whether the number ends the words of a cell before other cells: `Wheat 1`, `Oats (2)`."""
    if not tokens[at].raw.isdecimal() or len(tokens[at].raw) > 1 or not 0 < at < len(tokens) - 1:
        return False
    bracketed = tokens[at + 1].raw == ")" and not tokens[at + 1].gap
    end = at + 2 if bracketed else at + 1
    word = at - 2 if tokens[at - 1].raw == "(" and bracketed else at - 1
    if end >= len(tokens) or tokens[end].gap != "\t" or word < 0 or tokens[word + 1].gap != " ":
        return False
    return tokens[word].kind == "word" and len(tokens[word].raw) >= _MIN_NOTED_WORD


def _opens_note(tokens: list[Token], at: int) -> bool:
    """Whether a line begins with the number of a note: `1 Includes ...`, `(2) Without ...`."""
    if not tokens[at].raw.isdecimal() or len(tokens[at].raw) > 1 or at + 2 >= len(tokens):
        return False
    bracketed = tokens[at + 1].raw == ")" and not tokens[at + 1].gap
    start = at - 1 if bracketed and at and tokens[at - 1].raw == "(" else at
    follows = tokens[at + 2] if bracketed else tokens[at + 1]
    opens = tokens[start].gap in ("\n", "¶") and follows.kind == "word" and follows.gap == " "
    return opens and follows.raw[0].isupper()


def _ends_word(tokens: list[Token], at: int) -> bool:
    long_enough = len(tokens[at - 1].raw) >= _MIN_NOTED_WORD
    follows = tokens[at + 1] if at + 1 < len(tokens) else None
    closed = not follows or follows.gap or (follows.kind == "sign" and follows.raw not in "@-_/")
    return long_enough and bool(closed)


def _opens_sentence(tokens: list[Token], at: int) -> bool:
    follows = tokens[at + 1] if at + 1 < len(tokens) else None
    return bool(follows and follows.gap == " " and follows.raw[0].isupper())


def running_heads(view: View) -> set[int]:
    """The indexes of page numbers in lines that come again and again with a rising number.

    Such a line is a paragraph by itself, has two words or more, and begins or ends with the number.
    """
    lines: dict[tuple[int, tuple[str, ...]], list[tuple[int, int]]] = {}
    start, tokens = 0, view.tokens
    for end in range(1, len(tokens) + 1):
        if end < len(tokens) and tokens[end].gap not in ("\n", "¶"):
            continue
        alone = tokens[start].gap == "¶" and (end == len(tokens) or tokens[end].gap == "¶")
        if alone and 3 <= end - start <= _LONGEST_HEADING:
            folds = [token.fold for token in tokens[start:end]]
            for place, rest in ((start, folds[1:]), (end - 1, folds[:-1])):
                value = view.whole(place)
                if value is not None and sum(map(str.isalpha, rest)) > 1:
                    lines.setdefault((place - start, tuple(rest)), []).append((place, value))
        start = end
    return {
        place
        for found in lines.values()
        if len(found) > 1 and all(a[1] < b[1] for a, b in zip(found, found[1:], strict=False))
        for place, _ in found
    }


def find_uses(view: View, phrases: list[Phrase]) -> list[Use]:
    """One use per phrase, in order."""
    reader = _Context(view)
    uses: list[Use] = []
    before: Phrase | None = None
    for phrase in phrases:
        uses.append(reader.use(phrase, before, uses[-1] if uses else None))
        before = phrase
    return reader.share_periods(phrases, uses)


class _Context:
    def __init__(self, view: View) -> None:
        self.view, self.tokens, self.lexicon = view, view.tokens, view.lexicon
        self.heads = running_heads(view)

    def use(self, phrase: Phrase, before: Phrase | None, last: Use | None) -> Use:
        """What the phrase is for; `before` and `last` are the phrase before it and its use."""
        shape = phrase.atom.shape
        if shape == "footnote":
            return Use("footnote_number", "footnote")
        if shape == "years" and "/" not in (phrase.period or ""):
            if self._behind_law_word(phrase.first):
                return Use("law_number", "law")  # Ley 3/2007
            return Use("date", "period", period=phrase.period)
        if shape == "indefinite" and self._names_scale(phrase):
            return Use("indefinite", "other")
        if fixed := _FIXED.get(shape):
            return Use(*fixed, period=phrase.period)
        if shape == "ordinal":
            return self._ordinal(phrase)
        if shape == "roman":
            return self._roman(phrase)
        if last and last.category == "page" and before and self._is_page_total(before, phrase):
            return Use("page_number", "page")
        follows_law = self._lists(before, phrase) if last and last.category == "law" else ""
        return (
            self._law(phrase, follows_law)
            or self._layout(phrase)
            or self._age(phrase)
            or self._decade(phrase)
            or self._span(phrase)
            or self._year(phrase)
            or self._figure(phrase)
        )

    def _names_scale(self, phrase: Phrase) -> bool:
        """Whether the word is the scale of a table: (thousands), in millions of dollars."""
        at, token = phrase.first, self.tokens[phrase.first]
        before = self.tokens[at - 1] if at else None
        opens = token.gap in BORDERS or token.gap == "\n" or before and before.raw == "("
        within = self._word_before(at) in ("in", "en", "em")
        noted = at in self.view.cells or (before and before.raw == "(") or within
        if at > 1 and within:
            lead = self.tokens[at - 1]
            return lead.gap in ("¶", "\n", "\t") or self.tokens[at - 2].raw in "(,"
        return bool(opens and noted)

    # -- looking at tokens --------------------------------------------------------------------

    def _fold(self, index: int) -> str:
        return word_at(self.tokens, index)

    def _word_before(self, at: int) -> str:
        return word_before(self.tokens, at)

    def _back(self, at: int) -> Iterator[Token]:
        """The tokens before `at`, nearest first, within the paragraph."""
        while at > 0 and self.tokens[at].gap not in BORDERS:
            at -= 1
            yield self.tokens[at]

    def _starts_line(self, at: int) -> bool:
        return self.tokens[at].gap in ("\n", "¶")

    def _ends_paragraph(self, end: int) -> bool:
        return end >= len(self.tokens) or self.tokens[end].gap == "¶"

    # -- laws ---------------------------------------------------------------------------------

    def _law(self, phrase: Phrase, listed: str) -> Use | None:
        is_code = phrase.atom.shape == "code"
        if not is_code and not (phrase.is_count and self._is_whole(phrase)):
            return None
        kind: Kind = "law_number"
        if phrase.atom.year and (listed == "of" or self._year_of_law(phrase.first)):
            return Use("year", "law", period=str(phrase.atom.year))
        if self._behind_law_word(phrase.first) or listed == "and" and not phrase.atom.year:
            return Use(kind, "law")
        named = is_code or self._fold(phrase.end) in self.lexicon.of and self._whole_year(phrase)
        if named and self._law_in_sentence(phrase.first):
            return Use(kind, "law")
        if is_code and self._is_headed(phrase.first):
            return Use("heading_number", "heading")
        return Use("code", self._code(phrase)) if is_code else None

    def _is_whole(self, phrase: Phrase) -> bool:
        """Whether it is a plain number, or a grouped one behind a law's name: Lei n.º 12.345."""
        atom = phrase.atom
        if atom.plain:
            return True
        grouped = atom.shape == "digits" and not atom.scale and atom.end - atom.first == 1
        return grouped and self._behind_law_word(phrase.first)

    def _code(self, phrase: Phrase) -> Category:
        """Laws are numbered number-year-letters (`044-2013-EF`); other codes stay open."""
        shown = [token.raw for token in self.tokens[phrase.first : phrase.end]]
        dated = any(raw.isdecimal() and raw[:2] in ("19", "20") and len(raw) == 4 for raw in shown)
        return "law" if dated and len(shown) > 2 else "other"

    def _behind_law_word(self, at: int) -> bool:
        """Decree 1126, Ley N.º 29889, Decreto Supremo 033."""
        for skipped, token in enumerate(self._back(at)):
            fold, capital = token.fold, token.raw[0].isupper()
            if fold in self.lexicon.law_words or capital and fold in self.lexicon.law_titles:
                return True
            sign = fold in self.lexicon.number_signs or fold == "."
            if not sign and not capital or skipped > 4:
                return False
        return False

    def _whole_year(self, phrase: Phrase) -> bool:
        """Whether `of` behind the phrase is followed by a year."""
        token = self.tokens[phrase.end + 1] if phrase.end + 1 < len(self.tokens) else None
        return bool(token and token.raw.isdecimal() and len(token.raw) == 4)

    def _law_in_sentence(self, at: int) -> bool:
        for distance, token in enumerate(self._back(at)):
            if distance > _LAW_REACH or token.raw in _SENTENCE_ENDS:
                return False
            if token.fold in self.lexicon.law_words:
                return True
        return False

    def _year_of_law(self, at: int) -> bool:
        """`Act of 1997`: a year right behind a law's title."""
        words = [token for _, token in zip(range(2), self._back(at), strict=False)]
        return (
            len(words) == 2
            and words[0].fold in self.lexicon.of
            and words[1].raw[0].isupper()
            and words[1].fold in self.lexicon.law_titles | self.lexicon.law_words
        )

    def _lists(self, before: Phrase | None, phrase: Phrase) -> str:
        """How the phrase continues the one before: "of", "and", or not at all ("")."""
        if not before or not 0 < phrase.first - before.stop < 4:
            return ""
        between = [token.fold for token in self.tokens[before.stop : phrase.first]]
        if between == ["("]:  # Resolution 1325 (2000), Article 24(3)
            return "of" if self.tokens[before.stop].gap else "and"
        if len(between) == 1 and between[0] in self.lexicon.of:
            return "of"
        return "and" if all(word in _LISTING for word in between) else ""

    def _is_page_total(self, before: Phrase, phrase: Phrase) -> bool:
        """Page 3 of 12."""
        words = [token.fold for token in self.tokens[before.stop : phrase.first]]
        return phrase.atom.plain and len(words) == 1 and words[0] in self.lexicon.page_totals

    # -- the layout of lines --------------------------------------------------------------------

    def _layout(self, phrase: Phrase) -> Use | None:
        """Page, list and heading numbers."""
        at, plain = phrase.first, phrase.atom.plain and phrase.is_count
        short = plain and (phrase.value or 0) < 1000
        if plain and self._is_named(phrase):
            return Use("code", "name")
        if at in self.heads and plain:
            return Use("page_number", "page")
        if at in self.view.cells:
            return self._in_cell(phrase)
        if self._before_is(at, self.lexicon.page_words) and plain:
            return Use("page_number", "page")
        if short and self._is_numbered(at):
            return Use("heading_number", "heading")
        if self._before_is(at, self.lexicon.footnote_words) and short:
            return Use("footnote_number", "footnote")
        if short and self._starts_paragraph(at) and self._ends_paragraph(phrase.end):
            return Use("page_number", "page")
        numbered = phrase.is_count and phrase.atom.shape == "digits" and not phrase.atom.scale
        if numbered and self._is_headed(at) and (phrase.value or 0) < 1000:
            return Use("heading_number", "heading")
        if numbered and (phrase.value or 0) < 1000 and self._opens_item(phrase):
            heading = self._is_heading_line(at)
            return Use("list_number", "heading" if heading else "list_number")
        return None

    def _is_named(self, phrase: Phrase) -> bool:
        """Whether the number ends a name (Grade 6, code 0902), or is only zeros ('000)."""
        raw = self.tokens[phrase.first].raw
        zeros = len(raw) > 1 and not raw.strip("0")
        return zeros or self._before_is(phrase.first, self.lexicon.numbered)

    def _is_denominator(self, phrase: Phrase) -> bool:
        """Whether it is what a rate counts on, with no count beside it: rates per 100,000."""
        value = phrase.value
        if (
            not phrase.is_count
            or value is None
            or value < 100
            or value != 10 ** (len(str(value)) - 1)
        ):
            return False
        joined = self.lexicon.rate_words.before(self.tokens, phrase.first)
        if not joined or self.tokens[joined[0]].raw == "/":
            return False
        near = list(zip(range(_RATE_REACH), self._back(joined[0]), strict=False))
        return any(token.fold in self.lexicon.rate_nouns for _, token in near)

    def _in_cell(self, phrase: Phrase) -> Use | None:
        """Page and heading numbers of a cell; a cell with a number alone is no page."""
        plain = phrase.atom.plain and phrase.is_count
        if plain and self._before_is(phrase.first, self.lexicon.page_words):
            return Use("page_number", "page")
        if plain and (self._is_headed(phrase.first) or self._is_numbered(phrase.first)):
            return Use("heading_number", "heading")
        return None

    def _is_numbered(self, at: int) -> bool:
        """Volume 12, Vol. 12, No. 3, N.º 3."""
        if self._before_is(at, self.lexicon.volume_words):
            return True
        for token in self._back(at):
            if token.fold in (".", "º", "°") and token.gap == "":
                continue
            marked = self._word_before(at) in ("º", "°")
            signed = token.fold in self.lexicon.number_signs and (token.raw[0].isupper() or marked)
            return signed and self.tokens[at].gap in ("", " ") and len(token.raw) < 4
        return False

    def _before_is(self, at: int, words: frozenset[str]) -> bool:
        if self.tokens[at].gap not in (" ", ""):
            return False
        back = 2 if self._word_before(at) == "." else 1
        return at >= back and self.tokens[at - back].fold in words

    def _is_headed(self, at: int) -> bool:
        return self.tokens[at].gap == " " and self._word_before(at) in self.lexicon.heading_words

    def _starts_paragraph(self, at: int) -> bool:
        return self.tokens[at].gap == "¶"

    def _opens_item(self, phrase: Phrase) -> bool:
        """`1. Text`, `2) text`, `3.1 Text` at the start of a line that continues no sentence."""
        at, end = phrase.first, phrase.end
        bracket = self._word_before(at) == "(" and self._fold(end) == ")"
        start = at - 1 if bracket else at
        if not self._starts_line(start) or end + 1 >= len(self.tokens):
            return False
        if self.tokens[start].gap == "\n" and not self._closed_before(start):
            return False
        mark, behind = self.tokens[end], self.tokens[end + 1]
        if mark.gap == "" and mark.raw in (".", ")"):
            return behind.kind == "word" and behind.gap in (" ", "\n")
        decimal = phrase.atom.decimals and not phrase.atom.plain
        return bool(decimal and mark.kind == "word" and mark.raw[0].isupper() and mark.gap == " ")

    def _closed_before(self, at: int) -> bool:
        """Whether the line before ended a sentence or was itself an item or a title."""
        return at == 0 or self.tokens[at - 1].raw in _SENTENCE_ENDS | {",", ")"}

    def _is_heading_line(self, at: int) -> bool:
        """Whether the line at `at` is a paragraph of its own without a closing sign."""
        if not self._starts_paragraph(at):
            return False
        for end in range(at + 1, min(at + _LONGEST_HEADING, len(self.tokens)) + 1):
            if self._ends_paragraph(end):
                return self.tokens[end - 1].raw not in _SENTENCE_ENDS | {","}
            if self.tokens[end].gap == "\n":
                return False
        return False

    # -- figures, ages, years -------------------------------------------------------------------

    def _age(self, phrase: Phrase) -> Use | None:
        before = self.lexicon.age_before.before(self.tokens, phrase.first)
        after = self.lexicon.age_after.after(self.tokens, phrase.end)
        top = phrase.high if phrase.high is not None else phrase.value
        if top is None or top > 130 or phrase.kind in _NO_AGES:
            return None
        if phrase.unit == "mo" and after:
            return Use("age", "age", unit="mo")
        if phrase.unit not in (None, "a"):
            return None
        aged = self._is_aged(phrase) or self._is_age_label(phrase) or self._is_had(phrase)
        if not (before or after or aged or self._in_age_column(phrase.first)):
            return None
        return Use("age", "age", unit="a")

    def _is_aged(self, phrase: Phrase) -> bool:
        """Children under 5, jóvenes de 15 a 29 años, 65 years and over, under-5s."""
        lexicon, at = self.lexicon, phrase.first
        band = phrase.high is not None
        if phrase.unit == "a" and phrase.bound and phrase.stop < len(self.tokens):
            upward = self._fold(phrase.stop) in lexicon.both  # "and over", not "or more"
            if upward and lexicon.bounds_after.after(self.tokens, phrase.stop):
                return True
        dashed = band and phrase.atom.first and self.tokens[phrase.atom.first - 1].raw in HYPHENS
        if dashed and phrase.unit == "a" and self._word_before(at) in _BANDS:
            return True  # le taux d'emploi des 15-64 ans
        over = lexicon.bounds_after.after(self.tokens, phrase.stop)
        years = over and lexicon.units.after(self.tokens, over[0])
        if years and years[1] == "a" and phrase.unit is None:  # habitantes de 18 y más años
            noun = at - (self._word_before(at) in lexicon.of)
            return self._word_before(noun) in lexicon.age_nouns or (phrase.value or 0) >= _OLD
        bound = lexicon.bounds_before.before(self.tokens, at)
        at = bound[0] if bound else at
        at -= self._word_before(at) in lexicon.of
        if bound and self._word_before(at) in lexicon.age_nouns:
            return phrase.unit == "a" or phrase.atom.plain
        if phrase.unit != "a":
            return band and self._word_before(at) in lexicon.age_nouns
        for distance, token in enumerate(self._back(phrase.first)):
            if token.fold in lexicon.age_nouns:
                return band or distance < 3
            if distance > 3 or token.kind != "word":
                return False
        return False

    def _is_age_label(self, phrase: Phrase) -> bool:
        """Whether a line or row is about an age: `15-24 years:`, `De 18 a 20 años` and cells."""
        at, end = phrase.first, phrase.stop
        at -= self._word_before(at) in self.lexicon.range_starts
        if not (
            self._starts_line(at)
            or self.tokens[at].gap == "\t"
            or self._word_before(at) in (";", ":")
        ):
            return False
        bound = self.lexicon.bounds_after.after(self.tokens, end)
        if bound and phrase.unit is None:  # 51 y más años
            found = self.lexicon.units.after(self.tokens, bound[0])
            if not found or found[1] != "a":
                return False
            end = found[0]
        elif phrase.unit != "a" or phrase.high is None:
            return False
        behind = self.tokens[end] if end < len(self.tokens) else None
        return bool(behind and (behind.gap == "\t" or behind.raw == ":"))

    def _is_had(self, phrase: Phrase) -> bool:
        """Whether somebody has so many years: tinham entre 15 e 29 anos."""
        at = phrase.first
        at -= self._word_before(at) in self.lexicon.between
        return phrase.unit == "a" and at != phrase.first and self._word_before(at) in _HAVE

    def _in_age_column(self, at: int) -> bool:
        """Whether the number is the label of a row whose column has a head such as Age."""
        cell = self.view.cells.get(at)
        if not cell or cell.column or not cell.row:
            return False
        return cell.table in self._age_tables

    @cached_property
    def _age_tables(self) -> set[int]:
        words = self.lexicon.age_heads
        return {
            cell.table
            for at, cell in self.view.cells.items()
            if cell.row == 0 and cell.column == 0 and self.tokens[at].fold in words
        }

    def _decade(self, phrase: Phrase) -> Use | None:
        """La década de 1990, los años 90, années 80: ten years."""
        value = phrase.value
        if phrase.kind != "cardinal" or not phrase.is_count or value is None or value % 10:
            return None
        at = phrase.first
        for _ in range(2):
            if self._word_before(at) in self.lexicon.of or self._word_before(at) in _THE:
                at -= 1
        if self._word_before(at) not in self.lexicon.decades:
            return None
        if phrase.atom.year:
            if self._word_before(at) in self.lexicon.year_units and at == phrase.first:
                return None if self.lexicon.language != "fr" else self._ten_years(int(value))
            return self._ten_years(int(value))
        plain = 20 <= value < 100 and phrase.atom.scale == 0
        if not plain or phrase.unit or at == phrase.first and self._counts_years(at):
            return None
        doubt = None if value >= 40 else "which century's decade"
        return replace(self._ten_years(1900 + int(value)), doubt=doubt)

    def _counts_years(self, at: int) -> bool:
        """Whether the word for years has a number of its own: 5 años 90 casos."""
        return at > 1 and self.tokens[at - 2].kind == "number"

    @staticmethod
    def _ten_years(first: int) -> Use:
        return Use("year", "period", period=f"{first}/{first + 9}")

    def _span(self, phrase: Phrase) -> Use | None:
        """First 10 months, los primeros diez meses, les 10 premiers mois: a stretch of time."""
        value, lexicon = phrase.value, self.lexicon
        if value is not None and value < 400 and phrase.unit == "a" and self._is_away(phrase):
            return Use("cardinal", "period", unit="a")
        if value is None or value > 400 or phrase.unit not in (None, "mo", "wk", "d"):
            return None
        if self._is_away(phrase):
            return Use("cardinal", "period", unit=phrase.unit)
        before = self._word_before(phrase.first) in lexicon.first_spans
        inner = self._fold(phrase.end) in lexicon.first_spans
        if not (before and phrase.unit or inner):
            return None
        unit = phrase.unit
        if inner:
            found = lexicon.units.after(self.tokens, phrase.end + 1)
            unit = found[1] if found else None
        return Use("cardinal", "period", unit=unit) if unit in ("mo", "wk", "d") else None

    def _is_away(self, phrase: Phrase) -> bool:
        """Whether it tells how far away a time is: three years before, the 12 months to June."""
        if phrase.unit not in ("a", "mo", "wk", "d") or phrase.stop >= len(self.tokens):
            return False
        if self.lexicon.time_away.after(self.tokens, phrase.stop):
            return True
        until = self._fold(phrase.stop) in ("to", "ended", "ending", "through")
        dated = self._fold(phrase.stop + 1) in self.lexicon.months
        return until and dated and self.lexicon.day_first is None

    def _year(self, phrase: Phrase) -> Use | None:
        if phrase.kind != "cardinal" or not phrase.atom.year or not phrase.is_count:
            return None
        return Use("year", "period", period=self._part_of_year(phrase.first, phrase.atom.year))

    def _part_of_year(self, at: int, year: int) -> str:
        """The year, or its quarter or months: third quarter of 2012, July to November 2017."""
        back = at
        while self._word_before(back) in self.lexicon.of | self.lexicon.date_fillers | _THE:
            back -= 1
        if self._word_before(back) in self.lexicon.quarters:
            number = self._ordinal_before(back - 1)
            if number and number <= 4:
                return f"{year}-{3 * number - 2:02}/{year}-{3 * number:02}"
        if self._word_before(back) in _HALVES:
            number = self._ordinal_before(back - 1)
            if number and number <= 2:
                return f"{year}-{6 * number - 5:02}/{year}-{6 * number:02}"
        return self._months(at, year)

    def _ordinal_before(self, at: int) -> int | None:
        """The number of an ordinal right before `at`: third, 3rd, 3.er, III."""
        token = self.tokens[at - 1] if at else None
        if not token or self.tokens[at].gap in BORDERS:
            return None
        if token.fold in self.lexicon.ordinals:
            return self.lexicon.ordinals[token.fold]
        if token.raw in _ROMAN_QUARTERS:
            return _ROMAN_QUARTERS[token.raw]
        back = at
        while back > 0 and (
            self.tokens[back - 1].fold in self.lexicon.ordinal_endings
            or self.tokens[back - 1].raw in (".", "º", "°", "ª")
        ):
            back -= 1
        number = self.tokens[back - 1] if back and back < at else None
        whole = number and number.kind == "number" and len(number.raw) == 1
        return int(number.raw) if whole and number else None

    def _months(self, at: int, year: int) -> str:
        """The year, or the month or months named right before it: July to November 2017."""
        tight = self.tokens[at].gap == "" and self._word_before(at) in ("/", "-", "–")
        if tight or self._word_before(at) in self.lexicon.date_fillers:
            at -= 1
        last = self._month_before(at)
        if not last:
            return str(year)
        first = self._month_before(at - 2)
        joins = self.lexicon.range_words | {"-", "–"}
        if self._word_before(at - 3) in self.lexicon.between:
            joins |= self.lexicon.both
        if first and first < last and self._word_before(at - 1) in joins:
            return f"{year}-{first:02}/{year}-{last:02}"
        return f"{year}-{last:02}"

    def _month_before(self, at: int) -> int | None:
        return self.lexicon.months.get(self._word_before(at))

    def _figure(self, phrase: Phrase) -> Use:
        if self._is_denominator(phrase):
            return Use("cardinal", "other")
        unit = phrase.unit or ("1" if phrase.kind in ("cardinal", "multiple") else None)
        kind: Kind = "range" if phrase.high is not None else phrase.kind
        pronoun = (
            phrase.end - phrase.first == 1
            and self.tokens[phrase.first].fold in self.lexicon.ones
            and self._is_pronoun(phrase)
        )
        return Use(kind, "other" if pronoun else "figure", unit=unit)

    def _is_pronoun(self, phrase: Phrase) -> bool:
        """No one, one of the ..., one another."""
        return (
            self._word_before(phrase.first) in self.lexicon.pronoun_before
            or self._fold(phrase.end) in self.lexicon.pronoun_after
            or self._ends_paragraph(phrase.end)
            or self.tokens[phrase.end].kind == "sign"
        )

    # -- ordinals -----------------------------------------------------------------------------

    def _ordinal(self, phrase: Phrase) -> Use:
        """Rank (second largest), streak (third consecutive year), period (sixth round), other."""
        end, lexicon = phrase.end, self.lexicon
        if self.tokens[phrase.first].kind == "number" and self._behind_law_word(phrase.first):
            return Use("law_number", "law")
        streak = lexicon.streaks.after(self.tokens, end)
        noun = self._fold(streak[0] if streak else end)
        in_a_row = any(
            [self._fold(end + k + n) for n in range(3)] == ["in", "a", "row"] for k in (0, 1)
        ) or bool(lexicon.streaks.after(self.tokens, end + 1))
        if streak or in_a_row:
            unit = "a" if noun in lexicon.year_units else "1"
            return Use("ordinal", "figure", unit=unit)
        if self._is_rank(phrase):
            return Use("rank", "figure", unit="1")
        if noun in lexicon.period_nouns or self._near_period_noun(end):
            return Use("ordinal", "period")
        return Use("ordinal", "other")

    def _near_period_noun(self, end: int) -> bool:
        """`seventh evaluation round`: one word between; the line may be broken."""
        if end + 1 >= len(self.tokens) or self.tokens[end].kind != "word":
            return False
        return self._fold(end + 1) in self.lexicon.period_nouns - {"day", "dia"}

    def _is_rank(self, phrase: Phrase) -> bool:
        lexicon, at = self.lexicon, phrase.end
        listed = lexicon.both | {"-", "–", ","}
        while at - phrase.end < _LONGEST_LIST and (
            self._fold(at) in listed or at > phrase.end and self._fold(at) in lexicon.ordinals
        ):
            at += 1
        word = self._fold(at)
        if self._is_superlative(word) or word in lexicon.places:
            return True
        if self._word_before(phrase.first) in lexicon.rank_before | lexicon.places:
            return True
        if self._word_before(phrase.first) in ("from", "to") and self._fold(at) in _BEHIND_RANKS:
            back = zip(range(_RANK_REACH), self._back(phrase.first), strict=False)
            if any(token.fold in lexicon.change_verbs | {"moved"} for _, token in back):
                return True  # moved from fourth in 2015 to third in 2016
        digits = self.tokens[phrase.first].kind == "number"
        if digits and self.tokens[phrase.first - 1 if phrase.first else 0].raw == ":":
            back = zip(range(_WORLD_REACH), self._back(phrase.first), strict=False)
            if any(token.fold in lexicon.world for _, token in back):
                return True  # Country comparison to the world: 206th
        reach = [self._fold(at + k) for k in range(_WORLD_REACH)]
        stop = next((k for k, fold in enumerate(reach) if fold in _SENTENCE_ENDS or fold == ","), 9)
        return any(fold in lexicon.world for fold in reach[:stop])

    def _day_of(self, phrase: Phrase, follows: Phrase, use: Use, dated: Use) -> Use:
        """The use; a day where the next number is a date that it opens: 12-15 July 2013."""
        if dated.kind != "date" or dated.category != "date" or use.category != "figure":
            return use
        between = self.tokens[phrase.stop : follows.first]
        words = self.lexicon.both | self.lexicon.range_words | _DAYS
        day = phrase.atom.plain and phrase.is_count and 1 <= (phrase.value or 0) <= 31
        listed = 0 < len(between) < 3 and all(
            token.fold in words and token.gap not in BORDERS for token in between
        )
        return Use("date", "date") if day and listed else use

    def _is_superlative(self, word: str) -> bool:
        lexicon = self.lexicon
        ends = len(word) > 4 and word.endswith(lexicon.superlative_endings)
        return word in lexicon.superlatives or (ends and word not in lexicon.false_superlatives)

    def _roman(self, phrase: Phrase) -> Use:
        before = self._word_before(phrase.first)
        if before in self.lexicon.heading_words:
            return Use("heading_number", "heading")
        dates = self.lexicon.centuries | self.lexicon.quarters
        dated = before in dates or self._fold(phrase.end) in dates
        return Use("ordinal", "period" if dated else "name")

    def share_periods(self, phrases: list[Phrase], uses: list[Use]) -> list[Use]:
        """The uses, an ordinal with that of the next one: `the first through the sixth rounds`."""
        shared = list(uses)
        for at in range(len(shared) - 2, -1, -1):
            if shared[at].kind != "ordinal" or shared[at + 1].kind not in ("ordinal", "rank"):
                continue
            between = self.tokens[phrases[at].stop : phrases[at + 1].first]
            words = (
                self.lexicon.both | self.lexicon.range_words | _THE | {",", "-", "or", "al", "au"}
            )
            if 0 < len(between) < 4 and all(token.fold in words for token in between):
                shared[at] = shared[at + 1]
        for at in range(len(shared) - 2, -1, -1):
            shared[at] = self._day_of(phrases[at], phrases[at + 1], shared[at], shared[at + 1])
        for at in range(1, len(shared)):
            # second in tin and sixth in zinc
            follows = self._fold(phrases[at].end) in ("in", "en", "em")
            alone = shared[at].kind == "ordinal" and shared[at].category == "other" and follows
            between = self.tokens[phrases[at - 1].stop : phrases[at].first]
            listed = len(between) < _LONGEST_LISTED and not any(
                token.raw in _SENTENCE_ENDS for token in between
            )
            if alone and listed and shared[at - 1].kind == "rank":
                shared[at] = Use("rank", "figure", unit="1")
        for at in range(1, len(shared)):
            ranked = shared[at - 1].kind == "rank" and shared[at].category == "other"
            between = self.tokens[phrases[at - 1].stop : phrases[at].first]
            if ranked and shared[at].kind == "ordinal" and len(between) == 1:
                shared[at] = shared[at - 1]
        return shared


_FIXED: dict[str, tuple[Kind, Category]] = {
    "date": ("date", "date"),
    "years": ("range", "period"),
    "decade": ("year", "period"),
    "time": ("time", "date"),
    "name": ("code", "name"),
    "list_number": ("list_number", "list_number"),
    "multiple": ("multiple", "figure"),
    "indefinite": ("indefinite", "figure"),
}
