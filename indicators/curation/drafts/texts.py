"""The text that a draft quotes: its language, its numerals, and citations of it."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from indicators.curation.models import DraftAct, DraftChangeset
from indicators.publishing.gates.quotes import CONTEXT
from sources import intake, numerals
from sources.models import Release, Source
from sources.numerals import Numeral

Doubt = tuple[int, int, str]  # start and end of a place, and what is open there


def about(draft: DraftChangeset, thing: str) -> QuerySet[DraftAct]:
    """The draft's acts about things of this sort, whatever the version of their type."""
    return draft.acts.filter(type__startswith=f"{thing}/")


def text_of(draft: DraftChangeset) -> str:
    """The canonical text that the draft quotes; empty if it has none."""
    if draft.upload:
        return draft.upload.text
    return (published_text(draft.release) or "") if draft.release else ""


def published_text(release: str) -> str | None:
    """The text of a published release, None if it is not available here."""
    row = Release.objects.filter(code=release, known_to__isnull=True).first()
    return intake.text_of(row.text_sha256) if row else None


def numerals_of(draft: DraftChangeset) -> list[Numeral]:
    """The numerals of the draft's text, none where no reader knows its language (`unread`).

    A text is read once and remembered for a while. A number that a warning of the extraction is
    about carries it as its doubt.
    """
    doubts = draft.upload.doubts() if draft.upload else []
    return list(numerals_in(text_of(draft), language_of(draft), area_of(draft), tuple(doubts)))


def numerals_in(
    text: str, language: str, area: str | None, doubts: tuple[Doubt, ...] = ()
) -> tuple[Numeral, ...]:
    """The numerals of a text, none in a language that no reader knows: a person reads it then.

    The same text gives the same tuple for a while, by which other readers recognise it.
    """
    try:
        found = numerals.read_once(text, language, area) if text else ()
    except numerals.UnreadableText:
        return ()
    return _with_doubts(text, language, area, doubts) if doubts else found


@lru_cache(maxsize=8)
def _with_doubts(
    text: str, language: str, area: str | None, doubts: tuple[Doubt, ...]
) -> tuple[Numeral, ...]:
    found = numerals.read_once(text, language, area)
    return tuple(_doubted(numeral, doubts) for numeral in found)


def _doubted(numeral: Numeral, doubts: Sequence[Doubt]) -> Numeral:
    """The numeral with what a warning says of its place, unless it has a doubt of its own."""
    for start, end, detail in doubts:
        if start < numeral.end and numeral.start < end and not numeral.value_doubt:
            return replace(numeral, doubt=detail)
    return numeral


def unread(draft: DraftChangeset) -> str:
    """Why no numbers of the draft's text are suggested; empty if they are."""
    try:
        numerals.read_once(text_of(draft), language_of(draft), area_of(draft))
    except numerals.UnreadableText as unreadable:
        return f"No numbers are suggested: {unreadable}. Select the words of each figure."
    return ""


def language_of(draft: DraftChangeset) -> str:
    """The language of the draft's source, as drafted or published; English if neither says."""
    return str(_described(draft).get("language") or "en")


def _described(draft: DraftChangeset) -> dict[str, Any]:
    """The draft's source, as drafted or published: its language and area; empty if neither says.

    Nobody can change it in the draft, so it is looked up once for each time a draft is loaded.
    """
    if "_described" not in draft.__dict__:
        drafted = about(draft, "source").values_list("content", flat=True).first()
        published = Source.objects.filter(code=source_of(draft), known_to__isnull=True)
        found = drafted or published.values("language", "area").first()
        if not found:
            return {}
        draft.__dict__["_described"] = dict(found)
    return dict(draft.__dict__["_described"])


def source_of(draft: DraftChangeset) -> str:
    """The source of the release that the draft adds or quotes; empty if there is none."""
    if drafted := release_content(draft).get("source"):
        return str(drafted)
    row = Release.objects.filter(code=draft.release, known_to__isnull=True).first()
    return row.source if row else ""


def area_of(draft: DraftChangeset) -> str | None:
    """The area that the draft's source is about, as drafted or published; None if neither says."""
    return _described(draft).get("area") or None


def release_content(draft: DraftChangeset) -> dict[str, Any]:
    """The content of the release that the draft adds; empty if it adds none."""
    act = about(draft, "release").first()
    return dict(act.content) if act else {}


def citation(text: str, start: int, end: int, role: str) -> dict[str, Any]:
    """A citation of [start, end) of a text, as an entry has it."""
    return {
        "role": role,
        "start": start,
        "end": end,
        "exact": text[start:end],
        "prefix": text[max(0, start - CONTEXT) : start],
        "suffix": text[end : end + CONTEXT],
    }
