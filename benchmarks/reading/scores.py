"""Scores of what the reader finds in a marked text: recall, values, units, guesses of members."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from benchmarks.reading.marked import Mark, Marked
from sources import meaning, numerals
from sources.meaning import Reading
from sources.numerals import Numeral

# How the marks write a unit, where the vocabulary writes another code.
UNITS = {
    "pp": "%-pt",
    "bp": "bp",
    "/1000": "10*-3",
    "/100000": "10*-5",
    "USD/[bbl]": "USD/[bbl_us]",
}
GUESSED = ("period", "kind", "direction", "base_period", "base_value", "qualifier", "modality")


@dataclass
class Scores:
    """Counts by name, and the cases that were wrong, for people to look at."""

    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def add(self, other: "Scores") -> None:
        """Add the counts and cases of another text."""
        self.counts += other.counts
        self.wrong += other.wrong

    def share(self, part: str, whole: str) -> float:
        """A count as a share of another one; 1 of nothing."""
        return self.counts[part] / self.counts[whole] if self.counts[whole] else 1.0


def score(marked: Marked) -> Scores:
    """What the reader says of a text, beside what the person said."""
    scores = Scores()
    found = numerals.read(marked.text, marked.language, marked.area)
    for mark in marked.marks:
        inside = [n for n in found if n.start < mark.end and mark.start < n.end]
        if mark.is_figure:
            _score_figure(scores, marked, mark, inside, found)
    _score_precision(scores, marked, found)
    return scores


def _score_figure(
    scores: Scores, marked: Marked, mark: Mark, inside: list[Numeral], found: list[Numeral]
) -> None:
    place = "table" if mark.in_table else "prose"
    scores.counts.update(("figures", f"figures in {place}"))
    figures = [n for n in inside if n.category == "figure"]
    if len(figures) != 1:
        _wrong(scores, marked, mark, "not found" if not figures else "torn", inside)
        return
    numeral = figures[0]
    scores.counts.update(("found", f"found in {place}"))
    if not _value_is_right(numeral, mark):
        silent = "" if numeral.doubt else "silent "
        scores.counts.update((f"{silent}wrong values", f"wrong values in {place}"))
        _wrong(scores, marked, mark, f"{silent}value", inside)
        return
    scores.counts.update(("right values", f"right values in {place}"))
    if numeral.doubt:
        scores.counts["doubts on right values"] += 1
        _wrong(scores, marked, mark, f"doubt {numeral.doubt!r}", inside)
    reading = meaning.read_place(
        marked.text, marked.language, numeral.start, numeral.end,
        numerals=found, country=marked.area, published_on=marked.published,
    )  # fmt: skip
    _score_unit(scores, marked, mark, numeral, reading)
    _score_guesses(scores, marked, mark, numeral, reading)


def _value_is_right(numeral: Numeral, mark: Mark) -> bool:
    same = _same_part if numeral.kind == "fraction" else _same_number
    for printed, member in ((numeral.value, "value"), (numeral.low, "value_low"),
                            (numeral.high, "value_high")):  # fmt: skip
        if not any(same(printed, right) for right in mark.right(member)):
            return False
    opened = (("low_open", numeral.low_open), ("high_open", numeral.high_open))
    return all(("true" if is_open else "none") in mark.right(name) for name, is_open in opened)


def _same_number(found: str | None, right: str) -> bool:
    """Whether two numbers are one: a fraction is a percentage at two places, or its quotient."""
    if found is None or right == "none":
        return found is None and right == "none"
    if "/" in right:
        exact = Fraction(right)
        return any(abs(Fraction(found) - exact * by) < Fraction(1, 100) for by in (1, 100))
    try:
        return Decimal(found) == Decimal(right)
    except InvalidOperation:
        return False


def _same_part(found: str | None, right: str) -> bool:
    """Whether a fraction in words, read as a percentage, is a mark's percentage or quotient.

    At the places that the mark has: half is 50 and 0.5, a third 33.3 and 0.333.
    """
    if found is None or right == "none" or "/" in right:
        return _same_number(found, right)
    exact, shift = Decimal(right), 2 if Decimal(right) < 1 else 0
    half_a_place = Decimal(1).scaleb(int(exact.as_tuple().exponent) + shift) / 2
    return abs(Decimal(found) - exact.scaleb(shift)) <= max(half_a_place, Decimal("0.01"))


def _score_unit(
    scores: Scores, marked: Marked, mark: Mark, numeral: Numeral, reading: Reading
) -> None:
    right = {_written(code) for code in mark.right("unit")}
    if {"1", "none"} & right:
        right |= {"1", "none"}
    if "1" in right and (numeral.kind == "fraction" or _is_quotient(mark)):
        right |= {"%"}
    said = reading.of("unit")
    unit = said[0].value if said else numeral.unit or "none"
    scores.counts["units"] += 1
    if _written(unit) in right:
        scores.counts["right units"] += 1
    else:
        _wrong(scores, marked, mark, f"unit {unit}", [numeral])


def _written(code: str) -> str:
    """A unit as the vocabulary writes it; UCUM has two letters for the litre."""
    parts = ("L" if part == "l" else part for part in code.split("/"))
    return UNITS.get(code) or "/".join(parts)


def _is_quotient(mark: Mark) -> bool:
    members = ("value", "value_low", "value_high")
    return any("/" in value for member in members for value in mark.right(member))


def _score_guesses(
    scores: Scores, marked: Marked, mark: Mark, numeral: Numeral, reading: Reading
) -> None:
    for member in GUESSED:
        rights = mark.right(member)
        stated = "none" not in rights
        said = [one for one in reading.of(member) if one.where != "document"]
        guess = said[0].value if said else {"kind": "level"}.get(member, "none")
        if member == "kind" and rights == ("none",):
            rights, stated = ("level",), True
        if member == "qualifier":
            guess = {"exact": "none"}.get(numeral.qualifier, numeral.qualifier)
        if member == "modality" and guess == "actual":
            guess = "none"
        scores.counts[f"{member}: stated" if stated else f"{member}: not stated"] += 1
        if guess in rights or (member == "base_value" and _any_same(guess, rights)):
            scores.counts[f"{member}: right" if stated else f"{member}: rightly empty"] += 1
        elif guess == "none":
            scores.counts[f"{member}: left empty"] += 1
            _wrong(scores, marked, mark, f"{member} empty, not {'|'.join(rights)}", [])
        else:
            scores.counts[f"{member}: wrong" if stated else f"{member}: guessed"] += 1
            _wrong(scores, marked, mark, f"{member} {guess}, not {'|'.join(rights)}", [])


def _any_same(guess: str, rights: tuple[str, ...]) -> bool:
    return guess != "none" and any(_same_number(guess, right) for right in rights)


def _score_precision(scores: Scores, marked: Marked, found: list[Numeral]) -> None:
    allowed = [(m.start, m.end) for m in marked.marks if m.may_be_figure]
    for numeral in found:
        if numeral.category != "figure":
            continue
        scores.counts["taken for figures"] += 1
        if any(start < numeral.end and numeral.start < end for start, end in allowed):
            scores.counts["that are figures"] += 1
        else:
            around = marked.text[max(0, numeral.start - 30) : numeral.end + 30]
            scores.wrong.append(f"{marked.name}: no figure: {numeral.exact!r} in {around!r}")


def _wrong(scores: Scores, marked: Marked, mark: Mark, what: str, inside: list[Numeral]) -> None:
    around = marked.text[max(0, mark.start - 40) : mark.end + 40]
    read = [(n.exact, n.value or (n.low, n.high), n.category, n.unit) for n in inside]
    scores.wrong.append(
        f"{marked.name}: {what}: {mark.exact!r} in {around!r}: {dict(mark.members)} read {read}"
    )


def by_language(texts: list[Marked]) -> Iterator[tuple[str, Scores]]:
    """The scores of each language, then of all."""
    every = Scores()
    for language in sorted({text.language.partition("-")[0] for text in texts}):
        total = Scores()
        for text in texts:
            if text.language.partition("-")[0] == language:
                total.add(score(text))
        every.add(total)
        yield language, total
    yield "all", every
