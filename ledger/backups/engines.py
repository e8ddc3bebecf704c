"""Copying a whole database out and in, with what each engine has for it.

SQLite: its online backup, of one state of the file. PostgreSQL: pg_dump within a snapshot, and
pg_restore within one transaction.
"""

import os
import sqlite3
import subprocess
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from django.apps import apps
from django.db import Error, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from ledger.errors import BackupError

ALIAS = "default"
CHECKED = "_backup_check"  # ends the name of the database that a dump is read into to be checked
# What migrations fill by themselves.
OF_MIGRATIONS = {
    *("django_migrations", "django_content_type", "sqlite_sequence"),
    *("auth_permission", "auth_group", "auth_group_permissions"),
}


class Engine(ABC):
    """One engine, with the settings of this installation's database."""

    name: str
    file: str  # name of the copy within a backup

    def __init__(self, settings: dict[str, Any]) -> None:
        self.settings = settings

    @contextmanager
    def snapshot(self) -> Iterator[BaseDatabaseWrapper]:
        """A connection of its own that goes on seeing the database as it is now."""
        connection = connections.create_connection(ALIAS)
        try:
            with connection.cursor() as cursor:
                cursor.execute(self.begin)
                cursor.execute("SELECT count(*) FROM django_migrations")  # it begins by reading
            yield connection
        except Error as error:
            raise BackupError(f"the database can't be read: {error}") from error
        finally:
            connection.close()

    @property
    @abstractmethod
    def begin(self) -> str:
        """The statement that begins a snapshot."""

    @abstractmethod
    def dump(self, snapshot: BaseDatabaseWrapper, path: Path) -> None:
        """Write the database as the snapshot sees it to a file."""

    @abstractmethod
    def check_url(self, path: Path) -> Any:
        """A context with the DATABASE_URL of a database that holds the copy, gone afterwards."""

    @abstractmethod
    def load(self, path: Path) -> None:
        """Make the copy this installation's database, all or nothing."""

    def filled_table(self) -> str:
        """The name of a table that holds something; empty if none does."""
        connection = connections[ALIAS]
        with connection.cursor() as cursor:
            for table in sorted(filter(_counts, connection.introspection.table_names(cursor))):
                cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")
                if cursor.fetchone():
                    return table
        return ""


def _counts(table: str) -> bool:
    """Whether a row in this table makes an installation one that is in use.

    Tables of ours that no model has are those of a search index, which are never empty.
    """
    models = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    ours = tuple(f"{each.label}_" for each in apps.get_app_configs())
    return table not in OF_MIGRATIONS and (table in models or not table.startswith(ours))


class SQLite(Engine):
    name, file = "sqlite", "database.sqlite3"
    begin = "BEGIN"

    def dump(self, snapshot: BaseDatabaseWrapper, path: Path) -> None:
        with closing(sqlite3.connect(path)) as copy:
            snapshot.connection.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, complete by itself

    @contextmanager
    def check_url(self, path: Path) -> Iterator[str]:
        # Of a copy of the copy, because opening it as the service does changes its first page.
        again = path.with_name(f".check-{path.name}")
        try:
            with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(again)) as copy:
                source.backup(copy)
            yield f"sqlite:///{quote(str(again))}"
        finally:
            for name in (again.name, f"{again.name}-wal", f"{again.name}-shm"):
                again.with_name(name).unlink(missing_ok=True)

    def load(self, path: Path) -> None:
        connections[ALIAS].close()
        target = Path(self.settings["NAME"])
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = target.with_name(f".{target.name}.restore")
        temporary.unlink(missing_ok=True)
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(temporary)) as copy:
            source.backup(copy)
        temporary.chmod(0o600)
        for ending in ("-wal", "-shm"):  # of the empty database that was there
            target.with_name(target.name + ending).unlink(missing_ok=True)
        temporary.rename(target)

    def filled_table(self) -> str:
        return super().filled_table() if Path(self.settings["NAME"]).exists() else ""


class PostgreSQL(Engine):
    name, file = "postgresql", "database.dump"
    begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"

    def dump(self, snapshot: BaseDatabaseWrapper, path: Path) -> None:
        with snapshot.cursor() as cursor:
            cursor.execute("SELECT pg_export_snapshot()")
            number = cursor.fetchone()[0]
        options = ("--format=custom", "--no-password", f"--snapshot={number}", f"--file={path}")
        self._run("pg_dump", *options, self._address(self.settings["NAME"]))

    @contextmanager
    def check_url(self, path: Path) -> Iterator[str]:
        name = f"{self.settings['NAME']}{CHECKED}"
        connection = connections.create_connection(ALIAS)
        quoted = connection.ops.quote_name(name)
        drop = f"DROP DATABASE IF EXISTS {quoted} WITH (FORCE)"
        try:
            with connection.cursor() as cursor:
                cursor.execute(drop)
                cursor.execute(f"CREATE DATABASE {quoted} TEMPLATE template0")
        except Error as error:
            connection.close()
            raise BackupError(
                f"no database can be made to check the dump in: {error}".rstrip()
                + ". Let the role make databases (ALTER ROLE ... CREATEDB), or run with "
                "--unverified."
            ) from error
        try:
            self._restore(path, name)
            yield self._url(name)
        finally:
            with connection.cursor() as cursor:
                cursor.execute(drop)
            connection.close()

    def load(self, path: Path) -> None:
        connections[ALIAS].close()
        # What migrations made is dropped first; only an empty installation comes here.
        self._restore(path, self.settings["NAME"], "--clean", "--if-exists")

    def _restore(self, path: Path, name: str, *options: str) -> None:
        whole = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-password")
        address = f"--dbname={self._address(name)}"
        self._run("pg_restore", *whole, *options, address, str(path))

    def _run(self, *command: str) -> None:
        """Run a program of PostgreSQL; its environment has the password, which no list shows."""
        password = str(self.settings["PASSWORD"])
        environment = {**os.environ, **({"PGPASSWORD": password} if password else {})}
        try:
            done = subprocess.run(
                command, env=environment, capture_output=True, text=True, check=False
            )
        except FileNotFoundError:
            raise BackupError(
                f"{command[0]} is missing. On Debian: apt-get install postgresql-client"
            ) from None
        if done.returncode:
            raise BackupError(f"{command[0]} failed: {done.stderr.strip()[-2000:]}")

    def _address(self, name: str) -> str:
        """The connection string of a database, without the password."""
        return self._written(name, password=False)

    def _url(self, name: str) -> str:
        return self._written(name, password=True)

    def _written(self, name: str, *, password: bool) -> str:
        found = self.settings
        user = quote(str(found["USER"]), safe="")
        if password and found["PASSWORD"]:
            user = f"{user}:{quote(str(found['PASSWORD']), safe='')}"
        host = str(found["HOST"])
        options = {k: v for k, v in found["OPTIONS"].items() if isinstance(v, str | int)}
        if "/" in host:  # a folder with a socket
            host, options = "", {"host": host, **options}
        port = f":{found['PORT']}" if found["PORT"] else ""
        query = f"?{urlencode(options)}" if options else ""
        return f"postgresql://{user}@{host}{port}/{quote(name, safe='')}{query}"


def engine() -> Engine:
    """The engine of this installation's database."""
    settings = connections[ALIAS].settings_dict
    return (SQLite if connections[ALIAS].vendor == "sqlite" else PostgreSQL)(settings)
