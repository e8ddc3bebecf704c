"""What several voices and several documents say of the same thing, side by side.

A topic is a series without its voice: indicator, area, breakdown, kind and modality. For one topic,
period and base period this module gives each voice's headline, the gap between voices, and the
chain of restatements over documents, each classed against the statement before it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from django.db.models.expressions import RawSQL

from indicators.figures.fields import COMPARED, TOPIC
from indicators.figures.headlines import compare, statement_of
from indicators.models import Observation, Series
from indicators.reading.headline_rule import Key, headline_among, headlines_of
from indicators.reading.selectors import observations
from indicators.reading.vocabulary import converted
from rest.read_state import Snapshot

ROW = (*TOPIC, "period", "base_period")
Row = tuple[str, ...]


def statements(rows: Iterable[Row], snapshot: Snapshot) -> dict[Row, list[Observation]]:
    """The current statements of some rows, oldest publication first.

    One query.
    """
    wanted = list(dict.fromkeys(rows))
    if not wanted:
        return {}
    values = ", ".join([f"({', '.join(['%s'] * len(ROW))})"] * len(wanted))
    params = [part for row in wanted for part in row]
    candidates = observations(snapshot).filter(
        entry_id__in=RawSQL(STATED.format(values=values), params)
    )
    found: dict[Row, list[Observation]] = defaultdict(list)
    for observation in candidates.order_by("published_last", "code"):
        found[row_of(observation)].append(observation)
    return found


# Each row by the indexes of series and of keys. The values come first in the join, and columns that
# have few values are hidden in expressions, so that SQLite looks up by indicator and area.
STATED = f"""
WITH k ({", ".join(ROW)}) AS (VALUES {{values}})
SELECT o.entry_id FROM k
CROSS JOIN indicators_series s CROSS JOIN indicators_observation o
WHERE s.indicator = k.indicator AND s.area = k.area
AND {" AND ".join(f"s.{name} || '' = k.{name}" for name in TOPIC[2:])}
AND o.series_id = s.entry_id AND o.period = k.period AND o.base_period = k.base_period
"""


def row_of(observation: Observation) -> Row:
    return tuple(getattr(observation, name) for name in ROW)


def table(rows: Sequence[Row], snapshot: Snapshot, unit: str | None = None) -> list[dict[str, Any]]:
    """Rows as they are served, values also in `unit` if one is asked for.

    Two queries.
    """
    said = statements(rows, snapshot)
    series = {observation.series_id for row in said.values() for observation in row}
    contested = headlines_of(series, snapshot)
    served = [_served(row, said.get(row, []), contested) for row in rows]
    for row in served:
        for figure in (*row["voices"], *row["restatements"]):
            figure.update(_converted(figure, unit, snapshot))
    return served


def _converted(figure: dict[str, Any], unit: str | None, snapshot: Snapshot) -> dict[str, Any]:
    """The members that give a figure in another unit; all None where it does not convert."""
    members = {"value": "converted_value", "value_low": "converted_low"}
    members["value_high"] = "converted_high"
    values = {
        name: converted(figure[member], figure["unit"], unit, snapshot) if unit else None
        for member, name in members.items()
    }
    return {**values, "converted_unit": unit if any(values.values()) else None}


def _served(
    row: Row, said: Sequence[Observation], contested: dict[Key, int | None]
) -> dict[str, Any]:
    voices = _voices(said, contested)
    return {
        **{name: value or None for name, value in zip(ROW, row, strict=True)},
        "voices": voices,
        "gap": gap([voice for voice in voices if voice["value"] is not None]),
        "restatements": chain_of(said),
    }


def _voices(said: Sequence[Observation], contested: dict[Key, int | None]) -> list[dict[str, Any]]:
    """The headline of each voice. A voice whose statements are tied and differ is disputed."""
    by_series: dict[int, list[Observation]] = defaultdict(list)
    for observation in said:
        by_series[observation.series_id].append(observation)
    voices = []
    for own in by_series.values():
        headline = headline_among(own, contested)
        voices.append(
            {
                "voice": own[0].voice,
                "disputed": headline is None,
                "observation": headline.code if headline else None,
                "statements": [o.code for o in own],
                **value_of(headline),
            }
        )
    return sorted(voices, key=lambda voice: str(voice["voice"]))


def value_of(observation: Observation | None) -> dict[str, Any]:
    """What an observation says, absent members as None."""
    members = {name: getattr(observation, name, None) for name in COMPARED}
    return {name: None if value == "" else value for name, value in members.items()}


def gap(voices: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """Greatest less least value, and that as percent of the least, where units agree."""
    if len(voices) < 2 or len({voice["unit"] for voice in voices}) != 1:
        return None
    ranked = sorted(voices, key=lambda voice: Decimal(voice["value"]))
    least, greatest = ranked[0], ranked[-1]
    difference = Decimal(greatest["value"]) - Decimal(least["value"])
    base = Decimal(least["value"])
    percent = None
    if base:
        percent = str((difference / abs(base) * 100).quantize(Decimal("0.01"), ROUND_HALF_EVEN))
    return {
        "absolute": f"{difference:f}",
        "percent": percent,
        "unit": least["unit"],
        "least": least["voice"],
        "greatest": greatest["voice"],
    }


def chain_of(said: Sequence[Observation]) -> list[dict[str, Any]]:
    """Who said it in which document, in the order of publication.

    agreement classes a statement against the one before it from another release, whoever made it:
    complete, consistent or inconsistent; null for the first. restates names that statement.
    """
    chain: list[dict[str, Any]] = []
    for place, observation in enumerate(said):
        earlier = [o for o in said[:place] if o.release != observation.release]
        same_voice = [o for o in earlier if o.voice == observation.voice]
        before = (same_voice or earlier)[-1] if earlier else None
        agreement = compare(statement_of(before), statement_of(observation)) if before else None
        chain.append(
            {
                "observation": observation.code,
                "release": observation.release,
                "published_on": observation.published_on or None,
                "voice": observation.voice,
                "restates": before.code if before else None,
                "agreement": agreement,
                **value_of(observation),
            }
        )
    return chain


def between(
    pair: tuple[str, str], rows: Sequence[Row], snapshot: Snapshot, unit: str | None = None
) -> list[dict[str, Any]]:
    """What each of two releases says in these rows, and whether that agrees.

    One query. agreement compares, voice by voice, the statements of the first release with those of
    the second, and is the worst of these; null where no voice speaks in both. Values are given in
    `unit`, too.
    """
    said = statements(rows, snapshot)
    compared = [_between(pair, place, said.get(place, [])) for place in rows]
    for row in compared:
        for figure in (*row["one"], *row["other"]):
            figure.update(_converted(figure, unit, snapshot))
    return compared


ORDER = ("inconsistent", "consistent", "complete")  # worst first


def _between(pair: tuple[str, str], row: Row, said: Sequence[Observation]) -> dict[str, Any]:
    first, second = ([o for o in said if o.release == release] for release in pair)
    found = {
        compare(statement_of(a), statement_of(b))
        for a in first
        for b in second
        if a.voice == b.voice
    }
    return {
        **{name: value or None for name, value in zip(ROW, row, strict=True)},
        "one": [_statement(o) for o in first],
        "other": [_statement(o) for o in second],
        "agreement": next((name for name in ORDER if name in found), None),
    }


def _statement(observation: Observation) -> dict[str, Any]:
    return {
        "observation": observation.code,
        "voice": observation.voice,
        **value_of(observation),
    }


POINTS_AT_MOST = 1000


def points(series: Series, snapshot: Snapshot) -> tuple[list[dict[str, Any]], bool]:
    """The periods of a series, each with its headline, its vintages and other voices beside it.

    Returns at most POINTS_AT_MOST of them and whether there are more. Three queries.
    """
    periods = (
        observations(snapshot)
        .filter(series=series)
        .order_by("period", "base_period")
        .values_list("period", "base_period")
        .distinct()[: POINTS_AT_MOST + 1]
    )
    topic = tuple(getattr(series, name) for name in TOPIC)
    rows = [(*topic, *period) for period in periods]
    found = [_point(row, series.voice) for row in table(rows[:POINTS_AT_MOST], snapshot)]
    return found, len(rows) > POINTS_AT_MOST


def _point(row: dict[str, Any], voice: str) -> dict[str, Any]:
    own = next(v for v in row["voices"] if v["voice"] == voice)
    return {
        "period": row["period"],
        "base_period": row["base_period"],
        **{name: value for name, value in own.items() if name not in ("voice", "statements")},
        "vintages": [v for v in row["restatements"] if v["voice"] == voice],
        "others": [v for v in row["voices"] if v["voice"] != voice],
        "gap": row["gap"],
    }
