"""Headlines and verdicts are written as differences, and say what choosing them all anew would."""

from collections import defaultdict
from datetime import date
from importlib import import_module
from itertools import count, pairwise
from types import SimpleNamespace

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.figures import claims
from indicators.figures.headlines import choose_headlines, statement_of
from indicators.models import Claim, ClaimVerdict, Headline, Observation
from indicators.publishing import derivations
from indicators.publishing.publication import approve, publish
from ledger import rebuilding
from ledger.database import guards
from ledger.models import Version, known_at
from tests.builders import (
    Document,
    agency,
    area,
    closing,
    draft,
    indicator,
    retraction,
    unit,
)

pytestmark = pytest.mark.django_db

WORDS = ("1,150 boats", "1,200 boats", "1,300 boats")
VALUES = {"1,150 boats": ("1150", 0), "1,200 boats": ("1200", -2), "1,300 boats": ("1300", 0)}
DAYS = ("2013-06-01", "2014-06-01", "2014-06-01", "2015-06-01")
DOCUMENTS = [
    Document(
        f"report-{n}",
        f"Report {n} of {day}. There were 1,150 boats, or 1,200 boats, or 1,300 boats in all; "
        "the sum is the same.",
        published_on=day,
    )
    for n, day in enumerate(DAYS)
]
AREAS = ("XA", "XB")

# Which documents speak in a changeset, of which area and in which words; and then which figure, of
# those that stand, is retracted or corrected.
said = st.tuples(st.sampled_from(AREAS), st.sampled_from(WORDS))
reports = st.tuples(
    st.just("report"), st.lists(said, min_size=1, max_size=3, unique=True), st.booleans()
)
ends = st.tuples(st.sampled_from(("retract", "correct")), st.integers(0, 9), st.integers(0, 2))
histories = st.lists(st.one_of(reports, ends), min_size=2, max_size=7)


def published(*acts, texts=None):
    """Publish without signing: the examples of a property undo each other."""
    made = draft(*acts, texts=texts)
    publish(made, approve(made, by="luis"))


def figure(document, n, place, words, **changes):
    value, decimals = VALUES[words]
    return document.figure(n, words, value, area=place, decimals=decimals, **changes)


class World:
    """Publishes the steps of a history, each as a changeset of its own."""

    def __init__(self):
        vocabularies = [agency("lake-office"), unit("1", "count"), indicator("boats")]
        published(*vocabularies, *map(area, AREAS), DOCUMENTS[0].source_act())
        self.left = list(DOCUMENTS)
        self.numbers = defaultdict(int)

    def step(self, kind, what, which):
        if kind == "report" and self.left:
            self.report(what, claimed=which)
        elif kind != "report":
            self.end(kind, what, which)

    def report(self, statements, *, claimed):
        document = self.left.pop(0)
        figures = [figure(document, n, *one) for n, one in enumerate(statements, 1)]
        self.numbers[document.id] = len(figures)
        stated = [one.content["id"] for one in figures]
        claim = document.claim(1, "the sum is the same", "sum", stated, result=stated[0])
        acts = document.told(*figures, *([claim] if claimed else []))
        published(*acts, texts=document.texts)

    def end(self, kind, place, words):
        standing = list(Observation.objects.filter(known_to=None).order_by("code"))
        if not standing:
            return
        row = standing[place % len(standing)]
        if kind == "retract":
            published(retraction(row.code))
            return
        document = next(one for one in DOCUMENTS if one.id == row.release)
        self.numbers[document.id] += 1
        new = figure(document, self.numbers[document.id], row.area, WORDS[words], replaces=row.code)
        others = [one for one in standing if (one.release, one.area) == (row.release, row.area)]
        if any(one.value == new.content["value"] for one in others):
            return  # said already
        published(new, closing(row.code, new.content["id"]), texts=document.texts)


def all_anew(version):
    """The headlines of every contested key at a version, with no regard to those before."""
    statements = defaultdict(list)
    for row in Observation.objects.at(version):
        statements[row.series_id, row.period, row.base_period].append(statement_of(row))
    return {
        (*key, one.entry, one.published_from, one.published_to)
        for key, of_key in statements.items()
        if len(of_key) > 1
        for one in choose_headlines(of_key)
    }


def held(version):
    """The rows of headlines that hold at a version; each once."""
    rows = list(
        Headline.objects.filter(known_at(version)).values_list(
            *("series_id", "period", "base_period"),
            *("observation_id", "published_from", "published_to"),
        )
    )
    assert len(rows) == len(set(rows))
    return set(rows)


def all_judged():
    """What each claim comes to now, with no regard to what was judged before."""
    found = {}
    for claim in Claim.objects.all():
        codes = [claim.result, *claim.inputs]
        current = derivations.figures(code for code in codes if code)
        outcome = claims.judge(
            claim,
            claims.Figures(current.get(claim.result), [current.get(c) for c in claim.inputs]),
        )
        found[claim.entry_id] = (outcome.outcome, list(outcome.missing), outcome.computed or "")
    return found


def verdicts():
    rows = ClaimVerdict.objects.filter(known_to=None)
    return {row.claim_id: (row.verdict, row.missing, row.computed) for row in rows}


def rows(model):
    return list(model.objects.order_by("pk").values_list())


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(history=histories)
def test_differences_add_up_to_what_is_chosen_anew(history):
    with transaction.atomic():
        world = World()
        for step in history:
            world.step(*step)
            assert verdicts() == all_judged()
        versions = list(Version.objects.order_by("size").values_list("size", flat=True))
        assert [held(v) for v in versions] == [all_anew(v) for v in versions]
        transaction.set_rollback(True)


def test_what_a_changeset_does_not_change_keeps_its_row():
    world = World()
    for words in WORDS:
        world.step("report", [("XA", words)], False)
    before = rows(Headline)
    assert before

    world.step("report", [("XB", WORDS[0])], False)  # a key of its own
    assert rows(Headline) == before

    world.step("retract", 2, 0)  # 1,300 boats, of the second day, as are 1,200
    (kept,) = [row for row in rows(Headline) if row in before and row[-1] is None]
    assert kept[-4:-2] == (date(2013, 6, 1), date(2014, 6, 1))


def test_a_changeset_reads_rows_of_its_own_keys_alone(django_assert_max_num_queries):
    world = World()
    for words in WORDS:
        world.step("report", [("XA", words), ("XB", words)], False)
    with django_assert_max_num_queries(120) as captured:
        world.step("report", [("XA", WORDS[0]), ("XB", WORDS[1])], False)
    about = [
        query["sql"] for query in captured.captured_queries if "indicators_headline" in query["sql"]
    ]
    assert about
    for sql in about:
        if sql.startswith(("SELECT", "WITH")):
            assert not whole_tables(sql), sql


def whole_tables(sql):
    """The big tables that a query reads whole, by the plan of SQLite."""
    if connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        steps = [str(row[-1]) for row in cursor.fetchall()]
    return [step for step in steps if step.startswith("SCAN indicators_")]


def test_a_replay_settles_as_publishing_did():
    world = World()
    for words in WORDS:
        world.step("report", [("XA", words), ("XB", WORDS[0])], True)
    world.step("retract", 1, 0)
    world.step("correct", 0, 2)
    before = [rows(model) for model in (Headline, ClaimVerdict)]
    assert all(before)

    rebuilding.rebuild()

    assert [rows(model) for model in (Headline, ClaimVerdict)] == before


def settled_as_before():
    """The rows as they were written once: those of a key anew in each changeset that touched it."""
    touched = defaultdict(set)
    for row in Observation.objects.all():
        touched[row.series_id, row.period, row.base_period] |= {row.known_from, row.known_to}
    numbers = count()
    for key, versions in touched.items():
        versions = sorted(versions - {None})
        for version, until in pairwise([*versions, None]):
            for choice in all_anew(version):
                if choice[:3] == key:
                    names = [field.attname for field in Headline._meta.concrete_fields]
                    values = [next(numbers), *choice, version, until]
                    yield Headline(**dict(zip(names, values, strict=True)))


def test_an_upgrade_settles_what_was_written_before():
    world = World()
    for words in WORDS:
        world.step("report", [("XA", words), ("XB", WORDS[0])], True)
    world.step("retract", 1, 0)
    world.step("correct", 0, 2)
    world.step("report", [("XA", WORDS[1])], False)
    now = rows(Headline)
    with guards.lifted(connection):
        before = list(settled_as_before())
        Headline.objects.all().delete()
        Headline.objects.bulk_create(before)
    assert len(before) > len(now)

    migration = import_module("indicators.migrations.0014_settled")
    with guards.lifted(connection):
        migration.settle(None, SimpleNamespace(connection=connection))

    assert rows(Headline) == now
