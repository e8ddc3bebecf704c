"""Withholding an entry's bytes."""

import json

import pytest
from django.core.management import call_command
from django.db import connection

from ledger import redaction, signer
from ledger.database import guards
from ledger.errors import AppendError
from ledger.export import export
from ledger.formats import merkle, tiles
from ledger.formats.checkpoint import ProofFile
from ledger.formats.note import from_base64
from ledger.models import Entry, Tile
from ledger.verification import verify

from .facts import Fact, closing, fact

pytestmark = pytest.mark.django_db
PEOPLE = {"ground": "court-order", "drafted_by": "p1", "approved_by": "p2"}


@pytest.fixture
def withheld(release):
    """Entry 1, "fact:b", is withheld at size 5; size 3 was before."""
    release(fact("a"), fact("b", "Jane Roe", count=5))
    version = redaction.withhold(1, **PEOPLE)
    assert signer.publish() == version.size
    return version


def test_bytes_are_gone_and_the_row_is_a_stub(withheld):
    assert Entry.objects.get(index=1).data is None
    row = Fact.objects.get(entry_id=1)
    assert (row.text, row.count) == ("(withheld)", None)
    assert not Entry.objects.filter(data__contains=b"Jane Roe").exists()


def test_everything_else_still_holds(withheld, client):
    assert list(verify()) == []
    for index in (0, 1, 2, 3, 4):
        proof = ProofFile.parse(client.get(f"/ledger/proof/{index}?size=5").text)
        row = Entry.objects.get(index=index)
        checkpoint_root = tiles.range_hash(0, 5, lambda *_: bytes(Tile.objects.get().hashes))
        merkle.verify_inclusion(bytes(row.leaf_hash), index, 5, proof.hashes, checkpoint_root)


def test_hashes_and_older_checkpoints_do_not_change(release):
    release(fact("a"), fact("b"))
    before = list(Entry.objects.order_by("index").values_list("leaf_hash", flat=True))
    redaction.withhold(1, **PEOPLE)
    after = list(Entry.objects.order_by("index").values_list("leaf_hash", flat=True)[:3])
    assert [bytes(x) for x in after] == [bytes(x) for x in before]
    signer.publish()
    assert list(verify()) == []


def test_closing_of_a_withheld_entry_still_closes(release):
    release(fact("a"))
    release(closing("a"))
    redaction.withhold(0, **PEOPLE)
    assert Fact.objects.get(entry_id=0).known_to == 4
    signer.publish()
    assert list(verify()) == []


def test_bundle_is_451_and_tells_where_the_hashes_are(withheld, client):
    response = client.get("/ledger/tile/entries/000.p/5")
    assert response.status_code == 451
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["withheld"] == [1]
    assert client.get("/ledger/tile/entries/000.p/1").status_code == 200
    told = client.get("/ledger/with-hashes/0").json()
    leaves = [
        from_base64(each["withheld"])
        if "withheld" in each
        else merkle.leaf_hash(from_base64(each["bytes"]))
        for each in told["entries"]
    ]
    assert b"".join(leaves) == client.get("/ledger/tile/0/000.p/5").content


def test_export_takes_the_bytes_out_of_an_older_export(release, tmp_path):
    release(fact("a"), fact("b", "Jane Roe"))
    export(tmp_path)
    redaction.withhold(1, **PEOPLE)
    signer.publish()
    export(tmp_path)
    found = [
        path for path in tmp_path.rglob("*") if path.is_file() and b"Jane Roe" in path.read_bytes()
    ]
    assert found == []
    told = json.loads((tmp_path / "with-hashes" / "0.json").read_text())
    assert [list(each) for each in told["entries"]][:2] == [["bytes"], ["withheld"]]


def test_redact_entry_tells_what_remains(withheld):
    content = json.loads(bytes(Entry.objects.get(index=3).data))["content"]
    assert content["index"] == 1
    assert content["ground"] == "court-order"
    assert content["object"] == "fact:b"
    assert content["leaf_hash"] == bytes(Entry.objects.get(index=1).leaf_hash).hex()


@pytest.mark.parametrize(
    ("sql", "column"),
    [
        ("UPDATE ledger_entry SET object = 'x' WHERE \"index\" = 1", "object"),
        ("UPDATE ledger_entry SET type = 'x' WHERE \"index\" = 1", "type"),
        ('UPDATE ledger_entry SET prev = 0 WHERE "index" = 1', "prev"),
        (
            "UPDATE ledger_entry SET leaf_hash = data FROM (SELECT data FROM ledger_entry "
            'WHERE "index" = 0) AS other WHERE "index" = 1',
            "leaf_hash",
        ),
        ("UPDATE ledger_entry SET at = '2001-01-01 00:00:00+00' WHERE \"index\" = 1", "at"),
    ],
)
def test_changed_remains_are_named(withheld, sql, column):
    with guards.lifted(connection), connection.cursor() as cursor:
        cursor.execute(sql.replace("SET leaf_hash = data", "SET leaf_hash = other.data"))
    assert any(str(f).startswith(f"ledger_entry 1 {column}") for f in verify())


def test_withheld_entry_that_is_back_is_named(release):
    release(fact("a"))
    row = Entry.objects.get(index=0)
    redaction.withhold(0, **PEOPLE)
    with guards.lifted(connection):
        Entry.objects.filter(index=0).update(data=bytes(row.data))
    words = "ledger_entry 0 data: is there, although a redact entry withholds it"
    assert words in [str(finding) for finding in verify()]


@pytest.mark.parametrize(
    ("index", "kwargs", "words"),
    [
        (99, {}, "isn't there"),
        (2, {}, "what the log is checked by"),
        (0, {"ground": "whim"}, "none of"),
        (0, {"approved_by": "p1"}, "can't approve"),
    ],
)
def test_withholding_without_right_is_refused(release, index, kwargs, words):
    release(fact("a"), fact("b"))
    with pytest.raises(AppendError, match=words):
        redaction.withhold(index, **PEOPLE | kwargs)
    assert Entry.objects.count() == 3


def test_withholding_twice_is_refused(withheld):
    with pytest.raises(AppendError, match="withheld already"):
        redaction.withhold(1, **PEOPLE)


def test_command(release, capsys):
    release(fact("a"))
    people = ["--ground", "copyright", "--drafted-by", "p1", "--approved-by", "p2"]
    call_command("withhold_entry", "0", *people)
    assert "Withheld with version 4" in capsys.readouterr().out
