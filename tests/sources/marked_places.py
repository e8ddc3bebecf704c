"""What is read of one place of a text, in lines that are written for tests.

A line is `text with one [[place]] || member=value ...`; "-" for the value says that nothing is
said. `\\n` and `\\t` stand for a line's end and a tab.
"""

from typing import Any

from sources.meaning import read_place

Members = dict[str, str]


def said_and_expected(line: str, language: str, **about: Any) -> tuple[Members, Members]:
    """What the reader says of the members that a line names, and what it should say.

    about: passed on to the reader. The date of the document is no word of the text.
    """
    marked, _, expected = line.replace("\\t", "\t").replace("\\n", "\n").partition(" || ")
    start, end = marked.index("[["), marked.index("]]") - 2
    text = marked.replace("[[", "").replace("]]", "")
    reading = read_place(text, language, start, end, **about)
    members = dict(part.split("=", 1) for part in expected.split())
    said = {}
    for member in members:
        first = next((s for s in reading.of(member) if s.where != "document"), None)
        said[member] = first.value if first else "-"
    return said, members
