"""Every type of problem that the API answers with, and the page that explains it.

The `type` of a problem (RFC 9457) is the address of such a page: /v1/problems/{type}. A test holds
the types raised anywhere in the code against this list. Types are never reused for something else.
"""

from dataclasses import dataclass
from html import escape

from django.http import Http404, HttpRequest, HttpResponse
from django.templatetags.static import static
from django.views.decorators.http import require_safe

DAY = 86_400


@dataclass(frozen=True)
class Problem:
    """What a type means and how to mend it, for a person who meets it for the first time."""

    status: int
    title: str
    meaning: str
    remedy: str


_OURS = "Nothing: it lies with us and was logged. Try again later, and tell us if it stays."

PROBLEMS = {
    "invalid-parameter": Problem(
        400,
        "Invalid parameter",
        "A parameter of the URL is unknown, empty, malformed, told twice, or excludes another one.",
        "Read `errors`: it names each parameter and what was expected. /v1/docs lists them all.",
    ),
    "bad-request": Problem(
        400,
        "Bad request",
        "The request is no HTTP that this service understands, for example an unknown host.",
        "Compare the request with the examples in /v1/docs.",
    ),
    "too-many-parameters": Problem(
        400,
        "Too many parameters",
        "The URL has more parameters than any question here needs.",
        "Ask in several requests, or take the whole export and filter it yourself.",
    ),
    "not-authenticated": Problem(
        401,
        "Not authenticated",
        "The API key or token is malformed, unknown, revoked or expired; or there is none where a "
        "token is needed.",
        "Send it as `Authorization: Bearer <key>`. Reading needs no key: leave the header out. "
        "Drafting needs a token, which curators make on their desk.",
    ),
    "forbidden": Problem(
        403,
        "Forbidden",
        "This may not be done here, or not by you.",
        "The API is for reading and for drafting. Approving and publishing is for people, in the "
        "admin.",
    ),
    "not-found": Problem(
        404,
        "Not found",
        "There is nothing at this address, or no thing with this id at the version that was read.",
        "Check the id; a thing that is newer than the `version` asked for is not there yet.",
    ),
    "unknown-version": Problem(
        404,
        "No such version",
        "Versions are the sizes of the log after a changeset; this number is none of them.",
        "/v1/versions lists them. For a point in time use `as_of` instead.",
    ),
    "text-not-held": Problem(
        404,
        "Text not held",
        "This service keeps the hash of the document's text, but not the text.",
        "Get the document from its publisher (`url`) and compare its hash with `text_sha256`.",
    ),
    "method-not-allowed": Problem(
        405,
        "Method not allowed",
        "This address does not know the method.",
        "Use a method that the Allow header lists. The API is read with GET and HEAD.",
    ),
    "not-acceptable": Problem(
        406,
        "Not acceptable",
        "The answer exists in none of the media types that the Accept header allows.",
        "Accept `application/json`, or name a format with `format=`.",
    ),
    "too-slow-body": Problem(
        408,
        "Request timeout",
        "The body of the request came too slowly, or not at all.",
        "Send it again over a better connection, in smaller requests.",
    ),
    "draft-closed": Problem(
        409,
        "Draft closed",
        "The draft is submitted, published or given up, and can't be changed in that status.",
        "Take a submitted draft back first; open another one if it is published or given up.",
    ),
    "gone": Problem(
        410,
        "Replaced or retracted",
        "The observation stood once and was replaced or retracted; this is its tombstone.",
        "Follow `replaced_by`, read its /history, or read it at an earlier `version`.",
    ),
    "precondition-failed": Problem(
        412,
        "Changed meanwhile",
        "What you mean to change is not what you saw any more. `now` is what it is, null if it is "
        "gone; nothing was changed.",
        "Compare `now` with what you meant, and send your change again with the etag of `now`.",
    ),
    "too-large": Problem(
        413,
        "Too large",
        "The request has a body larger than anything here needs.",
        "Reading needs no body; send statements in several requests.",
    ),
    "url-too-long": Problem(
        414,
        "URL too long",
        "The URL is longer than 8,000 bytes.",
        "Ask in several requests.",
    ),
    "unsupported-media-type": Problem(
        415,
        "Unsupported media type",
        "The body is of a type that this address does not read.",
        "Reading needs no body; drafts take `application/json`.",
    ),
    "range-not-satisfiable": Problem(
        416,
        "Range not satisfiable",
        "The Range header asks for bytes that the file does not have.",
        "Ask for its length first, with HEAD.",
    ),
    "unusable": Problem(
        422,
        "Unusable",
        "Something in the body makes no draft, or no statement of its release. Nothing changed.",
        "Read `findings`: each names the statement, its member and what was expected. Where words "
        "stand at several places, `places` lists them: cite one, or add a `sentence`.",
    ),
    "checks-failed": Problem(
        422,
        "Checks failed",
        "The draft breaks rules that a published changeset keeps. Nothing was changed.",
        "Read `findings`: each names the act and what is wrong with it.",
    ),
    "precondition-required": Problem(
        428,
        "Precondition required",
        "A change has to name the state that it changes.",
        "Send `If-Match` with the etag that you got with the thing.",
    ),
    "too-many-requests": Problem(
        429,
        "Too many requests",
        "More pages were asked for than one client may have in a minute. Pages that were made "
        "already, and 304, don't count.",
        "Wait as long as Retry-After says. Larger pages, the export, If-None-Match and a free API "
        "key all help.",
    ),
    "headers-too-large": Problem(
        431,
        "Headers too large",
        "The headers of the request have more than 16,000 bytes.",
        "Send fewer cookies and shorter headers; reading needs none.",
    ),
    "withheld": Problem(
        451,
        "Withheld by law",
        "The entry's words are withheld on legal request. Its place in the log stays provable.",
        "Nothing. /ledger/with-hashes tells what can be checked without the words.",
    ),
    "server-error": Problem(500, "Server error", "A fault of this service.", _OURS),
    "parquet-not-installed": Problem(
        501,
        "Parquet is not installed",
        "The operator of this service left out what writes Parquet.",
        "Take CSV or JSON Lines.",
    ),
    "export-busy": Problem(
        503,
        "Export not ready",
        "As many exports as may be made at once are being made just now.",
        "Ask again after the time that Retry-After tells. What was made before is never refused.",
    ),
    "too-slow": Problem(
        503,
        "Too slow",
        "The answer would have taken longer than one request may.",
        "Leave out `count=exact`, filter by fewer or more selective parameters, or take the "
        "export, which may take its time.",
    ),
    "unavailable": Problem(
        503, "Unavailable", "The database can't be reached or is busy.", "Try again in a moment."
    ),
}

# The type of an error that is known by its status only.
BY_STATUS = {
    problem.status: (name, problem.title)
    for name, problem in reversed(PROBLEMS.items())
    if name not in ("invalid-parameter", "unknown-version", "text-not-held", "gone")
}

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width">
<link rel="stylesheet" href="{style}"></head>
<body><main>{body}</main></body></html>
"""


@require_safe
def page(request: HttpRequest, name: str) -> HttpResponse:
    """What one type means and how to mend it."""
    problem = PROBLEMS.get(name)
    if problem is None:
        raise Http404
    return _html(
        problem.title,
        f"<h1>{escape(problem.title)}</h1><p><code>{name}</code>, status {problem.status}</p>"
        f"<h2>What it means</h2><p>{escape(problem.meaning)}</p>"
        f"<h2>What to do</h2><p>{escape(problem.remedy)}</p>"
        '<p><a href="/v1/problems">All types</a></p>',
    )


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All types."""
    items = "".join(
        f'<li><a href="/v1/problems/{name}">{escape(problem.title)}</a> ({problem.status})</li>'
        for name, problem in PROBLEMS.items()
    )
    return _html("Problems", f"<h1>Problems</h1><ul>{items}</ul>")


def _html(title: str, body: str) -> HttpResponse:
    page = _PAGE.format(title=escape(title), body=body, style=static("rest/problems.css"))
    response = HttpResponse(page)
    response["Cache-Control"] = f"public, max-age={DAY}"
    return response
