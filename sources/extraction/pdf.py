"""PDF: the text layer as pypdf reads it, page by page.

A PDF without a text layer (a scan), behind a password, or with fonts that do not say which
characters they show is refused: its words could not be quoted. Raised and lowered digits become
such characters (raised.py), so that the mark of a footnote doesn't grow a number.
"""

import logging
import unicodedata
from importlib.metadata import version
from io import BytesIO

import pypdf
from pypdf.generic import DictionaryObject

from sources.errors import DocumentRejected

from .model import MAX_LENGTH, MAX_PAGES, Progress, Raw, silent
from .raised import text_of

EXTRACTOR = f"pypdf {version('pypdf')}, cifra-pdf 2"
FEW = 10  # letters and digits; a page number and a rule are no text layer

# The library logs a line per oddity of a file; the reasons that count are raised here.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def read(content: bytes, progress: Progress = silent) -> Raw:
    """The text of every page. Raises DocumentRejected."""
    try:
        reader = _opened(content)
        pages, pictures, length = [], [], 0
        for number, page in enumerate(reader.pages, start=1):
            text = _characters(text_of(page))
            if sum(map(str.isalnum, text)) < FEW and _shows_pictures(page):
                pictures.append(number)
            pages.append(text)
            length += len(text)
            if length > MAX_LENGTH:
                raise DocumentRejected("too-long", f"more than {MAX_LENGTH:,} characters of text")
            progress(number, len(reader.pages))
    except DocumentRejected:
        raise
    except Exception as error:  # damaged files raise whatever the damaged part raises
        raise DocumentRejected("broken", f"not readable as PDF: {str(error)[:200]}") from None
    _require_text_layer(pages, pictures)
    return Raw(pages, EXTRACTOR, tuple(pictures))


def _opened(content: bytes) -> pypdf.PdfReader:
    reader = pypdf.PdfReader(BytesIO(content))
    # An empty password opens what is only restricted in use, as every viewer does.
    if reader.is_encrypted and not reader.decrypt(""):
        raise DocumentRejected("encrypted", "the PDF asks for a password: save it without one")
    if len(reader.pages) > MAX_PAGES:
        detail = f"the PDF has {len(reader.pages):,} pages, at most {MAX_PAGES:,} are read"
        raise DocumentRejected("too-long", detail)
    return reader


def _characters(text: str) -> str:
    """NUL and halves of surrogate pairs, which a broken font table gives, become U+FFFD."""
    if not any(c == "\0" or 0xD800 <= ord(c) <= 0xDFFF for c in text):
        return text
    return "".join("\ufffd" if c == "\0" or 0xD800 <= ord(c) <= 0xDFFF else c for c in text)


def _shows_pictures(page: pypdf.PageObject) -> bool:
    resources = page.get("/Resources")
    resources = resources.get_object() if resources is not None else None
    objects = resources.get("/XObject") if isinstance(resources, DictionaryObject) else None
    return bool(objects.get_object()) if objects is not None else False


def _require_text_layer(pages: list[str], pictures: list[int]) -> None:
    text = "".join(pages)
    if len(pictures) * 2 > len(pages) or (pictures and sum(map(str.isalnum, text)) < FEW):
        detail = (
            f"{len(pictures)} of {len(pages)} pages are pictures without text, so this is a scan: "
            "run text recognition first, and check what it gives"
        )
        raise DocumentRejected("scanned", detail)
    strange = sum(c == "\ufffd" or unicodedata.category(c) == "Co" for c in text)
    if strange * 20 > len(text):
        detail = (
            f"{strange:,} of {len(text):,} characters are unknown: the PDF's fonts do not tell "
            "what they show, so its words can't be quoted"
        )
        raise DocumentRejected("unreadable-fonts", detail)
