"""Plain language: no private words in names, and docstrings that begin with a plain sentence.

A room is listed in CLEAN once its names are plain; then no banned word may come back.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.test_layout import ROOT

# Rooms whose names are plain. Add a room here when it is done; never take one out.
CLEAN = ("config", "indicators", "ledger", "rest", "sources")
# Words that are no name of a thing: `told` may be a payload, headers, a row, parameters or labels,
# and a name says which. Plain names: params, snapshot, errors, payload, rows, labels, current.
BANNED = {
    *("told", "tell", "tells", "telling"),
    *("ask", "asks", "asked", "asking"),
    *("one", "made", "sought", "beyond", "unfit", "hole", "holes"),
    *("moment", "moments", "stands", "standing"),
    *("refused", "complain", "complains", "complaint", "complaints"),
}
# In prose some of them are everyday words ("where nothing is asked for"); these are not.
BANNED_IN_PROSE = {
    *("told", "tell", "tells", "telling", "sought", "unfit", "beyond"),
    *("moment", "moments", "stands", "standing", "complain", "complaint", "complaints"),
}
# Names that others gave.
GIVEN = {
    ("indicators/curation/models.py", "made_at"),  # a column
    ("rest/parquet.py", "tell"),  # the method of a file
    ("config/settings.py", "ONE_PERSON"),  # the setting of an installation of one person
    ("indicators/reading/serializers/comparisons.py", "one"),  # a member of the API
}


def files() -> list[Path]:
    paths = (path for room in CLEAN for path in sorted((ROOT / room).rglob("*.py")))
    return [path for path in paths if not {"migrations", "static"} & set(path.parts)]


each_file = pytest.mark.parametrize("path", files(), ids=lambda path: str(path.relative_to(ROOT)))


def names(path: Path) -> Iterator[tuple[int, str]]:
    """Every name that a file gives to something, with its line."""
    yield 0, path.stem
    for node in ast.walk(ast.parse(path.read_text())):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                yield node.lineno, name
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.arg(arg=name):
                yield node.lineno, name
            case ast.alias(asname=str(name)):
                yield node.lineno, name


def words(name: str) -> set[str]:
    """The words of a name in lower case: of `toldOnce`, `TOLD_ONCE` and `ToldOnce` alike."""
    return {word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)}


@each_file
def test_names_are_plain(path: Path) -> None:
    where = str(path.relative_to(ROOT))
    found = [
        f"{line}: {name}"
        for line, name in names(path)
        if words(name) & BANNED and (where, name) not in GIVEN
    ]

    assert found == []


def docstrings(path: Path) -> Iterator[tuple[int, str]]:
    """The docstrings of a module and of what is public in it, each with its line."""

    def inside(node: ast.Module | ast.ClassDef) -> Iterator[tuple[int, str]]:
        for child in node.body:
            if isinstance(child, ast.FunctionDef | ast.ClassDef) and child.name[0] != "_":
                if text := ast.get_docstring(child):
                    yield child.lineno, text
                if isinstance(child, ast.ClassDef):
                    yield from inside(child)

    tree = ast.parse(path.read_text())
    if text := ast.get_docstring(tree):
        yield 1, text
    yield from inside(tree)


def fault(docstring: str) -> str:
    """What is wrong with the first line of a docstring; nothing for one plain sentence."""
    first, _, rest = docstring.partition("\n")
    first = re.sub(r" Raises [^.]+\.$", "", first)  # what it raises may follow at once
    sentence = re.sub(r"`[^`]*`|\([^)]*\)|[0-9.]*[0-9]", "x", first)  # what is quoted is no prose
    if rest and not rest.startswith("\n"):
        return "the first sentence goes on in the second line"
    if not first.endswith("."):
        return "no full stop"
    if re.search(r"[.!?] ", sentence):
        return "several sentences in the first line"
    if spoken := words(sentence) & BANNED_IN_PROSE:
        return f"banned: {', '.join(sorted(spoken))}"
    return ""


@each_file
def test_docstrings_begin_with_one_plain_sentence(path: Path) -> None:
    found = {f"{line}: {text.splitlines()[0]}": fault(text) for line, text in docstrings(path)}

    assert {place: what for place, what in found.items() if what} == {}


@pytest.mark.parametrize(
    "text",
    [
        "What was told.",
        "The rows",
        "The rows. They are sorted.",
        "The rows of a list, which\nare sorted.",
    ],
)
def test_what_is_no_plain_sentence(text: str) -> None:
    assert fault(text)


@pytest.mark.parametrize(
    "text", ["The rows of a page.", "The rows (RFC 9110, 8.8.3).\n\nThey are sorted."]
)
def test_what_is_a_plain_sentence(text: str) -> None:
    assert not fault(text)


@pytest.mark.parametrize("name", ["told", "HEAD_TOLD", "toldOnce", "_refused", "ToldAgain"])
def test_banned_words_are_found_inside_of_names(name: str) -> None:
    assert words(name) & BANNED
