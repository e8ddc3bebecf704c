"""verify_ledger: silent on a sound log, and names every damage."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from ledger.database import guards
from ledger.models import Entry, Key, PublishedCheckpoint, SignerLease, Tile, Version
from ledger.replay import projected_models
from ledger.verification import verify

from .facts import Fact, closing, fact

pytestmark = pytest.mark.django_db


@pytest.fixture
def sound(release):
    """A log with every kind of row of the ledger, and a table of facts."""
    release(fact("a", count=1, flag=True, day="2014-03-01", extra={"a": [1]}), fact("b"))
    release(closing("a"), fact("a", "again"))
    return release(*[fact(str(n)) for n in range(300)])


def told():
    return [str(finding) for finding in verify()]


def test_sound_log_has_no_findings(sound):
    assert told() == []


def test_larger_log_takes_no_more_queries(release):
    def queries(facts):
        release(*[fact(f"{facts} {n}") for n in range(facts)])
        with CaptureQueriesContext(connection) as captured:
            assert told() == []
        return len(captured)

    first, second, large = queries(20), queries(30), queries(700)
    # As many for each changeset, however many rows it has; one more for all whole tiles at once.
    assert large - second <= second - first + 1


def test_empty_log_has_no_findings(facts):
    assert told() == []


def test_unpublished_version_is_no_finding(sound, publish):
    publish(fact("c"))
    assert told() == []


def test_live_tables_stay_untouched(sound):
    before = [list(model.objects.order_by("pk").values_list()) for model in (Version, Fact)]
    assert told() == []
    assert [list(model.objects.order_by("pk").values_list()) for model in (Version, Fact)] == before


def test_command_tells_and_fails(sound):
    out = StringIO()
    call_command("verify_ledger", stdout=out)
    assert out.getvalue() == "All data follows from the log. Published size: 307.\n"
    overwrite(Fact, Fact.objects.first().pk, "text", "other")
    out = StringIO()
    with pytest.raises(CommandError, match="1 findings"):
        call_command("verify_ledger", stdout=out)
    assert out.getvalue() == "test_fact 0 text: 'other', the log says 'grew'\n"


def changed(field, value):
    """Another value of the same column."""
    if isinstance(value, bytes | memoryview):
        data = bytearray(value)
        data[len(data) // 2] ^= 1
        return bytes(data)
    if isinstance(field, models.BooleanField):
        return not value
    if isinstance(field, models.DateTimeField):
        return (value or now()) + timedelta(microseconds=1)
    if isinstance(field, models.DateField):
        return (value or now().date()) + timedelta(days=1)
    if isinstance(field, models.JSONField):
        return {"other": value}
    if isinstance(value, str):
        return value[:-1] + ("x" if value[-1:] != "x" else "y")
    return 123_456 if value is None else value + 1_000


def overwrite(model, key, column, value):
    """Change one cell as somebody with the database's password would."""
    field = model._meta.get_field(column)
    field = getattr(field, "target_field", field)
    prepared = field.get_db_prep_save(value, connection)
    where = "level = %s AND {0} = %s" if model is Tile else "{1} = %s"
    quote = connection.ops.quote_name
    where = where.format(quote("index"), quote(model._meta.pk.column or ""))
    keys = list(key) if isinstance(key, tuple) else [key]
    with guards.lifted(connection), connection.cursor() as cursor:
        column = model._meta.get_field(column).column
        sql = f"UPDATE {quote(model._meta.db_table)} SET {quote(column)} = %s WHERE {where}"
        cursor.execute(sql, [prepared, *keys])


def cells():
    """Every column of every table of the ledger, and of a published table."""
    for model in (Entry, Tile, PublishedCheckpoint, Version, Fact):
        for field in model._meta.concrete_fields:
            if field.column:
                yield pytest.param(model, field.name, id=f"{model._meta.db_table}.{field.column}")


@pytest.mark.parametrize(("model", "name"), list(cells()))
@pytest.mark.parametrize("place", ["first", "last"])
def test_any_changed_cell_is_named(sound, model, name, place):
    row = getattr(model.objects.order_by("pk"), place)()
    field = model._meta.get_field(name)
    value = changed(getattr(field, "target_field", field), getattr(row, field.attname))
    with guards.lifted(connection), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = 1")
        else:
            for constraint in model._meta.constraints:
                cursor.execute(
                    f"ALTER TABLE {model._meta.db_table} DROP CONSTRAINT {constraint.name}"
                )
    overwrite(model, row.pk, name, value)
    findings = told()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA ignore_check_constraints = 0")
    assert any(finding.startswith(model._meta.db_table) for finding in findings), findings


@pytest.mark.parametrize("at", range(0, 330, 7))
def test_any_changed_byte_of_a_checkpoint_is_named(release, at):
    version = release(fact("a"))
    note = bytearray(PublishedCheckpoint.objects.get().note)
    note[at % len(note)] ^= 1
    overwrite(PublishedCheckpoint, version.size, "note", bytes(note))
    assert any(finding.startswith("ledger_publishedcheckpoint") for finding in told())


@pytest.mark.parametrize("at", range(0, 300, 11))
def test_any_changed_byte_of_an_entry_is_named(release, at):
    release(fact("a"))
    data = bytearray(Entry.objects.get(index=0).data)
    data[at % len(data)] ^= 1
    overwrite(Entry, 0, "data", bytes(data))
    assert "ledger_entry 0 data: the bytes don't have the stored leaf_hash" in told()


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("DELETE FROM test_fact WHERE entry_id = 0", "test_fact 0 : is missing"),
        ("DELETE FROM ledger_version WHERE size = 3", "ledger_version 3 : is missing"),
        ("DELETE FROM ledger_tile WHERE level = 1", "ledger_tile 1/0 hashes: is missing"),
        (
            "DELETE FROM ledger_publishedcheckpoint WHERE size = 3",
            "ledger_publishedcheckpoint 3 size: the checkpoint of this version is missing",
        ),
        (
            "INSERT INTO ledger_tile VALUES (7, 7, '')",
            "ledger_tile 7/7 level: no such tile in this log",
        ),
        (
            'UPDATE ledger_entry SET data = NULL WHERE "index" = 0',
            "ledger_entry 0 data: withheld without a redact entry",
        ),
    ],
)
def test_lost_or_added_row_is_named(sound, sql, words):
    with guards.lifted(connection), connection.cursor() as cursor:
        cursor.execute(sql)
    assert words in told()


def test_lost_entry_is_named(sound):
    Fact.objects.filter(entry_id=1)
    with guards.lifted(connection), connection.cursor() as cursor:
        cursor.execute("DELETE FROM test_fact WHERE entry_id = 1")
        cursor.execute('DELETE FROM ledger_entry WHERE "index" = 1')
    assert "ledger_entry 1 index: missing; the next is 2" in told()


def test_row_that_no_entry_made_is_named(sound):
    Fact.objects.create(entry_id=2, known_from=3, key="k", text="t")
    assert "test_fact 2 : isn't in the log" in told()


def test_coherent_rewrite_is_named_by_the_old_checkpoint(sound):
    """Entry, hash and tile changed together: only the signature still tells the truth."""
    from ledger.formats import merkle

    data = bytes(Entry.objects.get(index=0).data).replace(b"grew", b"fell")
    leaf = merkle.leaf_hash(data)
    tile = Tile.objects.get(level=0, index=0)
    overwrite(Entry, 0, "data", data)
    overwrite(Entry, 0, "leaf_hash", leaf)
    overwrite(Tile, (0, 0), "hashes", leaf + bytes(tile.hashes)[32:])
    findings = told()
    assert (
        "ledger_publishedcheckpoint 3 note: its text is not that of this log at this size"
        in findings
    )


def test_entry_that_was_moved_far_away_is_named(sound):
    far = 2**62
    overwrite(Entry, 306, "index", far)

    assert f"ledger_entry 306 index: missing; the next is {far}" in told()


def test_signer_that_signed_more_is_named(sound, state):
    path = state / "ledger" / "signed.json"
    path.write_text(path.read_text().replace('"size": 307', '"size": 999999'))
    assert "signed.json 999999 size: more was signed than the log has" in told()


def test_signer_that_another_one_replaced_is_named(sound):
    held = SignerLease.objects.get()
    held.signer = "f" * len(held.signer)
    held.save()

    (found,) = told()
    assert found.startswith("ledger_signerlease 1 signer: another signer signs this log")


def test_lifted_guard_is_named(sound):
    guards.remove(connection, "test_fact")
    assert told() == ["test_fact  : trigger: test_fact: no guard"]


def test_all_projected_models_of_the_ledger_are_checked(facts):
    from ledger import replay

    assert {Version, Key, Fact} <= set(replay.projected_models())
    assert {Version, Key} <= set(projected_models())


@pytest.mark.usefixtures("committed_facts")
@pytest.mark.django_db(transaction=True)
def test_verify_outside_a_transaction_reads_one_snapshot(release):
    release(fact("a"))
    assert told() == []
    assert not connection.in_atomic_block
    release(fact("b"))
    assert told() == []
