"""Witness policies."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import NoteError
from ledger.formats.note import COSIGNATURE, ED25519, SigningKey
from ledger.formats.policy import Policy

# Fixed keys: the names of the cases hold their text, and every worker must find the same cases.
A, B, C = (SigningKey(f"w{n}.example", COSIGNATURE, bytes([n]) * 32).verifier for n in range(3))
LOG = SigningKey("log.example", ED25519, bytes([9]) * 32).verifier
THREE = f"""
# three witnesses
log {LOG} https://log.example/
witness a {A} https://w0.example
witness b {B} https://w1.example
witness c {C}
"""


def test_two_of_three():
    policy = Policy.parse(f"{THREE}group g 2 a b c\nquorum g\n")
    assert policy.met_by({"a", "b"})
    assert policy.met_by({"a", "b", "c"})
    assert not policy.met_by({"a"})
    assert not policy.met_by({"a", "stranger", "g"})
    assert policy.logs == [LOG]
    assert policy.witnesses["c"].url is None


def test_groups_of_groups():
    policy = Policy.parse(f"{THREE}group x any a b\ngroup y all x c\nquorum y\n")
    assert policy.met_by({"b", "c"})
    assert not policy.met_by({"a", "b"})


@pytest.mark.parametrize(("quorum", "names", "met"), [("none", set(), True), ("a", {"b"}, False)])
def test_quorum_of_one_or_none(quorum, names, met):
    assert Policy.parse(f"{THREE}quorum {quorum}\n").met_by(names) is met


@pytest.mark.parametrize(
    "text",
    [
        "",
        "quorum none\nquorum none",
        "quorum a",
        f"{THREE}witness a {B}\nquorum none",
        f"{THREE}group g 2 a\nquorum g",
        f"{THREE}group g 0 a\nquorum g",
        f"{THREE}group g -1 a\nquorum g",
        f"{THREE}group g 2 a a\nquorum g",
        f"{THREE}group g any\nquorum g",
        f"{THREE}group g any g\nquorum g",
        f"{THREE}group g any later\nwitness later {A}\nquorum g",
        f"{THREE}group none any a\nquorum none",
        f"witness l {LOG}\nquorum l",
        f"witness a {A} ftp://w\nquorum a",
        "witness a nonsense\nquorum a",
        "nonsense\nquorum none",
        "quorum none\n" + "#" * 100_001,
    ],
)
def test_malformed_policy_is_refused(text):
    with pytest.raises(NoteError):
        Policy.parse(text)


def test_error_names_the_line():
    with pytest.raises(NoteError, match="policy line 3"):
        Policy.parse("quorum none\n\nnonsense")


@given(
    st.lists(st.sampled_from(["log", "witness", "group", "quorum", "any", "1", "a", str(A), "\n"]))
)
def test_policy_of_anything_raises_nothing_else(words):
    with suppress(NoteError):
        Policy.parse(" ".join(words))
