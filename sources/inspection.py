"""What the readers find in a text, as rows: for looking at a document before it is taken in.

`numerals_of` has every number of a text with what the words say of it, `re_anchored` what becomes
of each number in another text. No database; the commands `read` and `compare_editions` print it.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sources import numerals
from sources.anchoring.anchor import anchor
from sources.anchoring.model import Anchor, Candidate, State
from sources.extraction import Warning
from sources.meaning import Reading, read_place
from sources.numerals import Numeral

NUMBERS = ("value", "value_low", "value_high", "low_open", "high_open")


def numerals_of(text: str, language: str, country: str | None = None) -> Iterator[dict[str, Any]]:
    """A row for each numeral of a text, in order: its place, its words and what they say.

    country: ISO 3166 code, for currencies that several countries share. Raises UnreadableText for a
    language without a reader, and for a text that is too long.
    """
    found = numerals.read_once(text, language, country)
    for numeral in found:
        row = _row(numeral)
        if numeral.category == "figure":
            said = read_place(
                text, language, numeral.start, numeral.end, numerals=found, country=country
            )
            _complete(row, said)
        yield row


def with_warnings(
    rows: Iterable[dict[str, Any]], warnings: Sequence[Warning]
) -> Iterator[dict[str, Any]]:
    """The rows, with what a warning of the extraction says of a number's place among its doubts."""
    placed = [(w.start, w.end, w.detail) for w in warnings if w.start is not None and w.end]
    for row in rows:
        row["doubts"] += [
            detail for start, end, detail in placed if start < row["end"] and row["start"] < end
        ]
        yield row


def _row(numeral: Numeral) -> dict[str, Any]:
    """What the numeral says by itself."""
    return {
        "start": numeral.start,
        "end": numeral.end,
        "exact": numeral.exact,
        "category": numeral.category,
        "value": numeral.value,
        "value_low": numeral.low,
        "value_high": numeral.high,
        "low_open": numeral.low_open,
        "high_open": numeral.high_open,
        "unit": numeral.unit,
        "qualifier": numeral.qualifier,
        "period": numeral.period,
        "doubts": [numeral.doubt] if numeral.doubt else [],
    }


def _complete(row: dict[str, Any], said: Reading) -> None:
    """Put into the row what its sentence and its table say of the number."""
    best = {name: said.of(name)[0] for name in (*NUMBERS, "unit", "qualifier", "period")
            if said.of(name)}  # fmt: skip
    if any(name in best for name in ("value", "value_low", "value_high")):
        row |= dict.fromkeys(("value", "value_low", "value_high")) | dict.fromkeys(
            ("low_open", "high_open"), False
        )
    for name, saying in best.items():
        row[name] = saying.value == "true" if name.endswith("_open") else saying.value
        if saying.doubt and saying.doubt not in row["doubts"]:
            row["doubts"].append(saying.doubt)


def re_anchored(old: str, new: str, language: str) -> Iterator[dict[str, Any]]:
    """A row for each numeral of the old text: its state, and its place in the new one.

    No place is told where several are possible; they are the alternatives. Raises UnreadableText as
    `numerals_of` does.
    """
    found = numerals.read_once(old, language)
    numerals.read_once(new, language)
    spans = [(numeral.start, numeral.end) for numeral in found]
    for numeral, found_again in zip(found, anchor(old, new, spans, language), strict=True):
        yield {
            "start": numeral.start,
            "end": numeral.end,
            "exact": numeral.exact,
            "state": found_again.state.value,
            **_place(found_again, new),
        }


def _place(found_again: Anchor, new: str) -> dict[str, Any]:
    certain = None if found_again.state is State.AMBIGUOUS else found_again.place
    possible = found_again.alternatives
    if found_again.place and not certain:
        possible = (found_again.place, *possible)
    return {
        "new_start": certain.start if certain else None,
        "new_end": certain.end if certain else None,
        "new_exact": new[certain.start : certain.end] if certain else None,
        "alternatives": [_range(place, new) for place in possible],
    }


def _range(place: Candidate, text: str) -> dict[str, Any]:
    return {"start": place.start, "end": place.end, "exact": text[place.start : place.end]}
