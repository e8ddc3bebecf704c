"""Tiles of the log: C2SP tlog-tiles arithmetic, paths and entry bundles.

A tile (level L, number N) holds up to 256 hashes of 32 bytes; hash i of it is the node above the
256**L leaves from (256 * N + i) * 256**L. A tile of level L + 1 is fed by full tiles only, and a
tile, once written, is only ever extended: so every past size reads its hashes from today's tiles.

A *reader* is any callable (level, number) -> the tile's bytes so far, b"" if there is none.
It doesn't know rows, files or HTTP.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ledger.errors import TileError
from ledger.formats import merkle

WIDTH = 256
FULL = WIDTH * merkle.HASH_SIZE
MAX_LEVEL = 63
MAX_ENTRY = 65_535

Reader = Callable[[int, int], bytes]


class TilePath(NamedTuple):
    """The place of a tile or an entry bundle; `level` is None for a bundle, `width` 1 to 256."""

    level: int | None
    number: int
    width: int = WIDTH

    def __str__(self) -> str:
        """`tile/<L>/<N>[.p/<W>]` or `tile/entries/<N>[.p/<W>]`, N in groups of three digits."""
        groups = [f"{self.number % 1000:03d}"]
        rest = self.number // 1000
        while rest:
            groups.insert(0, f"x{rest % 1000:03d}")
            rest //= 1000
        level = "entries" if self.level is None else str(self.level)
        partial = "" if self.width == WIDTH else f".p/{self.width}"
        return f"tile/{level}/{'/'.join(groups)}{partial}"


_PATH = re.compile(
    r"tile/(?P<level>entries|0|[1-9][0-9]?)/(?P<number>(?:x[0-9]{3}/){0,6}[0-9]{3})"
    r"(?:\.p/(?P<width>[1-9][0-9]{0,2}))?"
)


def parse_path(path: str) -> TilePath:
    """The tile that `path` names; raises TileError unless it is the one spelling of it."""
    if not (match := _PATH.fullmatch(path)):
        raise TileError(f"{path[:80]!r} is not a tile path")
    level = None if match["level"] == "entries" else int(match["level"])
    number = int(match["number"].replace("x", "").replace("/", ""))
    parsed = TilePath(level, number, int(match["width"] or WIDTH))
    # Comparing with the written form refuses leading zero groups, `.p/256`, `.p/300` at once.
    in_range = (level is None or level <= MAX_LEVEL) and parsed.width <= WIDTH
    if not in_range or str(parsed) != path:
        raise TileError(f"{path[:80]!r} is not a tile path")
    return parsed


def width_at(path: TilePath, size: int) -> int:
    """How many hashes (or entries) of this tile exist in a log of `size`: 0 to 256."""
    complete = size >> (8 * (path.level or 0))
    return max(0, min(WIDTH, complete - path.number * WIDTH))


def hash_tiles(size: int, since: int = 0) -> Iterator[TilePath]:
    """Every hash tile of a log of `size`, partial ones at their width.

    With `since` only those that aren't yet as wide in a log of that size. From the leaves up, left
    to right.
    """
    level = 0
    while complete := size >> (8 * level):
        for number in range((since >> (8 * level)) // WIDTH, -(-complete // WIDTH)):
            yield TilePath(level, number, min(WIDTH, complete - number * WIDTH))
        level += 1


def open_tiles(size: int) -> list[tuple[int, int]]:
    """(level, number) of the partial tiles of a log of `size`: what an append must read."""
    levels = range(-(-size.bit_length() // 8))
    counts = [(level, size >> (8 * level)) for level in levels]
    return [(level, count // WIDTH) for level, count in counts if count % WIDTH]


def extend(
    tails: Mapping[tuple[int, int], bytes], size: int, leaves: Sequence[bytes]
) -> dict[tuple[int, int], bytes]:
    """The tiles that change when `leaves` (leaf hashes) join a log of `size`, whole contents.

    `tails` holds the open tiles by (level, number). Cost: one node hash for each new leaf or less.
    """
    changed: dict[tuple[int, int], bytes] = {}
    fresh, level = list(leaves), 0
    # Level by level, upwards: a tile that becomes full adds one hash to the level above it.
    while fresh:
        position, carried, at = size >> (8 * level), [], 0
        while at < len(fresh):
            number, width = divmod(position + at, WIDTH)
            taken = fresh[at : at + WIDTH - width]
            before = tails.get((level, number), b"") if width else b""
            if len(before) != width * merkle.HASH_SIZE:
                raise TileError(f"open tile {level}/{number} should hold {width} hashes")
            changed[level, number] = data = before + b"".join(taken)
            if len(data) == FULL:
                carried.append(_complete(data))
            at += len(taken)
        fresh, level = carried, level + 1
    return changed


def subtree_hash(level: int, index: int, read: Reader) -> bytes:
    """Hash of the complete subtree above leaves [index * 2**level, (index + 1) * 2**level).

    Reads one tile; at most 127 node hashes.
    """
    # A tile stores the hashes of every 8th level of the tree (256 = 2**8); those between are made
    # from its hashes.
    height = level % 8
    number, offset = divmod(index << height, WIDTH)
    start = offset * merkle.HASH_SIZE
    end = start + (merkle.HASH_SIZE << height)
    data = read(level // 8, number)
    if len(data) < end:
        raise TileError(f"tile {level // 8}/{number} is too short")
    return _complete(data[start:end])


def range_hash(start: int, end: int, read: Reader) -> bytes:
    """Hash of the node above [start, end); (0, size) gives the root of that size."""
    return merkle.range_hash(start, end, lambda level, index: subtree_hash(level, index, read))


def tiles_of(spans: Sequence[merkle.Range]) -> set[tuple[int, int]]:
    """(level, number) of every tile that hashing these ranges reads: to fetch them at once."""
    subtrees = [subtree for span in spans for subtree in merkle.peaks(*span)]
    return {(level // 8, (index << level % 8) // WIDTH) for level, index in subtrees}


def prove_inclusion(index: int, size: int, read: Reader) -> list[bytes]:
    """The hashes of the inclusion proof of leaf `index` in the log of `size`, leaf to root."""
    return [range_hash(*span, read) for span in merkle.inclusion_ranges(index, size)]


def prove_consistency(old: int, new: int, read: Reader) -> list[bytes]:
    """The hashes of the proof that the log of size `new` extends the log of size `old`."""
    return [range_hash(*span, read) for span in merkle.consistency_ranges(old, new)]


def encode_bundle(entries: Sequence[bytes]) -> bytes:
    """An entry bundle: for each entry its length as two bytes, big endian, and its bytes."""
    for entry in entries:
        if len(entry) > MAX_ENTRY:
            raise TileError(f"entry of {len(entry)} bytes in a bundle")
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def decode_bundle(data: bytes, width: int) -> list[bytes]:
    """The `width` entries of a bundle; raises TileError if there are fewer bytes or more."""
    entries, at = [], 0
    for position in range(width):
        start = at + 2
        at = start + int.from_bytes(data[at:start], "big")
        if start > len(data) or at > len(data):
            raise TileError(f"bundle ends within entry {position} of {width}")
        entries.append(data[start:at])
    if at != len(data):
        raise TileError(f"{len(data) - at} bytes after the last entry of a bundle")
    return entries


def _complete(hashes: bytes) -> bytes:
    """Root over 2**k hashes laid end to end."""
    sha256 = hashlib.sha256
    while len(hashes) > merkle.HASH_SIZE:
        pairs = [hashes[at : at + 64] for at in range(0, len(hashes), 64)]
        hashes = b"".join([sha256(b"\x01" + pair).digest() for pair in pairs])
    return hashes
