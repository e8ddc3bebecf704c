"""The id of a series, made from its parts. Pure."""

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import orjson

SERIES_PARTS = ("indicator", "area", "voice", "breakdown", "kind", "modality")
SeriesParts = tuple[str, ...]


@lru_cache(maxsize=65_536)
def series_code(parts: SeriesParts) -> str:
    """The id of a series: its indicator, and 12 hex digits of the SHA-256 of all its parts."""
    digest = hashlib.sha256(orjson.dumps(parts)).hexdigest()
    return f"{parts[0]}-{digest[:12]}"


def series_parts(content: Mapping[str, Any], publisher: str) -> SeriesParts:
    """The parts of an observation's series. Its voice is the producer, else the publisher."""
    return (
        content["indicator"],
        content["area"],
        content.get("producer") or publisher,
        content.get("breakdown") or "",
        content["kind"],
        content["modality"],
    )
