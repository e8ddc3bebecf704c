"""The OpenAPI schema: what introspection of the views cannot know, said once for all operations.

settings name Schema and finish; nothing else calls them. Parameters follow from the filters' own
form fields, enums get the names of settings.SPECTACULAR_SETTINGS, every error is a Problem, and
examples are answers recorded from the seed documents (examples.json; a test writes it anew).
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.utils.module_loading import import_string
from drf_spectacular.openapi import AutoSchema

from config import drafts_schema
from indicators.figures import members
from indicators.figures.decimals import EXACT, MAX_DIGITS
from indicators.reading.filters import NumberField
from ledger import operations
from rest.filters import (
    MAX_VALUES,
    WORD,
    ChoiceField,
    FirstDayField,
    ManyField,
    QueryField,
    TruthField,
    WholeField,
)
from rest.folding import LONGEST_QUERY
from rest.periods import DATE, DAY
from rest.read_state import CURSOR, MAX_VERSION, TIME_OF_DAY

EXAMPLES = Path(__file__).with_name("examples.json")
DECIMAL = r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?$"
ASKED_DECIMAL = f"^{EXACT}$"
PARTIAL_DATE = f"^{DATE}$"
INSTANT = f"^{DAY}({TIME_OF_DAY})?$"
DECIMALS = {
    *("value", "value_low", "value_high", "base_value"),
    *("converted_value", "converted_low", "converted_high"),
}

QUERY = {"type": "string", "minLength": 1, "maxLength": LONGEST_QUERY}

# What the parameters of every endpoint accept, as far as a pattern can say it.
COMMON: Mapping[str, dict[str, Any]] = {
    "version": {"type": "integer", "minimum": 0, "maximum": MAX_VERSION},
    "as_of": {"type": "string", "pattern": INSTANT},
    "published_by": {"type": "string", "pattern": PARTIAL_DATE},
    "q": QUERY,
    "cursor": {"type": "string", "pattern": f"^{CURSOR.pattern}$"},
}
# Parameters of which a request tells at most one. OpenAPI has no word for that.
EXCLUSIVE = ("version", "as_of")


def parameter_schema(field: forms.Field) -> dict[str, Any]:
    """What a filter's form field accepts, in JSON Schema."""
    if isinstance(field, ManyField):
        return {"type": "array", "items": parameter_schema(field.each), "maxItems": MAX_VALUES}
    if isinstance(field, ChoiceField):
        return {"type": "string", "enum": list(field.words)}
    if isinstance(field, TruthField):
        return {"type": "boolean"}
    if isinstance(field, WholeField):
        return {"type": "integer", "minimum": -(10**15) + 1, "maximum": 10**15 - 1}
    if isinstance(field, NumberField):
        return {"type": "string", "pattern": ASKED_DECIMAL, "maxLength": MAX_DIGITS}
    if isinstance(field, FirstDayField):
        return {"type": "string", "pattern": PARTIAL_DATE}
    if isinstance(field, QueryField):
        return QUERY
    return {"type": "string", "pattern": f"^{WORD.pattern}$"}


class Schema(AutoSchema):
    """One operation of the read API."""

    view: Any

    def _get_filter_parameters(self) -> list[dict[str, Any]]:
        view: Any = self.view
        made = getattr(view, "filterset_class", None)
        if view.action != "list" or not made:
            return []
        return [
            {
                "in": "query",
                "name": name,
                "schema": parameter_schema(each.field),
                "description": each.extra["help_text"],
                **({"required": True} if name in view.required else {}),
            }
            for name, each in made.base_filters.items()
        ]

    def _get_parameters(self) -> list[dict[str, Any]]:
        """What the base class finds, and which fields `fields` may name here."""
        told: list[dict[str, Any]] = super()._get_parameters()
        for parameter in told:
            if parameter["name"] == "fields":
                names = list(self.view.selectable)
                parameter["schema"]["items"] = {"type": "string", "enum": names}
        return told

    def _resolve_path_parameters(self, variables: list[str]) -> list[dict[str, Any]]:
        # Asking the queryset, as the base class does, would read a database.
        return [
            {"in": "path", "name": name, "required": True, "schema": self._id_schema()}
            for name in variables
        ]

    def _id_schema(self) -> dict[str, Any]:
        """Ids are text, but those of drafts and their acts."""
        if getattr(self.view, "whole_ids", False):
            return dict(members.NUMBER)
        return {"type": "string"}

    def get_auth(self) -> list[dict[str, Any]]:
        """Reading needs none; drafting a token."""
        return [{drafts_schema.SCHEME: []}] if getattr(self.view, "whole_ids", False) else []

    def get_description(self) -> str:  # type: ignore[override]
        action = getattr(self.view, "action", "")
        told = super().get_description() if action not in ("list", "retrieve") else ""
        return told or DESCRIPTIONS.get(action, "")


DESCRIPTIONS = {
    "list": "Rows as of a version. Filters narrow; `__in` is told by repeating the parameter. "
    "Follow `next` for the rest: its cursor keeps the version.",
    "retrieve": "One row as of a version.",
}

Schemas = dict[str, Any]


def finish(result: Schemas, generator: Any, request: Any, public: bool) -> Schemas:
    """The whole schema, after all operations were made."""
    components = result["components"]
    schemas = components["schemas"]
    result["paths"].update(deepcopy(operations.PATHS))
    schemas.update(operations.SCHEMAS)
    components["schemas"] = {**schemas, **PROBLEM}
    components["responses"] = {**RESPONSES, **drafts_schema.RESPONSES}
    components["headers"] = {**HEADERS, **drafts_schema.HEADERS}
    components["securitySchemes"] = drafts_schema.SECURITY
    _plain_references(components["schemas"])
    _name_enums(result)
    for schema in components["schemas"].values():
        for name, member in schema.get("properties", {}).items():
            if name in DECIMALS and "string" in member.get("type", ()):
                member["pattern"] = DECIMAL
    drafts_schema.tell_bodies(components["schemas"])
    examples = json.loads(EXAMPLES.read_text()) if EXAMPLES.exists() else {}
    for path, method, operation in _operations(result):
        example = examples.get(operation["operationId"])
        if path.startswith(drafts_schema.PATH):
            drafts_schema.finish(path, method, operation, example or {})
        else:
            _tell_parts(operation, components["schemas"])
            _finish_operation(path, operation, example)
    components["schemas"] = dict(sorted(components["schemas"].items()))
    return result


def _operations(result: Schemas) -> Iterator[tuple[str, str, Schemas]]:
    """(path, method, operation) of each."""
    for path, item in result["paths"].items():
        for method, operation in item.items():
            yield path, method, operation


def _plain_references(schemas: Schemas) -> None:
    """References stand by themselves: no allOf around one, no oneOf for one that may be null."""
    made: Schemas = {}
    for schema in schemas.values():
        for member in schema.get("properties", {}).values():
            told = member.pop("allOf", None) or member.pop("oneOf", None)
            if not told:
                continue
            (reference,) = (one["$ref"] for one in told if "$ref" in one)
            if {"type": "null"} in told:
                name = reference.rpartition("/")[2]
                made[f"{name}OrNull"] = {**schemas[name], "type": ["object", "null"]}
                reference += "OrNull"
            member["$ref"] = reference
    schemas.update(made)


def _enum_names() -> dict[tuple[str, ...], str]:
    named: Any = settings.SPECTACULAR_SETTINGS["ENUM_NAME_OVERRIDES"]
    return {tuple(sorted(import_string(where).values)): name for name, where in named.items()}


def _name_enums(result: Schemas) -> None:
    """Enums become components; one that may be null is a component of its own, with null in it."""
    names = _enum_names()
    schemas = result["components"]["schemas"]
    made: Schemas = {}

    def named(schema: Schemas) -> Schemas:
        values = [value for value in schema["enum"] if value is not None]
        name = names.get(tuple(sorted(values)))
        if name is None:
            return schema
        nullable = None in schema["enum"] or "null" in schema.get("type", ())
        component: Schemas = {"type": "string", "enum": values}
        if nullable:
            name = f"{name}OrNull"
            component = {"type": ["string", "null"], "enum": [*values, None]}
        made[name] = component
        told = {"$ref": f"#/components/schemas/{name}"}
        if description := schema.get("description", "").split("\n\n*")[0]:
            told["description"] = description
        return told

    for schema in schemas.values():
        for name, member in schema.get("properties", {}).items():
            if "enum" in member:
                schema["properties"][name] = named(member)
    for _, _, operation in _operations(result):
        for parameter in operation.get("parameters", []):
            schema = parameter["schema"]
            if "enum" in schema:
                parameter["schema"] = named(schema)
            elif "enum" in schema.get("items", {}):
                schema["items"] = named(schema["items"])
    schemas.update(made)


def _tell_parts(operation: Schemas, schemas: Schemas) -> None:
    """An answer to `fields` is of another shape: the same members, each of which may be absent.

    So the usual answer needn't call any member optional, and a client that asks for a part gets it
    as a type of its own (docs/adr/0022). The usual answer comes first: clients try it first.
    """
    told = {one["name"]: one["schema"] for one in operation.get("parameters", [])}
    content = operation["responses"]["200"]["content"]
    whole = content.get("application/json", {}).get("schema", {})
    if "fields" not in told or "$ref" not in whole:
        return
    fields = told["fields"]["items"]
    part = _part(_name(whole), fields["enum"], schemas)
    content["application/json"]["schema"] = {"anyOf": [whole, part]}
    name = f"{_name(part).removesuffix('List').removesuffix('Part')}Field"
    schemas[name] = fields
    told["fields"]["items"] = {"$ref": f"#/components/schemas/{name}"}


def _part(name: str, fields: Sequence[str], schemas: Schemas) -> Schemas:
    """Make the part of a row, or of a page of rows, a component; a reference to it."""
    whole = schemas[name]
    rows = whole["properties"].get("results")
    if rows is None:
        name, made = f"{name}Part", _part_of_row(name, whole, fields)
    else:
        row = _part(_name(rows["items"]), fields, schemas)
        results = {**rows, "items": row}
        made = {**whole, "properties": {**whole["properties"], "results": results}}
        name = f"{_name(row)}List"
    schemas[name] = made
    return {"$ref": f"#/components/schemas/{name}"}


def _part_of_row(name: str, whole: Schemas, fields: Sequence[str]) -> Schemas:
    """Any of the fields that may be asked for, and no others: labels are among them."""
    label = {"type": ["string", "null"], "description": "Name of the code; see `labels`."}
    return {
        "type": "object",
        "description": f"Those members of {name} that `fields` names.",
        "properties": {field: whole["properties"].get(field, label) for field in fields},
        "additionalProperties": False,
    }


def _name(reference: Schemas) -> str:
    """The component that a reference leads to."""
    return str(reference["$ref"].rpartition("/")[2])


def _finish_operation(  # noqa: C901  (one step for each part of an operation)
    path: str, operation: Schemas, example: Any
) -> None:
    """Errors, headers, examples, and what the formats beside JSON are."""
    responses = operation["responses"]
    log = operation["tags"] == ["ledger"]
    for status, response in responses.items():
        names = [name for name in HEADERS if log is False or name in OF_THE_LOG]
        response["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in names}
        if not response.get("description"):
            response["description"] = OF_LOG if log else OF_VERSION
        content = response.get("content", {})
        for media, told in content.items():
            if media in (*JSONS, "text/plain") and example is not None and status == "200":
                told["examples"] = {"recorded": {"value": example}}
            elif media in OTHER_FORMATS:
                told["schema"] = OTHER_FORMATS[media]
        order = sorted(content, key=lambda media: media != "application/json")
        response["content"] = {media: content[media] for media in order}
    for parameter in operation.get("parameters", []):
        if parameter["in"] == "query":
            parameter["schema"] = COMMON.get(parameter["name"], parameter["schema"])
        if parameter["name"] == "format":
            parameter.setdefault("description", "Overrides the Accept header.")
    named = {parameter["name"] for parameter in operation.get("parameters", [])}
    if named.issuperset(EXCLUSIVE):
        operation["x-mutually-exclusive"] = [list(EXCLUSIVE)]
    errors = ["304", "400", "404", "406", "414", "429", "431", "503"]
    if log:
        errors = ["304", "400", "404", "451", "503"]
    if "{id}" in path:
        errors += ["410", "451"]
    if "application/vnd.apache.parquet" in responses.get("200", {}).get("content", {}):
        errors += ["501"]
    for status in errors:
        responses.setdefault(status, {"$ref": f"#/components/responses/{ERRORS[status]}"})


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


def _problem(description: str) -> Schemas:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": description, "content": {"application/problem+json": {"schema": schema}}}


RESPONSES: Schemas = {
    "NotModified": {"description": "The client's copy, told by If-None-Match, is current."},
    "BadRequest": _problem("Parameters that are unknown, malformed, or exclude each other."),
    "NotFound": _problem("No such thing at this version, or no such version."),
    "NotAcceptable": _problem("None of the formats asked for."),
    "Gone": _problem("It was replaced or retracted by this version: the tombstone."),
    "Withheld": _problem("Its entry is withheld by law."),
    "NotInstalled": _problem("This installation does not write that format."),
    "TooLong": _problem("The URL is longer than 8,000 bytes."),
    "HeadersTooLarge": _problem("The headers are longer than 16,000 bytes."),
    "TooManyRequests": _problem("The quota is used up; ask again after Retry-After seconds."),
    "Unavailable": _problem("It took too long, or the database can't be reached: ask again."),
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
