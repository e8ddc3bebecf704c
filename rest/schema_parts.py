"""The OpenAPI schema of answers to `fields`: parts of rows, and pages of such parts."""

from collections.abc import Sequence
from typing import Any

Schemas = dict[str, Any]


def offer_parts(operation: Schemas, schemas: Schemas) -> None:
    """Give an answer to `fields` its own schema: the same members, any of which may be absent.

    So the usual answer needn't call any member optional, and a client that asks for a part gets it
    as a type of its own (docs/adr/0022). The usual answer comes first: clients try it first.
    """
    schemas_by_name = {each["name"]: each["schema"] for each in operation.get("parameters", [])}
    content = operation["responses"]["200"]["content"]
    whole = content.get("application/json", {}).get("schema", {})
    if "fields" not in schemas_by_name or "$ref" not in whole:
        return
    fields = schemas_by_name["fields"]["items"]
    part = _part(_name(whole), fields["enum"], schemas)
    content["application/json"]["schema"] = {"anyOf": [whole, part]}
    name = f"{_name(part).removesuffix('List').removesuffix('Part')}Field"
    schemas[name] = fields
    schemas_by_name["fields"]["items"] = {"$ref": f"#/components/schemas/{name}"}


def _part(name: str, fields: Sequence[str], schemas: Schemas) -> Schemas:
    """A reference to the part of a row, or of a page of rows, which becomes a component."""
    whole = schemas[name]
    rows = whole["properties"].get("results")
    if rows is None:
        name, part = f"{name}Part", _part_of_row(name, whole, fields)
    else:
        row = _part(_name(rows["items"]), fields, schemas)
        results = {**rows, "items": row}
        part = {**whole, "properties": {**whole["properties"], "results": results}}
        name = f"{_name(row)}List"
    schemas[name] = part
    return {"$ref": f"#/components/schemas/{name}"}


def _part_of_row(name: str, whole: Schemas, fields: Sequence[str]) -> Schemas:
    """The schema of any of the fields that may be asked for; labels are among them."""
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
