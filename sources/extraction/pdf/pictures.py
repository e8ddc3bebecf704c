"""Pictures of a page, with and without some of its objects, and how two of them differ."""

import ctypes
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

from sources.errors import DocumentRejected

from .glyphs import size_of
from .model import Box

SCALE = 1.5  # pixels a point: 108 dpi
MAX_PIXELS = 16_000_000
BYTES = 3  # a pixel: colours that look alike in grey do differ


@dataclass(frozen=True, slots=True)
class Picture:
    """The pixels of a page, row by row."""

    pixels: bytes
    stride: int
    width: int
    height: int
    scale: float

    def _rows(self, box: Box) -> tuple[int, int, int, int]:
        """First and last row of a box, and where its pixels begin and end in a row."""
        left, right = max(0, int(box[0] * self.scale)), int(box[2] * self.scale) + 1
        top, bottom = max(0, int(box[1] * self.scale)), int(box[3] * self.scale) + 1
        return top, min(self.height, bottom), left * BYTES, min(self.width, right) * BYTES

    def contrast(self, other: "Picture", box: Box, enough: int) -> int:
        """The largest difference within a box: 0 if there is none; stops at `enough`."""
        if self._differs_in_the_middle(other, box, enough):
            return enough
        top, bottom, left, right = self._rows(box)
        if left >= right:
            return 0
        most = 0
        mine, theirs, stride = self.pixels, other.pixels, self.stride
        for row in range(top, bottom):
            start, end = row * stride + left, row * stride + right
            here, there = mine[start:end], theirs[start:end]
            if here == there:
                continue
            most = max(most, max(abs(a - b) for a, b in zip(here, there, strict=True)))
            if most >= enough:
                return most
        return most

    def _differs_in_the_middle(self, other: "Picture", box: Box, enough: int) -> bool:
        """A quick look at the row where most letters have ink, good for nearly all of them."""
        scale = self.scale
        left, row = int(box[0] * scale), int((box[1] + box[3]) / 2 * scale)
        right = int(box[2] * scale) + 1
        if left < 0 or row < 0 or row >= self.height or right > self.width:
            return False
        start, end = row * self.stride + left * BYTES, row * self.stride + right * BYTES
        here, there = self.pixels[start:end], other.pixels[start:end]
        # Where the darkest of two rows differ so much, one of their pixels does.
        return here != there and abs(min(here) - min(there)) >= enough

    def inked(self, box: Box) -> bool:
        """Whether the box is of more than one colour."""
        first = None
        top, bottom, left, right = self._rows(box)
        for start in range(top * self.stride, bottom * self.stride, self.stride):
            row = self.pixels[start + left : start + right]
            first = first or row[:BYTES]
            if row != first * (len(row) // BYTES):
                return True
        return False


def picture(page: Any) -> Picture:
    """The page as it is shown, at 108 dpi; larger pages are drawn smaller."""
    width, height = size_of(page)
    scale = min(SCALE, (MAX_PIXELS / max(1.0, width * height)) ** 0.5)
    wide, high = max(1, round(width * scale)), max(1, round(height * scale))
    bitmap = pdfium.FPDFBitmap_CreateEx(wide, high, pdfium.FPDFBitmap_BGR, None, 0)
    if not bitmap:
        raise DocumentRejected("broken", "a page is too large to be drawn")
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, wide, high, 0xFFFFFFFF)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, wide, high, 0, 0)
        stride = pdfium.FPDFBitmap_GetStride(bitmap)
        buffer = pdfium.FPDFBitmap_GetBuffer(bitmap)
        pixels = ctypes.string_at(buffer, stride * high)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    return Picture(pixels, stride, wide, high, scale)


@contextmanager
def switched(handles: Iterable[Any]) -> Iterator[None]:
    """A while in which these objects are no part of the page."""
    away = list(handles)
    for handle in away:
        pdfium.FPDFPageObj_SetIsActive(handle, False)
    try:
        yield
    finally:
        for handle in away:
            pdfium.FPDFPageObj_SetIsActive(handle, True)
