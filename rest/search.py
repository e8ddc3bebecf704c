"""Finding rows by their words, on both engines: full-text indexes over a column of folded words.

SQLite keeps an FTS5 table beside the column, PostgreSQL a GIN index on it; both hold the words that
rest.folding.fold makes, so that they find the same rows. Migrations call create().
"""

from typing import Any

from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.operations.base import Operation
from django.db.models import F, Func, QuerySet, Value
from django.db.models.expressions import RawSQL

from rest.folding import query_words


def matching(rows: QuerySet[Any], query: str) -> QuerySet[Any]:
    """The rows that have all words of a query; none where it has no word to find.

    Raises rest.folding.UnusableQuery.
    """
    model = rows.model
    table = model._meta.db_table
    words = query_words(query)
    if not words:
        return rows.none()
    if connections[rows.db].vendor == "postgresql":
        terms = " & ".join(word + (":*" if going_on else "") for word, going_on in words)
        # Names the column through the ORM, which may have the table under another name.
        words_there = Func(F("words"), template="to_tsvector('simple', %(expressions)s)")
        tsquery = Func(Value(terms), template="to_tsquery('simple', %(expressions)s)")
        condition: Any = Func(
            words_there,
            tsquery,
            template="%(expressions)s",
            arg_joiner=" @@ ",
            output_field=models.BooleanField(),
        )
        return rows.filter(condition)
    terms = " ".join(f'"{word}"' + ("*" if going_on else "") for word, going_on in words)
    found = RawSQL(f'SELECT rowid FROM "{table}_words" WHERE "{table}_words" MATCH %s', [terms])
    return rows.filter(entry_id__in=found)


class WordIndex(Operation):
    """Migration operation: the full-text index over the column `words` of one model."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, model_name: str) -> None:
        self.model_name = model_name

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The index is no part of the models' state."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        table = to_state.apps.get_model(app_label, self.model_name)._meta.db_table
        create(schema_editor.connection, table)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        table = from_state.apps.get_model(app_label, self.model_name)._meta.db_table
        drop(schema_editor.connection, table)

    def describe(self) -> str:
        return f"Index the words of {self.model_name}"


def create(connection: BaseDatabaseWrapper, table: str) -> None:
    """Index the column `words` of a table, whose key is entry_id."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f'CREATE INDEX "{table}_words" ON "{table}" '
                "USING gin (to_tsvector('simple', words))"
            )
            return
        cursor.execute(
            f'CREATE VIRTUAL TABLE "{table}_words" USING fts5'
            f"(words, content='{table}', content_rowid='entry_id', detail=none, "
            "tokenize='ascii')"
        )
        cursor.execute(
            f'CREATE TRIGGER "{table}_words_insert" AFTER INSERT ON "{table}" BEGIN '
            f'INSERT INTO "{table}_words" (rowid, words) VALUES (new.entry_id, new.words); END'
        )
        cursor.execute(
            f'CREATE TRIGGER "{table}_words_delete" AFTER DELETE ON "{table}" BEGIN '
            f'INSERT INTO "{table}_words" ("{table}_words", rowid, words) '
            "VALUES ('delete', old.entry_id, old.words); END"
        )


def drop(connection: BaseDatabaseWrapper, table: str) -> None:
    """Take the index away."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f'DROP INDEX "{table}_words"')
            return
        cursor.execute(f'DROP TRIGGER "{table}_words_insert"')
        cursor.execute(f'DROP TRIGGER "{table}_words_delete"')
        cursor.execute(f'DROP TABLE "{table}_words"')
