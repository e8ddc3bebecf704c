"""Accounting for numerals: the entries that say what each number of a text is, and their checks.

A numeral is accounted for when an observation cites it, in whatever role, or when a curator set it
aside with a category. Built on the pure reader sources.numerals; reads and writes no database.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from sources import numerals
from sources.numerals import Numeral, Span

# Begins the reason of an entry where nobody gave another one.
UNREAD = "The text could not be read whole: "
PART = 500  # numerals in one entry, well below its 65,535 bytes


def parts(
    release: str,
    language: str,
    text: str | None,
    citations: Sequence[Mapping[str, Any]],
    set_aside: Sequence[Mapping[str, Any]],
    area: str | None = None,
    reason: str = "",
    unreliable: str = "",
) -> Iterator[dict[str, Any]]:
    """Contents of the numerals/1 entries of a release.

    With the text: every numeral that the reader finds in it. Without: those in the quotes and those
    set aside, marked as not complete. What is set aside takes the curator's category.
    area: what the source is about, which settles how the reader takes a comma there.
    unreliable: why the text can't be trusted to hold all numbers of the document; it is not
    complete then, and neither is a text in a language without a reader.
    """
    found: Sequence[Numeral] = []
    try:
        found = (
            numerals.read_once(text, language, area)
            if text is not None
            else _quoted(language, citations, area)
        )
    except numerals.UnreadableText as unread:
        unreliable = "; ".join(filter(None, (str(unread), unreliable)))
    rows = list(_rows(found, set_aside, complete=text is not None and not unreliable))
    reason = " ".join(filter(None, (reason, unreliable and f"{UNREAD}{unreliable[:1500]}")))
    for start in range(0, max(len(rows), 1), PART):  # a text without numerals has a part, too
        part = start // PART + 1
        content = {
            "id": f"{release}-n{part:04d}",
            "release": release,
            "part": part,
            "reader": numerals.READER,
            "complete": text is not None and not unreliable,
            "numerals": rows[start : start + PART],
        }
        yield {**content, "reason": reason} if reason else content


def _quoted(
    language: str, citations: Sequence[Mapping[str, Any]], area: str | None
) -> list[Numeral]:
    """The numerals within the quotes, each once, by their place in the text."""
    found = {}
    for citation in citations:
        for numeral in numerals.read(citation["exact"], language, area):
            start = citation["start"] + numeral.start
            place = (start, start + len(numeral.exact))
            found[place] = replace(numeral, start=place[0], end=place[1])
    inside = {
        place
        for place in found
        if any(o[0] <= place[0] and place[1] <= o[1] and o != place for o in found)
    }
    return [found[place] for place in sorted(found) if place not in inside]


def _rows(
    found: Iterable[Numeral], set_aside: Sequence[Mapping[str, Any]], *, complete: bool
) -> Iterator[dict[str, Any]]:
    rows = [
        {"start": n.start, "end": n.end, "exact": n.exact, "category": n.category} for n in found
    ]
    for aside in set_aside:
        start, end = aside["start"], aside["start"] + len(aside["exact"])
        inside = [row for row in rows if start <= row["start"] and row["end"] <= end]
        if not inside and not complete:
            inside = [{"start": start, "end": end, "exact": aside["exact"]}]
            rows += inside
        for row in inside:
            row.update(category=aside["category"], set_aside=True)
            if observation := aside.get("observation"):
                row["observation"] = observation
    return iter(sorted(rows, key=lambda row: row["start"]))


def differences(
    listed: Sequence[Mapping[str, Any]], text: str, language: str, area: str | None = None
) -> Iterator[str]:
    """How the numerals of a release's entries differ from what the reader finds in its text.

    Nothing is compared where no reader knows the language.
    """
    try:
        expected = {(n.start, n.end) for n in numerals.read_once(text, language, area)}
    except numerals.UnreadableText:
        return
    given = {(n["start"], n["end"]) for n in listed}
    for start, end in sorted(expected - given):
        yield f"the numeral {text[start:end]!r} at [{start}, {end}) is not accounted for"
    for start, end in sorted(given - expected):
        yield f"[{start}, {end}) {text[start:end]!r} is no numeral by reader {numerals.READER}"


class Place(NamedTuple):
    """A numeral's place in the text, and whether a curator set it aside."""

    start: int
    end: int
    exact: str
    set_aside: bool


def unaccounted(listed: Sequence[Mapping[str, Any]], cited: Iterable[Span]) -> list[Place]:
    """The numerals that are neither cited nor set aside."""
    places = [Place(n["start"], n["end"], n["exact"], n.get("set_aside", False)) for n in listed]
    return [place for place in numerals.unaccounted(places, cited, []) if not place.set_aside]
