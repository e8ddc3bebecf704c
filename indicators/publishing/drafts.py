"""A draft as the write path takes it: entries that are not in the log yet, with their texts.

Curators work on rows (indicators.curation.models.DraftChangeset), of which curation makes a Draft.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from indicators.figures.entry_types import thing
from ledger.formats import canonical


@dataclass(frozen=True)
class DraftEntry:
    """An entry before its publication; where: its place for the person who wrote it."""

    type: str
    content: Mapping[str, Any]
    where: str

    @property
    def thing(self) -> str:
        """What the entry is about, whatever the version of its type."""
        return thing(self.type)

    @property
    def object(self) -> str:
        """The id of the thing that the entry is about; closings are about their observation."""
        if self.thing in ("closing", "retraction"):
            return f"observation:{self.content['observation']}"
        return f"{self.thing}:{self.content['id']}"


@dataclass
class Readings:
    """What quotes were read as, kept from a draft's approval to its publication (gates.meaning).

    names: what words were taken to name. of: by the figure's id, each reading beside all else that
    it depends on.
    """

    names: Any = None
    of: dict[str, tuple[Any, Any]] = field(default_factory=dict)


@dataclass
class Draft:
    """A changeset before its publication; texts: canonical texts by SHA-256, where available."""

    message: str
    drafted_by: str
    entries: list[DraftEntry] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    # How many entries of each thing each person had a hand in, where that is known.
    wrote: dict[str, dict[str, int]] = field(default_factory=dict)
    readings: Readings = field(default_factory=Readings, repr=False, compare=False)
    # What is decided with it and is no entry, such as whether its text is served; by its name.
    terms: list[tuple[str, Any]] = field(default_factory=list)

    def digest_of_0_2(self) -> str:
        """The digest to which approvals were bound up to version 0.2, for drafts handed in then."""
        lines = hashlib.sha256()
        lines.update(canonical.encode([self.message, self.drafted_by]))
        for entry in self.entries:
            lines.update(b"\n" + canonical.encode([entry.type, dict(entry.content)]))
        return lines.hexdigest()


@dataclass(frozen=True)
class Approval:
    """What other people approved: the draft with this digest, shown against this version.

    approved: how many entries of each thing each of those who approved it did, where that is known.
    """

    by: str
    digest: str
    version: int
    approved: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
