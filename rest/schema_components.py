"""What the operations of the OpenAPI schema share: headers, error answers, formats beside JSON."""

from collections.abc import Mapping
from typing import Any

Schemas = dict[str, Any]

OF_VERSION = "The answer, as of the version that `Cifra-Version` tells."
OF_LOG = "What the log says."
OF_THE_LOG = ("ETag", "Cache-Control")
JSONS = ("application/json", "application/ld+json")
OTHER_FORMATS: Mapping[str, Schemas] = {
    "text/csv": {"type": "string", "description": "RFC 4180, with the fields as header."},
    "application/jsonl": {"type": "string", "description": "One JSON object a line."},
    "application/vnd.apache.parquet": {"type": "string", "format": "binary"},
}
ERRORS = {
    "304": "NotModified",
    "400": "BadRequest",
    "404": "NotFound",
    "406": "NotAcceptable",
    "410": "Gone",
    "414": "TooLong",
    "431": "HeadersTooLarge",
    "429": "TooManyRequests",
    "451": "Withheld",
    "501": "NotInstalled",
    "503": "Unavailable",
}
HEADERS: Schemas = {
    "ETag": {
        "description": "Strong: the same tag means the same bytes.",
        "schema": {"type": "string"},
    },
    "Cifra-Version": {"description": "The version that was read.", "schema": {"type": "integer"}},
    "Cache-Control": {
        "description": "Pinned answers may be kept, others are asked for again.",
        "schema": {"type": "string"},
    },
    "Link": {
        "description": "Neighbouring pages, rel next and prev (RFC 8288).",
        "schema": {"type": "string"},
    },
}


def error_answer(description: str) -> Schemas:
    """The schema of an error answer."""
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": description, "content": {"application/problem+json": {"schema": schema}}}


RESPONSES: Schemas = {
    "NotModified": {"description": "The client's copy, told by If-None-Match, is current."},
    "BadRequest": error_answer("Parameters that are unknown, malformed, or exclude each other."),
    "NotFound": error_answer("No such thing at this version, or no such version."),
    "NotAcceptable": error_answer("None of the formats asked for."),
    "Gone": error_answer("It was replaced or retracted by this version: the tombstone."),
    "Withheld": error_answer("Its entry is withheld by law."),
    "NotInstalled": error_answer("This installation does not write that format."),
    "TooLong": error_answer("The URL is longer than 8,000 bytes."),
    "HeadersTooLarge": error_answer("The headers are longer than 16,000 bytes."),
    "TooManyRequests": error_answer("The quota is used up; ask again after Retry-After seconds."),
    "Unavailable": error_answer("It took too long, or the database can't be reached: ask again."),
}
PROBLEM: Schemas = {
    "Problem": {
        "type": "object",
        "description": "An error (RFC 9457). A type may add members of its own.",
        "required": ["type", "title", "status", "detail", "instance", "request_id"],
        "properties": {
            "type": {"type": "string", "description": "What sort of problem: a relative address."},
            "title": {"type": "string", "description": "The sort in words."},
            "status": {"type": "integer", "description": "The HTTP status."},
            "detail": {"type": "string", "description": "What happened here."},
            "instance": {"type": "string", "description": "The address that was asked for."},
            "request_id": {
                "type": "string",
                "description": "The id of the request in the service's log, as in X-Request-Id.",
            },
            "errors": {
                "type": "array",
                "description": "What was wrong with which parameter, all of it.",
                "items": {"$ref": "#/components/schemas/ParameterError"},
            },
            "findings": {
                "type": "array",
                "description": "What was wrong with which statement or act, all of it.",
                "items": {"$ref": "#/components/schemas/Finding"},
            },
            "now": {
                "type": ["object", "null"],
                "description": "412: the act or draft as it is now; null if it is gone.",
                "additionalProperties": True,
            },
        },
    },
    "ParameterError": {
        "type": "object",
        "required": ["parameter", "code", "detail"],
        "properties": {
            "parameter": {"type": "string", "description": "Its name."},
            "code": {"type": "string", "description": "What is wrong, for programs."},
            "detail": {"type": "string", "description": "What is wrong, for people."},
        },
    },
}
