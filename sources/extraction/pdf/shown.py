"""Which glyphs of a PDF page a reader of it sees.

A glyph counts if taking its text object away changes the picture of the page. So text that is
white on white, covered, clipped, beside the page, on a layer that is off, or drawn without ink is
found by one rule, without knowing each way to hide it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from .glyphs import INVISIBLE, Drawn
from .model import Box, Glyph
from .pictures import Picture, picture, switched

FAINT = 24  # of 255: a smaller contrast is hard to see
CELL = 24.0  # points: size of the cells in which objects that overlap are looked for
FAR = 20_000.0  # points: no page is larger
LARGE = 40_000.0  # square points: a fill that touches many cells
MAX_LARGE = 200
MAX_ROUNDS = 8  # pictures for text that something may cover; what is left after them is kept
OVERLAP = 0.4  # of the smaller box: text over text


@dataclass
class Shown:
    """The glyphs that are seen, those left out, and what is doubtful about the seen ones.

    recognised: invisible text over a picture, as text recognition leaves it; it is kept.
    """

    glyphs: list[Glyph] = field(default_factory=list)
    left_out: list[Glyph] = field(default_factory=list)
    faint: list[Glyph] = field(default_factory=list)
    recognised: list[Glyph] = field(default_factory=list)
    unsure: list[Glyph] = field(default_factory=list)


def seen(page: Any, glyphs: Sequence[Glyph], drawn: Drawn) -> Shown:
    """The glyphs of a page, parted by whether they are seen.

    Cost: two pictures of the page, some more where things overlap.
    """
    printed = [glyph for glyph in glyphs if not glyph.text.isspace()]
    result = Shown()
    if not printed:
        return result
    whole = picture(page)
    with switched(drawn.texts.values()):
        bare = picture(page)
    objects: dict[int, list[Glyph]] = defaultdict(list)
    for glyph in printed:
        objects[glyph.drawn].append(glyph)
    hidden: set[int] = set()  # ids of glyphs
    for glyph in printed:
        _judge(glyph, whole, bare, drawn, result, hidden)
    _look_under(page, objects, drawn, whole, result, hidden)
    _sort_out(glyphs, result, hidden)
    return result


def _judge(
    glyph: Glyph, whole: Picture, bare: Picture, drawn: Drawn, result: Shown, hidden: set[int]
) -> None:
    if glyph.mode in INVISIBLE:
        if _on_picture(glyph, drawn) and bare.inked(glyph.box):
            result.recognised.append(glyph)
        else:
            hidden.add(id(glyph))
        return
    contrast = whole.contrast(bare, glyph.box, FAINT)
    if not contrast:
        hidden.add(id(glyph))
    elif contrast < FAINT and glyph.text.isalnum():
        result.faint.append(glyph)


def _on_picture(glyph: Glyph, drawn: Drawn) -> bool:
    return any(
        left <= glyph.x <= right and top <= glyph.y <= bottom
        for left, top, right, bottom in drawn.pictures
    )


def _look_under(
    page: Any, objects: dict[int, list[Glyph]], drawn: Drawn, whole: Picture, result: Shown,
    hidden: set[int],
) -> None:  # fmt: skip
    """Take away, in rounds, the text that something else may cover, and see whether it is missed.

    What is not missed stays away: of two that are drawn at one place, one is kept.
    """
    boxes = {
        number: _around(glyphs)
        for number, glyphs in objects.items()
        if number in drawn.texts and not all(id(glyph) in hidden for glyph in glyphs)
    }
    waiting = _covered(boxes, drawn.fills)
    gone: list[int] = []
    for _ in range(MAX_ROUNDS):
        if not waiting:
            return
        now, waiting = _apart(waiting, boxes)
        with switched(drawn.texts[number] for number in (*gone, *now)):
            without = picture(page)
        for number in now:
            missing = [
                glyph
                for glyph in objects[number]
                if glyph.mode not in INVISIBLE and not whole.contrast(without, glyph.box, FAINT)
            ]
            hidden.update(map(id, missing))
            if len(missing) == len(objects[number]):
                gone.append(number)
    result.unsure += [glyph for number in waiting for glyph in objects[number]]


def _around(glyphs: Iterable[Glyph]) -> Box:
    boxes = [glyph.box for glyph in glyphs]
    return (
        min(box[0] for box in boxes), min(box[1] for box in boxes),
        max(box[2] for box in boxes), max(box[3] for box in boxes),
    )  # fmt: skip


def _cells(box: Box) -> Iterable[tuple[int, int]]:
    left, top, right, bottom = (int(min(max(edge, -CELL), FAR) // CELL) for edge in box)
    for column in range(left, right + 1):
        for row in range(top, bottom + 1):
            yield column, row


def _shared(first: Box, other: Box) -> float:
    """The area that two boxes share."""
    wide = min(first[2], other[2]) - max(first[0], other[0])
    high = min(first[3], other[3]) - max(first[1], other[1])
    return wide * high if wide > 0 and high > 0 else 0.0


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _covered(boxes: dict[int, Box], fills: Sequence[tuple[int, Box]]) -> list[int]:
    """Numbers of text objects that a later fill, or another text, may lie upon."""
    later = _Later(fill for fill in fills if fill[0] > min(boxes, default=0))
    texts: dict[tuple[int, int], list[int]] = defaultdict(list)
    found: set[int] = set()
    for number, box in boxes.items():
        if later.lies_on(number, box):
            found.add(number)
        for cell in _cells(box):
            found.update(
                other
                for other in texts[cell]
                if _shared(box, boxes[other]) > OVERLAP * min(_area(box), _area(boxes[other]))
            )
            texts[cell].append(number)
    return sorted(found)


class _Later:
    """Fills by the cells that they touch; large ones, which touch too many, in a list of their own.

    Of the large ones only the last are kept: what lies under earlier ones lies under these, too.
    """

    def __init__(self, fills: Iterable[tuple[int, Box]]) -> None:
        self._large: list[tuple[int, Box]] = []
        self._cells: dict[tuple[int, int], list[tuple[int, Box]]] = defaultdict(list)
        for number, box in fills:
            if _area(box) > LARGE:
                self._large.append((number, box))
                continue
            for cell in _cells(box):
                self._cells[cell].append((number, box))
        self._large = self._large[-MAX_LARGE:]

    def lies_on(self, number: int, box: Box) -> bool:
        """Whether a fill that is drawn after this number touches the box."""
        near = (fill for cell in _cells(box) for fill in self._cells.get(cell, ()))
        return any(
            other > number and _shared(box, there) > 0 for other, there in (*self._large, *near)
        )


def _apart(numbers: Sequence[int], boxes: dict[int, Box]) -> tuple[list[int], list[int]]:
    """Those that can be taken away together since none touches another, and the rest."""
    now, rest = [], []
    taken: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number in numbers:
        cells = list(_cells(boxes[number]))
        if any(_shared(boxes[number], boxes[other]) for cell in cells for other in taken[cell]):
            rest.append(number)
            continue
        now.append(number)
        for cell in cells:
            taken[cell].append(number)
    return now, rest


def _sort_out(glyphs: Sequence[Glyph], result: Shown, hidden: set[int]) -> None:
    """Part the glyphs; a space belongs to its object: it is kept if any of the object is."""
    alive = {g.drawn for g in glyphs if not g.text.isspace() and id(g) not in hidden}
    for glyph in glyphs:
        if glyph.text.isspace():
            if glyph.drawn in alive:
                result.glyphs.append(glyph)
        elif id(glyph) in hidden:
            result.left_out.append(glyph)
        else:
            result.glyphs.append(glyph)
    result.faint = [glyph for glyph in result.faint if id(glyph) not in hidden]
