"""Items of the previous release that ended while the draft was open.

They can't be carried over any more. A curator leaves them out, or follows the correction, which
then is an item of the work list like any other.
"""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Q

from indicators.curation.audit import state_of
from indicators.curation.drafts.acts import replacements
from indicators.curation.drafts.changing import changing
from indicators.curation.models import Carried, Decision, DraftChangeset
from indicators.curation.worklist.starting import carried_rows
from indicators.models import Claim, Closing, Observation
from indicators.publishing.errors import ActUnusable, DraftChanged


@dataclass(frozen=True)
class Ending:
    """How a published figure or claim ended.

    action: replaced, retracted or withheld. successor: the current figure of the same release that
    replaced it, by way of others if need be; empty if there is none.
    """

    action: str
    reason: str = ""
    successor: str = ""


NOT_CURRENT = Q(known_to__isnull=False) | Q(entry__data__isnull=True)


def ended_codes(draft: DraftChangeset) -> set[str]:
    """The ids of the previous release's observations and claims that are not current any more."""
    figures, claims = (
        model._default_manager.filter(NOT_CURRENT, release=draft.previous)
        for model in (Observation, Claim)
    )
    return {*figures.values_list("code", flat=True), *claims.values_list("code", flat=True)}


def ending(carried: Carried) -> Ending | None:
    """How the item ended since the draft was begun; None while it is current."""
    if carried.about not in ended_codes(carried.draft):
        return None
    closing = Closing.objects.filter(observation__code=carried.about).first()
    if closing is None:
        return Ending("withheld")
    return Ending(closing.action, closing.reason, _successor(carried.about, carried.draft.previous))


def _successor(code: str, release: str) -> str:
    """The current observation of the release that replaced this one in the end; empty if none."""
    replaced = replacements(release)
    while code in replaced:
        code = replaced[code]
    current = Observation.objects.filter(code=code, release=release).exclude(NOT_CURRENT)
    return code if current.exists() else ""


def follow_correction(carried_id: int, *, by: User, draft_id: int, revision: int) -> Carried:
    """The item of the figure that replaced this one, added to the work list in its place.

    Its quotes are looked for in the new text; nothing is carried over yet. Raises ActUnusable if
    the item is current, or was ended by anything but a correction.
    """
    with changing(draft_id, "follow_correction", by=by, revision=revision) as change:
        draft = change.draft
        carried = draft.carried.filter(pk=carried_id, decision=Decision.OPEN).first()
        if carried is None:
            raise DraftChanged("this was decided on meanwhile")
        end = ending(carried)
        if end is None or not end.successor:
            raise ActUnusable(f"no current figure replaces {carried.about!r}")
        before = state_of(carried)
        carried.decision = Decision.DROPPED
        carried.save()
        change.rows.add(Carried, carried.pk, before, state_of(carried))
        following = draft.carried.filter(about=end.successor).first()
        if following is None:
            rows = carried_rows(draft)
            following = next(row for row in rows if row.about == end.successor)
            following.save()
            change.rows.add(Carried, following.pk, None, state_of(following))
    return following
