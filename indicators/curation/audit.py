"""The audit trail of drafts: every change, with what it takes to undo it.

Database triggers refuse every update and deletion of its rows.
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

# The columns that a person may change, and that undoing therefore restores.
KEPT: dict[type[Model], tuple[str, ...]] = {
    DraftAct: ("type", "content"),
    SetAside: ("start", "exact", "category"),
    Carried: ("decision", "act_id"),
}
NAMES = {model.__name__: model for model in KEPT}
UNDO = "undo"

State = dict[str, Any] | None


def state_of(row: Model | None) -> State:
    """The columns of a row that the trail keeps; None for no row."""
    return None if row is None else {name: getattr(row, name) for name in KEPT[type(row)]}


@dataclass
class ChangedRows:
    """The rows that a change of a draft touched, in order, with their states before and after."""

    rows: list[dict[str, Any]] = field(default_factory=list)

    def add(self, model: type[Model], pk: int, before: State, after: State) -> None:
        """Note a row that was created (no state before), changed, or deleted (none after)."""
        self.rows.append({"row": model.__name__, "pk": pk, "before": before, "after": after})


def record(
    draft: DraftChangeset,
    action: str,
    by: Curator,
    rows: ChangedRows | None = None,
    **detail: Any,
) -> None:
    """Save the draft as its next revision and write an AuditEntry, with the API token if any."""
    if used := roles.token():
        detail["token"] = used
    draft.revision += 1
    draft.save()
    AuditEntry.objects.create(
        by=by.code,
        draft=draft.pk,
        revision=draft.revision,
        action=action,
        detail={**detail, "changes": rows.rows if rows else []},
    )


def restore_last(draft: DraftChangeset, by: Curator, rows: ChangedRows) -> AuditEntry:
    """Take back the newest change of rows that was not undone yet; returns its line of the trail.

    Raises ActUnusable if there is none, DraftChanged if a row was changed since in another way.
    """
    entry = _newest_change(AuditEntry.objects.filter(draft=draft.pk).order_by("-pk").iterator())
    if entry is None:
        raise ActUnusable("there is nothing to undo in this draft")
    for change in reversed(entry.detail["changes"]):
        _restore(draft, change, by, rows)
    return entry


def _newest_change(entries: Iterable[AuditEntry]) -> AuditEntry | None:
    """The first of these entries, newest first, that changed rows and was not undone."""
    undone = set()
    for entry in entries:
        if entry.action == UNDO:
            undone.add(entry.detail["undone"])
        elif entry.detail["changes"] and entry.pk not in undone:
            return entry
    return None


def _restore(
    draft: DraftChangeset, change: Mapping[str, Any], by: Curator, restored: ChangedRows
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
        # A revision that the act never had, so that nobody who saw it before saves over it.
        more: dict[str, Any] = {} if model is Carried else {"by": by}
        if model is DraftAct:
            more["revision"] = draft.revision + 1
        model._default_manager.create(pk=pk, draft=draft, **before, **more)
    else:
        for name, value in before.items():
            setattr(row, name, value)
        if isinstance(row, DraftAct | SetAside):
            row.by = by  # who takes back chooses what it says now
        if isinstance(row, DraftAct):
            row.revision += 1
        row.save()
    restored.add(model, pk, change["after"], before)
