"""The OpenAPI schema: what introspection of the views cannot know, said once for all operations.

settings name Schema, and finish as a hook. Parameters follow from the form fields of filters, enums
get the names of settings.SPECTACULAR_SETTINGS, every error is a Problem, and examples are answers
recorded from the seed documents (examples.json; a test writes it anew). What only one room knows,
like the form of its numbers, that room adds by a hook of its own.
"""

import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string
from drf_spectacular.openapi import AutoSchema

from ledger import openapi
from rest.filters import PARTIAL_DATE, QueryField
from rest.periods import DAY
from rest.read_state import CURSOR, MAX_VERSION, TIME_OF_DAY
from rest.schema_components import (
    ERRORS,
    HEADERS,
    JSONS,
    OF_LOG,
    OF_THE_LOG,
    OF_VERSION,
    OTHER_FORMATS,
    PROBLEM,
    RESPONSES,
)
from rest.schema_parts import offer_parts

EXAMPLES = Path(__file__).with_name("examples.json")
INSTANT = f"^{DAY}({TIME_OF_DAY})?$"

# What the parameters of every endpoint accept, as far as a pattern can say it.
COMMON: Mapping[str, dict[str, Any]] = {
    "version": {"type": "integer", "minimum": 0, "maximum": MAX_VERSION},
    "as_of": {"type": "string", "pattern": INSTANT},
    "published_by": {"type": "string", "pattern": PARTIAL_DATE},
    "q": QueryField().schema(),
    "cursor": {"type": "string", "pattern": f"^{CURSOR.pattern}$"},
}
# Parameters of which a request has at most one. OpenAPI has no word for that.
EXCLUSIVE = ("version", "as_of")


class Schema(AutoSchema):
    """One operation of the read API."""

    view: Any

    def _get_filter_parameters(self) -> list[dict[str, Any]]:
        view: Any = self.view
        filterset = getattr(view, "filterset_class", None)
        if view.action != "list" or not filterset:
            return []
        return [
            {
                "in": "query",
                "name": name,
                "schema": each.field.schema(),
                "description": each.extra["help_text"],
                **({"required": True} if name in view.required else {}),
            }
            for name, each in filterset.base_filters.items()
        ]

    def _get_parameters(self) -> list[dict[str, Any]]:
        """What the base class finds, and which fields `fields` may name here."""
        parameters: list[dict[str, Any]] = super()._get_parameters()
        for parameter in parameters:
            if parameter["name"] == "fields":
                names = list(self.view.selectable)
                parameter["schema"]["items"] = {"type": "string", "enum": names}
        return parameters

    def _resolve_path_parameters(self, variables: list[str]) -> list[dict[str, Any]]:
        # Asking the queryset, as the base class does, would read a database.
        return [
            {"in": "path", "name": name, "required": True, "schema": self._id_schema()}
            for name in variables
        ]

    def _id_schema(self) -> dict[str, Any]:
        """The schema of ids in the path: text, unless the view says otherwise."""
        return dict(getattr(self.view, "id_schema", {"type": "string"}))

    def get_auth(self) -> list[dict[str, Any]]:
        """What a request needs to be let in: nothing, unless the view says otherwise."""
        return list(getattr(self.view, "security", []))

    def get_description(self) -> str:  # type: ignore[override]
        action = getattr(self.view, "action", "")
        own = super().get_description() if action not in ("list", "retrieve") else ""
        return own or DESCRIPTIONS.get(action, "")


DESCRIPTIONS = {
    "list": "Rows as of a version. Filters narrow; `__in` is told by repeating the parameter. "
    "Follow `next` for the rest: its cursor keeps the version.",
    "retrieve": "One row as of a version.",
}

Schemas = dict[str, Any]


def finish(result: Schemas, generator: Any, request: Any, public: bool) -> Schemas:
    """The whole schema, after all operations were made.

    Operations that need a token are left to the room that offers them.
    """
    components = result["components"]
    result["paths"].update(deepcopy(openapi.PATHS))
    components["schemas"] = {**components["schemas"], **openapi.SCHEMAS, **PROBLEM}
    components["responses"] = {**RESPONSES}
    components["headers"] = {**HEADERS}
    _plain_references(components["schemas"])
    _name_enums(result)
    for path, _, operation in each_operation(result):
        if not operation.get("security"):
            offer_parts(operation, components["schemas"])
            _finish_operation(path, operation, examples().get(operation["operationId"]))
    components["schemas"] = dict(sorted(components["schemas"].items()))
    return result


def leave_out_answers(result: Schemas, generator: Any, request: Any, public: bool) -> Schemas:
    """The whole schema; in the file, which no request asked for, without recorded answers.

    They are in examples.json already, and whoever reviews the file looks for what changed in the
    contract. What a service sends at /v1/schema has them, and so has its documentation.
    """
    if request is None:
        for _, _, operation in each_operation(result):
            for response in operation["responses"].values():
                for content in response.get("content", {}).values():
                    content.pop("examples", None)
    return result


@cache
def examples() -> dict[str, Any]:
    """The recorded answers, by operation."""
    recorded: dict[str, Any] = json.loads(EXAMPLES.read_text()) if EXAMPLES.exists() else {}
    return recorded


def each_operation(result: Schemas) -> Iterator[tuple[str, str, Schemas]]:
    """Each operation, with its path and method."""
    for path, item in result["paths"].items():
        for method, operation in item.items():
            yield path, method, operation


def _plain_references(schemas: Schemas) -> None:
    """Unwrap references: no allOf around one, no oneOf for one that may be null."""
    nullable: Schemas = {}
    for schema in schemas.values():
        for member in schema.get("properties", {}).values():
            choices = member.pop("allOf", None) or member.pop("oneOf", None)
            if not choices:
                continue
            (reference,) = (choice["$ref"] for choice in choices if "$ref" in choice)
            if {"type": "null"} in choices:
                name = reference.rpartition("/")[2]
                nullable[f"{name}OrNull"] = {**schemas[name], "type": ["object", "null"]}
                reference += "OrNull"
            member["$ref"] = reference
    schemas.update(nullable)


def _enum_names() -> dict[tuple[str, ...], str]:
    """The name of each enum, by its values: those of settings, and each list of fixed words."""
    named: Any = settings.SPECTACULAR_SETTINGS["ENUM_NAME_OVERRIDES"]
    lists = {name: import_string(where) for name, where in named.items()}
    lists |= {each.__name__: each for each in import_string(settings.FIXED_WORDS).__subclasses__()}
    return {tuple(sorted(each.values)): name for name, each in lists.items()}


def _name_enums(result: Schemas) -> None:
    """Make enums components; one that may be null is a component of its own, with null in it."""
    names = _enum_names()
    schemas = result["components"]["schemas"]
    enums: Schemas = {}

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
        enums[name] = component
        reference = {"$ref": f"#/components/schemas/{name}"}
        if description := schema.get("description", "").split("\n\n*")[0]:
            reference["description"] = description
        return reference

    for schema in schemas.values():
        for name, member in schema.get("properties", {}).items():
            if "enum" in member:
                schema["properties"][name] = named(member)
    for _, _, operation in each_operation(result):
        for parameter in operation.get("parameters", []):
            schema = parameter["schema"]
            if "enum" in schema:
                parameter["schema"] = named(schema)
            elif "enum" in schema.get("items", {}):
                schema["items"] = named(schema["items"])
    schemas.update(enums)


def _finish_operation(path: str, operation: Schemas, example: Any) -> None:
    """Add errors, headers, examples, and the schemas of formats beside JSON."""
    log = operation["tags"] == ["ledger"]
    for status, response in operation["responses"].items():
        _finish_response(status, response, log, example)
    for parameter in operation.get("parameters", []):
        if parameter["in"] == "query":
            parameter["schema"] = COMMON.get(parameter["name"], parameter["schema"])
        if parameter["name"] == "format":
            parameter.setdefault("description", "Overrides the Accept header.")
    named = {parameter["name"] for parameter in operation.get("parameters", [])}
    if named.issuperset(EXCLUSIVE):
        operation["x-mutually-exclusive"] = [list(EXCLUSIVE)]
    for status in _errors(path, operation["responses"], log):
        reference = {"$ref": f"#/components/responses/{ERRORS[status]}"}
        operation["responses"].setdefault(status, reference)


def _finish_response(status: str, response: Schemas, log: bool, example: Any) -> None:
    """Add headers, a description, examples, and the schemas of formats beside JSON."""
    names = [name for name in HEADERS if log is False or name in OF_THE_LOG]
    response["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in names}
    if not response.get("description"):
        response["description"] = OF_LOG if log else OF_VERSION
    content = response.get("content", {})
    for media, form in content.items():
        if media in (*JSONS, "text/plain") and example is not None and status == "200":
            form["examples"] = {"recorded": {"value": example}}
        elif media in OTHER_FORMATS:
            form["schema"] = OTHER_FORMATS[media]
    order = sorted(content, key=lambda media: media != "application/json")
    response["content"] = {media: content[media] for media in order}


def _errors(path: str, responses: Schemas, log: bool) -> list[str]:
    """The error statuses that an operation may answer."""
    errors = ["304", "400", "404", "406", "414", "429", "431", "503"]
    if log:
        errors = ["304", "400", "404", "451", "503"]
    if "{id}" in path:
        errors += ["410", "451"]
    if "application/vnd.apache.parquet" in responses.get("200", {}).get("content", {}):
        errors += ["501"]
    return errors
