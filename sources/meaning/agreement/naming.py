"""Whether words name the producer, the certainty and the area."""

from collections.abc import Iterator

from sources.meaning.layout import Span
from sources.meaning.model import Disagreement
from sources.meaning.phrases import phrases_of

from .case import Case, Quote, whole_words

Found = tuple[Span, frozenset[str]]


def of_producer(case: Case) -> Iterator[Disagreement]:
    """Disagreements of the producer; one whose names are not given can't be compared."""
    stated = case.statement.get("producer")
    if stated is None or stated not in case.names.finders["producer"].known:
        return
    quotes = case.quoted("producer")
    spans = [quote.place.at for quote in quotes] or [quote.place.sentence for quote in case.values]
    named = [found for span in spans for found in _named(case, "producer", span)]
    if any(stated in codes for _, codes in named):
        return
    if named and quotes:
        span, codes = named[0]
        yield case.differs_at("producer", min(codes), "producer", span, "The quote names another.")
    elif not quotes:
        yield case.differs("producer", None, case.first, "No quoted words name the producer.")


def of_qualifier(case: Case) -> Iterator[Disagreement]:
    """Disagreements of the certainty with the words that are quoted for it."""
    stated = case.statement.get("qualifier")
    text = case.document.folded.text
    said: dict[str, Quote] = {}
    for quote in case.quoted("qualifier"):
        for name, pattern in phrases_of(case.document.lexicon).qualifiers.items():
            if pattern.search(text, *whole_words(text, quote.place.at)):
                said.setdefault(name, quote)
    if stated is not None and said and stated not in said:
        name, quote = next(iter(said.items()))
        yield case.differs("qualifier", name, quote, "The quote says another certainty.")


def of_area(case: Case) -> Iterator[Disagreement]:
    """Differences of the area with its quotes: worth a look, and no reason to block."""
    stated = case.statement.get("area")
    if stated is None or stated not in case.names.finders["area"].known:
        return
    for quote in case.quoted("area"):
        found = _named(case, "area", quote.place.at)
        if found and not any(stated in codes for _, codes in found):
            start, end = quote.place.start, quote.place.end
            words = case.document.text[start:end]
            said, why = min(found[0][1]), "The quote of the area names another."
            yield Disagreement("area", stated, said, "area", start, end, words, why, blocks=False)


def _named(case: Case, member: str, span: Span) -> list[Found]:
    text, shown = case.document.folded.text, case.document.folded.shown
    finder = case.names.finders[member]
    found = finder.find(text, shown, *whole_words(text, span))
    return [((start, end), codes) for start, end, codes in found]
