"""Plain text: UTF-8, or UTF-16 that says so by its byte order mark; nothing else is guessed."""

from sources.errors import DocumentRejected

from .model import Raw

EXTRACTOR = "cifra-text 1"
MARKS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


def read(content: bytes) -> Raw:
    """The text as it is, without the byte order mark. Raises DocumentRejected."""
    encoding, skipped = "utf-8", 0
    for mark, name in MARKS.items():
        if content.startswith(mark):
            encoding, skipped = name, len(mark)
    return Raw([decoded(content[skipped:], encoding)], EXTRACTOR)


def decoded(content: bytes, encoding: str) -> str:
    """The bytes as text.

    Decodes strictly. Raises DocumentRejected, naming the byte that does not fit.
    """
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        detail = f"byte {error.start} is no {encoding.upper()}: save the file as UTF-8"
        raise DocumentRejected("encoding", detail) from None
