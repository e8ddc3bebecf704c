"""Trees for tests: a naive one, straight from the definition, and the reference trees."""

from functools import cache
from hashlib import sha256

from ledger.formats import merkle, tiles

REFERENCE = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]


def naive_root(leaves: tuple[bytes, ...]) -> bytes:
    """MTH(D[n]) of RFC 6962, by its recursive definition."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0]).digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return sha256(b"\x01" + naive_root(leaves[:k]) + naive_root(leaves[k:])).digest()


class MemoryTree:
    """A log of leaves in a dictionary of tiles."""

    def __init__(self, leaves: list[bytes], batch: int = 1000) -> None:
        self.tiles: dict[tuple[int, int], bytes] = {}
        self.size = 0
        for start in range(0, len(leaves), batch):
            self.append(leaves[start : start + batch])

    def append(self, leaves: list[bytes]) -> None:
        tails = {key: self.tiles[key] for key in tiles.open_tiles(self.size)}
        hashes = [merkle.leaf_hash(leaf) for leaf in leaves]
        self.tiles.update(tiles.extend(tails, self.size, hashes))
        self.size += len(leaves)

    def read(self, level: int, number: int) -> bytes:
        return self.tiles.get((level, number), b"")

    def root(self, size: int | None = None) -> bytes:
        return tiles.range_hash(0, self.size if size is None else size, self.read)


@cache
def counted(size: int) -> MemoryTree:
    """The second reference family: leaf i is the ASCII text "leaf i"."""
    return MemoryTree([f"leaf {index}".encode() for index in range(size)])
