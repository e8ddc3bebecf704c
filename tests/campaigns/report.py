"""What a campaign counted, and what it must never count."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

# Each is a fault of ours. All other outcomes are good ones.
BAD = ("missed", "elsewhere", "half state", "traceback")


@dataclass
class Report:
    """Outcomes by their name, and a line for each bad one, with what it takes to repeat it."""

    name: str
    counts: Counter[str] = field(default_factory=Counter)
    bad: list[str] = field(default_factory=list)

    def add(self, outcome: str, what: str) -> None:
        self.counts[outcome] += 1
        if outcome in BAD:
            self.bad.append(f"{self.name} {self.total}: {outcome}: {what}")

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    def __str__(self) -> str:
        zeros = {name: self.counts[name] for name in BAD}
        counted = ", ".join(f"{count} {name}" for name, count in (zeros | self.counts).items())
        return "\n".join([f"{self.name}: {self.total} in all: {counted}", *self.bad])


def rounds(
    number: int, seconds: float, clock: Callable[[], float] = time.monotonic
) -> Iterator[int]:
    """0, 1, 2 ... until there were so many, or until so much time is over."""
    end = clock() + seconds
    for at in range(number):
        if clock() > end:
            return
        yield at
