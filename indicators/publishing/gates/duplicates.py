"""Checks of a draft as a whole: nothing is in it twice, and corrections are complete."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from indicators.figures.decimals import order_key
from indicators.figures.quantities import NUMBERS
from indicators.figures.series import series_code, series_parts
from indicators.models import Observation
from indicators.publishing.drafts import DraftEntry
from indicators.publishing.errors import Finding
from indicators.publishing.gates.references import Known


def check_repeated_ids(entries: Sequence[DraftEntry]) -> Iterator[Finding]:
    """Findings for things that are in the draft twice, and for incomplete corrections."""
    seen: dict[tuple[str, str], DraftEntry] = {}
    for entry in entries:
        closing = entry.thing in ("closing", "retraction")
        thing = (
            ("end", entry.content["observation"]) if closing else (entry.thing, entry.content["id"])
        )
        if first := seen.get(thing):
            detail = f"{thing[1]!r} is in this draft twice, first at {first.where}"
            yield Finding(entry.where, "told-twice", detail)
        seen.setdefault(thing, entry)
    replacing = {
        e.content["id"]: e.content.get("replaces") for e in entries if e.thing == "observation"
    }
    ends = {
        e.content["observation"]: e.content.get("replaced_by")
        for e in entries
        if e.thing == "closing"
    }
    for entry in entries:
        code = entry.content.get("id", "")
        if entry.thing == "observation" and (old := replacing[code]) and ends.get(old) != code:
            yield Finding(entry.where, "replaces-unclosed", f"no closing says {code!r} for {old!r}")
        if entry.thing == "closing":
            new = entry.content["replaced_by"]
            if replacing.get(new) != entry.content["observation"]:
                detail = f"{new!r} does not replace {entry.content['observation']!r} in this draft"
                yield Finding(entry.where, "closing-unreplaced", detail)


def _values(content: Mapping[str, Any]) -> tuple[Any, ...]:
    """What an observation says: two with the same key and the same values are the same."""
    numbers = (order_key(content[n]) if content.get(n) else None for n in NUMBERS)
    opens = (content.get("low_open"), content.get("high_open"))
    words = (content.get(n) for n in ("unit", "value_code", "direction"))
    return (*numbers, *opens, *words)


def check_said_twice(entries: Sequence[DraftEntry], known: Known) -> Iterator[Finding]:
    """Findings for observations of one release and key; only those that say the same block."""
    ended = {e.content["observation"] for e in entries if e.thing in ("closing", "retraction")}
    seen: dict[tuple[str, ...], list[tuple[str, tuple[Any, ...]]]] = {}
    statements = [e for e in entries if e.thing == "observation"]
    for key, code, values in _current_statements(statements, known, ended):
        seen.setdefault(key, []).append((code, values))
    for entry in statements:
        key = statement_key(entry.content, known)
        values = _values(entry.content)
        for where, other in seen.setdefault(key, []):
            if values == other:
                detail = f"said already at {where}: make it one observation with several citations"
                yield Finding(entry.where, "duplicate-statement", detail)
            else:
                detail = f"another value for the same series and period at {where}"
                yield Finding(entry.where, "inconsistent-in-release", detail, blocking=False)
        seen[key].append((entry.where, values))


def statement_key(content: Mapping[str, Any], known: Known) -> tuple[str, ...]:
    """Release, series, period and base period of a statement."""
    release = known.get("release", content["release"])
    publisher = str(release["publisher"]) if release else ""
    series = series_code(series_parts(dict(content), publisher))
    return (content["release"], series, content["period"], content.get("base_period") or "")


def _current_statements(
    entries: Sequence[DraftEntry], known: Known, ended: set[str]
) -> Iterator[tuple[tuple[str, ...], str, tuple[Any, ...]]]:
    """Key, id and values of the current observations with the keys of these entries. One query."""
    keys = {statement_key(entry.content, known) for entry in entries}
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
            yield key, row.code, _values({k: (None if v == "" else v) for k, v in content.items()})
