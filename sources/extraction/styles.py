"""What style rules make of the elements of a page: hidden, struck, raised or lowered.

Rules are those in the page itself (its style elements and style attributes). Rules in files of
their own are not at hand. Of two rules the later one counts, a style attribute before both.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
COMMENT = re.compile(r"/\*.*?(\*/|$)", re.S)
MEDIA = re.compile(r"@media([^{]*)\{((?:[^{}]*\{[^{}]*\})*[^{}]*)\}", re.S)
ELSEWHERE = re.compile(r"@(?!media)[^{;]*(;|\{(?:[^{}]*\{[^{}]*\})*[^{}]*\})", re.S)
FAR_AWAY = re.compile(r"-\d{4,}(px|pt|em|rem)?|-\d{3,}(em|rem|%|vw)")
ZERO = re.compile(r"0+(\.0+)?(px|pt|em|rem|%)?")
CLIPPED = re.compile(r"rect\([01](px)?[\s,]+[01](px)?|inset\((50|100)%")
MAX_RULES = 1_000


@dataclass(frozen=True, slots=True)
class Look:
    """How an element looks; script is "super", "sub" or empty."""

    hidden: bool = False
    struck: bool = False
    unstruck: bool = False
    script: str = ""


PLAIN = Look()


class Styles:
    """The looks of a page's elements."""

    def __init__(self, tree: Any) -> None:
        self._by_rules: dict[int, Look] = {}
        sheets = "\n".join(node.text(deep=True) or "" for node in tree.css("style"))
        for selector, declarations in list(_rules(sheets))[:MAX_RULES]:
            self._apply(tree, selector, declarations)

    def _apply(self, tree: Any, selector: str, declarations: dict[str, str]) -> None:
        if _changed(PLAIN, declarations) == PLAIN and "display" not in declarations:
            return
        try:
            nodes = tree.css(selector)
        except Exception:  # a selector that the library does not know matches nothing
            return
        for node in nodes:
            known = self._by_rules.get(node.mem_id, PLAIN)
            self._by_rules[node.mem_id] = _changed(known, declarations)

    def of(self, node: Any) -> Look:
        """The look of an element by its rules, attributes and own style."""
        look = self._by_rules.get(node.mem_id, PLAIN)
        attributes = node.attributes
        if "hidden" in attributes:
            look = replace(look, hidden=True)
        own = {
            name: (attributes.get(name) or "").strip().lower()
            for name in ("display", "visibility", "opacity", "text-decoration", "baseline-shift")
            if attributes.get(name)
        }  # drawings have these as attributes
        if style := attributes.get("style"):
            own |= _declarations(style)
        return _changed(look, own) if own else look


def _rules(sheets: str) -> Iterator[tuple[str, dict[str, str]]]:
    """(selector, declarations) of the rules that hold on a screen, in order."""
    text = COMMENT.sub("", sheets)
    text = MEDIA.sub(lambda found: found[2] if _on_screen(found[1]) else "", text)
    for selector, body in RULE.findall(ELSEWHERE.sub("", text)):
        yield selector.strip(), _declarations(body)


def _on_screen(media: str) -> bool:
    """Whether a rule holds on any screen; rules for small or for printed pages don't."""
    return media.strip().lower() in ("", "all", "screen", "only screen")


def _declarations(body: str) -> dict[str, str]:
    pairs = (part.partition(":") for part in COMMENT.sub("", body).split(";"))
    return {
        name.strip().lower(): value.replace("!important", "").strip().lower()
        for name, colon, value in pairs
        if colon
    }


def _changed(look: Look, declared: dict[str, str]) -> Look:
    """The look after these declarations."""
    if "display" in declared:
        look = replace(look, hidden=declared["display"] == "none")
    if (
        declared.get("visibility") in ("hidden", "collapse")
        or ZERO.fullmatch(declared.get("opacity", "1"))
        or ZERO.fullmatch(declared.get("font-size", "1"))
        or CLIPPED.match(declared.get("clip", "") or declared.get("clip-path", ""))
        or any(FAR_AWAY.match(declared.get(name, "")) for name in ("left", "top", "text-indent"))
        or declared.get("color", "")
        == (declared.get("background-color") or declared.get("background") or "-")
    ):
        look = replace(look, hidden=True)
    line = declared.get("text-decoration") or declared.get("text-decoration-line") or ""
    if line:
        struck = "line-through" in line
        look = replace(look, struck=struck, unstruck=not struck)
    if (align := declared.get("vertical-align") or declared.get("baseline-shift")) is not None:
        look = replace(look, script=align if align in ("super", "sub") else "")
    return look
