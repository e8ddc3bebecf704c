"""What the entries of a draft may refer to: what is current, and what the draft itself adds."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from indicators.figures.claims import operand_ids
from indicators.models import Claim, Observation
from indicators.publishing.current import VOCABULARIES, Contents, current_contents
from indicators.publishing.drafts import DraftEntry
from indicators.publishing.errors import Finding
from sources.models import HeldText, Release


@dataclass
class Known:
    """What an entry may refer to.

    current: what is in force, by entry type and id. things: the same, overlaid with what the draft
    adds. observations: published ones that the draft names, by id. added: ids of observations of
    the draft itself. claims: ids of claims that were used before. texts: by SHA-256.
    """

    current: dict[str, Contents] = field(default_factory=dict)
    things: dict[str, Contents] = field(default_factory=dict)
    observations: dict[str, Observation] = field(default_factory=dict)
    added: set[str] = field(default_factory=set)
    claims: set[str] = field(default_factory=set)
    texts: dict[str, str] = field(default_factory=dict)

    def has(self, entry_type: str, code: object) -> bool:
        """Whether there is a thing of this type with this id."""
        return code in self.things.get(entry_type, {})

    def get(self, entry_type: str, code: object) -> Mapping[str, Any] | None:
        """The content of the thing with this id, None if there is none."""
        return self.things.get(entry_type, {}).get(str(code))

    @cached_property
    def releases_of_text(self) -> Mapping[str, list[str]]:
        """The releases of each text, by its SHA-256."""
        found: dict[str, list[str]] = defaultdict(list)
        for code, content in self.things.get("release", {}).items():
            found[content["text_sha256"]].append(code)
        return found

    def codes(self, code_list: str) -> set[str]:
        """The codes of a list, empty if there is no such list."""
        content = self.get("code-list", code_list)
        return {code["code"] for code in content["codes"]} if content else set()


def known_things(entries: Sequence[DraftEntry], texts: Mapping[str, str]) -> Known:
    """What these entries may refer to; a fixed number of queries, whatever the draft's length."""
    known = Known(texts=dict(texts))
    for entry_type, model in VOCABULARIES.items():
        known.current[entry_type] = current_contents(model)
    releases = {e.content["release"] for e in entries if e.thing == "observation"}
    releases |= {e.content["id"] for e in entries if e.thing == "release"}
    releases |= {e.content["release"] for e in entries if e.thing in ("numerals", "claim")}
    hashes = {e.content["text_sha256"] for e in entries if e.thing == "release"}
    same_text = Release.objects.filter(text_sha256__in=hashes, known_to__isnull=True)
    releases |= set(same_text.values_list("code", flat=True))
    known.current["release"] = current_contents(Release, releases)
    known.things = {name: dict(contents) for name, contents in known.current.items()}
    for entry in entries:
        if entry.thing in known.things:
            known.things[entry.thing][str(entry.content["id"])] = entry.content
    known.added = {e.content["id"] for e in entries if e.thing == "observation"}
    named = set(known.added)
    named |= {e.content["observation"] for e in entries if "observation" in e.content}
    named |= {code for e in entries if e.thing == "claim" for code in operand_ids(e.content)}
    claims = {e.content["id"] for e in entries if e.thing == "claim"}
    known.claims = set(Claim.objects.filter(code__in=claims).values_list("code", flat=True))
    named |= {e.content["replaces"] for e in entries if e.content.get("replaces")}
    known.observations = {row.code: row for row in Observation.objects.filter(code__in=named)}
    hashes = {release["text_sha256"] for release in known.things["release"].values()}
    for held in HeldText.objects.filter(text_sha256__in=hashes - set(texts)):
        known.texts[held.text_sha256] = held.text
    return known


def unknown_reference(
    entry: DraftEntry, known: Known, name: str, entry_type: str
) -> Iterator[Finding]:
    """A finding if the member `name` refers to nothing."""
    code = entry.content.get(name)
    if code and not known.has(entry_type, code):
        thing = entry_type.partition("/")[0].replace("-", " ")
        yield Finding(entry.where, f"unknown-{name.replace('_', '-')}", f"no {thing} {code!r}")
