"""Look-ups in the vocabularies of a snapshot: names, what lies where, conversions.

Vocabularies are small and never change at a version, so each look-up is made once per version and
kept in memory, under the root of the log.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal, localcontext
from typing import Any

from django.core.cache import cache

from indicators.models import Area, CodeList, Indicator, Unit
from ledger.models import known_at
from rest.languages import best
from rest.read_state import Snapshot
from sources.models import Agency, Release, Source


def areas_within(code: str, snapshot: Snapshot) -> list[str]:
    """The area and all that lie wholly in it, however deep; not those that it overlaps in part."""
    inside: dict[str, list[str]] = _cached("areas-within", snapshot, _inside)
    found, behind = [code], [code]
    while behind:
        behind = [inner for outer in behind for inner in inside.get(outer, [])]
        behind = [inner for inner in behind if inner not in found]
        found += behind
    return found


def _inside(snapshot: Snapshot) -> dict[str, list[str]]:
    inside: dict[str, list[str]] = {}
    rows = Area.objects.at(snapshot.version).exclude(part_of="").values_list("code", "part_of")
    for code, outer in rows:
        inside.setdefault(outer, []).append(code)
    return inside


def _cached(name: str, snapshot: Snapshot, make: Any) -> Any:
    """What `make` gives for the snapshot, from the cache if it was made before."""
    key = f"{name}:{snapshot.version}:{snapshot.root}"
    kept = cache.get(key)
    if kept is None:
        kept = make(snapshot)
        cache.set(key, kept, timeout=None)
    return kept


# -- names ------------------------------------------------------------

Names = Mapping[str, Mapping[str, str]]  # kind of thing -> code -> name


NAMED: dict[str, Any] = {
    "agency": Agency,
    "area": Area,
    "unit": Unit,
    "indicator": Indicator,
    "code-list": CodeList,
}


def _labels(model: Any, snapshot: Snapshot, language: str) -> dict[str, str]:
    rows = model._default_manager.at(snapshot.version).values_list("code", "labels")
    return {code: best(labels, language) or code for code, labels in rows}


def names(snapshot: Snapshot, language: str) -> Names:
    """Names of agencies, areas, units, indicators and of the codes of each list, by code."""

    def make(snapshot: Snapshot) -> dict[str, dict[str, str]]:
        found = {kind: _labels(model, snapshot, language) for kind, model in NAMED.items()}
        for code, codes in CodeList.objects.at(snapshot.version).values_list("code", "codes"):
            labels = {entry["code"]: best(entry["labels"], language) for entry in codes}
            found[f"list:{code}"] = {name: label or name for name, label in labels.items()}
        lists = Indicator.objects.at(snapshot.version).values_list("code", "code_list")
        found["answers"] = {indicator: code_list for indicator, code_list in lists if code_list}
        return found

    kept: Names = _cached(f"names-{language}", snapshot, make)
    return kept


def titles(
    model: type[Source] | type[Release], codes: Iterable[str], snapshot: Snapshot
) -> dict[str, str]:
    """Titles of sources or releases, by code.

    One query.
    """
    rows = model._default_manager.filter(known_at(snapshot.version), code__in=set(codes))
    return dict(rows.values_list("code", "title"))


# Coded field -> kind of its names. The label of field x is x_label.
LABELLED = {
    "indicator": "indicator",
    "area": "area",
    "producer": "agency",
    "voice": "agency",
    "breakdown": "",
    "value_code": "",
    "unit": "unit",
    "source": "source",
    "release": "release",
}


def with_labels(members: Iterable[str]) -> list[str]:
    """Field names with each label behind its field."""
    return [
        name
        for member in members
        for name in ((member, f"{member}_label") if member in LABELLED else (member,))
    ]


def add_labels(
    rows: list[dict[str, Any]], snapshot: Snapshot, language: str, *, with_code: bool
) -> list[dict[str, Any]]:
    """Rows with the names of their coded fields.

    At most two queries beside what the cache keeps. with_code: "code: name", as SDMX-CSV writes
    labels=both; else the name alone.
    """
    known = dict(names(snapshot, language))
    for kind, model in (("source", Source), ("release", Release)):
        codes = {row[kind] for row in rows if row.get(kind)}
        known[kind] = titles(model, codes, snapshot) if codes else {}
    labelled = []
    for row in rows:
        labels = {
            f"{member}_label": _label(row, member, kind, known, with_code)
            for member, kind in LABELLED.items()
            if member in row
        }
        merged = {**row, **labels}
        labelled.append({name: merged[name] for name in with_labels(row)})
    return labelled


def _label(
    row: Mapping[str, Any], member: str, kind: str, known: Names, with_code: bool
) -> str | None:
    code = row[member]
    if code is None:
        return None
    if member == "breakdown":
        pairs = [pair.partition("=") for pair in code.split(";")]
        return "; ".join(
            f"{known['code-list'].get(dim, dim)}: {known.get(f'list:{dim}', {}).get(name, name)}"
            for dim, _, name in pairs
        )
    if member == "value_code":
        kind = f"list:{known['answers'].get(row['indicator'], '')}"
    name = known.get(kind, {}).get(code, code)
    return f"{code}: {name}" if with_code else name


# -- units ------------------------------------------------------------


def units(snapshot: Snapshot) -> Mapping[str, Mapping[str, Any]]:
    """Factor and base of the current units, by code."""

    def make(snapshot: Snapshot) -> dict[str, Any]:
        rows = Unit.objects.at(snapshot.version).values("code", "factor", "base")
        return {row["code"]: row for row in rows}

    kept: Mapping[str, Mapping[str, Any]] = _cached("units", snapshot, make)
    return kept


PLACES = 12


def converted(value: str | None, unit: str | None, wanted: str, snapshot: Snapshot) -> str | None:
    """A value in another unit of the same base, exact where it ends within PLACES digits.

    None where there is no value, no such unit or no conversion between the two.
    """
    known = units(snapshot)
    source, target = known.get(unit or ""), known.get(wanted)
    if value is None or source is None or target is None:
        return None
    if not (source["factor"] and target["factor"] and source["base"] == target["base"]):
        return None
    with localcontext(prec=200):  # no rounding before the last step, whatever the factors
        exact = Decimal(value) * Decimal(source["factor"]) / Decimal(target["factor"])
        rounded = round(exact, PLACES)
    text = f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
