"""How far a long command has come: lines with its rate and the time left.

Knows nothing of the work; whoever does it says what a part is called, how many steps it has, and
how many more are done.
"""

import time
from collections.abc import Callable
from datetime import timedelta

SECONDS = 5.0  # between two lines

Say = Callable[[str], object]


def _nobody(line: str) -> None:
    """Take a line that nobody asked for."""


class Progress:
    """The parts of a long piece of work, with a line every few seconds."""

    def __init__(self, say: Say = _nobody, every: float = SECONDS) -> None:
        self._say, self._every = say, every
        self._said = time.monotonic()
        self.begin("", 0)

    def begin(self, part: str, total: int, done: int = 0) -> None:
        """Begin a part with so many steps, of which `done` were done before."""
        self._part, self._total = part, total
        self._done = self._before = done
        self._began = time.monotonic()

    def add(self, steps: int) -> None:
        """Count steps that were done, and say so if the last line is some seconds old."""
        self._done += steps
        now = time.monotonic()
        if now - self._said >= self._every:
            self._said = now
            self._say(self._line(now - self._began))

    def _line(self, seconds: float) -> str:
        rate = (self._done - self._before) / max(seconds, 0.001)
        left = timedelta(seconds=round((self._total - self._done) / rate)) if rate else "unknown"
        done = f"{self._part}: {self._done:,} of {self._total:,}"
        return f"{done}, {rate:,.0f} a second, time left {left}"
