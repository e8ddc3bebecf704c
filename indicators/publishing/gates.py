"""Checks of a draft before it is published: every finding, not just the first. Reads, never writes.

findings() first checks each item's shape (shapes.py, pure), then its references against what stands
and what the draft itself brings, then what only the whole shows: duplicates, closings, quotes.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from indicators.figures import accounting
from indicators.figures.decimals import order_key
from indicators.figures.quantities import prints
from indicators.figures.shapes import IDENTITY, complaints
from indicators.models import Area, Citation, Claim, CodeList, Indicator, Observation, Unit
from indicators.publishing.errors import Finding
from indicators.publishing.projection import claimed, series_code, series_parts
from ledger.log import content_of
from sources import numerals
from sources.models import Agency, Described, HeldText, Release, Source

VOCABULARIES: dict[str, type[Described]] = {
    "agency/1": Agency,
    "area/1": Area,
    "unit/1": Unit,
    "code-list/1": CodeList,
    "indicator/1": Indicator,
    "source/1": Source,
}


@dataclass(frozen=True)
class Item:
    """An act as the gates see it. where names its place for the person who wrote it."""

    type: str
    content: Mapping[str, Any]
    where: str


NUMBERS = ("value", "value_low", "value_high")
Contents = dict[str, Mapping[str, Any]]


@dataclass
class Known:
    """What an item may refer to: what stands now, overlaid with what the draft brings."""

    standing: dict[str, Contents] = field(default_factory=dict)
    things: dict[str, Contents] = field(default_factory=dict)
    observations: dict[str, Observation] = field(default_factory=dict)
    brought: set[str] = field(default_factory=set)  # observations of the draft itself
    claims: set[str] = field(default_factory=set)
    texts: dict[str, str] = field(default_factory=dict)

    def has(self, entry_type: str, code: object) -> bool:
        return code in self.things.get(entry_type, {})

    def get(self, entry_type: str, code: object) -> Mapping[str, Any] | None:
        return self.things.get(entry_type, {}).get(str(code))

    def codes(self, code_list: str) -> set[str]:
        """The codes of a list, empty if there is no such list."""
        content = self.get("code-list/1", code_list)
        return {code["code"] for code in content["codes"]} if content else set()


def findings(items: Sequence[Item], texts: Mapping[str, str]) -> list[Finding]:
    """Everything wrong with these items. texts: canonical texts by SHA-256, as far as at hand."""
    found = [
        Finding(where, "shape", detail)
        for item in items
        for where, detail in complaints(item.type, item.content, item.where)
    ]
    if found:
        return found  # what is malformed cannot be looked up
    known = _known(items, texts)
    for item in items:
        found += CHECKS[item.type](item, known)
    whole = (_repeated_ids(items), _said_twice(items, known), _accounted(items, known))
    return [*found, *chain.from_iterable(whole)]


def standing(model: type[Described], codes: Iterable[str] | None = None) -> Contents:
    """The contents that stand now, by id; all of a vocabulary, or those with these ids."""
    rows: Any = model._default_manager.filter(known_to__isnull=True)
    if codes is not None:
        rows = rows.filter(code__in=set(codes))
    return {row.code: content_of(row.data) for row in rows.with_data()}


def _known(items: Sequence[Item], texts: Mapping[str, str]) -> Known:
    known = Known(texts=dict(texts))
    for entry_type, model in VOCABULARIES.items():
        known.standing[entry_type] = standing(model)
    releases = {i.content["release"] for i in items if i.type == "observation/1"}
    releases |= {i.content["id"] for i in items if i.type == "release/1"}
    releases |= {i.content["release"] for i in items if i.type in ("numerals/1", "claim/1")}
    texts_told = {i.content["text_sha256"] for i in items if i.type == "release/1"}
    same_text = Release.objects.filter(text_sha256__in=texts_told, known_to__isnull=True)
    releases |= set(same_text.values_list("code", flat=True))
    known.standing["release/1"] = standing(Release, releases)
    known.things = {name: dict(contents) for name, contents in known.standing.items()}
    for item in items:
        if item.type in known.things:
            known.things[item.type][str(item.content["id"])] = item.content
    known.brought = {i.content["id"] for i in items if i.type == "observation/1"}
    named = set(known.brought)
    named |= {i.content["observation"] for i in items if "observation" in i.content}
    named |= {code for i in items if i.type == "claim/1" for code in claimed(i.content)}
    claims = {i.content["id"] for i in items if i.type == "claim/1"}
    known.claims = set(Claim.objects.filter(code__in=claims).values_list("code", flat=True))
    named |= {i.content["replaces"] for i in items if i.content.get("replaces")}
    known.observations = {row.code: row for row in Observation.objects.filter(code__in=named)}
    hashes = {release["text_sha256"] for release in known.things["release/1"].values()}
    for held in HeldText.objects.filter(text_sha256__in=hashes - set(texts)):
        known.texts[held.text_sha256] = held.text
    return known


def _unknown(item: Item, known: Known, name: str, entry_type: str) -> Iterator[Finding]:
    """A finding if the member `name` refers to nothing."""
    code = item.content.get(name)
    if code and not known.has(entry_type, code):
        thing = entry_type.partition("/")[0].replace("-", " ")
        yield Finding(item.where, f"unknown-{name.replace('_', '-')}", f"no {thing} {code!r}")


def _vocabulary(item: Item, known: Known) -> Iterator[Finding]:
    """A revision may change how a thing is described, never what its id means."""
    before = known.standing[item.type].get(str(item.content["id"]))
    if before is None:
        return
    for name in IDENTITY[item.type]:
        if (before.get(name) or None) != (item.content.get(name) or None):
            yield Finding(
                item.where,
                "meaning-changed",
                f"{name} of {item.content['id']!r} may not change: take a new id that succeeds it",
            )
    if item.type == "code-list/1":
        yield from _codes_kept(item, before)


def _codes_kept(item: Item, before: Mapping[str, Any]) -> Iterator[Finding]:
    now = {code["code"]: code for code in item.content["codes"]}
    for code in before["codes"]:
        kept = now.get(code["code"])
        meaning = ("definition", "start", "end", "part_of")
        if kept is None:
            detail = f"code {code['code']!r} of {item.content['id']!r} may not go"
        elif any((code.get(name) or None) != (kept.get(name) or None) for name in meaning):
            detail = (
                f"the meaning of code {code['code']!r} of {item.content['id']!r} may not change"
            )
        else:
            continue
        yield Finding(item.where, "meaning-changed", detail)


def _agency(item: Item, known: Known) -> Iterator[Finding]:
    yield from _vocabulary(item, known)
    yield from _unknown(item, known, "area", "area/1")
    yield from _unknown(item, known, "part_of", "agency/1")


def _area(item: Item, known: Known) -> Iterator[Finding]:
    yield from _vocabulary(item, known)
    yield from _unknown(item, known, "part_of", "area/1")
    for code in item.content.get("covers_part_of") or []:
        if not known.has("area/1", code):
            yield Finding(item.where, "unknown-area", f"no area {code!r}")


def _unit(item: Item, known: Known) -> Iterator[Finding]:
    yield from _vocabulary(item, known)
    yield from _unknown(item, known, "base", "unit/1")


def _indicator(item: Item, known: Known) -> Iterator[Finding]:
    yield from _vocabulary(item, known)
    yield from _unknown(item, known, "code_list", "code-list/1")
    yield from _unknown(item, known, "succeeds", "indicator/1")


def _source(item: Item, known: Known) -> Iterator[Finding]:
    yield from _vocabulary(item, known)
    yield from _unknown(item, known, "publisher", "agency/1")
    yield from _unknown(item, known, "area", "area/1")


def _release(item: Item, known: Known) -> Iterator[Finding]:
    content = item.content
    if content["id"] in known.standing["release/1"]:
        yield Finding(item.where, "release-exists", f"release {content['id']!r} stands already")
    yield from _unknown(item, known, "source", "source/1")
    yield from _unknown(item, known, "obtained_from", "agency/1")
    source = known.get("source/1", content["source"])
    if source and source["publisher"] != content["publisher"]:
        detail = f"publisher is {source['publisher']!r} by its source, not {content['publisher']!r}"
        yield Finding(item.where, "wrong-publisher", detail)
    for code, other in known.things["release/1"].items():
        if code != content["id"] and other["text_sha256"] == content["text_sha256"]:
            yield Finding(item.where, "text-known", f"release {code!r} has the same text")
    if "extractor" not in content and content["sha256"] != content["text_sha256"]:
        detail = "no extractor is told, yet the hash of the text is not that of the bytes"
        yield Finding(item.where, "text-hash", detail)
    text = known.texts.get(content["text_sha256"])
    if text is None:
        return
    if (found := hashlib.sha256(text.encode()).hexdigest()) != content["text_sha256"]:
        yield Finding(item.where, "text-hash", f"the text's SHA-256 is {found}, not the one told")
    if len(text) != content["text_length"]:
        detail = f"the text has {len(text)} code points, not {content['text_length']}"
        yield Finding(item.where, "text-length", detail)


def _observation(item: Item, known: Known) -> Iterator[Finding]:
    content = item.content
    if content["id"] in known.observations:
        yield Finding(item.where, "id-used", f"the id {content['id']!r} was used before")
    for name, entry_type in (
        ("indicator", "indicator/1"),
        ("area", "area/1"),
        ("producer", "agency/1"),
        ("unit", "unit/1"),
        ("release", "release/1"),
    ):
        yield from _unknown(item, known, name, entry_type)
    for dim, code in _pairs(content.get("breakdown")):
        if not known.has("code-list/1", dim):
            yield Finding(item.where, "unknown-breakdown", f"no code list {dim!r}")
        elif code not in known.codes(dim):
            yield Finding(item.where, "unknown-breakdown", f"no code {code!r} in {dim!r}")
    yield from _share_of(item, known)
    if indicator := known.get("indicator/1", content["indicator"]):
        yield from _measured_so(item, indicator, known)
    if release := known.get("release/1", content["release"]):
        yield from _quotes(item, release, known)
        yield from _number_quoted(item, release, known)
    if (replaced := content.get("replaces")) and replaced not in known.observations:
        yield Finding(item.where, "unknown-replaces", f"no observation {replaced!r}")


def _pairs(text: str | None) -> list[tuple[str, str]]:
    return [
        (dim, code) for dim, _, code in (p.partition("=") for p in (text or "").split(";") if p)
    ]


def _share_of(item: Item, known: Known) -> Iterator[Finding]:
    for name, code in _pairs(item.content.get("share_of")):
        if name in ("area", "indicator"):
            good = known.has(f"{name}/1", code)
        else:
            good = code in known.codes(name)
        if not good:
            yield Finding(item.where, "unknown-share-of", f"no {name} {code!r}")


def _measured_so(item: Item, indicator: Mapping[str, Any], known: Known) -> Iterator[Finding]:
    """Kind, unit and code fit the indicator."""
    content, kind = item.content, item.content["kind"]
    coded = indicator["kind"] == "coded"
    if coded != (kind == "coded"):
        detail = f"indicator {indicator['id']!r} is of kind {indicator['kind']}, not {kind}"
        yield Finding(item.where, "wrong-kind", detail)
        return
    if coded:
        code = content.get("value_code")
        if code and code not in known.codes(indicator["code_list"]):
            detail = f"no code {code!r} in {indicator['code_list']!r}"
            yield Finding(item.where, "unknown-value-code", detail)
        return
    unit = known.get("unit/1", content.get("unit"))
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
        yield Finding(item.where, "wrong-dimension", detail)


CONTEXT = 32


def _quotes(item: Item, release: Mapping[str, Any], known: Known) -> Iterator[Finding]:
    """Every quote is as long as its range, lies in the text, and is the text's own words."""
    text, length = known.texts.get(release["text_sha256"]), release["text_length"]
    for citation in item.content["citations"]:
        where = getattr(citation, "where", item.where)
        start, end = citation["start"], citation["end"]
        if end > length:
            yield Finding(where, "offset", f"[{start}, {end}) is beyond the text's {length}")
            continue
        if len(citation["exact"]) != end - start:
            detail = f"[{start}, {end}) has {end - start} code points, the quote has "
            yield Finding(where, "quote-length", detail + str(len(citation["exact"])))
        if text is not None:
            yield from _words(text, citation, where)


def _number_quoted(item: Item, release: Mapping[str, Any], known: Known) -> Iterator[Finding]:
    """A figure printed in digits cites a passage that contains its number."""
    content = item.content
    printed = [content[name] for name in NUMBERS if content.get(name)]
    if "decimals" not in content or not printed:
        return  # told in words, such as "largest" for the first rank
    quotes = [c["exact"] for c in content["citations"] if c["role"] == "value"]
    digits = {re.sub(r"[^0-9.]", "", quote) for quote in quotes}
    missing = [number for number in printed if number.lstrip("-") not in digits]
    if not missing:
        return
    source = known.get("source/1", release["source"])
    try:
        language = source["language"] if source else "en"
        found = [one for quote in quotes for one in numerals.read(quote, language)]
    except numerals.UnreadableText:
        return  # no reader of that language; a curator has read it
    for number in missing:
        if not prints(found, number):
            detail = f"no quote of role value contains the number {number}"
            yield Finding(item.where, "number-not-quoted", detail)


def _words(text: str, citation: Mapping[str, Any], where: str) -> Iterator[Finding]:
    start, end = citation["start"], citation["end"]
    words = {
        "exact": text[start:end],
        "prefix": text[max(0, start - CONTEXT) : start],
        "suffix": text[end : end + CONTEXT],
    }
    for name, there in words.items():
        if (said := citation.get(name)) != there:
            detail = f"{name} {said!r} at {start}, where the text has {there!r}"
            yield Finding(where, "wrong-words", detail)


def _closing(item: Item, known: Known) -> Iterator[Finding]:
    code = item.content["observation"]
    row = known.observations.get(code)
    if row is None:
        yield Finding(item.where, "unknown-observation", f"no observation {code!r}")
    elif row.known_to is not None:
        yield Finding(item.where, "closed-already", f"{code!r} ended at version {row.known_to}")


def _repeated_ids(items: Sequence[Item]) -> Iterator[Finding]:
    """No thing is told twice in one changeset, and replacement and closing name each other."""
    seen: dict[tuple[str, str], Item] = {}
    for item in items:
        closing = item.type in ("closing/1", "retraction/1")
        thing = ("end", item.content["observation"]) if closing else (item.type, item.content["id"])
        if first := seen.get(thing):
            detail = f"{thing[1]!r} is told twice, first at {first.where}"
            yield Finding(item.where, "told-twice", detail)
        seen.setdefault(thing, item)
    replacing = {
        i.content["id"]: i.content.get("replaces") for i in items if i.type == "observation/1"
    }
    ends = {
        i.content["observation"]: i.content.get("replaced_by")
        for i in items
        if i.type == "closing/1"
    }
    for item in items:
        code = item.content.get("id", "")
        if item.type == "observation/1" and (old := replacing[code]) and ends.get(old) != code:
            yield Finding(item.where, "replaces-unclosed", f"no closing says {code!r} for {old!r}")
        if item.type == "closing/1":
            new = item.content["replaced_by"]
            if replacing.get(new) != item.content["observation"]:
                detail = f"{new!r} does not replace {item.content['observation']!r} in this draft"
                yield Finding(item.where, "closing-unreplaced", detail)


def _numerals(item: Item, known: Known) -> Iterator[Finding]:
    yield from _unknown(item, known, "release", "release/1")
    release = known.get("release/1", item.content["release"])
    text = known.texts.get(release["text_sha256"]) if release else None
    for numeral in item.content["numerals"]:
        start, end, exact = numeral["start"], numeral["end"], numeral["exact"]
        where = getattr(numeral, "where", item.where)
        if end - start != len(exact) or (release and end > release["text_length"]):
            yield Finding(where, "offset", f"[{start}, {end}) is no place of {exact!r}")
        elif text is not None and text[start:end] != exact:
            detail = f"{exact!r} at {start}, where the text has {text[start:end]!r}"
            yield Finding(where, "wrong-words", detail)


def _claim(item: Item, known: Known) -> Iterator[Finding]:
    content = item.content
    yield from _unknown(item, known, "release", "release/1")
    if content["id"] in known.claims:
        yield Finding(item.where, "id-used", f"the id {content['id']!r} was used before")
    for code in claimed(content):
        if code not in known.observations and code not in known.brought:
            yield Finding(item.where, "unknown-observation", f"no observation {code!r}")
    if release := known.get("release/1", content["release"]):
        yield from _quotes(item, release, known)


def _accounted(items: Sequence[Item], known: Known) -> Iterator[Finding]:
    """A release whose text is at hand tells all its numerals, each accounted for or explained."""
    told: dict[str, list[Item]] = {}
    for item in items:
        if item.type == "numerals/1":
            told.setdefault(item.content["release"], []).append(item)
    for item in items:
        if item.type != "release/1" or item.content["text_sha256"] not in known.texts:
            continue
        if item.content["id"] not in told:
            yield Finding(item.where, "numerals-untold", "the draft has no numerals of this text")
    for code, readings in told.items():
        release = known.get("release/1", code)
        if release:
            yield from _accounts(release, readings, items, known)


def _accounts(
    release: Mapping[str, Any], readings: Sequence[Item], items: Sequence[Item], known: Known
) -> Iterator[Finding]:
    where = readings[0].where
    rows = [numeral for item in readings for numeral in item.content["numerals"]]
    source = known.get("source/1", release["source"])
    text = known.texts.get(release["text_sha256"])
    if text is not None and source:
        for detail in accounting.differences(rows, text, source["language"]):
            yield Finding(where, "numerals-differ", detail)
    if text is None or any(item.content.get("reason") for item in readings):
        return
    cited = [
        (citation["start"], citation["end"])
        for item in items
        if item.type == "observation/1" and item.content["release"] == release["id"]
        for citation in item.content["citations"]
    ]
    standing_ones = Citation.objects.filter(
        release=release["id"], observation__known_to__isnull=True
    )
    cited += standing_ones.values_list("start", "end")
    for place in accounting.unaccounted(rows, cited):
        detail = f"{place.exact!r} at [{place.start}, {place.end}) is neither cited nor set aside"
        yield Finding(where, "numeral-unaccounted", detail)


def _said(content: Mapping[str, Any]) -> tuple[Any, ...]:
    numbers = (order_key(content[n]) if content.get(n) else None for n in NUMBERS)
    opens = (content.get("low_open"), content.get("high_open"))
    words = (content.get(n) for n in ("unit", "value_code", "direction"))
    return (*numbers, *opens, *words)


def _said_twice(items: Sequence[Item], known: Known) -> Iterator[Finding]:
    """The same key and value twice in one release is one observation with several citations."""
    ended = {i.content["observation"] for i in items if i.type in ("closing/1", "retraction/1")}
    seen: dict[tuple[str, ...], list[tuple[str, tuple[Any, ...]]]] = {}
    statements = [i for i in items if i.type == "observation/1"]
    for key, code, said in _standing_statements(statements, known, ended):
        seen.setdefault(key, []).append((code, said))
    for item in statements:
        key = statement_key(item.content, known)
        said = _said(item.content)
        for where, other in seen.setdefault(key, []):
            if said == other:
                detail = f"said already at {where}: make it one observation with several citations"
                yield Finding(item.where, "duplicate-statement", detail)
            else:
                detail = f"another value for the same series and period at {where}"
                yield Finding(item.where, "inconsistent-in-release", detail, blocking=False)
        seen[key].append((item.where, said))


def statement_key(content: Mapping[str, Any], known: Known) -> tuple[str, ...]:
    """Release, series, period and base period of a statement."""
    release = known.get("release/1", content["release"])
    publisher = str(release["publisher"]) if release else ""
    series = series_code(series_parts(dict(content), publisher))
    return (content["release"], series, content["period"], content.get("base_period") or "")


def _standing_statements(
    items: Sequence[Item], known: Known, ended: set[str]
) -> Iterator[tuple[tuple[str, ...], str, tuple[Any, ...]]]:
    """Current statements of the keys that these items speak of. One query."""
    keys = {statement_key(item.content, known) for item in items}
    rows = Observation.objects.filter(
        known_to__isnull=True,
        release__in={key[0] for key in keys},
        series__code__in={key[1] for key in keys},
    ).exclude(code__in=ended)
    for row in rows.select_related("series"):
        key = (row.release, row.series.code, row.period, row.base_period)
        if key in keys:
            names = (*NUMBERS, "low_open", "high_open", "unit", "value_code", "direction")
            content = {name: getattr(row, name) for name in names}
            yield key, row.code, _said({k: (None if v == "" else v) for k, v in content.items()})


CHECKS = {
    "agency/1": _agency,
    "area/1": _area,
    "unit/1": _unit,
    "code-list/1": _vocabulary,
    "indicator/1": _indicator,
    "source/1": _source,
    "release/1": _release,
    "observation/1": _observation,
    "numerals/1": _numerals,
    "claim/1": _claim,
    "closing/1": _closing,
    "retraction/1": _closing,
}
