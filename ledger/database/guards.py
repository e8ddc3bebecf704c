"""Triggers that keep published rows as they are, on SQLite and PostgreSQL.

Owns the SQL. A migration of any app puts `Guard("observation", may_change="known_to")` after the
table it creates, and again after a migration that adds a column. A guarded table refuses DELETE,
and UPDATE except the one kind named:

    known_to   from null to a value, every other column as it was
    data       from a value to null, every other column as it was (withholding an entry's bytes)
    hashes     made longer, the old bytes in front, every other column as it was (a tile)
    note       the same, for the cosignatures of a checkpoint

A migration that drops a column puts `Unguard` before it, with the same arguments.

`lifted()` takes all guards away within one transaction: for `rebuild`, and for the flush of tests.
This is a rail against mistakes, not evidence: whoever may drop a trigger may change a row, which
`verify_ledger` finds. PostgreSQL's TRUNCATE passes; revoke that right from the service's role.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.operations.base import Operation

_LONGER = "length(NEW.{c}) > length(OLD.{c}) AND {substr} = OLD.{c}"
_ALLOWED = {
    "known_to": "OLD.{c} IS NULL AND NEW.{c} IS NOT NULL",
    "data": "OLD.{c} IS NOT NULL AND NEW.{c} IS NULL",
    "hashes": _LONGER,
    "note": _LONGER,
}
_SUBSTR = {
    "sqlite": "substr(NEW.{c}, 1, length(OLD.{c}))",
    "postgresql": "substring(NEW.{c} FROM 1 FOR length(OLD.{c}))",
}
# Values are compared as printed: 1.0 and 1.00 are different words.
_SAME = {
    "sqlite": "typeof(NEW.{c}) = typeof(OLD.{c}) AND NEW.{c} IS OLD.{c}",
    "postgresql": "NEW.{c}::text IS NOT DISTINCT FROM OLD.{c}::text",
}
_FUNCTION = """
CREATE OR REPLACE FUNCTION guard_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of % is refused: published rows stay as they are', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def install(
    connection: BaseDatabaseWrapper, table: str, columns: Iterable[str], may_change: str | None
) -> None:
    """Guard `table`, replacing its guards if it has any.

    Raises django.db.Error.
    """
    remove(connection, table)
    quote = connection.ops.quote_name
    condition = _condition(connection, list(columns), may_change)
    body, call = "", " EXECUTE FUNCTION guard_refuse()"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_FUNCTION)
        for event, when in (("UPDATE", f"WHEN (NOT ({condition}))"), ("DELETE", "")):
            if connection.vendor == "sqlite":
                text = f"{event} of {table} is refused: published rows stay as they are"
                call, body = "", f" BEGIN SELECT RAISE(ABORT, '{text}'); END"
            cursor.execute(
                f"CREATE TRIGGER {quote(_name(table, event))} BEFORE {event} ON {quote(table)}"
                f" FOR EACH ROW {when}{call}{body}"
            )


def remove(connection: BaseDatabaseWrapper, table: str) -> None:
    """Drop the guards of `table`, if it has any."""
    quote = connection.ops.quote_name
    where = f" ON {quote(table)}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for event in ("UPDATE", "DELETE"):
            cursor.execute(f"DROP TRIGGER IF EXISTS {quote(_name(table, event))}{where}")


def gaps(connection: BaseDatabaseWrapper, guarded: Iterable[type[models.Model]]) -> list[str]:
    """What is unguarded: tables without both triggers, columns that the UPDATE trigger misses.

    A trigger that is switched off, or refuses nothing, is none.
    """
    triggers = _refusing(connection)
    found = []
    for model in guarded:
        table = model._meta.db_table
        update, delete = (triggers.get(_name(table, event)) for event in ("UPDATE", "DELETE"))
        if update is None or delete is None or "when" in _plain(delete).split():
            found.append(f"{table}: no guard")
            continue
        columns = [field.column for field in model._meta.concrete_fields if field.column]
        found += [f"{table}.{c}: not guarded" for c in columns if f"new.{c}" not in _plain(update)]
    return found


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """A context, one transaction, in which no table is guarded; afterwards all are again."""
    with transaction.atomic(using=connection.alias):
        triggers = _installed(connection)
        _lift(connection, triggers)
        yield
        _restore(connection, triggers)


class Guard(Operation):
    """Migration operation: `install` for one model of the migration's app, on its columns then."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, model_name: str, may_change: str | None = None) -> None:
        self.model_name = model_name
        self.may_change = may_change

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Guards are no part of the models' state."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        model = to_state.apps.get_model(app_label, self.model_name)
        if not self.allow_migrate_model(schema_editor.connection.alias, model):
            return
        columns = [field.column for field in model._meta.concrete_fields if field.column]
        install(schema_editor.connection, model._meta.db_table, columns, self.may_change)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        model = from_state.apps.get_model(app_label, self.model_name)
        remove(schema_editor.connection, model._meta.db_table)

    def describe(self) -> str:
        return f"Guard {self.model_name} against DELETE and UPDATE"


class Unguard(Guard):
    """Migration operation: the reverse of `Guard`, before columns of the table are dropped."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        super().database_backwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        super().database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"Lift the guard of {self.model_name}"


def _name(table: str, event: str) -> str:
    return f"guard_{table}_{event.lower()}"


def _plain(sql: str) -> str:
    return sql.replace('"', "").lower()


def _condition(connection: BaseDatabaseWrapper, columns: list[str], may_change: str | None) -> str:
    """SQL that is true for the one UPDATE let through (never, if none is)."""
    vendor, quote = connection.vendor, connection.ops.quote_name
    if may_change is None:
        # The columns are still named, so that `gaps` reads one form.
        same = [_SAME[vendor].format(c=quote(c)) for c in columns]
        return " AND ".join(["1 = 0", *same])
    if may_change not in columns:
        raise ValueError(f"no column {may_change}")
    substr = _SUBSTR[vendor].format(c=quote(may_change))
    allowed = _ALLOWED[may_change].format(c=quote(may_change), substr=substr)
    same = [_SAME[vendor].format(c=quote(c)) for c in columns if c != may_change]
    return " AND ".join([allowed, *same])


def _installed(connection: BaseDatabaseWrapper) -> list[tuple[str, str, str]]:
    """(trigger, table, SQL) of every guard in the database."""
    if connection.vendor == "sqlite":
        query = r"""SELECT name, tbl_name, sql FROM sqlite_master
            WHERE type = 'trigger' AND name LIKE 'guard\_%' ESCAPE '\' ORDER BY name"""
    else:
        query = r"""SELECT t.tgname, c.relname, pg_get_triggerdef(t.oid) FROM pg_trigger t
            JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE t.tgname LIKE 'guard\_%' AND n.nspname = current_schema() ORDER BY t.tgname"""
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


def _refusing(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """The SQL of every guard that is switched on and refuses, by its name."""
    triggers = {name: sql for name, _, sql in _installed(connection)}
    if connection.vendor == "sqlite":
        return {name: sql for name, sql in triggers.items() if "raise(abort" in _plain(sql)}
    with connection.cursor() as cursor:
        cursor.execute(
            r"""SELECT t.tgname, p.prosrc FROM pg_trigger t
            JOIN pg_proc p ON p.oid = t.tgfoid JOIN pg_class c ON c.oid = t.tgrelid
            JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE t.tgname LIKE 'guard\_%' AND t.tgenabled IN ('O', 'A')
            AND n.nspname = current_schema()"""
        )
        on = {name for name, body in cursor if body == _FUNCTION.split("$$")[1]}
    return {name: sql for name, sql in triggers.items() if name in on}


def _lift(connection: BaseDatabaseWrapper, triggers: list[tuple[str, str, str]]) -> None:
    quote = connection.ops.quote_name
    _check_foreign_keys(connection)
    with connection.cursor() as cursor:
        for name, table, _ in triggers:
            if connection.vendor == "sqlite":
                cursor.execute(f"DROP TRIGGER {quote(name)}")
            else:
                cursor.execute(f"ALTER TABLE {quote(table)} DISABLE TRIGGER {quote(name)}")


def _restore(connection: BaseDatabaseWrapper, triggers: list[tuple[str, str, str]]) -> None:
    quote = connection.ops.quote_name
    _check_foreign_keys(connection)
    with connection.cursor() as cursor:
        for name, table, sql in triggers:
            if connection.vendor == "sqlite":
                cursor.execute(sql)
            else:
                cursor.execute(f"ALTER TABLE {quote(table)} ENABLE TRIGGER {quote(name)}")


def _check_foreign_keys(connection: BaseDatabaseWrapper) -> None:
    """PostgreSQL refuses ALTER TABLE while foreign keys wait for their check at the end."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
