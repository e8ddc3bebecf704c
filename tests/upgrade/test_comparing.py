"""The comparison of answers finds what differs, and allows what is allowed: no more."""

import gzip
from dataclasses import replace

import pytest

from tests.upgrade.comparing import Answer, Difference, compare, read

BODY = b'{"id":"boats","value":"1150"}'


def answer(name: str = "GET /v1/x", body: bytes = BODY, coding: str = "", **headers: str) -> Answer:
    sent = gzip.compress(body, mtime=0) if coding else body
    told = {
        "Content-Type": "application/json", "ETag": '"1"', "Content-Length": str(len(sent)),
        **({"Content-Encoding": coding} if coding else {}), **headers,
    }  # fmt: skip
    return read({
        "name": name, "method": "GET", "path": name.partition(" ")[2], "status": "200 OK",
        "headers": list(told.items()), "body": sent.decode("latin-1"),
    })  # fmt: skip


def basis(old: Answer, new: Answer) -> Answer:
    body = old.body.replace(b'"value"', b'"basis":"stated","value"')
    return old if body == old.body else old.with_body(body).with_tag_of(new)


BASIS = Difference("basis", "a new member", basis)
WITH_BASIS = BODY.replace(b'"value"', b'"basis":"stated","value"')


def test_same_answers_have_no_difference() -> None:
    compared = compare([answer()], [answer()], [])

    assert (compared.unlike, compared.idle) == ([], [])


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        (lambda one: replace(one, status="404 Not Found"), "status"),
        (lambda one: one.with_header("etag", '"2"'), "header etag"),
        (lambda one: one.with_header("etag", ""), "header etag"),
        (lambda one: one.with_header("x-new", "1"), "header x-new"),
        (lambda one: replace(one, body=BODY + b" "), "body from byte 29"),
        (lambda one: replace(one, body=BODY.replace(b"1150", b"1151")), "body from byte 26"),
        (lambda one: replace(one, sent=b"other bytes of the same"), "coded in other bytes"),
    ],
)
def test_whatever_changes_is_named(changed, named: str) -> None:
    compared = compare([answer()], [changed(answer())], [])

    (unlike,) = compared.unlike
    assert unlike.startswith(f"GET /v1/x: {named}") or named in unlike


def test_answer_of_one_code_only_is_named() -> None:
    one, two = answer("GET /v1/one"), answer("GET /v1/two")

    assert compare([one, two], [one], []).unlike == ["asked of one code only: GET /v1/two"]
    assert compare([one], [one, two], []).unlike == ["asked of one code only: GET /v1/two"]


@pytest.mark.parametrize("coding", ["", "gzip"])
def test_intended_difference_is_allowed_with_its_tag_and_length(coding: str) -> None:
    new = answer(body=WITH_BASIS, coding=coding, ETag='"2"')

    compared = compare([answer(coding=coding)], [new], [BASIS])

    assert (compared.unlike, compared.idle) == ([], [])


@pytest.mark.parametrize(
    "new",
    [
        answer(body=WITH_BASIS.replace(b"1150", b"1151"), ETag='"2"'),
        answer(body=WITH_BASIS, ETag='"2"', X_New="1"),
        replace(answer(body=WITH_BASIS), status="203 Else"),
        answer(body=WITH_BASIS, **{"Content-Length": "3"}),
        answer(body=BODY),
    ],
)
def test_intended_difference_covers_nothing_else(new: Answer) -> None:
    assert compare([answer()], [new], [BASIS]).unlike


def test_difference_that_is_no_more_is_named() -> None:
    other = answer(body=b"{}")

    assert compare([other], [other], [BASIS]).idle == ["basis"]


@pytest.mark.parametrize(
    ("path", "header", "one", "other", "same"),
    [
        ("/admin/login/", "Expires", "Fri", "Sat", True),
        ("/v1/areas", "Expires", "Fri", "Sat", False),
        ("/static/x.css", "ETag", '"1"', '"2"', True),
        ("/v1/areas", "RateLimit", '"key";r=9;t=3', '"key";r=9;t=57', True),
        ("/v1/areas", "RateLimit", '"key";r=9;t=3', '"key";r=8;t=3', False),
        ("/v1/areas", "Retry-After", "3", "57", True),
        ("/v1/areas", "Retry-After", "3", "300", False),
    ],
)
def test_only_what_is_never_the_same_is_left_out(
    path: str, header: str, one: str, other: str, same: bool
) -> None:
    asked = f"GET {path}"

    compared = compare([answer(asked, **{header: one})], [answer(asked, **{header: other})], [])

    assert (not compared.unlike) == same
