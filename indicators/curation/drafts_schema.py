"""The OpenAPI schema of the write API: what its operations have beside those that only read.

settings name finish_drafts, which runs after rest.schema.finish.
"""

from typing import Any

from indicators.figures import members
from indicators.figures.fields import MAX_CITATIONS
from rest.schema import each_operation, examples
from rest.schema_components import error_answer

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


CHALLENGE = {
    "WWW-Authenticate": {
        "description": "The challenge (RFC 6750): Bearer.",
        "required": True,
        "schema": {"type": "string"},
    }
}
RESPONSES: Schemas = {
    "NotAuthenticated": {
        **error_answer("No token for drafts that is in use."),
        "headers": CHALLENGE,
    },
    "Forbidden": error_answer("The token's curator may not do this, or no tool may."),
    "Conflict": error_answer("The status of the draft does not allow it."),
    "PreconditionFailed": error_answer("It was changed meanwhile: `now` is what it is."),
    "TooLarge": error_answer("The body is larger than a megabyte."),
    "UnsupportedMediaType": error_answer("The body is no JSON."),
    "Unprocessable": error_answer(
        "`findings` name each statement, act and member, and what is wrong."
    ),
    "PreconditionRequired": error_answer("If-Match is missing."),
    "TooManyRequests": error_answer("The quota of the token is used up: see Retry-After."),
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


def finish_drafts(result: Schemas, generator: Any, request: Any, public: bool) -> Schemas:
    """The whole schema, with what the operations that draft have beside those that read."""
    components = result["components"]
    components["responses"] |= RESPONSES
    components["headers"] |= HEADERS
    components["securitySchemes"] = SECURITY
    _limit_bodies(components["schemas"])
    for path, method, operation in each_operation(result):
        if path.startswith(PATH):
            example = examples().get(operation["operationId"]) or {}
            _finish_operation(path, method, operation, example)
    return result


def _limit_bodies(schemas: Schemas) -> None:
    """Give bodies the members that are read, of the forms that are read, and no others."""
    for name, forms in BODIES.items():
        schemas[name]["additionalProperties"] = False
        for member, form in forms.items():
            if "enum" not in form:  # those are components
                schemas[name]["properties"][member] |= form
    citations = schemas["StatementRequest"]["properties"]["citations"]
    citations["maxItems"] = MAX_CITATIONS


def _finish_operation(path: str, method: str, operation: Schemas, example: Schemas) -> None:
    """Add errors, headers and examples. example: request, and answers by their status."""
    errors = dict(ALWAYS)
    if method != "get":
        errors |= OF_CHANGES
    if any(p["name"] == "If-Match" for p in operation.get("parameters", [])):
        errors |= OF_LOCKS
    if body := operation.get("requestBody"):
        errors |= OF_BODIES
        body["required"] = True
        body["content"]["application/json"]["examples"] = _recorded(example.get("request"))
    for status, response in operation["responses"].items():
        _finish_answer(path, status, response, example.get(status))
    for status, name in errors.items():
        reference = {"$ref": f"#/components/responses/{name}"}
        operation["responses"].setdefault(status, reference)


def _finish_answer(path: str, status: str, response: Schemas, example: Any) -> None:
    response["headers"] = {}
    lists = path.endswith(("/drafts", "/acts")) and status == "200"
    if status != "204" and not lists:
        response["headers"]["ETag"] = {"$ref": "#/components/headers/Draft-ETag"}
    if status == "201" and path == PATH:
        response["headers"]["Location"] = {"$ref": "#/components/headers/Location"}
    if not response.get("description") or response["description"] == "No response body":
        response["description"] = DESCRIPTIONS[status]
    if content := response.get("content"):
        content["application/json"]["examples"] = _recorded(example)


DESCRIPTIONS = {"200": "As it stands now.", "201": "It was made.", "204": "It is done."}


def _recorded(value: Any) -> Schemas:
    return {"recorded": {"value": value}}
