"""Tile arithmetic, paths and bundles."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import TileError
from ledger.formats import merkle, tiles
from ledger.formats.tiles import TilePath

from .trees import REFERENCE, MemoryTree, counted


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (TilePath(0, 0), "tile/0/000"),
        (TilePath(0, 1000), "tile/0/x001/000"),
        (TilePath(0, 1234067), "tile/0/x001/x234/067"),
        (TilePath(1, 0, 1), "tile/1/000.p/1"),
        (TilePath(63, 999, 255), "tile/63/999.p/255"),
        (TilePath(None, 1001, 8), "tile/entries/x001/001.p/8"),
    ],
)
def test_path_known_spellings(path, text):
    assert str(path) == text
    assert tiles.parse_path(text) == path


@given(
    st.builds(
        TilePath,
        st.none() | st.integers(0, 63),
        st.integers(0, 10**18),
        st.integers(1, 256),
    )
)
def test_path_round_trip(path):
    assert tiles.parse_path(str(path)) == path


@pytest.mark.parametrize(
    "text",
    [
        "",
        "tile/0/0",
        "tile/0/0000",
        "tile/00/000",
        "tile/64/000",
        "tile/-1/000",
        "tile/0/x000/000",
        "tile/0/001/000",
        "tile/0/x001",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/300",
        "tile/0/000.p/01",
        "tile/0/000.p/",
        "tile/0/000/",
        "tile/0/000\n",
        "tile/0/٠٠٠",
        "tile/entry/000",
        "tile/0/../000",
        "tile/0/" + "x001/" * 50 + "000",
    ],
)
def test_path_misspelt_is_refused(text):
    with pytest.raises(TileError):
        tiles.parse_path(text)


@given(st.text(max_size=40) | st.text("tile/0123456789x.pentries", max_size=40))
def test_path_of_anything_is_refused_or_exact(text):
    try:
        path = tiles.parse_path(text)
    except TileError:
        return
    assert str(path) == text


def test_hash_tiles_of_256_leaves():
    assert [str(path) for path in tiles.hash_tiles(256)] == ["tile/0/000", "tile/1/000.p/1"]


def test_hash_tiles_of_70000_leaves():
    paths = list(tiles.hash_tiles(70000))
    assert len(paths) == 277
    partial = [str(path) for path in paths if path.width < 256]
    assert partial == ["tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1"]


@given(st.integers(0, 70000), st.integers(0, 70000))
def test_hash_tiles_since_are_exactly_those_that_grew(first, second):
    old, new = sorted((first, second))
    grown = [path for path in tiles.hash_tiles(new) if path.width > tiles.width_at(path, old)]
    assert list(tiles.hash_tiles(new, old)) == grown or set(grown) <= set(
        tiles.hash_tiles(new, old)
    )
    assert all(tiles.width_at(path, new) == path.width for path in grown)


def test_reference_tile_and_bundle_known_answers():
    told = "aea2f1bbb5140fd5f8eacb503fdf54c00c3d860c72588e40233addd416bc8f10"
    assert sha256(MemoryTree(REFERENCE).read(0, 0)).hexdigest() == told
    bundle = bytes.fromhex(
        "00000001000001100002202100023031000440414243000850515253545556570010"
        "606162636465666768696a6b6c6d6e6f"
    )
    assert tiles.encode_bundle(REFERENCE) == bundle
    assert tiles.decode_bundle(bundle, 8) == REFERENCE


@given(st.lists(st.integers(1, 700), max_size=6))
def test_extend_in_any_batches_gives_the_same_tiles(batches):
    size = sum(batches)
    leaves = [f"leaf {index}".encode() for index in range(size)]
    tree, at = MemoryTree([]), 0
    for batch in batches:
        tree.append(leaves[at : at + batch])
        at += batch
    assert tree.tiles == counted(size).tiles


def test_extend_without_the_open_tile_is_refused():
    with pytest.raises(TileError, match="open tile 0/0 should hold 5"):
        tiles.extend({}, 5, [bytes(32)])


def test_subtree_of_a_short_tile_is_refused():
    with pytest.raises(TileError, match="too short"):
        tiles.range_hash(0, 9, MemoryTree(REFERENCE).read)


def test_past_sizes_read_from_todays_tiles():
    tree = counted(70000)
    for size in (1, 255, 256, 257, 65535, 65536, 65537):
        proof = tiles.prove_consistency(size, 70000, tree.read)
        merkle.verify_consistency(size, 70000, proof, tree.root(size), tree.root())


@pytest.mark.parametrize(
    ("data", "width"),
    [(b"", 1), (b"\0", 1), (b"\0\2a", 1), (b"\0\1ab", 1), (b"\0\1a", 2), (b"\0\0", 0)],
    ids=["empty", "half a length", "entry cut", "trailing byte", "one missing", "one more"],
)
def test_bundle_of_another_length_is_refused(data, width):
    with pytest.raises(TileError):
        tiles.decode_bundle(data, width)


@given(st.binary(max_size=50), st.integers(0, 256))
def test_bundle_of_anything_is_refused_or_exact(data, width):
    try:
        entries = tiles.decode_bundle(data, width)
    except TileError:
        return
    assert tiles.encode_bundle(entries) == data


def test_bundle_of_an_entry_too_long_is_refused():
    with pytest.raises(TileError, match="65536"):
        tiles.encode_bundle([bytes(65_536)])
