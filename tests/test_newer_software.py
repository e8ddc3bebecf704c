"""A log with entries of newer software.

Every door stops at the version before, serves it, and names the entry.
"""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, transaction

from indicators.models import Area, Observation
from ledger import log, rotation
from ledger.errors import NeedsNewerSoftware
from ledger.formats import canonical
from ledger.log import NewEntry
from ledger.models import Entry, PublishedCheckpoint, Version
from ledger.verification import Finding, verify
from rest.operating import condition
from tests import builders, lakes
from tests.foreign import append_raw

pytestmark = pytest.mark.django_db

AREA = {"id": "XQ", "name_en": "Quiet", "name_es": "Quieto", "kind": "country"}
CODES = {"id": "moods", "name_en": "Moods", "name_es": "Humores"}


def figure(world, **changes):
    """A published figure under another id, with members or quotes replaced."""
    content = dict(next(iter(stored("observation/2"))))
    return {**content, "id": f"{content['release']}-9999", **changes}


def stored(entry_type):
    """The contents of the entries of a type, oldest first."""
    for row in Entry.objects.filter(type=entry_type).order_by("index"):
        yield canonical.decode(bytes(row.data))["content"]


def quoted(world, **changes):
    content = figure(world)
    first, *others = content["citations"]
    return {**content, "citations": [{**first, **changes}, *others]}


STRANGE = {
    "type": lambda world: [("mood/1", "mood:a", {"id": "a"})],
    "version of a type": lambda world: [("area/99", "area:XQ", AREA)],
    "member": lambda world: [("area/1", "area:XQ", {**AREA, "anthem": "la"})],
    "member of a code": lambda world: [
        ("code-list/1", "code-list:moods", {
            **CODES, "codes": [{"code": "a", "name_en": "A", "name_es": "A", "colour": "red"}]}),
    ],
    "member of a quote": lambda world: [("observation/2", "observation:x", quoted(world, bold=1))],
    "role of a quote": lambda world: [
        ("observation/2", "observation:x", quoted(world, role="smell"))
    ],
    "member of a numeral": lambda world: [
        ("numerals/1", "numerals:x", {
            "id": "x", "release": "x", "part": 1, "reader": "1", "complete": True,
            "numerals": [
                {"start": 0, "end": 1, "exact": "1", "category": "other", "font": "bold"}]}),
    ],
    "key of the ledger": lambda world: [("key/99", "key:a", {"action": "add", "vkey": "a"})],
    "member of a key": lambda world: [
        ("key/1", "key:a", {"action": "add", "vkey": "a", "use": "b"})
    ],
    "redaction": lambda world: [("redact/99", "redact:0", {"index": 0})],
}  # fmt: skip


@pytest.fixture(params=STRANGE)
def mirror(request, world):
    """(version that is understood, index of the strange entry), with two good versions after it."""
    first = log.head()[0]
    strange = [NewEntry(*parts) for parts in STRANGE[request.param](world)]
    # What is understood in a changeset that isn't as a whole must not become rows either.
    append_raw(NewEntry("area/1", "area:XR", {**AREA, "id": "XR"}), *strange)
    append_raw(NewEntry("area/1", "area:XS", {**AREA, "id": "XS"}))
    return first, first + 1


def failed(name):
    out = StringIO()
    with pytest.raises(CommandError) as caught:
        call_command(name, stdout=out)
    return caught.value.returncode, out.getvalue() + str(caught.value)


def test_rebuild_stops_before_it_and_keeps_the_rest(mirror):
    version, index = mirror
    rows = list(Observation.objects.order_by("pk").values_list())
    code, words = failed("rebuild")
    assert code == 3
    assert f"Stopped at version {version}, which is served: entry {index} needs newer" in words
    assert log.head()[0] == version
    assert list(Observation.objects.order_by("pk").values_list()) == rows
    assert not Area.objects.filter(code__in=("XR", "XS")).exists()
    # The log itself is kept whole.
    assert not [finding for finding in verify() if not finding.newer_software]


def test_verification_names_it_and_nothing_else(mirror):
    version, index = mirror
    findings = list(verify())
    assert [(f.key, f.newer_software) for f in findings] == [(index, True)]
    assert "needs newer software" in str(findings[0])
    code, words = failed("verify_ledger")
    assert code == 3
    assert f"up to version {version}" in words
    assert "All data follows from the log. " not in words


def test_damage_is_still_damage(mirror):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ledger.verification.guard_findings", lambda alias: iter(gaps()))
        assert failed("verify_ledger")[0] == 1


def gaps():
    return [Finding("a", "", "", "trigger: gone")]


def test_what_is_understood_is_served(mirror, get):
    version, _ = mirror
    newest = Entry.objects.order_by("-index").first().index + 1
    PublishedCheckpoint.objects.create(size=newest, note=b"copied, too")
    call_rebuild()
    assert get("/v1/areas").json()["version"] == version
    assert get("/v1/ledger").json()["version"] == version
    assert get("/v1/areas", version=version).status_code == 200
    assert get("/v1/areas", version=newest).status_code == 404
    assert get("/v1/areas/XR").status_code == get("/v1/areas/XS").status_code == 404
    assert not [finding for finding in verify() if not finding.newer_software]


def call_rebuild():
    with pytest.raises(CommandError):
        call_command("rebuild", stdout=StringIO())


def test_readiness_says_which(mirror, get):
    version, index = mirror
    answer = get("/readyz")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    body = answer.json()
    assert (body["ready"], body["version"]) == (True, version)
    assert body["log_size"] > version
    assert body["needs_newer_software"]["entry"] == index


def test_publishing_onto_it_is_refused(mirror):
    _, index = mirror
    before = Entry.objects.count()
    for publish in (
        lambda: builders.published(builders.area("XT")),
        lambda: rotation.add_key(drafted_by="p1", approved_by="p2"),
    ):
        with (
            pytest.raises(NeedsNewerSoftware, match=f"entry {index} needs newer software"),
            transaction.atomic(),
        ):
            publish()
    assert Entry.objects.count() == before


@pytest.mark.parametrize(
    ("changeset", "told"), [("changeset/99", {}), ("changeset/1", {"mood": "good"})]
)
def test_changeset_itself(world, changeset, told, get):
    version = log.head()[0]
    append_raw(NewEntry("area/1", "area:XR", {**AREA, "id": "XR"}), changeset=changeset, **told)
    assert failed("rebuild")[0] == failed("verify_ledger")[0] == 3
    assert log.head()[0] == version
    assert not Area.objects.filter(code="XR").exists()
    assert get("/readyz").json()["needs_newer_software"]["entry"] == version + 1


def test_stray_entry_of_newer_software(world):
    append_raw(NewEntry("mood/1", "mood:a", {}), changeset=None)
    assert failed("rebuild")[0] == failed("verify_ledger")[0] == 3


def test_stray_entry_that_is_understood_is_damage(world):
    version = log.head()[0]
    append_raw(NewEntry("area/1", "area:XR", {**AREA, "id": "XR"}), changeset=None)
    code, words = failed("rebuild")
    assert code == 1
    assert f"entry {version} belongs to no changeset" in words


def test_understood_entries_become_rows_by_a_rebuild(world, get):
    """A mirror that was updated: nothing is strange any more, and a rebuild goes on."""
    version = append_raw(NewEntry("area/1", "area:XR", {**AREA, "id": "XR"}))
    assert get("/readyz").json()["needs_newer_software"] is None
    call_command("rebuild", stdout=StringIO())
    assert log.head()[0] == version
    assert Version.objects.get(size=version)
    assert Area.objects.filter(code="XR").exists()


def test_readiness_costs_ten_reads_whatever_the_size(world, get, django_assert_num_queries):
    with django_assert_num_queries(10):
        assert get("/readyz").json()["needs_newer_software"] is None


def test_not_ready_without_a_database(get, monkeypatch):
    def lost(*args):
        raise OperationalError("gone")

    monkeypatch.setattr(condition.query, "fetch", lost)
    answer = get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["ready"] is False
    assert answer["Cache-Control"] == "no-store"


def test_alive_asks_no_database(get, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert answer["Cache-Control"] == "no-store"


def test_lakes_are_understood(world):
    assert isinstance(world, lakes.Lakes)
    assert not list(verify())
