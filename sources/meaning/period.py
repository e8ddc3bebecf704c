"""A period that a text names, at its place."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Period:
    """A period at a place of the folded text.

    start, end: the expression itself; lead: where the words before it that tie it begin.
    values: what it may be in ISO 8601, best first; none where it can't be said. tie: how it is
    tied: "in", "of", "base" (compared with), "from", "since", "until", "by", "as_of", or "".
    belongs: "paper" in "its 2014 report", "measure" in "the 2011 estimate", "noun" before another
    word. parts: the ends of a stretch. bracketed: it stands in brackets. relative: "the previous
    year". estimate: with a mark as in "(2022 est.)".
    """

    start: int
    end: int
    lead: int
    values: tuple[str, ...]
    tie: str = ""
    belongs: str = ""
    parts: tuple[str, str] | None = None
    bracketed: bool = False
    relative: bool = False
    estimate: bool = False
    is_open: bool = False
    deictic: int | None = None
