"""The work list of a new release: figures carried over from the one before, and new candidates.

Built on sources.anchoring.anchor and sources.numerals, which are pure; writes drafts through
curation. Only what is unchanged at one certain place is offered to be taken in one act; everything
else is shown with its old and its new sentence and taken one by one (DESIGN, law 8).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from indicators.curation import audit, claim_drafts, drafts, roles
from indicators.curation.audit import Changes, state_of
from indicators.curation.drafts import citation, release_content, text_of
from indicators.curation.models import Carried, Curator, Decision, DraftChangeset
from indicators.figures import quantities
from indicators.models import Claim, Observation
from indicators.publishing.current import current_contents
from indicators.publishing.errors import ActUnusable
from ledger import canonical
from sources import intake, numerals
from sources.anchoring.anchor import anchor
from sources.anchoring.model import Anchor, Place, State
from sources.models import Release, Source
from sources.models_intake import Upload
from sources.numerals import Numeral

# What a passage asks of a person, rising: an observation is as its worst citation.
ORDER = tuple(State)
NEVER_CARRIED = ("id", "release", "citations", "replaces", "page")
VALUES = ("value", "value_low", "value_high", "low_open", "high_open", "decimals")


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
    source that stands as it is becomes no act. previous: the release whose figures are carried
    over. Raises ActUnusable for a previous release without text, or of another source.
    """
    told = {
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
        curator = roles.require(by, roles.CURATOR)
        draft = drafts.open_draft(
            message, by=by, upload=upload, release=str(release.get("id", "")),
            previous=previous, holds_text=holds_text,
        )  # fmt: skip
        changes = Changes()
        if not _stands(source):
            drafts.put_act(draft, "source/1", source, curator, changes)
        drafts.put_act(draft, "release/1", told, curator, changes)
        count = carry_over(draft) if previous else 0
        audit.record(draft, "start_release", curator, upload=upload.sha256, carried=count)
    return draft


def _stands(source: Mapping[str, Any]) -> bool:
    now = current_contents(Source, [str(source.get("id"))]).get(str(source.get("id")))
    filled = {name: value for name, value in (now or {}).items() if value not in (None, "", [])}
    return bool(now) and filled == dict(source)


def carry_over(draft: DraftChangeset) -> int:
    """Find the passages of the previous release's current observations and claims in the text."""
    old = Release.objects.filter(code=draft.previous, known_to__isnull=True).first()
    text = intake.text_of(old.text_sha256) if old else None
    if old is None or text is None:
        raise ActUnusable(f"the text of release {draft.previous!r} is not at hand: attach it first")
    if old.source != release_content(draft).get("source"):
        raise ActUnusable(f"{draft.previous!r} is a release of another source, {old.source!r}")
    cited = {**_cited(old.code), **_claimed(old.code)}
    spans = sorted({(start, end) for quotes in cited.values() for _, start, end in quotes})
    made = dict(
        zip(
            spans,
            anchor(text, text_of(draft), spans, drafts.language_of(draft)),
            strict=True,
        )
    )
    Carried.objects.bulk_create(
        Carried(
            draft=draft,
            type=entry_type,
            about=code,
            state=max((made[start, end].state for _, start, end in quotes), key=ORDER.index),
            anchors=[_told(role, made[start, end], text) for role, start, end in quotes],
        )
        for (entry_type, code), quotes in cited.items()
    )
    return len(cited)


Quote = tuple[str, int, int]  # role, start, end


def _cited(release: str) -> dict[tuple[str, str], list[Quote]]:
    """The quotes of a release's current observations."""
    rows = Observation.objects.filter(release=release, known_to__isnull=True).order_by("entry_id")
    return {
        ("observation/1", row.code): [(c.role, c.start, c.end) for c in row.citations.all()]
        for row in rows.prefetch_related("citations")
    }


def _claimed(release: str) -> dict[tuple[str, str], list[Quote]]:
    """The quotes of a release's current claims; one that is withheld by law is none."""
    rows = Claim.objects.filter(release=release, known_to__isnull=True).order_by("entry_id")
    told = {}
    for row in rows.select_related("entry"):
        if row.entry.data is not None:
            citations = canonical.decode(bytes(row.entry.data))["content"]["citations"]
            told["claim/1", row.code] = [(c["role"], c["start"], c["end"]) for c in citations]
    return told


def _told(role: str, made: Anchor, old_text: str) -> dict[str, Any]:
    return {
        "role": role,
        "state": made.state.value,
        "old": [made.start, made.end],
        "old_context": context(old_text, made.start, made.end),
        "place": _place(made.place),
        "alternatives": [_place(place) for place in made.alternatives],
        "old_numerals": list(made.old_numerals),
        "new_numerals": list(made.new_numerals),
    }


def _place(place: Place | None) -> list[int] | None:
    return [place.start, place.end, place.score] if place else None


def context(text: str, start: int, end: int, around: int = 200) -> list[str]:
    """What stands before, the words, what stands after: within the paragraph, to be shown."""
    before = text[max(0, start - around) : start].rpartition("\n\n")[2]
    after = text[end : end + around].partition("\n\n")[0]
    return [before, text[start:end], after]


@dataclass(frozen=True)
class Proposal:
    """What taking a carried observation over would draft. changed: members that differ from then.

    missing: roles of citations that were not found; of role value, one must be chosen first. Of a
    claim, also the operands that are not taken over.
    """

    content: dict[str, Any]
    changed: tuple[str, ...]
    missing: tuple[str, ...]


def proposal(carried: Carried, found: Sequence[Numeral] | None = None) -> Proposal:
    """The observation as the new text says it, read at the places that are taken to be it.

    found: the numerals of the draft's text, if the caller has read them already.
    """
    draft = carried.draft
    text = text_of(draft)
    # Where several places could be it, a person chooses: none is filled in for them.
    placed = [
        (a["role"], None if a["state"] == State.AMBIGUOUS else a["place"]) for a in carried.anchors
    ]
    citations = [citation(text, place[0], place[1], role) for role, place in placed if place]
    if carried.type == "claim/1":
        claim, operands = claim_drafts.proposal(carried, citations)
        return Proposal(claim, (), (*(role for role, place in placed if not place), *operands))
    old = drafts.published_content(carried.about)
    content = {name: value for name, value in old.items() if name not in NEVER_CARRIED}
    content |= {"release": draft.release, "citations": citations}
    values = [place for role, place in placed if role == "value" and place]
    changed = []
    if values:
        content["as_written"] = " ".join(text[values[0][0] : values[0][1]].split())
        if draft.upload and (page := draft.upload.page_of(values[0][0])):
            content["page"] = page
    if any(a["state"] == State.NUMBER_CHANGED for a in carried.anchors if a["role"] == "value"):
        numbers = found if found is not None else read(draft)
        changed = _reread(content, numbers, values[0]) if values else []
    if old.get("period_basis") == "release":
        content["period"] = release_content(draft).get("published_on", old["period"])
        changed += ["period"] if content["period"] != old["period"] else []
    missing = tuple(role for role, place in placed if not place)
    return Proposal(content, tuple(changed), missing)


def _reread(content: dict[str, Any], found: Sequence[Numeral], place: Sequence[int]) -> list[str]:
    """Take the value from the number that stands at the new place; returns what became other."""
    inside = [n for n in found if n.start < place[1] and place[0] < n.end]
    if len(inside) != 1:
        return ["value"]
    before = {name: content.get(name) for name in VALUES}
    for name in VALUES:
        content.pop(name, None)
    content |= value_members(inside[0])
    return [name for name in VALUES if content.get(name) != before[name]]


def value_members(numeral: Numeral) -> dict[str, Any]:
    """The value members of an observation, as a numeral prints them; absent ones left out."""
    quantity = quantities.quantity_of(numeral)
    told: dict[str, Any] = {}
    if quantity.value is not None:
        told["value"] = quantity.value
    if quantity.low is not None:
        told |= {"value_low": quantity.low, "low_open": quantity.low_open}
    if quantity.high is not None:
        told |= {"value_high": quantity.high, "high_open": quantity.high_open}
    if quantity.decimals is not None:
        told["decimals"] = quantity.decimals
    return told


def read(draft: DraftChangeset) -> list[Numeral]:
    """The numerals of the draft's text."""
    return numerals.read(text_of(draft), drafts.language_of(draft))


def take_unchanged(draft_id: int, *, by: User, revision: int) -> int:
    """Take every open figure and claim over whose passages are all same or moved; how many.

    One act for all of them, after the curator saw them listed. A figure whose period is that of
    its release changes with it, and waits for a look of its own.
    """
    curator = roles.require(by, roles.CURATOR)
    with transaction.atomic():
        draft = drafts.locked(draft_id, revision)
        drafts.require_open(draft)
        changes, count = Changes(), 0
        for carried in unchanged(draft):
            proposed = proposal(carried)
            if proposed.missing or proposed.changed:
                continue
            _take(carried, proposed.content, curator, changes)
            count += 1
        audit.record(draft, "take_unchanged", curator, changes, count=count)
    return count


def unchanged(draft: DraftChangeset) -> Iterable[Carried]:
    """Open figures, then claims, whose every passage passes without a person."""
    states = (State.SAME.value, State.MOVED.value)
    rows = draft.carried.filter(decision=Decision.OPEN, state__in=states)
    return rows.order_by("-type", "pk")  # a claim's operands are figures that were taken over


def take(
    carried_id: int, content: Mapping[str, Any], *, by: User, draft_id: int, revision: int
) -> None:
    """Take one carried figure or claim over with this content, as the curator saw or mended it."""
    curator = roles.require(by, roles.CURATOR)
    with transaction.atomic():
        draft = drafts.locked(draft_id, revision)
        drafts.require_open(draft)
        changes = Changes()
        _take(_open(draft, carried_id), content, curator, changes)
        audit.record(draft, "take", curator, changes)


def _open(draft: DraftChangeset, carried_id: int) -> Carried:
    carried = draft.carried.filter(pk=carried_id, decision=Decision.OPEN).first()
    if carried is None:
        raise ActUnusable("this figure was decided on already")
    return carried


def _take(carried: Carried, content: Mapping[str, Any], curator: Curator, changes: Changes) -> None:
    before = state_of(carried)
    if (carried.type == "claim/1") != ("relation" in content):
        raise ActUnusable("a figure is taken over as a figure, and a claim as a claim")
    carried.act = drafts.put_act(carried.draft, carried.type, content, curator, changes)
    carried.decision = Decision.TAKEN
    carried.save()
    changes.add(Carried, carried.pk, before, state_of(carried))


def drop(carried_id: int, *, by: User, draft_id: int, revision: int) -> None:
    """Leave a figure of the previous release out: the new text does not say it any more."""
    curator = roles.require(by, roles.CURATOR)
    with transaction.atomic():
        draft = drafts.locked(draft_id, revision)
        drafts.require_open(draft)
        carried, changes = _open(draft, carried_id), Changes()
        before = state_of(carried)
        carried.decision = Decision.DROPPED
        carried.save()
        changes.add(Carried, carried.pk, before, state_of(carried))
        audit.record(draft, "drop", curator, changes)


def cited(draft: DraftChangeset) -> list[tuple[int, int]]:
    """The ranges of the text that the draft's acts cite."""
    return [
        (one["start"], one["end"])
        for content in draft.acts.filter(type="observation/1").values_list("content", flat=True)
        if content.get("release") == draft.release
        for one in content.get("citations", [])
    ]


def candidates(draft: DraftChangeset, found: Sequence[Numeral] | None = None) -> list[Numeral]:
    """The numerals that nothing accounts for yet: likely figures first, then in order of the text.

    What the figures still to be decided on stand at is left out: they are asked for already.
    """
    found = read(draft) if found is None else found
    waiting = [
        (anchor["place"][0], anchor["place"][1])
        for carried in draft.carried.filter(decision=Decision.OPEN, type="observation/1")
        for anchor in carried.anchors
        if anchor["place"]
    ]
    aside = [(a.start, a.start + len(a.exact)) for a in draft.set_aside.all()]
    missing = numerals.unaccounted(found, cited(draft) + waiting, aside)
    return sorted(missing, key=lambda n: (n.category != "figure", n.start))


def set_aside_all(draft_id: int, category: str, *, by: User, revision: int) -> int:
    """Set aside every candidate that the reader takes for `category`, never a figure; how many.

    One act for all of them, after the curator saw them listed.
    """
    if category == "figure":
        raise ActUnusable("figures are looked at one by one")
    curator = roles.require(by, roles.CURATOR)
    with transaction.atomic():
        draft = drafts.locked(draft_id, revision)
        drafts.require_open(draft)
        changes = Changes()
        listed = [n for n in candidates(draft) if n.category == category]
        for numeral in listed:
            drafts.put_aside(draft, numeral.start, numeral.end, category, curator, changes)
        audit.record(draft, "set_aside_all", curator, changes, category=category)
    return len(listed)


def suggestion(draft: DraftChangeset, numeral: Numeral) -> dict[str, Any]:
    """The content of an observation as far as a number tells it; a curator completes it."""
    text = text_of(draft)
    start, end = numeral.phrase
    told: dict[str, Any] = {
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
        told["unit"] = numeral.unit
    if area := _source_area(draft):
        told["area"] = area
    if period := _nearest_period(read(draft), numeral, text):
        told["period"] = period.period
        told["citations"].append(citation(text, period.start, period.end, "period"))
    if draft.upload and (page := draft.upload.page_of(start)):
        told["page"] = page
    return told


def _source_area(draft: DraftChangeset) -> str | None:
    for content in draft.acts.filter(type="source/1").values_list("content", flat=True):
        return content.get("area")
    source = Source.objects.filter(code=drafts.source_of(draft), known_to__isnull=True).first()
    return source.area or None if source else None


def _nearest_period(
    found: Sequence[Numeral], numeral: Numeral, text: str, reach: int = 200
) -> Numeral | None:
    """The year or date that stands nearest in the same paragraph."""
    low = text.rfind("\n\n", max(0, numeral.start - reach), numeral.start)
    high = text.find("\n\n", numeral.end, numeral.end + reach)
    low = max(0, numeral.start - reach) if low < 0 else low
    high = numeral.end + reach if high < 0 else high
    near = [n for n in found if n.period and low <= n.start and n.end <= high and n != numeral]
    return min(near, key=lambda n: abs(n.start - numeral.start), default=None)
