"""The words and numbers of a formula of Word (OMML) in one line."""

from typing import Any

from .model import LOWERED, RAISED
from .word import attribute, child, name_of

BRACKETS = {"m:begChr": "(", "m:sepChr": "|", "m:endChr": ")"}


def formula(element: Any) -> str:
    """A formula as one line: 1/2, 10², (a|b), √x."""
    name = name_of(element)
    if name in ("m:t", "w:t"):
        return element.text or ""
    if name in ("w:del", "w:moveFrom") or name.endswith("Pr"):
        return ""
    if name == "m:d":
        return _bracketed(element)
    if name == "m:f":
        return f"{_part(element, 'm:num')}/{_part(element, 'm:den')}"
    if name in ("m:sup", "m:sub"):
        return _inside(element).translate(RAISED if name == "m:sup" else LOWERED)
    if name == "m:rad":
        return f"{_part(element, 'm:deg').translate(RAISED)}√{_part(element, 'm:e')}"
    if name == "m:nary":
        return _sign(element, "m:naryPr", "m:chr", "∫") + _inside(element)
    if name == "m:mr":
        return "\t".join(formula(inner) for inner in element) + "\n"
    if name == "m:eqArr":
        return "\n".join(formula(inner) for inner in element if name_of(inner) == "m:e")
    return _inside(element)


def _inside(element: Any) -> str:
    return "".join(formula(inner) for inner in element)


def _part(element: Any, name: str) -> str:
    part = child(element, name)
    return _inside(part) if part is not None else ""


def _sign(element: Any, properties: str, name: str, usual: str) -> str:
    """A sign that the properties of an element name; the usual one where they don't."""
    about = child(element, properties)
    chosen = child(about, name) if about is not None else None
    return usual if chosen is None else (attribute(chosen, "val") or "")


def _bracketed(element: Any) -> str:
    first, between, last = (
        _sign(element, "m:dPr", name, usual) for name, usual in BRACKETS.items()
    )
    return first + between.join(formula(e) for e in element if name_of(e) == "m:e") + last
