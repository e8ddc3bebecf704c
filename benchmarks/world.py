"""A made-up world of any size, the same every time, in the shape of real statistical series.

Pure. Forty offices publish yearly editions of 100 figures each: 20 lines (four indicators of an
area, in four parts and their total) over five years. So each edition states four of its five years
anew: a key has five statements, and one value in 20 is revised. Half of the editions are tables
(quotes: value, row header, column header, unit), half are prose (value, period). Each total of two
indicators is claimed to be the sum of its parts. In each fourth edition one figure is corrected and
one that a claim speaks of is retracted. After 40 editions an office moves on to other lines.
"""

import hashlib
from collections.abc import Iterator
from itertools import islice
from typing import Any

PER_RELEASE = 100
CHANGESET = 10_000
PUBLISHERS, AREAS, INDICATORS = 40, 240, 200
EDITIONS, FIRST_YEAR, WINDOW = 40, 1980, 5  # of an office's lines; years of one edition
PARTS = ("north", "east", "south", "west", "total")
GROUPS, CLAIMED = 4, 2  # indicators of an edition, and how many of them claim their totals
REVISED = 20
UNITS = (("har", "area"), ("t", "mass"), ("1", "count"), ("USD", "money"))
COUNTED = {"har": "hectares", "t": "tonnes", "1": "boats", "USD": "dollars"}  # what quotes say
Act = tuple[str, dict[str, Any]]


def named(code: str) -> dict[str, str]:
    return {"labels": {"en": f"Name of {code}", "es": f"Nombre de {code}"}}


def vocabularies() -> Iterator[Act]:
    """Type and content of every agency, area, unit, code list and indicator, and of the sources."""
    for n in range(PUBLISHERS):
        yield "agency/2", {"id": f"office-{n}", **named(f"office {n}"), "kind": "government"}
    for n in range(AREAS):
        yield "area/2", {"id": f"X{n:03d}", **named(f"area {n}"), "kind": "country"}
    for code, dimension in UNITS:
        yield "unit/2", {"id": code, **named(code), "dimension": dimension, "system": "UCUM"}
    codes = [{"code": part, **named(part)} for part in PARTS]
    yield "code-list/2", {"id": "part", **named("part"), "codes": codes}
    for n in range(INDICATORS):
        content = {"id": f"indicator-{n:03d}", **named(f"indicator {n}"), "kind": "level"}
        content |= {"definitions": {"en": f"Measure {n}."}, "dimension": UNITS[n % len(UNITS)][1]}
        yield "indicator/2", content
    for n in range(PUBLISHERS):
        content = {"id": f"source-{n}", "title": f"Report {n}", "publisher": f"office-{n}"}
        yield "source/2", {**content, "language": "en", "kind": "report"}


def release_id(number: int) -> str:
    return f"report-{number:06d}"


def edition(number: int) -> tuple[int, int, int]:
    """The office of a release, which of its sets of lines, and which edition of these."""
    office, at = number % PUBLISHERS, number // PUBLISHERS
    return office, at // EDITIONS, at % EDITIONS


def release(number: int) -> dict[str, Any]:
    digest = hashlib.sha256(f"release {number}".encode()).hexdigest()
    office, _, at = edition(number)
    day = f"{FIRST_YEAR + WINDOW + at}-{1 + number % 12:02d}-{1 + number % 28:02d}"
    return {
        "id": release_id(number),
        "source": f"source-{office}",
        "title": f"Report of {day}",
        "publisher": f"office-{office}",
        "published_on": day,
        "retrieved_on": "2026-01-01",
        "media_type": "text/plain",
        "bytes": 40_000,
        "sha256": digest,
        "text_sha256": digest,
        "text_length": 40_000,
        "url": f"https://office-{office}.example/{number}",
    }


def value(number: int, place: int) -> int:
    """What an edition prints at a place: a total is the sum of its parts."""
    line, back = divmod(place, WINDOW)
    group, part = divmod(line, len(PARTS))
    if part == len(PARTS) - 1:
        parts = range(group * len(PARTS), line)
        return sum(value(number, other * WINDOW + back) for other in parts)
    office, block, at = edition(number)
    year = at + back
    key = ((block * PUBLISHERS + office) * 20 + line) * 100 + year
    revisions = sum(not (key + 7 * of) % REVISED for of in range(max(year - 3, 0), at + 1))
    return key * 7_919 % 999_983 + 1 + revisions


def observation(number: int, place: int) -> dict[str, Any]:
    """The content of the figure at a place of an edition."""
    line, back = divmod(place, WINDOW)
    group, part = divmod(line, len(PARTS))
    office, block, at = edition(number)
    indicator = (office * 5 + block + group) % INDICATORS
    shown, year = value(number, place), str(FIRST_YEAR + at + back)
    unit = UNITS[indicator % len(UNITS)][0]
    table = bool(number // PUBLISHERS % 2)
    return {
        "id": f"{release_id(number)}-{place + 1:04d}",
        "release": release_id(number),
        "indicator": f"indicator-{indicator:03d}",
        "area": f"X{(office * 7 + block * 4 + group) % AREAS:03d}",
        "period": year,
        "period_basis": "stated",
        "kind": "level",
        "modality": "actual",
        "breakdown": f"part={PARTS[part]}",
        "value": str(shown),
        "decimals": 0,
        "unit": unit,
        "qualifier": ("exact", "estimated", "approximate")[line % 3],
        "as_written": f"{shown:,}",
        "citations": (in_table if table else in_prose)(place, f"{shown:,}", year, COUNTED[unit]),
    }


def in_prose(place: int, printed: str, year: str, unit: str) -> list[dict[str, Any]]:
    start = 200 + 350 * place
    before, after = f"In {year} area {place} counted ", f" {unit}, the office said. "
    return [
        quoted("value", start, printed, before, after),
        quoted("period", start - len(before) + 3, year, "In ", f" area {place} counted "),
    ]


def in_table(place: int, printed: str, year: str, unit: str) -> list[dict[str, Any]]:
    line, back = divmod(place, WINDOW)
    row, name = 300 + 200 * line, f"Line {line} in the {PARTS[line % len(PARTS)]}"
    return [
        quoted("value", row + 60 + 20 * back, printed, "\t", "\t"),
        quoted("row_header", row, name, "\n", "\t"),
        quoted("column_header", 100 + 10 * back, year, "\t", "\t"),
        quoted("unit", 40, unit, "Numbers are in ", ".\n"),
    ]


def quoted(role: str, start: int, exact: str, before: str, after: str) -> dict[str, Any]:
    end = start + len(exact)
    context = {"prefix": before[-32:], "suffix": after[:32]}
    return {"role": role, "start": start, "end": end, "exact": exact, **context}


def claims(number: int) -> Iterator[Act]:
    """That the totals of some indicators are the sums of their parts, a claim for each year."""
    for place in range(CLAIMED * len(PARTS) * WINDOW):
        line, back = divmod(place, WINDOW)
        group, part = divmod(line, len(PARTS))
        if part != len(PARTS) - 1:
            continue
        lines = range(group * len(PARTS), line)
        figures = [f"{release_id(number)}-{n * WINDOW + back + 1:04d}" for n in lines]
        total = observation(number, place)
        yield (
            "claim/1",
            {
                "id": f"{release_id(number)}-c{group * WINDOW + back + 1:04d}",
                "release": release_id(number),
                "relation": "sum",
                "inputs": figures,
                "result": total["id"],
                "citations": total["citations"][:1],
            },
        )


def corrections(numbers: range) -> Iterator[Act]:
    """Of some releases: one figure corrected, and one that a claim speaks of retracted."""
    for number in numbers:
        if number % 4:
            continue
        old, new = f"{release_id(number)}-0100", f"{release_id(number)}-0101"
        content = observation(number, PER_RELEASE - 1)
        yield "observation/1", {**content, "id": new, "modality": "forecast", "replaces": old}
        yield "closing/1", {"observation": old, "replaced_by": new, "reason": "a forecast"}
        retracted = f"{release_id(number)}-0001"
        yield "retraction/1", {"observation": retracted, "reason": "withdrawn"}


def changesets(figures: int) -> Iterator[tuple[str, list[Act]]]:
    """Message and acts of every changeset of a world with this many figures."""
    yield "Vocabularies", list(vocabularies())
    numbers = iter(range(figures // PER_RELEASE))
    while some := list(islice(numbers, CHANGESET // PER_RELEASE)):
        acts: list[Act] = [("release/2", release(n)) for n in some]
        acts += [("observation/1", observation(n, k)) for n in some for k in range(PER_RELEASE)]
        acts += [act for n in some for act in claims(n)]
        yield f"Reports {some[0]} to {some[-1]}", acts
    yield "Corrections", list(corrections(range(min(figures // PER_RELEASE, 4_000))))
