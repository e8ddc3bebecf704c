"""What the words around a number say of it, in texts that were made up for these tests."""

import pytest

from sources.meaning import read_place


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


def test_language_without_a_reader_is_not_known():
    assert not read_place("12 kg", "ja", 0, 5).known
