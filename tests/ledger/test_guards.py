"""Triggers: what they refuse, what they let through."""

import pytest
from django.db import IntegrityError, connection, transaction

from ledger import log
from ledger.database import guards
from ledger.models import Entry, Tile, Version
from ledger.replay import projected_models
from sources.models import Findable

from .facts import Fact, fact

pytestmark = pytest.mark.django_db


def execute(sql, *params):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)


@pytest.fixture
def published(publish):
    return publish(fact("a", count=1, extra={"a": 1}), fact("b"))


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM ledger_entry",
        "DELETE FROM ledger_tile",
        "DELETE FROM ledger_version",
        "DELETE FROM test_fact",
        'UPDATE ledger_entry SET "index" = 9 WHERE "index" = 0',
        "UPDATE ledger_entry SET type = 'x'",
        "UPDATE ledger_entry SET object = 'x'",
        "UPDATE ledger_entry SET prev = 0",
        "UPDATE ledger_entry SET at = '2001-01-01 00:00:00'",
        "UPDATE ledger_entry SET leaf_hash = data",
        "UPDATE ledger_entry SET data = leaf_hash",
        "UPDATE ledger_entry SET data = NULL, object = 'x'",
        "UPDATE ledger_entry SET data = data",
        "UPDATE ledger_tile SET hashes = hashes",
        "UPDATE ledger_tile SET level = 3",
        "UPDATE ledger_version SET message = 'x'",
        "UPDATE ledger_version SET size = size",
        "UPDATE test_fact SET text = 'x'",
        "UPDATE test_fact SET extra = '{\"a\": 2}'",
        "UPDATE test_fact SET known_to = NULL",
        "UPDATE test_fact SET known_to = 9, count = 2",
        "UPDATE test_fact SET known_to = 9, known_from = 1",
    ],
)
def test_guarded_row_refuses(published, sql):
    with pytest.raises(IntegrityError, match="published rows stay"):
        execute(sql)


def test_tile_refuses_other_first_bytes(published):
    for hashes in (bytes(96), bytes(128)):
        with pytest.raises(IntegrityError, match="published"), transaction.atomic():
            Tile.objects.update(hashes=hashes)


def test_tile_lets_itself_be_extended(published):
    hashes = log.read_tile(0, 0)
    Tile.objects.filter(level=0, index=0).update(hashes=hashes + bytes(32))
    assert log.read_tile(0, 0) == hashes + bytes(32)


def test_fact_lets_itself_be_closed_once(published):
    Fact.objects.filter(key="fact:a").update(known_to=9)
    with pytest.raises(IntegrityError), transaction.atomic():
        Fact.objects.filter(key="fact:a").update(known_to=10)


def test_fact_closed_before_it_was_known_is_refused(published):
    with pytest.raises(IntegrityError), transaction.atomic():
        Fact.objects.filter(key="fact:a").update(known_to=published.size)


def test_entry_lets_its_bytes_be_withheld(published):
    Entry.objects.filter(index=0).update(data=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.filter(index=0).update(data=b"other")


def test_lifted_guards_come_back(published):
    with guards.lifted(connection):
        execute("UPDATE test_fact SET text = 'x'")
    with pytest.raises(IntegrityError):
        execute("UPDATE test_fact SET text = 'y'")


def test_lifted_guards_come_back_after_an_error(published):
    with pytest.raises(IntegrityError), guards.lifted(connection):
        execute("UPDATE test_fact SET text = 'x', known_to = 0")
    assert Fact.objects.filter(text="x").count() == 0
    with pytest.raises(IntegrityError):
        execute("UPDATE test_fact SET text = 'y'")


@pytest.mark.skipif("connection.vendor != 'sqlite'")
def test_replacing_insert_is_a_deletion(published):
    with pytest.raises(IntegrityError, match="DELETE of ledger_version"):
        execute("INSERT OR REPLACE INTO ledger_version SELECT * FROM ledger_version")


def test_every_published_table_is_guarded_whole():
    assert guards.gaps(connection, [Entry, Tile, Fact, *projected_models()]) == []


def test_gaps_names_table_and_column(published):
    columns = [field.column for field in Version._meta.concrete_fields]
    guards.install(connection, "ledger_version", columns[:-1], None)
    guards.remove(connection, "ledger_tile")
    assert guards.gaps(connection, [Version, Tile]) == [
        "ledger_version.root: not guarded",
        "ledger_tile: no guard",
    ]


def test_one_person_alone_is_refused_by_the_database(published):
    with pytest.raises(IntegrityError, match="two_people"), transaction.atomic():
        Version.objects.create(
            size=9,
            first=3,
            at="2030-01-01T00:00Z",
            message="m",
            drafted_by="a",
            approved_by="a",
            people=[],
            reviewed=True,
            counts={},
            root=b"",
        )


def searched():
    return [model for model in projected_models() if issubclass(model, Findable)]


@pytest.mark.parametrize("model", searched(), ids=lambda model: model.__name__)
def test_searched_tables_keep_their_words(model):
    # On SQLite a migration that makes a table anew takes its triggers away without a word.
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE tbl_name = %s", [table])
            needed = {f"{table}_words_insert", f"{table}_words_delete"}
        else:
            cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename = %s", [table])
            needed = {f"{table}_words"}
        there = {name for (name,) in cursor.fetchall()}

    assert needed <= there
