"""Rows that PostgreSQL writes itself, and what becomes of who stops reading them."""

import pytest
from django.db import DataError, OperationalError, connection
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.database import copyout, query
from tests.ledger.backends import end_backend

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="copied on PostgreSQL alone"),
]
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
MANY = "COPY (SELECT n FROM generate_series(1, 5000000) n) TO STDOUT"


@settings(deadline=None)
@given(st.lists(TEXT, min_size=1, max_size=5))
def test_any_text_is_read_as_it_is_stored(texts):
    sql = "COPY (SELECT unnest(%s::text[])) TO STDOUT (FORMAT text)"
    lines = list(copyout.rows(connection, sql, [texts]))
    assert [copyout.unescaped(line[:-1]).decode() for line in lines] == texts


@given(TEXT)
def test_escaped_text_is_read_back(text):
    escaped = copyout.escaped(text.encode())
    assert copyout.unescaped(escaped) == text.encode()
    assert not {*b"\n\r\t"} & {*escaped}


@pytest.mark.django_db(transaction=True)
def test_a_reader_who_stops_ends_the_statement():
    rows = copyout.rows(connection, MANY)
    assert next(rows) == b"1\n"
    rows.close()
    assert query.fetch("SELECT 1") == [(1,)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("below", [1, 1000])
def test_an_error_is_djangos_wherever_it_comes(below):
    sql = f"COPY (SELECT 1 / ({below} - n) FROM generate_series(1, 5000) n) TO STDOUT"
    with pytest.raises(DataError, match="division by zero"):
        list(copyout.rows(connection, sql))
    assert query.fetch("SELECT 1") == [(1,)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("stopping", [True, False])
def test_a_connection_lost_on_the_way_is_djangos_error_and_made_anew(stopping):
    rows = copyout.rows(connection, MANY)
    next(rows)
    end_backend()

    def read():
        if stopping:
            rows.close()
        else:
            list(rows)

    with pytest.raises(OperationalError):
        read()
    assert query.fetch("SELECT 1") == [(1,)]
