"""The picture of a place in a PDF: what is drawn there, as a reader of the document sees it.

    python -m sources.extraction.pdf.cutout PAGE LEFT TOP RIGHT BOTTOM < file.pdf > place.png

Like all reading of foreign files this runs in a process of its own (`cutout_apart`).
"""

import ctypes
import struct
import subprocess
import sys
import zlib
from pathlib import Path
from typing import Any

import pypdfium2.raw as pdfium

from sources.errors import DocumentRejected
from sources.extraction.apart import limit

from .glyphs import size_of
from .layout import layout_of
from .model import Box
from .opening import opened, page_at

ROOT = Path(__file__).resolve().parents[3]
TIMEOUT_S = 20
SCALE = 2.0  # pixels a point
BESIDE, ABOVE = 150.0, 18.0  # points around the place
FRAME = 0xFF0040C0  # colour of the frame: opaque, blue, green, red, as the pixels are ordered
LARGEST = 2_000  # pixels of a side


def place_of(layout: bytes, pages: list[int], start: int, end: int) -> tuple[int, Box] | None:
    """The page (from 1) and the box of a range of the text; None where no character has a place."""
    page = sum(first <= start for first in pages)
    if not page:
        return None
    boxes = [place.box for place in layout_of(layout, page).places if start <= place.at < end]
    if not boxes:
        return None
    return page, (
        min(box[0] for box in boxes), min(box[1] for box in boxes),
        max(box[2] for box in boxes), max(box[3] for box in boxes),
    )  # fmt: skip


def cutout_apart(content: bytes, page: int, box: Box) -> bytes:
    """The place as PNG, framed, with what is around it. Raises DocumentRejected."""
    command = [sys.executable, "-m", "sources.extraction.pdf.cutout", str(page)]
    try:
        done = subprocess.run(
            [*command, *(f"{edge:.1f}" for edge in box)], input=content, capture_output=True,
            timeout=TIMEOUT_S, check=True, cwd=ROOT, env={},
        )  # fmt: skip
    except subprocess.SubprocessError:
        raise DocumentRejected("broken", "the place could not be drawn") from None
    return done.stdout


def cutout(content: bytes, page: int, box: Box) -> bytes:
    """The place as PNG, drawn in this process."""
    with opened(content) as document, page_at(document, page - 1) as (handle, _):
        width, height = size_of(handle)
        left, top = max(0.0, box[0] - BESIDE), max(0.0, box[1] - ABOVE)
        right, bottom = min(width, box[2] + BESIDE), min(height, box[3] + ABOVE)
        wide = max(1, min(LARGEST, round((right - left) * SCALE)))
        high = max(1, min(LARGEST, round((bottom - top) * SCALE)))
        bitmap = pdfium.FPDFBitmap_CreateEx(wide, high, pdfium.FPDFBitmap_BGR, None, 0)
        try:
            pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, wide, high, 0xFFFFFFFF)
            pdfium.FPDF_RenderPageBitmap(
                bitmap, handle, -round(left * SCALE), -round(top * SCALE),
                round(width * SCALE), round(height * SCALE), 0, pdfium.FPDF_REVERSE_BYTE_ORDER,
            )  # fmt: skip
            _frame(bitmap, [round((box[i] - (left, top)[i % 2]) * SCALE) for i in range(4)])
            stride = pdfium.FPDFBitmap_GetStride(bitmap)
            pixels = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * high)
        finally:
            pdfium.FPDFBitmap_Destroy(bitmap)
    return png(pixels, stride, wide, high)


def _frame(bitmap: Any, edges: list[int]) -> None:
    left, top, right, bottom = edges
    for x, y, wide, high in (
        (left - 3, top - 3, right - left + 6, 2), (left - 3, bottom + 1, right - left + 6, 2),
        (left - 3, top - 3, 2, bottom - top + 6), (right + 1, top - 3, 2, bottom - top + 6),
    ):  # fmt: skip
        pdfium.FPDFBitmap_FillRect(bitmap, x, y, wide, high, FRAME)


def png(pixels: bytes, stride: int, wide: int, high: int) -> bytes:
    """A PNG of rows of red, green and blue."""
    rows = b"".join(b"\0" + pixels[row * stride : row * stride + wide * 3] for row in range(high))
    head = struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    )


def _main() -> None:
    limit(TIMEOUT_S)
    left, top, right, bottom = map(float, sys.argv[2:6])
    content = sys.stdin.buffer.read()
    sys.stdout.buffer.write(cutout(content, int(sys.argv[1]), (left, top, right, bottom)))


if __name__ == "__main__":
    _main()
