"""A statement with its quotes, each read in its place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sources.meaning.changes import Change, change_of
from sources.meaning.document import Document
from sources.meaning.layout import Span
from sources.meaning.model import Disagreement, Names, Reading
from sources.meaning.places import Place, place_of
from sources.meaning.reading import read

Citation = tuple[str, int, int]  # role, start, end: a range of the text


@dataclass(frozen=True, slots=True)
class Quote:
    """The words of one citation, in their place."""

    role: str
    place: Place
    reading: Reading


class Case:
    """What is compared: a statement in wire form, its quotes, and the document they are from."""

    def __init__(
        self,
        members: Mapping[str, Any],
        citations: Sequence[Citation],
        document: Document,
        names: Names,
        published_on: str | None,
    ) -> None:
        self.statement = {
            name: _wire(value) for name, value in members.items() if value is not None
        }
        self.document, self.names, self.published_on = document, names, published_on
        self.quotes = [_quote(document, names, *citation) for citation in citations]
        self.values = self.quoted("value")
        self.is_coded = bool({"value_code", "missing_reason"} & self.statement.keys())
        self.is_change = self.statement.get("kind") == "change"

    def quoted(self, *roles: str) -> list[Quote]:
        """The quotes of some roles, in the order of the citations."""
        return [quote for quote in self.quotes if quote.role in roles]

    @property
    def first(self) -> Quote | None:
        """The first quote of the value, to point to where words are missing."""
        return self.values[0] if self.values else None

    @cached_property
    def changes(self) -> list[Change]:
        """What the sentences of the value say of it as a change."""
        places = [quote.place for quote in self.values]
        found = (change_of(self.document, place.main(), place.sentence) for place in places)
        return [change for change in found if change]

    def differs(self, member: str, said: str | None, quote: Quote | None, why: str) -> Disagreement:
        """A disagreement with the words of a quote."""
        if quote is None:
            return Disagreement(member, self.statement.get(member), said, member, 0, 0, "", why)
        start, end = quote.place.start, quote.place.end
        return self._disagreement(member, said, quote.role, (start, end), why)

    def differs_at(
        self, member: str, said: str | None, role: str, folded: Span, why: str
    ) -> Disagreement:
        """A disagreement with words at a place of the folded text."""
        return self._disagreement(member, said, role, self.document.folded.back(*folded), why)

    def _disagreement(
        self, member: str, said: str | None, role: str, span: Span, why: str
    ) -> Disagreement:
        words = self.document.text[slice(*span)]
        return Disagreement(member, self.statement.get(member), said, role, *span, words, why)


def _quote(document: Document, names: Names, role: str, start: int, end: int) -> Quote:
    place = place_of(document, start, end)
    return Quote(role, place, read(place, names, None) if role == "value" else Reading())


def _wire(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def whole_words(text: str, span: Span) -> Span:
    """A quote with the whole words at its ends: a part of a name is not another name."""
    start, end = span
    while 0 < start < end and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while start < end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    return start, end
