"""Restricted canonical JSON."""

import json

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import CanonicalError
from ledger.formats import canonical

text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
values = st.recursive(
    st.none() | st.booleans() | st.integers(1 - 2**53, 2**53 - 1) | text,
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.dictionaries(st.text(st.characters(min_codepoint=1, max_codepoint=127)), inner)
    ),
    max_leaves=20,
)


@given(values)
def test_encode_equals_rfc8785(value):
    assert canonical.encode(value) == rfc8785.dumps(value)


@given(values)
def test_decode_inverts_encode(value):
    assert canonical.decode(canonical.encode(value)) == value


@given(st.binary(max_size=60) | st.text(max_size=60).map(lambda s: s.encode("utf-8", "replace")))
def test_decode_of_anything_is_canonical_or_refused(data):
    try:
        value = canonical.decode(data)
    except CanonicalError:
        return
    assert canonical.encode(value) == data


@pytest.mark.parametrize(
    "value",
    [1.0, float("nan"), "\ud800", "a\0", 2**53, -(2**53), {"é": 1}, {1: 2}, (1,), {"a": b""}],
    ids=repr,
)
def test_encode_of_what_has_no_form_is_refused(value):
    with pytest.raises(CanonicalError):
        canonical.encode({"x": [value]})


def test_encode_names_the_place():
    with pytest.raises(CanonicalError, match=r"\$\.a\[1\]\.b: float"):
        canonical.encode({"a": [0, {"b": 0.5}]})


def test_encode_at_the_size_limit():
    assert len(canonical.encode("x" * 65_533)) == 65_535
    with pytest.raises(CanonicalError, match="65536 bytes"):
        canonical.encode("x" * 65_534)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"\xff",
        b'{"a":1,"a":1}',
        b'{"b":1,"a":2}',
        b'{"a": 1}',
        b"1.0",
        b"1e2",
        b"-0",
        b"NaN",
        b'"\\u0041"',
        b'"\\u001F"',
        b'"\\ud800"',
        b"9007199254740993",
        b"1" * 5000,
        b"[" * 5000,
        b"[" * 40 + b"]" * 40,
        b'"\xed\xa0\x80"',
        b"\xef\xbb\xbf1",
    ],
)
def test_decode_of_another_spelling_is_refused(data):
    with pytest.raises(CanonicalError):
        canonical.decode(data)


def test_encode_keeps_unnormalised_and_escapes_only_what_jcs_escapes():
    value = {"e": "e\u0301\u00e9", "c": '\b\t\n\f\r\x1f"\\/\x7f\u2028'}
    data = canonical.encode(value)
    assert data == rfc8785.dumps(value)
    assert json.loads(data) == value
