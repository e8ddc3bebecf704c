"""The draft as it would be published, and what the checks find in it."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from indicators.curation.drafts.texts import area_of, language_of, release_content, text_of
from indicators.curation.models import Decision, DraftAct, DraftChangeset
from indicators.figures import accounting
from indicators.figures.entry_types import NEWEST, thing
from indicators.publishing import publication
from indicators.publishing.drafts import Draft, DraftEntry
from indicators.publishing.errors import Finding
from indicators.publishing.gates import Checked


def assembled(draft: DraftChangeset) -> Draft:
    """The draft as it will be published: its acts, and an account of the numbers of its text."""
    whole = drafted(draft)
    if draft.upload:
        parts = _numerals(draft, whole.entries)
        whole.entries += [DraftEntry(NEWEST["numerals"], part, "numerals") for part in parts]
    return whole


def drafted(draft: DraftChangeset, without: int | None = None) -> Draft:
    """The draft's acts with the text that they quote; without: number of an act to leave out."""
    kept = [act for act in draft.acts.select_related("by") if act.pk != without]
    entries = [DraftEntry(act.type, act.content, place_of(act)) for act in kept]
    whole = Draft(draft.message, draft.author.code, entries)
    hands = [(act.by.code, thing(act.type)) for act in kept]
    hands += [(aside.by.code, "set_aside") for aside in draft.set_aside.select_related("by")]
    for name, count in Counter(hands).items():
        whole.wrote.setdefault(name[0], {})[name[1]] = count
    if text := text_of(draft):
        whole.texts[hashlib.sha256(text.encode()).hexdigest()] = text
    return whole


def errors_of(
    draft: DraftChangeset, content: Mapping[str, Any], without: int | None = None
) -> list[Finding]:
    """What blocks one observation of the draft, looked at beside the draft's descriptions alone.

    without: number of the act that it takes the place of.
    """
    whole = drafted(draft, without)
    apart = ("observation", "claim", "closing", "retraction")
    whole.entries = [entry for entry in whole.entries if entry.thing not in apart]
    whole.entries.append(DraftEntry(NEWEST["observation"], content, "figure"))
    if old := content.get("replaces"):
        closing = {"observation": old, "reason": "a correction", "replaced_by": content["id"]}
        whole.entries.append(DraftEntry(NEWEST["closing"], closing, "closing"))
    found = publication.check(whole)
    return [
        finding
        for finding in found
        if finding.blocking and finding.where.partition(":")[0] == "figure"
    ]


def place_of(act: DraftAct) -> str:
    """What a finding is about: an id that a person knows, and the number that the API knows."""
    return f"{act.thing} {act.about}, act {act.pk}" if act.about else f"{act.thing}, act {act.pk}"


def _numerals(draft: DraftChangeset, entries: Sequence[DraftEntry]) -> list[dict[str, Any]]:
    release = release_content(draft)
    citations = [
        citation
        for entry in entries
        if entry.thing == "observation" and entry.content.get("release") == release.get("id")
        for citation in entry.content.get("citations", [])
    ]
    aside = list(draft.set_aside.values("start", "exact", "category"))
    parts = accounting.parts(
        str(release.get("id")), language_of(draft), text_of(draft), citations, aside,
        area_of(draft), draft.reason,
        unreliable=draft.upload.unreliable() if draft.upload else "",
    )  # fmt: skip
    return list(parts)


def findings(draft: DraftChangeset, whole: Draft | None = None) -> list[Finding]:
    """Everything wrong with the draft if it were published now, and what is still undecided.

    whole: the draft assembled, if the caller has it already.
    """
    return checked(draft, whole or assembled(draft)).findings


def checked(draft: DraftChangeset, whole: Draft) -> Checked:
    """The same, and what the check of each figure's quotes came to."""
    found = publication.checked(whole)
    if left := draft.carried.filter(decision=Decision.OPEN).count():
        detail = f"{left} items of the previous release are neither carried over nor left out"
        found.findings.append(Finding("work list", "carried-undecided", detail))
    return found
