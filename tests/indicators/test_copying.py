"""COPY leaves the connection as it found it."""

import pytest
from django.db import connection

from indicators.delivery import copying
from indicators.reading import selectors
from rest.read_state import Snapshot
from tests import lakes


@pytest.mark.skipif(connection.vendor != "postgresql", reason="COPY is PostgreSQL's")
@pytest.mark.django_db(transaction=True)
def test_copy_that_is_left_half_way_leaves_the_connection_usable():
    newest = Snapshot(lakes.tell().newest)
    rows = copying.json_lines(selectors.observations(newest), newest)
    next(rows)
    rows.close()
    assert selectors.observations(newest).count()
