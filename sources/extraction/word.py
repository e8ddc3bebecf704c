"""The package of a Word document: its body, its notes, and what its styles say of a run.

Also of documents with macros, of templates, and in the strict form of the standard: names of
elements are the same, their namespaces differ.
"""

import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from lxml import etree

from sources.errors import DocumentRejected

from .model import MAX_BYTES

PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w:",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w:",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m:",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m:",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc:",
}
MAX_MEMBERS = 5_000
MAX_UNPACKED = 4 * MAX_BYTES
DAMAGED = "the DOCX file is damaged: open it in a word processor and save it anew"
OFF = ("0", "false", "off", "none")
TOGGLES = ("w:vanish", "w:strike", "w:dstrike")


def name_of(element: Any) -> str:
    """An element's name with the prefix that is used here, such as w:p; empty for comments."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    space, _, local = tag[1:].partition("}") if tag.startswith("{") else ("", "", tag)
    return PREFIXES.get(space, "?:") + local


def attribute(element: Any, name: str) -> str | None:
    """An attribute by its local name, in whichever namespace it is."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return None


def child(element: Any, name: str) -> Any:
    """The first child of this name; None without one."""
    return next((inner for inner in element if name_of(inner) == name), None)


@dataclass(frozen=True)
class Style:
    """What a style says of runs: properties by name, and the style that it is based on."""

    properties: Mapping[str, Any]
    based_on: str | None


@dataclass(frozen=True)
class Document:
    """The parts that hold words."""

    body: Any
    notes: list[Any]
    styles: Mapping[str, Style]
    defaults: Mapping[str, Any] = field(default_factory=dict)
    charts: int = 0

    def styled(self, style: str | None, name: str) -> Any:
        """The property of a style or of those that it is based on; None if none says it."""
        seen: set[str] = set()
        while style and style not in seen and style in self.styles:
            seen.add(style)
            if (found := self.styles[style].properties.get(name)) is not None:
                return found
            style = self.styles[style].based_on
        return None


def opened(content: bytes) -> Document:
    """The document in a package. Raises DocumentRejected."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _require_sane(archive)
            return _document(archive)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, KeyError, EOFError,
            zipfile.LargeZipFile, etree.XMLSyntaxError, RuntimeError):  # fmt: skip
        raise DocumentRejected("broken", DAMAGED) from None
    except Exception as error:
        if type(error).__module__ in ("zlib", "lzma"):  # packed data that can't be unpacked
            raise DocumentRejected("broken", DAMAGED) from None
        raise


def _require_sane(archive: zipfile.ZipFile) -> None:
    """Refuse archives that unpack to far more than they are."""
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED:
        detail = f"unpacks to {unpacked:,} bytes in {len(members):,} parts, which is refused"
        raise DocumentRejected("bomb", detail)


def _document(archive: zipfile.ZipFile) -> Document:
    main = next(
        (target for kind, target in _relations(archive, "") if kind.endswith("/officeDocument")),
        None,
    )
    if main is None:
        raise DocumentRejected("broken", DAMAGED)
    root = _parsed(archive, main)
    body = child(root, "w:body")
    if body is None:
        detail = "the file is packed like a Word document, but holds none: save it as DOCX or PDF"
        raise DocumentRejected("unknown-format", detail)
    notes: list[Any] = []
    styles: dict[str, Style] = {}
    defaults: dict[str, Any] = {}
    charts = 0
    for kind, target in _relations(archive, main):
        if kind.endswith(("/footnotes", "/endnotes")):
            notes += [n for n in _parsed(archive, target) if attribute(n, "type") is None]
        elif kind.endswith("/styles"):
            sheet = _parsed(archive, target)
            styles, defaults = dict(_styles(sheet)), _defaults(sheet)
        charts += kind.endswith(("/chart", "/chartEx", "/diagramData"))
    return Document(body, notes, styles, defaults, charts)


def _relations(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[str, str]]:
    """(kind, name of the other part) of a part's relations within the package."""
    folder, name = posixpath.split(part)
    try:
        root = _parsed(archive, posixpath.join(folder, "_rels", f"{name}.rels"))
    except KeyError:
        return
    for relation in root:
        if isinstance(relation.tag, str) and relation.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", "")))
            yield relation.get("Type", ""), target.lstrip("/")


def _parsed(archive: zipfile.ZipFile, part: str) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(archive.read(part), parser)
    if root is None:
        raise KeyError(part)
    return root


def _styles(sheet: Any) -> Iterator[tuple[str, Style]]:
    for style in sheet:
        code = attribute(style, "styleId") if name_of(style) == "w:style" else None
        if code:
            based = child(style, "w:basedOn")
            yield (
                code,
                Style(properties(style), attribute(based, "val") if based is not None else None),
            )


def _defaults(sheet: Any) -> dict[str, Any]:
    for name in ("w:docDefaults", "w:rPrDefault"):
        sheet = child(sheet, name)
        if sheet is None:
            return {}
    return properties(sheet)


def properties(owner: Any) -> dict[str, Any]:
    """The run properties (w:rPr) that a run or a style has, by name."""
    found = child(owner, "w:rPr")
    return {name_of(inner): inner for inner in found} if found is not None else {}


def is_on(element: Any) -> bool:
    """What a property that is either on or off says."""
    return (attribute(element, "val") or "1").lower() not in OFF
