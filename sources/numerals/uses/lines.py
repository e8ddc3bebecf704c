"""Page, list and heading numbers, by the layout of lines and cells."""

from sources.numerals.nearby import Nearby
from sources.numerals.phrases import Phrase
from sources.numerals.view import View

from .use import SENTENCE_ENDS, Use

_LONGEST_HEADING = 20  # tokens


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


class Lines(Nearby):
    """Whether a number numbers a page, a heading, an item or a note."""

    def __init__(self, view: View) -> None:
        super().__init__(view)
        self.heads = running_heads(view)

    def is_page_total(self, before: Phrase, phrase: Phrase) -> bool:
        """Page 3 of 12."""
        words = [token.fold for token in self.tokens[before.stop : phrase.first]]
        return phrase.atom.plain and len(words) == 1 and words[0] in self.lexicon.page_totals

    def layout(self, phrase: Phrase) -> Use | None:
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
        return at == 0 or self.tokens[at - 1].raw in SENTENCE_ENDS | {",", ")"}

    def _is_heading_line(self, at: int) -> bool:
        """Whether the line at `at` is a paragraph of its own without a closing sign."""
        if not self._starts_paragraph(at):
            return False
        for end in range(at + 1, min(at + _LONGEST_HEADING, len(self.tokens)) + 1):
            if self._ends_paragraph(end):
                return self.tokens[end - 1].raw not in SENTENCE_ENDS | {","}
            if self.tokens[end].gap == "\n":
                return False
        return False
