"""The numbers of a new text that nothing accounts for yet."""

from django.contrib.auth.models import User

from indicators.curation.drafts.asides import put_aside
from indicators.curation.drafts.changing import changing
from indicators.curation.drafts.texts import about, numerals_of, text_of
from indicators.curation.models import Decision, DraftChangeset
from indicators.publishing.errors import ActUnusable
from sources import numerals
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

    One step for all of them, after the curator saw them listed. A number with a doubt is left: it
    is looked at by itself.
    """
    if category == "figure":
        raise ActUnusable("figures are looked at one by one")
    with changing(draft_id, "set_aside_all", by=by, revision=revision) as change:
        text = text_of(change.draft)
        looks_like = [n for n in candidates(change.draft) if n.category == category]
        listed = [n for n in looks_like if not n.doubt]
        for numeral in listed:
            put_aside(change, text, numeral.start, numeral.end, category)
        change.detail["category"] = category
    return len(listed)
