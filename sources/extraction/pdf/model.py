"""A character with its place on a page, as every file of the PDF reader knows it."""

from dataclasses import dataclass

Box = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(slots=True)
class Glyph:
    """One character with its place.

    box: its right edge is where the pen goes on. x, y: its origin on the baseline. size: height of
    the font, em: its width, both in points. angle: of the baseline in degrees, clockwise. drawn:
    number of its text object in the order of drawing. unmapped: no table of its font says which
    character it is, so PDFium supposes one.
    """

    text: str
    box: Box
    x: float
    y: float
    size: float
    em: float
    angle: int
    drawn: int
    font: str
    mode: int = 0
    unmapped: bool = False
