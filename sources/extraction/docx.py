"""DOCX: python-docx opens the package, an own walk over its XML decides on lines.

The walk reads what Word shows: also insertions of tracked changes, fields, content controls and
text boxes, which the library's runs leave out; not what was deleted. Paragraphs are lines, cells of
a row are set apart by a tab, footnotes and endnotes follow the body.
"""

import zipfile
from collections.abc import Iterator
from importlib.metadata import version
from io import BytesIO
from typing import Any

import docx
from lxml import etree

from sources.errors import DocumentRejected

from .model import LOWERED, MAX_BYTES, RAISED, Raw

EXTRACTOR = f"python-docx {version('python-docx')}, cifra-docx 1"

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SKIPPED = frozenset(
    [f"{W}{name}" for name in ("del", "moveFrom", "pPr", "sectPr", "tblPr", "instrText", "delText")]
    + ["{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"]
)
CHARACTERS = {
    f"{W}tab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "\u2011",
    f"{W}softHyphen": "\u00ad",
}
MAX_MEMBERS = 5_000
MAX_UNPACKED = 4 * MAX_BYTES


def read(content: bytes) -> Raw:
    """The text of body and notes. Raises DocumentRejected."""
    _require_sane(content)
    try:
        part = docx.Document(BytesIO(content)).part
        texts = [_text(part.element.body)]
        for relation in part.rels.values():
            if relation.reltype.endswith(("/footnotes", "/endnotes")):
                parser = etree.XMLParser(resolve_entities=False, no_network=True)
                notes = etree.fromstring(relation.target_part.blob, parser)
                texts += [_text(note) for note in notes if note.get(f"{W}type") is None]
    except DocumentRejected:
        raise
    except Exception as error:  # the library raises whatever its parts raise on damaged packages
        raise DocumentRejected("broken", f"not readable as DOCX: {str(error)[:200]}") from None
    return Raw(["\n".join(text for text in texts if text)], EXTRACTOR)


def _require_sane(content: bytes) -> None:
    """Refuse archives that unpack to far more than they are."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise DocumentRejected("broken", f"a damaged DOCX file: {error}") from None
    unpacked = sum(member.file_size for member in members)
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED:
        detail = f"unpacks to {unpacked:,} bytes in {len(members):,} parts, which is refused"
        raise DocumentRejected("bomb", detail)


def _text(root: Any) -> str:
    """The lines below an element, without empty ones at either end."""
    return "".join(_pieces(root)).strip("\n")


def _pieces(root: Any) -> Iterator[str]:
    pending: list[Any] = [root]
    while pending:
        item = pending.pop()
        if isinstance(item, str):
            yield item
        elif item.tag == f"{W}t":
            yield _printed(item)
        elif item.tag in CHARACTERS:
            yield CHARACTERS[item.tag]
        elif item.tag not in SKIPPED and isinstance(item.tag, str):
            pending.append(_ending(item))
            pending.extend(reversed(item))


def _ending(element: Any) -> str:
    """What follows an element. In a cell its last paragraph ends nothing: the cell does."""
    if element.tag == f"{W}p":
        parent = element.getparent()
        last_of_cell = parent.tag == f"{W}tc" and element.getnext() is None
        return "" if last_of_cell else "\n"
    if element.tag == f"{W}tc":
        return "\t" if element.getnext() is not None else ""
    return "\n" if element.tag == f"{W}tr" else ""


def _printed(text: Any) -> str:
    """The characters of a w:t; digits of a raised or lowered run stay so."""
    characters = text.text or ""
    properties = text.getparent().find(f"{W}rPr")
    aligned = properties.find(f"{W}vertAlign") if properties is not None else None
    position = aligned.get(f"{W}val") if aligned is not None else None
    table = {"superscript": RAISED, "subscript": LOWERED}.get(position or "")
    return characters.translate(table) if table else characters
