"""The seed documents: their words are where the seeds say, and all of them load."""

import hashlib
import re
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import TestCase

from indicators.models import Citation, Numeral, Observation
from indicators.publishing import seeds
from indicators.reading import selectors
from ledger import log
from ledger.models import Version
from rest.read_state import Snapshot
from sources.intake import texts_in
from sources.models import HeldText, Release
from tests.test_parquet import assert_equal

SEEDS = sorted((settings.BASE_DIR / "seeds").glob("*.yaml"))
TEXTS = settings.BASE_DIR.parent / "shared" / "seeds"
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def texts():
    if not TEXTS.is_dir():
        pytest.skip(f"the documents' texts are not at {TEXTS}: their quotes stay unchecked")
    return texts_in(TEXTS)


@pytest.fixture(scope="module")
def loaded(told_once):
    """All seeds published, with the texts where they are at hand."""
    load("--texts", str(TEXTS))


def load(*args):
    said = StringIO()
    with TestCase.captureOnCommitCallbacks(execute=True):
        call_command("load_seeds", *args, stdout=said)
    return said.getvalue()


def quotes(content):
    """Every quote of a seed file, wherever it is told."""
    if isinstance(content, dict):
        if "exact" in content and "start" in content:
            yield int(content["start"]), content["exact"], getattr(content, "where", "")
        for value in content.values():
            yield from quotes(value)
    elif isinstance(content, list):
        for item in content:
            yield from quotes(item)


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name)
def test_release_of_a_seed_is_told_by_its_very_bytes(path, texts):
    release = seeds.load(path)["release"]
    text = texts[release["text_sha256"]]
    content = text.encode()

    assert hashlib.sha256(content).hexdigest() == release["sha256"] == release["text_sha256"]
    assert (int(release["bytes"]), int(release["text_length"])) == (len(content), len(text))


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name)
def test_every_quote_of_a_seed_is_at_its_offset(path, texts):
    content = seeds.load(path)
    text = texts[content["release"]["text_sha256"]]
    told = list(quotes(content))

    wrong = [
        f"{where}: {exact!r} is not at {start}"
        for start, exact, where in told
        if text[start : start + len(exact)] != exact
    ]

    assert wrong == []
    assert told


def test_every_published_citation_is_the_texts_own_words(loaded, texts):
    held = {r.code: texts[r.text_sha256] for r in Release.objects.all()}
    rows = [*Citation.objects.select_related("observation"), *Numeral.objects.all()]

    wrong = [str(row) for row in rows if held[row.release][row.start : row.end] != row.exact]

    assert wrong == []
    assert len(held) == len(SEEDS)


def test_every_observation_quotes_the_words_of_its_value(loaded):
    said = {}
    for citation in Citation.objects.filter(role="value"):
        said.setdefault(citation.observation_id, []).append(citation.exact.split())

    unsaid = [
        observation.code
        for observation in Observation.objects.all()
        if observation.as_written.split() not in said[observation.entry_id]
    ]

    assert unsaid == []


def test_every_numeral_of_a_held_text_is_accounted_for(loaded, texts):
    cited = {}
    for release, start, end in Citation.objects.values_list("release", "start", "end"):
        cited.setdefault(release, []).append((start, end))
    loose = [
        f"{numeral} {numeral.exact!r}"
        for numeral in Numeral.objects.filter(set_aside=False)
        if not any(s <= numeral.start and numeral.end <= e for s, e in cited[numeral.release])
    ]

    assert loose == []


def test_seeds_are_published_in_the_order_of_their_documents(loaded):
    dates = [r.published_last for r in Release.objects.order_by("entry_id")]

    assert dates == sorted(dates)
    corrected = [path for path in SEEDS if seeds.load(path).get("corrections")]
    assert Version.objects.count() == 1 + len(SEEDS) + len(corrected)
    last = Version.objects.order_by("-size")[: len(corrected)]
    assert {version.message.partition(" ")[0] for version in last} == {"Correct"}


def test_answers_that_other_words_settle_are_published_as_inferred(loaded):
    """23 rows of two tables whose marks can't be read, but for the words beside or above them."""
    inferred = Observation.objects.filter(known_to=None, basis="inferred", release="mem-peru-r7")
    old = Observation.objects.filter(code__in=inferred.values("replaces"))
    unreadable = Observation.objects.filter(known_to=None, missing_reason="not_readable")

    assert inferred.count() == 23
    assert {row.value_code for row in inferred} == {"yes"}
    assert {row.missing_reason for row in old} == {"not_readable"}
    for row in inferred:
        evidence = [one.exact for one in row.citations.filter(role="evidence")]
        assert len(evidence) == 1
        assert evidence[0].isdecimal() or evidence[0].startswith("The country is party to")
    assert unreadable.filter(release="mem-peru-r7").count() == 24


def test_loading_twice_changes_nothing(loaded):
    before = log.head()

    said = load("--texts", str(TEXTS))

    assert log.head() == before
    assert said.count("is published already") == len(SEEDS) + 1


def test_attaching_the_texts_checks_every_citation(loaded, texts):
    said = StringIO()
    call_command("attach_texts", str(TEXTS), stdout=said)
    again = StringIO()
    call_command("attach_texts", str(TEXTS), stdout=again)

    assert HeldText.objects.count() == len(SEEDS)
    assert f"{Citation.objects.count()} citations checked" in said.getvalue()
    assert f"0 texts attached, {len(SEEDS)} were held already" in again.getvalue()


def test_repository_holds_no_run_of_25_words_of_a_document(texts):
    runs = {}
    for sha256, text in texts.items():
        for run, _ in runs_of(text):
            runs[run] = sha256
    root = settings.BASE_DIR
    left_out = {"var", "build", "node_modules", "staticfiles"}
    found = []
    for path in root.rglob("*"):
        parts = path.relative_to(root).parts
        if not path.is_file() or any(p.startswith(".") or p in left_out for p in parts):
            continue
        try:
            content = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{'/'.join(parts)}: {words}" for run, words in runs_of(content) if run in runs]

    assert found == []


def runs_of(text, length=25):
    """Every run of so many words, as a hash (they are many), and its first words."""
    words = re.findall(r"[^\W_]+", text.lower())
    for place in range(len(words) - length + 1):
        yield hash(tuple(words[place : place + length])), " ".join(words[place : place + 5])


def test_exports_as_parquet_are_those_made_from_json_at_every_version(loaded):
    versions = Version.objects.order_by("size").values_list("size", flat=True)
    found = [
        assert_equal(selectors.observations(Snapshot(version), "all"), Snapshot(version))
        for version in versions
    ]

    assert found == sorted(found)
    assert found[-1] == Observation.objects.count() > 100
