"""The static form of the log."""

import os
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from ledger import export as module
from ledger.errors import LedgerError
from ledger.export import export
from ledger.formats import merkle, tiles
from ledger.formats.checkpoint import verified
from ledger.formats.note import Note, VerifierKey

from .facts import fact

pytestmark = pytest.mark.django_db


def files(directory):
    return {
        str(path.relative_to(directory)): path.read_bytes()
        for path in sorted(directory.rglob("*"))
        if path.is_file()
    }


def read_back(directory):
    """The checkpoint of a folder, after rebuilding its root from its bundles."""
    keys = [VerifierKey.parse(line) for line in (directory / "keys").read_text().splitlines()]
    checkpoint = verified(Note.parse((directory / "checkpoint").read_bytes()), keys)
    leaves = []
    for number in range(-(-checkpoint.size // 256)):
        path = tiles.TilePath(None, number)
        path = path._replace(width=tiles.width_at(path, checkpoint.size))
        leaves += tiles.decode_bundle((directory / str(path)).read_bytes(), path.width)
    computed = tiles.extend({}, 0, [merkle.leaf_hash(leaf) for leaf in leaves])
    for path in tiles.hash_tiles(checkpoint.size):
        assert (directory / str(path)).read_bytes() == computed[path.level, path.number]
    assert tiles.range_hash(0, checkpoint.size, lambda *key: computed[key]) == checkpoint.root
    return checkpoint


def test_export_is_a_whole_log(release, tmp_path):
    version = release(*[fact(str(n)) for n in range(600)])
    assert export(tmp_path / "log") == version.size
    assert read_back(tmp_path / "log").size == 601
    assert not [name for name in files(tmp_path / "log") if name.startswith(".")]


def test_export_equals_what_is_served(release, tmp_path, client):
    release(*[fact(str(n)) for n in range(300)])
    export(tmp_path / "log")
    for name, data in files(tmp_path / "log").items():
        assert client.get(f"/ledger/{name}").content == data


def test_export_goes_on_where_it_ended(release, tmp_path):
    release(*[fact(str(n)) for n in range(300)])
    export(tmp_path / "log")
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "log").rglob("*")}
    release(*[fact(str(n)) for n in range(300)])
    call_command("export_log", tmp_path / "log", stdout=StringIO())
    assert read_back(tmp_path / "log").size == 602
    untouched = [tmp_path / "log/tile/0/000", tmp_path / "log/tile/entries/000"]
    assert all(path.stat().st_mtime_ns == before[path] for path in untouched)


@pytest.mark.parametrize("steps", range(0, 12))
def test_export_that_fails_anywhere_leaves_a_whole_log(release, tmp_path, monkeypatch, steps):
    release(*[fact(str(n)) for n in range(300)])
    export(tmp_path / "log")
    release(*[fact(str(n)) for n in range(300)])
    left = [steps]
    rename = os.rename

    def failing(*args):
        if not left[0]:
            raise OSError(5, "Input/output error")
        left[0] -= 1
        rename(*args)

    monkeypatch.setattr(os, "rename", failing)
    try:
        export(tmp_path / "log")
    except OSError:
        assert read_back(tmp_path / "log").size == 301
    monkeypatch.undo()
    export(tmp_path / "log")
    assert read_back(tmp_path / "log").size == 602


def test_export_over_another_log_is_refused(release, tmp_path):
    release(fact("a"))
    export(tmp_path)
    note = (tmp_path / "checkpoint").read_text()
    (tmp_path / "checkpoint").write_text(note.replace("\n2\n", "\n1\n", 1))
    with pytest.raises(LedgerError, match="not of this log"):
        export(tmp_path)
    (tmp_path / "checkpoint").write_text("nonsense")
    with pytest.raises(CommandError, match="not of this log"):
        call_command("export_log", tmp_path)


def test_export_over_a_newer_state_is_refused(release, tmp_path, monkeypatch):
    old = release(fact("a"))
    release(fact("b"))
    export(tmp_path)
    monkeypatch.setattr(module.selectors, "published_size", lambda: old.size)
    with pytest.raises(LedgerError, match="holds size 4, here only 2"):
        export(tmp_path)


def test_export_of_nothing_is_refused(db, tmp_path):
    with pytest.raises(LedgerError, match="no checkpoint"):
        export(tmp_path)
