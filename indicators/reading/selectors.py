"""Observations as of a snapshot: which rows, and what of them depends on the version."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import orjson
from django.core.cache import cache
from django.db.models import IntegerField, QuerySet
from django.db.models.expressions import RawSQL

from indicators.figures.entry_types import thing
from indicators.figures.headlines import compare, statement_of
from indicators.models import (
    Area,
    ClaimVerdict,
    Closing,
    CodeList,
    Indicator,
    Observation,
    Series,
    Unit,
)
from indicators.reading import headline_rule, rendering
from indicators.reading.serializers import Changing, ClaimSerializer
from ledger import log
from ledger.database import query
from ledger.log import content_of
from ledger.models import Entry, PublishedCheckpoint, Version, known_at, known_at_sql
from rest.formats import cell, csv_cells
from rest.items import joined, known_to_at
from rest.read_state import Snapshot
from sources.models import Agency, Release, Source


def observations(snapshot: Snapshot, status: str = "current") -> QuerySet[Observation]:
    """Rows that the log knew in the snapshot, of one status or of all."""
    rows: QuerySet[Observation] = Observation.objects.filter(known_from__known_by=snapshot.version)
    if status == "current":
        rows = rows.filter(known_at(snapshot.version))
    elif status != "all":
        rows = rows.filter(known_to__at_most=snapshot.version, closing__action=status)
    if snapshot.published_by:
        rows = rows.filter(published_last__at_most=snapshot.published_by)
    return rows


# What items() needs of a row: columns, and those that annotate_headline_and_claims() adds.
COLUMNS = ("entry_id", "code", "body", "replaces", "known_from", "known_to", "displaced", "claimed")


CLAIMED = """
SELECT 1 FROM indicators_claimlink l WHERE l.observation = indicators_observation.code LIMIT 1
"""


def annotate_headline_and_claims(
    rows: QuerySet[Observation], snapshot: Snapshot
) -> QuerySet[Observation]:
    """Rows with what other tables say of them.

    body: its stored JSON, null where there is none of this revision. displaced: 1 if another
    statement of its key, or a tie, is the headline. claimed: 1 if claims speak of it, at this
    version or another one. Each is a scalar subquery, which the database runs by index, for the
    rows of the page alone.
    """
    return rows.annotate(
        body=rendering.stored(),
        displaced=headline_rule.displaced(snapshot),
        claimed=RawSQL(CLAIMED, (), IntegerField(null=True)),
    )


def items(rows: Sequence[Any], snapshot: Snapshot) -> list[bytes]:
    """Rows, which have COLUMNS, as finished JSON objects.

    At most two queries, however many, and two more where some have no stored JSON.
    """
    changing = _changing(rows, snapshot)
    return [
        joined(body, _members(*members))
        for body, members in zip(bodies(rows), changing, strict=True)
    ]


def _changing(rows: Sequence[Any], snapshot: Snapshot) -> list[Changing]:
    """What of the rows depends on the version. At most two queries."""
    ended = [row.entry_id for row in rows if known_to_at(row.known_to, snapshot.version)]
    closings = Closing.objects.in_bulk(ended, field_name="observation_id") if ended else {}
    claimed = [row.code for row in rows if row.claimed is not None]
    claims = claims_of(claimed, snapshot) if claimed else {}
    return [_ending(row, snapshot, closings, claims.get(row.code, [])) for row in rows]


# As COLUMNS, for lines().
LINE_COLUMNS = tuple("line" if name == "body" else name for name in COLUMNS)


def annotate_line(rows: QuerySet[Observation], snapshot: Snapshot) -> QuerySet[Observation]:
    """Rows with LINE_COLUMNS: as annotate_headline_and_claims(), with their stored CSV cells."""
    return annotate_headline_and_claims(rows, snapshot).annotate(line=rendering.stored("line"))


def lines(rows: Sequence[Any], snapshot: Snapshot) -> list[bytes]:
    """Rows, which have LINE_COLUMNS, as whole CSV lines of all members.

    Queries as items() makes them.
    """
    rendered = rendering.from_log(row for row in rows if row.line is None)
    changing = _changing(rows, snapshot)
    return [
        f"{row.line or rendered[row.entry_id].line},{_cells(*members)}\r\n".encode()
        for row, members in zip(rows, changing, strict=True)
    ]


def bodies(rows: Sequence[Any]) -> list[bytes]:
    """The JSON of rows, which have COLUMNS, as far as it never changes: stored, or made now."""
    if missing := [row for row in rows if row.body is None]:
        rendered = rendering.from_log(missing)
        return [(row.body or rendered[row.entry_id].body).encode() for row in rows]
    return [row.body.encode() for row in rows]


CLAIMS = f"""
SELECT link.observation, claim.code
FROM indicators_claimlink link JOIN indicators_claim claim ON claim.entry_id = link.claim_id
WHERE link.observation {{among}} AND {known_at_sql("claim")} ORDER BY link.key
"""


def claims_of(codes: Sequence[str], snapshot: Snapshot) -> dict[str, list[str]]:
    """Ids of the claims that speak of these observations in the snapshot, by observation."""
    params = (query.any_of(codes), snapshot.version, snapshot.version)
    found: dict[str, list[str]] = defaultdict(list)
    for observation, claim in query.fetch(CLAIMS.format(among=query.among()), params):
        found[observation].append(claim)
    return found


def _ending(
    row: Any, snapshot: Snapshot, closings: dict[int, Closing], claims: Sequence[str]
) -> Changing:
    known_to = known_to_at(row.known_to, snapshot.version)
    closing = closings.get(row.entry_id) if known_to else None
    return Changing(
        closing.action if closing else "current",
        closing is None and not row.displaced,
        row.replaces or None,
        (closing.replaced_by or None) if closing else None,
        tuple(claims),
        row.known_from,
        known_to,
    )


@lru_cache(maxsize=1_000)
def _members(*members: Any) -> bytes:
    """The members of Changing, in its order, as a JSON object, which is the same for most rows."""
    return orjson.dumps(Changing(*members)._asdict())


@lru_cache(maxsize=1_000)
def _cells(*members: Any) -> str:
    """The same as CSV cells."""
    return csv_cells([cell(list(m) if isinstance(m, tuple) else m) for m in members])


HISTORY_AT_MOST = 1000


def history(row: Observation, snapshot: Snapshot) -> tuple[list[Observation], bool]:
    """The statements of the row's key known in the snapshot, in order, and whether there are more.

    At most HISTORY_AT_MOST; few, by the key's index.
    """
    rows = Observation.objects.filter(
        known_from__known_by=snapshot.version,
        series_id=row.series_id,
        period=row.period,
        base_period=row.base_period,
    )
    found = list(
        annotate_headline_and_claims(rows, snapshot).order_by("known_from", "code")[
            : HISTORY_AT_MOST + 1
        ]
    )
    return found[:HISTORY_AT_MOST], len(found) > HISTORY_AT_MOST


def events(rows: Sequence[Observation], snapshot: Snapshot) -> list[dict[str, Any]]:
    """What happened to these statements, oldest first: added, restated, replaced, retracted.

    agreement compares a statement with the newest one before it that was current: complete,
    consistent or inconsistent; null for the first.
    """
    shown = dict(zip((row.entry_id for row in rows), items(rows, snapshot), strict=True))
    closings = Closing.objects.in_bulk(list(shown), field_name="observation_id")
    found: list[tuple[int, int, dict[str, Any]]] = []  # version, entry, event
    before: list[Observation] = []
    for row in rows:
        earlier = [o for o in before if o.known_to is None or o.known_to >= row.known_from]
        agreement = compare(statement_of(earlier[-1]), statement_of(row)) if earlier else None
        action = "restated" if earlier and not row.replaces else "added"
        found.append((row.known_from, row.entry_id, _event(action, row, agreement, None, shown)))
        closing = closings.get(row.entry_id)
        if closing and closing.known_from <= snapshot.version:
            end = _event(closing.action, row, None, closing.reason, shown)
            found.append(
                (closing.known_from, closing.entry_id, {**end, "version": closing.known_from})
            )
        before.append(row)
    return [event for _, _, event in sorted(found, key=lambda each: each[:2])]


def _event(
    action: str,
    row: Observation,
    agreement: str | None,
    reason: str | None,
    shown: dict[int, bytes],
) -> dict[str, Any]:
    return {
        "version": row.known_from,
        "action": action,
        "reason": reason,
        "agreement": agreement,
        "observation": orjson.Fragment(shown[row.entry_id]),
    }


def versions(rows: Sequence[Version]) -> list[dict[str, Any]]:
    """Versions as they are served.

    One query, for their checkpoints.
    """
    notes = PublishedCheckpoint.objects.in_bulk([row.size for row in rows])
    return [_version(row, notes.get(row.size)) for row in rows]


def _version(row: Version, checkpoint: PublishedCheckpoint | None) -> dict[str, Any]:
    return {
        "version": row.size,
        "at": log.instant_text(row.at),
        "message": row.message,
        "drafted_by": row.drafted_by,
        "approved_by": row.approved_by,
        "first": row.first,
        "counts": dict(sorted(row.counts.items())),  # engines keep other orders, or none
        "root": bytes(row.root).hex(),
        "checkpoint": bytes(checkpoint.note).decode() if checkpoint else None,
        "people": [
            {"id": person["id"], "did": person["did"], "what": person.get("what")}
            for person in row.people
        ],
        "reviewed": row.reviewed,
    }


ENDS = {"closing": "replaced", "retraction": "retracted"}
SERVICE = {"changeset": "published", "key": "recorded", "redact": "recorded"}


def changes(rows: Sequence[Entry]) -> list[dict[str, Any]]:
    """Entries as changes of things.

    One query, for their versions.
    """
    if not rows:
        return []
    indexes = [row.index for row in rows]
    covering = Version.objects.filter(size__gt=min(indexes), first__lte=max(indexes))
    versions = dict(covering.values_list("size", "reviewed"))
    sizes = sorted(versions)
    found = ((row, sizes[bisect_right(sizes, row.index)]) for row in rows)
    return [_change(row, version, versions[version]) for row, version in found]


def _change(row: Entry, version: int, reviewed: bool) -> dict[str, Any]:
    content = orjson.loads(row.data)["content"] if row.data is not None else {}
    described = "added" if row.prev is None else "revised"
    about = thing(row.type)
    action = ENDS.get(about) or SERVICE.get(about) or described
    kind, _, code = row.object.partition(":")
    return {
        "version": version,
        "at": log.instant_text(row.at),
        "index": row.index,
        "action": action if row.data is not None else "withheld",
        "type": kind,
        "id": code,
        "reason": content.get("reason"),
        "replaced_by": content.get("replaced_by"),
        "reviewed": reviewed,
    }


def claims(rows: Sequence[Any], snapshot: Snapshot) -> list[bytes]:
    """Claims (with_data) as finished JSON objects, with their verdicts then.

    One query.
    """
    verdicts = {
        row.claim_id: row
        for row in ClaimVerdict.objects.filter(known_at(snapshot.version), claim__in=list(rows))
    }
    return [_claim(row, verdicts[row.entry_id], snapshot) for row in rows]


def _claim(row: Any, verdict: ClaimVerdict, snapshot: Snapshot) -> bytes:
    changing = {
        "verdict": verdict.verdict,
        "computed": verdict.computed or None,
        "missing": verdict.missing,
        "reason": verdict.reason or None,
        "known_from": row.known_from,
        "known_to": known_to_at(row.known_to, snapshot.version),
    }
    fixed = orjson.dumps(ClaimSerializer.fixed(content_of(row.data)))
    return joined(fixed, orjson.dumps(changing))


def series(row: Series) -> dict[str, Any]:
    """A series as it is served."""
    names = ("indicator", "area", "voice", "breakdown", "kind", "modality")
    return {
        "id": row.code,
        **{name: getattr(row, name) or None for name in names},
        "known_from": row.known_from,
        "known_to": None,
    }


def releases_by(day: date) -> QuerySet[Release, str]:
    """Ids of the releases published by a day, as a subquery."""
    return Release.objects.filter(published_last__lte=day).values_list("code", flat=True)


COUNTED_BEFORE = 20  # versions before one among which counts are looked for


def counts(snapshot: Snapshot) -> dict[str, int]:
    """How many of each thing are current at a version.

    Kept in the cache without end, because a version never changes. Made from the counts of a
    version shortly before, where these are kept, and what began and ended since; else all rows are
    counted.
    """
    key = _counts_key(snapshot.root, snapshot)
    kept: dict[str, int] | None = cache.get(key)
    if kept is None:
        since, before = _counts_before(snapshot)
        kept = {
            name: before.get(name, 0) + _gained(model._default_manager, since, snapshot.version)
            for name, model in COUNTED.items()
        }
        cache.set(key, kept, timeout=None)
    return kept


def _counts_key(root: str, snapshot: Snapshot) -> str:
    return f"counts:{root}:{snapshot.withheld}"


def _counts_before(snapshot: Snapshot) -> tuple[int, dict[str, int]]:
    """The newest version before this one whose counts are kept, and these; 0 and none if none."""
    earlier = Version.objects.filter(size__lt=snapshot.version).order_by("-size")
    sizes = {
        _counts_key(bytes(root).hex(), snapshot): size
        for size, root in earlier.values_list("size", "root")[:COUNTED_BEFORE]
    }
    kept = cache.get_many(sizes)
    return next(((size, kept[key]) for key, size in sizes.items() if key in kept), (0, {}))


def _gained(rows: Any, since: int, version: int) -> int:
    """How many more rows are current at a version than at another one before it; 0 is empty."""
    if not since:
        return int(rows.at(version).count())
    begun = rows.filter(known_from__gt=since, known_from__lte=version)
    ended = rows.filter(known_to__gt=since, known_to__lte=version)
    return int(begun.count() - ended.count())


COUNTED: dict[str, Any] = {
    "agencies": Agency,
    "areas": Area,
    "units": Unit,
    "code_lists": CodeList,
    "indicators": Indicator,
    "sources": Source,
    "releases": Release,
    "series": Series,
    "observations": Observation,
}
