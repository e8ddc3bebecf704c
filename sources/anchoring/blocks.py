"""Blocks: the parts of two texts that have the same tokens.

A run of RUN tokens that occurs once in each text pairs the texts up (after Heckel, CACM 1978), and
each pair grows in both directions for as long as the tokens are equal. So parts that moved are
found, and repeated parts follow their neighbours.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

RUN = 5  # tokens that must be unique in both texts to pair them up


@dataclass(frozen=True, slots=True)
class Block:
    """`length` equal tokens, from `old` in the old text and from `new` in the new one."""

    old: int
    new: int
    length: int

    @property
    def shift(self) -> int:
        """What to add to an old token's index to get that of the new one."""
        return self.new - self.old


class Blocks:
    """The blocks of two texts, given as numbers that are equal where the tokens are."""

    def __init__(self, old: Sequence[int], new: Sequence[int]) -> None:
        self.pairs = _unique_pairs(old, new)
        self.by_old = _grown(old, new, self.pairs)
        self._by_new = sorted(self.by_old, key=lambda block: block.new)
        self._reach = _reach([(block.old, block.length) for block in self.by_old])
        self._new_reach = _reach([(block.new, block.length) for block in self._by_new])

    def covering(self, low: int, high: int) -> list[Block]:
        """Blocks that hold all of the old tokens [low, high)."""
        found = []
        for at in range(bisect_right(self.by_old, low, key=lambda b: b.old) - 1, -1, -1):
            if self._reach[at] < high:
                break
            block = self.by_old[at]
            if block.old + block.length >= high:
                found.append(block)
        return found

    def covering_new(self, low: int, high: int) -> Iterator[Block]:
        """Blocks that hold all of the new tokens [low, high)."""
        for at in range(bisect_right(self._by_new, low, key=lambda b: b.new) - 1, -1, -1):
            if self._new_reach[at] < high:
                return
            if self._by_new[at].new + self._by_new[at].length >= high:
                yield self._by_new[at]


def _unique_pairs(old: Sequence[int], new: Sequence[int]) -> dict[int, int]:
    """Where each run that is unique in both texts starts: old token -> new token, in order."""
    places = _unique_runs(new)
    runs = _unique_runs(old)
    return {at: places[run] for run, at in runs.items() if run in places}


def _unique_runs(ids: Sequence[int]) -> dict[tuple[int, ...], int]:
    """Runs of RUN tokens that occur once, with their place, in order."""
    runs = [tuple(ids[at : at + RUN]) for at in range(len(ids) - RUN + 1)]
    counts = Counter(runs)
    return {run: at for at, run in enumerate(runs) if counts[run] == 1}


def _grown(old: Sequence[int], new: Sequence[int], pairs: Mapping[int, int]) -> list[Block]:
    """The blocks that grow from pairs, by old start."""
    blocks: list[Block] = []
    done: dict[int, int] = {}  # shift -> old token up to which its blocks reach
    for at, there in pairs.items():
        shift = there - at
        if done.get(shift, -1) >= at + RUN:
            continue
        low, high = at, at + RUN
        while low and low + shift and old[low - 1] == new[low - 1 + shift]:
            low -= 1
        while high < len(old) and high + shift < len(new) and old[high] == new[high + shift]:
            high += 1
        blocks.append(Block(low, low + shift, high - low))
        done[shift] = high
    return sorted(blocks, key=lambda block: block.old)


def _reach(ranges: Sequence[tuple[int, int]]) -> list[int]:
    """For each (start, length), how far it or any before it reaches.

    A search backwards may stop where nothing reaches far enough any more.
    """
    reach, furthest = [], 0
    for start, length in ranges:
        furthest = max(furthest, start + length)
        reach.append(furthest)
    return reach
