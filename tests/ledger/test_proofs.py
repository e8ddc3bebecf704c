"""Bundles: all that one needs to check an object offline."""

import json

import pytest

from ledger import proofs
from ledger.errors import NotPublished, Withheld
from ledger.formats.checkpoint import ProofFile
from ledger.formats.note import VerifierKey
from ledger.models import Entry

from .facts import closing, fact

pytestmark = pytest.mark.django_db


def checked(bundle):
    """Verify every entry of a bundle as an outsider would; gives their bodies, newest first."""
    bundle = json.loads(json.dumps(bundle))
    keys = [VerifierKey.parse(key) for key in bundle["keys"]]
    bodies = []
    for part in [bundle["newest"], *bundle["between"], bundle["entry"]]:
        proof = ProofFile.parse(part["proof"])
        checkpoint = proof.verify(part["bytes"].encode(), keys)
        assert proof.note.encode().decode() == bundle["checkpoint"]
        assert checkpoint.size == bundle["version"]
        body = json.loads(part["bytes"])
        assert body["index"] == proof.index == part["index"]
        bodies.append(body)
    return bodies


def test_bundle_of_an_object_told_once(release):
    version = release(fact("a", "ñandú"), fact("b"))
    bodies = checked(proofs.bundle("fact:a", version.size))
    assert [body["content"] for body in bodies] == [{"text": "ñandú"}] * 2


def test_bundle_of_a_closed_object_shows_the_closing(release):
    release(fact("a"))
    version = release(closing("a"))
    newest, entry = checked(proofs.bundle("fact:a", version.size))
    assert (entry["type"], newest["type"]) == ("fact/1", "closing/1")
    assert newest["prev"] == entry["index"]


def test_bundle_links_its_entries(release):
    release(fact("a", "1"))
    release(fact("a", "2"), fact("a", "3"))
    version = release(fact("a", "4"))
    bodies = checked(proofs.bundle("fact:a", version.size))
    assert [body["content"]["text"] for body in bodies] == ["4", "3", "2", "1"]
    assert [body["prev"] for body in bodies[:-1]] == [body["index"] for body in bodies[1:]]
    later = checked(proofs.bundle("fact:a", version.size, index=bodies[1]["index"]))
    assert [body["content"]["text"] for body in later] == ["4", "3"]


def test_bundle_of_an_older_version_knows_nothing_newer(release):
    old = release(fact("a"))
    release(closing("a"))
    newest, entry = checked(proofs.bundle("fact:a", old.size))
    assert newest == entry


@pytest.mark.parametrize("kwargs", [{"version": 2}, {"version": 3}, {"version": 99}, {"index": 1}])
def test_bundle_of_what_is_not_published_is_refused(release, publish, kwargs):
    release(fact("a"))
    publish(fact("b"))
    with pytest.raises(NotPublished):
        proofs.bundle(
            *["fact:b" if kwargs == {"version": 2} else "fact:a"], **{"version": 2} | kwargs
        )


def test_bundle_of_a_withheld_entry_is_refused(release):
    version = release(fact("a"))
    Entry.objects.filter(index=0).update(data=None)
    with pytest.raises(Withheld, match="entry 0 is withheld by law"):
        proofs.bundle("fact:a", version.size)


def test_bundle_of_too_many_entries_is_refused(release):
    version = release(*[fact("a", str(n)) for n in range(proofs.MAX_CHAIN + 1)])
    with pytest.raises(NotPublished, match="/ledger/proof/{index} proves each"):
        proofs.bundle("fact:a", version.size)
    assert len(checked(proofs.bundle("fact:a", version.size, index=1))) == proofs.MAX_CHAIN


def test_bundle_of_many_entries_costs_no_more_queries(release, django_assert_max_num_queries):
    version = release(*[fact("a", str(n)) for n in range(90)])
    with django_assert_max_num_queries(5):
        proofs.bundle("fact:a", version.size)


def test_bundle_costs_no_more_queries_in_a_larger_log(release, django_assert_max_num_queries):
    release(fact("a"))
    version = release(*[fact(str(n)) for n in range(600)])
    with django_assert_max_num_queries(5):
        proofs.bundle("fact:a", version.size)
