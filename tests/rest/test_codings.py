"""Which content coding a client gets."""

import gzip

import pytest

from rest.codings import CODINGS, IDENTITY, encode, negotiate

BEST = next(iter(CODINGS))


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("", IDENTITY),
        ("identity", IDENTITY),
        ("gzip", "gzip"),
        ("x-gzip", "gzip"),
        ("GZIP;q=0.5", "gzip"),
        ("gzip;q=0", IDENTITY),
        ("compress", IDENTITY),
        ("*", BEST),
        ("*;q=0, gzip;q=0.1", "gzip"),
        ("gzip, deflate, br, zstd", BEST),
        ("gzip;q=0.2, identity;q=0.8", IDENTITY),
        ("gzip;q=2", IDENTITY),
        ("gzip;q=high", IDENTITY),
        ("gzip;level=9", IDENTITY),
        (", ,gzip", "gzip"),
    ],
)
def test_negotiate_gives_the_best_coding_that_is_accepted(accepted, coding):
    assert negotiate(accepted) == coding


def test_negotiate_follows_the_clients_weights_before_our_preference():
    weights = ", ".join(f"{name};q=0.{place}" for place, name in enumerate(CODINGS, 1))
    assert negotiate(weights) == list(CODINGS)[-1]


@pytest.mark.parametrize("coding", list(CODINGS))
def test_encode_twice_gives_the_same_smaller_bytes(coding):
    body = b'{"name":"value"}' * 1000
    assert encode(coding, body) == encode(coding, body)
    assert len(encode(coding, body)) < len(body) / 10
    if coding == "gzip":
        assert gzip.decompress(encode(coding, body)) == body
