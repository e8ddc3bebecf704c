"""The numbers of a new text that nothing accounts for yet, and what a figure of one would say."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import User

from indicators.curation.drafts.asides import put_aside
from indicators.curation.drafts.changing import changing
from indicators.curation.drafts.texts import about, citation, numerals_of, source_of, text_of
from indicators.curation.models import Decision, DraftChangeset
from indicators.curation.worklist.values import value_members
from indicators.publishing.errors import ActUnusable
from sources import numerals
from sources.models import Source
from sources.numerals import Numeral


def cited(draft: DraftChangeset) -> list[tuple[int, int]]:
    """The ranges of the text that the draft's acts cite."""
    return [
        (citation["start"], citation["end"])
        for content in about(draft, "observation").values_list("content", flat=True)
        if content.get("release") == draft.release
        for citation in content.get("citations", [])
    ]


def candidates(draft: DraftChangeset) -> list[Numeral]:
    """The numerals that nothing accounts for yet: likely figures first, then in order of the text.

    The places of figures that are still to be decided on are left out: they are listed already.
    """
    waiting = [
        (anchor["place"][0], anchor["place"][1])
        for carried in draft.carried.filter(decision=Decision.OPEN, type__startswith="observation/")
        for anchor in carried.anchors
        if anchor["place"]
    ]
    aside = [(a.start, a.start + len(a.exact)) for a in draft.set_aside.all()]
    missing = numerals.unaccounted(numerals_of(draft), cited(draft) + waiting, aside)
    return sorted(missing, key=lambda n: (n.category != "figure", n.start))


def set_aside_all(draft_id: int, category: str, *, by: User, revision: int) -> int:
    """Set aside every candidate that looks like `category` to the reader, never a figure; how many.

    One step for all of them, after the curator saw them listed.
    """
    if category == "figure":
        raise ActUnusable("figures are looked at one by one")
    with changing(draft_id, "set_aside_all", by=by, revision=revision) as change:
        text = text_of(change.draft)
        listed = [n for n in candidates(change.draft) if n.category == category]
        for numeral in listed:
            put_aside(change, text, numeral.start, numeral.end, category)
        change.detail["category"] = category
    return len(listed)


def suggestion(draft: DraftChangeset, numeral: Numeral) -> dict[str, Any]:
    """The content of an observation, as far as a number says it; a curator completes it."""
    text = text_of(draft)
    start, end = numeral.phrase
    content: dict[str, Any] = {
        "release": draft.release,
        "period_basis": "stated",
        "kind": {"rank": "rank", "ordinal": "rank"}.get(numeral.kind, "level"),
        "modality": "actual",
        "qualifier": numeral.qualifier,
        "as_written": " ".join(text[start:end].split()),
        "citations": [citation(text, start, end, "value")],
        **value_members(numeral),
    }
    if numeral.unit:
        content["unit"] = numeral.unit
    if area := _source_area(draft):
        content["area"] = area
    if period := _nearest_period(numerals_of(draft), numeral, text):
        content["period"] = period.period
        content["citations"].append(citation(text, period.start, period.end, "period"))
    if draft.upload and (page := draft.upload.page_of(start)):
        content["page"] = page
    return content


def _source_area(draft: DraftChangeset) -> str | None:
    for content in about(draft, "source").values_list("content", flat=True):
        return content.get("area")
    source = Source.objects.filter(code=source_of(draft), known_to__isnull=True).first()
    return source.area or None if source else None


def _nearest_period(
    found: Sequence[Numeral], numeral: Numeral, text: str, reach: int = 200
) -> Numeral | None:
    """The nearest year or date in the same paragraph."""
    low = text.rfind("\n\n", max(0, numeral.start - reach), numeral.start)
    high = text.find("\n\n", numeral.end, numeral.end + reach)
    low = max(0, numeral.start - reach) if low < 0 else low
    high = numeral.end + reach if high < 0 else high
    near = [n for n in found if n.period and low <= n.start and n.end <= high and n != numeral]
    return min(near, key=lambda n: abs(n.start - numeral.start), default=None)
