"""The headlines of the keys that a changeset touched, written as differences from those before.

A key is series, period and base period. Only keys that have, or had, more than one current
statement are looked at, each by index with its statements; nothing else that the database holds is.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any

from django.db import connections
from django.db.models import Exists, OuterRef, Q, QuerySet

from indicators.figures.headlines import SHAPE, Statement, choose_headlines, statement_of
from indicators.models import Headline, Observation
from indicators.reading.headline_rule import KEY, Key
from ledger import log
from ledger.database import bulk

PLACES = 20  # bits that a key leaves for the rows of one changeset
KEYS = 500  # that are looked at by one query
STATED = ("entry_id", "published_last", "value", "decimals", "missing_reason", *SHAPE)
CHOSEN = ("observation_id", "published_from", "published_to")

Choice = tuple[int | None, date | None, date | None]  # the CHOSEN columns


def settle(first: int, entry: int, version: int) -> None:
    """Write the headlines that change with the version whose entries are [first, entry].

    A key with one current statement has no row: that statement is its headline. Rows are keyed by
    `entry`, the index of the changeset's own, so that a replay gives them the same keys.
    """
    place = 0
    for keys in log.batched(_touched(first, entry), KEYS):
        ended, begun = _differences(keys)
        Headline.objects.filter(key__in=ended).update(known_to=version)
        rows = [
            {
                "key": (entry << PLACES) + at,
                **dict(zip((*KEY, *CHOSEN), (*key, *choice), strict=True)),
                "known_from": version,
                "known_to": None,
            }
            for at, (key, choice) in enumerate(begun, place)
        ]
        bulk.insert_named(Headline, rows)
        place += len(rows)


def within(first: int, entry: int, prefix: str = "") -> Q:
    """The condition that a row, or what `prefix` leads to, was made by [first, entry]."""
    return Q(**{f"{prefix}entry_id__gte": first, f"{prefix}entry_id__lte": entry})


def _touched(first: int, entry: int) -> list[Key]:
    """The keys of statements that these entries made or ended, unless each is and was alone."""
    added = Observation.objects.filter(within(first, entry))
    ended = Observation.objects.filter(within(first, entry, "closing__"))
    return list(_contested(added).union(_contested(ended)).order_by(*KEY))


def _contested(observations: QuerySet[Observation]) -> QuerySet[Observation, Key]:
    same = {name: OuterRef(name) for name in KEY}
    current = Observation.objects.filter(known_to__isnull=True, **same)
    rivals = current.exclude(entry_id=OuterRef("entry_id"))
    settled = Headline.objects.filter(known_to__isnull=True, **same)
    contested: Any = observations.filter(Exists(rivals) | Exists(settled))
    return contested.order_by().values_list(*KEY)


def _differences(keys: Sequence[Key]) -> tuple[list[int], list[tuple[Key, Choice]]]:
    """The rows that no longer hold, by their own keys, and what holds instead, key by key."""
    statements: dict[Key, list[Statement]] = defaultdict(list)
    for key, row in _rows_of(Observation, STATED, keys):
        named = dict(zip(STATED, row, strict=True))
        named["published_last"] = _day(named["published_last"])
        statements[key].append(statement_of(SimpleNamespace(**named)))
    current: dict[Key, dict[Choice, int]] = defaultdict(dict)
    for key, (own, observation, begin, end) in _rows_of(Headline, ("key", *CHOSEN), keys):
        current[key][observation, _day(begin), _day(end)] = own
    ended: list[int] = []
    begun: list[tuple[Key, Choice]] = []
    for key in keys:
        chosen = choose_headlines(statements[key]) if len(statements[key]) > 1 else []
        choices = [(row.entry, row.published_from, row.published_to) for row in chosen]
        ended += [own for choice, own in current[key].items() if choice not in choices]
        begun += [(key, choice) for choice in choices if choice not in current[key]]
    return ended, begun


def _rows_of(
    model: type[Observation | Headline], columns: Sequence[str], keys: Sequence[Key]
) -> Iterator[tuple[Key, tuple[Any, ...]]]:
    """Columns of the current rows with these keys, each beside its key.

    The keys come first in the join, so that both engines look the rows up by index.
    """
    wanted = ", ".join(["(%s, %s, %s)"] * len(keys))
    same = " AND ".join(f"r.{name} = k.{name}" for name in KEY)
    names = ", ".join(f"r.{name}" for name in (*KEY, *columns))
    sql = (
        f"WITH k ({', '.join(KEY)}) AS (VALUES {wanted}) SELECT {names}"
        f" FROM k CROSS JOIN {model._meta.db_table} r WHERE {same} AND r.known_to IS NULL"
    )
    with connections[log.alias()].cursor() as cursor:
        cursor.execute(sql, [part for key in keys for part in key])
        for series, period, base_period, *row in cursor.fetchall():
            yield (series, period, base_period), tuple(row)


def _day(stored: Any) -> Any:
    """A day as a date: SQLite gives text."""
    return date.fromisoformat(stored) if isinstance(stored, str) else stored
