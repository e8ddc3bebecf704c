"""What a seed file corrects: the same history forward for every installation, never in silence."""

import pytest
from django.core.management import CommandError

from indicators.models import Closing, Observation
from indicators.publishing import seeds
from indicators.publishing.drafts import DraftEntry
from indicators.publishing.publication import approve, publish
from ledger import log
from ledger.models import Version
from tests.builders import closing, draft, retraction
from tests.indicators.test_seeds import SEED, load, written

pytestmark = pytest.mark.django_db

WRONG = SEED.replace("exact: '1,150 boats'", "exact: '1,150'", 1)
CORRECTIONS = """\
corrections:
- n: 3
  replaces: 1
  reason: the words of the unit were left out
  citations:
  - {role: value, start: 27, exact: '1,150 boats'}
  - {role: period, start: 3, exact: '2012'}
"""


def said():
    """Everything that was ever published of the release: id, words, reason of its end."""
    ends = dict(Closing.objects.values_list("observation__code", "reason"))
    rows = Observation.objects.order_by("code").values_list("code", "as_written", "replaces")
    return [(*row, ends.get(row[0], "")) for row in rows]


AFTER = [
    ("lakes-2012-0001", "1,150", "", "the words of the unit were left out"),
    ("lakes-2012-0002", "70", "", ""),
    ("lakes-2012-0003", "1,150 boats", "lakes-2012-0001", ""),
]


def rewrite(folder, seed):
    (folder / "seeds" / "lakes.yaml").write_text(seed)


def test_correction_is_a_changeset_after_what_it_corrects(tmp_path):
    printed = load(*written(tmp_path, WRONG + CORRECTIONS))

    assert said() == AFTER
    assert "lakes.yaml, corrected" in printed
    assert Version.objects.order_by("-size").first().message == "Correct 1 figure of Lakes in 2012"


def test_old_and_new_installations_get_the_same_history(tmp_path):
    arguments = written(tmp_path, WRONG)
    load(*arguments)
    rewrite(tmp_path, WRONG + CORRECTIONS)

    load(*arguments)

    assert said() == AFTER


def test_loading_again_corrects_nothing_again(tmp_path):
    arguments = written(tmp_path, WRONG + CORRECTIONS)
    load(*arguments)
    before = log.head()

    load(*arguments)

    assert log.head() == before


def test_edit_in_place_with_a_reason_becomes_a_correction(tmp_path):
    arguments = written(tmp_path, WRONG)
    load(*arguments)
    rewrite(
        tmp_path,
        SEED.replace("- n: 1\n  indicator", "- n: 1\n  reason: the unit is said\n  indicator", 1),
    )

    load(*arguments)
    before = log.head()
    load(*arguments)

    assert said() == [
        ("lakes-2012-0001", "1,150", "", "the unit is said"),
        *AFTER[1:],
    ]
    assert log.head() == before


def test_edit_in_place_without_a_reason_is_refused_by_file_and_line(tmp_path):
    arguments = written(tmp_path, WRONG)
    load(*arguments)
    before = log.head()
    rewrite(tmp_path, SEED)

    with pytest.raises(CommandError) as caught:
        load(*arguments)

    line = SEED[: SEED.index("- n: 1\n  indicator")].count("\n") + 1
    message = str(caught.value)
    assert f"lakes.yaml:{line}: lakes-2012-0001 was published with another as_written" in message
    assert "citations" in message
    assert "`reason`" in message
    assert log.head() == before


def test_edited_claim_is_refused(tmp_path):
    arguments = written(tmp_path)
    load(*arguments)
    rewrite(tmp_path, SEED.replace("operator: exceeds", "operator: below"))

    with pytest.raises(CommandError, match="lakes-2012-c0001 was published otherwise"):
        load(*arguments)


def test_edited_release_is_published_as_a_revision(tmp_path):
    arguments = written(tmp_path)
    load(*arguments)
    rewrite(tmp_path, SEED.replace("title: Lakes in 2012", "title: The lakes in 2012"))

    load(*arguments)

    assert Version.objects.order_by("-size").first().counts == {"release/2": 1}


def publish_now(*entries):
    whole = draft(*entries)
    publish(whole, approve(whole, by="luis"))


def test_what_a_curator_corrected_meanwhile_is_left_as_it_is(tmp_path):
    arguments = written(tmp_path, WRONG)
    load(*arguments)
    content = seeds.load(tmp_path / "seeds" / "lakes.yaml")
    released = seeds.release_of(content["release"], content["source"])
    item = seeds.observation_of(content["observations"][0], released, None)
    mine = {**item, "id": "lakes-2012-0003", "replaces": "lakes-2012-0001", "note": "Mine."}

    publish_now(
        DraftEntry("observation/2", mine, "mine"), closing("lakes-2012-0001", "lakes-2012-0003")
    )
    rewrite(tmp_path, WRONG + CORRECTIONS)
    before = log.head()

    printed = load(*arguments)

    assert "lakes-2012-0001 ended meanwhile" in printed
    assert log.head() == before


def test_what_was_retracted_meanwhile_is_left_as_it_is(tmp_path):
    arguments = written(tmp_path, WRONG)
    load(*arguments)
    publish_now(retraction("lakes-2012-0001"))
    rewrite(tmp_path, WRONG + CORRECTIONS)
    before = log.head()

    printed = load(*arguments)

    assert "lakes-2012-0001 ended meanwhile" in printed
    assert log.head() == before


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("  replaces: 1\n", "", "needs replaces and reason"),
        ("  reason: the words of the unit were left out\n", "", "needs replaces and reason"),
        ("replaces: 1\n", "replaces: 9\n", "no observation 9 in this file"),
        ("n: 3\n", "n: none\n", "n must be a whole number"),
    ],
)
def test_bad_correction_is_named_by_file_and_line(tmp_path, old, new, words):
    bad = WRONG + CORRECTIONS.replace(old, new)

    with pytest.raises(CommandError, match=words) as caught:
        load(*written(tmp_path, bad))

    assert "lakes.yaml:" in str(caught.value)
    assert not Closing.objects.exists()
