"""What the present code answers differently from the base commit on purpose, and why.

How to add one is told in the package's docstring. Nothing else may differ, and an entry that covers
nothing any more fails, too.
"""

import re

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


DIFFERENCES: tuple[Difference, ...] = (
    Difference(
        "an error tells the id of its request",
        "whoever reports a fault can name it, and the service's log has it under the same id",
        _request_id,
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
)
