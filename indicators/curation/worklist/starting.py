"""Starting the draft of a new release: its text, and the passages of the release before it."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from indicators.curation import drafts
from indicators.curation.drafts.acts import put_act
from indicators.curation.drafts.changing import Change, changing
from indicators.curation.drafts.texts import language_of, release_content, text_of
from indicators.curation.models import Carried, DraftChangeset, Status
from indicators.figures.entry_types import NEWEST
from indicators.models import Claim, Observation
from indicators.publishing import publication
from indicators.publishing.current import current_contents
from indicators.publishing.drafts import Draft, DraftEntry
from indicators.publishing.errors import ActUnusable
from ledger.formats import canonical
from sources import intake
from sources.anchoring.anchor import anchor
from sources.anchoring.model import Anchor, Candidate, State
from sources.models import Release, Source
from sources.models_intake import Upload

# How much a passage asks of a person, rising. An observation is as its worst citation.
ORDER = tuple(State)
Quote = tuple[str, int, int]  # role, start, end


def start_release(
    upload: Upload,
    *,
    source: Mapping[str, Any],
    release: Mapping[str, Any],
    message: str,
    by: User,
    previous: str = "",
    holds_text: bool = False,
) -> DraftChangeset:
    """A draft that adds a release with this text, and its work list.

    source, release: contents of their entries; hashes, sizes and the publisher are filled in. A
    source that is current with this content becomes no act. previous: the release whose figures
    are looked for. The same person's draft of this release that is under way is returned as it is,
    so that a button pressed twice makes no second one. Raises ActUnusable for a file that another
    draft adds, for a source or release that could not be published, and for a previous release
    without text, or of another source.
    """
    content = {
        **release,
        "source": source.get("id"),
        "publisher": source.get("publisher"),
        "media_type": upload.media_type,
        "bytes": upload.bytes,
        "sha256": upload.sha256,
        "text_sha256": upload.text_sha256,
        "text_length": len(upload.text),
        "extractor": upload.extractor,
    }
    with transaction.atomic():
        Upload.objects.select_for_update().get(pk=upload.pk)
        if found := _under_way(upload, str(release.get("id", "")), by):
            return found
        _require_publishable(source, content, upload)
        draft = drafts.open_draft(
            message, by=by, upload=upload, release=str(release.get("id", "")),
            previous=previous, holds_text=holds_text,
        )  # fmt: skip
        with changing(draft.pk, "start_release", by=by) as change:
            # Not among the change's rows: undoing must not take the release out of its own draft.
            beginning = Change(change.draft, change.curator)
            if not _is_current(source):
                put_act(beginning, NEWEST["source"], source)
            put_act(beginning, NEWEST["release"], content)
            count = find_passages(change.draft) if previous else 0
            change.detail = {"upload": upload.sha256, "carried": count}
    return change.draft


def _under_way(upload: Upload, release: str, by: User) -> DraftChangeset | None:
    """The person's draft that adds this release already. Raises ActUnusable for any other one."""
    rows = DraftChangeset.objects.exclude(status__in=(Status.PUBLISHED, Status.ABANDONED))
    for draft in rows.filter(upload__isnull=False).select_related("author"):
        if draft.upload_id == upload.pk and draft.release == release and draft.author.user == by:
            return draft
        if draft.upload_id == upload.pk or draft.release == release:
            what = "this file" if draft.upload_id == upload.pk else f"a release {release!r}"
            raise ActUnusable(
                f"draft {draft.pk} of {draft.author} adds {what} already: go on there"
            )
    return None


def _require_publishable(
    source: Mapping[str, Any], release: Mapping[str, Any], upload: Upload
) -> None:
    """Raises ActUnusable for what the checks will find wrong with the source or the release.

    Nobody can change them in the draft.
    """
    entries = [] if _is_current(source) else [DraftEntry(NEWEST["source"], source, "source")]
    entries.append(DraftEntry(NEWEST["release"], release, "release"))
    texts = {upload.text_sha256: upload.text}
    found = publication.check(Draft("", "", entries, texts))
    # What the numbers of its text are is said later.
    wrong = [finding for finding in found if finding.blocking and finding.code != "numerals-untold"]
    if wrong:
        raise ActUnusable("; ".join(f"{finding.where}: {finding.detail}" for finding in wrong))


def _is_current(source: Mapping[str, Any]) -> bool:
    """Is the source published with exactly this content?"""
    now = current_contents(Source, [str(source.get("id"))]).get(str(source.get("id")))
    filled = {name: value for name, value in (now or {}).items() if value not in (None, "", [])}
    return bool(now) and filled == dict(source)


def find_passages(draft: DraftChangeset) -> int:
    """Look for the previous release's current observations and claims in the new text; how many.

    Each becomes a Carried row, which a curator decides on.
    """
    rows = carried_rows(draft)
    Carried.objects.bulk_create(rows)
    return len(rows)


def carried_rows(draft: DraftChangeset) -> list[Carried]:
    """A Carried row, not saved, for each current observation and claim of the previous release.

    All quotes are looked for together, because their order helps to place them. Raises ActUnusable
    if the previous text is not at hand or is that of another source.
    """
    old = Release.objects.filter(code=draft.previous, known_to__isnull=True).first()
    text = intake.text_of(old.text_sha256) if old else None
    if old is None or text is None:
        raise ActUnusable(f"the text of release {draft.previous!r} is not at hand: attach it first")
    if old.source != release_content(draft).get("source"):
        raise ActUnusable(f"{draft.previous!r} is a release of another source, {old.source!r}")
    cited = {**_quotes_of_observations(old.code), **_quotes_of_claims(old.code)}
    spans = sorted({(start, end) for quotes in cited.values() for _, start, end in quotes})
    found = anchor(text, text_of(draft), spans, language_of(draft))
    anchors = dict(zip(spans, found, strict=True))
    return [
        Carried(
            draft=draft,
            type=entry_type,
            about=code,
            state=max((anchors[start, end].state for _, start, end in quotes), key=ORDER.index),
            anchors=[_anchor_row(role, anchors[start, end], text) for role, start, end in quotes],
        )
        for (entry_type, code), quotes in cited.items()
    ]


def _quotes_of_observations(release: str) -> dict[tuple[str, str], list[Quote]]:
    """The quotes of a release's current observations."""
    rows = Observation.objects.filter(release=release, known_to__isnull=True).order_by("entry_id")
    return {
        (NEWEST["observation"], row.code): [(c.role, c.start, c.end) for c in row.citations.all()]
        for row in rows.prefetch_related("citations")
    }


def _quotes_of_claims(release: str) -> dict[tuple[str, str], list[Quote]]:
    """The quotes of a release's current claims, but for those that are withheld by law."""
    rows = Claim.objects.filter(release=release, known_to__isnull=True).order_by("entry_id")
    quotes = {}
    for row in rows.select_related("entry"):
        if row.entry.data is not None:
            citations = canonical.decode(bytes(row.entry.data))["content"]["citations"]
            quotes[NEWEST["claim"], row.code] = [
                (c["role"], c["start"], c["end"]) for c in citations
            ]
    return quotes


def _anchor_row(role: str, found: Anchor, old_text: str) -> dict[str, Any]:
    """An anchor as Carried.anchors keeps it."""
    return {
        "role": role,
        "state": found.state.value,
        "old": [found.start, found.end],
        "old_context": context(old_text, found.start, found.end),
        "place": _place(found.place),
        "alternatives": [_place(place) for place in found.alternatives],
        "old_numerals": list(found.old_numerals),
        "new_numerals": list(found.new_numerals),
    }


def _place(place: Candidate | None) -> list[int] | None:
    return [place.start, place.end, place.score] if place else None


def context(text: str, start: int, end: int, around: int = 200) -> list[str]:
    """The words before a passage, its own, and those after it, all of one paragraph."""
    before = text[max(0, start - around) : start].rpartition("\n\n")[2]
    after = text[end : end + around].partition("\n\n")[0]
    return [before, text[start:end], after]
