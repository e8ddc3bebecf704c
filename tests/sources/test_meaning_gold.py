"""What is said of one place of a sentence, member by member, in sentences written for this test."""

from pathlib import Path

import pytest

from sources.meaning import knows, read_place

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
    marked, _, expected = line.replace("\\t", "\t").replace("\\n", "\n").partition(" || ")
    start, end = marked.index("[["), marked.index("]]") - 2
    text = marked.replace("[[", "").replace("]]", "")
    reading = read_place(text, language, start, end)
    members = dict(part.split("=", 1) for part in expected.split())

    said = {}
    for member in members:
        first = next((s for s in reading.of(member) if s.where != "document"), None)
        said[member] = first.value if first else "-"

    assert said == members
