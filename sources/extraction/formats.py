"""What a file is, found by its content and never by its name.

What no reader takes is refused with what to do about it; nothing is taken as plain text that would
be read as something else elsewhere.
"""

import re
import zipfile
from io import BytesIO

from sources.errors import DocumentRejected

from .encodings import marked

PDF = "application/pdf"
HTML = "text/html"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MHTML = "multipart/related"
PLAIN = "text/plain"

LOOKED_AT = 4096  # bytes
BLANKS = b" \t\r\n\x0c\0"

# First bytes: what it is, and what to do.
SIGNATURES = {
    b"\xd0\xcf\x11\xe0": "an old Office file or an encrypted one: save it as DOCX or PDF, without "
    "password",
    b"{\\rtf": "an RTF file: save it as DOCX or PDF",
    b"%!PS": "a PostScript file: print it to PDF",
    b"bplist0": "a web archive of Safari: save the page as HTML or PDF",
    b"\x89PNG": "a picture: run text recognition first, and check what it gives",
    b"\xff\xd8\xff": "a picture: run text recognition first, and check what it gives",
    b"GIF8": "a picture: run text recognition first, and check what it gives",
    b"II*\0": "a picture: run text recognition first, and check what it gives",
    b"MM\0*": "a picture: run text recognition first, and check what it gives",
    b"\x1f\x8b": "a compressed file: unpack it first",
    b"BZh": "a compressed file: unpack it first",
    b"\xfd7zXZ": "a compressed file: unpack it first",
    b"7z\xbc\xaf": "a compressed file: unpack it first",
    b"Rar!": "a compressed file: unpack it first",
    b"%FDF": "the data of a form without the form: save the filled form as PDF",
}
# Members of ZIP archives that are documents of other kinds.
PACKAGES = {
    "xl/": "a spreadsheet: save its sheets as PDF or copy their text",
    "ppt/": "a presentation: save it as PDF",
    "META-INF/container.xml": "an e-book: save it as PDF or HTML",
    "content.xml": "an OpenDocument file: save it as DOCX or PDF",
}
TAGS = (
    "html|head|body|title|meta|link|base|style|script|div|p|span|table|thead|tbody|tfoot|tr|td|th|"
    "caption|colgroup|col|ul|ol|li|dl|dt|dd|h[1-6]|section|article|main|header|footer|nav|aside|"
    "figure|figcaption|blockquote|pre|a|b|i|u|em|strong|small|sup|sub|br|hr|img|form|fieldset|"
    "center|font|address|details|summary|frameset|math|svg|template|noscript|iframe|label|abbr"
)
BEGINS = re.compile(rf"<(!doctype\s+html|(?:{TAGS})(?=[\s>/]))".encode(), re.I)
CLOSES = re.compile(rf"</(?:{TAGS})\s*>".encode(), re.I)
COMMENTS = re.compile(rb"(?:\s*(?:<!--.*?-->|<\?[^>]*>))+", re.S)
HEADERS = re.compile(rb"(?:[!-9;-~]+:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){1,60}\r?\n")
MIME = re.compile(rb"^(?:mime-version|content-type)\s*:", re.I | re.M)
XML = re.compile(rb"<\?xml|<!doctype\s|<[a-z][\w.-]*:[a-z][\w.-]*[\s>]|<[a-z][\w.-]*\s+xmlns", re.I)


def media_type_of(content: bytes) -> str:
    """What the bytes are, by their first ones. Raises DocumentRejected for what no reader takes."""
    if b"%PDF-" in content[:1024]:
        return PDF
    for signature, detail in SIGNATURES.items():
        if content.startswith(signature):
            raise DocumentRejected("unknown-format", detail)
    head = _head(content)
    if head.startswith(b"PK\x03\x04"):
        return _zipped(content)
    if b"\0" in head[:1024]:
        detail = "neither PDF, HTML, DOCX nor text: it holds NUL bytes"
        raise DocumentRejected("unknown-format", detail)
    if HEADERS.match(head) and MIME.search(head):
        return MHTML
    return _marked_up(head)


def _head(content: bytes) -> bytes:
    """The first bytes as ASCII or UTF-8, without byte order mark and blanks in front."""
    head = content[:LOOKED_AT]
    if by_mark := marked(content):
        codec, skipped = by_mark
        head = content[skipped : skipped + LOOKED_AT].decode(codec, "replace").encode()
        head = head.replace(b"\0", b" ")  # a NUL in the text is refused later, with its place
    return head.lstrip(BLANKS)


def _marked_up(head: bytes) -> str:
    """HTML, also a piece of a page; plain text else. Raises DocumentRejected for other XML."""
    comments = COMMENTS.match(head)
    bare = head[comments.end() :].lstrip(BLANKS) if comments else head
    if BEGINS.match(bare) or b"<html" in head.lower():
        return HTML
    if XML.match(head) or XML.match(bare):
        detail = "an XML file that is no page: save the document as PDF, HTML or DOCX"
        raise DocumentRejected("unknown-format", detail)
    return HTML if len(CLOSES.findall(head)) > 1 else PLAIN


def _zipped(content: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        detail = "a damaged ZIP or DOCX file: save or download it again"
        raise DocumentRejected("broken", detail) from None
    if any(name.startswith("word/") for name in names):
        return DOCX
    for member, detail in PACKAGES.items():
        if any(name.startswith(member) for name in names):
            raise DocumentRejected("unknown-format", detail)
    raise DocumentRejected("unknown-format", "a ZIP archive that is no DOCX: unpack it first")
