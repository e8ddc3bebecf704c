"""A text cut into segments, each with the highlight that it is shown with (pure)."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """A range of code points to be highlighted.

    key: its item. kind: how it is shown. Where marks overlap, the one with the lower rank is shown;
    with equal ranks, the shorter one.
    """

    start: int
    end: int
    key: str
    kind: str
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the text from `start` on, shown as `mark`, or plainly where that is None."""

    start: int
    text: str
    mark: Mark | None


def segments(text: str, marks: Iterable[Mark]) -> list[Segment]:
    """The text in pieces, in order, nothing left out.

    Cost: O((n + m) log m) for m marks.
    """
    waiting = sorted((m for m in marks if 0 <= m.start < m.end <= len(text)), key=lambda m: m.start)
    bounds = sorted({0, len(text), *(m.start for m in waiting), *(m.end for m in waiting)})
    pieces: list[Segment] = []
    open_marks: list[Mark] = []
    at = 0
    for low, high in zip(bounds, bounds[1:], strict=False):
        while at < len(waiting) and waiting[at].start <= low:
            open_marks.append(waiting[at])
            at += 1
        open_marks = [m for m in open_marks if m.end > low]
        shown = min(open_marks, key=lambda m: (m.rank, m.end - m.start), default=None)
        if pieces and shown is not None and pieces[-1].mark == shown:
            last = pieces.pop()
            pieces.append(Segment(last.start, last.text + text[low:high], shown))
        else:
            pieces.append(Segment(low, text[low:high], shown))
    return pieces
