"""Content codings (RFC 9110, 8.4): which one a client gets, and coding a whole answer with it.

Pure but for the libraries. Called by rest.page_cache only.
"""

import gzip
from collections.abc import Callable
from functools import lru_cache

import brotli
import zstandard

IDENTITY = "identity"
Code = Callable[[bytes], bytes]


# What can be offered, the preferred one first: zstd costs least, br is smallest.
CODINGS: dict[str, Code] = {
    "zstd": lambda body: zstandard.ZstdCompressor(level=6).compress(body),
    "br": lambda body: bytes(brotli.compress(body, quality=4)),
    # mtime=0: the same answer is the same bytes in every worker.
    "gzip": lambda body: gzip.compress(body, compresslevel=6, mtime=0),
}


def encode(coding: str, body: bytes) -> bytes:
    return CODINGS[coding](body)


LONGEST = 200  # characters of an Accept-Encoding header that is looked at


def negotiate(accepted: str) -> str:
    """The coding for an Accept-Encoding header; identity where the client wants no other.

    Equal weights: our preference decides. A header that can't be read, or is too long, counts as
    absent.
    """
    return _negotiated(accepted) if len(accepted) <= LONGEST else IDENTITY


@lru_cache(maxsize=1024)
def _negotiated(accepted: str) -> str:
    weights = _weights(accepted)
    if weights is None:
        return IDENTITY
    any_other = weights.get("*", 0.0)
    offered = [(weights.get(name, any_other), name) for name in CODINGS]
    weight, best = max(offered, key=lambda pair: pair[0])
    return best if weight > 0 and weight >= weights.get(IDENTITY, 0.0) else IDENTITY


def _weights(accepted: str) -> dict[str, float] | None:
    found = {}
    for part in accepted.lower().split(","):
        name, _, parameters = part.partition(";")
        if not name.strip():
            continue
        weight = 1.0
        if parameters:
            key, _, value = parameters.partition("=")
            try:
                weight = float(value) if key.strip() == "q" else -1.0
            except ValueError:
                return None
        if not 0 <= weight <= 1:
            return None
        found["gzip" if name.strip() == "x-gzip" else name.strip()] = weight
    return found
