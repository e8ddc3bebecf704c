"""What a changeset decides at its end: headlines of contested keys, verdicts of claims.

Called by the projection with the changeset's own entry, when all rows of the version are there.
Rows are keyed by that entry's index, so that a replay decides the same under the same keys.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Exists, OuterRef, Q

from indicators.figures import claims, headlines
from indicators.models import Claim, ClaimLink, ClaimVerdict, Closing, Headline, Observation

PLACES = 20  # bits that a key leaves for the rows of one changeset


def settle(entry: int, version: int) -> None:
    """Decide what the changeset that ends with this entry, and so this version, touched."""
    _headlines(entry, version)
    _verdicts(entry, version)


StatementKey = tuple[int, str, str]
KEY_FIELDS = ("series_id", "period", "base_period")


def _headlines(entry: int, version: int) -> None:
    """Decide anew the headline of every key that this version touched and that is contested.

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
        statements[key].append(statement_of(observation))
    rows: list[Headline] = []
    for key in keys:
        if len(statements[key]) < 2:
            continue
        for headline in headlines.settle(statements[key]):
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


def statement_of(observation: Observation) -> headlines.Statement:
    published: date = observation.published_last
    return headlines.Statement(
        entry=observation.entry_id,
        published=published,
        value=observation.value,
        decimals=observation.decimals,
        shape=(
            observation.value_low,
            observation.value_high,
            observation.low_open,
            observation.high_open,
            observation.value_code,
            observation.direction,
            observation.unit,
        ),
        says_nothing=bool(observation.missing_reason) and not observation.direction,
    )


def _verdicts(entry: int, version: int) -> None:
    """Check anew every claim that is new, or that speaks of a figure that came or ended."""
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
    standing = figures(codes)
    now = {
        row.claim_id: row
        for row in ClaimVerdict.objects.filter(claim__in=batch, known_to__isnull=True)
    }
    rows: list[ClaimVerdict] = []
    for claim in batch:
        said = claims.judge(
            claim,
            claims.Figures(
                standing.get(claim.result), [standing.get(code) for code in claim.inputs]
            ),
        )
        row = ClaimVerdict(
            key=(entry << PLACES) + place + len(rows),
            claim_id=claim.entry_id,
            verdict=said.outcome,
            missing=list(said.missing),
            computed=said.computed or "",
            reason=said.reason,
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
    """Observations by the ids that claims name; a corrected one is told as what corrected it.

    One that was retracted is left out.
    """
    found: dict[str, Observation] = {}
    follow = {code: code for code in codes}  # id of a standing row -> id that the claim names
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
