"""What a person can do on the work page and the review sheet.

Each command reads the posted form and calls one service, which asks for the role. It returns a
sentence that says what was done.
"""

from collections.abc import Callable

from django.contrib.auth.models import User
from django.http import QueryDict

from indicators.curation import drafts, worklist
from indicators.curation.drafts.texts import text_of
from indicators.curation.forms import ObservationForm
from indicators.curation.models import DraftChangeset, Status
from indicators.curation.pages.panels import chosen_places
from indicators.curation.pages.posted import checked_entry, number
from indicators.figures.entry_types import thing
from indicators.publishing.errors import ActUnusable, DraftChanged
from ledger import selectors


def _revision(data: QueryDict) -> int:
    return number(data.get("revision", ""))


def _carry_over(draft: DraftChangeset, data: QueryDict, by: User) -> str:
    carried = draft.carried.filter(pk=number(data.get("carried", ""))).first()
    chosen = chosen_places(data.getlist("place"), len(text_of(draft)))
    looked = data.getlist("looked")
    try:
        content = checked_entry(draft, data)[1]
    except ActUnusable:
        # What is empty because it could not be read is said first, with the reason.
        if carried and "relation" not in data:
            worklist.require_look(carried, ObservationForm(data).content(), looked, chosen)
        raise
    worklist.carry_over(
        carried.pk if carried else -1, content, by=by, draft_id=draft.pk,
        revision=_revision(data), looked=looked, chosen=chosen,
    )  # fmt: skip
    return "Carried over."


def _discard(draft: DraftChangeset, data: QueryDict, by: User) -> str:
    worklist.discard(
        number(data.get("carried", "")), by=by, draft_id=draft.pk, revision=_revision(data)
    )
    return "Left out: the new text does not say it."


def _follow_correction(draft: DraftChangeset, data: QueryDict, by: User) -> str:
    following = worklist.follow_correction(
        number(data.get("carried", "")), by=by, draft_id=draft.pk, revision=_revision(data)
    )
    return f"Now in the list: {following.about}."


def _carry_over_unchanged(draft: DraftChangeset, data: QueryDict, by: User) -> str:
    count = worklist.carry_over_unchanged(draft.pk, by=by, revision=_revision(data))
    return f"{count} unchanged items carried over."


def _add(draft: DraftChangeset, data: QueryDict, by: User) -> str:
    act = drafts.save_act(draft.pk, *checked_entry(draft, data), by=by)
    return f"Added {act.content['id']}."


def _save(draft: DraftChangeset, data: QueryDict, by: User) -> str:
    act = draft.acts.filter(pk=number(data.get("act", ""))).first()
    if act is None:
        raise DraftChanged("this was removed from the draft meanwhile")
    replaces = act.content.get("replaces")
    if replaces:
        data = data.copy()
        data["observation"] = replaces
    entry_type, posted = checked_entry(draft, data, act)
    if thing(entry_type) != act.thing:  # its version may be older
        raise ActUnusable(f"this is not of type {thing(entry_type)}")
    content = {**posted, "id": act.content.get("id")}
    if replaces:
        content["replaces"] = replaces
    drafts.save_act(
        draft.pk, entry_type, content, by=by, act_id=act.pk,
        revision=number(data.get("act_revision", "")),
    )  # fmt: skip
    return "Saved."


def _remove(draft: DraftChangeset, data: QueryDict, by: User) -> str:
    drafts.remove_act(
        number(data.get("act", "")), by=by, draft_id=draft.pk,
        revision=number(data.get("act_revision", "")),
    )  # fmt: skip
    return "Removed."


def _set_aside(draft: DraftChangeset, data: QueryDict, by: User) -> str:
    category = data.get("category", "")
    start, end = number(data.get("start", "")), number(data.get("end", ""))
    aside = drafts.set_aside(draft.pk, start, end, category, by=by)
    return f"Set aside {aside.exact!r} as {category.replace('_', ' ')}."


def _set_aside_all(draft: DraftChangeset, data: QueryDict, by: User) -> str:
    category = data.get("category", "")
    count = worklist.set_aside_all(draft.pk, category, by=by, revision=_revision(data))
    return f"{count} numbers set aside as {category.replace('_', ' ')}."


def _correct(draft: DraftChangeset, data: QueryDict, by: User) -> str:
    observation, content = data.get("observation", ""), checked_entry(draft, data)[1]
    act = drafts.correct(draft.pk, observation, content, data.get("reason", ""), by=by)
    return f"Figure {act.content['id']} will replace {observation}."


def _retract(draft: DraftChangeset, data: QueryDict, by: User) -> str:
    drafts.retract(draft.pk, data.get("observation", ""), data.get("reason", ""), by=by)
    return f"Figure {data.get('observation')} will be retracted."


def _undo(draft: DraftChangeset, data: QueryDict, by: User) -> str:
    action = drafts.undo(draft.pk, by=by, revision=_revision(data))
    return f"Undone: {action.replace('_', ' ')}."


def _comment(draft: DraftChangeset, data: QueryDict, by: User) -> str:
    drafts.comment(draft.pk, data.get("comment", ""), by=by)
    return "Comment added."


def _describe(draft: DraftChangeset, data: QueryDict, by: User) -> str:
    drafts.describe(
        draft.pk, by=by, revision=_revision(data), message=data.get("message", draft.message),
        reason=data.get("reason", ""),
    )  # fmt: skip
    return "Saved."


def _submit(draft: DraftChangeset, data: QueryDict, by: User) -> str:
    drafts.submit(draft.pk, by=by, revision=_revision(data))
    return "Submitted: another person decides on it now."


def _take_back(draft: DraftChangeset, data: QueryDict, by: User) -> str:
    drafts.take_back(draft.pk, by=by)
    return "Open again."


def _send_back(draft: DraftChangeset, data: QueryDict, by: User) -> str:
    drafts.send_back(draft.pk, data.get("comment", ""), by=by)
    return "Returned to its curator."


def _approve(draft: DraftChangeset, data: QueryDict, by: User) -> str:
    decided = drafts.approve(
        draft.pk, by=by, digest=data.get("digest", ""), version=number(data.get("version", ""))
    )
    if decided.status != Status.APPROVED:
        return "Approved what others wrote, exactly as shown; somebody else approves your part."
    return "Approved, exactly as shown."


def _publish(draft: DraftChangeset, data: QueryDict, by: User) -> str:
    version = drafts.publish(draft.pk, by=by)
    if selectors.published_size() < version.size:
        return (
            f"Published: version {version.size}. Readers see it once it is signed, which happens "
            "by itself; if they don't within a minute, an operator has to look at the signer."
        )
    return f"Published: version {version.size}."


def _abandon(draft: DraftChangeset, data: QueryDict, by: User) -> str:
    drafts.abandon(draft.pk, by=by)
    return "Given up."


COMMANDS: dict[str, Callable[[DraftChangeset, QueryDict, User], str]] = {
    "carry_over": _carry_over,
    "discard": _discard,
    "follow_correction": _follow_correction,
    "carry_over_unchanged": _carry_over_unchanged,
    "add": _add,
    "save": _save,
    "remove": _remove,
    "set_aside": _set_aside,
    "set_aside_all": _set_aside_all,
    "correct": _correct,
    "retract": _retract,
    "undo": _undo,
    "comment": _comment,
    "describe": _describe,
    "submit": _submit,
    "take_back": _take_back,
    "return": _send_back,
    "approve": _approve,
    "publish": _publish,
    "abandon": _abandon,
}
