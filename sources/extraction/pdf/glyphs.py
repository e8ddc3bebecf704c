"""The glyphs of a PDF page as PDFium draws them, and what else it draws there.

Only this file, pictures.py and opening.py call PDFium. Coordinates are points from the top left
corner of the page as it is shown, so turned pages and crop boxes are dealt with here.
"""

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

import pypdfium2.raw as pdfium

from .model import Box, Glyph

Matrix = tuple[float, float, float, float, float, float]

INVISIBLE = (3, 7)  # text render modes that paint nothing
HYPHENS = (0x2, 0xFFFE, 0xAD)  # how PDFium names a hyphen at a line's end; a soft one that is drawn
MANY = 1_000  # pieces of outlines: some fifty letters that are drawn as shapes
BOX = 6  # pieces of a box: no letter
MAX_DEPTH = 8  # of forms within forms
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass
class Drawn:
    """What a page draws besides text.

    texts: handle of each text object by its number. fills: (number, box) of what may cover. rules:
    lines and edges that stand upright or lie flat. panes: filled areas. pictures: boxes of images.
    outlines: how many pieces the edges of filled shapes have, but for those of plain boxes.
    """

    texts: dict[int, Any] = field(default_factory=dict)
    fills: list[tuple[int, Box]] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)
    panes: list[Box] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    numbers: dict[int, int] = field(default_factory=dict)
    outlines: int = 0

    @property
    def shows_pictures(self) -> bool:
        """Whether there may be words that are no text: images, or letters drawn as shapes."""
        return bool(self.pictures) or self.outlines > MANY


def size_of(page: Any) -> tuple[float, float]:
    """Width and height of the page as shown, in points."""
    return pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)


def shown_matrix(page: Any) -> Matrix:
    """From the page's own coordinates to points from the top left corner of what is shown."""
    width, height = size_of(page)
    fine = 64  # PDFium answers in whole pixels: many to a point
    wide, high = max(1, round(width * fine)), max(1, round(height * fine))

    def device(x: float, y: float) -> tuple[float, float]:
        left, top = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDF_PageToDevice(page, 0, 0, wide, high, 0, x, y, left, top)
        return left.value / fine, top.value / fine

    far = 1000.0
    (x0, y0), (x1, y1), (x2, y2) = device(0, 0), device(far, 0), device(0, far)
    return (x1 - x0) / far, (y1 - y0) / far, (x2 - x0) / far, (y2 - y0) / far, x0, y0


def multiplied(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that applies the first, then the other."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (
        a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j,
        e * g + f * i + k, e * h + f * j + m,
    )  # fmt: skip


def placed(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """The point after the matrix."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def box_of(matrix: Matrix, left: float, bottom: float, right: float, top: float) -> Box:
    """The box around a rectangle after the matrix."""
    if not matrix[1] and not matrix[2]:
        a, _, _, d, e, f = matrix
        x0, x1, y0, y1 = a * left + e, a * right + e, d * top + f, d * bottom + f
        if x0 <= x1 and y0 <= y1:
            return x0, y0, x1, y1
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
    corners = [placed(matrix, x, y) for x in (left, right) for y in (bottom, top)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def drawn_on(page: Any, shown: Matrix) -> Drawn:
    """Everything that the page draws, forms opened, numbered in the order of drawing."""
    result = Drawn()
    number = 0
    for handle, matrix in _objects(page, shown):
        number += 1
        kind = pdfium.FPDFPageObj_GetType(handle)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            result.texts[number] = handle
            result.numbers[address(handle)] = number
            continue
        box = _bounds(handle, matrix)
        if box is None:
            continue
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            _take_path(result, number, handle, matrix, box)
        else:
            result.fills.append((number, box))
            if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                result.pictures.append(box)
    return result


def address(handle: Any) -> int:
    """Where an object of PDFium lies in memory, which is its identity; 0 for none."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def _objects(page: Any, shown: Matrix) -> Iterator[tuple[Any, Matrix]]:
    """(object, its matrix to the shown page) in the order of drawing."""
    count, get = pdfium.FPDFPage_CountObjects(page), pdfium.FPDFPage_GetObject
    pending = [iter([(get(page, i), shown, 0) for i in range(count)])]
    while pending:
        entry = next(pending[-1], None)
        if entry is None:
            pending.pop()
            continue
        handle, matrix, depth = entry
        if pdfium.FPDFPageObj_GetType(handle) != pdfium.FPDF_PAGEOBJ_FORM:
            yield handle, matrix
        elif depth < MAX_DEPTH:
            inner = multiplied(_matrix_of(handle), matrix)
            within = range(max(0, pdfium.FPDFFormObj_CountObjects(handle)))
            pending.append(
                iter([(pdfium.FPDFFormObj_GetObject(handle, i), inner, depth + 1) for i in within])
            )


def _matrix_of(handle: Any) -> Matrix:
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(handle, found):
        return IDENTITY
    return found.a, found.b, found.c, found.d, found.e, found.f


def _bounds(handle: Any, matrix: Matrix) -> Box | None:
    edges = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(handle, *edges):
        return None
    left, bottom, right, top = (edge.value for edge in edges)
    if not isfinite(left + bottom + right + top):
        return None
    return box_of(matrix, left, bottom, right, top)


THIN = 3.0  # points: a filled box that is thinner is a rule
MAX_SEGMENTS = 4_000  # of one path: a larger one is a drawing, not a table's rules


def _take_path(result: Drawn, number: int, handle: Any, matrix: Matrix, box: Box) -> None:
    mode, stroked = ctypes.c_int(), ctypes.c_int()
    if not pdfium.FPDFPath_GetDrawMode(handle, mode, stroked):
        return
    left, top, right, bottom = box
    if mode.value and right - left > THIN and bottom - top > THIN:
        result.fills.append((number, box))
    segments = pdfium.FPDFPath_CountSegments(handle)
    if mode.value and segments > BOX:
        result.outlines += segments
    if not (mode.value or stroked.value) or segments > MAX_SEGMENTS:
        return
    if mode.value and not stroked.value:
        thin = min(right - left, bottom - top) <= THIN
        (result.rules if thin else result.panes).append(box)
        return
    inner = multiplied(_matrix_of(handle), matrix)
    result.rules += _straight(handle, segments, inner)


def _straight(handle: Any, segments: int, matrix: Matrix) -> Iterator[Box]:
    """The flat and upright pieces of a path."""
    x, y = ctypes.c_float(), ctypes.c_float()
    start = here = (0.0, 0.0)
    for index in range(segments):
        segment = pdfium.FPDFPath_GetPathSegment(handle, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        there = placed(matrix, x.value, y.value)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_LINETO:
            yield from _piece(here, there)
        elif kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = there
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield from _piece(there, start)
        here = there


def _piece(first: tuple[float, float], other: tuple[float, float]) -> Iterator[Box]:
    wide, high = abs(first[0] - other[0]), abs(first[1] - other[1])
    if not isfinite(wide + high):
        return
    if min(wide, high) < 0.5 and max(wide, high) > THIN:
        yield (
            min(first[0], other[0]), min(first[1], other[1]),
            max(first[0], other[0]), max(first[1], other[1]),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Style:
    """What all glyphs of one text object share."""

    drawn: int
    size: float
    em: float
    angle: int
    font: str
    mode: int
    unmapped: bool


def glyphs_of(page: Any, drawn: Drawn, shown: Matrix) -> list[Glyph]:
    """The glyphs of a page, in the order in which it draws them."""
    text = pdfium.FPDFText_LoadPage(page)
    if not text:
        return []
    try:
        found = list(_glyphs(text, drawn, shown))
    finally:
        pdfium.FPDFText_ClosePage(text)
    found.sort(key=lambda glyph: glyph.drawn)  # stable: within an object as PDFium gives them
    return found


# The function of PDFium that names a glyph's text object, answering with its address: pointers for
# thousands of glyphs would cost as much as everything else.
_ADDRESS_OF_OBJECT = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)(
    ctypes.cast(pdfium.FPDFText_GetTextObject, ctypes.c_void_p).value or 0
)


def _glyphs(text: Any, drawn: Drawn, shown: Matrix) -> Iterator[Glyph]:
    code, loose = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox
    origin, object_of, page = pdfium.FPDFText_GetCharOrigin, _ADDRESS_OF_OBJECT, address(text)
    box, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    to_box, to_x, to_y = ctypes.pointer(box), ctypes.pointer(x), ctypes.pointer(y)
    a, b, c, d, e, f = shown
    styles: dict[int, _Style] = {}
    for index in range(pdfium.FPDFText_CountChars(text)):
        where = object_of(page, index)
        if not where:  # PDFium adds spaces and line ends of its own, which belong to no object
            continue
        style = styles.get(where)
        if style is None:
            number = drawn.numbers.get(where, len(drawn.numbers) + 1)
            handle = pdfium.FPDFText_GetTextObject(text, index)
            style = styles[where] = _style(text, index, handle, number, shown)
        loose(text, index, to_box)
        origin(text, index, to_x, to_y)
        right, up = x.value, y.value
        if not isfinite(right + up + box.left + box.bottom + box.right + box.top):
            continue
        yield Glyph(
            character(code(text, index)),
            box_of(shown, box.left, box.bottom, box.right, box.top),
            a * right + c * up + e, b * right + d * up + f,
            style.size, style.em, style.angle, style.drawn, style.font, style.mode, style.unmapped,
        )  # fmt: skip


def character(code: int) -> str:
    """The character of a code as PDFium gives it; what is none becomes U+FFFD."""
    if 0x20 <= code < 0x7F:
        return chr(code)
    if code in HYPHENS:
        return "-"
    if code < 0x20 and code not in (0x9, 0xA, 0xD) or 0x7F <= code < 0xA0:
        return "\ufffd"
    if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return "\ufffd"
    return chr(code)


def _style(text: Any, index: int, handle: Any, number: int, shown: Matrix) -> _Style:
    found = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text, index, found)
    a, b, c, d, _, _ = multiplied((found.a, found.b, found.c, found.d, 0.0, 0.0), shown)
    size = abs(pdfium.FPDFText_GetFontSize(text, index))
    wide, high = math.hypot(a, b), math.hypot(c, d)
    return _Style(
        drawn=number,
        size=size * (high or 1.0),
        em=size * (wide or 1.0),
        angle=round(math.degrees(math.atan2(b, a))) % 360,
        font=font_name(handle),
        mode=pdfium.FPDFTextObj_GetTextRenderMode(handle),
        unmapped=pdfium.FPDFText_HasUnicodeMapError(text, index) == 1,
    )


def font_name(handle: Any) -> str:
    """The name of a text object's font, with the address that sets fonts of one name apart."""
    font = pdfium.FPDFTextObj_GetFont(handle)
    if not font:
        return ""
    length = pdfium.FPDFFont_GetBaseFontName(font, None, 0)
    buffer = ctypes.create_string_buffer(max(1, length))
    pdfium.FPDFFont_GetBaseFontName(font, buffer, length)
    return f"{buffer.value.decode('utf-8', 'replace')}\0{address(font):x}"
