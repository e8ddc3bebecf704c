"""Reading seed files: a small one loads; a bad one is named by file and line and stays out."""

import hashlib
import re
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import TestCase

from indicators.models import Citation, Observation
from ledger.models import Version
from sources.models import Release

pytestmark = pytest.mark.django_db


def load(*args):
    said = StringIO()
    call_command("load_seeds", *args, stdout=said)
    return said.getvalue()


FIXTURE = """\
agencies:
- {id: lake-office, labels: {en: Lake Office, es: Oficina}, kind: government}
areas:
- {id: XA, labels: {en: Arcadia, es: Arcadia}, kind: country}
units:
- {id: '1', labels: {en: number, es: número}, dimension: count, system: UCUM}
indicators:
- id: boats
  labels: {en: Boats, es: Barcas}
  definitions: {en: Boats on the lakes.}
  kind: level
  dimension: count
"""
TEXT = "In 2012 the office counted 1,150 boats on the lakes and 70 on the shore.\n"
SHA256 = hashlib.sha256(TEXT.encode()).hexdigest()
SEED = f"""\
source: {{id: lakes, title: Lakes, publisher: lake-office, language: en, kind: report}}
release:
  id: lakes-2012
  title: Lakes in 2012
  published_on: '2012'
  retrieved_on: '2020-02-29'
  media_type: text/plain
  bytes: {len(TEXT)}
  sha256: {SHA256}
  text_sha256: {SHA256}
  text_length: {len(TEXT)}
changeset: {{message: Lakes, drafted_by: ana, approved_by: luis}}
observations:
- n: 1
  indicator: boats
  area: XA
  period: '2012'
  period_basis: stated
  kind: level
  modality: actual
  value: '1150'
  unit: '1'
  citations:
  - {{role: value, start: 27, exact: '1,150 boats'}}
  - {{role: period, start: 3, exact: '2012'}}
- n: 2
  indicator: boats
  area: XA
  period: '2012'
  period_basis: stated
  breakdown: ''
  kind: share
  modality: actual
  value: '70'
  unit: '1'
  citations:
  - {{role: value, start: 56, exact: '70'}}
claims:
- n: 1
  relation: comparison
  operator: exceeds
  inputs: [1, 2]
  statement:
  - {{role: value, start: 27, exact: '1,150 boats'}}
""".replace("  breakdown: ''\n", "")


def written(folder, seed=SEED, fixture=FIXTURE, text=TEXT):
    """A folder with one fixture file, one seed and its text; the arguments that load it."""
    for name in ("seeds", "fixtures", "texts"):
        (folder / name).mkdir()
    (folder / "fixtures" / "lakes.yaml").write_bytes(fixture.encode("utf-8", "surrogateescape"))
    (folder / "seeds" / "lakes.yaml").write_bytes(seed.encode("utf-8", "surrogateescape"))
    (folder / "texts" / "lakes.txt").write_text(text, encoding="utf-8")
    return [f"--{name}={folder / name}" for name in ("seeds", "fixtures", "texts")]


def test_small_seed_loads(db, tmp_path):
    said = load(*written(tmp_path))

    assert Observation.objects.count() == 2
    assert Citation.objects.order_by("key").first().prefix == TEXT[:27]
    assert re.search(r"lakes.yaml +\d+ entries, version \d+, [0-9.]+ s", said)


FIRST, SECOND, CLAIM = "- n: 1\n  indicator", "- n: 2", "- n: 1\n  relation"


@pytest.mark.parametrize(
    ("defect", "old", "new", "line_of", "words"),
    [
        ("wrong offset", "start: 27", "start: 28", "start: 28", "where the text has"),
        ("offset before the text", "start: 27", "start: -1", "start: -1", "whole number from 0"),
        ("offset in words", "start: 27", "start: some", "start: some", "needs start and exact"),
        ("no words", ", exact: '70'", "", "start: 56", "needs start and exact"),
        ("wrong words", "1,150 boats'}\n  - {role: period", "1,151 boats'}\n  - {role: period",
         "1,151", "where the text has"),
        ("unknown unit", "unit: '1'", "unit: furlong", FIRST, "no unit 'furlong'"),
        ("unknown area", "area: XA", "area: ZZ", FIRST, "no area 'ZZ'"),
        ("unknown indicator", "indicator: boats", "indicator: rafts", FIRST, "no indicator"),
        ("low above high", "value: '70'", "value_low: '71'\n  value_high: '70'", SECOND,
         "71 is above value_high"),
        ("value with a separator", "'1150'", "'1,150'", FIRST, "expected a decimal"),
        ("number used twice", "- n: 2", "- n: 1 # again", "- n: 1 # again", "is in this draft"),
        ("number missing", "- n: 2\n  ", "- ", "- indicator", "n must be a whole number"),
        ("number zero", "- n: 2", "- n: 0", "- n: 0", "n must be a whole number"),
        ("period that is none", "period: '2012'", "period: soon", FIRST, "expected YYYY"),
        ("member twice", "  kind: share", "  kind: share\n  kind: rank", "  kind: rank",
         "'kind' is given twice"),
        ("member unknown", "kind: share", "mood: good\n  kind: share", SECOND, "no such member"),
        ("list unknown", "claims:", "rumours:", "source:", "no such member 'rumours'"),
        ("set aside as a word", "claims:", "set_aside: no\nclaims:", "source:", "set_aside must"),
        ("release missing", "release:\n", "set_aside: []\nx:\n", "source:", "release is missing"),
        ("hash of other bytes", f"  sha256: {SHA256}", f"  sha256: {'0' * 64}",
         "id: lakes-2012", "the hash of the text is not that of the bytes"),
        ("hashes of another text", SHA256, "0" * 64, "id: lakes-2012", "no text with SHA-256"),
        ("length of another text", f"text_length: {len(TEXT)}", "text_length: 5", "id: lakes-2012",
         "code points, not 5"),
        ("day that is none", "published_on: '2012'", "published_on: '2012-02-30'", "id: lakes-2012",
         "no day 30"),
        ("no approver", ", approved_by: luis", "", "changeset:", "no approved_by"),
        ("numeral neither cited nor set aside", "start: 3, exact: '2012'", "start: 0, exact: 'In'",
         "id: lakes-2012", "neither cited nor set aside"),
        ("claim about nothing", "inputs: [1, 2]", "inputs: [1, 3]", CLAIM, "no observation"),
        ("claim with inputs in words", "inputs: [1, 2]", "inputs: both", CLAIM, "must be a list"),
        ("claim without operator", "  operator: exceeds\n", "", CLAIM, "has an operator"),
        ("no YAML", "claims:", "claims: [", "", "lakes.yaml"),
        ("a tab", "claims:", "\tclaims:", "\tclaims", "lakes.yaml"),
        ("no UTF-8", "title: Lakes in", "title: \udcff in", "", "utf-8"),
        ("a control character", "Lakes in", "Lakes \x07 in", "", "lakes.yaml"),
        ("no mapping", SEED, "- 1\n", "", "expected a mapping"),
        ("an empty file", SEED, "", "", "expected a mapping"),
        ("two documents", "claims:", "---\nclaims:", "", "lakes.yaml"),
        ("an alias", "'1150'", "&one '1150'\n  note: *one", "&one", "alias"),
        ("nested too deeply", "claims:", f"claims: {'[' * 30}{']' * 30}\nx:", "", "deeply"),
        ("nested beyond all sense", "claims:", f"claims: {'[' * 5000}", "", "deeply"),
    ],
)  # fmt: skip
def test_bad_seed_is_named_by_file_and_line_and_stays_out(
    db, tmp_path, defect, old, new, line_of, words
):
    assert old in SEED
    bad = SEED.replace(old, new)
    arguments = written(tmp_path, bad)
    before = Version.objects.count()

    with pytest.raises(CommandError) as caught:
        load(*arguments)

    message = str(caught.value)
    assert words in message
    assert "lakes.yaml" in message
    if line_of:
        line = bad[: bad.index(line_of)].count("\n") + 1
        assert re.search(rf"seeds/lakes\.yaml:{line}\b|line {line}\b", message), message
    assert Version.objects.count() - before <= 1  # the vocabularies at most
    assert not Release.objects.exists()
    assert not Observation.objects.exists()


@pytest.mark.parametrize(
    ("defect", "old", "new", "words"),
    [
        ("agency told twice", "areas:", "- {id: lake-office, labels: {en: A}, kind: media}\n"
         "areas:", "is in this draft twice"),
        ("area without a name", ", labels: {en: Arcadia, es: Arcadia}", "", "labels is missing"),
        ("unit of no dimension", ", dimension: count, system", ", system", "dimension is missing"),
        ("list unknown", "areas:", "places:", "no such member 'places'"),
        ("coded without answers", "kind: level\n  dimension: count", "kind: coded", "code_list"),
    ],
)  # fmt: skip
def test_bad_fixture_is_named_and_nothing_is_published(db, tmp_path, defect, old, new, words):
    assert old in FIXTURE
    arguments = written(tmp_path, fixture=FIXTURE.replace(old, new))

    with pytest.raises(CommandError, match=re.escape(words)) as caught:
        load(*arguments)

    assert re.search(r"fixtures/lakes\.yaml:\d+", str(caught.value))
    assert not Version.objects.exists()


def test_every_defect_of_a_seed_is_told_at_once(db, tmp_path):
    bad = SEED.replace("start: 27", "start: 28").replace("start: 56", "start: 57")

    with pytest.raises(CommandError) as caught:
        load(*written(tmp_path, bad))

    assert str(caught.value).count("wrong-words") >= 3


def test_revised_fixture_is_published_as_a_revision(db, tmp_path):
    arguments = written(tmp_path)
    load(*arguments)
    (tmp_path / "fixtures" / "lakes.yaml").write_text(
        FIXTURE.replace("Lake Office", "Office of the Lakes")
    )

    load(*arguments)

    assert Version.objects.order_by("-size").first().counts == {"agency/2": 1}


def test_seeds_of_the_repository_load_without_any_text(db):
    load()

    assert Release.objects.count() == len(list((settings.BASE_DIR / "seeds").glob("*.yaml")))


def test_one_person_loads_seeds_as_one_person(db, tmp_path, settings, client):
    """The file names two people, but nobody but the one at the shell looked at it."""
    settings.ONE_PERSON = True
    arguments = written(tmp_path)
    with TestCase.captureOnCommitCallbacks(execute=True):
        load(*arguments)

    versions = client.get("/v1/versions").json()["results"]
    assert len(versions) == 2
    for version in versions:
        assert version["reviewed"] is False
        assert {person["id"] for person in version["people"]} == {version["drafted_by"]}
    # What is loaded by two people later is told as reviewed again.
    settings.ONE_PERSON = False
    (tmp_path / "fixtures" / "lakes.yaml").write_text(FIXTURE.replace("Oficina", "La oficina"))
    with TestCase.captureOnCommitCallbacks(execute=True):
        load(*arguments)
    told = client.get("/v1/versions?ordering=-version").json()["results"]
    assert [version["reviewed"] for version in told] == [True, False, False]
