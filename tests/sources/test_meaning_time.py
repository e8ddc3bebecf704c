"""Which period is said of one place, in sentences and tables written for this test."""

from pathlib import Path

import pytest

from tests.sources.marked_places import said_and_expected

TEXTS = Path(__file__).parent / "meaning_time"
PUBLISHED = "2024-05-14"


def cases():
    """A line is `AREA | text with one [[place]] || members`; a minus says that nothing is said."""
    for path in sorted(TEXTS.glob("*.txt")):
        for line in path.read_text("utf-8").splitlines():
            if line and not line.startswith("#"):
                yield pytest.param(path.stem[:2], line, id=f"{path.stem}: {line[:80]}")


@pytest.mark.parametrize(("language", "line"), list(cases()))
def test_words_around_a_number_say_its_time(language, line):
    area, _, rest = line.partition(" | ")
    country = area.strip("-") or None

    said, members = said_and_expected(rest, language, country=country, published_on=PUBLISHED)

    assert said == members
