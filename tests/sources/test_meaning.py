"""What the words around a number say of it, in texts that were made up for these tests."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.meaning import Names, knows, read_place


def place(marked):
    """The text of a line with one place in brackets `[[...]]`, and where it begins and ends."""
    start, end = marked.index("[["), marked.index("]]") - 2
    return marked.replace("[[", "").replace("]]", ""), start, end


def said(marked, language, member, **options):
    """The values that the place in double brackets says of a member, best first."""
    text, start, end = place(marked)
    return [saying.value for saying in read_place(text, language, start, end, **options).of(member)]


@pytest.mark.parametrize(
    ("marked", "period"),
    [
        ("Orchards covered [[52,000]] hectares in 2021.", "2021"),
        ("In the first 10 months of 2017, [[300]] people came.", "2017-01/2017-10"),
        ("The budget rose from [[$220 million]] in 2012 to $256 million in 2013.", "2012"),
        ("The budget rose from $220 million in 2012 to [[$256 million]] in 2013.", "2013"),
        ("In 2018 and 2017, 25,106 ha and [[30,150 ha]], respectively.", "2017"),
        ("It is 5 percent more than the 2011 estimate of [[49,500 ha]].", "2011"),
        ("Region\t2012\t2013\nNorth\t[[49,500]]\t50,500\n", "2012"),
    ],
)
def test_period_of_a_number_in_english(marked, period):
    assert said(marked, "en", "period")[:1] == [period]


@pytest.mark.parametrize(
    ("marked", "language", "unit"),
    [
        ("Length\t2014\t2015\nUnder 3 months\t[[1,012]]\t1,911\nOver a year\t8\t9\n", "en", "1"),
        ("Âge\t2014\t2015\nMoins de 5 ans\t[[1 012]]\t1 911\nPlus\t8\t9\n", "fr", "1"),
        ("Edad\t2014\t2015\nDe 15 a 24 años\t[[1.012]]\t1.911\nMás\t8\t9\n", "es", "1"),
        ("Flux horaire, mois de mai\n\nLieu\t2019\t2020\nA\t[[742]]\t655\nB\t8\t9\n", "fr", "1"),
        ("Supply, tons in-shell basis\n\nCrop\t2019\t2020\nA\t[[742]]\t655\nB\t8\t9\n", "en", "t"),
        ("Year\tBearing acres\n2012\t[[29,000]]\n2013\t30,000\n", "en", "[acr_us]"),
        ("Stays averaged 48 days, [[3]] more than in 2016.", "en", "d"),
        ("A maré somou 47 dias, [[19]] a mais do que em 2016.", "pt", "d"),
        ("Une surface de 4 765 ha ([[36]] de moins qu'en 2016).", "fr", "har"),
        ("Hubo 12 ha y 40 aulas, [[3]] menos que en 2016.", "es", "1"),
        ("Cada operação rondou 23.400 escudos, e foram mais de [[160 mil]].", "pt", "1"),
    ],
)
def test_unit_of_classes_months_and_numbers_compared(marked, language, unit):
    assert said(marked, language, "unit")[:1] == [unit]


def test_language_without_a_reader_is_not_known():
    assert not read_place("12 kg", "ja", 0, 5).known


@pytest.mark.parametrize(
    ("marked", "member", "wrong", "right"),
    [
        ("Orchards covered [[52,000 hectares]] in 2021.", "period", "2020", "2021"),
        ("Apples grew on [[12,400]] acres in 2020.", "unit", "har", "[acr_us]"),
        ("The harvest was [[430,000]] short tons in 2021.", "unit", "t", "[ston_av]"),
        ("The harvest fell by [[5 percent]] in 2020.", "direction", "increase", "decrease"),
        ("The rate was [[-3.5 percent]] in 2020.", "value", "3.5", "-3.5"),
        ("Over [[17,000]] families were helped.", "value", "17000", None),
        ("It had [[11 million]] trees in 2020.", "value", "11", "11000000"),
        ("A [[2 percent]] rise from 49,500 ha in 2011.", "base_value", "50500", "49500"),
        ("A [[2 percent]] rise from 49,500 ha in 2011.", "base_period", "2012", "2011"),
        ("Region\t2012\t2013\nNorth\t[[49,500]]\t50,500\n", "period", "2013", "2012"),
    ],
)
def test_certain_words_contradict_another_value_and_never_their_own(marked, member, wrong, right):
    text, start, end = place(marked)
    reading = read_place(text, "en", start, end)

    assert reading.contradicts(member, wrong) is not None
    assert right is None or reading.contradicts(member, right) is None


@pytest.mark.parametrize(
    "marked",
    [
        "In 2013 and 2014, [[500]] people were trained.",
        "According to its 2014 report, [[900]] farms had wells.",
        "The law of 1998 set the fee at [[30 dollars]].",
        "In 2012, [[40 hectares]] that were planted with young trees in 2010 burned.",
    ],
)
def test_no_year_is_certain_where_another_may_be_meant(marked):
    text, start, end = place(marked)

    assert read_place(text, "en", start, end).contradicts("period", "1990") is None


OLD = "Table, in hectares\n\nRegion\t2012\t2013\nNorth\t49,500\t50,500\nSouth\t38,200\t39,100\n"
NEW = (
    "Table, in hectares\n\nRegion\t2011\t2012\t2013\nNorth\t48,000\t49,500\t50,500\n"
    "South\t37,000\t38,200\t39,100\n"
)


@pytest.mark.parametrize("text", [OLD, NEW])
def test_cell_is_read_with_its_heads_wherever_a_new_column_stands(text):
    start = text.index("49,500")
    reading = read_place(text, "en", start, start + 6)

    assert [reading.of(m)[0].value for m in ("value", "unit", "period")] == ["49500", "har", "2012"]


def test_head_over_several_columns_and_a_column_of_changes():
    text = (
        "Exports (US$ million)\n\nGoods\tJune\t\t\tApril-June\t\t\n"
        "\t2017\t2018\t% change\t2017\t2018\t% change\nTea\t56.2\t57.3\t1.9\t163.4\t171.9\t5.2\n"
    )

    def read(cell, member):
        start = text.index(cell)
        found = read_place(text, "en", start, start + len(cell)).of(member)
        return found[0].value if found else None

    assert [read(cell, "period") for cell in ("56.2", "57.3", "163.4", "5.2\n")] == [
        *("2017-06", "2018-06", "2017-04/2017-06", "2018-04/2018-06"),
    ]
    assert (read("1.9", "kind"), read("1.9", "unit"), read("1.9", "base_period")) == (
        *("change", "%", "2017-06"),
    )
    assert (read("57.3", "value"), read("57.3", "unit")) == ("57300000", "USD")


def test_row_of_years_without_tabs_heads_the_numbers_below():
    text = "Year 2014 2015 2016\nBudget (US dollars) $88,943 $109,354 $78,890\n"
    start = text.index("$109,354")

    assert read_place(text, "en", start, start + 8).of("period")[0].value == "2015"


def test_year_of_a_month_is_that_of_the_paragraph_or_of_the_publication():
    assert (
        said("In July, [[24]] boats sank.", "en", "period", published_on="2018-09")[0] == "2018-07"
    )
    assert (
        said("In July, [[24]] boats sank.", "en", "period", published_on="2018-03")[0] == "2017-07"
    )
    text = "In 2013 all went well. In July, [[24]] boats sank."
    assert said(text, "en", "period", published_on="2019")[0] == "2013-07"


def test_names_are_found_by_their_longest_label_and_who_says_it_first():
    names = Names(
        agencies={"un": ["United Nations", "UN"], "unodc": ["United Nations Office on Drugs"]},
        areas={"PE": ["Peru", "Perú"]},
    )
    text = "In Perú, so the UN, all is well; the United Nations Office on Drugs counted [[9]]."

    assert said(text, "en", "producer", names=names)[0] == "unodc"
    assert said(text, "en", "area", names=names) == ["PE"]
    assert said("Hay un pozo y [[9]] casas.", "es", "producer", names=names) == []


@pytest.mark.parametrize("language", ["en", "es", "en-GB", "es_PE"])
def test_tags_of_known_languages_are_known(language):
    assert knows(language)


@given(
    st.text(alphabet="ab 0159.,;:()%$-\n\t\u00e9\u0301\u200b²½'In of 2013", max_size=120), st.data()
)
def test_any_text_is_read_without_an_error_and_says_words_of_the_text(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    for saying in read_place(text, "en", start, end, published_on="2014").sayings:
        assert 0 <= saying.start <= saying.end <= len(text)


TWO_YEARS = [
    ("en", "Mills made {a} tons in {y}, compared to {b} tons in {z}."),
    ("en", "In {y} mills made {a} tons, down from {b} tons in {z}."),
    ("en", "Output rose from {a} tons in {y} to {b} tons in {z}."),
    ("en", "In {y} and {z}, mills made {a} and {b} tons, respectively."),
    ("en", "Output was {a} tons ({y}) and {b} tons ({z})."),
    ("en", "Output was {a} tons in {y}; it was {b} tons in {z}."),
    ("en", "Mill\t{y}\t{z}\nNorth\t{a}\t{b}\n"),
    ("es", "Se hicieron {a} toneladas en {y}, frente a {b} toneladas en {z}."),
    ("es", "La producción pasó de {a} toneladas en {y} a {b} toneladas en {z}."),
    ("es", "En {y} y {z} se hicieron {a} y {b} toneladas, respectivamente."),
]


@given(
    st.sampled_from(TWO_YEARS),
    st.lists(st.integers(1960, 2040), min_size=2, max_size=2, unique=True),
    st.lists(st.integers(101, 899), min_size=2, max_size=2, unique=True),
)
def test_years_that_change_places_take_their_numbers_with_them(template, years, numbers):
    language, words = template
    point = "," if language == "es" else "."
    printed = [f"{number}{point}5" for number in numbers]
    text = words.format(y=years[0], z=years[1], a=printed[0], b=printed[1])

    for year, number in zip(years, printed, strict=True):
        start = text.index(number)
        reading = read_place(text, language, start, start + len(number))
        assert reading.of("period")[0].value == str(year)
        assert reading.contradicts("period", str(year)) is None
        assert reading.contradicts("period", str(sum(years) - year)) is not None
