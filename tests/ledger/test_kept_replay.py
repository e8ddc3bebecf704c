"""verify_ledger and rebuild, stopped and gone on with: as one run would have said and done it."""

import random
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ledger import kept_replay, log, rebuilding, redaction, signer
from ledger.database import guards
from ledger.errors import ReplayError
from ledger.formats import merkle
from ledger.log import NewEntry
from ledger.models import Entry, Tile, Version
from ledger.progress import Progress
from ledger.verification import tables, verify

from . import facts
from .facts import Fact, closing, fact

pytestmark = pytest.mark.django_db


class Stopped(BaseException):
    """What an operator's Ctrl-C is."""


@pytest.fixture
def projected(monkeypatch):
    """How many entries became rows, and a way to stop before the next of them."""

    class Projected:
        entries = 0
        stop_at = None

    plain = facts.project

    def project(batch, version):
        if Projected.stop_at is not None and Projected.entries + len(batch) > Projected.stop_at:
            raise Stopped
        Projected.entries += len(batch)
        plain(batch, version)

    monkeypatch.setattr(facts, "project", project)
    return Projected


def told(**options):
    return [str(finding) for finding in verify(**options)]


def kept(state):
    return state / kept_replay.FOLDER / "replay.sqlite3"


def stop(projected, run, entries):
    """Stop a run once so many entries became rows."""
    projected.entries, projected.stop_at = 0, entries
    with pytest.raises(Stopped):
        run(keep=True)
    projected.entries, projected.stop_at = 0, None


@pytest.fixture
def log_of_facts(release):
    release(fact("a", count=1, flag=True, day="2014-03-01", extra={"a": [1]}), fact("b"))
    release(closing("a"), fact("a", "again"))
    release(*[fact(str(n)) for n in range(1100)])
    return release(*[fact(f"{n} again") for n in range(40)])


RUNS = [told, rebuilding.rebuild]


@pytest.mark.parametrize("run", RUNS)
def test_a_stopped_run_is_gone_on_with(log_of_facts, projected, state, run):
    stop(projected, run, 1120)
    assert kept(state).exists()
    run(keep=True)
    assert projected.entries == 41  # of the last changeset
    assert not kept(state).exists()


@pytest.mark.parametrize("run", RUNS)
def test_what_another_run_left_is_left_alone_without_keep(log_of_facts, projected, state, run):
    stop(projected, run, 1120)
    run()
    assert projected.entries == log_of_facts.size
    assert kept(state).exists()


def test_what_was_published_since_is_replayed_on_top(log_of_facts, projected, release, state):
    stop(projected, told, 1120)
    release(closing("7"), fact("7", "again"))
    projected.entries = 0
    assert told(keep=True) == []
    assert projected.entries == 41 + 3


def test_other_software_begins_anew(log_of_facts, projected, monkeypatch):
    stop(projected, told, 1120)
    plain = kept_replay.software
    monkeypatch.setattr(kept_replay, "software", lambda *args: f"other {plain(*args)}")
    assert told(keep=True) == []
    assert projected.entries == log_of_facts.size


def test_software_is_named_by_its_files(tmp_path, monkeypatch):
    before = kept_replay.software.__wrapped__()
    assert kept_replay.software.__wrapped__() == before
    assert kept_replay.software.__wrapped__("another projection") != before
    plain = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: plain(path) + b"#")
    assert kept_replay.software.__wrapped__() != before


def test_erasure_since_begins_anew(log_of_facts, projected):
    stop(projected, told, 1120)
    redaction.withhold(900, ground="court-order", drafted_by="p1", approved_by="p2")
    signer.publish()
    projected.entries = 0
    assert told(keep=True) == []
    assert projected.entries == log_of_facts.size + 2


def test_erasure_while_a_rebuild_replays_begins_anew(log_of_facts, projected, monkeypatch):
    """It was committed between the replay and the lock."""
    lock, rebuild = log.lock, rebuilding.rebuild

    def erased_before():
        monkeypatch.setattr(log, "lock", lock)
        monkeypatch.setattr(
            rebuilding, "rebuild", lambda: None
        )  # that of the erasure, in one thread
        redaction.withhold(900, ground="court-order", drafted_by="p1", approved_by="p2")
        lock()

    monkeypatch.setattr(log, "lock", erased_before)
    rebuild()
    signer.publish()
    assert told() == []
    assert not Fact.objects.filter(entry_id=900, text="grew").exists()


def coherent(index):
    """Rewrite an entry with its hash and its tile, as who has the database's password could."""
    row = Entry.objects.get(index=index)
    data = bytes(row.data).replace(b"grew", b"fell")
    leaf = merkle.leaf_hash(data)
    tile = Tile.objects.get(level=0, index=index // 256)
    hashes = bytearray(tile.hashes)
    hashes[index % 256 * 32 : index % 256 * 32 + 32] = leaf
    update(
        'UPDATE ledger_entry SET data = %s, leaf_hash = %s WHERE "index" = %s', data, leaf, index
    )
    sql = 'UPDATE ledger_tile SET hashes = %s WHERE level = 0 AND "index" = %s'
    update(sql, bytes(hashes), index // 256)


def update(sql, *params):
    with guards.lifted(connection), connection.cursor() as cursor:
        cursor.execute(sql, params)


CHANGES = {
    "nothing": lambda rng: None,
    "a row": lambda rng: update(
        "UPDATE test_fact SET text = 'fell' WHERE entry_id = %s", rng.randrange(5, 1100)
    ),
    "a lost row": lambda rng: update(
        "DELETE FROM test_fact WHERE entry_id = %s", rng.randrange(5, 1100)
    ),
    "an entry's bytes": lambda rng: update(
        'UPDATE ledger_entry SET data = %s WHERE "index" = %s', b"{}", rng.randrange(1100)
    ),
    "an entry's column": lambda rng: update(
        'UPDATE ledger_entry SET prev = 0 WHERE "index" = %s', rng.randrange(6, 1100)
    ),
    "a lost entry": lambda rng: update(
        'DELETE FROM ledger_entry WHERE "index" = %s', rng.randrange(10, 1100)
    ),
    "an entry with its hash and tile": lambda rng: coherent(rng.randrange(10, 1100)),
    "an erasure without a redaction": lambda rng: update(
        'UPDATE ledger_entry SET data = NULL WHERE "index" = %s', rng.randrange(10, 1100)
    ),
    "a tile": lambda rng: update("DELETE FROM ledger_tile WHERE level = 1"),
}


@pytest.mark.parametrize("seed", range(1))
@pytest.mark.parametrize("change", CHANGES)
def test_a_resumed_check_finds_what_one_run_finds(log_of_facts, projected, change, seed):
    rng = random.Random(f"{change} {seed}")
    stop(projected, told, rng.randrange(log_of_facts.size))
    if rng.random() < 0.5:
        stop(projected, told, rng.randrange(40))
    CHANGES[change](rng)
    once = told()
    assert told(keep=True) == once
    assert bool(once) == (change != "nothing")


def rows(model):
    return list(model.objects.order_by("pk").values_list())


@pytest.mark.parametrize("seed", range(2))
def test_a_resumed_rebuild_gives_the_rows_of_one_run(log_of_facts, projected, seed):
    rng = random.Random(seed)
    models = (Entry, Tile, Version, Fact)
    before = [rows(model) for model in models]
    for entries in (log_of_facts.size, 40, 40):
        stop(projected, rebuilding.rebuild, rng.randrange(entries))
        assert [rows(model) for model in models] == before  # what readers see meanwhile
    update("UPDATE test_fact SET text = 'fell'")
    rebuilding.rebuild(keep=True)
    assert [rows(model) for model in models] == before


def test_a_rebuild_of_a_log_that_was_damaged_since_is_refused(log_of_facts, projected):
    stop(projected, rebuilding.rebuild, 1120)
    update('UPDATE ledger_entry SET data = %s WHERE "index" = 3', b"{}")
    with pytest.raises(ReplayError, match="entry 3, column data"):
        rebuilding.rebuild(keep=True)


@pytest.mark.parametrize("run", RUNS)
def test_tiles_of_entries_that_are_not_understood_are_no_obstacle(
    release, projected, settings, monkeypatch, run
):
    version = release(*[fact(str(n)) for n in range(300)])
    settings.LEDGER_UNKNOWN = "ledger.understanding.nothing"
    release(*[NewEntry("mood/1", f"mood:{n}", {}) for n in range(300)])
    settings.LEDGER_UNKNOWN = "tests.ledger.facts.unknown"
    with monkeypatch.context() as patch:
        patch.setattr(guards, "lifted", stopped)
        patch.setattr(tables, "findings", stopped)
        with pytest.raises(Stopped):
            run(keep=True)
    projected.entries = 0
    assert str(run(keep=True)) == str(run())
    assert projected.entries == version.size  # of the run that kept nothing


def stopped(*args):
    raise Stopped


def test_two_runs_at_once_keep_one_replay(log_of_facts, state):
    with kept_replay.kept_replay("default", Progress(), keep=True):
        folder = kept(state).parent
        assert sorted(path.name for path in folder.iterdir())[0] == "lock"
        with kept_replay._folder(keep=True) as other:
            assert other != folder


def test_a_damaged_file_is_made_anew(log_of_facts, projected, state):
    stop(projected, told, 1120)
    kept(state).write_bytes(b"not a database" * 1000)
    kept(state).with_name("replay.sqlite3-wal").unlink(missing_ok=True)
    assert told(keep=True) == []
    assert projected.entries == log_of_facts.size


@pytest.mark.parametrize("run", RUNS)
def test_progress_has_rate_and_time_left(log_of_facts, run):
    lines = []
    run(progress=Progress(lines.append, every=0))
    first = next(line for line in lines if "replaying the log" in line)
    assert f" of {log_of_facts.size:,}, " in first
    assert " a second, time left 0:00:" in first


def test_one_reading_of_the_log(log_of_facts):
    """Entries' bytes are asked for once."""
    with CaptureQueriesContext(connection) as captured:
        assert told() == []
    reading = [query["sql"] for query in captured if '"data"' in query["sql"]]
    assert len([sql for sql in reading if "ledger_entry" in sql]) <= 1, reading


def test_killed_at_any_step(install):
    done = install("one").drive("kill_replays", "7")
    assert "rebuild: " in done.stdout
