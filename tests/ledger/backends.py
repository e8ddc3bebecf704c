"""Losing the connection to PostgreSQL on purpose."""

import psycopg
from django.db import connection


def end_backend() -> None:
    """As when the database is restarted: the server ends this thread's connection, if any."""
    if connection.connection is None:
        return
    pid = connection.connection.info.backend_pid
    with psycopg.connect(**connection.get_connection_params(), autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [pid])
        while other.execute("SELECT 1 FROM pg_stat_activity WHERE pid = %s", [pid]).fetchone():
            pass
