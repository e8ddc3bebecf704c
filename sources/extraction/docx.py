"""DOCX: an own walk over the XML of a Word document decides on lines.

The walk reads what Word shows: also insertions of tracked changes, fields, content controls, text
boxes, signs and formulas; not what was deleted or is hidden. Struck text is left out and reported.
Paragraphs are lines, cells of a row are set apart by a tab, footnotes and endnotes follow the body.
"""

from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

from .formulas import formula
from .model import LOWERED, RAISED, Raw, Warning
from .symbols import UNKNOWN, sign
from .word import Document, attribute, child, is_on, name_of, opened, properties

EXTRACTOR = f"lxml {version('lxml')}, cifra-docx 2"

SKIPPED = frozenset(
    ("w:del", "w:moveFrom", "w:pPr", "w:rPr", "w:sectPr", "w:tblPr", "w:trPr", "w:tcPr",
     "w:instrText", "w:delText", "w:sdtPr", "mc:Fallback", "")
)  # fmt: skip
CHARACTERS = {
    "w:tab": "\t",
    "w:ptab": "\t",
    "w:br": "\n",
    "w:cr": "\n",
    "w:noBreakHyphen": "\u2011",
    "w:softHyphen": "\u00ad",
}
RAISED_BY = 3  # half points: a smaller lift is no mark
MAX_STRUCK = 50  # warnings of struck text


def read(content: bytes) -> Raw:
    """The text of body and notes. Raises DocumentRejected."""
    walk = _Walk(opened(content))
    texts = [walk.text(root) for root in (walk.document.body, *walk.document.notes)]
    return Raw(
        ["\n".join(text for text in texts if text)], EXTRACTOR, warnings=tuple(walk.warnings())
    )


class _Walk:
    """Goes through a document, and keeps what has to be reported."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._struck: list[str] = []
        self._embedded = 0
        self._unknown: list[str] = []

    def text(self, root: Any) -> str:
        """The lines below an element, without empty ones at either end."""
        return "".join(self._pieces(root)).strip("\n")

    def warnings(self) -> Iterator[Warning]:
        for words in self._struck[:MAX_STRUCK]:
            yield Warning("struck", f"struck out, so left out: {words[:120]!r}")
        if self._embedded:
            detail = f"{self._embedded} documents are embedded in this one, and are not read"
            yield Warning("not-read", detail)
        if self._unknown:
            fonts = ", ".join(sorted(set(self._unknown)))
            detail = f"{len(self._unknown)} signs of {fonts} are unknown; they are marked {UNKNOWN}"
            yield Warning("unknown-sign", detail)
        if charts := self.document.charts:
            yield Warning("charts", f"{charts} charts or diagrams, whose numbers are not read")

    def _pieces(self, root: Any) -> Iterator[str]:
        pending: list[Any] = [root]
        while pending:
            item = pending.pop()
            if isinstance(item, str):
                yield item
                continue
            name = name_of(item)
            if name == "w:r":
                pending.extend(reversed(self._run(item)))
            elif name == "m:oMath":
                yield formula(item)
            elif name == "w:altChunk":
                self._embedded += 1
            elif name not in SKIPPED and not _row_is_away(item, name):
                pending.append(_ending(item, name))
                pending.extend(reversed(item))

    def _run(self, run: Any) -> list[Any]:
        """What a run shows: texts, and elements to go on with (text boxes)."""
        own = properties(run)
        if self._is_on(run, own, "w:vanish"):
            return []
        shown = [piece for inner in run for piece in self._shown(inner, run, own)]
        if self._is_on(run, own, "w:strike") or self._is_on(run, own, "w:dstrike"):
            words = "".join(piece for piece in shown if isinstance(piece, str))
            if words.strip():
                self._struck.append(" ".join(words.split()))
            return [piece for piece in shown if not isinstance(piece, str)]
        return shown

    def _shown(self, element: Any, run: Any, own: dict[str, Any]) -> list[Any]:
        name = name_of(element)
        if name == "w:t":
            return [self._printed(element.text or "", run, own)]
        if name == "w:sym":
            return [self._sign(attribute(element, "font") or "", attribute(element, "char") or "")]
        if name in CHARACTERS:
            return [CHARACTERS[name]]
        return [] if name in SKIPPED else [element]

    def _printed(self, text: str, run: Any, own: dict[str, Any]) -> str:
        """The characters of a w:t; digits of a raised or lowered run stay so."""
        if any("\uf020" <= c <= "\uf0ff" for c in text):
            fonts = self._property(run, own, "w:rFonts")
            font = (attribute(fonts, "ascii") or "") if fonts is not None else ""
            text = "".join(
                self._sign(font, f"{ord(c):X}") if "\uf020" <= c <= "\uf0ff" else c for c in text
            )
        table = self._script(run, own)
        return text.translate(table) if table else text

    def _sign(self, font: str, code: str) -> str:
        try:
            character = sign(font, int(code, 16))
        except ValueError:
            character = UNKNOWN
        if character == UNKNOWN:
            self._unknown.append(font or "an unnamed font")
        return character

    def _script(self, run: Any, own: dict[str, Any]) -> dict[int, int] | None:
        align = self._property(run, own, "w:vertAlign")
        place = (attribute(align, "val") if align is not None else None) or ""
        if place in ("superscript", "subscript"):
            return RAISED if place == "superscript" else LOWERED
        lift = self._property(run, own, "w:position")
        value = (attribute(lift, "val") if lift is not None else None) or "0"
        half_points = int(value) if value.lstrip("-").isdecimal() else 0
        if abs(half_points) < RAISED_BY:
            return None
        return RAISED if half_points > 0 else LOWERED

    def _property(self, run: Any, own: dict[str, Any], name: str) -> Any:
        """A property of a run: its own, else its style's, else its paragraph's, else the usual."""
        if name in own:
            return own[name]
        for style in (_style_of(own), _paragraph_style(run)):
            if (found := self.document.styled(style, name)) is not None:
                return found
        return self.document.defaults.get(name)

    def _is_on(self, run: Any, own: dict[str, Any], name: str) -> bool:
        """Whether a run is hidden or struck. Two styles that both say so undo each other."""
        if name in own:
            return is_on(own[name])
        styles = (_style_of(own), _paragraph_style(run))
        levels = [self.document.styled(style, name) for style in styles]
        if all(inner is None for inner in levels):
            return name in self.document.defaults and is_on(self.document.defaults[name])
        return sum(inner is not None and is_on(inner) for inner in levels) == 1


def _style_of(own: dict[str, Any]) -> str | None:
    return attribute(own["w:rStyle"], "val") if "w:rStyle" in own else None


def _paragraph_style(run: Any) -> str | None:
    above = run.getparent()
    while above is not None and name_of(above) != "w:p":
        above = above.getparent()
    about = child(above, "w:pPr") if above is not None else None
    style = child(about, "w:pStyle") if about is not None else None
    return attribute(style, "val") if style is not None else None


def _row_is_away(element: Any, name: str) -> bool:
    """Whether this is a row of a table that is hidden or was deleted."""
    about = child(element, "w:trPr") if name == "w:tr" else None
    if about is None:
        return False
    hidden = child(about, "w:hidden")
    return child(about, "w:del") is not None or (hidden is not None and is_on(hidden))


def _ending(element: Any, name: str) -> str:
    """What follows an element. In a cell its last paragraph ends nothing: the cell does."""
    if name == "w:p":
        last_of_cell = name_of(element.getparent()) == "w:tc" and element.getnext() is None
        return "" if last_of_cell else "\n"
    if name == "w:tc":
        return "\t" if element.getnext() is not None else ""
    return "\n" if name == "w:tr" else ""
