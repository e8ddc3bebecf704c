"""Members of what programs send: read as a validator of JSON Schema reads their forms."""

import hypothesis
import jsonschema
import pytest
from hypothesis import strategies as st

from indicators.figures import members
from indicators.figures.decimals import is_decimal
from indicators.figures.shapes import SHAPES
from rest.periods import InvalidPeriod, Period

FORMS = {**members.STATEMENT, **members.RANGE, **members.OPENING, "id": members.NUMBER}
OBSERVATION = {**SHAPES["observation/2"].required, **SHAPES["observation/2"].optional}
SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.integers(-31, 31).map(float) | st.text(max_size=5)
    | st.text("\t\n\x1f \x85\xa0\u1680\u2003\u2028\u3000\ufeff\0x", max_size=5)
)  # fmt: skip


@hypothesis.given(st.sampled_from(sorted(FORMS)), st.data())
def test_form_is_read_as_json_schema_reads_it(name, data):
    form = FORMS[name]
    pattern = st.from_regex(form["pattern"]) if "pattern" in form else st.nothing()
    value = data.draw(SCALARS | pattern | st.sampled_from(form.get("enum", ["level"])))
    validator = jsonschema.Draft202012Validator(form)

    # Python's $ is before a line's end, too; that of JSON Schema only at the very end.
    if not (isinstance(value, str) and value.endswith("\n") and "pattern" in form):
        assert members.fits(value, form) == validator.is_valid(value)


@hypothesis.given(st.sampled_from(sorted(OBSERVATION.keys() & members.STATEMENT)), st.data())
def test_member_that_fits_is_one_of_an_observation(name, data):
    form = members.STATEMENT[name]
    hypothesis.assume("pattern" in form and "period" not in name)
    value = data.draw(st.from_regex(form["pattern"], fullmatch=True))
    hypothesis.assume(members.fits(value, form))

    # The order of pairs, and each once, is beyond a pattern.
    complaint = OBSERVATION[name](value)
    assert complaint is None or "dimensions must be sorted" in complaint


@hypothesis.given(st.from_regex(members.STATEMENT["period"]["pattern"], fullmatch=True))
def test_interval_that_fits_is_a_period_but_for_its_order(text):
    complaint = OBSERVATION["period"](text)

    assert complaint is None or "before it starts" in complaint or "twice" in complaint


DATES = st.sampled_from(["2013", "2013-02", "2013-02-28", "2013-02-29", "0000", "..", "", "2014"])


@hypothesis.given(DATES, st.sampled_from(["/", "", "//"]), DATES)
def test_period_fits(one, slash, other):
    try:
        Period(one + slash + other)
    except InvalidPeriod:
        return
    assert members.fits(one + slash + other, members.STATEMENT["period"])


@hypothesis.given(st.text("-0123456789.", max_size=6) | st.from_regex(r"-?[0-9]{50,70}"))
def test_decimal_fits_as_decimals_are_read(text):
    assert members.fits(text, members.STATEMENT["value"]) == is_decimal(text)


@pytest.mark.parametrize("name", FORMS)
def test_what_is_expected_is_told(name):
    assert members.expected(FORMS[name]).startswith("expected ")
