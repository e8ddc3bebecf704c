"""Appending changesets, and replaying them."""

import json
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from ledger import log, rebuilding, replay, selectors
from ledger.database import guards
from ledger.errors import AppendError, CanonicalError, ReplayError
from ledger.formats import canonical, merkle
from ledger.models import Entry, Tile, Version

from .facts import Fact, closing, fact
from .trees import naive_root

pytestmark = pytest.mark.django_db


def rows(model):
    """Every row of a table as plain values."""
    return [
        {key: bytes(v) if isinstance(v, memoryview) else v for key, v in row.items()}
        for row in model.objects.order_by("pk").values()
    ]


def test_head_of_nothing():
    assert log.head() == (0, merkle.EMPTY_ROOT)
    assert log.current_version() is None
    assert selectors.published_version() is None


def test_append_tells_version_root_and_counts(publish):
    version = publish(fact("a"), fact("b"), closing("c"))
    leaves = tuple(
        bytes(data) for data in Entry.objects.order_by("index").values_list("data", flat=True)
    )
    assert version.size == 4
    assert version.first == 0
    assert version.counts == {"fact/1": 2, "closing/1": 1}
    assert bytes(version.root) == naive_root(leaves)
    assert log.head() == (4, naive_root(leaves))


def test_append_writes_canonical_entries_in_their_place(publish):
    publish(fact("a", "uno"))
    version = publish(fact("a", "dos"), fact("a", "tres"), fact("b", "ñ"))
    entries = list(Entry.objects.order_by("index"))
    bodies = [canonical.decode(bytes(entry.data)) for entry in entries]
    assert [body["index"] for body in bodies] == list(range(6))
    assert [body["prev"] for body in bodies] == [None, None, 0, 2, None, None]
    assert [body["object"] for body in bodies][1::4] == ["changeset:2", "changeset:6"]
    assert bodies[2]["content"] == {"text": "dos"}
    assert {body["at"] for body in bodies[2:]} == {log.instant_text(version.at)}
    assert bodies[5]["content"] == {
        "message": "facts",
        "people": [{"id": "p1", "did": "wrote"}, {"id": "p2", "did": "approved"}],
        "reviewed": True,
        "first": 2,
        "counts": {"fact/1": 3},
        "details": {},
    }
    assert all(merkle.leaf_hash(bytes(e.data)) == bytes(e.leaf_hash) for e in entries)


class Lazy(Collection):
    """A collection that makes its entries when they are asked for."""

    def __init__(self, made, told):
        self.made, self.told = made, told

    def __len__(self):
        return self.told

    def __contains__(self, item):
        raise NotImplementedError

    def __iter__(self):
        return (fact(f"{index % 7}", f"text {index}") for index in range(self.made))


def test_append_in_batches_of_a_lazy_collection(facts):
    with transaction.atomic():
        version = log.append(Lazy(3000, 3000), message="m", drafted_by="a", approved_by="b")
    leaves = tuple(
        bytes(data) for data in Entry.objects.order_by("index").values_list("data", flat=True)
    )
    assert version.size == 3001
    assert bytes(version.root) == naive_root(leaves)
    assert Fact.objects.at(3001).count() == 3000
    assert list(Entry.objects.filter(index__in=[1024, 1025]).values_list("prev", flat=True)) == [
        1017,
        1018,
    ]


@pytest.mark.parametrize(("made", "told"), [(5, 6), (6, 5)])
def test_append_of_another_number_than_told_is_refused(facts, made, told):
    with pytest.raises((AppendError, IntegrityError)), transaction.atomic():
        log.append(Lazy(made, told), message="m", drafted_by="a", approved_by="b")
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("kwargs", "words"),
    [
        ({"approved_by": "p1"}, "can't approve their own"),
        ({"approved_by": ""}, "who approved"),
        ({"message": " "}, "needs a message"),
    ],
)
def test_append_without_two_people_is_refused(publish, kwargs, words):
    with pytest.raises(AppendError, match=words):
        publish(fact("a"), **kwargs)


def test_append_of_nothing_is_refused(publish):
    with pytest.raises(AppendError, match="without entries"):
        publish()


def test_append_outside_a_transaction_is_refused(transactional_db):
    with pytest.raises(AppendError, match="within a transaction"):
        log.append([fact("a")], message="m", drafted_by="a", approved_by="b")


def test_append_of_a_float_names_the_entry(publish):
    publish(fact("a"))
    with pytest.raises(
        CanonicalError, match=r"entry 3 \(fact/1 fact:b\): \$\.content\.count: float"
    ):
        publish(fact("a"), fact("b", count=1.5))
    assert Entry.objects.count() == 2


def test_instants_increase_although_the_clock_stands(publish, monkeypatch):
    first = publish(fact("a"))

    class Stopped(datetime):
        @classmethod
        def now(cls, tz=None):
            return first.at - timedelta(days=1)

    monkeypatch.setattr(log, "datetime", Stopped)
    assert publish(fact("b")).at == first.at + timedelta(microseconds=1)


def test_version_as_of(publish):
    one, two = publish(fact("a")), publish(fact("b"))
    assert selectors.version_as_of(one.at - timedelta(microseconds=1)) is None
    assert selectors.version_as_of(one.at) == one
    assert selectors.version_as_of(two.at - timedelta(microseconds=1)) == one
    assert selectors.version_as_of(datetime.now(UTC)) == two


def test_rows_are_visible_from_their_version_to_their_closing(publish):
    one = publish(fact("a", "old"))
    two = publish(closing("a"), fact("a", "new"))
    assert [row.text for row in Fact.objects.at(one.size)] == ["old"]
    assert [row.text for row in Fact.objects.at(two.size)] == ["new"]
    assert not Fact.objects.at(one.size - 1).exists()


def test_rebuild_gives_the_same_rows(publish):
    publish(*[fact(str(n), f"text {n}", count=n, extra={"b": [n], "a": None}) for n in range(300)])
    publish(closing("7"), fact("7", "again", flag=True, day="2014-03-01"))
    before = [rows(model) for model in (Entry, Tile, Version, Fact)]
    call_command("rebuild", stdout=StringIO())
    assert [rows(model) for model in (Entry, Tile, Version, Fact)] == before


def test_rebuild_needs_nothing_but_the_entries(publish):
    publish(*[fact(str(n)) for n in range(300)])
    before = [rows(model) for model in (Entry, Tile, Version, Fact)]
    with guards.lifted(connection), connection.cursor() as cursor:
        for table in ("ledger_tile", "ledger_version", "test_fact"):
            cursor.execute(f"DELETE FROM {table}")
    assert rebuilding.rebuild() == replay.Replayed(301)
    assert [rows(model) for model in (Entry, Tile, Version, Fact)] == before


def damage(sql, *params):
    with guards.lifted(connection), connection.cursor() as cursor:
        cursor.execute(sql, params)


@pytest.mark.parametrize(
    ("sql", "params", "words"),
    [
        ('UPDATE ledger_entry SET leaf_hash = %s WHERE "index" = 1', [bytes(32)], "entry 1"),
        ('UPDATE ledger_entry SET data = %s WHERE "index" = 1', [b"{}"], "entry 1"),
        ("UPDATE ledger_entry SET type = 'x' WHERE \"index\" = 1", [], "entry 1, column type"),
        ("UPDATE ledger_entry SET object = 'x' WHERE \"index\" = 1", [], "column object"),
        ('UPDATE ledger_entry SET prev = 0 WHERE "index" = 1', [], "column prev"),
        ('DELETE FROM ledger_entry WHERE "index" = 1', [], "entry 1 is missing"),
        ('DELETE FROM ledger_entry WHERE "index" = 2', [], "entry 0 belongs to no changeset"),
    ],
)
def test_rebuild_of_damaged_entries_is_refused_and_changes_nothing(publish, sql, params, words):
    publish(fact("a"), fact("b"))
    damage(sql, *params)
    with pytest.raises(ReplayError, match=words), transaction.atomic():
        rebuilding.rebuild()
    assert Fact.objects.count() == 2


def test_append_after_a_lost_version_is_refused(publish):
    publish(fact("a"))
    publish(fact("b"))
    damage("DELETE FROM ledger_version WHERE size = 4")
    with pytest.raises(AppendError, match="newest version is 2, yet the last entry is 3"):
        publish(fact("c"))


def test_content_comes_back_as_it_was_given(publish):
    content = {"text": "é\u0301 \u00a0", "extra": {"b": [1, None, True], "a": "4.50"}}
    publish(fact("a", **content))
    row = Entry.objects.get(index=0)
    assert json.loads(bytes(row.data))["content"] == content
