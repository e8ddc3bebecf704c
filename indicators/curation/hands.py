"""Who had a hand in a draft, and who approved it: both are read from its audit trail.

Nobody can change the trail, so neither can be. Whoever changed a draft in any way had a hand in it,
also by what isn't there any more; a submission counts while it is in force. Each part needs the
approval of somebody who had no hand in it: where several people wrote, each of them approves what
the others wrote (ledger.people.unreviewed).
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from indicators.curation.models import AuditEntry, DraftChangeset
from indicators.figures.entry_types import thing

SUBMIT, APPROVE = "submit", "approve"
# What ends a submission, and all that was approved of it.
REOPENS = ("take_back", "return")
# What changes nothing of what a draft says. Any other action, also a new one, is a hand in it.
ONLY_DECIDES = frozenset({*REOPENS, APPROVE, "publish", "abandon", "comment"})

Counts = dict[str, dict[str, int]]  # pseudonym -> number of entries by thing


@dataclass
class Hands:
    """The pseudonyms of those who had a hand in a draft: its author first, then as they came.

    of_rows: those who had a hand in each row, by the name of its model and its number.
    """

    everybody: dict[str, None]
    of_rows: dict[tuple[str, int], set[str]] = field(default_factory=dict)

    def of(self, row: Any) -> list[str]:
        """Those who had a hand in an act, or in a number that was set aside."""
        found = self.of_rows.get((type(row).__name__, row.pk), set()) | {row.by.code}
        return [name for name in self.everybody if name in found]

    def add(self, name: str, changes: Iterable[Mapping[str, Any]] = ()) -> None:
        """Note a person, and the rows that they changed, as the trail has them."""
        self.everybody.setdefault(name)
        for change in changes:
            self.of_rows.setdefault((change["row"], change["pk"]), set()).add(name)


def hands_in(draft: DraftChangeset, submitter: str = "") -> Hands:
    """Everybody who had a hand in a draft.

    One query; linear in its trail.
    submitter: who submits it now, which the trail doesn't have yet.
    """
    hands = Hands({draft.author.code: None})
    trail = AuditEntry.objects.filter(draft=draft.pk).order_by("pk")
    for action, by, detail in trail.values_list("action", "by", "detail").iterator():
        if action == SUBMIT:
            submitter = by
        elif action in REOPENS:
            submitter = ""
        elif action not in ONLY_DECIDES:
            hands.add(by, detail["changes"])
    if submitter:
        hands.add(submitter)
    return hands


def written(draft: DraftChangeset, hands: Hands) -> Counts:
    """How many entries of each thing each of them had a hand in; none for some of them."""
    return _counted(draft, hands, {name: {name} for name in hands.everybody})


def approved(draft: DraftChangeset, hands: Hands, approvers: Collection[str]) -> Counts:
    """How many entries of each thing each of these approved: those that others had a hand in."""
    everybody = {*hands.everybody}
    return _counted(draft, hands, {name: everybody - {name} for name in approvers})


def _counted(draft: DraftChangeset, hands: Hands, by_whom: Mapping[str, Collection[str]]) -> Counts:
    """For each person the number of entries in which any of those named had a hand."""
    rows = [(hands.of(act), thing(act.type)) for act in draft.acts.select_related("by")]
    rows += [(hands.of(aside), "set_aside") for aside in draft.set_aside.select_related("by")]
    return {
        name: dict(sorted(Counter(kind for of, kind in rows if {*of} & {*whom}).items()))
        for name, whom in by_whom.items()
    }


def approvers_of(draft: DraftChangeset, digest: str, version: int) -> list[str]:
    """Those who approved the draft with this digest against this version, since it was submitted.

    One query.
    """
    found: dict[str, None] = {}
    trail = AuditEntry.objects.filter(draft=draft.pk, action__in=(SUBMIT, APPROVE, *REOPENS))
    for action, by, detail in trail.order_by("pk").values_list("action", "by", "detail"):
        if action != APPROVE:
            found.clear()
        elif (detail.get("digest"), detail.get("version")) == (digest, version):
            found.setdefault(by)
    return list(found)
