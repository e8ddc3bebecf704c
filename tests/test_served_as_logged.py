"""verify_ledger beside the tables: whatever readers are served, and whatever a row may hold.

Each test changes something as somebody would who has the database's password or the machine.
"""

import os
import shutil
from contextlib import suppress
from hashlib import sha256

import pytest
from django.apps import apps
from django.db import Error, connection, transaction

from indicators.curation.models import AuditEntry
from indicators.models import Headline, Observation, Rendered
from ledger import custody
from ledger.database import guards
from ledger.database.stored import Table
from ledger.models import Entry, Guarded, PublishedCheckpoint, Tile, Version
from ledger.replay import projected_models
from ledger.verification import verify
from rest.read_state import REVISION
from sources.models import HeldText
from tests import lakes

pytestmark = pytest.mark.django_db

sqlite_only = pytest.mark.skipif(
    "connection.vendor != 'sqlite'", reason="PostgreSQL keeps to the types of columns"
)
EXPORT = "/v1/export/observations?format=csv&version="


def found():
    return [(finding.table, str(finding.key), finding.column) for finding in verify()]


def execute(sql, params=()):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def test_nothing_is_found_in_the_world_as_it_is(world, get):
    exported = get(f"{EXPORT}{world.newest}")
    assert exported.status_code == 200
    exported.close()
    assert found() == []


def test_text_that_was_changed(world, get):
    text = HeldText.objects.get()
    assert "1,150" in text.text
    HeldText.objects.update(text=text.text.replace("1,150", "9,999"))
    assert b"9,999" in get(f"/v1/releases/{lakes.REPORT_2012.id}/text").content
    assert found() == [("sources_heldtext", text.pk, "text")]


@pytest.fixture
def word():
    """A figure and a word by which search finds it."""
    row = Observation.objects.filter(words__contains="fishermen").get()
    return row.entry_id, "fishermen"


@sqlite_only
def test_index_that_was_emptied(world, get, word):
    execute(
        "INSERT INTO indicators_observation_words(indicators_observation_words) "
        "VALUES ('delete-all')"
    )
    assert get("/v1/search?q=fishermen").json()["count"] == 0
    rows = {key for table, key, _ in found() if table == "indicators_observation_words"}
    assert rows == {str(key) for key in Observation.objects.values_list("pk", flat=True)}


@sqlite_only
def test_index_that_was_taught_another_word(world, get, word):
    entry, _ = word
    execute(
        "INSERT INTO indicators_observation_words(rowid, words) VALUES (%s, 'herring')", [entry]
    )
    assert get("/v1/search?q=herring").json()["count"] == 1
    assert found() == [("indicators_observation_words", str(entry), "words")]


@sqlite_only
@pytest.mark.parametrize("name", ["insert", "delete"])
def test_index_that_is_kept_no_longer(world, name):
    execute(f"DROP TRIGGER sources_release_words_{name}")
    assert found() == [("sources_release_words", "", "words")]


@pytest.mark.skipif("connection.vendor != 'postgresql'")
@pytest.mark.parametrize(
    "statements",
    [
        ["DROP INDEX sources_release_words"],
        [
            "DROP INDEX sources_release_words",
            "CREATE INDEX sources_release_words ON sources_release "
            "USING gin (to_tsvector('simple', title))",
        ],
        [
            "UPDATE pg_index SET indisvalid = false "
            "WHERE indexrelid = 'sources_release_words'::regclass"
        ],
    ],
)
def test_index_that_search_can_not_use(world, statements):
    guards._check_foreign_keys(connection)  # pending ones keep PostgreSQL from making an index
    for statement in statements:
        execute(statement)
    assert found() == [("sources_release_words", "", "words")]


@sqlite_only
@pytest.mark.parametrize(
    ("model", "column", "value"),
    [
        (Headline, "published_to", "x"),
        (Headline, "known_to", b"\xff"),
        (Version, "reviewed", -1),
        (Version, "counts", ' {"area/2": 3}'),
        (Version, "counts", '{"area/2": 3, "area/2": 4}'),
        (Observation, "published_last", "2012-6-1"),
    ],
)
def test_cell_of_which_django_makes_something_harmless(world, model, column, value):
    key = model._base_manager.order_by("pk").values_list("pk", flat=True).first()
    guards.remove(connection, model._meta.db_table)
    execute(
        f"UPDATE {model._meta.db_table} SET {column} = %s WHERE {model._meta.pk.column} = %s",
        [value, key],
    )
    assert (model._meta.db_table, str(key), column) in found()


def test_rendering_that_was_changed(world, get):
    row = Rendered.objects.filter(body__contains='"value":"1150"').get()
    Rendered.objects.filter(entry=row.entry).update(body=row.body.replace("1150", "9999"))
    assert b'"value":"9999"' in get("/v1/observations?value=1150").content
    assert found() == [("indicators_rendered", f"{row.entry}/{REVISION}", "body")]


def test_rendering_of_nothing(world):
    Rendered.objects.create(entry=2, revision=REVISION, body="{}", line="")
    assert found() == [("indicators_rendered", f"2/{REVISION}", "")]


@pytest.fixture
def exported(world, get, state):
    """A finished export."""
    get(f"{EXPORT}{world.newest}").close()
    (path,) = (state / "exports").glob("[!.]*")
    return path


def test_file_with_another_byte(exported):
    data = bytearray(exported.read_bytes())
    data[-7] ^= 1
    exported.write_bytes(data)
    assert found() == [("exports", exported.name, "")]


def test_file_that_was_renamed_to_its_hash(exported):
    """Bytes and name agree; only making it again shows that the log says otherwise."""
    data = exported.read_bytes().replace(b"1150", b"9999")
    stem, _, form = exported.name.split(".")
    forged = exported.with_name(f"{stem}.{sha256(data).hexdigest()}.{form}")
    exported.unlink()
    forged.write_bytes(data)
    assert found() == [("exports", forged.name, "")]


def test_checkpoints_that_readers_miss(world):
    """The newest ones are gone: an old version is served, as if nothing had been published."""
    sizes = list(Version.objects.order_by("size").values_list("size", flat=True))
    with guards.lifted(connection):
        PublishedCheckpoint.objects.filter(size__in=sizes[-3:]).delete()
    assert found() == [("ledger_publishedcheckpoint", str(size), "size") for size in sizes[-3:]]


def test_signer_without_its_memory(world, state):
    (state / "ledger" / "signed.json").unlink()
    assert found() == [("signed.json", "", "")]
    assert list(verify(signs=False)) == []


def test_signer_with_an_older_memory(world, state):
    path = state / "ledger" / "signed.json"
    first = Version.objects.order_by("size").first()
    custody.write_state(
        state / "ledger",
        custody.State("localhost:8000/ledger", first.size, bytes(first.root)),
    )
    assert str(first.size) in path.read_text()
    assert ("signed.json", str(first.size), "size") in found()


@pytest.mark.parametrize("content", ["", "{", "[" * 100_000, '{"size": Infinity}', "null", "\xff"])
def test_signer_with_a_memory_of_nonsense(world, state, content):
    (state / "ledger" / "signed.json").write_text(content)
    assert ("signed.json", "", "") in found()


@pytest.mark.parametrize("spoil", ["lose", "open", "change", "swap"])
def test_key_that_can_not_sign(world, state, spoil):
    (path,) = (state / "ledger").glob("key-*")
    if spoil == "lose":
        shutil.move(path, state / path.name)
    elif spoil == "open":
        path.chmod(0o644)
    elif spoil == "change":
        path.write_text(path.read_text()[:-6] + "AAAA=\n")
    else:
        other = custody.SigningKey.generate("localhost:8000/ledger")
        path.write_text(f"{other.text()}\n")
    assert found() != []


def test_guard_of_the_audit_trail(world):
    guards.remove(connection, AuditEntry._meta.db_table)
    assert found() == [("indicators_auditentry", "", "")]


@pytest.mark.parametrize("event", ["update", "delete"])
def test_guard_that_refuses_nothing(world, event):
    table, name = "sources_source", f"guard_sources_source_{event}"
    if connection.vendor == "postgresql":
        guards._check_foreign_keys(connection)
        execute(f"ALTER TABLE {table} DISABLE TRIGGER {name}")
    else:
        execute(f"DROP TRIGGER {name}")
        execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} BEGIN SELECT 1; END")
    assert found() == [(table, "", "")]


def test_every_published_table_is_guarded():
    assert {Entry, Tile, PublishedCheckpoint, AuditEntry, *projected_models()} == _guarded()


def _guarded():
    return {model for model in apps.get_models() if issubclass(model, Guarded)}


# What a column of SQLite can be made to hold.
STRANGE = {
    "a blob": "x'ff00'",
    "a number with a fraction": "1.5",
    "a text": "'x'",
    "no UTF-8": "CAST(x'ff' AS TEXT)",
    "null": "NULL",
    "a huge number": "9223372036854775807",
}


@sqlite_only
@pytest.mark.parametrize("strange", STRANGE)
def test_strange_cells_of_published_tables_are_named(world, strange):
    expected = set()
    _refuse_nothing()
    for model in projected_models():
        key = model._base_manager.order_by("pk").values_list("pk", flat=True).first()
        for field in Table(model, "default").fields:
            if not field.primary_key and _takes(model, field, key, strange):
                expected.add((model._meta.db_table, str(key), field.attname))
    assert len(expected) > 5
    assert expected - set(found()) == set()


@sqlite_only
@pytest.mark.parametrize("column", ["type", "object", "prev", "at", "data", "leaf_hash"])
@pytest.mark.parametrize("strange", STRANGE)
def test_strange_cell_of_the_log_is_named(world, column, strange):
    _refuse_nothing()
    if not _takes(Entry, Entry._meta.get_field(column), 4, strange):
        pytest.skip("the column refuses it, or holds it already")
    # Which of the two is wrong, bytes or hash, nobody can say.
    column = "data" if (column, strange) == ("leaf_hash", "a blob") else column
    assert ("ledger_entry", "4", column) in found()


@sqlite_only
@pytest.mark.parametrize("model", [Tile, PublishedCheckpoint, HeldText, Rendered])
@pytest.mark.parametrize("strange", STRANGE)
def test_strange_cells_of_other_tables_are_named(world, model, strange):
    _refuse_nothing()
    table = Table(model, "default")
    for field in table.fields:
        if field not in model._meta.pk_fields:
            column = connection.ops.quote_name(field.column)
            with suppress(Error), transaction.atomic():  # NOT NULL
                execute(f"UPDATE {table.name} SET {column} = {STRANGE[strange]}")
    names = {name for name, _, _ in found()}
    assert table.name in names or strange == "null"


def _refuse_nothing():
    execute("PRAGMA ignore_check_constraints = 1")
    for model in _guarded():
        guards.remove(connection, model._meta.db_table)


@pytest.fixture(autouse=True)
def undone():
    """What a test did, foreign keys of nothing included, is undone before anybody looks at it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    if connection.vendor == "sqlite":
        execute("PRAGMA ignore_check_constraints = 0")


def _takes(model, field, key, strange):
    """Whether the cell holds something else now."""
    table, column = model._meta.db_table, connection.ops.quote_name(field.column)
    where = f"WHERE {connection.ops.quote_name(model._meta.pk.column)} = %s"
    seen = f"SELECT typeof({column}), CAST({column} AS BLOB) FROM {table} {where}"
    with connection.cursor() as cursor:
        before = cursor.execute(seen, [key]).fetchone()
        try:
            with transaction.atomic():
                cursor.execute(f"UPDATE {table} SET {column} = {STRANGE[strange]} {where}", [key])
        except Error:
            return False
        return cursor.execute(seen, [key]).fetchone() != before


@pytest.mark.skipif("connection.vendor != 'postgresql'")
def test_dates_that_python_has_no_words_for(world):
    key = Observation.objects.order_by("pk").first().pk
    guards._check_foreign_keys(connection)
    guards.remove(connection, "indicators_observation")
    guards.remove(connection, "ledger_entry")
    execute(
        "UPDATE indicators_observation SET published_last = 'infinity' WHERE entry_id = %s", [key]
    )
    assert ("indicators_observation", str(key), "published_last") in found()
    execute("UPDATE ledger_entry SET at = '20000-01-01' WHERE index = 4")
    assert ("ledger_entry", "4", "at") in found()


def test_check_changes_nothing(world, state):
    before = {path: path.read_bytes() for path in state.rglob("*") if path.is_file()}
    assert found() == []
    assert {path: path.read_bytes() for path in state.rglob("*") if path.is_file()} == before
    assert not os.path.exists(state / "ledger" / "witness-key")
