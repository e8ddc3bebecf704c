"""Which period is said of one place, in sentences and tables written for this test."""

from pathlib import Path

import pytest

from sources.meaning import read_place

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
    area, _, rest = line.replace("\\t", "\t").replace("\\n", "\n").partition(" | ")
    marked, _, expected = rest.partition(" || ")
    start, end = marked.index("[["), marked.index("]]") - 2
    text = marked.replace("[[", "").replace("]]", "")
    reading = read_place(
        text, language, start, end, country=area.strip("-") or None, published_on=PUBLISHED
    )
    members = dict(part.split("=", 1) for part in expected.split())

    said = {}
    for member in members:
        first = next((s for s in reading.of(member) if s.where != "document"), None)
        said[member] = first.value if first else "-"

    assert said == members
