"""Recall, precision, values, doubts, units and guesses over the marked texts, beside their targets.

    python -m benchmarks.reading [--part first|second|...|all] [--wrong FILE]

--part: which texts; README.md says when each part was read for the first time.
--wrong: every case that was not right, with its surroundings, for people to look at.
"""

import argparse
from pathlib import Path

from benchmarks.reading.marked import PARTS, load_all
from benchmarks.reading.scores import GUESSED, Scores, by_language

TARGETS = (
    ("recall of figures", "found", "figures", ">= 99 %"),
    ("precision of figures", "that are figures", "taken for figures", ""),
    ("values right in prose", "right values in prose", "found in prose", ">= 99 %"),
    ("values right in tables", "right values in table", "found in table", ">= 98 %"),
    ("doubts on right values", "doubts on right values", "right values", "<= 5 %"),
    ("units right", "right units", "units", ">= 95 %"),
    ("period right where stated", "period: right", "period: stated", ">= 85 %"),
    ("period wrong where stated", "period: wrong", "period: stated", "<= 3 %"),
    ("kind right", "kind: right", "kind: stated", ">= 85 %"),
    ("direction right where stated", "direction: right", "direction: stated", ">= 85 %"),
    *((f"{member} right where stated", f"{member}: right", f"{member}: stated", "")
      for member in GUESSED if member not in ("period", "kind", "direction")),
)  # fmt: skip


def table(columns: list[tuple[str, Scores]]) -> str:
    """The scores as lines, a column for each language."""
    lines = ["".join([f"{'':32}", *(f"{name:>9}" for name, _ in columns), "    target"])]
    for name in ("figures", "figures in table"):
        counts = (f"{scores.counts[name]:>9}" for _, scores in columns)
        lines.append(f"{name:32}{''.join(counts)}")
    for title, part, whole, target in TARGETS:
        shares = (f"{scores.share(part, whole):>9.1%}" for _, scores in columns)
        lines.append(f"{title:32}{''.join(shares)}    {target}")
    silent = (f"{scores.counts['silent wrong values']:>9}" for _, scores in columns)
    lines.append(f"{'silent wrong values':32}{''.join(silent)}    0")
    return "\n".join(lines)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wrong", type=Path)
    parser.add_argument("--part", choices=(*PARTS, "all"), default="all")
    options = parser.parse_args()
    columns = list(by_language(load_all(options.part)))
    print(table(columns))
    if options.wrong:
        options.wrong.write_text("\n".join(columns[-1][1].wrong) + "\n", "utf-8")


main()
