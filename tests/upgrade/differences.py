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

from rest.content_policy import POLICY
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


def _policy(old: Answer, new: Answer) -> Answer:
    """A page, and a picture that may hold scripts, with what a browser may do with it."""
    bare = old.status[:3] in ("204", "304")
    marked_up = not bare and re.search("html|svg", old.header("content-type"))
    return old.with_header("content-security-policy", POLICY) if marked_up else old


def _style_in_a_file(old: Answer, new: Answer) -> Answer:
    """The pages of problems and of the API: the same, but for the style, which is a file."""
    if not old.path.startswith(("/v1/problems", "/v1/docs")) or b"<style>" not in old.body:
        return old
    link = rb'<link rel="stylesheet" href="/static/(rest/problems|cifra/docs).css">'
    was = re.sub(rb"<style>.*?</style>", b"", old.body, flags=re.DOTALL)
    now, links = re.subn(link, b"", new.body)
    same = links == 1 and was.split() == now.split()
    return old.with_body(new.body) if same else old


def _more_problems(old: Answer, new: Answer) -> Answer:
    """The list of problems: each of the old ones, in the same order, among the new ones."""
    if old.path.partition("?")[0] != "/v1/problems":
        return old
    was, now = (re.findall(rb"<a href=.*?</a>", answer.body) for answer in (old, new))
    return old.with_body(new.body) if was and [a for a in now if a in was] == was else old


def _ledger_quota(old: Answer, new: Answer) -> Answer:
    """The log's own addresses say what is left of their quota."""
    left = new.header("ratelimit")
    if not old.path.startswith("/ledger/") or not re.fullmatch(r'"ledger";r=\d+;t=\d+', left):
        return old
    policy = old.with_header("ratelimit-policy", '"ledger";q=6000;w=60')
    return policy.with_header("ratelimit", left)


def _refused_first(old: Answer, new: Answer) -> Answer:
    """What is too large goes no way of its own: pages of other sites may read it if they ask."""
    if new.header("vary") != "origin" or old.status[:3] not in ("400", "414", "431"):
        return old
    for name in ("access-control-allow-origin", "access-control-expose-headers"):
        old = old.with_header(name, "")
    return old.with_header("vary", "origin")


def _cookie_of_forms(old: Answer, new: Answer) -> Answer:
    """The cookie that forms are checked with, which no script reads."""
    if not old.path.startswith("/admin/login/"):
        return old
    told = old.header("set-cookie")
    return old.with_header("set-cookie", told.replace("; Max-Age=", "; HttpOnly; Max-Age="))


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


def _verifier(old: Answer, new: Answer) -> Answer:
    """The standalone verifier at its address."""
    if old.path != "/ledger/verifier" or old.status != new.status:
        return old
    return old.with_body(new.body).with_tag_of(new)


def _only_read(old: Answer, new: Answer) -> Answer:
    """The documentation and its schema, which OPTIONS found an error 500 in."""
    listed = old.path in ("/v1/docs", "/v1/schema") and old.header("allow")
    return old.with_header("allow", "GET, HEAD") if listed else old


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
    r"/v1(/(agencies|areas|units|code-lists|indicators|sources|releases|versions|changes)\b.*)?/?$"
)
ADDED = frozenset(
    {"labels", "definitions", "aliases", "themes", "archive_url", "people", "reviewed"}
)

# Beside them in lists of what there is: filters, members of figures and statements, roles.
LISTED = frozenset(
    {
        *("theme", "theme__in", "basis", "quote_check", "quote_check_reason"),
        *("evidence", "scale", "footnote", "evidence_words", "scale_words", "footnote_words"),
        *("apa", "dialect"),
    }
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
    """Errors that list what there is: fields, filters, roles, languages."""
    if new.header("content-type") != "application/problem+json" or old.status != new.status:
        return old
    listed = "|".join(sorted(ADDED | LISTED, key=len, reverse=True))
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


# What figures of the first version of their entry say of the new members, wherever those are.
NO_BASIS = {"basis": None, "quote_check": "unchecked", "quote_check_reason": None}
JSON_MEMBERS = re.compile(
    rb'"basis":null,|"quote_check":"unchecked",|"quote_check_reason":null,'
    rb"|basis,quote_check,quote_check_reason,"  # the header of CSV
)
CSV_CELLS = re.compile(rb",,unchecked,(,(?:current|replaced|retracted),(?:true|false),)")
CUT_CELL = re.compile(rb"^[a-z]*,(?=,(?:current|replaced|retracted),)")
COLUMN = re.compile(
    rb'\{"name":"(?:basis|quote_check|quote_check_reason)",[^{}]*(?:\{[^{}]*\})?\},'
)
FILE = re.compile(rb'"hash":"sha256:[0-9a-f]{64}","bytes":([0-9]+)')
FIGURES = re.compile(r"/v1/(export/)?observations\b")


def _basis_and_check(old: Answer, new: Answer) -> Answer:
    """The same figures, byte for byte, without the new members."""
    if old.status != new.status or not old.path.startswith("/v1/"):
        return old
    if FIGURES.match(old.path):
        old = _described(_longer(old, new), new)
    if old.method == "HEAD" or old.body == new.body:
        return old
    bare = COLUMN.sub(b"", CSV_CELLS.sub(rb"\1", JSON_MEMBERS.sub(b"", new.body)))
    if bare == old.body:
        return old.with_body(new.body)
    if old.status.startswith("206"):  # the whole file is compared, too
        parquet = "parquet" in new.header("content-type")
        same_end = old.body.endswith(CUT_CELL.sub(b"", bare))
        return old.with_body(new.body) if parquet or same_end else old
    whole = old.status == "200 OK" and "parquet" in new.header("content-type")
    return old.with_body(new.body) if whole and _rows(old) == _without(_rows(new)) else old


def _longer(old: Answer, new: Answer) -> Answer:
    """The answer with the new length of a whole file, if the new members account for it."""
    was, now = old.header("content-length"), new.header("content-length")
    if old.method == "HEAD" and was and now and _grew(new, int(now) - int(was)):
        return old.with_header("content-length", now)
    (place, _, was), (new_place, _, now) = (
        one.header("content-range").partition("/") for one in (old, new)
    )
    if not was or not now or not _grew(new, int(now) - int(was)):
        return old
    if place.partition("-")[0] == new_place.partition("-")[0] or "bytes=-" in old.name:
        old = old.with_header("content-range", new.header("content-range"))
    sizes = (f"The file has {size} bytes.".encode() for size in (was, now))
    return old.with_body(old.body.replace(*sizes))


def _described(old: Answer, new: Answer) -> Answer:
    """The description of an export's file, with the hash and length of the new one."""
    was, now = FILE.search(old.body), FILE.search(new.body)
    if not was or not now or not _grew(new, int(now[1]) - int(was[1])):
        return old
    return old.with_body(old.body.replace(was[0], now[0]))


def _grew(answer: Answer, by: int) -> bool:
    """Whether a number of rows, each longer by the new members, is longer by so many bytes."""
    if "parquet" in answer.name or answer.header("content-encoding"):  # nobody can say beforehand
        return True
    csv_file = "format=csv" in answer.name or "datapackage" in answer.name
    each, header = (12, 37) if csv_file else (65, 0)
    rows, rest = divmod(by - header, each)
    return by > 0 and rows >= 0 and rest == 0


def _without(value: Any) -> Any:
    """What rows say beside the new members; a row in which these say anything is not the same."""
    if isinstance(value, list):
        return [_without(one) for one in value]
    if isinstance(value, dict) and NO_BASIS.items() <= value.items():
        value = {name: one for name, one in value.items() if name not in NO_BASIS}
    if isinstance(value, dict):
        return {name: _without(one) for name, one in value.items()}
    return value


def _drafts(old: Answer, new: Answer) -> Answer:
    """A statement of a draft says its basis; members are judged by the shapes of entries."""
    if not old.path.startswith("/v1/drafts"):
        return old
    if new.body.replace(b'"basis":"stated",', b"") == old.body:
        return old.with_body(new.body)
    decimal = b"expected text: a decimal like 50500 or 24.30, "
    return old.with_body(
        old.body.replace(decimal + b"of at most 60 characters", decimal + b"got 70")
    )


# What errors of the write API said, and what they say now.
PLAINER = (
    (rb"expected one etag as it was told, with its quotes",
     b"expected one etag as it was sent, with its quotation marks"),
    (rb"another curator saved this act meanwhile", b"another curator saved this meanwhile"),
)  # fmt: skip
BY_NUMBER = re.compile(
    rb"said already at (?:observation [a-z0-9-]+, act|act) ([0-9]+)(?:, observation)?"
)


def _plainly(old: Answer, new: Answer) -> Answer:
    """Errors of drafts in plainer words; what they name, and all else, is the same."""
    if not old.path.startswith("/v1/drafts") or old.status != new.status:
        return old
    was = old.body
    for before, after in PLAINER:
        was = was.replace(before, after)
    same = BY_NUMBER.sub(rb"\1", was) == BY_NUMBER.sub(rb"\1", new.body)
    return old.with_body(new.body) if same else old


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
        "the standalone verifier says what a bundle can't prove, and reads hash tiles",
        "a bundle without its newest entry passed for a whole one (docs/adr/0037)",
        _verifier,
    ),
    Difference(
        "documentation and schema allow GET and HEAD",
        "they said that they allow OPTIONS, too, and answered 500 to it (CHANGELOG, API)",
        _only_read,
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
        "errors list the new fields, filters, roles and languages",
        "who mistypes one is told which there are",
        _names,
    ),
    Difference(
        "a figure shows its basis, and whether its quotes were checked",
        "nobody recorded either for what was published before (CHANGELOG, API)",
        _basis_and_check,
    ),
    Difference(
        "a statement of a draft has a basis, and an error repeats the value",
        "stated goes without saying; a form and a tool get the same errors (docs/adr/0029)",
        _drafts,
    ),
    Difference(
        "errors of the write API speak plainly, and name a figure by its id",
        "an etag is sent, not told; act 4 alone says nothing to a person (CHANGELOG, Operation)",
        _plainly,
    ),
    Difference(
        "pages say what a browser may do with them",
        "a script that came in with words of a document would not run (CHANGELOG, Operation)",
        _policy,
    ),
    Difference(
        "the style of the pages of problems and of the API is a file",
        "the policy lets nothing run that stands in a page itself",
        _style_in_a_file,
    ),
    Difference(
        "there are more kinds of problems",
        "bodies that come too slowly, exports while others are made (CHANGELOG, API)",
        _more_problems,
    ),
    Difference(
        "the log's own addresses have a quota",
        "one reader stopped the others there (CHANGELOG, Operation)",
        _ledger_quota,
    ),
    Difference(
        "what is too large is refused before it is looked up in the page cache",
        "its headers filled the memory (docs/adr/0031); with an Origin it has them all",
        _refused_first,
    ),
    Difference(
        "scripts can't read the cookie of forms",
        "none of ours has to",
        _cookie_of_forms,
    ),
)
