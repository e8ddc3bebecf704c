"""Figures that cite cells of a table, with and without the text at hand."""

import pytest

from indicators.publishing.publication import check
from tests.builders import Document, area, draft

pytestmark = pytest.mark.django_db


def found(cell: str, value: str, *, held: bool) -> set[str]:
    """Which members of a figure the quotes speak against: its cell, below 2002, and both heads."""
    head = "Boats by lake\n\nLake\t2001\t2002\nNorth\t1,984\t"
    paper = Document(
        "lake-table-2003",
        f"{head}{cell}\nSouth\t2,230\t1,999\nWest\t1,007\t2,100\n",
        source="lake-table",
        published_on="2003-05",
    )
    cited = {
        "role": "value", "start": len(head), "end": len(head) + len(cell), "exact": cell,
    }  # fmt: skip
    citations = [cited, paper.quote("North", "row_header"), paper.quote("2002", "column_header")]
    for quote, (before, after) in zip(citations, ("\t\n", "\n\t", "\t\n"), strict=True):
        quote |= {"prefix": before, "suffix": after}
    figure = paper.figure(
        1, cell, value, period="2002", period_basis="stated", decimals=0, citations=citations
    )
    texts = paper.texts if held else {}
    findings = check(draft(paper.source_act(), paper.release_act(), figure, texts=texts))
    return {f.where.split(": ")[1] for f in findings if f.code == "quote-disagrees" and f.blocking}


@pytest.mark.parametrize("held", [True, False], ids=["held", "not held"])
@pytest.mark.parametrize(
    ("cell", "value"),
    [("3", "3"), ("12", "12"), ("193", "193"), ("0", "0"), ("-5", "-5"), ("2,015", "2015"),
     ("2015", "2015"), ("1984", "1984"), ("7a", "7"), ("(5)", "-5")],
)  # fmt: skip
def test_number_of_a_cell_is_neither_a_page_number_nor_a_year(world, cell, value, held):
    assert found(cell, value, held=held) == set()


@pytest.mark.parametrize("held", [True, False], ids=["held", "not held"])
@pytest.mark.parametrize(
    ("cell", "value"), [("193", "194"), ("-5", "5"), ("2015", "2016"), ("7a", "8"), ("12", "1.2")]
)
def test_another_number_than_that_of_the_cell_is_refused(world, cell, value, held):
    assert "value" in found(cell, value, held=held)


def test_without_the_text_a_number_is_read_as_the_country_of_the_source_prints_it(world):
    """A point starts the decimals in Peru, as it may in no other Spanish text without a country."""
    paper = Document("lake-informe-2003", "Tabla de 2012\n\n1.234\n", source="lake-informe")
    figure = paper.figure(1, "1.234", "1.234", decimals=3)
    figure.content["citations"][0] |= {"prefix": "\t", "suffix": "\t"}

    def refused(*entries, **members):
        source = paper.source_act(language="es", **members)
        found = check(draft(*entries, source, paper.release_act(), figure, texts={}))
        return [f.where for f in found if f.code == "quote-disagrees" and "value" in f.where]

    assert refused()
    assert not refused(area("PE"), area="PE")
