"""What is said of one place of a sentence, member by member, in sentences written for this test."""

from pathlib import Path

import pytest

from sources.meaning import knows
from tests.sources.marked_places import said_and_expected

GOLD = Path(__file__).parent / "meaning_gold"


def cases():
    for path in sorted(GOLD.glob("*.txt")):
        for line in path.read_text("utf-8").splitlines():
            if line and not line.startswith("#"):
                language = path.stem.rpartition(".")[2]
                yield pytest.param(language, line, id=f"{path.stem}: {line[:70]}")


@pytest.mark.parametrize(("language", "line"), list(cases()))
def test_words_around_a_number_say_what_a_person_reads(language, line):
    if not knows(language):
        pytest.skip(f"the reader of numerals does not know {language}")
    said, members = said_and_expected(line, language)

    assert said == members
