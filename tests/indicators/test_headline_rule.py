"""The headline rule in each of its forms: the same cases, the same headlines."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

import orjson
import pytest
from django.db import connection

from indicators.delivery import copying
from indicators.models import Observation
from indicators.reading import comparison, headline_rule, selectors
from rest.read_state import Snapshot
from tests.builders import (
    Document,
    agency,
    area,
    closing,
    indicator,
    published,
    retraction,
    unit,
)

pytestmark = pytest.mark.django_db

TEXT = "{} report. There were 1,150 boats, or 1,200 boats, or 1,300 boats, as some say."
EARLY, MIDDLE, LATE = (
    Document(f"report-{year}", TEXT.format(year), published_on=f"{year}-06-01")
    for year in (2013, 2014, 2015)
)
VALUES = {"1150": ("1,150 boats", 0), "1200": ("1,200 boats", -2), "1300": ("1,300 boats", 0)}


def figure(document, n, value, **changes):
    words, decimals = VALUES[value]
    return document.figure(n, words, value, decimals=decimals, **changes)


def report(document, *values):
    """The changeset of a document that gives these values for one key."""
    return document.told(*(figure(document, n, value) for n, value in enumerate(values, 1)))


@dataclass
class Case:
    """Changesets, and the headlines then: at the newest version, or an earlier one."""

    name: str
    changesets: list[list]
    headlines: set[str]
    by: date | None = None
    back: int = 0  # how many versions before the newest
    documents: tuple[Document, ...] = field(default=(EARLY, MIDDLE, LATE))


CORRECTED = [
    figure(EARLY, 9, "1300", replaces="report-2013-0001"),
    closing("report-2013-0001", "report-2013-0009"),
]
FIRST, SECOND, THIRD = "report-2013-0001", "report-2014-0001", "report-2015-0001"
TWO = [report(EARLY, "1150"), report(MIDDLE, "1300")]

CASES = [
    Case("one statement", [report(EARLY, "1150")], {FIRST}),
    Case("contested: the newest release", TWO, {SECOND}),
    Case("an older release that came later", TWO[::-1], {SECOND}),
    Case("contested, before the second", TWO, {FIRST}, back=1),
    Case("published by a day before the second", TWO, {FIRST}, by=date(2014, 5, 31)),
    Case("published by the very day of the second", TWO, {SECOND}, by=date(2014, 6, 1)),
    Case("published by a day before all", TWO, set(), by=date(2012, 1, 1)),
    Case("a tie", [report(EARLY, "1150", "1300")], set()),
    Case("a tie before which one spoke", [*TWO[:1], report(MIDDLE, "1150", "1300")], set()),
    Case("the same, published by then", [*TWO[:1], report(MIDDLE, "1150", "1300")], {FIRST},
         by=date(2013, 12, 31)),
    Case("a tie settled by a newer release", [report(EARLY, "1150", "1300"), report(LATE, "1300")],
         {THIRD}),
    Case("a coarser restatement", [TWO[0], report(MIDDLE, "1200")], {FIRST}),
    Case("a coarser one of the first, alone by then", [report(EARLY, "1200"), report(LATE, "1150")],
         {FIRST}, by=date(2014, 1, 1)),
    Case("the headline is retracted", [*TWO, [retraction(SECOND)]], {FIRST}),
    Case("before it was retracted", [*TWO, [retraction(SECOND)]], {SECOND}, back=1),
    Case("the other one is retracted", [*TWO, [retraction(FIRST)]], {SECOND}),
    Case("all are retracted", [*TWO, [retraction(FIRST), retraction(SECOND)]], set()),
    Case("half a tie is retracted",
         [report(EARLY, "1150", "1300"), [retraction("report-2013-0002")]], {FIRST}),
    Case("replaced", [TWO[0], CORRECTED], {"report-2013-0009"}),
    Case("before it was replaced", [TWO[0], CORRECTED], {FIRST}, back=1),
    Case("three versions, the last", [*TWO, report(LATE, "1150")], {THIRD}),
    Case("three versions, the second", [*TWO, report(LATE, "1150")], {SECOND}, back=1),
    Case("three versions, the last, by then", [*TWO, report(LATE, "1150")], {SECOND},
         by=date(2015, 5, 31)),
]  # fmt: skip


def by_column(snapshot):
    """As lists show it."""
    rows = selectors.annotate_headline_and_claims(selectors.observations(snapshot, "all"), snapshot)
    objects = map(orjson.loads, selectors.items(list(rows), snapshot))
    return {one["id"] for one in objects if one["headline"]}


def by_filter(snapshot):
    """As the filter headline=true finds it; headline=false finds all others."""
    every = selectors.observations(snapshot, "all")
    yes, no = (
        {row.code for row in headline_rule.filter_headlines(every, wanted, snapshot)}
        for wanted in (True, False)
    )
    current = selectors.observations(snapshot)
    assert (
        no
        >= {
            row.code
            for row in headline_rule.filter_headlines(current, False, snapshot, all_current=True)
        }
        == {row.code for row in current} - yes
    )
    assert yes | no == {row.code for row in every}
    assert not yes & no
    return yes


def by_join(snapshot):
    """As exports join it."""
    sql, params = headline_rule.displaced_entries(snapshot)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        displaced = [entry for (entry,) in cursor.fetchall()]
    assert len(displaced) == len(set(displaced))
    current = selectors.observations(snapshot).exclude(entry_id__in=displaced)
    return set(current.values_list("code", flat=True))


def by_copy(snapshot):
    """As whole exports of PostgreSQL hold it."""
    blocks = copying.json_lines(selectors.observations(snapshot, "all"), snapshot)
    objects = map(orjson.loads, b"".join(blocks).splitlines())
    return {one["id"] for one in objects if one["headline"]}


def in_python(snapshot):
    """As comparisons choose it."""
    keys = defaultdict(list)
    for row in selectors.observations(snapshot).order_by("published_last", "code"):
        keys[row.series_id, row.period, row.base_period].append(row)
    contested = headline_rule.headlines_of({key[0] for key in keys}, snapshot)
    chosen = [headline_rule.headline_among(rows, contested) for rows in keys.values()]
    return {row.code for row in chosen if row}


def by_comparison(snapshot):
    """As /v1/compare answers it."""
    rows = {comparison.row_of(row) for row in selectors.observations(snapshot)}
    voices = [voice for row in comparison.table(list(rows), snapshot) for voice in row["voices"]]
    assert all(voice["disputed"] == (voice["observation"] is None) for voice in voices)
    return {voice["observation"] for voice in voices if voice["observation"]}


FORMS = [by_column, by_filter, by_join, in_python, by_comparison]
if connection.vendor == "postgresql":
    FORMS.append(by_copy)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_form_finds_the_same_headline(case):
    vocabularies = [agency("lake-office"), area("XA"), unit("1", "count"), indicator("boats")]
    published(*vocabularies, EARLY.source_act())
    texts = {key: text for one in case.documents for key, text in one.texts.items()}
    versions = [published(*acts, texts=texts).size for acts in case.changesets]
    assert Observation.objects.count() >= len(case.headlines)

    snapshot = Snapshot(versions[-1 - case.back], case.by)

    assert {form.__name__: form(snapshot) for form in FORMS} == {
        form.__name__: case.headlines for form in FORMS
    }
