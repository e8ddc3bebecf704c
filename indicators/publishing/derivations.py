"""What follows from a changeset: headlines of contested keys, and verdicts of claims.

The projection calls `derive` with the changeset's own entry, after all rows of the version. Rows
are keyed by that entry's index, so that a replay derives the same rows with the same keys.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Exists, OuterRef, Q

from indicators.figures import claims, headlines
from indicators.models import Claim, ClaimLink, ClaimVerdict, Closing, Headline, Observation

PLACES = 20  # bits that a key leaves for the rows of one changeset


def derive(entry: int, version: int) -> None:
    """Write the headlines and verdicts that change with the version that ends with this entry."""
    _headlines(entry, version)
    _verdicts(entry, version)


StatementKey = tuple[int, str, str]
KEY_FIELDS = ("series_id", "period", "base_period")


def _headlines(entry: int, version: int) -> None:
    """Derive anew the headline of every contested key that this version touched.

    A key with one current statement has no row here: that statement is its headline.
    """
    rivals = Observation.objects.filter(
        known_to__isnull=True,
        **{name: OuterRef(name) for name in KEY_FIELDS},
    ).exclude(entry_id=OuterRef("entry_id"))
    settled = Headline.objects.filter(
        known_to__isnull=True, **{name: OuterRef(name) for name in KEY_FIELDS}
    )
    touched = (
        Observation.objects.filter(Q(known_from=version) | Q(known_to=version))
        .filter(Exists(rivals) | Exists(settled))
        .order_by(*KEY_FIELDS)
        .values_list(*KEY_FIELDS)
        .distinct()
    )
    keys: list[StatementKey] = list(touched)
    place = 0
    for start in range(0, len(keys), 100):
        place = _decide(keys[start : start + 100], entry, place, version)


def _decide(keys: Sequence[StatementKey], entry: int, place: int, version: int) -> int:
    of_keys = Q()
    for key in keys:
        of_keys |= Q(**dict(zip(KEY_FIELDS, key, strict=True)))
    Headline.objects.filter(of_keys, known_to__isnull=True).update(known_to=version)
    statements: dict[StatementKey, list[headlines.Statement]] = defaultdict(list)
    for observation in Observation.objects.filter(of_keys, known_to__isnull=True):
        key = (observation.series_id, observation.period, observation.base_period)
        statements[key].append(headlines.statement_of(observation))
    rows: list[Headline] = []
    for key in keys:
        if len(statements[key]) < 2:
            continue
        for headline in headlines.choose_headlines(statements[key]):
            rows.append(
                Headline(
                    key=(entry << PLACES) + place + len(rows),
                    **dict(zip(KEY_FIELDS, key, strict=True)),
                    observation_id=headline.entry,
                    published_from=headline.published_from,
                    published_to=headline.published_to,
                    known_from=version,
                )
            )
    Headline.objects.bulk_create(rows)
    return place + len(rows)


def _verdicts(entry: int, version: int) -> None:
    """Check every claim that is new, or that names a figure that was added or ended."""
    touched = Observation.objects.filter(Q(known_from=version) | Q(known_to=version))
    linked = ClaimLink.objects.filter(
        Exists(touched.filter(code=OuterRef("observation")))
        | Q(observation__in=_corrected_before(version))
    )
    claims_touched = Claim.objects.filter(
        Q(known_from=version) | Exists(linked.filter(claim=OuterRef("pk")))
    ).order_by("entry_id")
    place = 0
    batch: list[Claim] = []
    for claim in claims_touched.iterator(500):
        batch.append(claim)
        if len(batch) == 500:
            place = _judge(batch, entry, place, version)
            batch = []
    _judge(batch, entry, place, version)


def _corrected_before(version: int) -> list[str]:
    """Observations whose correction, or its correction in turn, ended in this version."""
    ended = Closing.objects.filter(known_from=version).values_list(
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
    if not batch:
        return place
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
