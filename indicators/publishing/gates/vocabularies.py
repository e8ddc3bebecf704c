"""Checks of agencies, areas, units, code lists, indicators and sources."""

from collections.abc import Iterator, Mapping
from typing import Any

from indicators.figures.shapes import IDENTITY
from indicators.publishing.drafts import DraftEntry
from indicators.publishing.errors import Finding
from indicators.publishing.gates.references import Known, unknown_reference


def check_vocabulary(entry: DraftEntry, known: Known) -> Iterator[Finding]:
    """A revision may change how a thing is described, never what its id means."""
    before = known.current[entry.type].get(str(entry.content["id"]))
    if before is None:
        return
    for name in IDENTITY[entry.type]:
        if (before.get(name) or None) != (entry.content.get(name) or None):
            yield Finding(
                entry.where,
                "meaning-changed",
                f"{name} of {entry.content['id']!r} may not change: take a new id that succeeds it",
            )
    if entry.type == "code-list/1":
        yield from check_codes_kept(entry, before)


def check_codes_kept(entry: DraftEntry, before: Mapping[str, Any]) -> Iterator[Finding]:
    now = {code["code"]: code for code in entry.content["codes"]}
    for code in before["codes"]:
        kept = now.get(code["code"])
        meaning = ("definition", "start", "end", "part_of")
        if kept is None:
            detail = f"code {code['code']!r} of {entry.content['id']!r} may not go"
        elif any((code.get(name) or None) != (kept.get(name) or None) for name in meaning):
            detail = (
                f"the meaning of code {code['code']!r} of {entry.content['id']!r} may not change"
            )
        else:
            continue
        yield Finding(entry.where, "meaning-changed", detail)


def check_agency(entry: DraftEntry, known: Known) -> Iterator[Finding]:
    yield from check_vocabulary(entry, known)
    yield from unknown_reference(entry, known, "area", "area/1")
    yield from unknown_reference(entry, known, "part_of", "agency/1")


def check_area(entry: DraftEntry, known: Known) -> Iterator[Finding]:
    yield from check_vocabulary(entry, known)
    yield from unknown_reference(entry, known, "part_of", "area/1")
    for code in entry.content.get("covers_part_of") or []:
        if not known.has("area/1", code):
            yield Finding(entry.where, "unknown-area", f"no area {code!r}")


def check_unit(entry: DraftEntry, known: Known) -> Iterator[Finding]:
    yield from check_vocabulary(entry, known)
    yield from unknown_reference(entry, known, "base", "unit/1")


def check_indicator(entry: DraftEntry, known: Known) -> Iterator[Finding]:
    yield from check_vocabulary(entry, known)
    yield from unknown_reference(entry, known, "code_list", "code-list/1")
    yield from unknown_reference(entry, known, "succeeds", "indicator/1")


def check_source(entry: DraftEntry, known: Known) -> Iterator[Finding]:
    yield from check_vocabulary(entry, known)
    yield from unknown_reference(entry, known, "publisher", "agency/1")
    yield from unknown_reference(entry, known, "area", "area/1")
