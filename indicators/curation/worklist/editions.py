"""The two texts of a draft, as their readers need them."""

from functools import cached_property

from indicators.curation.drafts.texts import (
    area_of,
    language_of,
    numerals_in,
    release_content,
    text_of,
)
from indicators.curation.models import DraftChangeset
from indicators.curation.worklist.reading import Edition
from indicators.publishing.names import current_names
from sources import intake
from sources.models import Release


class Editions:
    """The text of the previous release and that of the draft; each is read when it is needed."""

    def __init__(self, draft: DraftChangeset) -> None:
        self.draft = draft

    @cached_property
    def now(self) -> Edition:
        """The draft's text."""
        draft = self.draft
        text, language = text_of(draft), language_of(draft)
        area = area_of(draft)
        doubts = tuple(draft.upload.doubts()) if draft.upload else ()
        found = numerals_in(text, language, area, doubts)
        return Edition(
            text, language, found, current_names(), area,
            release_content(draft).get("published_on"), found if doubts else None,
        )  # fmt: skip

    @cached_property
    def was(self) -> Edition:
        """The previous release's text; empty where it is not at hand any more."""
        draft, now = self.draft, self.now
        row = Release.objects.filter(code=draft.previous, known_to__isnull=True).first()
        text = (intake.text_of(row.text_sha256) if row else None) or ""
        return Edition(
            text, now.language, numerals_in(text, now.language, now.country),
            now.names, now.country, row.published_on or None if row else None,
        )  # fmt: skip
