"""What a posted form says: the figure or claim in it, and its citations."""

from typing import Any

from django.http import QueryDict

from indicators.curation import claim_drafts
from indicators.curation.drafts import errors_of
from indicators.curation.drafts.acts import next_observation
from indicators.curation.drafts.texts import citation, text_of
from indicators.curation.forms import ClaimForm, ObservationForm, cited
from indicators.curation.models import DraftAct, DraftChangeset
from indicators.figures.entry_types import NEWEST, thing
from indicators.figures.faults import wrong
from indicators.models import Observation
from indicators.publishing.errors import ActUnusable, Finding
from sources import intake
from sources.models import Release


def checked_entry(
    draft: DraftChangeset, data: QueryDict, act: DraftAct | None = None
) -> tuple[str, dict[str, Any]]:
    """The same, of an observation that nothing blocks. Raises ActUnusable, saying what does.

    act: the one that is saved anew.
    """
    entry_type, content = posted_entry(draft, data)
    if thing(entry_type) != "observation":
        return entry_type, content
    code = act.content.get("id") if act else next_observation(draft, str(content["release"]))
    extra = {"id": code}
    if replaces := data.get("observation") if data.get("do") in ("correct", "save") else "":
        extra["replaces"] = replaces
    found = errors_of(draft, {**content, **extra}, without=act.pk if act else None)
    if found:
        raise ActUnusable("; ".join(f"{_member(finding)}{finding.detail}" for finding in found))
    return entry_type, content


def _member(finding: Finding) -> str:
    member = finding.where.partition(": ")[2]
    return f"{member}: " if member else ""


def posted_entry(draft: DraftChangeset, data: QueryDict) -> tuple[str, dict[str, Any]]:
    """Entry type and content of the figure or claim in a posted form."""
    if "relation" in data:
        return NEWEST["claim"], claim_drafts.content_of(data, text_of(draft), draft.release)
    return NEWEST["observation"], posted_observation(draft, data)


def posted_observation(draft: DraftChangeset, data: QueryDict) -> dict[str, Any]:
    """The observation in a posted form. Raises ActUnusable, naming what is wrong."""
    text, release = quoted_text(draft, data)
    try:
        rows = cited(data, text)
    except ValueError as error:
        raise ActUnusable(str(error)) from None
    citations = [citation(text, start, end, role) for role, start, end in rows]
    content = {**ObservationForm(data).content(), "release": release, "citations": citations}
    # The form of each member is checked at once, its meaning when the draft is submitted.
    if errors := wrong(NEWEST["observation"], {**content, "id": f"{release}-0001"}):
        raise ActUnusable("; ".join(errors))
    return content


def quoted_text(draft: DraftChangeset, data: QueryDict) -> tuple[str, str]:
    """The text that the form quotes, and its release.

    They are the draft's own, or those of the observation that is corrected.
    """
    observation = data.get("observation", "")
    if not observation or data.get("do") not in ("correct", "save"):
        return text_of(draft), draft.release
    release = Release.objects.filter(
        code=Observation.objects.filter(code=observation).values("release")[:1],
        known_to__isnull=True,
    ).first()
    text = intake.text_of(release.text_sha256) if release else None
    if release is None or text is None:
        raise ActUnusable(f"the text of {observation!r} is not at hand: attach it first")
    return text, release.code


def posted_citations(draft: DraftChangeset, data: QueryDict) -> list[dict[str, Any]]:
    """The citations of a posted form, to be shown again; none if one of them is malformed."""
    try:
        text, _ = quoted_text(draft, data)
        return [citation(text, start, end, role) for role, start, end in cited(data, text)]
    except (ValueError, ActUnusable):
        return []


def number(text: str) -> int:
    """The whole number that a text is, -1 if it is none."""
    return int(text) if text.isdecimal() and len(text) < 16 else -1


def conflict(draft: DraftChangeset, data: QueryDict, now: DraftAct) -> list[tuple[str, str, str]]:
    """Where the posted form differs from what another curator saved: name, mine, theirs."""
    form = ClaimForm(data) if "relation" in data else ObservationForm(data)
    mine = form.content() if form.is_valid() else {}
    theirs = dict(now.content)
    names = [*form.fields, "citations"]
    if "relation" in data:
        mine["inputs"], names = [code for code in data.getlist("input") if code], [*names, "inputs"]
    both = [(mine | {"citations": posted_citations(draft, data)}), theirs]
    for content in both:
        content["citations"] = "; ".join(
            f"{c['role']} {c['exact']!r} at {c['start']}" for c in content.get("citations", [])
        )
        if "inputs" in content:
            content["inputs"] = ", ".join(content["inputs"])
    mine, theirs = both
    differing = [name for name in names if mine.get(name) != theirs.get(name)]
    return [(n, str(mine.get(n, "")), str(theirs.get(n, ""))) for n in differing]
