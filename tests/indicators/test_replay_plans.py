"""Replaying finds every row by an index, though its scratch database has few of them."""

import re

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from ledger import replay
from ledger.kept_replay import kept_replay
from ledger.models import Entry, Tile
from ledger.progress import Progress

pytestmark = pytest.mark.django_db

ASKS = ("SELECT", "UPDATE", "WITH", "DELETE")


def test_replaying_reads_no_table_whole(world):
    with kept_replay("default", Progress(), keep=False) as kept, kept.replaying() as replaying:
        scratch = connections[kept.alias]
        with CaptureQueriesContext(scratch) as captured:
            replay.replay_rest(replaying, "default", Progress())
        queries = {sql for each in captured if (sql := each["sql"]).startswith(ASKS)}
        scans = {sql: found for sql in queries if (found := scanned(scratch, sql))}
    assert len(queries) > 50
    assert not scans


TABLES = {model._meta.db_table for model in (Entry, Tile, *replay.projected_models())}


def scanned(connection, sql):
    """The tables that a query reads from their beginning to their end."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        steps = [row[3] for row in cursor]
    aliases = dict(re.findall(r'(?:FROM|JOIN) "?(\w+)"? (?:AS )?"?(\w+)"?', sql))
    names = {alias: table for table, alias in aliases.items()}
    read = [match[1] for step in steps if (match := re.match(r"SCAN (\w+)", step))]
    return [name for name in read if names.get(name, name) in TABLES]
