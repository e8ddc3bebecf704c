"""Entries become rows: the one function that serves publishing and replaying (law 4).

project() is named by settings.LEDGER_PROJECTION; ledger.log calls it with batches of entries in the
order of the log. Nothing else writes the tables of sources and indicators. Keys derive from entry
indexes, so that a replay gives the same rows in any database.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from indicators.figures.claims import operand_ids
from indicators.figures.decimals import order_key
from indicators.figures.entry_types import thing, upcast
from indicators.figures.fields import ENTRY, MAX_CITATIONS, NUMBERS, SERIES
from indicators.figures.series import SeriesParts, series_code, series_parts
from indicators.models import (
    Area,
    Citation,
    Claim,
    ClaimLink,
    Closing,
    CodeList,
    Indicator,
    Numeral,
    Observation,
    Reading,
    Series,
    Theme,
    Unit,
)
from indicators.publishing import derivations
from indicators.reading.serializers import CodeListSerializer
from ledger.database import bulk
from ledger.log import StoredEntry
from rest.languages import best, in_order
from rest.periods import period_of
from sources import projection as sources_projection
from sources.models import Release
from sources.projection import all_aliases, describe, findable, listed_ids, named, texts

WITHHELD = "withheld"
ENDS = ("closing", "retraction")
Handler = Callable[[Sequence[StoredEntry], int], None]


def project(batch: Sequence[StoredEntry], version: int) -> None:
    """Write the rows of a batch; `version` is the size of the log after the batch's changeset."""
    about: dict[str, list[StoredEntry]] = defaultdict(list)
    for entry in batch:
        about[WITHHELD if entry.withheld else thing(entry.type)].append(_newest_form(entry))
    ends = [entry for entry in about[WITHHELD] if thing(entry.type) in ENDS]
    about["retraction"] += [_end_without_words(entry) for entry in ends]
    for name, handler in HANDLERS.items():
        if entries := about.get(name):
            handler(entries, version)
    if "changeset" in about:
        changeset = about["changeset"][-1]
        derivations.derive(changeset.content["first"], changeset.index, version)


def _newest_form(entry: StoredEntry) -> StoredEntry:
    """The entry with what the newest version of its type would say; handlers know no other."""
    if entry.withheld:
        return entry
    content = upcast(entry.type, entry.content)
    return entry if content is entry.content else replace(entry, content=dict(content))


def _end_without_words(entry: StoredEntry) -> StoredEntry:
    """A withheld closing: what it ended stays ended, without the reason and the replacement."""
    code = entry.object.partition(":")[2]
    content = {"observation": code, "reason": "withheld by law"}
    return replace(entry, type="retraction/1", content=content, withheld=False)


def _area(entries: Sequence[StoredEntry], version: int) -> None:
    columns = [
        {**named(entry.content), **texts(entry.content, "kind", "part_of")} for entry in entries
    ]
    describe(Area, entries, version, columns)


def _unit(entries: Sequence[StoredEntry], version: int) -> None:
    names = ("symbol", "dimension", "factor", "base")
    columns = [{**named(entry.content), **texts(entry.content, *names)} for entry in entries]
    describe(Unit, entries, version, columns)


def _code_list(entries: Sequence[StoredEntry], version: int) -> None:
    columns = [
        {
            **named(entry.content),
            "codes": CodeListSerializer.fixed(entry.content)["codes"],
        }
        for entry in entries
    ]
    describe(CodeList, entries, version, columns)


def _theme(entries: Sequence[StoredEntry], version: int) -> None:
    columns = [{**named(entry.content), **texts(entry.content, "part_of")} for entry in entries]
    describe(Theme, entries, version, columns)


def _indicator(entries: Sequence[StoredEntry], version: int) -> None:
    names = ("kind", "dimension", "code_list")
    columns = [
        {
            **named(entry.content),
            **texts(entry.content, *names),
            "definitions": entry.content["definitions"],
            "definition": best(entry.content["definitions"]) or "",
            "themes": listed_ids(entry.content.get("themes")),
            **findable(
                *in_order(entry.content["labels"]),
                entry.content["id"],
                *in_order(entry.content["definitions"]),
                *all_aliases(entry.content),
            ),
        }
        for entry in entries
    ]
    describe(Indicator, entries, version, columns)


def _series_of(
    rows: Sequence[tuple[StoredEntry, SeriesParts]], version: int
) -> dict[SeriesParts, int]:
    """Keys of the series of some observations; those not seen before are made."""
    codes = {series_code(parts): parts for _, parts in rows}
    known = {
        codes[code]: key
        for code, key in Series.objects.filter(code__in=codes).values_list("code", "entry_id")
    }
    new = []
    for entry, parts in rows:
        if parts in known:
            continue
        known[parts] = entry.index
        new.append(
            {
                "entry_id": entry.index,
                "code": series_code(parts),
                "known_from": version,
                "known_to": None,
                **dict(zip(SERIES, parts, strict=True)),
            }
        )
    bulk.insert_named(Series, new)
    return known


def _releases(entries: Iterable[StoredEntry]) -> dict[str, Release]:
    codes = {entry.content["release"] for entry in entries}
    return {
        release.code: release
        for release in Release.objects.filter(code__in=codes, known_to__isnull=True)
    }


def _key(text: str | None) -> bytes | None:
    return order_key(text) if text else None


def _observation(entries: Sequence[StoredEntry], version: int) -> None:
    releases = _releases(entries)
    orphans = [entry for entry in entries if entry.content["release"] not in releases]
    sources_projection.withhold(orphans, version)
    entries = [entry for entry in entries if entry.content["release"] in releases]
    parts = [
        (entry, series_parts(entry.content, releases[entry.content["release"]].publisher))
        for entry in entries
    ]
    series = _series_of(parts, version)
    names = _names(entries)
    bulk.insert_named(
        Observation,
        (
            {
                **_observation_row(
                    entry, series[its], its, releases[entry.content["release"]], version
                ),
                **_found_by(entry.content, names),
            }
            for entry, its in parts
        ),
    )
    bulk.insert_named(Citation, (row for entry in entries for row in _citation_rows(entry)))


def _citation_rows(entry: StoredEntry) -> Iterator[dict[str, Any]]:
    for place, citation in enumerate(entry.content["citations"]):
        yield {
            "key": entry.index * MAX_CITATIONS + place,
            "observation_id": entry.index,
            "release": entry.content["release"],
            "prefix": "",
            "suffix": "",
            **citation,
        }


# Fields whose columns hold what the entry says: absent text as empty text, the others as null.
STORED = [field for field in ENTRY if field.column and field.name not in ("id", "release")]
NATIVE = tuple(field.name for field in STORED if field.form in ("truth", "whole"))
TEXTS = tuple(field.name for field in STORED if field.name not in NATIVE)

Names = dict[str, str]


def _names(entries: Sequence[StoredEntry]) -> Names:
    """Names of the indicators and areas of some observations, in all languages. Two queries."""
    found: Names = {}
    kinds: tuple[tuple[type[Indicator] | type[Area], str], ...]
    kinds = ((Indicator, "indicator"), (Area, "area"))
    for model, member in kinds:
        codes = {entry.content[member] for entry in entries}
        rows = model._default_manager.filter(code__in=codes, known_to__isnull=True)
        for code, labels in rows.values_list("code", "labels"):
            found[code] = " ".join(in_order(labels))
    return found


def _found_by(content: Mapping[str, Any], names: Names) -> dict[str, Any]:
    """The folded words of an observation: its quotes first, then what it is about."""
    quotes = [citation["exact"] for citation in content["citations"]]
    about = (names.get(content["indicator"]), names.get(content["area"]), content["period"])
    return findable(*quotes, *about, content["indicator"], content["area"], content.get("note"))


def _observation_row(
    entry: StoredEntry, series: int, parts: SeriesParts, release: Release, version: int
) -> dict[str, Any]:
    """The columns of an observation."""
    content = entry.content
    period = period_of(content["period"])
    return {
        "entry_id": entry.index,
        "code": content["id"],
        "series_id": series,
        **dict(zip(SERIES, parts, strict=True)),
        **texts(content, *TEXTS),
        **{name: content.get(name) for name in NATIVE},
        **{f"{name}_key": _key(content.get(name)) for name in NUMBERS},
        "period_start": period.start,
        "period_end": period.interval_end(release.published_last),
        "source": release.source,
        "release": release.code,
        "published_on": release.published_on,
        "published_last": release.published_last,
        "known_from": version,
        "known_to": None,
    }


def _closing(entries: Sequence[StoredEntry], version: int) -> None:
    codes = {entry.content["observation"] for entry in entries}
    keys = dict(Observation.objects.filter(code__in=codes).values_list("code", "entry_id"))
    Observation.objects.filter(entry_id__in=keys.values()).update(known_to=version)
    Closing.objects.bulk_create(
        Closing(
            entry_id=entry.index,
            observation_id=keys[entry.content["observation"]],
            action="retracted" if thing(entry.type) == "retraction" else "replaced",
            reason=entry.content["reason"],
            replaced_by=entry.content.get("replaced_by") or "",
            known_from=version,
        )
        for entry in entries
        if entry.content["observation"] in keys  # unless what it ended is withheld
    )


NUMERALS_AT_MOST = 1024


def _numerals(entries: Sequence[StoredEntry], version: int) -> None:
    """A new reading of a part takes the place of the one before."""
    for entry in entries:
        release, part = entry.content["release"], entry.content["part"]
        before = Reading.objects.filter(release=release, part=part, known_to__isnull=True)
        for key in list(before.values_list("entry_id", flat=True)):
            first = key * NUMERALS_AT_MOST
            rows = Numeral.objects.filter(key__gte=first, key__lt=first + NUMERALS_AT_MOST)
            rows.update(known_to=version)
        before.update(known_to=version)
        Reading.objects.create(
            entry_id=entry.index,
            release=release,
            part=part,
            reader=entry.content["reader"],
            complete=entry.content["complete"],
            reason=entry.content.get("reason") or "",
            known_from=version,
        )
        Numeral.objects.bulk_create(
            Numeral(
                key=entry.index * NUMERALS_AT_MOST + place,
                release=release,
                **{name: numeral[name] for name in ("start", "end", "exact", "category")},
                set_aside=numeral.get("set_aside", False),
                observation=numeral.get("observation") or "",
                known_from=version,
            )
            for place, numeral in enumerate(entry.content["numerals"])
        )


def _claim(entries: Sequence[StoredEntry], version: int) -> None:
    names = ("release", "relation", "operator", "result")
    Claim.objects.bulk_create(
        Claim(
            entry_id=entry.index,
            code=entry.content["id"],
            **texts(entry.content, *names),
            inputs=entry.content["inputs"],
            known_from=version,
        )
        for entry in entries
    )
    ClaimLink.objects.bulk_create(
        ClaimLink(key=entry.index * MAX_CITATIONS + place, claim_id=entry.index, observation=code)
        for entry in entries
        for place, code in enumerate(operand_ids(entry.content))
    )


# Thing -> what makes rows of its entries; later ones may speak of earlier ones.
HANDLERS: dict[str, Handler] = {
    WITHHELD: sources_projection.withhold,
    **sources_projection.HANDLERS,
    "area": _area,
    "unit": _unit,
    "code-list": _code_list,
    "theme": _theme,
    "indicator": _indicator,
    "closing": _closing,
    "retraction": _closing,
    "observation": _observation,
    "numerals": _numerals,
    "claim": _claim,
}
