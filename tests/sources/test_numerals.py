"""The numeral reader: printed forms with their reading, properties over any text, hostile input."""

import re
import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.numerals import Numeral, UnreadableText, coverage, read, unaccounted

VALUE = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?")


def words(text: str) -> list[str]:
    return text.split()


def reading(numeral: Numeral) -> str:
    """One short text for value, range or bound: 5, 5..9, >5, >=5, <5, <=5, or the period."""
    if numeral.low is not None and numeral.high is not None:
        return f"{numeral.low}..{numeral.high}"
    if numeral.low is not None:
        return (">" if numeral.low_open else ">=") + numeral.low
    if numeral.high is not None:
        return ("<" if numeral.high_open else "<=") + numeral.high
    return numeral.period or numeral.value or "-"


def seen(text: str, language: str = "en") -> list[tuple[str, str, str | None]]:
    return [(n.exact, reading(n), n.unit) for n in read(text, language)]


@pytest.mark.parametrize(
    ("text", "exact", "read_as", "unit", "decimals"),
    [
        # digits and marks
        ("about 50,500 ha of", "50,500", "50500", "har", 0),
        ("seized 24.3 MT of", "24.3", "24.3", "t", 1),
        ("seized 13.30 MT of", "13.30", "13.30", "t", 2),
        ("in all 1,234,567.8 kg", "1,234,567.8", "1234567.8", "kg", 1),
        ("in all 1’234’567 items", "1’234’567", "1234567", "1", 0),
        ("in all 1'234'567 items", "1'234'567", "1234567", "1", 0),
        ("in all 1\u00a0234\u00a0567 items", "1\u00a0234\u00a0567", "1234567", "1", 0),
        ("in all 15\u202f000 items", "15\u202f000", "15000", "1", 0),
        ("only 0.125 km", "0.125", "0.125", "km", 3),
        ("around ２５ items", "２５", "25", "1", 0),
        ("eradicated 6,273 (ha). Then", "6,273", "6273", "har", 0),
        ("yields 20 kg per hectare", "20", "20", "kg/har", 0),
        ("a 10,000 hectare goal", "10,000", "10000", "har", 0),
        # currency and scale
        ("an $11 million budget", "$11 million", "11000000", "USD", -6),
        ("gave $11.6 million to", "$11.6 million", "11600000", "USD", -5),
        ("spent $88,943,007 on", "$88,943,007", "88943007", "USD", 0),
        ("spent US$ 1.5 billion on", "US$ 1.5 billion", "1500000000", "USD", -8),
        ("spent U.S.$5 on", "U.S.$5", "5", "USD", 0),
        ("spent USD 15 million on", "USD 15 million", "15000000", "USD", -6),
        ("spent 20 million euros on", "20 million euros", "20000000", "EUR", -6),
        ("spent 5 pesos on", "5 pesos", "5", None, 0),
        ("spent €3.5bn on", "€3.5bn", "3500000000", "EUR", -8),
        ("a $11-million budget", "$11-million", "11000000", "USD", -6),
        ("some 300 thousand people", "300 thousand", "300000", "1", -3),
        # percent and fractions
        ("rose 38 percent in", "38 percent", "38", "%", 0),
        ("rose 38% in", "38%", "38", "%", 0),
        ("rose two per cent in", "two per cent", "2", "%", None),
        ("rose 1.5 percentage points in", "1.5 percentage points", "1.5", "%-pt", 1),
        ("a 5-percent rise", "5-percent", "5", "%", 0),
        ("source of two-thirds of the", "two-thirds", "66.67", "%", None),
        ("Roughly a third of that", "a third", "33.33", "%", None),
        ("one half is", "one half", "50", "%", None),
        ("three quarters of", "three quarters", "75", "%", None),
        ("took ¾ of it", "¾", "75", "%", None),
        ("took 3/4 of it", "3/4", "75", "%", None),
        ("took 2½ tons of it", "2½", "2.5", "t", None),
        # words
        ("six runways", "six", "6", "1", None),
        ("twenty-five runways", "twenty-five", "25", "1", None),
        ("two hundred and five runways", "two hundred and five", "205", "1", None),
        ("one and a half million runways", "one and a half million", "1500000", "1", None),
        ("half a million runways", "half a million", "500000", "1", None),
        ("two dozen runways", "two dozen", "24", "1", None),
        ("a hundred runways", "a hundred", "100", "1", None),
        ("comprehensive five-year strategy", "five", "5", "a", None),
        ("five to six million boats", "five to six million", "5000000..6000000", "1", None),
        ("one-in-four boats", "one-in-four", "25", "%", None),
        ("took 5 ½ years", "5 ½", "5.5", "a", None),
        ("burned 40,000 km2 of", "40,000", "40000", "km2", 0),
        ("burned 40,000 km² of", "40,000", "40000", "km2", 0),
        ("2 million hectares of", "2 million", "2000000", "har", -6),
        # table cells
        ("North  980.0   +17.3%", "980.0", "980.0", "1", 1),
        ("North  980.0   -29.2%", "-29.2%", "-29.2", "%", 1),
        # negatives
        ("a change of -3.2 percent", "-3.2 percent", "-3.2", "%", 1),
        ("a change of −3.2% since", "−3.2%", "-3.2", "%", 1),
        ("a change (–3.2%) since", "–3.2%", "-3.2", "%", 1),
        ("a change of minus two percent", "minus two percent", "-2", "%", None),
        # bounds
        ("over 17,000 families", "17,000", ">17000", "1", 0),
        ("more than eight years", "eight", ">8", "a", None),
        ("as much as 40 percent of", "40 percent", "<=40", "%", 0),
        ("no more than two years", "two", "<=2", "a", None),
        ("not less than 12 boats", "12", ">=12", "1", 0),
        ("fewer than 30 boats", "30", "<30", "1", 0),
        ("over an estimated 300 boats", "300", ">300", "1", 0),
        ("50+ boats", "50", ">=50", "1", 0),
        ("15 boats or 16 or more", "16", ">=16", "1", 0),
        # ranges and ratios
        ("the 32,000 to 45,000 addicts", "32,000 to 45,000", "32000..45000", "1", 0),
        ("between 250 and 400 kilograms", "250 and 400", "250..400", "kg", 0),
        ("between 150 MT and 180 MT of", "150 MT and 180", "150..180", "t", 0),
        ("that 80,000-90,000 youth use", "80,000-90,000", "80000..90000", "1", 0),
        ("some 5 to 10 million people", "5 to 10 million", "5000000..10000000", "1", -6),
        ("a $5–10 million fund", "$5–10 million", "5000000..10000000", "USD", -6),
        ("nearly 1 in 5 adults", "1 in 5", "20", "%", None),
        ("two out of three adults", "two out of three", "66.67", "%", None),
        ("12 per 100,000 people", "12 per 100,000", "12", "10*-5", 0),
        ("odds of 2:1 here", "2:1", "2", "1", 0),
        # years and dates
        ("in 2013 they", "2013", "2013", None, 0),
        ("the 2012-2016 strategy", "2012-2016", "2012/2016", None, None),
        ("the round (2014-\n2018)", "2014-\n2018", "2014/2018", None, None),
        ("fiscal year 2012/13 was", "2012/13", "2012/2013", None, None),
        ("in April 2012 they", "2012", "2012-04", None, 0),
        ("from July to November 2017.", "2017", "2017-07/2017-11", None, 0),
        ("June 11, 2013", "June 11, 2013", "2013-06-11", None, None),
        ("on 12th of August 2014", "12th of August 2014", "2014-08-12", None, None),
        ("dated 2013-06-11.", "2013-06-11", "2013-06-11", None, None),
        ("the 1990s were", "1990s", "1990/1999", None, None),
        ("about ₮500 a head", "₮500", "500", "MNT", 0),
        ("paid MNT 1,500 million", "MNT 1,500 million", "1500000000", "MNT", -6),
        ("some 500 tugriks", "500 tugriks", "500", "MNT", 0),
        ("some 500 tögrög", "500 tögrög", "500", "MNT", 0),
    ],
)
def test_english_form(
    text: str, exact: str, read_as: str, unit: str | None, decimals: int | None
) -> None:
    found = [n for n in read(text, "en") if n.exact == exact]

    assert len(found) == 1, seen(text)
    assert (reading(found[0]), found[0].unit, found[0].decimals) == (read_as, unit, decimals)


@pytest.mark.parametrize(
    ("text", "exact", "read_as", "unit"),
    [
        ("más de 17.000 familias", "17.000", ">17000", "1"),
        ("unas 61.777 hectáreas", "61.777", "61777", "har"),
        ("con 24,3 toneladas métricas", "24,3", "24.3", "t"),
        ("son 1.9 millones de dólares", "1.9 millones de dólares", "1900000", "USD"),
        ("son 2 mil millones de pesos", "2 mil millones de pesos", "2000000000", None),
        ("S/ 12 millones de", "S/ 12 millones", "12000000", "PEN"),
        ("son dos tercios de", "dos tercios", "66.67", "%"),
        ("la tercera parte de", "tercera parte", "33.33", "%"),
        ("la mitad de", "mitad", "50", "%"),
        ("un 3,5 % menos", "3,5 %", "3.5", "%"),
        ("treinta y cinco por ciento", "treinta y cinco por ciento", "35", "%"),
        ("dos y medio por ciento", "dos y medio por ciento", "2.5", "%"),
        ("doscientos mil hogares", "doscientos mil", "200000", "1"),
        ("dos millones trescientos mil", "dos millones trescientos mil", "2300000", "1"),
        ("veintiún distritos", "veintiún", "21", "1"),
        ("medio millón de", "medio millón", "500000", "1"),
        ("un millón y medio de euros", "un millón y medio de euros", "1500000", "EUR"),
        ("2 millones y medio de casos", "2 millones y medio", "2500000", "1"),
        ("8,5 millones de hectáreas", "8,5 millones", "8500000", "har"),
        ("1 500 000 casos y 3.000 más", "1 500 000", "1500000", "1"),
        ("Entre 250 y 400 kilos", "250 y 400", "250..400", "kg"),
        ("uno de cada tres jóvenes", "uno de cada tres", "33.33", "%"),
        ("al menos 15 penales", "15", ">=15", "1"),
        ("hasta 40 toneladas", "40", "<=40", "t"),
        ("menos del 3 % de", "3 %", "<3", "%"),
        ("el 11 de junio de 2013 se", "11 de junio de 2013", "2013-06-11", None),
        ("el 1.º de enero de 2014 se", "1.º de enero de 2014", "2014-01-01", None),
        ("en setiembre de 2014 se", "2014", "2014-09", None),
        ("un alza de −0,8 % en", "−0,8 %", "-0.8", "%"),
        ("unos 1 234 567 niños", "1 234 567", "1234567", "1"),
        ("unos 500 tugriks", "500 tugriks", "500", "MNT"),
    ],
)
def test_spanish_form(text: str, exact: str, read_as: str, unit: str | None) -> None:
    found = [n for n in read(text, "es-PE") if n.exact == exact]

    assert len(found) == 1, seen(text, "es")
    assert (reading(found[0]), found[0].unit) == (read_as, unit)


@pytest.mark.parametrize(
    ("language", "text", "exact", "kind", "category"),
    [
        ("en", "the second largest producer", "second", "rank", "figure"),
        ("en", "the second-largest producer", "second", "rank", "figure"),
        ("en", "a distant second and third.", "third", "rank", "figure"),
        ("en", "the third consecutive year", "third", "ordinal", "figure"),
        ("en", "the third year in a row", "third", "ordinal", "figure"),
        ("en", "the second harvest failed", "second", "ordinal", "other"),
        ("en", "for the first time", "first", "ordinal", "other"),
        ("en", "from the first through the\nsixth rounds", "first", "ordinal", "period"),
        ("en", "the seventh evaluation round", "seventh", "ordinal", "period"),
        ("en", "the 21st century", "21st", "ordinal", "period"),
        ("en", "children aged 10-14.", "10-14", "age", "age"),
        ("en", "surveys (12-64 year olds)", "12-64", "age", "age"),
        ("en", "a 5-year-old", "5", "age", "age"),
        ("en", "under Law 29889 of", "29889", "law_number", "law"),
        ("en", "Laws 28009 of 2003 and 28306 of 2004", "28306", "law_number", "law"),
        ("en", "Laws 28009 of 2003 and 28306 of 2004", "2004", "year", "law"),
        ("en", "paragraphs \n8 and 9 of Article 12", "9", "law_number", "law"),
        ("en", "General Law on Health 26842 of 1997", "26842", "law_number", "law"),
        ("en", "Supreme Decree 163-\n2002-EF, which", "163-\n2002-EF", "law_number", "law"),
        ("en", "Resolution 173-2013/SUNAT of", "173-2013/SUNAT", "law_number", "law"),
        ("en", "Regulation 1380/2013 says", "1380/2013", "law_number", "law"),
        ("en", "Resolution 1325 (2000) says", "2000", "year", "law"),
        ("en", "Article 24(3) says", "3", "law_number", "law"),
        ("en", "see Section 5.1.2 of", "5.1.2", "heading_number", "heading"),
        ("es", "la Ley Orgánica 3/2007, de", "3/2007", "law_number", "law"),
        ("es", "niños menores de 15 años", "15", "age", "age"),
        ("en", "so.\n\n24\n\nMore", "24", "page_number", "page"),
        ("en", "see page 12.", "12", "page_number", "page"),
        ("en", "UNDER LAW1 WITH\n\n1 Full respect", "1", "footnote_number", "footnote"),
        ("en", "a strategy2 that", "2", "footnote_number", "footnote"),
        ("en", "a strategy¹ that", "¹", "footnote_number", "footnote"),
        ("en", "OBJECTIVE 1\n\nESTABLISH", "1", "heading_number", "heading"),
        ("en", "end.\n\n1. Development\n\nThe", "1", "list_number", "heading"),
        ("en", "these:\n1. the first thing;\n2. more", "2", "list_number", "list_number"),
        ("en", "rose until\n12. Then it fell", "12", "cardinal", "figure"),
        ("en", "the COVID-19 pandemic", "COVID-19", "code", "name"),
        ("en", "of CO2 and", "CO2", "code", "name"),
        ("en", "the COPOLAD II Program", "II", "ordinal", "name"),
        ("en", "at https://example.org/2013/a", "https://example.org/2013/a", "code", "other"),
        ("en", "one of the best", "one", "cardinal", "other"),
        ("en", "dozens of people", "dozens", "indefinite", "figure"),
        ("en", "it doubled in", "doubled", "multiple", "figure"),
        ("en", "at 10:30 a.m.", "10:30", "time", "date"),
        ("es", "el segundo mayor productor", "segundo", "rank", "figure"),
        ("es", "ocupa el 2.º lugar", "2.º", "rank", "figure"),
        ("es", "por tercer año consecutivo", "tercer", "ordinal", "figure"),
        ("es", "la séptima ronda", "séptima", "ordinal", "period"),
        ("es", "en el siglo XXI", "XXI", "ordinal", "period"),
        ("es", "de 12 a 64 años de edad", "12 a 64", "age", "age"),
        ("es", "la Ley N.º 29889", "29889", "law_number", "law"),
        ("es", "Decreto Supremo N° 033-2015-SA", "033-2015-SA", "law_number", "law"),
        ("es", "véase la página 12", "12", "page_number", "page"),
        ("es", "el cuadro 6 muestra", "6", "heading_number", "heading"),
    ],
)
def test_use_of_a_number(language: str, text: str, exact: str, kind: str, category: str) -> None:
    found = [n for n in read(text, language) if n.exact == exact]

    assert found, seen(text, language)
    assert (found[-1].kind, found[-1].category) == (kind, category)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "un hombre y una mujer"),
        ("es", "Al menos se sabe"),
        ("en", "a man may say so"),
        ("en", "measured in km² there"),
        ("en", "X-rays by the Civic authority"),
    ],
)
def test_words_that_are_no_numerals(language: str, text: str) -> None:
    assert seen(text, language) == []


def test_qualifiers() -> None:
    text = "an estimated 72,000 ha; estimates that 50,500 ha; roughly 115 MT; nearly 300; 12 people"

    qualifiers = [n.qualifier for n in read(text, "en")]

    assert qualifiers == ["estimated", "estimated", "approximate", "approximate", "exact"]


def test_from_to_tells_two_figures_not_a_range() -> None:
    assert seen("rose from 11 to 13 percent") == [("11", "11", "%"), ("13 percent", "13", "%")]


def test_years_joined_by_words_stay_two() -> None:
    assert [n.exact for n in read("between 2011 and 2012, from 2011 to 2012", "en")] == [
        *("2011", "2012", "2011", "2012")
    ]


def test_respectively_shares_the_unit() -> None:
    assert seen("lost 100 and 200 hectares, respectively") == [
        ("100", "100", "har"),
        ("200", "200", "har"),
    ]


def test_a_year_before_a_dash_is_no_range() -> None:
    assert [n.exact for n in read("in 2013 – 24.3 MT of", "en")] == ["2013", "24.3"]


def test_phrase_holds_number_and_unit() -> None:
    text = "an estimated 220 metric tons (MT) of"
    start, end = read(text, "en")[0].phrase

    assert text[start:end] == "220 metric tons"


@pytest.mark.parametrize(
    ("language", "text", "first", "doubt"),
    [
        ("es", "17.000 casos", "17000", False),
        ("es", "17.000 casos y 24,3 %", "17000", False),
        ("es", "17.000 casos y 1.9 millones", "17000", True),
        ("es", "50,500 ha", "50500", True),
        ("es", "50,500 ha y 1,234,567 casos", "50500", False),
        ("es", "50,500 ha y 24,3 %", "50.500", True),
        ("en", "50,500 ha", "50500", False),
        ("en", "1.234 ha", "1.234", True),
        ("en", "1.234 ha and 1.234.567 cases", "1234", False),
        ("en", "24,3 ha and 1,234,567 cases", "24.3", True),
    ],
)
def test_marks_follow_the_document_and_tell_doubt(
    language: str, text: str, first: str, doubt: bool
) -> None:
    numeral = read(text, language)[0]

    assert (numeral.value, bool(numeral.doubt)) == (first, doubt)


@pytest.mark.parametrize("text", ["11/06/2013", "11.06.2013"])
def test_numeric_date_with_two_readings_tells_doubt(text: str) -> None:
    numeral = read(f"on {text} it", "en")[0]

    assert (numeral.period, numeral.doubt) == ("2013-06-11", "may be 2013-11-06")


# -- properties -----------------------------------------------------------------------------------

PIECES = st.sampled_from(
    words(
        "1 23 2013 24.3 50,500 1.234 044 - – / . , ( ) % $ : ha MT kg percent million to and "
        "between over of the second third half two hundred thousand twenty Law Article page "
        "OBJECTIVE X II s June 2014-2018 1st º ½ ² y de mil millones por ciento un uno cada "
        "tres entre más"
    )
)
JOINS = st.sampled_from(["", " ", " ", "\n", "\n\n", "\u00a0", "\f"])
TEXTS = st.lists(st.tuples(PIECES, JOINS), max_size=40).map(
    lambda pairs: "".join(piece + join for piece, join in pairs)
)
ANY_TEXT = TEXTS | st.text(max_size=200) | st.text("0123456789.,-/ \n%$aA²½º", max_size=80)


@pytest.mark.parametrize("text", ["0$ 2", "5 USD 10"])
def test_a_currency_between_two_numbers_belongs_to_one(text):
    first, second = read(text, "en")

    assert first.end <= second.start


@given(ANY_TEXT, st.sampled_from(["en", "es"]))
@settings(max_examples=300)
def test_every_digit_is_in_exactly_one_numeral(text: str, language: str) -> None:
    covered = [0] * len(text)
    for numeral in read(text, language):
        for at in range(numeral.start, numeral.end):
            covered[at] += 1

    assert max(covered, default=0) <= 1
    missed = [c for c, times in zip(text, covered, strict=True) if c.isdecimal() and not times]
    assert missed == []


@given(ANY_TEXT, st.sampled_from(["en", "es"]))
@settings(max_examples=300)
def test_numerals_are_ordered_exact_and_well_formed(text: str, language: str) -> None:
    numerals = read(text, language)

    assert [n.start for n in numerals] == sorted(n.start for n in numerals)
    for numeral in numerals:
        assert text[numeral.start : numeral.end] == numeral.exact
        assert numeral.exact.strip() == numeral.exact != ""
        for number in (numeral.value, numeral.low, numeral.high):
            assert number is None or VALUE.fullmatch(number)
        assert numeral.value is None or numeral.low is None is numeral.high
        start, end = numeral.phrase
        assert start <= numeral.start < numeral.end <= end


@given(st.integers(0, 10**12), st.integers(0, 3), st.sampled_from(["en", "es"]))
def test_printed_number_reads_back(number: int, decimals: int, language: str) -> None:
    group, point = (",", ".") if language == "en" else (".", ",")
    digits = f"{number:0{decimals + 1}}"
    whole, tail = (digits[:-decimals], digits[-decimals:]) if decimals else (digits, "")
    grouped = f"{int(whole):,}".replace(",", group) + (point + tail if tail else "")
    proof = f"; 1{group}234{group}567{point}8"  # so that the document shows its habit

    numeral = read(f"x {grouped} kg{proof}", language)[0]

    assert numeral.exact == grouped
    assert numeral.value == f"{int(whole)}.{tail}" if tail else f"{int(whole)}"
    assert numeral.decimals == decimals


ENGLISH = words(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
ENGLISH_TENS = words("- - twenty thirty forty fifty sixty seventy eighty ninety")
SPANISH = words(
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince "
    "dieciséis diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro "
    "veinticinco veintiséis veintisiete veintiocho veintinueve"
)
SPANISH_TENS = words("- - - treinta cuarenta cincuenta sesenta setenta ochenta noventa")
SPANISH_HUNDREDS = words(
    "- ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos "
    "novecientos"
)


def in_english(n: int) -> str:
    for size, word in ((10**9, "billion"), (10**6, "million"), (1000, "thousand")):
        if n >= size:
            rest = n % size
            return f"{in_english(n // size)} {word}" + (f" {in_english(rest)}" if rest else "")
    if n >= 100:
        return f"{ENGLISH[n // 100]} hundred" + (f" and {in_english(n % 100)}" if n % 100 else "")
    if n >= 20:
        return ENGLISH_TENS[n // 10] + (f"-{ENGLISH[n % 10]}" if n % 10 else "")
    return ENGLISH[n]


def in_spanish(n: int) -> str:
    if n >= 10**6:
        name = "un millón" if n < 2 * 10**6 else f"{in_spanish(n // 10**6)} millones"
        return name + (f" {in_spanish(n % 10**6)}" if n % 10**6 else "")
    if n >= 1000:
        name = "mil" if n < 2000 else f"{in_spanish(n // 1000)} mil"
        return name + (f" {in_spanish(n % 1000)}" if n % 1000 else "")
    if n >= 100:
        return (
            "cien"
            if n == 100
            else SPANISH_HUNDREDS[n // 100] + (f" {in_spanish(n % 100)}" if n % 100 else "")
        )
    if n >= 30:
        return SPANISH_TENS[n // 10] + (f" y {SPANISH[n % 10]}" if n % 10 else "")
    return SPANISH[n]


SIZES = st.integers(2, 2000) | st.integers(2, 10**12 - 1)


@given(SIZES)
def test_english_words_read_back(number: int) -> None:
    numerals = read(f"the {in_english(number)} boats", "en")

    assert [(n.exact, n.value) for n in numerals] == [(in_english(number), str(number))]


@given(SIZES)
def test_spanish_words_read_back(number: int) -> None:
    numerals = read(f"los {in_spanish(number)} barcos", "es")

    assert [(n.exact, n.value) for n in numerals] == [(in_spanish(number), str(number))]


@given(st.text(max_size=60))
def test_decomposed_accents_read_like_composed_ones(tail: str) -> None:
    assert seen(unicodedata.normalize("NFD", "más de dos millones, séptima ronda"), "es")[0][1] == (
        ">2000000"
    )


# -- hostile input ---------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ja", "", "english", "x" * 1000])
def test_language_without_lexicon_is_refused(language: str) -> None:
    with pytest.raises(UnreadableText, match="no numerals lexicon") as refused:
        read("12", language)

    assert len(str(refused.value)) < 200


def test_text_beyond_the_limit_is_refused() -> None:
    with pytest.raises(UnreadableText, match="2000001 characters"):
        read(" " * 2_000_001, "en")


def test_very_long_number_is_a_code_without_value() -> None:
    numeral = read("9" * 100_000, "en")[0]

    assert (numeral.kind, numeral.value, len(numeral.exact)) == ("code", None, 100_000)


def test_scale_words_without_end_stay_bounded() -> None:
    assert all(len(n.value or "") < 80 for n in read("2 " + "million " * 5000, "en"))


@pytest.mark.parametrize(
    "unit",
    [
        "1",
        "1,",
        "1.",
        "1 ",
        "123 ",
        "1-",
        "1/",
        "two ",
        "two and ",
        "second and ",
        "a1",
        "USD1",
        "estimated ",
        "million ",
        "Law No A ",
        "(1) ",
        "1\n",
        "http://",
        "a\u0301",
        "½",
        "one hundred and ",
    ],
)
def test_time_is_linear_in_hostile_repetition(unit: str) -> None:
    def seconds(times: int) -> float:
        start = time.process_time()
        read(unit * times, "en")
        return time.process_time() - start

    small = min(seconds(500) for _ in range(3))
    large = min(seconds(4000) for _ in range(2))

    assert large < 8 * 4 * small + 0.05  # eight times the text; quadratic would be 64 times


# -- accounting ------------------------------------------------------------------------------------


def test_unaccounted_names_what_no_span_contains() -> None:
    text = "In 2012, 50,500 ha, up two percent from 49,500 ha."
    numerals = read(text, "en")
    at = {n.exact: (n.start, n.end) for n in numerals}
    partial = (at["49,500"][0], at["49,500"][1] - 1)

    missing = unaccounted(numerals, [at["50,500"], partial], [(0, 8)])

    assert [n.exact for n in missing] == ["two percent", "49,500"]
    assert coverage(numerals, missing) == "50.00"


def test_coverage_says_100_only_if_nothing_is_missing() -> None:
    numerals = read("in 7 " * 10_001, "en")

    assert coverage(numerals, []) == "100.00"
    assert coverage(numerals, numerals[:1]) == "99.99"
    assert coverage([], []) == "100.00"


SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)).map(sorted).map(tuple))


@given(TEXTS, SPANS, SPANS)
def test_unaccounted_agrees_with_the_definition(
    text: str, cited: list[tuple[int, int]], set_aside: list[tuple[int, int]]
) -> None:
    numerals = read(text, "en")

    expected = [
        n for n in numerals if not any(a <= n.start and n.end <= b for a, b in cited + set_aside)
    ]

    assert unaccounted(numerals, cited, set_aside) == expected
