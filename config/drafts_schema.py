"""The OpenAPI schema of the write API: what its operations have beside those that only read.

config.schema calls this; nothing else does.
"""

from typing import Any

from indicators.figures import members

Schemas = dict[str, Any]

PATH = "/v1/drafts"
SCHEME = "draftToken"
SECURITY: Schemas = {
    SCHEME: {
        "type": "http",
        "scheme": "bearer",
        "description": "A token that a curator made on the desk: it drafts in their name. What it "
        "drafts is decided on by another person.",
    }
}
HEADERS: Schemas = {
    "Draft-ETag": {
        "description": "The state of the draft or act. Send it as If-Match to change it.",
        "schema": {"type": "string"},
    },
    "Location": {"description": "Address of what was made.", "schema": {"type": "string"}},
}


def _problem(description: str) -> Schemas:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": description, "content": {"application/problem+json": {"schema": schema}}}


CHALLENGE = {
    "WWW-Authenticate": {
        "description": "The challenge (RFC 6750): Bearer.",
        "required": True,
        "schema": {"type": "string"},
    }
}
RESPONSES: Schemas = {
    "NotAuthenticated": {
        **_problem("No token for drafts that is in use."),
        "headers": CHALLENGE,
    },
    "Forbidden": _problem("The token's curator may not do this, or no tool may."),
    "Conflict": _problem("The status of the draft does not allow it."),
    "PreconditionFailed": _problem("It was changed meanwhile: `now` is what it is."),
    "TooLarge": _problem("The body is larger than a megabyte."),
    "UnsupportedMediaType": _problem("The body is no JSON."),
    "Unprocessable": _problem("`findings` name each statement, act and member, and what is wrong."),
    "PreconditionRequired": _problem("If-Match is missing."),
    "TooManyRequests": _problem("The quota of the token is used up: see Retry-After."),
}
ALWAYS = {
    "400": "BadRequest",
    "401": "NotAuthenticated",
    "403": "Forbidden",
    "404": "NotFound",
    "406": "NotAcceptable",
    "429": "TooManyRequests",
}
OF_CHANGES = {"409": "Conflict", "422": "Unprocessable"}
OF_LOCKS = {"412": "PreconditionFailed", "428": "PreconditionRequired"}
OF_BODIES = {"413": "TooLarge", "415": "UnsupportedMediaType"}


BODIES = {
    "AdditionRequest": {},
    "OpeningRequest": members.OPENING,
    "RangeRequest": members.RANGE,
    "StatementRequest": members.STATEMENT,
}


def tell_bodies(schemas: Schemas) -> None:
    """Bodies have the members that are read, of the forms that are read, and no others."""
    for name, forms in BODIES.items():
        schemas[name]["additionalProperties"] = False
        for member, form in forms.items():
            if "enum" not in form:  # those are components
                schemas[name]["properties"][member] |= form
    citations = schemas["StatementRequest"]["properties"]["citations"]
    citations["maxItems"] = members.MAX_CITATIONS


def finish(path: str, method: str, operation: Schemas, example: Schemas) -> None:
    """Errors, headers and examples. example: request, and answers by their status."""
    errors = dict(ALWAYS)
    if method != "get":
        errors |= OF_CHANGES
    if any(p["name"] == "If-Match" for p in operation.get("parameters", [])):
        errors |= OF_LOCKS
    if body := operation.get("requestBody"):
        errors |= OF_BODIES
        body["required"] = True
        body["content"]["application/json"]["examples"] = _examples(example.get("request"))
    for status, response in operation["responses"].items():
        _finish_answer(path, status, response, example.get(status))
    for status, name in errors.items():
        told = {"$ref": f"#/components/responses/{name}"}
        operation["responses"].setdefault(status, told)


def _finish_answer(path: str, status: str, response: Schemas, example: Any) -> None:
    response["headers"] = {}
    lists = path.endswith(("/drafts", "/acts")) and status == "200"
    if status != "204" and not lists:
        response["headers"]["ETag"] = {"$ref": "#/components/headers/Draft-ETag"}
    if status == "201" and path == PATH:
        response["headers"]["Location"] = {"$ref": "#/components/headers/Location"}
    if not response.get("description") or response["description"] == "No response body":
        response["description"] = WORDS[status]
    if content := response.get("content"):
        content["application/json"]["examples"] = _examples(example)


WORDS = {"200": "As it stands now.", "201": "It was made.", "204": "It is done."}


def _examples(value: Any) -> Schemas:
    return {"recorded": {"value": value}}
