"""The common order of passages in two texts, and which of them left it."""

from bisect import bisect_right
from collections.abc import Sequence

from sources.anchoring.model import Anchor, State


def in_order(anchors: Sequence[Anchor]) -> list[Anchor]:
    """The anchors, with `moved` for those of the same passages that left the common order.

    The common order is the longest one in which old and new places both rise.
    """
    found = sorted(
        (i for i, a in enumerate(anchors) if a.state is State.SAME), key=lambda i: anchors[i].start
    )
    starts = [anchors[i].place.start for i in found if anchors[i].place]  # type: ignore[union-attr]
    staying = {found[at] for at in _longest_rise(starts)}
    moved = set(found) - staying
    return [_moved(a) if i in moved else a for i, a in enumerate(anchors)]


def _moved(a: Anchor) -> Anchor:
    return Anchor(a.start, a.end, State.MOVED, a.place, a.alternatives)


def _longest_rise(values: Sequence[int]) -> list[int]:
    """Indexes of a longest subsequence that never falls (patience sorting)."""
    tails: list[int] = []
    before: list[int] = []
    for at, value in enumerate(values):
        slot = bisect_right(tails, value, key=lambda i: values[i])
        before.append(tails[slot - 1] if slot else -1)
        tails[slot : slot + 1] = [at]
    rise, at = [], tails[-1] if tails else -1
    while at >= 0:
        rise.append(at)
        at = before[at]
    return rise[::-1]
