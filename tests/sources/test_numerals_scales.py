"""Scale words that name what a table is counted in are no figures; those that count are."""

import pytest

from sources.numerals import read


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "\t(thousand head)\t(thousand hectares)\nWest\t1,312\t33"),
        ("en", "(Data in thousand metric tons unless otherwise noted)\nOre\t12"),
        ("en", "Area in million hectares\nWest\t33"),
        ("es", "Cuadro de exportaciones\nMillones de dólares FOB\nRubro\t2015\nCobre\t412"),
        ("es", "Rubro (miles de pesos)\t2015\nTasas\t412"),
        ("pt", "Força de trabalho\n(em mil pessoas)\nSul\t33"),
        ("pt", "R$ milhões\nRubrica\t2015\nTaxas\t412"),
        ("pt", "Unidade: milhares de toneladas\nPorto\t2015\nNorte\t312"),
        ("fr", "(volumes en milliers de tonnes, valeurs en milliards de F CFA)\nCacao\t3"),
    ],
)
def test_a_scale_word_without_a_number_is_no_figure(language: str, text: str) -> None:
    figures = [numeral.exact for numeral in read(text, language) if numeral.category == "figure"]

    assert all(any(char.isdecimal() for char in exact) for exact in figures), figures


@pytest.mark.parametrize(
    ("language", "text", "exact"),
    [
        ("en", "It had a thousand cows.", "a thousand"),
        ("es", "Mil personas vinieron a la ciudad.", "Mil"),
        ("es", "Miles de familias emigraron.", "Miles"),
        ("pt", "Custou mil reais.", "mil reais"),
        ("fr", "Mille familles sont parties.", "Mille"),
    ],
)
def test_a_scale_word_that_counts_is_a_figure(language: str, text: str, exact: str) -> None:
    assert [n.exact for n in read(text, language) if n.category == "figure"] == [exact]


def test_a_title_above_a_scale_word_is_not_multiplied_by_it() -> None:
    text = "Cuadro 3\nMillones de dólares FOB\nRubro\t2015\nCobre\t412"

    assert [n.exact for n in read(text, "es") if n.category == "figure"] == ["412"]


def test_a_row_that_is_called_an_estimate_holds_estimates() -> None:
    text = "Fishing\t2020\t2021\nTrawlers\t1,204\t1,310\nHobby boats (est.)\t340\t350"

    found = {numeral.exact: numeral.qualifier for numeral in read(text, "en")}

    assert (found["1,204"], found["340"]) == ("exact", "estimated")
