"""The Merkle tree of RFC 6962 section 2.1 (RFC 9162 section 2.1), SHA-256.

Owns the shape of the tree and the two proofs. A *range* [start, end) of leaves stands for the node
above exactly these leaves; a proof is a list of ranges, found here, whose hashes are fetched
elsewhere (`tiles`). Verification takes hashes only and trusts nothing, not even their length.

It doesn't know where hashes are stored or what a leaf says.
"""

import hashlib
from collections.abc import Callable, Sequence

from ledger.errors import ProofError

HASH_SIZE = 32
MAX_SIZE = 2**63 - 1
EMPTY_ROOT = hashlib.sha256(b"").digest()

Range = tuple[int, int]


def leaf_hash(data: bytes) -> bytes:
    """SHA-256(00 || data)."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(01 || left || right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def split(size: int) -> int:
    """The largest power of two strictly below `size` (at least 2): where the left subtree ends."""
    return 1 << ((size - 1).bit_length() - 1)


def inclusion_ranges(index: int, size: int) -> list[Range]:
    """PATH(index, D[size]): the siblings from the leaf to the root, at most ceil(log2 size)."""
    if not 0 <= index < size <= MAX_SIZE:
        raise ProofError(f"no leaf {index} in a tree of size {size}")
    ranges, start, end = [], 0, size
    while end - start > 1:
        middle = start + split(end - start)
        if index < middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start = middle
    return ranges[::-1]


def consistency_ranges(old: int, new: int) -> list[Range]:
    """PROOF(old, D[new]): empty for old == new, and for old == 0 by our own policy."""
    if not 0 <= old <= new <= MAX_SIZE:
        raise ProofError(f"no consistency proof from size {old} to size {new}")
    if old == 0:
        return []
    ranges, start, end = [], 0, new
    while old < end:
        middle = start + split(end - start)
        if old <= middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start = middle
    if start > 0:  # else the old root itself is the node, and the verifier has it
        ranges.append((start, end))
    return ranges[::-1]


def peaks(start: int, end: int) -> list[tuple[int, int]]:
    """The complete subtrees (level, index) that make up [start, end), left to right."""
    found = []
    while start < end:
        level = (end - start).bit_length() - 1
        found.append((level, start >> level))
        start += 1 << level
    return found


def range_hash(start: int, end: int, subtree: Callable[[int, int], bytes]) -> bytes:
    """Hash of the node above [start, end), a range as the functions here return it.

    `subtree(level, index)` gives the hash of the complete subtree over
    [index * 2**level, (index + 1) * 2**level). Calls it at most log2(end - start) + 1 times.
    """
    if start == end == 0:
        return EMPTY_ROOT
    hashes = [subtree(level, index) for level, index in peaks(start, end)]
    result = hashes.pop()
    while hashes:
        result = node_hash(hashes.pop(), result)
    return result


def verify_inclusion(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> None:
    """Raise ProofError unless `proof` shows that a leaf is in a tree (RFC 9162 section 2.1.3.2).

    The leaf has the hash `leaf` and is at `index`; the tree has `size` leaves and this `root`.
    """
    _check_hashes([leaf, root, *proof])
    if not 0 <= index < size <= MAX_SIZE:
        raise ProofError(f"no leaf {index} in a tree of size {size}")
    first, second, result = index, size - 1, leaf
    for sibling in proof:
        if second == 0:
            raise ProofError("inclusion proof is too long")
        if first & 1 or first == second:
            result = node_hash(sibling, result)
            while not first & 1 and first:
                first >>= 1
                second >>= 1
        else:
            result = node_hash(result, sibling)
        first >>= 1
        second >>= 1
    if second != 0:
        raise ProofError("inclusion proof is too short")
    if result != root:
        raise ProofError(f"inclusion proof leads to root {result.hex()}, not {root.hex()}")


def verify_consistency(
    old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes
) -> None:
    """Raise ProofError unless `proof` shows that a tree extends another (RFC 9162 section 2.1.4.2).

    The trees have `new` and `old` leaves. From size 0 the proof must be empty.
    """
    _check_hashes([old_root, new_root, *proof])
    if not 0 <= old <= new <= MAX_SIZE:
        raise ProofError(f"no consistency proof from size {old} to size {new}")
    if old in (0, new):
        _verify_trivial(old, new, proof, old_root, new_root)
        return
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    if not proof:
        raise ProofError("consistency proof is empty")
    first, second = old - 1, new - 1
    while first & 1:
        first >>= 1
        second >>= 1
    old_result = new_result = path[0]
    for sibling in path[1:]:
        if second == 0:
            raise ProofError("consistency proof is too long")
        if first & 1 or first == second:
            old_result = node_hash(sibling, old_result)
            new_result = node_hash(sibling, new_result)
            while not first & 1 and first:
                first >>= 1
                second >>= 1
        else:
            new_result = node_hash(new_result, sibling)
        first >>= 1
        second >>= 1
    if second != 0:
        raise ProofError("consistency proof is too short")
    if old_result != old_root or new_result != new_root:
        raise ProofError(f"size {new} doesn't extend size {old}: the roots don't agree")


def _verify_trivial(
    old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes
) -> None:
    if proof:
        raise ProofError(f"consistency proof from {old} to {new} must be empty")
    if old == 0 and old_root != EMPTY_ROOT:
        raise ProofError("the root of size 0 is not the empty tree's")
    if old == new and old_root != new_root:
        raise ProofError(f"two different roots of size {new}")


def _check_hashes(hashes: Sequence[bytes]) -> None:
    # Without this an empty leaf hash equals an empty root and "proves" inclusion in size 1.
    if any(len(item) != HASH_SIZE for item in hashes):
        raise ProofError("a hash is not 32 bytes long")
