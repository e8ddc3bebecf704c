"""Checks of a draft before it is published, which read the database and never write.

`check` returns everything that is wrong, not only the first thing. It first checks the shape of
each entry (figures/faults.py, pure), then its references to what is current and to what the draft
itself adds, then whether its quotes say what they are cited for, then what only the whole draft
shows: duplicates, closings, numbers not accounted for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from indicators.figures.choices import QuoteCheck
from indicators.figures.entry_types import upcast
from indicators.figures.faults import faults
from indicators.publishing.drafts import DraftEntry, Readings
from indicators.publishing.errors import Finding
from indicators.publishing.gates import observations, releases, vocabularies
from indicators.publishing.gates.duplicates import check_repeated_ids, check_said_twice
from indicators.publishing.gates.meaning import Reader
from indicators.publishing.gates.references import known_things
from indicators.publishing.gates.releases import check_accounted

CHECKS = {
    "agency": vocabularies.check_agency,
    "area": vocabularies.check_area,
    "unit": vocabularies.check_unit,
    "code-list": vocabularies.check_vocabulary,
    "indicator": vocabularies.check_indicator,
    "theme": vocabularies.check_theme,
    "source": vocabularies.check_source,
    "release": releases.check_release,
    "observation": observations.check_observation,
    "numerals": releases.check_numerals,
    "claim": observations.check_claim,
    "closing": observations.check_closing,
    "retraction": observations.check_closing,
}


@dataclass
class Checked:
    """What is wrong with a draft, and what the check of each figure's quotes came to, by its id."""

    findings: list[Finding]
    quotes: Mapping[str, QuoteCheck] = field(default_factory=dict)


def check(
    entries: Sequence[DraftEntry],
    texts: Mapping[str, str],
    readings: Readings | None = None,
) -> Checked:
    """Everything wrong with these entries; texts: canonical texts by SHA-256, where available.

    readings: what the same entries' quotes were read as before, see gates.meaning.
    """
    found = [
        Finding(where, "shape", detail)
        for entry in entries
        for where, detail in faults(entry.type, entry.content, entry.where)
    ]
    if found:
        return Checked(found)  # what is malformed cannot be looked up
    entries = [replace(entry, content=upcast(entry.type, entry.content)) for entry in entries]
    known = known_things(entries, texts)
    for entry in entries:
        found += CHECKS[entry.thing](entry, known)
    quotes, reader = {}, Reader(known, readings)
    for entry in entries:
        if entry.thing == "observation":
            quotes[entry.content["id"]], disagreeing = reader.judge(entry)
            found += disagreeing
    whole = (
        check_repeated_ids(entries),
        check_said_twice(entries, known),
        check_accounted(entries, known),
    )
    return Checked([*found, *chain.from_iterable(whole)], quotes)
