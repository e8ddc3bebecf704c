"""What a database has and no copy of it.

PostgreSQL: the number of the cluster, of the database in it, and of a table, which a dump that is
read back doesn't keep. SQLite: the number of its file.
"""

import os

from django.db import connections


def identity(alias: str, table: str) -> str:
    """A text that a copied or restored database doesn't have; `table` exists in it."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT file FROM pragma_database_list WHERE name = 'main'")
            return _file(cursor.fetchone()[0])
        cursor.execute("SELECT has_function_privilege('pg_control_system()', 'execute')")
        cluster = "(SELECT system_identifier FROM pg_control_system())"
        cursor.execute(
            f"SELECT {cluster if cursor.fetchone()[0] else 0}, oid, %s::regclass::oid "
            "FROM pg_database WHERE datname = current_database()",
            [table],
        )
        return "postgresql " + " ".join(str(number) for number in cursor.fetchone())


def _file(path: str) -> str:
    try:
        return f"sqlite {os.stat(path).st_ino}"
    except OSError:
        return "sqlite in memory"
