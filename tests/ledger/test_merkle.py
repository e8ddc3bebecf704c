"""The tree and its proofs: known answers, all small sizes, a corpus of broken proofs."""

import random
from hashlib import sha256

import pytest

from ledger.errors import ProofError
from ledger.formats import merkle, tiles

from .trees import REFERENCE, MemoryTree, counted, naive_root

ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
RANGES = """
0-1 6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d
1-2 96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7
2-3 0298d122906dcfc10892cb53a73992fc5b9f493ea4c9badb27b791b4127a7fe7
3-4 07506a85fd9dd2f120eb694f86011e5bb4662e5c415a62917033d4a9624487e7
4-5 bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b
5-6 4271a26be0d8a84f0bd54c8c302e7cb3a3b5d1fa6780a40bcce2873477dab658
6-7 b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f
7-8 46f6ffadd3d06a09ff3c5860d2755c8b9819db7df44251788c7d8e3180de8eb1
2-4 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e
4-6 0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a
6-8 ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0
4-7 837dbb152e9b079010717e84e865da4ebc0fa198a806d59d31bf15accef22d0e
4-8 6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4
""".strip().splitlines()
# `size index: ranges` and `new old: ranges`, told in full by the reference.
INCLUSION = """
2 0: 1-2|1: 0-1
3 0: 1-2 2-3|1: 0-1 2-3|2: 0-2
4 0: 1-2 2-4|1: 0-1 2-4|2: 3-4 0-2|3: 2-3 0-2
5 0: 1-2 2-4 4-5|1: 0-1 2-4 4-5|2: 3-4 0-2 4-5|3: 2-3 0-2 4-5|4: 0-4
6 0: 1-2 2-4 4-6|1: 0-1 2-4 4-6|2: 3-4 0-2 4-6|3: 2-3 0-2 4-6|4: 5-6 0-4|5: 4-5 0-4
7 0: 1-2 2-4 4-7|1: 0-1 2-4 4-7|2: 3-4 0-2 4-7|3: 2-3 0-2 4-7|4: 5-6 6-7 0-4|5: 4-5 6-7 0-4\
|6: 4-6 0-4
8 0: 1-2 2-4 4-8|1: 0-1 2-4 4-8|2: 3-4 0-2 4-8|3: 2-3 0-2 4-8|4: 5-6 6-8 0-4|5: 4-5 6-8 0-4\
|6: 7-8 4-6 0-4|7: 6-7 4-6 0-4
"""
CONSISTENCY = """
2 1: 1-2
3 1: 1-2 2-3|2: 2-3
4 1: 1-2 2-4|2: 2-4|3: 2-3 3-4 0-2
5 1: 1-2 2-4 4-5|2: 2-4 4-5|3: 2-3 3-4 0-2 4-5|4: 4-5
6 1: 1-2 2-4 4-6|2: 2-4 4-6|3: 2-3 3-4 0-2 4-6|4: 4-6|5: 4-5 5-6 0-4
7 1: 1-2 2-4 4-7|2: 2-4 4-7|3: 2-3 3-4 0-2 4-7|4: 4-7|5: 4-5 5-6 6-7 0-4|6: 4-6 6-7 0-4
8 1: 1-2 2-4 4-8|2: 2-4 4-8|3: 2-3 3-4 0-2 4-8|4: 4-8|5: 4-5 5-6 6-8 0-4|6: 4-6 6-8 0-4\
|7: 6-7 7-8 4-6 0-4
"""
WHOLE_SET = "11e357c82e0b0d9f5a3556c403e9d59196dee8677a4aab23e053e9b53cc48728"


def table(text):
    """{(size, other): ranges} of one of the tables above."""
    told = {}
    for line in text.strip().splitlines():
        size, _, cells = line.partition(" ")
        for cell in cells.split("|"):
            other, _, ranges = cell.partition(":")
            spans = [tuple(map(int, span.split("-"))) for span in ranges.split()]
            told[int(size), int(other)] = spans
    return told


reference = MemoryTree(REFERENCE)


def test_leaf_and_node_known_answers():
    leaf = "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56"
    node = "aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb"
    assert merkle.leaf_hash(b"L123456").hex() == leaf
    assert merkle.node_hash(b"N123", b"N456").hex() == node


def test_roots_known_answers():
    assert [reference.root(size).hex() for size in range(9)] == ROOTS


@pytest.mark.parametrize("line", RANGES)
def test_range_hashes_known_answers(line):
    span, told = line.split()
    start, end = map(int, span.split("-"))
    assert tiles.range_hash(start, end, reference.read).hex() == told


def test_inclusion_ranges_known_answers():
    told = table(INCLUSION) | {(1, 0): []}
    assert {key: merkle.inclusion_ranges(key[1], key[0]) for key in told} == told
    assert len(told) == 36


def test_consistency_ranges_known_answers():
    told = table(CONSISTENCY) | {(size, size): [] for size in range(1, 9)}
    assert {key: merkle.consistency_ranges(key[1], key[0]) for key in told} == told
    assert len(told) == 36


def test_whole_reference_set_has_the_known_digest():
    def joined(hashes):
        return ",".join(item.hex() for item in hashes)

    lines = [f"root {size} {reference.root(size).hex()}" for size in range(9)]
    for size in range(1, 9):
        for index in range(size):
            proof = tiles.prove_inclusion(index, size, reference.read)
            lines.append(f"inclusion {index} {size} {joined(proof)}")
    for size in range(1, 9):
        for old in range(1, size + 1):
            proof = tiles.prove_consistency(old, size, reference.read)
            lines.append(f"consistency {old} {size} {joined(proof)}")
    assert sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest() == WHOLE_SET


@pytest.mark.parametrize(
    ("size", "root"),
    [
        (255, "d71592a219d4067663eede247f9b54c3f9e0290682d55de09b495b07f1de41c9"),
        (256, "cf5effdb11d0927a2edf53b0e73c7837f659414e00537da5d90eb5c4c49ff274"),
        (257, "855b936aa00cb98b5114484249ad39d78a6be93623e26c01e8e487dc02184a5a"),
        (65536, "e100ba54d69a91012fc13b7890feac78d6996a097268b6f735d17311c7402a60"),
        (70000, "da0532ff7b2ee56f4067110fc964e9f27b5959f9527bfff3fa501aa7584deaf3"),
    ],
)
def test_counted_leaves_known_roots(size, root):
    assert counted(70000).root(size).hex() == root


def test_roots_of_all_small_sizes_equal_the_definition():
    leaves = tuple(f"leaf {index}".encode() for index in range(299))
    tree = counted(299)
    for size in range(300):
        assert tree.root(size) == naive_root(leaves[:size])


def test_inclusion_of_all_small_sizes_holds():
    tree = counted(299)
    for size in range(1, 300):
        root = tree.root(size)
        for index in range(0, size, 1 + size // 40):
            leaf = merkle.leaf_hash(f"leaf {index}".encode())
            proof = tiles.prove_inclusion(index, size, tree.read)
            merkle.verify_inclusion(leaf, index, size, proof, root)


def test_consistency_of_all_small_sizes_holds():
    tree = counted(299)
    roots = [tree.root(size) for size in range(300)]
    for new in range(300):
        for old in range(0, new + 1, 1 + new // 40):
            proof = tiles.prove_consistency(old, new, tree.read)
            merkle.verify_consistency(old, new, proof, roots[old], roots[new])


def broken_proofs(proof, rng):
    """The same proof, broken: each kind of damage, by name."""
    extra = rng.randbytes(32)
    yield "garbage before", [extra, *proof]
    yield "garbage after", [*proof, extra]
    yield "a hash twice", [*proof, *proof[-1:]] if proof else [extra, extra]
    for at in range(len(proof)):
        flipped = bytearray(proof[at])
        flipped[rng.randrange(32)] ^= 1 << rng.randrange(8)
        yield f"bit flip in hash {at}", [*proof[:at], bytes(flipped), *proof[at + 1 :]]
        yield f"hash {at} left out", [*proof[:at], *proof[at + 1 :]]
        yield f"hash {at} short", [*proof[:at], proof[at][:31], *proof[at + 1 :]]
        yield f"hash {at} long", [*proof[:at], proof[at] + b"\0", *proof[at + 1 :]]
        yield f"hash {at} empty", [*proof[:at], b"", *proof[at + 1 :]]
    if len(set(proof)) > 1:
        yield "order reversed", proof[::-1]


@pytest.mark.parametrize(("index", "size"), [(0, 1), (0, 2), (5, 8), (6, 7), (4, 5), (130, 257)])
def test_broken_inclusion_proof_is_refused(index, size):
    tree, rng = counted(300), random.Random(1)
    leaf = merkle.leaf_hash(f"leaf {index}".encode())
    proof, root = tiles.prove_inclusion(index, size, tree.read), tree.root(size)
    merkle.verify_inclusion(leaf, index, size, proof, root)
    broken = [(leaf, index, size, bad, root) for _, bad in broken_proofs(proof, rng)]
    broken += [(leaf, index ^ 2, size, proof, root), (leaf, size, size, proof, root)]
    broken += [(leaf, -1, size, proof, root), (leaf, index, 0, proof, root)]
    broken += [(leaf, index, size * 2, proof, root), (leaf, index, 2**63, proof, root)]
    broken += [(root, index, size, proof, leaf)] if size > 1 else []
    broken += [(leaf[:-1], index, size, proof, root), (b"", index, size, proof, b"")]
    broken += [(leaf, index, size, proof, merkle.EMPTY_ROOT)]
    for case in broken:
        with pytest.raises(ProofError):
            merkle.verify_inclusion(*case)


@pytest.mark.parametrize(("old", "new"), [(1, 1), (1, 2), (4, 8), (6, 8), (7, 8), (100, 257)])
def test_broken_consistency_proof_is_refused(old, new):
    tree, rng = counted(300), random.Random(2)
    a, b = tree.root(old), tree.root(new)
    proof = tiles.prove_consistency(old, new, tree.read)
    merkle.verify_consistency(old, new, proof, a, b)
    broken = [(old, new, bad, a, b) for _, bad in broken_proofs(proof, rng)]
    broken += [(new + 1, new, proof, a, b), (-1, new, proof, a, b), (old, 0, proof, a, b)]
    broken += [(old, new, proof, a[:31], b), (old, new, proof, a, b"")]
    if old != new:
        broken += [(old, new, proof, b, a), (old, new, proof, a, a), (old, new, [], a, b)]
        broken += [(0, new, proof, merkle.EMPTY_ROOT, b), (new, new, proof, b, b)]
    for case in broken:
        with pytest.raises(ProofError):
            merkle.verify_consistency(*case)


def test_consistency_from_nothing_has_an_empty_proof():
    root = counted(300).root(5)
    merkle.verify_consistency(0, 5, [], merkle.EMPTY_ROOT, root)
    with pytest.raises(ProofError, match="size 0"):
        merkle.verify_consistency(0, 5, [], root, root)
    with pytest.raises(ProofError):
        merkle.verify_consistency(0, 0, [], root, root)


def test_empty_leaf_hash_as_root_is_refused():
    with pytest.raises(ProofError, match="32 bytes"):
        merkle.verify_inclusion(b"", 0, 1, [], b"")
