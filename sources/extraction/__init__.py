"""Extraction: the bytes of a document become its canonical text, once and for ever.

Owns the canonical form (NFC, newlines LF, nothing else), the limits, and the choice of a reader by
the bytes themselves, never by the file's name. Offsets of passages count the code points of this
text; a newer reader never reads an old release again, so its name and version are kept with it.
Intake calls `extract_apart` (apart.py), which runs `extract` in a process of its own with limits on
time and memory; tests and that process call `extract`. Pure: no Django, no database.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from sources.errors import DocumentRejected

from .formats import DOCX, HTML, MHTML, PDF, PLAIN, media_type_of
from .model import MAX_BYTES, MAX_LENGTH, Progress, Raw, Warning, silent

__all__ = [
    "DOCX",
    "HTML",
    "MAX_BYTES",
    "MAX_LENGTH",
    "MHTML",
    "PDF",
    "PLAIN",
    "Extracted",
    "Warning",
    "canonical",
    "extract",
    "media_type_of",
]


@dataclass(frozen=True)
class Extracted:
    """A canonical text, and which reader made it.

    pages: the offset at which each page starts, empty for formats without pages. silent_pages: the
    numbers (from 1) of pages that show pictures but hold no text. extractor: tool and rules, with
    their versions. warnings: what a person has to know of the text; places count its code points.
    layout: where its characters stand on their pages (pdf/layout.py), empty where nothing is known.
    """

    text: str
    media_type: str
    extractor: str
    pages: tuple[int, ...] = ()
    silent_pages: tuple[int, ...] = ()
    warnings: tuple[Warning, ...] = ()
    layout: bytes = b""


def canonical(text: str) -> str:
    """The canonical form of a text: CR LF and CR become LF, then NFC; nothing else changes."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def extract(content: bytes, progress: Progress = silent) -> Extracted:
    """The canonical text of a document. Raises DocumentRejected, naming what is wrong.

    progress: is called after each page of a format that has pages.

    Cost: about 0.1 s a page for PDF. Hostile bytes may take time and memory: see apart.py.
    """
    if not content:
        raise DocumentRejected("empty", "the file is empty")
    if len(content) > MAX_BYTES:
        detail = f"the file has {len(content):,} bytes, at most {MAX_BYTES:,} are read"
        raise DocumentRejected("too-large", detail)
    media_type = media_type_of(content)
    raw = _reader(media_type, progress)(content)
    pages, starts, length = [canonical(page) for page in raw.pages], [], 0
    for page in pages:
        starts.append(length)
        length += len(page) + 1
    text = "\n".join(pages)
    _require_words(text)
    return Extracted(
        text=text,
        media_type=media_type,
        extractor=raw.extractor,
        pages=tuple(starts) if media_type == PDF else (),
        silent_pages=raw.silent_pages,
        warnings=tuple(_placed(warning, starts) for warning in raw.warnings),
        layout=raw.layout,
    )


def _placed(warning: Warning, starts: list[int]) -> Warning:
    """The warning with its place counted from the start of the text."""
    if warning.page is None or warning.start is None or warning.end is None:
        return warning
    start = starts[warning.page - 1]
    return replace(warning, start=start + warning.start, end=start + warning.end)


def _reader(media_type: str, progress: Progress) -> Callable[[bytes], Raw]:
    """The reader of a format. Imported when needed: a text needs no PDF library."""
    if media_type == PDF:
        from .pdf import reading

        return partial(reading.read, progress=progress)
    if media_type == MHTML:
        from .mhtml import read_saved as read
    elif media_type == DOCX:
        from .docx import read
    elif media_type == HTML:
        from .html import read
    else:
        from .plain import read
    return read


def _require_words(text: str) -> None:
    if len(text) > MAX_LENGTH:
        detail = f"the text has {len(text):,} characters, at most {MAX_LENGTH:,} are taken"
        raise DocumentRejected("too-long", detail)
    if not text.strip():
        raise DocumentRejected("empty", "the file holds no text")
    if bad := re.search("[\0\ud800-\udfff]", text):
        name = "NUL" if bad.group() == "\0" else "half of a surrogate pair"
        raise DocumentRejected("not-text", f"character {bad.start()} of the text is {name}")
