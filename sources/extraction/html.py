"""HTML: selectolax parses, an own walk over the tree decides on lines.

Blocks start lines, paragraphs are set apart by an empty line, cells of a row by a tab; within a
line only HTML's own white space folds, no-break spaces stay. What a browser does not show (scripts,
styles, hidden elements, forms' controls) is left out; menus and footers stay, no guess is made.
"""

import codecs
import re
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from sources.errors import DocumentRejected

from .model import LOWERED, RAISED, Raw
from .plain import MARKS, decoded

EXTRACTOR = f"selectolax {version('selectolax')}, cifra-html 1"

HIDDEN = frozenset(
    ("script", "style", "noscript", "template", "head", "svg", "math", "iframe", "object", "embed",
     "select", "textarea", "input", "button", "audio", "video", "canvas", "datalist")
)  # fmt: skip
# Line breaks that an element wants before and after itself.
APART = dict.fromkeys(
    ("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "blockquote", "pre",
     "figure", "section", "article", "hr"), 2,
) | dict.fromkeys(
    ("div", "li", "dt", "dd", "tr", "caption", "figcaption", "header", "footer", "main", "nav",
     "aside", "address", "form", "fieldset", "thead", "tbody", "tfoot", "body", "html", "center",
     "details", "summary", "legend"), 1,
)  # fmt: skip
SPACES = re.compile(r"[ \t\n\r\f]+")
DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.I)


def read(content: bytes) -> Raw:
    """The text that a browser would show. Raises DocumentRejected."""
    tree = LexborHTMLParser(_characters(content))
    lines = _Lines()
    for event, node in _walk(tree.root):
        lines.take(event, node)
    return Raw([lines.text()], EXTRACTOR)


def _characters(content: bytes) -> str:
    """Decoded by byte order mark, else by the encoding that the page declares, else as UTF-8."""
    for mark, name in MARKS.items():
        if content.startswith(mark):
            return decoded(content[len(mark) :], name)
    declared = DECLARED.search(content[:4096])
    label = declared.group(1).decode("ascii").lower() if declared else "utf-8"
    # As browsers do (WHATWG Encoding): pages that say Latin-1 or ASCII mean Windows-1252.
    if label in ("iso-8859-1", "iso8859-1", "latin1", "latin-1", "us-ascii", "ascii"):
        label = "cp1252"
    try:
        codecs.lookup(label)
    except LookupError:
        raise DocumentRejected(
            "encoding", f"the page declares {label!r}, which is unknown"
        ) from None
    try:
        return decoded(content, label)
    except (UnicodeError, LookupError):
        raise DocumentRejected("encoding", f"the page is no {label.upper()} text") from None


def _walk(root: Any) -> Iterator[tuple[str, Any]]:
    """("open" | "close", node) of everything shown, in order; no recursion, whatever the depth."""
    pending: list[tuple[str, Any]] = [("open", root)]
    while pending:
        event, node = pending.pop()
        if event == "close" or node is None:
            yield event, node
            continue
        if _hidden(node):
            continue
        yield "open", node
        pending.append(("close", node))
        children = []
        child = node.child
        while child is not None:
            children.append(("open", child))
            child = child.next
        pending.extend(reversed(children))


def _hidden(node: Any) -> bool:
    if node.tag in HIDDEN:
        return True
    if node.tag.startswith("-"):
        return node.tag != "-text"
    attributes = node.attributes
    style = (attributes.get("style") or "").replace(" ", "").lower()
    return "hidden" in attributes or "display:none" in style or "visibility:hidden" in style


class _Lines:
    """Collects what is shown; breaks and spaces are held back until words follow them."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._breaks = 0
        self._gap = ""
        self._pre = 0
        self._scripts: list[dict[int, int]] = []

    def take(self, event: str, node: Any) -> None:
        tag = node.tag
        if tag == "-text":
            if event == "open":
                self._words(node.text_content or "")
            return
        self._breaks = max(self._breaks, APART.get(tag, 0))
        if tag == "br" and event == "open":
            self._breaks += 1
        elif tag in ("td", "th") and event == "close":
            self._gap = "\t"
        elif tag == "pre":
            self._pre += 1 if event == "open" else -1
        elif tag in ("sup", "sub"):
            if event == "open":
                self._scripts.append(RAISED if tag == "sup" else LOWERED)
            else:
                self._scripts.pop()

    def _words(self, text: str) -> None:
        if self._scripts:
            text = text.translate(self._scripts[-1])
        if self._pre:
            self._put(text)
            return
        folded = SPACES.sub(" ", text)
        words = folded.strip(" ")
        if folded.startswith(" ") and not self._gap:
            self._gap = " "
        if words:
            self._put(words)
            self._gap = " " if folded.endswith(" ") else ""

    def _put(self, words: str) -> None:
        if self._parts:
            self._parts.append("\n" * min(self._breaks, 2) if self._breaks else self._gap)
        self._parts.append(words)
        self._breaks, self._gap = 0, ""

    def text(self) -> str:
        return "".join(self._parts)
