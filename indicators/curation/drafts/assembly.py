"""The draft as it would be published, and what the checks find in it."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from indicators.curation.drafts.texts import area_of, language_of, release_content, text_of
from indicators.curation.hands import Hands, hands_in, written
from indicators.curation.models import Decision, DraftAct, DraftChangeset
from indicators.figures import accounting
from indicators.figures.entry_types import NEWEST
from indicators.publishing import publication
from indicators.publishing.drafts import Draft, DraftEntry
from indicators.publishing.errors import Finding
from indicators.publishing.gates import Checked


def assembled(draft: DraftChangeset, hands: Hands | None = None) -> Draft:
    """The draft as it will be published: acts, an account of its text's numbers, who wrote what.

    hands: who had a hand in it, if the caller has that already.
    """
    whole = drafted(draft)
    if draft.upload:
        parts = _numerals(draft, whole.entries)
        whole.entries += [DraftEntry(NEWEST["numerals"], part, "numerals") for part in parts]
    whole.wrote = written(draft, hands or hands_in(draft))
    whole.terms = _terms(draft)
    return whole


def _terms(draft: DraftChangeset) -> list[tuple[str, Any]]:
    """What is decided with the draft beside its entries: its text, and what is not carried over."""
    if not draft.upload:
        return []
    dropped = draft.carried.filter(decision=Decision.DROPPED).values_list("about", flat=True)
    return [("holds_text", draft.holds_text), *(("not_carried_over", code) for code in dropped)]


def drafted(draft: DraftChangeset, without: int | None = None) -> Draft:
    """The draft's acts with the text that they quote; without: number of an act to leave out."""
    kept = [act for act in draft.acts.all() if act.pk != without]
    entries = [DraftEntry(act.type, act.content, place_of(act)) for act in kept]
    whole = Draft(draft.message, draft.author.code, entries)
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


def digest(draft: DraftChangeset, whole: Draft | None = None) -> str:
    """The digest of the draft as it is shown and would be published now; linear in its quotes."""
    whole = whole or assembled(draft)
    return publication.digest(whole, publication.checked(whole).quotes)


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
