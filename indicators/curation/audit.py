"""The audit trail of drafts: every act recorded with what stood before, so that it can be undone.

Who may call: curation and worklist, within their transaction. Rows are guarded by triggers.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from indicators.curation import roles
from indicators.curation.models import (
    AuditEntry,
    Carried,
    Curator,
    DraftAct,
    DraftChangeset,
    SetAside,
)
from indicators.publishing.errors import ActUnusable, DraftChanged

# What of a row a person may change, and what undoing therefore restores.
KEPT: dict[type[Model], tuple[str, ...]] = {
    DraftAct: ("type", "content"),
    SetAside: ("start", "exact", "category"),
    Carried: ("decision", "act_id"),
}
NAMES = {model.__name__: model for model in KEPT}
UNDO = "undo"

State = dict[str, Any] | None


def state_of(row: Model | None) -> State:
    """A row as the trail keeps it; None if there is none."""
    return None if row is None else {name: getattr(row, name) for name in KEPT[type(row)]}


@dataclass
class Changes:
    """Changes of rows within one act, in their order, each with the state before and after."""

    rows: list[dict[str, Any]] = field(default_factory=list)

    def add(self, model: type[Model], pk: int, before: State, after: State) -> None:
        self.rows.append({"row": model.__name__, "pk": pk, "before": before, "after": after})


def record(
    draft: DraftChangeset,
    action: str,
    by: Curator,
    changes: Changes | None = None,
    **detail: Any,
) -> None:
    """Raise the draft's revision and write one line of the trail; it tells the token of a tool."""
    if used := roles.token():
        detail["token"] = used
    draft.revision += 1
    draft.save()
    AuditEntry.objects.create(
        by=by.code,
        draft=draft.pk,
        revision=draft.revision,
        action=action,
        detail={**detail, "changes": changes.rows if changes else []},
    )


def undo_last(draft: DraftChangeset, by: Curator) -> str:
    """Take back the newest act upon the rows of a draft that was not undone; returns its action.

    Raises ActUnusable where there is none, DraftChanged where a row changed since by another way.
    """
    entry = _newest(AuditEntry.objects.filter(draft=draft.pk).order_by("-pk").iterator())
    if entry is None:
        raise ActUnusable("there is nothing to undo in this draft")
    changes = Changes()
    for change in reversed(entry.detail["changes"]):
        _restore(draft, change, by, changes)
    record(draft, UNDO, by, changes, undone=entry.pk)
    return entry.action


def _newest(entries: Iterable[AuditEntry]) -> AuditEntry | None:
    undone = set()
    for entry in entries:
        if entry.action == UNDO:
            undone.add(entry.detail["undone"])
        elif entry.detail["changes"] and entry.pk not in undone:
            return entry
    return None


def _restore(
    draft: DraftChangeset, change: Mapping[str, Any], by: Curator, changes: Changes
) -> None:
    model, pk = NAMES[change["row"]], change["pk"]
    rows = model._default_manager.filter(pk=pk, draft=draft)
    row = rows.first()
    if state_of(row) != change["after"]:
        raise DraftChanged(f"{change['row']} {pk} was changed since, so it can't be undone", row)
    before = change["before"]
    if before is None:
        rows.delete()
    elif row is None:
        # A revision that the act never had: nobody who was shown it before may save over it.
        more: dict[str, Any] = {} if model is Carried else {"by": by}
        if model is DraftAct:
            more["revision"] = draft.revision + 1
        model._default_manager.create(pk=pk, draft=draft, **before, **more)
    else:
        for name, value in before.items():
            setattr(row, name, value)
        if isinstance(row, DraftAct):
            row.revision += 1
        row.save()
    changes.add(model, pk, change["after"], before)
