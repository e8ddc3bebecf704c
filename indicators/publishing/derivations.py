"""What follows from a changeset: headlines of contested keys, and verdicts of claims.

The projection calls `derive` with the changeset's own entry, after all rows of the version. Rows
are keyed by that entry's index, so that a replay derives the same rows with the same keys.
"""

from collections.abc import Iterable, Sequence

from indicators.figures import claims
from indicators.models import Claim, ClaimLink, ClaimVerdict, Closing, Observation
from indicators.publishing.settling import PLACES, settle, within
from ledger import log

CLAIMS = 500  # that are judged together


def derive(first: int, entry: int, version: int) -> None:
    """Write the headlines and verdicts that change in the version of entries [first, entry]."""
    settle(first, entry, version)
    _verdicts(first, entry, version)


def _verdicts(first: int, entry: int, version: int) -> None:
    """Check every claim that is new, or that names a figure that was added or ended."""
    place = 0
    for keys in log.batched(_touched(first, entry), CLAIMS):
        batch = list(Claim.objects.filter(entry_id__in=keys).order_by("entry_id"))
        place = _judge(batch, entry, place, version)


def _touched(first: int, entry: int) -> list[int]:
    """The claims that these entries made, and those that name what these entries made or ended."""
    own = Claim.objects.filter(within(first, entry)).order_by().values_list("entry_id")
    added = Observation.objects.filter(within(first, entry)).order_by().values("code")
    ended = Closing.objects.filter(within(first, entry)).values("observation__code")
    named = [
        ClaimLink.objects.filter(observation__in=codes).values_list("claim_id")
        for codes in (added, ended, _corrected_before(first, entry))
    ]
    return [key for (key,) in own.union(*named).order_by("entry_id")]


def _corrected_before(first: int, entry: int) -> list[str]:
    """Observations whose correction, or its correction in turn, these entries ended."""
    ended = Closing.objects.filter(within(first, entry)).values_list(
        "observation__replaces", flat=True
    )
    found: list[str] = []
    behind = [code for code in ended if code]
    while behind:
        found += behind
        rows = Observation.objects.filter(code__in=behind).values_list("replaces", flat=True)
        behind = [code for code in rows if code]
    return found


def _judge(batch: Sequence[Claim], entry: int, place: int, version: int) -> int:
    codes = {code for claim in batch for code in (claim.result, *claim.inputs) if code}
    current = figures(codes)
    now = {
        row.claim_id: row
        for row in ClaimVerdict.objects.filter(claim__in=batch, known_to__isnull=True)
    }
    rows: list[ClaimVerdict] = []
    for claim in batch:
        outcome = claims.judge(
            claim,
            claims.Figures(current.get(claim.result), [current.get(code) for code in claim.inputs]),
        )
        row = ClaimVerdict(
            key=(entry << PLACES) + place + len(rows),
            claim_id=claim.entry_id,
            verdict=outcome.outcome,
            missing=list(outcome.missing),
            computed=outcome.computed or "",
            reason=outcome.reason,
            known_from=version,
        )
        names = ("verdict", "missing", "computed", "reason")
        before = now.get(claim.entry_id)
        if before is None or any(getattr(before, n) != getattr(row, n) for n in names):
            rows.append(row)
    changed = [row.claim_id for row in rows]
    ClaimVerdict.objects.filter(claim__in=changed, known_to__isnull=True).update(known_to=version)
    ClaimVerdict.objects.bulk_create(rows)
    return place + len(rows)


def figures(codes: Iterable[str]) -> dict[str, Observation]:
    """The current observations by the ids that claims name: for a corrected one its correction.

    One that was retracted is left out.
    """
    found: dict[str, Observation] = {}
    follow = {code: code for code in codes}  # id of a row -> id that the claim names
    while follow:
        rows = Observation.objects.filter(code__in=follow).select_related("closing")
        after: dict[str, str] = {}
        for row in rows:
            if row.known_to is None:
                found[follow[row.code]] = row
            elif row.closing.replaced_by:
                after[row.closing.replaced_by] = follow[row.code]
        follow = after
    return found
