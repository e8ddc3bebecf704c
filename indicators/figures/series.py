"""The id of a series, made purely from its parts."""

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import orjson

from indicators.figures.fields import SERIES

SeriesParts = tuple[str, ...]  # in the order of fields.SERIES, absent ones as empty text


@lru_cache(maxsize=65_536)
def series_code(parts: SeriesParts) -> str:
    """The id of a series: its indicator, and 12 hex digits of the SHA-256 of all its parts."""
    digest = hashlib.sha256(orjson.dumps(parts)).hexdigest()
    return f"{parts[0]}-{digest[:12]}"


def series_parts(content: Mapping[str, Any], publisher: str) -> SeriesParts:
    """The parts of an observation's series.

    Its voice is the producer, else the publisher.
    """
    voice = content.get("producer") or publisher
    return tuple(voice if name == "voice" else content.get(name) or "" for name in SERIES)
