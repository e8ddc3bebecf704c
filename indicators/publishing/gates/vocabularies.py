"""Checks of agencies, areas, units, code lists, indicators and sources."""

from collections.abc import Iterator, Mapping
from typing import Any

from indicators.figures.shapes import IDENTITY
from indicators.publishing.drafts import DraftEntry
from indicators.publishing.errors import Finding
from indicators.publishing.gates.references import Known, unknown_reference


def check_vocabulary(entry: DraftEntry, known: Known) -> Iterator[Finding]:
    """A revision may change how a thing is described, never what its id means."""
    before = known.current[entry.thing].get(str(entry.content["id"]))
    if before is None:
        return
    for name in IDENTITY[entry.thing]:
        if not means_the_same(name, before, entry.content):
            yield Finding(
                entry.where,
                "meaning-changed",
                f"{name} of {entry.content['id']!r} may not change: take a new id that succeeds it",
            )
    if entry.thing == "code-list":
        yield from check_codes_kept(entry, before)


def means_the_same(name: str, before: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Whether a member says what it said; a definition may be given in further languages."""
    old, new = before.get(name) or None, now.get(name) or None
    if name == "definitions" and old and new:
        return all(new.get(language) == words for language, words in old.items())
    return bool(old == new)


def check_codes_kept(entry: DraftEntry, before: Mapping[str, Any]) -> Iterator[Finding]:
    now = {code["code"]: code for code in entry.content["codes"]}
    for code in before["codes"]:
        kept = now.get(code["code"])
        meaning = ("definitions", "start", "end", "part_of")
        if kept is None:
            detail = f"code {code['code']!r} of {entry.content['id']!r} may not go"
        elif not all(means_the_same(name, code, kept) for name in meaning):
            detail = (
                f"the meaning of code {code['code']!r} of {entry.content['id']!r} may not change"
            )
        else:
            continue
        yield Finding(entry.where, "meaning-changed", detail)


def check_agency(entry: DraftEntry, known: Known) -> Iterator[Finding]:
    yield from check_vocabulary(entry, known)
    yield from unknown_reference(entry, known, "area", "area")
    yield from unknown_reference(entry, known, "part_of", "agency")


def check_area(entry: DraftEntry, known: Known) -> Iterator[Finding]:
    yield from check_vocabulary(entry, known)
    yield from unknown_reference(entry, known, "part_of", "area")
    for code in entry.content.get("covers_part_of") or []:
        if not known.has("area", code):
            yield Finding(entry.where, "unknown-area", f"no area {code!r}")


def check_unit(entry: DraftEntry, known: Known) -> Iterator[Finding]:
    yield from check_vocabulary(entry, known)
    yield from unknown_reference(entry, known, "base", "unit")


def check_themes(entry: DraftEntry, known: Known) -> Iterator[Finding]:
    for code in entry.content.get("themes") or []:
        if not known.has("theme", code):
            yield Finding(entry.where, "unknown-theme", f"no theme {code!r}")


def check_theme(entry: DraftEntry, known: Known) -> Iterator[Finding]:
    yield from unknown_reference(entry, known, "part_of", "theme")


def check_indicator(entry: DraftEntry, known: Known) -> Iterator[Finding]:
    yield from check_vocabulary(entry, known)
    yield from check_themes(entry, known)
    yield from unknown_reference(entry, known, "code_list", "code-list")
    yield from unknown_reference(entry, known, "succeeds", "indicator")


def check_source(entry: DraftEntry, known: Known) -> Iterator[Finding]:
    yield from check_vocabulary(entry, known)
    yield from check_themes(entry, known)
    yield from unknown_reference(entry, known, "publisher", "agency")
    yield from unknown_reference(entry, known, "area", "area")
