"""Digits that a PDF sets raised or lowered, recognised by their size and their place on the line.

A mark of a footnote after a number must not grow it: "14" with the mark 3 is "14³", never "143".
pypdf reports each run of text with its font's size and matrices; runs of one size are joined, so
the operators that move or raise text are parted before (`parted`). Text within form objects is not
parted: there a mark that changes neither font nor size stays what pypdf makes of it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pypdf import PageObject
from pypdf.generic import ContentStream, NameObject

from .model import LOWERED, RAISED

SMALLER = 0.85  # of the size of the text before it, at most
SHIFTED = 0.08  # of that size, at least
MARK = re.compile(r"[ ]*[0-9,;*–-]*[0-9][0-9,;*–-]*[ ]*")
MOVES = (b"Tm", b"Ts", b"Td")


@dataclass
class Runs:
    """The text of a page, run by run, as pypdf's visitors report it; `text` joins it again."""

    parts: list[str] = field(default_factory=list)
    rise: float = 0.0
    size: float = 0.0  # of the last run that was neither raised nor lowered
    base: float = 0.0  # its baseline

    def operand(self, operator: bytes, operands: Any, *_: Any) -> None:
        """Keep the rise before each operator, because pypdf doesn't report it."""
        if operator == b"Ts" and operands:
            self.rise = float(operands[0])
        elif operator == b"BT":
            self.rise = 0.0

    def run(self, text: str, cm: Sequence[float], tm: Sequence[float], _: Any, size: Any) -> None:
        """A run of text with its matrices and its font's size."""
        if not text:
            return
        scale = (abs(tm[3]) + abs(tm[1])) * (abs(cm[3]) + abs(cm[1]))
        high = float(size) * scale
        base = tm[4] * cm[1] + tm[5] * cm[3] + cm[5] + self.rise * scale
        shift = base - self.base
        marks = bool(MARK.fullmatch(text)) and high <= SMALLER * self.size
        beside = not self.parts or not self.parts[-1].endswith("\n")
        if marks and beside and SHIFTED * self.size <= abs(shift) <= self.size:
            self.parts.append(text.translate(RAISED if shift > 0 else LOWERED))
            return
        self.parts.append(text)
        if text.strip():
            self.size, self.base = high, base

    @property
    def text(self) -> str:
        return "".join(self.parts)


def text_of(page: PageObject) -> str:
    """The text of a page, with raised and lowered digits as such characters."""
    parted(page)
    runs = Runs()
    page.extract_text(visitor_text=runs.run, visitor_operand_before=runs.operand)
    return runs.text


def parted(page: PageObject) -> None:
    """Name the font again before text is moved or raised: it changes nothing and ends a run."""
    stream = page.get("/Contents")
    if stream is None:
        return
    # Strings as bytes: fonts, not the reader of streams, say which characters they are.
    contents = ContentStream(stream.get_object(), page.pdf, "bytes")
    font: Any = None
    saved: list[Any] = []
    operations = []
    for operands, operator in contents.operations:
        if operator == b"Tf":
            font = operands
        elif operator == b"q":
            saved.append(font)
        elif operator == b"Q":
            font = saved.pop() if saved else None
        elif operator in MOVES and font is not None:
            operations.append((font, b"Tf"))
        operations.append((operands, operator))
    contents.operations = operations
    page[NameObject("/Contents")] = contents
