"""What the present code answers differently from the base commit on purpose, and why.

How to add one is told in the package's docstring. Nothing else may differ, and an entry that covers
nothing any more fails, too.
"""

import csv
import io
import json
import re
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

import pyarrow.parquet

from tests.upgrade.comparing import Answer, Difference


def _request_id(old: Answer, new: Answer) -> Answer:
    """Errors have a header with the request's id; problems have the same text as a last member."""
    told = new.header("x-request-id")
    if int(old.status[:3]) < 400 or not re.fullmatch(r"[0-9a-f]{32}", told):
        return old
    made = old.with_header("x-request-id", told)
    if old.header("content-type") != "application/problem+json" or not old.body:
        return made
    spaced = old.body.startswith(b'{"type": ')  # as the log's own addresses write JSON
    member = f', "request_id": "{told}"}}' if spaced else f',"request_id":"{told}"}}'
    return made.with_body(old.body.removesuffix(b"}") + member.encode())


def _exposed(old: Answer, new: Answer) -> Answer:
    """The list of headers that pages of other sites may read, with the request's id at its end."""
    listed = old.header("access-control-expose-headers")
    added = f"{listed}, X-Request-Id"
    return old.with_header("access-control-expose-headers", added) if listed else old


def _labels_without_labels(old: Answer, new: Answer) -> Answer:
    """A request for the fields of labels without `labels`: an error that names each of them."""
    problem = new.json() if new.status.startswith("400") else None
    if old.status[:3] not in ("200", "500") or not problem:
        return old
    path, _, query = problem["instance"].partition("?")
    params = parse_qsl(query)
    named = {value for name, value in params if name == "fields" and value.endswith("_label")}
    errors = {(one["parameter"], one["code"], one["detail"]) for one in problem["errors"]}
    expected = {
        ("fields", "unknown-field", f"no field '{name}' without labels=name or labels=both")
        for name in named
    }
    rows = path.startswith("/v1/observations") and "labels" not in dict(params)
    if not (rows and named and errors == expected):
        return old
    return replace(old, status=new.status, headers=new.headers).with_body(new.body)


# What the pages for readers said, and what they say now.
REWORDED = {
    "Figures that cite the words they came from": "Figures with the words they were read from",
    "states it, keeps its whole history, and stands in a log that": "states it and keeps its whole "
    "history. All of it is recorded in a log that",
    "Find figures by their words": "Search for figures",
    "Some figures of the newest documents": "Figures from the newest documents",
    "What Where When As printed Who says so": "Indicator Area Period As printed Stated by",
    " The words ": " Quoted words ",
    " The original .": " Original document .",
    " Its record .": " Details of the document .",
    " What it says ": " Details ",
    " Bounds ": " Range ",
    " Who says so ": " Stated by ",
    " Its history ": " History ",
    "with the statement before": "with the previous statement",
    "Use it, check it": "Use and check this figure",
}


def _reader_pages(old: Answer, new: Answer) -> Answer:
    """The start page and the pages of figures: the same links and text, but for these words."""
    if old.path != "/" and not old.path.startswith("/figures/"):
        return old
    was, now = (_links_and_text(each.body.decode()) for each in (old, new))
    text = re.sub(r"As of version (\d+) of the log\.", r"Data at version \1.", was[1])
    for before, after in REWORDED.items():
        text = text.replace(before, after)
    return old.with_body(new.body) if (was[0], text) == now else old


def _links_and_text(page: str) -> tuple[list[str], str]:
    """The addresses that a page links to, and its text without tags and line breaks."""
    return re.findall(r'href="([^"]*)"', page), " ".join(re.sub(r"<[^>]*>", " ", page).split())


def _schema(old: Answer, new: Answer) -> Answer:
    """The OpenAPI file at its address."""
    whole = old.path == "/v1/schema" and old.status == new.status == "200 OK"
    return old.with_body(new.body) if whole else old


def _unknown_parameter(old: Answer, new: Answer) -> Answer:
    """An unknown parameter of the write API, in the words of the read API."""
    if not old.path.startswith("/v1/drafts") or not old.status.startswith("400"):
        return old
    return old.with_body(old.body.replace(b"there is none such", b"there is no such parameter"))


def _closed(old: Answer, new: Answer) -> Answer:
    """A draft that can't be taken back in its status."""
    if not old.path.endswith("/take-back") or b'"title":"Draft closed"' not in old.body:
        return old
    return old.with_body(
        re.sub(rb'("detail":"the draft is \w+)"', rb'\1, not submitted or approved"', old.body)
    )


def _revision(old: Answer, new: Answer) -> Answer:
    """The representation revision is part of each entity tag of the read API."""
    return old.with_tag_of(new) if old.path.startswith("/v1") else old


DESCRIBED = re.compile(
    r"/v1(/(agencies|areas|units|code-lists|indicators|sources|releases|versions)\b.*)?/?$"
)
ADDED = frozenset(
    {"labels", "definitions", "aliases", "themes", "archive_url", "people", "reviewed"}
)


def _languages(old: Answer, new: Answer) -> Answer:
    """Rows have new members, and all else that they say is as it was."""
    both = old.status == new.status == "200 OK"
    if not both or not DESCRIBED.match(old.path.partition("?")[0]):
        return old
    if old.method == "HEAD":
        return old.with_header("content-length", new.header("content-length"))
    if old.body == new.body:
        return old
    was, now = _rows(old), _bare(_rows(new))
    return old.with_body(new.body) if was is not None and was == now else old


def _names(old: Answer, new: Answer) -> Answer:
    """Errors that list the fields or filters that there are, or the languages."""
    if new.header("content-type") != "application/problem+json" or old.status != new.status:
        return old
    listed = "|".join(sorted(ADDED | {"theme", "theme__in"}))
    bare = re.sub(rf", ({listed})\b", "", new.body.decode())
    bare = bare.replace("expected one of en, es, pt, fr", "expected en or es")
    return old.with_body(new.body) if bare == old.body.decode() else old


def _rows(answer: Answer) -> Any:
    """What an answer says, whatever its format; None for one that holds no rows."""
    media = answer.header("content-type").partition(";")[0]
    if media == "application/json":
        return json.loads(answer.body)
    if media == "application/jsonl":
        return [json.loads(line) for line in answer.body.splitlines()]
    if media == "text/csv":
        return list(csv.DictReader(io.StringIO(answer.body.decode(), newline="")))
    if media == "application/vnd.apache.parquet":
        return pyarrow.parquet.read_table(io.BytesIO(answer.body)).to_pylist()
    return None


def _bare(value: Any) -> Any:
    """What is said, without the new members; in CSV, lists of codes are text."""
    if isinstance(value, dict):
        return {name: _bare(one) for name, one in value.items() if name not in ADDED}
    if isinstance(value, list):
        return [_bare(one) for one in value]
    if isinstance(value, str) and value.startswith('[{"code":'):
        return json.dumps(_bare(json.loads(value)), ensure_ascii=False, separators=(",", ":"))
    return value


DIFFERENCES: tuple[Difference, ...] = (
    Difference(
        "an error tells the id of its request",
        "whoever reports a fault can name it, and the service's log has it under the same id",
        _request_id,
    ),
    Difference(
        "pages of other sites may read the id of a request",
        "without it a program in a browser can't name the request that failed",
        _exposed,
    ),
    Difference(
        "a label is no field without `labels`",
        "CSV was a 500, Parquet a column of nulls, and JSON left it out without a word; now each "
        "format gives the same 400",
        _labels_without_labels,
    ),
    Difference(
        "the pages for readers in plainer words",
        "'The words', 'Its record' and 'Bounds' were hard to understand for who comes first",
        _reader_pages,
    ),
    Difference(
        "the OpenAPI file follows the code",
        "each change of it is looked at as a change of openapi.yaml, which CI holds to the code",
        _schema,
    ),
    Difference(
        "the write API names an unknown parameter in the words of the read API",
        "one piece of code checks the parameters of both; the code of the error stays",
        _unknown_parameter,
    ),
    Difference(
        "a draft that can't be taken back says in which statuses it could be",
        "'the draft is draft' helped nobody",
        _closed,
    ),
    Difference(
        "entity tags follow the representation revision",
        "the same rows are shown with more members (CHANGELOG, API)",
        _revision,
    ),
    Difference(
        "names by language, themes, archive addresses, people of a version",
        "the one step of formats (CHANGELOG, API): new members, at the end of the fixed part",
        _languages,
    ),
    Difference(
        "errors list the new fields, filters and languages",
        "who mistypes one is told which there are",
        _names,
    ),
)
