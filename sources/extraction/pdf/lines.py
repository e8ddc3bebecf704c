"""Glyphs become lines of text: pure geometry, with no PDF library.

The order is that of drawing, never sorted by place: what a page draws together stays together. Gaps
become spaces or tabs, so that columns set apart by spacing stay apart. Digits that are printed
raised or lowered become such characters, whether they come before or behind what they mark.
"""

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from sources.extraction.model import LOWERED, RAISED

from .model import Glyph

# All lengths are in ems: parts of the font's size.
SPACE = 0.17  # a wider gap is a space
SPACE_APART = 0.15  # likewise between two text objects, which no kerning sets apart
TAB = 1.0  # a wider gap sets columns apart
BACK = 0.5  # a run that begins further left than this before the end of the last starts a line
LEVEL = 0.15  # baselines closer than this are one
SMALLER = 0.86  # of its neighbour's size: a mark, at most
SHIFTED = 0.08  # off its neighbour's baseline: a smaller mark, at least
SHIFTED_EQUAL = 0.2  # and a mark of equal size
FAR = 0.7  # off by more than this, text of equal size is another line
TWICE = 0.15  # the same character closer than this to one of another object is printed twice
CELL = 20.0  # points: size of the cells in which such characters are looked for

MARK = re.compile(r"[0-9,;*+–-]*[0-9][0-9,;*+–-]*")
KEPT_SPACES = "\u00a0\u2007\u2009\u202f"  # they may group the digits of one number


@dataclass(slots=True)
class Piece:
    """Some characters of the page's text; glyph is None for what was put between glyphs."""

    text: str
    glyph: Glyph | None = None


@dataclass(slots=True)
class Run:
    """Glyphs on one baseline that follow each other; before is the space in front of it.

    start, end and level are measured along the baseline and across it.
    """

    pieces: list[Piece]
    size: float
    em: float
    start: float
    end: float
    level: float
    angle: int
    spaced: str = ""  # the space glyph in front of it
    mark: str = ""  # "raised" or "lowered"
    base: float = 0.0  # the baseline that its line counts from
    base_size: float = 0.0

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


@dataclass(slots=True)
class PageText:
    """The canonical text of a page, and the glyph (if any) behind each of its code points."""

    text: str = ""
    glyphs: list[Glyph | None] = field(default_factory=list)


def page_text(glyphs: Sequence[Glyph]) -> PageText:
    """The text of a page from its glyphs in the order of drawing; upright text comes first."""
    once = printed_once(glyphs)
    angles = sorted({glyph.angle for glyph in once}, key=lambda angle: (angle != 0, angle))
    lines: list[list[Piece]] = []
    for angle in angles:
        runs = list(_runs([glyph for glyph in once if glyph.angle == angle], angle))
        _mark(runs)
        lines += _lines(runs)
    return _joined(lines)


def printed_once(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The glyphs without those that are printed again, nearly at the same place, to look bold."""
    kept: list[Glyph] = []
    places: dict[tuple[str, int, int], list[Glyph]] = {}
    for glyph in glyphs:
        if not glyph.text.isspace():
            near = TWICE * max(glyph.em, 1.0)
            if _printed_before(glyph, places, near):
                continue
            cell = glyph.text, int(glyph.x // CELL), int(glyph.y // CELL)
            places.setdefault(cell, []).append(glyph)
        kept.append(glyph)
    return kept


def _printed_before(
    glyph: Glyph, places: dict[tuple[str, int, int], list[Glyph]], near: float
) -> bool:
    x, y = glyph.x, glyph.y
    for column in range(int((x - near) // CELL), int((x + near) // CELL) + 1):
        for row in range(int((y - near) // CELL), int((y + near) // CELL) + 1):
            for other in places.get((glyph.text, column, row), ()):
                if (
                    other.drawn != glyph.drawn
                    and abs(other.x - x) < near
                    and abs(other.y - y) < near
                ):
                    return True
    return False


def _span(glyph: Glyph, cos: float, sin: float) -> tuple[float, float, float]:
    """Start, end and level of a glyph along a baseline of this direction."""
    start = glyph.x * cos + glyph.y * sin
    level = glyph.y * cos - glyph.x * sin
    left, top, right, bottom = glyph.box
    wide, high = right - left, bottom - top
    if abs(sin) < 0.01:
        return (left, right, level) if cos > 0 else (-right, -left, level)
    if abs(cos) < 0.01:
        return (top, bottom, level) if sin > 0 else (-bottom, -top, level)
    # The box lies around a turned glyph; its height is about that of the font.
    advance = (wide - abs(sin) * 1.15 * glyph.size) / abs(cos) if abs(cos) > abs(sin) else (
        (high - abs(cos) * 1.15 * glyph.size) / abs(sin)
    )  # fmt: skip
    return start, start + min(max(advance, 0.2 * glyph.em), 1.2 * glyph.em), level


def _runs(glyphs: Sequence[Glyph], angle: int) -> Iterable[Run]:
    """The glyphs of one direction, parted where the baseline, the size or the place jumps."""
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    wider = _letter_spaced(glyphs, cos, sin)
    run: Run | None = None
    last: Glyph | None = None
    space = ""
    for glyph in glyphs:
        if glyph.text.isspace():
            space = space or (glyph.text if glyph.text in KEPT_SPACES else " ")
            continue
        start, end, level = _span(glyph, cos, sin)
        if run is None or last is None:
            run = Run([Piece(glyph.text, glyph)], glyph.size, glyph.em, start, end, level, angle)
        else:
            same = last.drawn == glyph.drawn
            gap = _gap(run, last, glyph, start, end, same)
            if same and gap <= TAB or not same and _goes_on(run, glyph, gap, level):
                limit = wider.get(glyph.drawn, SPACE) if same else SPACE_APART
                between = _between(gap, space, limit)
                if between:
                    run.pieces.append(Piece(between))
                run.pieces.append(Piece(glyph.text, glyph))
                run.start, run.end = min(run.start, start), max(run.end, end) if same else end
            else:
                yield run
                run = Run(
                    [Piece(glyph.text, glyph)], glyph.size, glyph.em, start, end, level, angle,
                    spaced=space,
                )  # fmt: skip
        last, space = glyph, ""
    if run is not None:
        yield run


def _gap(run: Run, last: Glyph, glyph: Glyph, start: float, end: float, same: bool) -> float:
    """The gap in front of a glyph, in ems; scripts that go left are measured leftwards."""
    em = max(run.em, glyph.em, 0.1)
    if start < run.end and _leftwards(last.text) and _leftwards(glyph.text):
        return (run.start - end) / em
    return (start - run.end) / em


def _leftwards(text: str) -> bool:
    return unicodedata.bidirectional(text[0]) in ("R", "AL")


def _goes_on(run: Run, glyph: Glyph, gap: float, level: float) -> bool:
    return (
        -BACK <= gap <= TAB
        and abs(level - run.level) <= 0.02 * run.size
        and abs(glyph.size - run.size) <= 0.03 * run.size
    )


def _between(gap: float, space: str, limit: float) -> str:
    if space and (gap > SPACE / 2 or space in KEPT_SPACES):
        return space
    return " " if gap > limit else ""


def _letter_spaced(glyphs: Sequence[Glyph], cos: float, sin: float) -> dict[int, float]:
    """By text object, the wider limit of a space where all its letters are set apart evenly."""
    limits: dict[int, float] = {}
    objects: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        objects.setdefault(glyph.drawn, []).append(glyph)
    for number, inside in objects.items():
        if not _may_be_spaced(inside):
            continue
        letters = sum(glyph.text.isalpha() for glyph in inside)
        if letters < 4 or letters * 2 < len(inside):
            continue
        spans = [_span(glyph, cos, sin) for glyph in inside]
        gaps = [
            (after[0] - before[1]) / max(glyph.em, 0.1)
            for (before, after), glyph in zip(pairwise(spans), inside, strict=False)
        ]
        usual = median(gaps)
        if SPACE * 0.7 < usual <= TAB:
            limits[number] = usual + SPACE
    return limits


def _may_be_spaced(glyphs: Sequence[Glyph]) -> bool:
    """Whether the gaps of an object's glyphs are wide together: a look that most don't need twice.

    Of turned glyphs the boxes say too little, so they all may be.
    """
    if len(glyphs) < 4:
        return False
    if glyphs[0].angle:
        return True
    wide = sum([glyph.box[2] - glyph.box[0] for glyph in glyphs])
    return glyphs[-1].box[2] - glyphs[0].box[0] - wide > 0.1 * glyphs[0].em * len(glyphs)


def _beside(left: Run, right: Run) -> bool:
    """Whether one run follows the other closely enough to be its mark."""
    em = max(left.em, right.em)
    return -BACK * em <= right.start - left.end <= 0.6 * em


def _mark(runs: Sequence[Run]) -> None:
    """Find the runs that are raised or lowered against the one before or behind them."""
    for run in runs:
        run.base, run.base_size = run.level, run.size
    for before, run in pairwise(runs):
        if not _beside(before, run):
            continue
        if shift := _shift(before.base, before.base_size, run, before.text):
            run.mark, run.base, run.base_size = shift, before.base, before.base_size
        elif not before.mark and (shift := _shift(run.level, run.size, before, run.text)):
            before.mark, before.base, before.base_size = shift, run.level, run.size
    for run in runs:
        if run.mark:
            table = RAISED if run.mark == "raised" else LOWERED
            for piece in run.pieces:
                piece.text = piece.text.translate(table)


def _shift(base: float, size: float, run: Run, beside: str) -> str:
    """How the run is a mark against this baseline: raised or lowered; empty if it is none."""
    text = run.text.replace(" ", "")
    up = base - run.level
    if not MARK.fullmatch(text) or not size or abs(up) > size:
        return ""
    smaller = run.size <= SMALLER * size and abs(up) >= SHIFTED * size
    equal = (
        abs(run.size - size) <= 0.05 * size
        and SHIFTED_EQUAL * size <= abs(up) <= FAR * size
        and len(text) < len(beside)
    )
    if not smaller and not equal:
        return ""
    return "raised" if up > 0 else "lowered"


def _lines(runs: Sequence[Run]) -> list[list[Piece]]:
    """Runs that stand on one baseline and go on to the right, line by line."""
    lines: list[list[Piece]] = []
    last: Run | None = None
    for run in runs:
        if last is not None and _same_line(last, run):
            em = max(last.em, run.em, 0.1)
            gap = (run.start - last.end) / em
            lines[-1].append(Piece("\t" if gap > TAB else _between(gap, run.spaced, SPACE_APART)))
            lines[-1] += run.pieces
        else:
            lines.append(list(run.pieces))
        last = run
    return lines


def _same_line(last: Run, run: Run) -> bool:
    size, em = max(last.base_size, run.base_size), max(last.em, run.em)
    gap = run.start - last.end
    if gap < -BACK * em:
        return False
    off = abs(run.base - last.base)
    if off <= LEVEL * size:
        return True
    # Raised letters ("1st") have no characters of their own: they stay in the line as they are.
    smaller = min(last.size, run.size) <= SMALLER * size
    return smaller and off <= 0.6 * size and gap <= 0.6 * em


def _joined(lines: Sequence[Sequence[Piece]]) -> PageText:
    """The lines as canonical text. What NFC joins (a letter and its accent) is one piece."""
    result = PageText()
    parts: list[str] = []
    for number, line in enumerate(lines):
        if number:
            parts.append("\n")
            result.glyphs.append(None)
        for piece in line:
            _put(parts, result.glyphs, piece)
    result.text = "".join(parts)
    return result


def _put(parts: list[str], glyphs: list[Glyph | None], piece: Piece) -> None:
    text = unicodedata.normalize("NFC", piece.text)
    if not text:
        return
    if parts and not text.isascii():
        joined = unicodedata.normalize("NFC", parts[-1] + text)
        if joined != parts[-1] + text:
            owner = glyphs[-1]
            del glyphs[len(glyphs) - len(parts[-1]) :]
            parts[-1] = joined
            glyphs += [owner] * len(joined)
            return
    parts.append(text)
    glyphs += [piece.glyph] * len(text)
