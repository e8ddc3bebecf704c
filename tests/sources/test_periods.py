"""Periods and partial dates: what they cover, what they refuse, and properties over all dates."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rest.periods import InvalidPeriod, PartialDate, Period

D = date.fromisoformat
DATES = st.dates(min_value=date(1, 1, 1))
PUBLISHED = date(2014, 3, 31)


def printed(day: date, precision: str) -> str:
    return day.isoformat()[: {"year": 4, "month": 7, "day": 10}[precision]]


PARTIAL = st.builds(printed, DATES, st.sampled_from(["year", "month", "day"]))


@pytest.mark.parametrize(
    ("text", "start", "end", "precision"),
    [
        ("2013", "2013-01-01", "2013-12-31", "year"),
        ("2013-07", "2013-07-01", "2013-07-31", "month"),
        ("2012-02", "2012-02-01", "2012-02-29", "month"),
        ("1900-02", "1900-02-01", "1900-02-28", "month"),
        ("2013-07-15", "2013-07-15", "2013-07-15", "day"),
        ("2014/2018", "2014-01-01", "2018-12-31", "year"),
        ("2012-10/2013-09", "2012-10-01", "2013-09-30", "month"),
        ("2012-10-01/2013", "2012-10-01", "2013-12-31", "year"),
        ("2012/2012-06", "2012-01-01", "2012-06-30", "year"),
        ("2018-06/2019-06-30", "2018-06-01", "2019-06-30", "month"),
        ("2017/..", "2017-01-01", None, "year"),
        ("2017-03-02/..", "2017-03-02", None, "day"),
        ("../2009", None, "2009-12-31", "year"),
        ("0001", "0001-01-01", "0001-12-31", "year"),
        ("9999", "9999-01-01", "9999-12-31", "year"),
    ],
)
def test_period_covers(text: str, start: str | None, end: str | None, precision: str) -> None:
    period = Period(text)

    assert period.start == (D(start) if start else None)
    assert period.end == (D(end) if end else None)
    assert (period.precision, str(period)) == (precision, text)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "character 0: expected YYYY"),
        ("13", "character 0: expected YYYY"),
        ("2013-7", "character 0: expected YYYY"),
        ("2013 ", "character 0: expected YYYY"),
        ("2013\n", "character 0: expected YYYY"),
        ("-2013", "character 0: expected YYYY"),
        ("٢٠١٣", "character 0: expected YYYY"),
        ("２０１３", "character 0: expected YYYY"),
        ("2013-Q1", "character 0: expected YYYY"),
        ("2013-W07", "character 0: expected YYYY"),
        ("20130715", "character 0: expected YYYY"),
        ("2013–07", "character 0: expected YYYY"),
        ("0000", "no year 0000"),
        ("2013-00", "character 5: there is no month 0"),
        ("2013-13", "character 5: there is no month 13"),
        ("2013-02-29", "character 8: there is no day 29 in 2013-02"),
        ("2013-04-00", "character 8: there is no day 0"),
        ("2014/18", "character 5: expected YYYY, YYYY-MM or YYYY-MM-DD or .., got '18'"),
        ("2014/2018-13", "character 10: there is no month 13"),
        ("2014-01-01/2014-02-30", "character 19: there is no day 30"),
        ("2014/2015/2016", "character 5: expected YYYY"),
        ("2014//2016", "character 5: expected YYYY"),
        ("2014/", "character 5: expected YYYY"),
        ("/2014", "character 0: expected YYYY"),
        ("..", "character 0: expected YYYY"),
        ("../..", "twice"),
        ("/", "twice"),
        ("2014/2014", "names '2014' twice"),
        ("2018/2014", "ends 2014-12-31 before it starts 2018-01-01"),
        ("2014-05/2014-04-30", "ends 2014-04-30 before it starts 2014-05-01"),
        ("2013-01-01T00:00/2014", "character 0: expected YYYY"),
        ("2" * 100_000, "has 100000 characters, at most 21"),
    ],
)
def test_period_refuses(text: str, says: str) -> None:
    with pytest.raises(InvalidPeriod) as refused:
        Period(text)

    assert says in str(refused.value)
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize("text", ["2014/2015", "..", "2014-02-30", "", "2014-3", "March 2014"])
def test_partial_date_refuses(text: str) -> None:
    with pytest.raises(InvalidPeriod):
        PartialDate(text)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2014", "2014-01-01", "2014-12-31"),
        ("2014-03", "2014-03-01", "2014-03-31"),
        ("2014-03-15", "2014-03-15", "2014-03-15"),
    ],
)
def test_partial_date_first_and_last_day(text: str, first: str, last: str) -> None:
    assert (PartialDate(text).first_day(), PartialDate(text).last_day()) == (D(first), D(last))


@pytest.mark.parametrize(
    ("text", "end"),
    [("2013", "2013-12-31"), ("2012/..", "2014-03-31"), ("2030/..", "2030-01-01")],
)
def test_interval_end_of_an_open_period_is_the_publication(text: str, end: str) -> None:
    assert Period(text).interval_end(PUBLISHED) == D(end)


@pytest.mark.parametrize(
    ("text", "first", "last", "shared"),
    [
        ("2013", "2013-12-31", None, True),
        ("2013", "2014-01-01", None, False),
        ("2013", None, "2012-12-31", False),
        ("2013", None, None, True),
        ("2012/..", "2014-03-31", "2020-01-01", True),
        ("2012/..", "2014-04-01", None, False),
        ("../2009", None, "1066-10-14", True),
        ("../2009", "2010-01-01", None, False),
    ],
)
def test_period_overlaps(text: str, first: str | None, last: str | None, shared: bool) -> None:
    span = (D(first) if first else None, D(last) if last else None)

    assert Period(text).overlaps(*span, published=PUBLISHED) is shared


@given(PARTIAL)
def test_partial_date_bounds_print_back_as_the_same_text(text: str) -> None:
    partial = PartialDate(text)

    assert printed(partial.first_day(), partial.precision) == text
    assert printed(partial.last_day(), partial.precision) == text


@given(PARTIAL)
def test_partial_date_covers_every_day_printed_alike_and_no_other(text: str) -> None:
    partial = PartialDate(text)
    one = timedelta(days=1)

    if partial.first_day() > date.min:
        assert printed(partial.first_day() - one, partial.precision) != text
    if partial.last_day() < date.max:
        assert printed(partial.last_day() + one, partial.precision) != text


@given(PARTIAL, PARTIAL)
def test_interval_joins_its_ends_or_is_refused(left: str, right: str) -> None:
    first, last = PartialDate(left).first_day(), PartialDate(right).last_day()

    if left != right and first <= last:
        period = Period(f"{left}/{right}")
        assert (period.start, period.end) == (first, last)
    else:
        with pytest.raises(InvalidPeriod):
            Period(f"{left}/{right}")


@given(st.text(max_size=30) | st.from_regex(r"[0-9./-]{0,25}", fullmatch=True))
def test_any_text_is_a_period_or_an_invalid_period(text: str) -> None:
    try:
        period = Period(text)
    except InvalidPeriod:
        return

    assert period.start or period.end


@given(PARTIAL, DATES, DATES, DATES)
def test_period_overlaps_its_own_days(text: str, a: date, b: date, published: date) -> None:
    period = Period(text)
    assert period.start
    assert period.end

    assert period.overlaps(period.start, period.start, published=published)
    assert period.overlaps(period.end, period.end, published=published)
    first, last = min(a, b), max(a, b)
    shared = max(first, period.start) <= min(last, period.end)
    assert period.overlaps(first, last, published=published) is shared
