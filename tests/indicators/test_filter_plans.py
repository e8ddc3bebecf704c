"""Every filter of the big lists finds rare rows by an index, in the order of the pages.

By the plans of SQLite, which chooses without statistics. PostgreSQL reads small tables whole.
"""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.reading.filters import ObservationFilter, SeriesFilter

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="the plans of SQLite are looked at"),
]

LISTS = {"observations": ObservationFilter, "series": SeriesFilter}
# Whose rows are most of them, so that a page is full before many were looked at.
COMMON = {
    *("kind=level", "modality=actual", "period_basis=stated", "basis=stated"),
    *("qualifier=exact", "quote_check=checked", "status=all"),
    *("unit__isnull=false", "qualifier__isnull=false", "basis__isnull=false"),
    "published_on__isnull=false",
}
# What no index of SQLite serves: rows are looked at in the order of the page until it is full.
SCANS = {
    *("decimals__gte=9", "decimals__lte=-9", "headline=false"),
    *("producer__isnull=false", "breakdown__isnull=false", "value_code__isnull=false"),
    *("missing_reason__isnull=false", "base_period__isnull=false", "direction__isnull=false"),
    *("share_of__isnull=false", "replaces__isnull=false"),
    *("value_low__isnull=false", "value_high__isnull=false"),
}
# Steps of a plan that read a big table whole. Of known_from<? too, because almost all rows fit.
WHOLE = re.compile(
    r"SCAN indicators_(observation|series|headline|citation)(?! USING (COVERING )?INDEX"
    r" indicators_(obs_noted|series_breakdown)|_words VIRTUAL)|.*obs_known_from \(known_from<"
)
RARE = {
    **{"q": "zebra", "headline": "false", "status": "retracted", "note__isnull": "false"},
    **{"period_from": "2090", "period_to": "1700", "published_on__gte": "2090"},
    **{"published_on__lte": "1700", "decimals__gte": "9", "decimals__lte": "-9"},
}


def asked():
    for path, filters in LISTS.items():
        for name, filter in filters.base_filters.items():
            for value in values(name, filter):
                yield f"{path}?{name}={value}"


def values(name, filter):
    if name == "known_from__lte":
        return []  # older rows are the first ones or the last ones, as the ids were given
    if name in RARE:
        return [RARE[name]]
    if name.endswith("__isnull"):
        return ["false" if name != "value__isnull" else "true"]
    schema = filter.field.schema()
    schema = schema.get("items", schema)
    if "enum" in schema:
        return schema["enum"]
    known = {"integer": "5", "boolean": "true"}
    return [known.get(schema["type"], "5" if "value" in name else "none")]


@pytest.mark.parametrize("path", list(asked()))
def test_rare_rows_are_found_by_an_index(world, get, path):
    filter = path.partition("?")[2]
    if filter.replace("__in", "") in COMMON:
        pytest.skip("what most rows have")
    with CaptureQueriesContext(connection) as captured:
        get(f"/v1/{path}&page_size=5")
    walked = [
        step
        for query in captured.captured_queries
        for step in plan(query["sql"])
        if WHOLE.match(step)
    ]
    assert bool(walked) == (filter in SCANS), walked


def plan(sql):
    """The steps of a query that finds a page; totals are counted once, up to a bound."""
    if "ORDER BY" not in sql or not re.search(r"FROM .?indicators_(observation|series)", sql):
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        return [row[-1] for row in cursor.fetchall()]
