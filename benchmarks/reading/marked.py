"""Marked texts: the bare text, and what a person says of each of its numerals.

A mark is the words of a numeral with members after them, `«38 percent¦value=38¦unit=%»`; Spanish,
Portuguese and French texts have `⟦` and `⟧` instead. Readings that are equally right stand beside
each other, `unit=t|t/a`; `none` is the member left out.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
# The numbers of the texts of a part are above this one, up to that of the next.
ABOVE = {
    "third": 50,
    "fourth": 70,
    "fifth": 80,
    "sixth": 90,
    "seventh": 100,
    "eighth": 110,
    "ninth": 120,
    "tenth": 130,
    "eleventh": 140,
    "twelfth": 150,
    "thirteenth": 160,
}
PARTS = ("first", "second", *ABOVE)
MARK = re.compile(r"[«⟦]([^«»⟦⟧¦]+)((?:¦[a-z_]+=[^«»⟦⟧¦]+)+)[»⟧]")


@dataclass(frozen=True)
class Mark:
    """A numeral at [start, end) of the bare text; members have every value that is right."""

    start: int
    end: int
    exact: str
    members: Mapping[str, tuple[str, ...]]
    in_table: bool

    def right(self, member: str) -> tuple[str, ...]:
        """The values of a member that are right; ("none",) where the text says nothing of it."""
        return self.members.get(member, ("none",))

    @property
    def is_figure(self) -> bool:
        """Whether it is one for certain; a class limit may be one or not."""
        return "category" not in self.members

    @property
    def may_be_figure(self) -> bool:
        """Whether to take it for a figure is right."""
        return self.is_figure or "none" in self.members["category"]


@dataclass(frozen=True)
class Marked:
    """A text without its marks, with what is known of the document."""

    name: str
    text: str
    language: str
    area: str
    published: str
    marks: tuple[Mark, ...]


def load(path: Path) -> Marked:
    """A file of the benchmark; its first line, `#area=PE¦language=es¦...`, is not in its text."""
    head, _, body = path.read_text("utf-8").partition("\n")
    about = dict(pair.split("=", 1) for pair in head.removeprefix("#").split("¦"))
    pieces, marks, length, last = [], [], 0, 0
    for found in MARK.finditer(body):
        before = body[last : found.start()]
        pieces += [before, found[1]]
        start = length + len(before)
        length, last = start + len(found[1]), found.end()
        members = dict(pair.split("=", 1) for pair in found[2].split("¦")[1:])
        line = body[body.rfind("\n", 0, found.start()) + 1 :].partition("\n")[0]
        values = {name: tuple(value.split("|")) for name, value in members.items()}
        marks.append(Mark(start, length, found[1], values, "\t" in line))
    text = "".join([*pieces, body[last:]])
    return Marked(
        path.stem, text, about["language"], about["area"], about["published"], tuple(marks)
    )


def load_all(part: str = "all") -> list[Marked]:
    """The texts of a part (see `part_of`), or "all" of them.

    Raises ValueError for a file that is not the one that was hashed, or that is not there.
    """
    texts = []
    for line in (FOLDER / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split()
        path = FOLDER / name
        if part not in ("all", part_of(path)):
            continue
        if not path.exists() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            raise ValueError(f"{name} is not the text that was hashed before the first run")
        texts.append(load(path))
    return texts


def part_of(path: Path) -> str:
    """Which of PARTS a text is in: "first" (odd numbers), "second" (even), "third" and so on."""
    number = int(path.stem.rpartition("-")[2])
    for name, above in reversed(ABOVE.items()):
        if number > above:
            return name
    return "first" if number % 2 else "second"
