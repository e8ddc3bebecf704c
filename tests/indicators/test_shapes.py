"""The shape of entries: what is accepted, and a negative corpus named by defect."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.figures.faults import faults
from indicators.figures.series import series_code
from indicators.figures.shapes import DRAFTS, SHAPES
from indicators.models import Area, CodeList, Indicator, Observation, Series, Unit
from sources.models import Agency, Release, Source
from tests import lakes
from tests.builders import closing, code_list, old, retraction

ACTS = [
    *lakes.VOCABULARIES,
    *lakes.report_2012(),
    *lakes.report_2013(),
    *lakes.page(),
    closing("a-0001", "a-0002"),
    retraction("a-0001"),
]
PLAIN = lakes.REPORT_2012.figure(1, "1,150 boats", "1150").content
BOUNDS = {"value": None, "value_low": "30", "low_open": False}
RANGE = {**BOUNDS, "value_high": "40", "high_open": False}
CODED = {"value": None, "unit": None, "kind": "coded", "value_code": "no"}
CHANGE = {"kind": "change", "direction": "increase"}
NEW = {act.type: act for act in ACTS}
OLD = [old(act) for kind, act in NEW.items() if kind.endswith("/2")]
EXAMPLES = {act.type: act.content for act in [*NEW.values(), *OLD]}


def told(entry_type, content):
    return [f"{where}: {what}" for where, what in faults(entry_type, content, "here")]


def changed(content, changes):
    content = copy.deepcopy({**content, **changes})
    return {name: value for name, value in content.items() if value is not None}


def test_every_type_has_an_example():
    assert EXAMPLES.keys() == SHAPES.keys()


@pytest.mark.parametrize("act", [*ACTS, *OLD], ids=lambda act: act.where)
def test_content_well_formed_has_no_complaint(act):
    assert told(act.type, act.content) == []


@pytest.mark.parametrize("entry_type", SHAPES)
def test_required_member_missing_is_named(entry_type):
    for member in DRAFTS[entry_type].required:
        content = changed(EXAMPLES[entry_type], {member: None})

        assert f"here: {member} is missing" in told(entry_type, content)


@pytest.mark.parametrize("entry_type", SHAPES)
@pytest.mark.parametrize(
    "value", [None, "", " ", [], {}, 1.5, "\ud800", "a\0b", range(3)], ids=repr
)
def test_member_that_says_nothing_is_named(entry_type, value):
    # An area may overlap none, a claim relate none, a text have none.
    for member in {*SHAPES[entry_type].required, *SHAPES[entry_type].optional}:
        if value == [] and member in ("covers_part_of", "inputs", "numerals"):
            continue
        found = told(entry_type, {**EXAMPLES[entry_type], member: value})

        assert any(member in complaint for complaint in found), member


@pytest.mark.parametrize("entry_type", SHAPES)
def test_unknown_member_is_named(entry_type):
    found = told(entry_type, {**EXAMPLES[entry_type], "colour": "red"})

    assert any(complaint.startswith("here: colour: no such member") for complaint in found)


def test_unknown_type_is_named():
    assert told("rumour/1", {}) == ["here: no entry type 'rumour/1'"]


@pytest.mark.parametrize(
    ("defect", "entry_type", "changes", "words"),
    [
        ("upper case in an id", "agency/2", {"id": "UNODC"}, "expected an id"),
        ("space in an id", "agency/2", {"id": "un odc"}, "expected an id"),
        ("newline behind an id", "agency/2", {"id": "unodc\n"}, "expected an id"),
        ("an id too long", "agency/2", {"id": "a" * 81}, "expected an id"),
        ("name too long", "agency/2", {"labels": {"en": "a" * 201}}, "en: longer than 200"),
        ("name in no language", "agency/2", {"labels": {}}, "of at least one"),
        ("name in a language by name", "agency/2", {"labels": {"English": "A"}}, "ISO 639"),
        ("aliases that are a text", "agency/2", {"aliases": {"en": "A"}}, "expected a list"),
        ("theme that is no id", "indicator/2", {"themes": ["Crops"]}, "expected an id"),
        ("name of the old form", "agency/2", {"name_en": "A"}, "no such member"),
        ("map in the old form", "agency/1", {"labels": {"en": "A"}}, "no such member"),
        (
            "archive of the old form",
            "release/1",
            {"archive_url": "https://a.org"},
            "no such member",
        ),
        ("no web address", "agency/2", {"url": "www.example.org"}, "expected a URL"),
        ("a script as address", "agency/2", {"url": "javascript:alert(1)"}, "expected a URL"),
        ("parts that are no list", "area/2", {"covers_part_of": "XA-N"}, "expected a list"),
        ("name of a folder", "unit/2", {"id": ".."}, "expected a code"),
        ("parts that are no codes", "area/2", {"covers_part_of": ["X A"]}, "expected a code"),
        ("factor with an exponent", "unit/2", {"factor": "1e3"}, "expected a decimal"),
        ("kind that does not exist", "indicator/2", {"kind": "mood"}, "expected one of level"),
        ("coded without a list", "indicator/2", {"code_list": None}, "names its code_list"),
        ("coded with a dimension", "indicator/2", {"dimension": "mass"}, "unless it is coded"),
        ("language in words", "source/2", {"language": "English"}, "such as en or es-PE"),
        ("day that does not exist", "release/2", {"published_on": "2013-02-30"}, "no day 30"),
        ("retrieved in some month", "release/2", {"retrieved_on": "2020-02"}, "YYYY-MM-DD"),
        ("hash in upper case", "release/2", {"sha256": "A" * 64}, "64 lowercase hex"),
        ("hash cut short", "release/2", {"text_sha256": "a" * 63}, "64 lowercase hex"),
        ("length as text", "release/2", {"text_length": "12"}, "expected a whole number"),
        ("length as a truth", "release/2", {"text_length": True}, "expected a whole number"),
        ("no bytes", "release/2", {"bytes": 0}, "expected a whole number from 1"),
        ("empty list of codes", "code-list/2", {"codes": []}, "at least one code"),
        ("codes as a mapping", "code-list/2", {"codes": {"a": 1}}, "at least one code"),
        ("codes that are words", "code-list/2", {"codes": ["a"]}, "at least one code"),
        ("code that is a list", "code-list/2", {"codes": [{"code": ["a"]}]}, "expected a code"),
        ("code without a name", "code-list/2", {"codes": [{"code": "a"}]}, "labels is missing"),
        ("reason of blanks", "retraction/1", {"reason": "  "}, "expected text"),
    ],
)
def test_description_malformed(defect, entry_type, changes, words):
    found = told(entry_type, changed(EXAMPLES[entry_type], changes))

    assert any(words in complaint for complaint in found), found


def test_code_told_twice_is_named():
    found = told("code-list/2", code_list("rig", "sail", "oar", "sail").content)

    assert found == ["here: code 'sail' is there twice"]


@pytest.mark.parametrize(
    ("defect", "changes", "words"),
    [
        ("no value at all", {"value": None}, "expected one of value, bounds"),
        ("value and code", {"value_code": "no"}, "got value, value_code"),
        ("value and bound", {"value_low": "1", "low_open": False}, "got value, value_low"),
        ("value and reason for none", {"missing_reason": "not_stated"}, "got value, missing"),
        ("bound that does not say open", {**BOUNDS, "low_open": None}, "come together"),
        ("open without a bound", {"high_open": True}, "come together"),
        ("low above high", {**RANGE, "value_low": "41"}, "41 is above value_high 40"),
        ("low above high by a hair", {**RANGE, "value_low": "40.0001"}, "is above"),
        ("low above high, negative", {**RANGE, "value_low": "-1", "value_high": "-2"}, "is above"),
        ("value with separators", {"value": "1,150"}, "expected a decimal"),
        ("value as a number", {"value": 1150}, "expected text: a decimal"),
        ("value as a float", {"value": 1150.5}, "expected text: a decimal"),
        ("number without a unit", {"unit": None}, "a number needs a unit"),
        ("bound without a unit", {**BOUNDS, "unit": None}, "a number needs a unit"),
        ("code outside kind coded", {**CODED, "kind": "level"}, "value_code is for kind coded"),
        ("coded with a number", {"kind": "coded"}, "needs a value_code or a missing_reason"),
        ("coded with a unit", {**CODED, "unit": "1"}, "kind coded has no unit"),
        ("change without direction", {"kind": "change"}, "kind change needs a direction"),
        ("change with a sign", {**CHANGE, "value": "-7"}, "unsigned"),
        ("direction of a level", {"direction": "increase"}, "direction is for kind change"),
        ("base period of a level", {"base_period": "2011"}, "base_period is for kind change"),
        ("base value of a share", {"kind": "share", "base_value": "1"}, "for kind change"),
        ("share of a level", {"share_of": "rig=total"}, "share_of is for kind share"),
        ("breakdown out of order", {"breakdown": "rig=sail;lake=north"}, "must be sorted"),
        ("breakdown told twice", {"breakdown": "rig=sail;rig=oar"}, "each once"),
        ("breakdown of words", {"breakdown": "by rig"}, "expected dim=code"),
        ("period that is no date", {"period": "last year"}, "expected YYYY"),
        ("period that ends before it begins", {"period": "2014/2012"}, "ends"),
        ("modality that does not exist", {"modality": "hoped"}, "expected one of actual"),
        ("page zero", {"page": 0}, "expected a whole number from 1"),
        ("decimals beyond sense", {"decimals": 31}, "from -30 to 30"),
        ("decimals as text", {"decimals": "0"}, "expected a whole number"),
        ("id of another release", {"id": "other-0001"}, "must be lake-report-2012-<n>"),
        ("id with a short number", {"id": "lake-report-2012-1"}, "n of four digits"),
        ("no citation", {"citations": []}, "a list of 1 to 64"),
        ("citations as text", {"citations": "1,150 boats"}, "a list of 1 to 64"),
        ("citation as text", {"citations": ["1,150 boats"]}, "citations: expected a mapping"),
        ("more citations than keys", {"citations": PLAIN["citations"] * 65}, "a list of 1 to 64"),
        ("one passage twice", {"citations": PLAIN["citations"] * 2}, "is cited twice as value"),
        ("words that are not the value's", {"as_written": "1,151 boats"}, "none of the cited"),
    ],
)  # fmt: skip
def test_observation_malformed(defect, changes, words):
    found = told("observation/2", changed(PLAIN, changes))

    assert any(words in complaint for complaint in found), found


@pytest.mark.parametrize(
    ("defect", "changes", "words"),
    [
        ("role that does not exist", {"role": "mood"}, "expected one of value"),
        ("no role of value", {"role": "period"}, "no citation of role value"),
        ("start before the text", {"start": -1}, "expected a whole number from 0"),
        ("start as text", {"start": "28"}, "expected a whole number"),
        ("start as a truth", {"start": True}, "expected a whole number"),
        ("empty words", {"exact": ""}, "expected text"),
        ("words too long", {"exact": "a" * 1001}, "longer than 1000"),
        ("prefix too long", {"prefix": "a" * 33}, "at most 32"),
        ("half a surrogate pair", {"prefix": "\ud800"}, "half of a surrogate"),
        ("suffix that is no text", {"suffix": 1}, "expected text"),
        ("page in a citation", {"page": 3}, "no such member"),
    ],
)
def test_citation_malformed(defect, changes, words):
    citation = changed(PLAIN["citations"][0], changes)
    found = told("observation/2", {**PLAIN, "citations": [citation]})

    assert any(words in complaint for complaint in found), found


@pytest.mark.parametrize("changes", [BOUNDS, RANGE, CODED, CHANGE, {"value": "-3.5"}], ids=str)
def test_observation_well_formed(changes):
    assert told("observation/2", changed(PLAIN, changes)) == []


TABLES = {
    "agency/2": Agency,
    "area/2": Area,
    "unit/2": Unit,
    "code-list/2": CodeList,
    "indicator/2": Indicator,
    "source/2": Source,
    "release/2": Release,
    "observation/1": Observation,
    "observation/2": Observation,
}
LONG = [
    *("a" * n for n in range(2, 2100)),
    *("1" * n for n in range(2, 70)),
    *("https://" + "a" * n for n in range(10, 600)),
    *("a=" + "b" * n for n in range(2, 300)),
]


@pytest.mark.parametrize("entry_type", TABLES)
def test_longest_value_that_the_shape_accepts_fits_its_column(entry_type):
    # SQLite stores any length; PostgreSQL would refuse the row in the middle of a publication.
    model = TABLES[entry_type]
    columns = {field.name: field.max_length for field in model._meta.concrete_fields}
    columns["id"] = columns["code"]
    shape = SHAPES[entry_type]
    for member, check in {**shape.required, **shape.optional}.items():
        if (longest := columns.get(member)) is not None:
            over = [value for value in LONG if len(value) > longest and check(value) is None]

            assert over == [], f"{member} is longer than {longest}"


def test_longest_indicator_id_leaves_room_for_the_id_of_its_series():
    check = SHAPES["indicator/2"].required["id"]
    longest = max(n for n in range(1, 200) if check("a" * n) is None)
    series = series_code(("a" * longest, "XA", "un", "", "level", "actual"))

    assert len(series) <= Series._meta.get_field("code").max_length


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from(sorted(SHAPES)), st.data())
def test_anything_at_all_is_complained_about_without_a_crash(entry_type, data):
    shape = SHAPES[entry_type]
    member = data.draw(st.sampled_from(sorted({*shape.required, *shape.optional})))
    content = {**EXAMPLES[entry_type], member: data.draw(json_values)}

    for where, what in faults(entry_type, content, "here"):
        assert where.startswith("here")
        assert what


def test_roles_that_the_first_version_did_not_have():
    for role in ("evidence", "scale", "footnote"):
        citations = [*PLAIN["citations"], {**PLAIN["citations"][0], "role": role}]
        content = {**PLAIN, "citations": citations}

        assert "expected one of" in str(told("observation/1", changed(content, {"basis": None})))
        assert "expected one of" not in str(told("observation/2", content))


def test_inferred_needs_evidence_and_evidence_is_for_inferred():
    evidence = [*PLAIN["citations"], {**PLAIN["citations"][0], "role": "evidence"}]

    assert told("observation/2", {**PLAIN, "basis": "inferred", "citations": evidence}) == []
    assert told("observation/2", {**PLAIN, "basis": "inferred"}) == [
        "here: basis inferred needs a citation of role evidence"
    ]
    assert told("observation/2", {**PLAIN, "citations": evidence}) == [
        "here: a citation of role evidence is for basis inferred"
    ]


def test_draft_says_nothing_of_the_check_of_its_quotes():
    assert "quote_check" in SHAPES["observation/2"].required
    assert "no such member" in str(told("observation/2", {**PLAIN, "quote_check": "checked"}))
    assert "missing" not in str(told("observation/2", PLAIN))
