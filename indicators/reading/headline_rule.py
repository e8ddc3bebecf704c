"""Which statement of a key is the headline at a version: the rule, in each form that reading needs.

A key is series, period and base period. Publishing writes rows of indicators_headline for each key
that has more than one current statement: one for each range of publication dates, which names the
headline, or nothing where different values tie. So at a version, and for what was published by a
day, an observation is

- displaced, if a row of its key that holds then names another observation or none;
- the headline, if it is current and not displaced.

Lists of rows ask by a column, filters by a condition of the ORM, exports by a join, comparisons in
Python. tests/indicators/test_headline_rule.py puts the same cases to all of them.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Exists, IntegerField, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from indicators.models import Headline, Observation
from ledger.database import query
from ledger.models import known_at, known_at_sql
from rest.read_state import Snapshot

Key = tuple[int, str, str]
KEY = ("series_id", "period", "base_period")


# The parts. In SQL, h is a row of indicators_headline.


def _holds(snapshot: Snapshot) -> Q:
    """The condition on Headline of holding at the version, for what was published by the day."""
    by = snapshot.published_by
    if by is None:
        return known_at(snapshot.version) & Q(published_to__isnull=True)
    begun = Q(published_from__isnull=True) | Q(published_from__lte=by)
    ended = Q(published_to__isnull=True) | Q(published_to__gt=by)
    return known_at(snapshot.version) & begun & ended


def _holds_sql(snapshot: Snapshot) -> tuple[str, tuple[Any, ...]]:
    """The same as SQL text and its parameters."""
    version, by = snapshot.version, snapshot.published_by
    if by is None:
        return f"{known_at_sql('h')} AND h.published_to IS NULL", (version, version)
    begun = "(h.published_from IS NULL OR h.published_from <= %s)"
    ended = "(h.published_to IS NULL OR h.published_to > %s)"
    return f"{known_at_sql('h')} AND {begun} AND {ended}", (version, version, by, by)


def _displaces_sql(observation: str) -> str:
    """The condition of a row of the observation's key that names another observation or none."""
    same = " AND ".join(f"h.{name} = {observation}.{name}" for name in KEY)
    return f"{same} AND (h.observation_id IS NULL OR h.observation_id <> {observation}.entry_id)"


# The forms.


def displaced(snapshot: Snapshot) -> RawSQL:
    """A column of observations: 1 for a displaced one, else null.

    A scalar subquery, because of a condition by EXISTS PostgreSQL may read the whole table first;
    as SQL, because the ORM takes longer to make it than the database to answer.
    """
    holds, params = _holds_sql(snapshot)
    displaces = _displaces_sql("indicators_observation")
    sql = f"SELECT 1 FROM indicators_headline h WHERE {displaces} AND {holds} LIMIT 1"
    return RawSQL(sql, params, IntegerField(null=True))


def displaced_entries(snapshot: Snapshot) -> tuple[str, tuple[Any, ...]]:
    """SQL that selects the entry_id of all displaced observations, each once; its parameters."""
    holds, params = _holds_sql(snapshot)
    sql = (
        "SELECT DISTINCT b.entry_id FROM indicators_headline h JOIN indicators_observation b"
        f" ON {_displaces_sql('b')} WHERE {holds}"
    )
    return sql, params


def filter_headlines(
    rows: QuerySet[Any], wanted: bool, snapshot: Snapshot, *, all_current: bool = False
) -> QuerySet[Any]:
    """The observations that are the headline of their key; with wanted=False, the others.

    all_current: the rows are filtered by that already, which lets a database join both tables once
    where it else looks up the headline of each row.
    """
    displacing = Headline.objects.filter(
        _holds(snapshot),
        ~Q(observation_id=OuterRef("entry_id")) | Q(observation__isnull=True),
        **{name: OuterRef(name) for name in KEY},
    )
    current = known_at(snapshot.version)
    if wanted:
        return rows.filter(current, ~Exists(displacing))
    return rows.filter(Exists(displacing) if all_current else ~current | Exists(displacing))


def headlines_of(series: Iterable[int], snapshot: Snapshot) -> dict[Key, int | None]:
    """Entries of the headlines of the contested keys of some series; None means disputed."""
    holds, params = _holds_sql(snapshot)
    sql = (
        "SELECT h.series_id, h.period, h.base_period, h.observation_id FROM indicators_headline h"
        f" WHERE h.series_id {query.among()} AND {holds}"
    )
    rows = query.fetch(sql, (query.any_of(set(series)), *params))
    return {(s, period, base): observation for s, period, base, observation in rows}


def headline_among(
    statements: Sequence[Observation], contested: Mapping[Key, int | None]
) -> Observation | None:
    """The headline among all current statements of one key; None where it is disputed.

    contested: what headlines_of() gave for their series.
    """
    first = statements[0]
    key = (first.series_id, first.period, first.base_period)
    if key not in contested:  # one statement, which nothing displaces
        return statements[-1]
    return next((row for row in statements if row.entry_id == contested[key]), None)
