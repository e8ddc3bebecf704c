"""Where the characters of a text stand on their pages, kept at intake for tables and pictures.

Pure. A layout is a ZIP archive with one JSON member a page (`1.json`, ...), so that a page is read
without the others:

    {"size": [width, height], "start": offset of the page in the text,
     "at": offsets in the page, "x0": .., "y0": .., "x1": .., "y1": .., "em": sizes,
     "rules": [[x0, y0, x1, y1], ..], "boxes": [..]}

Lengths are tenths of a point from the page's top left corner as it is shown. Each list of numbers
tells its first one and then the differences, which pack well. `rules` are lines and thin boxes,
`boxes` filled areas.
"""

import json
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import accumulate

from .lines import PageText
from .model import Box

FINE = 10
COLUMNS = ("at", "x0", "y0", "x1", "y1", "em")
MAX_RULES = 5_000


@dataclass(frozen=True, slots=True)
class Place:
    """A character's place on its page: its offset in the whole text, its box, its size."""

    at: int
    box: Box
    size: float


@dataclass(frozen=True, slots=True)
class PageLayout:
    """The places of a page's characters and rules, in points from its top left corner."""

    width: float
    height: float
    places: tuple[Place, ...]
    rules: tuple[Box, ...]
    boxes: tuple[Box, ...]


def packed_page(
    text: PageText, size: tuple[float, float], rules: Sequence[Box], boxes: Sequence[Box]
) -> bytes:
    """A page's layout as JSON; `start` is added when the whole is put together."""
    placed = [
        (at, glyph)
        for at, glyph in enumerate(text.glyphs)
        if glyph is not None and (not at or glyph is not text.glyphs[at - 1])
    ]
    edges = [[round(glyph.box[edge] * FINE) for _, glyph in placed] for edge in range(4)]
    sizes = [round(glyph.size * FINE) for _, glyph in placed]
    columns = dict(zip(COLUMNS, ([at for at, _ in placed], *edges, sizes), strict=True))
    members = {
        "size": [_fine(size[0]), _fine(size[1])],
        **{name: _differences(values) for name, values in columns.items()},
        "rules": [[_fine(edge) for edge in box] for box in rules[:MAX_RULES]],
        "boxes": [[_fine(edge) for edge in box] for box in boxes[:MAX_RULES]],
    }
    return json.dumps(members, separators=(",", ":")).encode()


def packed(pages: Iterable[bytes], starts: Sequence[int]) -> bytes:
    """The layouts of all pages as one archive."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (page, start) in enumerate(zip(pages, starts, strict=True), start=1):
            member = zipfile.ZipInfo(f"{number}.json")  # its day is 1980: the same bytes each time
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, b'{"start":%d,' % start + page[1:])
    return out.getvalue()


def layout_of(archive: bytes, page: int) -> PageLayout:
    """The layout of a page, numbered from 1. Raises KeyError for a page that isn't there."""
    with zipfile.ZipFile(BytesIO(archive)) as opened:
        members = json.loads(opened.read(f"{page}.json"))
    rows = zip(*(accumulate(members[name]) for name in COLUMNS), strict=True)
    return PageLayout(
        members["size"][0] / FINE,
        members["size"][1] / FINE,
        tuple(Place(members["start"] + at, _coarse(edges), em / FINE) for at, *edges, em in rows),
        tuple(_coarse(box) for box in members["rules"]),
        tuple(_coarse(box) for box in members["boxes"]),
    )


def _coarse(edges: Sequence[int]) -> Box:
    left, top, right, bottom = (edge / FINE for edge in edges)
    return left, top, right, bottom


def _fine(length: float) -> int:
    return round(length * FINE)


def _differences(values: Sequence[int]) -> list[int]:
    return [value - before for before, value in zip([0, *values], values, strict=False)]
