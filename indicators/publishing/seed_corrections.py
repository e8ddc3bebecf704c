"""Corrections that seed files bring: what a file says otherwise than it was published.

A statement that was published never changes. A file corrects it in the list `corrections` (the
published number, the reason, and the members that read otherwise), so that a new installation gets
the same history as an old one: first what was published, then its correction. A statement that is
edited in its place, with a `reason`, becomes a correction where it was published already. Reads
files and the database, never writes.
"""

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from indicators.figures.entry_types import NEWEST
from indicators.figures.fields import GIVEN, completed
from indicators.models import Claim, Closing, Observation
from indicators.publishing import seeds
from indicators.publishing.drafts import Draft, DraftEntry
from indicators.publishing.errors import SeedUnreadable
from indicators.publishing.seeds import Located
from ledger.log import content_of

# What doesn't count when a file is compared with what was published: why its quotes may read
# otherwise, which says nothing of what is measured.
NOT_COMPARED = "quote_check_reason"
COMPARED = tuple(field.name for field in GIVEN if field.name != NOT_COMPARED)


@dataclass(frozen=True)
class Correction:
    """A statement of a file that shall replace a published one."""

    replaces: str
    reason: str
    statement: Located


@dataclass
class History:
    """The figures of a release that were ever published, and what replaced them.

    contents: by id, in the newest form; None for what is withheld by law.
    """

    contents: dict[str, Mapping[str, Any] | None] = field(default_factory=dict)
    replaced_by: dict[str, str] = field(default_factory=dict)
    current: set[str] = field(default_factory=set)

    def chain(self, code: str) -> list[str]:
        """The id, then those of its corrections, oldest first."""
        codes = [code]
        while code := self.replaced_by.get(code, ""):
            codes.append(code)
        return codes

    def says(self, code: str, statement: Mapping[str, Any]) -> bool:
        """Whether the figure, or a correction of it, says the same as this statement."""
        contents = (self.contents.get(code) for code in self.chain(code))
        return any(
            _members(content) == _members(statement) for content in contents if content is not None
        )


def history_of(release: str) -> History:
    """The history of a release's figures, read with two queries."""
    history = History()
    rows = Observation.objects.filter(release=release).select_related("entry").order_by("pk")
    for row in rows.iterator():
        data = row.entry.data
        history.contents[row.code] = None if data is None else content_of(bytes(data))
        if row.known_to is None:
            history.current.add(row.code)
    closings = Closing.objects.filter(observation__release=release).exclude(replaced_by="")
    history.replaced_by = dict(closings.values_list("observation__code", "replaced_by"))
    return history


def require_reasons(path: Path, texts: Mapping[str, str] | None = None) -> None:
    """Raises SeedUnreadable for what a file says otherwise than was published, without a reason."""
    content = seeds.load(path)
    released = _released(content)
    text = (texts or {}).get(str(released.get("text_sha256")))
    list(_listed(content, released))
    list(_edited(content, released, text, history_of(str(released.get("id")))))
    _require_claims_as_published(content, released)


def _released(content: Located) -> Located:
    source, release = (seeds.mapping(content, name) for name in ("source", "release"))
    return seeds.release_of(release, source)


def corrections_draft(
    path: Path, texts: Mapping[str, str] | None = None
) -> tuple[Draft, list[str]]:
    """The draft of what a file corrects, and a line for each correction that comes too late.

    What was corrected before is left out. A figure that ended otherwise since (a curator corrected
    or retracted it) is left as it is. Raises SeedUnreadable for a statement that differs from what
    was published, without a reason.
    """
    content = seeds.load(path)
    released = _released(content)
    text = (texts or {}).get(str(released.get("text_sha256")))
    history = history_of(str(released.get("id")))
    by = seeds.mapping(content, "changeset").get("drafted_by")
    draft = Draft("", str(by), texts=dict(texts or {}))
    late = []
    for correction in [*_listed(content, released), *_edited(content, released, text, history)]:
        statement = _statement(correction.statement, released, text)
        last = history.chain(correction.replaces)[-1]
        if correction.replaces not in history.contents:
            raise SeedUnreadable(
                f"{correction.statement.where}: replaces {correction.replaces!r}, which was never "
                "published"
            )
        if history.says(correction.replaces, statement):
            continue
        if last not in history.current or last != correction.replaces:
            late.append(f"{correction.statement.where}: {correction.replaces} ended meanwhile")
            continue
        draft.entries += _entries(correction, statement, released, history)
    count = len(draft.entries) // 2
    figures = "1 figure" if count == 1 else f"{count} figures"
    draft.message = f"Correct {figures} of {released.get('title')}"[:300]
    return draft, late


def _members(statement: Mapping[str, Any]) -> dict[str, Any]:
    """What a statement says, comparable whenever it was published and by which software."""
    whole = completed({name: v for name, v in statement.items() if v is not None})
    places = ("role", "start", "end", "exact")
    citations = [tuple(content[name] for name in places) for content in whole.get("citations", [])]
    return {
        **{name: whole[name] for name in COMPARED if name in whole},
        "citations": sorted(citations),
    }


def _statement(item: Located, released: Located, text: str | None) -> Located:
    """The observation that an item of a file gives; the item stays as it is."""
    return seeds.observation_of(copy.deepcopy(item), released, text)


def _listed(content: Located, released: Located) -> Iterator[Correction]:
    """The corrections of a file's list, each with the members that it takes over."""
    items = {str(item.get("n")): item for item in seeds.listed(content, "observations")}
    for item in seeds.listed(content, "corrections"):
        number, reason = item.get("replaces"), item.get("reason")
        if not number or not reason:
            raise SeedUnreadable(f"{item.where}: a correction needs replaces and reason")
        if number not in items:
            raise SeedUnreadable(f"{item.where}: there is no observation {number} in this file")
        corrected = _overlaid(items[number], item)
        items[str(item.get("n"))] = corrected
        yield Correction(seeds.full_id(number, released), reason, corrected)


def _overlaid(old: Located, item: Located) -> Located:
    """The old statement with what the correction says otherwise; an empty member goes."""
    own = {name: value for name, value in item.items() if name not in ("replaces", "reason")}
    # What was said of the old words doesn't hold for the new ones.
    left_out = {NOT_COMPARED, "reason", *(("as_written",) if "citations" in item else ())}
    kept = {name: value for name, value in old.items() if name not in left_out}
    whole = Located({name: value for name, value in {**kept, **own}.items() if value != ""})
    whole.where = item.where
    return whole


def _edited(
    content: Located, released: Located, text: str | None, history: History
) -> Iterator[Correction]:
    """The statements of a file that were published otherwise. Raises SeedUnreadable."""
    for item in seeds.listed(content, "observations"):
        code = seeds.full_id(str(item.get("n")), released)
        published = history.contents.get(code)
        if published is None:
            continue
        statement = _statement(item, released, text)
        if history.says(code, statement):
            continue
        if not item.get("reason"):
            names = _differing(published, statement)
            raise SeedUnreadable(
                f"{item.where}: {code} was published with another {names}: undo the edit, or give "
                "its `reason`, and it becomes a correction"
            )
        yield Correction(history.chain(code)[-1], str(item["reason"]), item)


def _differing(published: Mapping[str, Any], statement: Mapping[str, Any]) -> str:
    old, new = _members(published), _members(statement)
    names = [name for name in (*COMPARED, "citations") if old.get(name) != new.get(name)]
    return ", ".join(names)


def _require_claims_as_published(content: Located, released: Located) -> None:
    """Raises SeedUnreadable for a claim that was published otherwise: a claim isn't corrected."""
    codes = {}
    for item in seeds.listed(content, "claims"):
        if (number := str(item.get("n"))).isdecimal():
            codes[f"{released.get('id')}-c{int(number):04d}"] = item
    rows = Claim.objects.filter(code__in=codes)
    for code, relation, operator in rows.values_list("code", "relation", "operator"):
        item = codes[code]
        if (item.get("relation"), item.get("operator", "")) != (relation, operator):
            raise SeedUnreadable(f"{item.where}: {code} was published otherwise: give it a new n")


def _entries(
    correction: Correction, statement: Located, released: Located, history: History
) -> Sequence[DraftEntry]:
    """The new observation, under a number that nothing else has, and the end of the old one."""
    if statement["id"] in history.contents:
        statement["id"] = _next_id(str(released.get("id")), history)
    history.contents[statement["id"]] = statement
    statement["replaces"] = correction.replaces
    closing = {
        "observation": correction.replaces,
        "reason": correction.reason,
        "replaced_by": statement["id"],
    }
    where = correction.statement.where
    return (
        DraftEntry(NEWEST["observation"], statement, where),
        DraftEntry(NEWEST["closing"], closing, where),
    )


def _next_id(release: str, history: History) -> str:
    numbers = [int(code.rpartition("-")[2]) for code in history.contents]
    return f"{release}-{max(numbers) + 1:04d}"
