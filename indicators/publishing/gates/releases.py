"""Checks of releases, and that every number of a release's text is accounted for."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from indicators.figures import accounting
from indicators.figures.shapes import IDENTITY
from indicators.models import Citation
from indicators.publishing.drafts import DraftEntry
from indicators.publishing.errors import Finding
from indicators.publishing.gates.references import Known, unknown_reference


def check_revision(entry: DraftEntry, known: Known) -> Iterator[Finding]:
    """A release may be described anew; which edition it is never changes."""
    code, before = entry.content["id"], known.current["release"].get(entry.content["id"])
    if before is None:
        return
    names = {*before, *entry.content}
    changed = [n for n in names if (before.get(n) or None) != (entry.content.get(n) or None)]
    if not changed:
        yield Finding(entry.where, "release-exists", f"release {code!r} is published already")
    for name in IDENTITY["release"]:
        if name in changed:
            detail = f"{name} of {code!r} may not change: it identifies the edition"
            yield Finding(entry.where, "identity-changed", detail)


def check_release(entry: DraftEntry, known: Known) -> Iterator[Finding]:
    content = entry.content
    yield from check_revision(entry, known)
    yield from unknown_reference(entry, known, "source", "source")
    yield from unknown_reference(entry, known, "obtained_from", "agency")
    source = known.get("source", content["source"])
    if source and source["publisher"] != content["publisher"]:
        detail = f"publisher is {source['publisher']!r} by its source, not {content['publisher']!r}"
        yield Finding(entry.where, "wrong-publisher", detail)
    for code in known.releases_of_text[content["text_sha256"]]:
        if code != content["id"]:
            yield Finding(entry.where, "text-known", f"release {code!r} has the same text")
    if "extractor" not in content and content["sha256"] != content["text_sha256"]:
        detail = "there is no extractor, yet the hash of the text is not that of the bytes"
        yield Finding(entry.where, "text-hash", detail)
    text = known.texts.get(content["text_sha256"])
    if text is None:
        return
    if (found := hashlib.sha256(text.encode()).hexdigest()) != content["text_sha256"]:
        yield Finding(entry.where, "text-hash", f"the text's SHA-256 is {found}, not the one given")
    if len(text) != content["text_length"]:
        detail = f"the text has {len(text)} code points, not {content['text_length']}"
        yield Finding(entry.where, "text-length", detail)


def check_numerals(entry: DraftEntry, known: Known) -> Iterator[Finding]:
    yield from unknown_reference(entry, known, "release", "release")
    release = known.get("release", entry.content["release"])
    text = known.texts.get(release["text_sha256"]) if release else None
    for numeral in entry.content["numerals"]:
        start, end, exact = numeral["start"], numeral["end"], numeral["exact"]
        where = getattr(numeral, "where", entry.where)
        if end - start != len(exact) or (release and end > release["text_length"]):
            yield Finding(where, "offset", f"[{start}, {end}) is no place of {exact!r}")
        elif text is not None and text[start:end] != exact:
            detail = f"{exact!r} at {start}, where the text has {text[start:end]!r}"
            yield Finding(where, "wrong-words", detail)


def check_accounted(entries: Sequence[DraftEntry], known: Known) -> Iterator[Finding]:
    """Findings for numbers of an available text that the draft does not account for."""
    by_release: dict[str, list[DraftEntry]] = {}
    for entry in entries:
        if entry.thing == "numerals":
            by_release.setdefault(entry.content["release"], []).append(entry)
    for entry in entries:
        if entry.thing != "release" or entry.content["text_sha256"] not in known.texts:
            continue
        if entry.content["id"] in known.current["release"]:
            continue  # described anew: its numerals came with its text
        if entry.content["id"] not in by_release:
            yield Finding(entry.where, "numerals-untold", "the draft has no numerals of this text")
    cited = _cited(entries, by_release)
    for code, readings in by_release.items():
        release = known.get("release", code)
        if release:
            yield from _unaccounted(release, readings, cited[code], known)


def _cited(
    entries: Sequence[DraftEntry], releases: Collection[str]
) -> Mapping[str, list[tuple[int, int]]]:
    """The places that figures of these releases cite, of the draft or published."""
    cited: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for entry in entries:
        if entry.thing == "observation" and entry.content["release"] in releases:
            places = [(item["start"], item["end"]) for item in entry.content["citations"]]
            cited[entry.content["release"]] += places
    published = Citation.objects.filter(release__in=releases, observation__known_to__isnull=True)
    for release, start, end in published.values_list("release", "start", "end"):
        cited[release].append((start, end))
    return cited


def _unaccounted(
    release: Mapping[str, Any],
    readings: Sequence[DraftEntry],
    cited: Sequence[tuple[int, int]],
    known: Known,
) -> Iterator[Finding]:
    """Findings for one release: numerals that differ from its text, or that nothing cites."""
    where = readings[0].where
    rows = [numeral for entry in readings for numeral in entry.content["numerals"]]
    source = known.get("source", release["source"])
    text = known.texts.get(release["text_sha256"])
    if text is not None and source:
        for detail in accounting.differences(rows, text, source["language"], source.get("area")):
            yield Finding(where, "numerals-differ", detail)
    reasons = (entry.content.get("reason", "") for entry in readings)
    if text is None or any(why and not why.startswith(accounting.UNREAD) for why in reasons):
        return  # a person said why numbers are left; that a text is unreliable is no reason
    for place in accounting.unaccounted(rows, cited):
        detail = f"{place.exact!r} at [{place.start}, {place.end}) is neither cited nor set aside"
        yield Finding(where, "numeral-unaccounted", detail)
