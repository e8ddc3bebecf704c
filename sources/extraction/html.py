"""HTML: selectolax parses, an own walk over the tree decides on lines.

Blocks start lines, paragraphs are set apart by an empty line, cells of a row by a tab; within a
line only HTML's own white space folds, no-break spaces stay. What a browser shows is read, formulas
(MathML) and drawings (SVG) too; what it does not show (scripts, hidden elements) is left out, and
so is struck text, which is reported. Menus and footers stay, no guess is made. styles.py knows what
the page's own style rules hide, strike and raise.
"""

import re
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from .encodings import codec_of, declared, decoded, marked
from .model import LOWERED, RAISED, Raw, Warning
from .styles import Look, Styles

EXTRACTOR = f"selectolax {version('selectolax')}, cifra-html 2"

HIDDEN = frozenset(
    ("script", "style", "noscript", "template", "head", "iframe", "object", "embed", "select",
     "button", "audio", "video", "canvas", "datalist", "meter", "progress", "rp", "noframes",
     # formulas: what describes them; drawings: what is only named or used elsewhere
     "annotation", "annotation-xml", "mphantom", "defs", "symbol", "clippath", "mask", "metadata",
     "title", "desc", "pattern", "marker")
)  # fmt: skip
STRUCK = frozenset(("del", "s", "strike"))
# The copy of a formula for screen readers, beside the one that is shown.
COPIES = ("katex-mathml", "mjx_assistive_mathml", "mjx-assistive-mml")
# Line breaks that an element wants before and after itself.
APART = dict.fromkeys(
    ("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "blockquote", "pre",
     "figure", "section", "article", "hr"), 2,
) | dict.fromkeys(
    ("div", "li", "dt", "dd", "tr", "caption", "figcaption", "header", "footer", "main", "nav",
     "aside", "address", "form", "fieldset", "thead", "tbody", "tfoot", "body", "html", "center",
     "details", "summary", "legend", "dialog", "svg", "text", "foreignobject", "mtr", "option"), 1,
)  # fmt: skip
CELLS = frozenset(("td", "th", "mtd"))
# Of these elements of formulas, the child (from 0) that is raised or lowered.
SCRIPTS = {
    "msup": {1: RAISED}, "msub": {1: LOWERED}, "msubsup": {1: LOWERED, 2: RAISED},
    "mover": {}, "munder": {},
}  # fmt: skip
TYPED = frozenset(("", "text", "number", "tel", "email", "url", "search", "date", "month", "week",
                   "time", "datetime-local"))  # fmt: skip
SPACES = re.compile(r"[ \t\n\r\f]+")
UNSEEN = re.compile("[\u2061-\u2064]")  # operators of formulas that nothing is drawn for
MAX_STRUCK = 50  # warnings of struck text


def read(content: bytes) -> Raw:
    """The text that a browser would show. Raises DocumentRejected."""
    text, warnings = _characters(content)
    return read_page(text, EXTRACTOR, warnings)


def read_page(text: str, extractor: str, warnings: tuple[Warning, ...] = ()) -> Raw:
    """The text that a browser would show of a page that is decoded already."""
    tree = LexborHTMLParser(text)
    styles = Styles(tree)
    lines, struck = _Lines(), _Struck()
    for event, node in _walk(tree.root, styles, struck):
        lines.take(event, node, styles)
    if tree.css_first("frameset frame") is not None:
        detail = "the page consists of frames, which are files of their own: take each of them"
        warnings = (*warnings, Warning("not-read", detail))
    return Raw([lines.text()], extractor, warnings=(*warnings, *struck.warnings()))


def _characters(content: bytes) -> tuple[str, tuple[Warning, ...]]:
    """Decoded by byte order mark, else as the page declares, else as UTF-8, else as browsers do."""
    if by_mark := marked(content):
        return decoded(content[by_mark[1] :], by_mark[0]), ()
    if label := declared(content):
        return decoded(content, codec_of(label)), ()
    try:
        return content.decode("utf-8"), ()
    except UnicodeDecodeError:
        detail = "the page does not say its encoding: read as Windows-1252, as browsers do"
        return decoded(content, "cp1252"), (Warning("encoding-guessed", detail),)


class _Struck:
    """Collects the words that are struck, which are left out."""

    def __init__(self) -> None:
        self._words: list[str] = []

    def take(self, node: Any) -> None:
        words = " ".join((node.text(deep=True) or "").split())
        if words:
            self._words.append(words)

    def warnings(self) -> Iterator[Warning]:
        for words in self._words[:MAX_STRUCK]:
            yield Warning("struck", f"struck out, so left out: {words[:120]!r}")


def _walk(root: Any, styles: Styles, struck: _Struck) -> Iterator[tuple[str, Any]]:
    """("open" | "close", node) of everything shown, in order; no recursion, whatever the depth."""
    pending: list[tuple[str, Any]] = [("open", root)]
    while pending:
        event, node = pending.pop()
        if event == "close" or node is None:
            yield event, node
            continue
        if node.tag.startswith("-"):
            if node.tag == "-text":
                yield event, node
                yield "close", node
            continue
        look = styles.of(node)
        if _hidden(node, look):
            continue
        if node.tag in STRUCK and not look.unstruck or look.struck:
            struck.take(node)
            continue
        yield "open", node
        pending.append(("close", node))
        children = []
        child = node.child
        while child is not None:
            children.append(("open", child))
            child = child.next
        pending.extend(reversed(children))


def _hidden(node: Any, look: Look) -> bool:
    if node.tag in HIDDEN or look.hidden:
        return True
    if node.tag == "dialog" and "open" not in node.attributes:
        return True
    classes = (node.attributes.get("class") or "").lower().split()
    return any(name in COPIES for name in classes) or node.tag in COPIES


class _Lines:
    """Collects what is shown; breaks and spaces are held back until words follow them."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._breaks = 0
        self._gap = ""
        self._pre = 0
        self._scripts: list[tuple[Any, dict[int, int]]] = []
        self._formulas = 0

    def take(self, event: str, node: Any, styles: Styles) -> None:
        tag = node.tag
        if tag == "-text":
            if event == "open":
                self._words(node.text_content or "")
            return
        self._breaks = max(self._breaks, APART.get(tag, 0) or _own_line(node))
        if tag in CELLS and event == "close":
            self._gap = "\t"
        elif tag in ("pre", "textarea"):
            self._pre += 1 if event == "open" else -1
        elif event == "open":
            self._opened(tag, node)
        if tag == "math":
            self._formulas += 1 if event == "open" else -1
        self._raise(event, node, styles)

    def _opened(self, tag: str, node: Any) -> None:
        if tag == "br":
            self._breaks += 1
        elif tag == "input" and (node.attributes.get("type") or "").lower() in TYPED:
            self._words(node.attributes.get("value") or "")
        elif tag == "mspace":
            self._gap = self._gap or " "
        parent = node.parent
        if parent is not None and parent.tag == "mfrac" and _position(node) == 1:
            self._put("/")

    def _raise(self, event: str, node: Any, styles: Styles) -> None:
        if event == "open":
            if table := _script(node, styles):
                self._scripts.append((node.mem_id, table))
        elif self._scripts and self._scripts[-1][0] == node.mem_id:
            self._scripts.pop()

    def _words(self, text: str) -> None:
        if self._scripts:
            text = text.translate(self._scripts[-1][1])
        if self._formulas:
            text = UNSEEN.sub("", text)
        if self._pre:
            self._put(text)
            return
        folded = SPACES.sub(" ", text)
        words = folded.strip(" ")
        if folded.startswith(" ") and not self._gap and not (self._formulas and not words):
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


def _own_line(node: Any) -> int:
    """A piece of a drawing's text that has a place of its own starts a line."""
    placed = node.tag == "tspan" and any(node.attributes.get(name) for name in ("x", "y", "dy"))
    return int(placed)


def _script(node: Any, styles: Styles) -> dict[int, int] | None:
    """The characters that digits of a raised or lowered element become."""
    if node.tag in ("sup", "sub"):
        return RAISED if node.tag == "sup" else LOWERED
    parent = node.parent
    if parent is not None and parent.tag in SCRIPTS:
        return SCRIPTS[parent.tag].get(_position(node))
    return {"super": RAISED, "sub": LOWERED}.get(styles.of(node).script)


def _position(node: Any) -> int:
    """How many elements stand before a node in its parent."""
    count, before = 0, node.prev
    while before is not None:
        count += not before.tag.startswith("-")
        before = before.prev
    return count
