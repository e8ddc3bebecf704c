"""A made-up world of any size, the same every time, published through the one door.

    python -m benchmarks.generate 100000        (into DATABASE_URL, migrated and empty)

Owns what the benchmarks read. Every figure goes through `publish`: checks, log, tiles, projection.
One changeset holds at most CHANGESET figures, so that memory is that of one changeset however many
figures there are. A tenth of the statements restate a figure of an earlier release, some of them
with another value; one in 200 is corrected or retracted later.
"""

import hashlib
import sys
import time
from collections.abc import Iterator
from itertools import islice
from typing import Any

import django

PER_RELEASE = 100
CHANGESET = 10_000
PUBLISHERS, AREAS, INDICATORS, FIRST_YEAR, YEARS = 40, 240, 200, 1985, 40
UNITS = (("har", "area"), ("t", "mass"), ("1", "count"), ("USD", "money"))
COUNTED = {"har": "hectares", "t": "tonnes", "1": "boats", "USD": "dollars"}  # what quotes say
RESTATED = 10  # of the figures of every second release


def named(code: str) -> dict[str, str]:
    return {"labels": {"en": f"Name of {code}", "es": f"Nombre de {code}"}}


def vocabularies() -> Iterator[tuple[str, dict[str, Any]]]:
    """Type and content of every agency, area, unit and indicator, and of the sources."""
    for n in range(PUBLISHERS):
        yield "agency/2", {"id": f"office-{n}", **named(f"office {n}"), "kind": "government"}
    for n in range(AREAS):
        yield "area/2", {"id": f"X{n:03d}", **named(f"area {n}"), "kind": "country"}
    for code, dimension in UNITS:
        yield "unit/2", {"id": code, **named(code), "dimension": dimension, "system": "UCUM"}
    for n in range(INDICATORS):
        content = {"id": f"indicator-{n:03d}", **named(f"indicator {n}"), "kind": "level"}
        dimension = UNITS[n % len(UNITS)][1]
        yield (
            "indicator/2",
            {**content, "definitions": {"en": f"Measure {n}."}, "dimension": dimension},
        )
    for n in range(PUBLISHERS):
        content = {"id": f"source-{n}", "title": f"Report {n}", "publisher": f"office-{n}"}
        yield "source/2", {**content, "language": "en", "kind": "report"}


def release_id(number: int) -> str:
    return f"report-{number:06d}"


def release(number: int) -> dict[str, Any]:
    digest = hashlib.sha256(f"release {number}".encode()).hexdigest()
    publisher = number % PUBLISHERS
    day = f"{2000 + number % 25}-{1 + number % 12:02d}-{1 + number % 28:02d}"
    return {
        "id": release_id(number),
        "source": f"source-{publisher}",
        "title": f"Report of {day}",
        "publisher": f"office-{publisher}",
        "published_on": day,
        "retrieved_on": "2026-01-01",
        "media_type": "text/plain",
        "bytes": 40_000,
        "sha256": digest,
        "text_sha256": digest,
        "text_length": 40_000,
        "url": f"https://office-{publisher}.example/{number}",
    }


def observation(number: int, place: int) -> dict[str, Any]:
    """The content of one figure; a restated one has the key of an earlier release's figure."""
    restates = place < RESTATED and number // PUBLISHERS % 2 == 1
    key = number - PUBLISHERS if restates else number
    seed = (key * PER_RELEASE + place) * 7_919 % 9_999_991
    value = seed + (number % 3 if restates else 0)
    indicator = (key + place // 10) % INDICATORS
    printed, start = f"{value:,}", 200 + 350 * place
    unit = UNITS[indicator % len(UNITS)][0]
    before = f"In that year area {place} counted "
    after = f" {COUNTED[unit]}, the office said. "
    citation = {
        "role": "value",
        "start": start,
        "end": start + len(printed),
        "exact": printed,
        "prefix": before[-32:],
        "suffix": after[:32],
    }
    return {
        "id": f"{release_id(number)}-{place + 1:04d}",
        "release": release_id(number),
        "indicator": f"indicator-{indicator:03d}",
        "area": f"X{(key * 13 + place) % AREAS:03d}",
        "period": str(FIRST_YEAR + (key // 48_000 * 17 + key * 5 + place) % YEARS),
        "period_basis": "stated",
        "kind": "level",
        "modality": "actual",
        "value": str(value),
        "decimals": 0,
        "unit": unit,
        "qualifier": ("exact", "estimated", "approximate")[place % 3],
        "as_written": printed,
        "citations": [citation],
    }


def corrections(numbers: range) -> Iterator[tuple[str, dict[str, Any]]]:
    """Of some releases: one figure corrected and another one retracted."""
    for number in numbers:
        if number % 4:
            continue
        old, new = f"{release_id(number)}-0100", f"{release_id(number)}-0101"
        content = observation(number, PER_RELEASE - 1)
        yield "observation/1", {**content, "id": new, "modality": "forecast", "replaces": old}
        yield "closing/1", {"observation": old, "replaced_by": new, "reason": "a forecast"}
        retracted = f"{release_id(number)}-0099"
        yield "retraction/1", {"observation": retracted, "reason": "withdrawn"}


def changesets(figures: int) -> Iterator[tuple[str, list[tuple[str, dict[str, Any]]]]]:
    """Message and acts of every changeset of a world with this many figures."""
    yield "Vocabularies", list(vocabularies())
    numbers = iter(range(figures // PER_RELEASE))
    while some := list(islice(numbers, CHANGESET // PER_RELEASE)):
        acts: list[tuple[str, dict[str, Any]]] = [("release/2", release(n)) for n in some]
        acts += [("observation/1", observation(n, k)) for n in some for k in range(PER_RELEASE)]
        yield f"Reports {some[0]} to {some[-1]}", acts
    yield "Corrections", list(corrections(range(min(figures // PER_RELEASE, 4_000))))


def publish_all(figures: int, say: Any = print) -> float:
    """Publish the world; seconds that publishing took, without the making of the drafts."""
    from indicators.publishing.drafts import Draft, DraftEntry
    from indicators.publishing.publication import approve, publish

    took = 0.0
    for message, acts in changesets(figures):
        entries = [DraftEntry(kind, content, kind) for kind, content in acts]
        draft = Draft(message, "curator-1", entries)
        approval = approve(draft, by="curator-2")
        began = time.perf_counter()
        version = publish(draft, approval)
        spent = time.perf_counter() - began
        took += spent
        say(f"{message:<28} {len(acts):>6} entries, version {version.size:>9}, {spent:6.2f} s")
    return took


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    total = int(sys.argv[1])
    seconds = publish_all(total)
    print(f"{total} figures in {seconds:.1f} s: {total / seconds:.0f} a second")
