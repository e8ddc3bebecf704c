"""Plain text: UTF-8, or UTF-16 that says so by its byte order mark; nothing else is guessed."""

from .encodings import decoded, marked
from .model import Raw

EXTRACTOR = "cifra-text 1"


def read(content: bytes) -> Raw:
    """The text as it is, without the byte order mark. Raises DocumentRejected."""
    codec, skipped = marked(content) or ("utf-8", 0)
    return Raw([decoded(content[skipped:], codec)], EXTRACTOR)
