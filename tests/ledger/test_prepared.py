"""Reading through prepared statements gives what psycopg gives, and survives what happens."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import DataError, OperationalError, connection, transaction
from hypothesis import example, given
from hypothesis import strategies as st
from psycopg import NotSupportedError
from psycopg._queries import PostgresQuery
from psycopg.adapt import Transformer

from ledger.database import prepared, query
from ledger.models import Version
from tests.ledger.backends import end_backend

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="prepared on PostgreSQL alone"),
]

VALUES = [
    1,
    2**40,
    "",
    "a 'quoted' %s and %% 水",
    b"\x00\xff",
    True,
    None,
    1.5,
    Decimal("1.50"),
    date(2026, 11, 22),
    datetime(2026, 11, 22, 8, 0, 0, 5, tzinfo=UTC),
    [1, 2],
    ["a", 'b"c'],
]


@pytest.fixture(autouse=True)
def _connection_that_prepared_nothing():
    connection.close()


def statements():
    """The names of the statements that the server keeps for this connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_prepared_statements WHERE name LIKE 'cifra%'")
        return [name for (name,) in cursor.fetchall()]


@pytest.mark.parametrize("keep", [True, False])
def test_values_come_as_the_driver_gives_them(keep):
    sql = "SELECT " + ", ".join(["%s"] * len(VALUES)) + ", 5 %% 3"
    with connection.cursor() as cursor:
        cursor.execute(sql, VALUES)
        expected = cursor.fetchall()

    assert query.fetch(sql, VALUES, keep=keep) == expected
    assert query.fetch(sql, VALUES, keep=keep) == expected


@given(st.lists(st.sampled_from(["%s", "%%", "a", "s", " ", "水"])).map("".join))
@example("a%%s")
@example("%%%s%%%%s%s")
def test_placeholders_are_numbered_as_the_driver_numbers_them(sql):
    query = PostgresQuery(Transformer())
    query.convert(sql, [1] * sql.replace("%%", "").count("%s"))
    assert prepared.numbered(sql) == query.query


def test_statement_is_prepared_once_for_each_kind_of_parameter():
    for value in (1, 2, 3, "x", "y"):
        query.fetch("SELECT %s", [value])
    assert len(statements()) == 2


def test_statement_that_is_not_kept_is_not_prepared():
    query.fetch("SELECT %s", [1], keep=False)
    assert statements() == []


def test_statements_used_longest_ago_are_dropped(monkeypatch):
    monkeypatch.setattr("ledger.database.prepared.KEPT", 3)
    for number in range(10):
        query.fetch(f"SELECT {number}")
        query.fetch("SELECT 'again'")
    assert len(statements()) == 3
    assert query.fetch("SELECT 0") == [(0,)]


def test_statements_are_dropped_within_a_transaction_too(monkeypatch):
    monkeypatch.setattr("ledger.database.prepared.KEPT", 3)
    with transaction.atomic():
        for number in range(10):
            query.fetch(f"SELECT {number}")
        assert query.fetch("SELECT 0") == [(0,)]
    assert len(statements()) == 3


def test_statement_is_dropped_by_sql_where_libpq_is_older():
    class Old:
        """A connection of libpq before 17."""

        def close_prepared(self, name):
            raise NotSupportedError("libpq 17 is needed")

        def exec_(self, sql):
            return connection.connection.pgconn.exec_(sql)

    query.fetch("SELECT 1")
    (name,) = statements()
    prepared.close(Old(), name.encode())
    assert statements() == []


def test_error_is_djangos_and_the_connection_goes_on():
    with pytest.raises(DataError, match="division by zero"):
        query.fetch("SELECT 1 / %s", [0])
    assert query.fetch("SELECT 1 / %s", [1]) == [(1,)]


def test_statement_that_the_server_forgot_is_prepared_again():
    query.fetch("SELECT %s", [1])
    with connection.cursor() as cursor:
        cursor.execute("DISCARD ALL")
    assert query.fetch("SELECT %s", [2]) == [(2,)]


def test_statement_whose_table_was_altered_is_prepared_again():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE altered (a int)")
        cursor.execute("INSERT INTO altered VALUES (1)")
        assert query.fetch("SELECT * FROM altered") == [(1,)]
        cursor.execute("ALTER TABLE altered ADD COLUMN b text")
        assert query.fetch("SELECT * FROM altered") == [(1, None)]
        # Under another text: a pooler keeps one statement for each, and would go on with the old.
        cursor.execute("SELECT statement FROM pg_prepared_statements WHERE name LIKE 'cifra%'")
        texts = sorted(text[:25] for (text,) in cursor.fetchall())
        assert texts == ["SELECT * FROM altered", "SELECT * FROM altered -- "]
        cursor.execute("DROP TABLE altered")


def test_reading_begins_the_transaction_that_was_asked_for():
    with transaction.atomic():
        first = query.fetch("SELECT now()")
        assert query.fetch("SELECT now()") == first
    assert query.fetch("SELECT now()") != first


def test_reading_goes_on_over_a_restart_of_the_database():
    end_backend()
    assert query.fetch("SELECT %s", [1]) == [(1,)]
    assert Version.objects.count() == 0


def test_within_a_transaction_a_lost_connection_is_told():
    def read_over_a_restart():
        with transaction.atomic():
            query.fetch("SELECT 1")
            end_backend()
            query.fetch("SELECT 1")

    with pytest.raises(OperationalError):
        read_over_a_restart()
    connection.close()
    assert query.fetch("SELECT 1") == [(1,)]
