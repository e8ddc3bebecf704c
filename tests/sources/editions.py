"""New editions of the held texts, made by edits whose effect on every passage is known.

An edition is a text and a map: the place of each old code point in it, or None where it is gone.
"""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
TEXTS = ROOT.parent / "shared" / "seeds"
SEEDS = sorted((ROOT / "seeds").glob("*.yaml"))

Span = tuple[int, int]
Piece = tuple[str, int | None]  # text, and where it starts in the old text if it is of it


@dataclass(frozen=True)
class Edition:
    text: str
    places: Sequence[int | None]

    def place_of(self, span: Span) -> Span | None:
        """Where a passage is now, None if any of its words went."""
        first, last = self.places[span[0]], self.places[span[1] - 1]
        return (first, last + 1) if first is not None and last is not None else None


def edition(old: str, pieces: Sequence[Piece]) -> Edition:
    """The edition made of these pieces, in order."""
    places: list[int | None] = [None] * len(old)
    text: list[str] = []
    length = 0
    for piece, start in pieces:
        if start is not None:
            for at in range(len(piece)):
                places[start + at] = length + at
        text.append(piece)
        length += len(piece)
    return Edition("".join(text), places)


def seed(path: Path) -> tuple[str, list[Span]]:
    """A document's text and all its cited passages. Skips where the text is not at hand."""
    files = sorted(TEXTS.glob(f"{path.stem}_*.txt")) if TEXTS.is_dir() else []
    if not files:
        pytest.skip(f"the text of seed {path.stem} is not at hand in ../shared/seeds")
    text = files[0].read_text(encoding="utf-8")
    content = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    spans = {
        (int(citation["start"]), int(citation["start"]) + len(citation["exact"]))
        for observation in content["observations"]
        for citation in observation["citations"]
    }
    return text, sorted(spans)


SENTENCE_END = re.compile(r"(?<=[a-z)][.!?])[ \n]+(?=[A-Z])")


def sentences(text: str) -> list[Piece]:
    """The text cut at ends of sentences; the white space stays with the sentence before it."""
    cuts = [0, *(match.end() for match in SENTENCE_END.finditer(text)), len(text)]
    return [(text[a:b], a) for a, b in zip(cuts, cuts[1:], strict=False) if a < b]


def paragraphs(text: str) -> list[Piece]:
    cuts = [0, *(match.end() for match in re.finditer(r"\n[ \t]*\n\s*", text)), len(text)]
    return [(text[a:b], a) for a, b in zip(cuts, cuts[1:], strict=False) if a < b]


def replaced(old: str, pattern: str, change: Callable[[re.Match[str]], str]) -> Edition:
    """Every match replaced; its first and last code point keep a place if any text is left."""
    pieces: list[Piece] = []
    places: dict[int, tuple[int, int]] = {}
    at = length = 0
    for match in re.finditer(pattern, old):
        pieces.append((old[at : match.start()], at))
        length += match.start() - at
        new = change(match)
        pieces.append((new, None))
        if new:
            places[match.start()] = (length, match.end())
            places[match.end() - 1] = (length + len(new) - 1, match.end())
        length += len(new)
        at = match.end()
    pieces.append((old[at:], at))
    made = edition(old, pieces)
    known = list(made.places)
    for start, (place, _) in places.items():
        known[start] = place
    return Edition(made.text, known)


def digits_altered(text: str, spans: Sequence[Span], rng: random.Random) -> str:
    """One digit of every passage that has one is another one now."""
    altered = list(text)
    done: set[int] = set()
    for start, end in spans:
        digits = [i for i in range(start, end) if text[i].isdecimal()]
        if not digits or done & set(digits):
            continue
        at = rng.choice(digits)
        altered[at] = rng.choice([d for d in "0123456789" if d != text[at]])
        done.add(at)
    return "".join(altered)


def rewrapped(text: str, width: int) -> Edition:
    """Lines of another width: single newlines between words become spaces, long lines break."""
    column = 0

    def change(match: re.Match[str]) -> str:
        nonlocal column
        column += match.start() - change.at  # type: ignore[attr-defined]
        change.at = match.end()  # type: ignore[attr-defined]
        if "\n\n" in match.group() or "\t" in match.group():
            column = 0
            return match.group()
        if column > width:
            column = 0
            return "\n"
        column += 1
        return " "

    change.at = 0  # type: ignore[attr-defined]
    return replaced(text, r"[ \n\u00a0]+", change)


TYPOGRAPHY = {
    "'": "\u2019", "\u2019": "'", '"': "\u201d", "\u201c": '"', "\u201d": '"', "-": "\u2011",
    "\u2013": "-", "\u2014": "-", "\u00a0": " ", " ": "\u00a0",
}  # fmt: skip


def retyped(text: str, rng: random.Random) -> Edition:
    """Some quotes, dashes and spaces are other ones."""
    pattern = "[" + "".join(map(re.escape, TYPOGRAPHY)) + "]"
    return replaced(
        text, pattern, lambda m: TYPOGRAPHY[m.group()] if rng.random() < 0.5 else m.group()
    )
