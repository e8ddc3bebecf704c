"""Checks of citations: the quoted words are in the text."""

from collections.abc import Iterator, Mapping
from typing import Any

from indicators.publishing.drafts import DraftEntry
from indicators.publishing.errors import Finding
from indicators.publishing.gates.references import Known

CONTEXT = 32  # code points of prefix and suffix


def check_quotes(entry: DraftEntry, release: Mapping[str, Any], known: Known) -> Iterator[Finding]:
    """Findings for quotes that do not lie in the text or are not the text's own words."""
    text, length = known.texts.get(release["text_sha256"]), release["text_length"]
    for citation in entry.content["citations"]:
        where = getattr(citation, "where", entry.where)
        start, end = citation["start"], citation["end"]
        if end > length:
            yield Finding(where, "offset", f"[{start}, {end}) is beyond the text's {length}")
            continue
        if len(citation["exact"]) != end - start:
            detail = f"[{start}, {end}) has {end - start} code points, the quote has "
            yield Finding(where, "quote-length", detail + str(len(citation["exact"])))
        if text is not None:
            yield from check_words(text, citation, where)


def check_words(text: str, citation: Mapping[str, Any], where: str) -> Iterator[Finding]:
    """Findings for a quote, prefix or suffix that the text does not have at its offsets."""
    start, end = citation["start"], citation["end"]
    words = {
        "exact": text[start:end],
        "prefix": text[max(0, start - CONTEXT) : start],
        "suffix": text[end : end + CONTEXT],
    }
    for name, actual in words.items():
        if (given := citation.get(name)) != actual:
            detail = f"{name} {given!r} at {start}, where the text has {actual!r}"
            yield Finding(where, "wrong-words", detail)
