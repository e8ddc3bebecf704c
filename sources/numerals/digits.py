"""Reads one run of digits and marks: which mark groups thousands, which one starts the decimals.

Knows no words. A mark before exactly three digits is the hard case (`1.234`): the document's other
numbers decide, then the language's habit. What stays open is noted as a doubt.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

MAX_DIGITS = 40  # longer runs are codes, not numbers
_PARTS = re.compile(r"\d+|\D")
Role = Literal["group", "decimal"]


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as printed: `coefficient` * 10 ** -`decimals`."""

    coefficient: int
    decimals: int
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class Habit:
    """What comma and point mean in a document.

    `proven` holds the marks that stood in an unmistakable place, with their role there. `before3`
    is the role read before exactly three digits, and `open3` the marks where that stays open.
    """

    proven: dict[str, Role]
    before3: dict[str, Role]
    open3: frozenset[str]

    @property
    def groups_proven(self) -> bool:
        return "group" in self.proven.values()


def ascii_digits(text: str) -> str:
    """The text with every Unicode decimal digit as 0 to 9."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)


def habit_of(runs: Iterable[str], decimal_mark: str) -> Habit:
    """The habit that a document's runs of digits and marks show; `decimal_mark` is the language's.

    A mark that was seen in both roles proves nothing.
    """
    seen = Counter(proof for run in runs for proof in _proofs(ascii_digits(run)))
    proven: dict[str, Role] = {}
    for mark in ",.":
        as_group, as_decimal = seen[mark, "group"], seen[mark, "decimal"]
        if bool(as_group) != bool(as_decimal):
            proven[mark] = "group" if as_group else "decimal"
    settled = {mark: _before_three(mark, proven, decimal_mark) for mark in ",."}
    return Habit(
        proven,
        {mark: role for mark, (role, _) in settled.items()},
        frozenset(mark for mark, (_, is_open) in settled.items() if is_open),
    )


def _before_three(mark: str, proven: dict[str, Role], decimal_mark: str) -> tuple[Role, bool]:
    """The role of a mark before three digits, and whether that stays open.

    Figures in prose rarely have three decimals. So a mark that groups by the language's custom
    groups here too, though `1.9` was seen, unless the other mark is known to group.
    """
    other = proven.get("." if mark == "," else ",")
    if proven.get(mark) == "group":
        return "group", False
    if other == "group":
        return "decimal", True
    if mark != decimal_mark:
        return "group", mark in proven
    if mark in proven or mark == ".":
        return "decimal", True
    return "group", other is None


def read_digits(run: str, habit: Habit) -> Printed | None:
    """The number that a run such as `1,234.5` prints, or None if it is no single number."""
    parts = _PARTS.findall(ascii_digits(run))
    groups, marks = parts[0::2], parts[1::2]
    if sum(map(len, groups)) > MAX_DIGITS:
        return None
    if not marks:
        return Printed(int(groups[0]), 0)
    if len(marks) > 1 or marks[0] not in ",.":
        return _read_marked(groups, marks)
    return _read_single_mark(groups[0], marks[0], groups[1], habit)


def _read_single_mark(lead: str, mark: str, tail: str, habit: Habit) -> Printed | None:
    if not _may_group(lead, tail):
        if mark == "," and len(tail) > 3:
            return None  # two numbers without a space: "2012,2013"
        unusual = habit.proven.get(mark) == "group"
        doubt = f"'{mark}' elsewhere groups thousands" if unusual else None
        return Printed(int(lead + tail), len(tail), doubt)
    decimals = 3 if habit.before3[mark] == "decimal" else 0
    may = "group thousands" if decimals else "start the decimals"
    doubt = f"'{mark}' may {may}" if mark in habit.open3 else None
    return Printed(int(lead + tail), decimals, doubt)


def _read_marked(groups: list[str], marks: list[str]) -> Printed | None:
    """Several marks, or one that only groups (apostrophe)."""
    grouped = groups if len(set(marks)) == 1 else groups[:-1]
    inner = set(marks[: len(grouped) - 1])
    if len(inner) != 1 or not _well_grouped(grouped):
        return None
    if grouped is groups:
        return Printed(int("".join(groups)), 0)
    if marks[-1] not in ",.·٫":
        return None
    return Printed(int("".join(groups)), len(groups[-1]))


def _proofs(run: str) -> Iterable[tuple[str, Role]]:
    parts = _PARTS.findall(run)
    groups, marks = parts[0::2], parts[1::2]
    if len(marks) == 1:
        if marks[0] in ",." and not _may_group(groups[0], groups[1]) and len(groups[1]) < 3:
            yield marks[0], "decimal"
    elif marks and len(set(marks)) == 1 and _well_grouped(groups):
        yield marks[0], "group"
    elif len(set(marks)) == 2 and _read_marked(groups, marks):
        yield marks[0], "group"
        yield marks[-1], "decimal"


def _well_grouped(groups: list[str]) -> bool:
    return 1 <= len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])


def _may_group(lead: str, tail: str) -> bool:
    return len(tail) == 3 and len(lead) <= 3 and not lead.startswith("0")
