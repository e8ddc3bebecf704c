"""Reads one run of digits and marks: which mark groups thousands, which one starts the decimals.

Knows no words. A mark before exactly three digits is the hard case (`1.234`). Evidence is weighed
in this order: the other numbers of the same table, those of the document, the custom of language
and area. What stays open is noted as a doubt.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from .tokens import APOSTROPHES

MAX_DIGITS = 40  # longer runs are codes, not numbers
_PARTS = re.compile(r"\d+|\D")
_MANY = 4  # numbers of one shape that settle what a mark means
Role = Literal["group", "decimal"]


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as printed: `coefficient` * 10 ** -`decimals`."""

    coefficient: int
    decimals: int
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class Custom:
    """How numbers are printed where the document comes from.

    `mixed`: the language's own custom is another than the area's, so that both are met there.
    `indian`: digits are grouped as in 12,34,567.
    """

    decimal_mark: str
    mixed: bool = False
    indian: bool = False


@dataclass(slots=True)
class Evidence:
    """What the runs of a text or table show of its marks.

    `roles` counts marks in an unmistakable place. `threes` has, for a mark, the digits before it
    where exactly three follow; `three_decimals` the marks of 0.125, which group nothing. `spaced`
    counts runs with three digits behind each single space, `spaced_sure` those of them that can't
    be several numbers (1 050), and `apart` other runs beside each other (12 45).
    """

    roles: Counter[tuple[str, Role]] = field(default_factory=Counter)
    threes: dict[str, list[str]] = field(default_factory=lambda: {",": [], ".": []})
    three_decimals: set[str] = field(default_factory=set)
    spaced: int = 0
    spaced_sure: int = 0
    apart: int = 0

    @property
    def spaces_group(self) -> bool:
        """Whether spaces group the digits here for certain."""
        marked = any(self.roles[mark, "group"] for mark in ",.")
        proven = self.spaced_sure and self.spaced >= _MANY or self.spaced >= 2 * _MANY
        return bool(proven and not self.apart and not marked)

    def role(self, mark: str) -> Role | None:
        """The role that the mark was seen in, if it was one role by far."""
        group, decimal = self.roles[mark, "group"], self.roles[mark, "decimal"]
        if group and group >= _MANY * decimal:
            return "group"
        return "decimal" if decimal and decimal >= _MANY * group else None

    def is_torn(self, mark: str) -> bool:
        """Whether the mark was seen in both roles."""
        return bool(self.roles[mark, "group"] and self.roles[mark, "decimal"])

    def groups_by_shape(self, mark: str) -> bool:
        """Whether the mark has three digits behind it again and again, and nothing else ever.

        Prices such as 1,489 and 1,512 have three decimals, so leads of two digits are asked for.
        """
        leads = self.threes[mark]
        long = sum(len(lead) > 1 for lead in leads)
        return len(leads) >= _MANY and 2 * long >= len(leads) and not self.roles[mark, "decimal"]


@dataclass(frozen=True, slots=True)
class Habit:
    """What comma and point mean in a document or table.

    `proven` holds the marks whose role is known from other numbers. `before3` is the role read
    before exactly three digits, and `open3` the marks where that stays open.
    """

    custom: Custom
    proven: dict[str, Role]
    decimals_seen: dict[str, int]
    before3: dict[str, Role]
    open3: frozenset[str]
    spaces_group: bool = False

    @property
    def groups_proven(self) -> bool:
        return "group" in self.proven.values()


def ascii_digits(text: str) -> str:
    """The text with every Unicode decimal digit as 0 to 9."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)


def evidence_of(runs: Iterable[str]) -> Evidence:
    """What a text's runs of digits and marks show; numbers with an apostrophe show nothing."""
    seen = Evidence()
    for run in runs:
        if not run.isdecimal():
            _weigh(ascii_digits(run), seen)
    return seen


def weigh_spaces(run: list[str], seen: Evidence) -> None:
    """Count numbers with single spaces between them among what is seen: 12 345 or 12 45."""
    *whole, last = run
    tail = last.replace(",", ".").partition(".")[0]
    inner = [*whole[1:], tail]
    grouped = all(part.isdecimal() for part in whole) and len(whole[0]) <= 3
    if not grouped or whole[0].startswith("0") or any(len(part) != 3 for part in inner):
        seen.apart += 1
        return
    seen.spaced += 1
    seen.spaced_sure += any(part.startswith("0") for part in inner)


def _weigh(run: str, seen: Evidence) -> None:
    parts = _PARTS.findall(run)
    groups, marks = parts[0::2], parts[1::2]
    kinds = set(marks)
    if not kinds <= {",", "."}:
        return
    if len(marks) == 1:
        lead, tail, mark = groups[0], groups[1], marks[0]
        if _may_group(lead, tail):
            seen.threes[mark].append(lead)
        elif len(tail) < 3 or (len(tail) == 3 and (lead == "0" or mark == ".")):
            seen.roles[mark, "decimal"] += 1
            if len(tail) == 3:
                seen.three_decimals.add(mark)
    elif len(kinds) == 1 and (_well_grouped(groups) or _indian(groups, marks)):
        seen.roles[marks[0], "group"] += 1
    elif len(kinds) == 2 and _read_marked(groups, marks, None):
        seen.roles[marks[0], "group"] += 1
        seen.roles[marks[-1], "decimal"] += 1


def habit_of(document: Evidence, custom: Custom, table: Evidence | None = None) -> Habit:
    """The habit of a document, or of one of its tables; a table's own numbers come first."""
    proven: dict[str, Role] = {}
    for mark in ",.":
        role = table.role(mark) if table else None
        if role is None and not (table and table.is_torn(mark)):
            role = document.role(mark)
        if role:
            proven[mark] = role
    settled = {
        mark: (table and _by_table(mark, table, proven, document))
        or _before_three(mark, proven, document, custom)
        for mark in ",."
    }
    return Habit(
        custom,
        proven,
        {mark: document.roles[mark, "decimal"] for mark in ",."},
        {mark: role for mark, (role, _) in settled.items()},
        frozenset(mark for mark, (_, is_open) in settled.items() if is_open),
        (table or document).spaces_group,
    )


def _by_table(
    mark: str, table: Evidence, proven: dict[str, Role], document: Evidence
) -> tuple[Role, bool] | None:
    """What the table alone says of a mark before three digits, if it says anything."""
    if table.role(mark) == "group":
        return "group", False
    if mark in table.three_decimals:
        return "decimal", False
    other = "." if mark == "," else ","
    if table.roles[mark, "decimal"] or table.roles[other, "group"]:
        return None
    if table.threes[mark] and table.threes[other] and not table.roles[other, "decimal"]:
        # both marks, always with three digits behind: both group
        return "group", len(table.threes[mark]) + len(table.threes[other]) < _MANY
    if table.groups_by_shape(mark):
        return "group", document.role(mark) == "decimal"
    return None


def _before_three(
    mark: str, proven: dict[str, Role], seen: Evidence, custom: Custom
) -> tuple[Role, bool]:
    """The role of a mark before three digits, and whether that stays open.

    Figures in prose rarely have three decimals. So a mark that groups by the language's custom
    groups here too, though `1.9` was seen, unless the other mark is known to group.
    """
    other = proven.get("." if mark == "," else ",")
    if proven.get(mark) == "group":
        return "group", seen.is_torn(mark) and mark == custom.decimal_mark
    if mark in seen.three_decimals:
        return "decimal", mark != custom.decimal_mark
    if mark in proven and mark == custom.decimal_mark and other == "group":
        return "decimal", custom.mixed or mark == ","
    if other == "group":
        return "decimal", True
    if custom.mixed:
        return "group", mark != "," and other != "decimal"
    if mark != custom.decimal_mark:
        return "group", mark in proven or (seen.is_torn(mark) and other != "decimal")
    if mark in proven or mark == ".":
        return "decimal", True
    return "group", other is None and not seen.groups_by_shape(mark)


def read_digits(run: str, habit: Habit) -> Printed | None:
    """The number that a run such as `1,234.5` prints, or None if it is no single number."""
    parts = _PARTS.findall(ascii_digits(run))
    groups, marks = parts[0::2], parts[1::2]
    if sum(map(len, groups)) > MAX_DIGITS:
        return None
    if not marks:
        return Printed(int(groups[0]), 0)
    if len(marks) > 1 or marks[0] not in ",.":
        return _read_marked(groups, marks, habit)
    return _read_single_mark(groups[0], marks[0], groups[1], habit)


def _read_single_mark(lead: str, mark: str, tail: str, habit: Habit) -> Printed | None:
    if not _may_group(lead, tail):
        if mark == "," and len(tail) > 3:
            return None  # two numbers without a space: "2012,2013"
        return Printed(int(lead + tail), len(tail), _unusual(lead, mark, tail, habit))
    decimals = 3 if habit.before3[mark] == "decimal" else 0
    may = "group thousands" if decimals else "start the decimals"
    doubt = f"'{mark}' may {may}" if mark in habit.open3 else None
    return Printed(int(lead + tail), decimals, doubt)


def _unusual(lead: str, mark: str, tail: str, habit: Habit) -> str | None:
    """A doubt where a mark starts the decimals against the custom or the other numbers."""
    if habit.proven.get(mark) == "group":
        return f"'{mark}' elsewhere groups thousands"
    if mark == "," and len(lead) > 3 and len(tail) == 3:
        return "',' may part two numbers"
    custom = habit.custom
    if mark == "," != custom.decimal_mark and not custom.mixed and habit.decimals_seen[","] < 3:
        return "',' starts no decimals in this language"
    return None


def _read_marked(groups: list[str], marks: list[str], habit: Habit | None) -> Printed | None:
    """Several marks, or one that only groups (apostrophe)."""
    if marks[0] in APOSTROPHES:
        return _read_apostrophes(groups, marks)
    if _indian(groups, marks):
        sure = habit is None or habit.custom.indian
        doubt = None if sure else "the groups may be several numbers"
        tail = groups[-1] if marks[-1] == "." else ""
        return Printed(int("".join(groups)), len(tail), doubt)
    grouped = groups if len(set(marks)) == 1 else groups[:-1]
    inner = set(marks[: len(grouped) - 1])
    if len(inner) != 1 or not _well_grouped(grouped):
        return None
    if grouped is groups:
        return Printed(int("".join(groups)), 0)
    if marks[-1] not in ",.·٫":
        return None
    return Printed(int("".join(groups)), len(groups[-1]))


def _read_apostrophes(groups: list[str], marks: list[str]) -> Printed | None:
    """1'234'567, and the millions of 13'217,120.74, where a mark before three digits groups on."""
    last = len(marks) - 1
    ends_grouped = len(groups[-1]) == 3 and (marks[last] in APOSTROPHES or marks[last] in ",.")
    if len(marks) == 1 and 0 < len(groups[1]) < 3 and len(groups[0]) < 4:
        doubt = "the apostrophe may start the decimals or part minutes and seconds"
        return Printed(int("".join(groups)), len(groups[1]), doubt)
    whole = groups if ends_grouped else groups[:-1]
    if not _well_grouped(whole) or len(whole) < 2:
        return None
    if ends_grouped:
        return Printed(int("".join(groups)), 0)
    return Printed(int("".join(groups)), len(groups[-1])) if marks[last] in ",.·٫" else None


def _indian(groups: list[str], marks: list[str]) -> bool:
    """12,34,567 and 1,23,456.78."""
    whole = groups[:-1] if marks[-1] == "." else groups
    commas = marks[:-1] if marks[-1] == "." else marks
    return (
        len(whole) > 2
        and set(commas) == {","}
        and 1 <= len(whole[0]) <= 2
        and len(whole[-1]) == 3
        and all(len(group) == 2 for group in whole[1:-1])
    )


def _well_grouped(groups: list[str]) -> bool:
    return 1 <= len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])


def _may_group(lead: str, tail: str) -> bool:
    return len(tail) == 3 and len(lead) <= 3 and not lead.startswith("0")
