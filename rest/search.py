"""Finding rows by their words, on both engines: full-text indexes over a column of folded words.

SQLite keeps an FTS5 table beside the column, PostgreSQL a GIN index on it; both hold the words that
rest.folding.fold makes, so that they find the same rows. Migrations call create();
differences() checks that search finds what the column says.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.operations.base import Operation
from django.db.models import F, Func, QuerySet, Value

from ledger.database import query
from rest import ranges
from rest.folding import query_words


def matching(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    """The rows that have all words of a query; none where it has no word to find.

    Raises rest.folding.UnusableQuery.
    """
    if not query_words(text):
        return rows.none()
    return with_terms(rows, terms(text), many=finds_many(rows.model, text))


def terms(text: str) -> str:
    """The words of a query as the full-text index of the engine takes them."""
    words = query_words(text)
    if query.vendor() == "postgresql":
        return " & ".join(word + (":*" if going_on else "") for word, going_on in words)
    return " ".join(f'"{word}"' + ("*" if going_on else "") for word, going_on in words)


def finds_many(model: type[models.Model], text: str) -> bool:
    """Whether many rows have all words of a query; False where that makes no other SQL."""
    if query.vendor() == "postgresql":
        return False
    index = _quoted(index_name(model._meta.db_table))
    return ranges.finds_many(f"SELECT rowid FROM {index} WHERE {index} MATCH %s", [terms(text)])


def with_terms(rows: QuerySet[Any], found: str | Value, *, many: bool) -> QuerySet[Any]:
    """The rows that the index finds by these terms; many: whether finds_many()."""
    wanted = found if isinstance(found, Value) else Value(found)
    if connections[rows.db].vendor == "postgresql":
        # Names the column through the ORM, which may have the table under another name.
        words_there = Func(F("words"), template="to_tsvector('simple', %(expressions)s)")
        tsquery = Func(wanted, template="to_tsquery('simple', %(expressions)s)")
        condition: Any = Func(
            words_there,
            tsquery,
            template="%(expressions)s",
            arg_joiner=" @@ ",
            output_field=models.BooleanField(),
        )
        return rows.filter(condition)
    return rows.filter(Found(index_name(rows.model._meta.db_table), wanted, many=many))


@contextmanager
def by_index(using: str) -> Iterator[None]:
    """Within it PostgreSQL counts matching rows by the index of words.

    Left alone it would make the lexemes of every row, which it takes to cost a hundredth of what
    it does. A page of few among many matches is walked in its order all the same.
    """
    if connections[using].vendor != "postgresql":
        yield
        return
    with transaction.atomic(using), connections[using].cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        yield
        cursor.execute("SET LOCAL enable_seqscan = on")


class Found(Func):
    """That the index of SQLite finds a row by some terms.

    Few rows are looked up by their keys. Where many are found, ordered rows are walked in their
    order, each with a look at the index, until the page is full; else all would be sorted.
    """

    output_field = models.BooleanField()

    def __init__(self, index: str, terms: Value, *, many: bool) -> None:
        super().__init__(F("entry_id"), terms)
        self.index, self.many = _quoted(index), many

    def as_sqlite(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, tuple[Any, ...]]:
        """The condition as SQL, and its parameters."""
        (column, _none), (terms, params) = map(compiler.compile, self.source_expressions)
        found = f"SELECT rowid FROM {self.index} WHERE {self.index} MATCH {terms}"
        if self.many and ranges.is_ordered(compiler):
            return f"EXISTS ({found} AND rowid = {column})", tuple(params)
        return f"{column} IN ({found})", tuple(params)


def _quoted(name: str) -> str:
    return f'"{name}"'


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
        for statement in _sqlite_definitions(table).values():
            cursor.execute(statement)


def index_name(table: str) -> str:
    """The name of the index over the words of a table."""
    return f"{table}_words"


def _sqlite_definitions(table: str) -> dict[str, str]:
    """The statements that make the index and what keeps it up to date, by the name of each."""
    return {
        f"{table}_words": (
            f'CREATE VIRTUAL TABLE "{table}_words" USING fts5'
            f"(words, content='{table}', content_rowid='entry_id', detail=none, "
            "tokenize='ascii')"
        ),
        f"{table}_words_insert": (
            f'CREATE TRIGGER "{table}_words_insert" AFTER INSERT ON "{table}" BEGIN '
            f'INSERT INTO "{table}_words" (rowid, words) VALUES (new.entry_id, new.words); END'
        ),
        f"{table}_words_delete": (
            f'CREATE TRIGGER "{table}_words_delete" AFTER DELETE ON "{table}" BEGIN '
            f'INSERT INTO "{table}_words" ("{table}_words", rowid, words) '
            "VALUES ('delete', old.entry_id, old.words); END"
        ),
    }


def differences(connection: BaseDatabaseWrapper, table: str) -> Iterator[tuple[Any, str]]:
    """(key of a row, what is wrong there) wherever the index says otherwise than the column.

    Writes nothing but temporary tables. PostgreSQL keeps an index by itself; there it is looked at
    whether it is the right one, and in use. Cost: every word of the table.
    """
    if connection.vendor == "postgresql":
        yield from _wrong_index(connection, table)
        return
    wrong = list(_wrong_definitions(connection, table))
    yield from wrong
    if not wrong:
        yield from _wrong_words(connection, table)


def _wrong_index(connection: BaseDatabaseWrapper, table: str) -> Iterator[tuple[Any, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_indexdef(indexrelid), indisvalid AND indisready FROM pg_index "
            "WHERE indexrelid = to_regclass(%s) AND indrelid = to_regclass(%s)",
            [f'"{table}_words"', f'"{table}"'],
        )
        definition, used = cursor.fetchone() or ("", True)
    if not definition.endswith("USING gin (to_tsvector('simple'::regconfig, words))"):
        yield "", f"is another index: {definition}" if definition else "is missing"
    if not used:
        yield "", "is not valid, and not used"


def _wrong_definitions(connection: BaseDatabaseWrapper, table: str) -> Iterator[tuple[Any, str]]:
    expected = _sqlite_definitions(table)
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE tbl_name = %s", [table])
        there = dict(cursor.fetchall())
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE name = %s", [f"{table}_words"])
        there |= dict(cursor.fetchall())
    for name, statement in expected.items():
        if there.get(name) != statement:
            yield "", f"{name} is {'another one' if name in there else 'missing'}"


_WORDS_THERE = (
    "CREATE VIRTUAL TABLE temp.words_there USING fts5vocab(main, '{table}_words', instance)",
    "CREATE VIRTUAL TABLE temp.words_anew USING fts5"
    "(words, content='', detail=none, tokenize='ascii')",
    'INSERT INTO temp.words_anew (rowid, words) SELECT entry_id, words FROM main."{table}"',
    "CREATE VIRTUAL TABLE temp.words_due USING fts5vocab(temp, 'words_anew', instance)",
)
_COMPARED = (
    ("is found for {!r} and doesn't have it", "words_there", "words_due"),
    ("isn't found for its word {!r}", "words_due", "words_there"),
)


def _wrong_words(connection: BaseDatabaseWrapper, table: str) -> Iterator[tuple[Any, str]]:
    """The pairs of row and word of the index against those of an index that is made anew."""
    with connection.cursor() as cursor:
        try:
            for statement in _WORDS_THERE:
                cursor.execute(statement.format(table=table))
            for words, these, others in _COMPARED:
                cursor.execute(
                    f"SELECT doc, term FROM temp.{these} EXCEPT SELECT doc, term FROM temp.{others}"
                )
                while found := cursor.fetchmany(1000):
                    yield from ((key, words.format(term)) for key, term in found)
        finally:
            for name in ("words_there", "words_due", "words_anew"):
                cursor.execute(f"DROP TABLE IF EXISTS temp.{name}")


def drop(connection: BaseDatabaseWrapper, table: str) -> None:
    """Take the index away."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f'DROP INDEX "{table}_words"')
            return
        cursor.execute(f'DROP TRIGGER "{table}_words_insert"')
        cursor.execute(f'DROP TRIGGER "{table}_words_delete"')
        cursor.execute(f'DROP TABLE "{table}_words"')
