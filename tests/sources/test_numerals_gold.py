"""How well the reader reads: against every numeral of the seed documents and of unseen texts.

`numerals_gold/` lists, per seed document, each numeral with its place, category, reading and unit,
settled by reading the document; digits and number words outside the list were searched for and
there are none. The reader was made with these documents at hand. The two unseen texts were written,
with their marks, before the reader saw them; what it then missed is told in its README.

Run with `-s` to see the scores. The seed texts lie beside the checkout (CIFRA_SEED_TEXTS names
another place); without them only the unseen texts are scored.
"""

import csv
import os
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from sources.numerals import Numeral, read

ROOT = Path(__file__).resolve().parents[2]
SEEDS = Path(os.environ.get("CIFRA_SEED_TEXTS", ROOT.parent / "shared" / "seeds"))
GOLD = Path(__file__).parent / "numerals_gold"
DOCUMENTS = sorted(path.stem for path in GOLD.glob("*.tsv"))
MARK = re.compile(r"«([^»]*)»")


@dataclass(frozen=True)
class Expected:
    start: int
    end: int
    category: str
    reading: str
    unit: str | None  # None: not judged


@dataclass(frozen=True)
class Score:
    """Shares of the spans found, and of the found ones those read and placed rightly."""

    recall: float
    precision: float
    readings: float
    categories: float

    def __str__(self) -> str:
        return (
            f"recall {self.recall:.3f}, precision {self.precision:.3f}, "
            f"readings {self.readings:.3f}, categories {self.categories:.3f}"
        )


def reading(numeral: Numeral) -> str:
    if numeral.low is not None and numeral.high is not None:
        return f"{numeral.low}..{numeral.high}"
    if numeral.low is not None:
        return (">" if numeral.low_open else ">=") + numeral.low
    if numeral.high is not None:
        return ("<" if numeral.high_open else "<=") + numeral.high
    return numeral.period or numeral.value or "-"


def seed_gold(document: str, text: str) -> list[Expected]:
    lines = (GOLD / f"{document}.tsv").read_text(encoding="utf-8").splitlines()
    expected = []
    for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
        exact = row["exact"].replace("\\n", "\n")
        start = int(row["start"])
        end = start + len(exact)
        assert text[start:end] == exact
        expected.append(Expected(start, end, row["category"], row["reading"], row["unit"]))
    return expected


def unseen_gold(language: str) -> tuple[str, list[Expected]]:
    """The text without its marks «exact|category|reading|unit», and what they say."""
    marked = (GOLD / f"unseen.{language}.txt").read_text(encoding="utf-8")
    text, expected, at = "", [], 0
    for mark in MARK.finditer(marked):
        exact, category, read_as, *unit = mark.group(1).split("|")
        text += marked[at : mark.start()]
        start, at = len(text), mark.end()
        text += exact
        expected.append(Expected(start, len(text), category, read_as, unit[0] if unit else None))
    return text + marked[at:], expected


def score(numerals: list[Numeral], expected: list[Expected]) -> Score:
    found = {(n.start, n.end): n for n in numerals}
    right = [(e, found[e.start, e.end]) for e in expected if (e.start, e.end) in found]
    read_well = sum(
        reading(n) == e.reading and (e.unit is None or (n.unit or "-") == e.unit) for e, n in right
    )
    placed = sum(n.category == e.category for e, n in right)
    return Score(
        recall=len(right) / len(expected),
        precision=len(right) / len(numerals),
        readings=read_well / len(right),
        categories=placed / len(right),
    )


@pytest.mark.parametrize("document", DOCUMENTS)
def test_seed_document_is_read_in_full(document: str) -> None:
    path = SEEDS / f"{document}.txt"
    if not path.exists():
        pytest.skip(f"no seed text at {path}")
    text = path.read_text(encoding="utf-8")

    reached = score(read(text, "en"), seed_gold(document, text))
    print(f"\n{document}: {reached}")

    assert reached.recall == 1
    assert reached.precision == 1
    assert reached.readings == 1
    assert reached.categories >= 0.97


@pytest.mark.parametrize("language", ["en", "es", "pt", "fr"])
def test_unseen_text_is_read_well(language: str) -> None:
    text, expected = unseen_gold(language)

    reached = score(read(text, language), expected)
    print(f"\nunseen {language}: {reached}")

    assert reached.recall >= 0.97
    assert reached.precision >= 0.97
    assert reached.readings >= 0.97
    assert reached.categories >= 0.97
