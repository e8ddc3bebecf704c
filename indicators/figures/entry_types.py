"""The entry types that this software understands, and what an old version says in the newest.

Pure. unknown() is named by settings.LEDGER_UNKNOWN: the ledger asks it before an entry becomes
rows. A type is named thing/version. The shapes of all versions are in shapes.py; the rest of the
software knows the newest form of each thing alone, and upcast() turns the others into it.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from indicators.figures.choices import QuoteCheck
from indicators.figures.fields import quote_checked
from indicators.figures.shapes import SHAPES, Shape

Content = Mapping[str, Any]


@lru_cache(maxsize=256)
def thing(entry_type: str) -> str:
    """What an entry of this type is about, whatever its version: agency of agency/2."""
    return entry_type.partition("/")[0]


def _version(entry_type: str) -> int:
    return int(entry_type.partition("/")[2])


# Thing -> the type in which it is written now.
NEWEST: dict[str, str] = {
    thing(entry_type): entry_type for entry_type in sorted(SHAPES, key=_version)
}


def _as_it_is(content: Content) -> Content:
    """For versions that the next one only added members to."""
    return content


def _labelled(content: Content) -> Content:
    """The names and the definition of one language each as maps of languages."""
    old = ("name_en", "name_es", "definition")
    kept = {name: value for name, value in content.items() if name not in old}
    kept["labels"] = {"en": content["name_en"], "es": content["name_es"]}
    if "definition" in content:
        kept["definitions"] = {"en": content["definition"]}
    return kept


def _code_list(content: Content) -> Content:
    return {**_labelled(content), "codes": [_labelled(code) for code in content["codes"]]}


def _unchecked(content: Content) -> Content:
    """The first version didn't say on what basis, and nothing had read its quotes."""
    return quote_checked(content, QuoteCheck.UNCHECKED)


# Type -> what makes of its content that of the next version.
UPCASTS: dict[str, Callable[[Content], Content]] = {
    "agency/1": _labelled,
    "area/1": _labelled,
    "unit/1": _labelled,
    "code-list/1": _code_list,
    "indicator/1": _labelled,
    "source/1": _as_it_is,
    "release/1": _as_it_is,
    "observation/1": _unchecked,
    "claim/1": _as_it_is,
}


def upcast(entry_type: str, content: Content) -> Content:
    """The content in the newest version of its type; the very same if it is that already."""
    about, number = thing(entry_type), _version(entry_type)
    while step := UPCASTS.get(f"{about}/{number}"):
        content, number = step(content), number + 1
    return content


def unknown(entry_type: str, content: Any) -> str:
    """What isn't known of an entry, in words: its type, or the first strange member; else "".

    content: None if it is withheld; then the type alone is judged.
    """
    if entry_type not in SHAPES:
        return f"type {entry_type!r}"
    if content is None:
        return ""
    if not isinstance(content, Mapping):
        return f"a content of {entry_type} that is no mapping"
    found = _strange(SHAPES[entry_type], content)
    return f"{found} of {entry_type}" if found else ""


def _strange(shape: Shape, content: Content) -> str:
    """The first member, or role of a quote, that this shape doesn't have."""
    if strange := content.keys() - shape.members:
        return f"member {min(strange)!r}"
    if "role" in content and shape.required["role"](content["role"]):
        return f"role {content['role']!r}"
    for name, part in shape.parts.items():
        items = content.get(name) or []
        for place, item in enumerate(items if isinstance(items, list) else [items]):
            found = _strange(part, item) if isinstance(item, Mapping) else "an item"
            if found:
                return f"{found} in {name}[{place}]"
    return ""
