"""What is malformed in the content of an entry, by the shape of its type.

Pure: it knows nothing of the rows there are. A member that a type does not have is refused, and so
is one that is null or empty: absent is the one way to say nothing.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from indicators.figures.fields import MAX_CITATIONS
from indicators.figures.rules import Fault, claim_together, together
from indicators.figures.shapes import DRAFTS, Shape


def wrong(entry_type: str, content: Mapping[str, Any]) -> list[str]:
    """What is malformed, each in a sentence that names the member; for the form that was posted."""
    found = faults(entry_type, content, "")
    return [f"{place.removeprefix(': ')}: {what}" if place else what for place, what in found]


def faults(entry_type: str, content: Mapping[str, Any], where: str) -> Iterator[Fault]:
    """What is malformed in the content of a draft's entry of this type."""
    if entry_type not in DRAFTS:
        yield where, f"no entry type {entry_type!r}"
        return
    shape = DRAFTS[entry_type]
    found = list(_members(shape, content, where))
    more = MORE.get(entry_type.partition("/")[0])
    if more and not found:
        found += more(shape, content, where)
    yield from found


def _members(shape: Shape, content: Mapping[str, Any], where: str) -> Iterator[Fault]:
    known = {**shape.required, **shape.optional}
    for member in shape.required:
        if member not in content:
            yield where, f"{member} is missing"
    for member, value in content.items():
        place = f"{where}: {member}"
        if member not in known:
            yield place, f"no such member; there are {', '.join(known)}"
        elif fault := known[member](value):
            yield place, fault


def _codes(shape: Shape, content: Mapping[str, Any], where: str) -> Iterator[Fault]:
    codes = content["codes"]
    if not isinstance(codes, list) or not codes or not all(isinstance(c, Mapping) for c in codes):
        yield where, "codes must be a list of at least one code"
        return
    seen = set()
    for item in codes:
        place = getattr(item, "where", where)
        yield from _members(shape.parts["codes"], item, place)
        name_of_code = str(item.get("code"))
        if name_of_code in seen:
            yield place, f"code {name_of_code!r} is there twice"
        seen.add(name_of_code)


def _indicator(_: Shape, content: Mapping[str, Any], where: str) -> Iterator[Fault]:
    coded = content["kind"] == "coded"
    if coded != ("code_list" in content):
        yield where, "a coded indicator names its code_list, and no other does"
    if coded == ("dimension" in content):
        yield where, "an indicator has a dimension unless it is coded"


def _citations(shape: Shape, content: Mapping[str, Any], where: str) -> Iterator[Fault]:
    part, citations = shape.parts["citations"], content["citations"]
    found = list(_parts(citations, part, "citations", 1, MAX_CITATIONS, where))
    yield from found or _cited_twice(citations, where)


def _cited_twice(citations: Iterable[Mapping[str, Any]], where: str) -> Iterator[Fault]:
    """A fault for each passage that is cited again in the same role."""
    seen = set()
    for citation in citations:
        passage = (citation["role"], citation["start"], citation["end"])
        if passage in seen:
            quote, place = " ".join(citation["exact"].split()), getattr(citation, "where", where)
            yield (
                place,
                (
                    f"{quote[:80]!r} at {citation['start']} is cited twice as {citation['role']}: "
                    "once is enough"
                ),
            )
        seen.add(passage)


def _statement(shape: Shape, content: Mapping[str, Any], where: str) -> Iterator[Fault]:
    found = list(_citations(shape, content, where))
    yield from found or together(content, where)


def _numerals(shape: Shape, content: Mapping[str, Any], where: str) -> Iterator[Fault]:
    return _parts(content["numerals"], shape.parts["numerals"], "numerals", 0, 1000, where)


def _claim(shape: Shape, content: Mapping[str, Any], where: str) -> Iterator[Fault]:
    yield from _citations(shape, content, where)
    yield from claim_together(content, where)


def _parts(
    parts: Any, shape: Shape, name: str, at_least: int, at_most: int, where: str
) -> Iterator[Fault]:
    """What is wrong with a member that is a list of mappings of one shape."""
    if not isinstance(parts, list) or not at_least <= len(parts) <= at_most:
        yield where, f"{name} must be a list of {at_least} to {at_most}"
        return
    for part in parts:
        place = getattr(part, "where", where)
        if isinstance(part, Mapping):
            yield from _members(shape, part, place)
        else:
            yield place, f"{name}: expected a mapping, got {str(part)[:80]!r}"


# Thing -> what its shape can't say.
MORE: dict[str, Callable[[Shape, Mapping[str, Any], str], Iterator[Fault]]] = {
    "code-list": _codes,
    "indicator": _indicator,
    "observation": _statement,
    "numerals": _numerals,
    "claim": _claim,
}
