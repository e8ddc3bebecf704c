"""The text of a draft as HTML, with everything highlighted that a person may choose."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from indicators.curation import worklist
from indicators.curation.drafts.texts import published_text, text_of
from indicators.curation.models import Decision, DraftChangeset
from indicators.curation.pages.highlights import Mark, segments
from indicators.curation.pages.lists import STATES
from indicators.figures.entry_types import thing
from sources.numerals import Numeral

KINDS = {**STATES, "cited": "Cited", "aside": "Set aside", "new": "Not accounted for"}


def marks(draft: DraftChangeset, found: Sequence[Numeral] | None = None) -> Iterable[Mark]:
    """Everything that is highlighted in the text; what is undecided hides what is done."""
    for carried in draft.carried.filter(decision=Decision.OPEN):
        for anchor in carried.anchors:
            if anchor["place"]:
                figure = thing(carried.type) == "observation"
                rank = 6 if not figure else 0 if anchor["role"] == "value" else 3
                start, end, _ = anchor["place"]
                yield Mark(start, end, f"c{carried.pk}", anchor["state"], rank)
    for act in draft.acts.all():
        about = thing(act.type)
        if about in ("observation", "claim") and act.content.get("release") == draft.release:
            for citation in act.content.get("citations", []):
                figure = about == "observation"
                rank = 7 if not figure else 1 if citation["role"] == "value" else 4
                yield Mark(citation["start"], citation["end"], f"a{act.pk}", "cited", rank)
    for aside in draft.set_aside.all():
        yield Mark(aside.start, aside.start + len(aside.exact), "", "aside", 2)
    if found is None:
        found = worklist.candidates(draft) if draft.upload else []
    for numeral in found:
        yield Mark(numeral.start, numeral.end, f"n{numeral.start}", "new", 2)


def shown_text(draft: DraftChangeset, found: Sequence[Numeral] | None = None) -> SafeString:
    """The draft's text as HTML; each piece has its first code point, each highlight its item.

    found: the draft's candidates, if the caller has them.
    """
    return _html(draft, text_of(draft), marks(draft, found))


def text_of_another(
    draft: DraftChangeset, release: str, key: str, citations: Iterable[Mapping[str, Any]]
) -> SafeString:
    """The text of a published release as HTML, with what one item of the draft cites there."""
    cited = [Mark(citation["start"], citation["end"], key, "cited") for citation in citations]
    return _html(draft, published_text(release) or "", cited)


def _html(draft: DraftChangeset, text: str, marked: Iterable[Mark]) -> SafeString:
    pieces, home = [], reverse("admin:curation-work", kwargs={"draft_id": draft.pk})
    for piece in segments(text, marked):
        if piece.mark is None:
            pieces.append(format_html('<span data-start="{}">{}</span>', piece.start, piece.text))
        elif not piece.mark.key:
            pieces.append(
                format_html(
                    '<span class="mark {}" title="{}" data-start="{}">{}</span>',
                    piece.mark.kind,
                    KINDS[piece.mark.kind],
                    piece.start,
                    piece.text,
                )  # fmt: skip
            )
        else:
            pieces.append(
                format_html(
                    '<a class="mark {}" href="{}?item={}" data-item="{}" title="{}" '
                    'data-start="{}">{}</a>',
                    piece.mark.kind,
                    home,
                    piece.mark.key,
                    piece.mark.key,
                    KINDS[piece.mark.kind],
                    piece.start,
                    piece.text,
                )  # fmt: skip
            )
    return format_html_join("", "{}", ((piece,) for piece in pieces))
