"""Checks of observations, of what ends them, and of claims about them."""

from collections.abc import Iterator, Mapping
from typing import Any

from indicators.figures.claims import operand_ids
from indicators.publishing.drafts import DraftEntry
from indicators.publishing.errors import Finding
from indicators.publishing.gates.quotes import check_quotes
from indicators.publishing.gates.references import Known, unknown_reference


def check_observation(entry: DraftEntry, known: Known) -> Iterator[Finding]:
    content = entry.content
    if content["id"] in known.observations:
        yield Finding(entry.where, "id-used", f"the id {content['id']!r} was used before")
    for name, entry_type in (
        ("indicator", "indicator"),
        ("area", "area"),
        ("producer", "agency"),
        ("unit", "unit"),
        ("release", "release"),
    ):
        yield from unknown_reference(entry, known, name, entry_type)
    for dim, code in _pairs(content.get("breakdown")):
        if not known.has("code-list", dim):
            yield Finding(entry.where, "unknown-breakdown", f"no code list {dim!r}")
        elif code not in known.codes(dim):
            yield Finding(entry.where, "unknown-breakdown", f"no code {code!r} in {dim!r}")
    yield from check_share_of(entry, known)
    if indicator := known.get("indicator", content["indicator"]):
        yield from check_measured_so(entry, indicator, known)
    if release := known.get("release", content["release"]):
        yield from check_quotes(entry, release, known)
    if (replaced := content.get("replaces")) and replaced not in known.observations:
        yield Finding(entry.where, "unknown-replaces", f"no observation {replaced!r}")


def _pairs(text: str | None) -> list[tuple[str, str]]:
    return [
        (dim, code) for dim, _, code in (p.partition("=") for p in (text or "").split(";") if p)
    ]


def check_share_of(entry: DraftEntry, known: Known) -> Iterator[Finding]:
    for name, code in _pairs(entry.content.get("share_of")):
        a_thing = name in ("area", "indicator")
        if not (known.has(name, code) if a_thing else code in known.codes(name)):
            yield Finding(entry.where, "unknown-share-of", f"no {name} {code!r}")


def check_measured_so(
    entry: DraftEntry, indicator: Mapping[str, Any], known: Known
) -> Iterator[Finding]:
    """Kind, unit and code fit the indicator."""
    content, kind = entry.content, entry.content["kind"]
    coded = indicator["kind"] == "coded"
    if coded != (kind == "coded"):
        detail = f"indicator {indicator['id']!r} is of kind {indicator['kind']}, not {kind}"
        yield Finding(entry.where, "wrong-kind", detail)
        return
    if coded:
        code = content.get("value_code")
        if code and code not in known.codes(indicator["code_list"]):
            detail = f"no code {code!r} in {indicator['code_list']!r}"
            yield Finding(entry.where, "unknown-value-code", detail)
        return
    unit = known.get("unit", content.get("unit"))
    fitting = {
        "level": {indicator["dimension"]},
        "change": {indicator["dimension"], "ratio"},
        "share": {"ratio", "count"},
        "rank": {"count", "ordinal"},
    }[kind]
    if unit and unit["dimension"] not in fitting:
        detail = (
            f"unit {unit['id']!r} measures {unit['dimension']}; {kind} of {indicator['id']!r} "
            f"takes {' or '.join(sorted(fitting))}"
        )
        yield Finding(entry.where, "wrong-dimension", detail)


def check_closing(entry: DraftEntry, known: Known) -> Iterator[Finding]:
    code = entry.content["observation"]
    row = known.observations.get(code)
    if row is None:
        yield Finding(entry.where, "unknown-observation", f"no observation {code!r}")
    elif row.known_to is not None:
        yield Finding(entry.where, "closed-already", f"{code!r} ended at version {row.known_to}")


def check_claim(entry: DraftEntry, known: Known) -> Iterator[Finding]:
    content = entry.content
    yield from unknown_reference(entry, known, "release", "release")
    if content["id"] in known.claims:
        yield Finding(entry.where, "id-used", f"the id {content['id']!r} was used before")
    for code in operand_ids(content):
        if code not in known.observations and code not in known.added:
            yield Finding(entry.where, "unknown-observation", f"no observation {code!r}")
    if release := known.get("release", content["release"]):
        yield from check_quotes(entry, release, known)
