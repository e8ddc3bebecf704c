"""docs/how-to/load-your-documents.md is true: its files load, and its tables name every member."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from indicators.figures.entry_types import NEWEST
from indicators.figures.shapes import CITATION_2_SHAPE, CODE_2_SHAPE, NUMERAL_SHAPE, SHAPES
from indicators.models import Claim, Observation
from sources.models import HeldText

PAGE = (
    Path(__file__).resolve().parents[2] / "docs" / "how-to" / "load-your-documents.md"
).read_text()


def block(language: str, place: int = 0) -> str:
    """A block of code of the page."""
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.M | re.S)[place]


@pytest.fixture
def folders(tmp_path: Path) -> list[str]:
    """The page's files, and the options that load them."""
    files = {
        "texts/harbour.txt": block("text"),
        "fixtures/harbour.yaml": block("yaml"),
        "seeds/harbour.yaml": block("yaml", 1),
    }
    for name, content in files.items():
        path = tmp_path / name
        path.parent.mkdir()
        path.write_text(content, encoding="utf-8", newline="")
    return [f"--{name}={tmp_path / name}" for name in ("fixtures", "seeds", "texts")]


@pytest.mark.django_db
def test_files_of_the_page_load(folders: list[str], tmp_path: Path) -> None:
    call_command("load_seeds", *folders, stdout=StringIO())
    call_command("attach_texts", tmp_path / "texts", stdout=StringIO())

    rows = Observation.objects.order_by("entry_id")
    assert [row.value or row.value_low or row.value_code for row in rows] == [
        *("1240", "3", "1000", "240", "1300", "yes")
    ]
    assert Claim.objects.get().verdicts.get().verdict == "consistent"
    assert HeldText.objects.get().text == block("text")


@pytest.mark.django_db
def test_files_of_the_page_load_once(folders: list[str]) -> None:
    call_command("load_seeds", *folders, stdout=StringIO())
    said = StringIO()

    call_command("load_seeds", *folders, stdout=said)

    assert " entries, version" not in said.getvalue()
    assert Observation.objects.count() == 6


@pytest.mark.django_db
def test_a_forgotten_number_is_named(folders: list[str], tmp_path: Path) -> None:
    seed = tmp_path / "seeds" / "harbour.yaml"
    aside = "set_aside:\n- {start: 235, exact: '7', category: page}\n"
    assert aside in seed.read_text()
    seed.write_text(seed.read_text().replace(aside, ""))

    with pytest.raises(CommandError, match="'7' at .* is neither cited nor set aside"):
        call_command("load_seeds", *folders, stdout=StringIO())


# -- members -----------------------------------------------------------


def members(heading: str) -> dict[str, bool]:
    """Member -> whether the page says that it must be there."""
    section = re.search(rf"^### Members of {heading}\n(.*?)(?=^#|\Z)", PAGE, re.M | re.S)
    assert section, heading
    rows = re.findall(r"^\| (`.+?) \|", section[1], re.M)
    return {name: row.endswith("!") for row in rows for name in re.findall(r"`(\w+)`", row)}


def shape(given: object, *, filled: str = "", optional: str = "", **added: bool) -> dict[str, bool]:
    """The members of a shape as a file gives them: some filled in, some left out, some added."""
    required, others = given.required, given.optional  # type: ignore[attr-defined]
    names = {**dict.fromkeys(required, True), **dict.fromkeys(others, False)}
    kept = {name: must for name, must in names.items() if name not in filled.split()}
    return {**kept, **dict.fromkeys(optional.split(), False), **added}


FILES = {
    "agencies": shape(SHAPES[NEWEST["agency"]]),
    "areas": shape(SHAPES[NEWEST["area"]]),
    "units": shape(SHAPES[NEWEST["unit"]]),
    "code lists": shape(CODE_2_SHAPE),
    "indicators": shape(SHAPES[NEWEST["indicator"]]),
    "source": shape(SHAPES[NEWEST["source"]]),
    "release": shape(SHAPES[NEWEST["release"]], filled="source publisher"),
    "observations": shape(
        SHAPES[NEWEST["observation"]],
        filled="id release quote_check",
        optional="as_written basis",
        n=True,
        reason=False,
    ),
    "corrections": {"n": True, "replaces": True, "reason": True},
    "citations": shape(CITATION_2_SHAPE, filled="end prefix suffix"),
    "set_aside": shape(NUMERAL_SHAPE, filled="end set_aside"),
    "claims": shape(
        SHAPES[NEWEST["claim"]], filled="id release citations", n=True, statement=True
    ),
}  # fmt: skip


@pytest.mark.parametrize("heading", FILES)
def test_members_are_those_of_the_code(heading: str) -> None:
    assert members(heading) == FILES[heading]
