"""The OpenAPI description of the log's addresses: paths and schemas.

The views are plain ones of fixed formats, so that nothing can find this out by itself; a test holds
it against them. rest.schema joins it to the document of the read API, and adds errors and
examples. The witness protocol is left out: logs speak it with each other (c2sp.org/tlog-witness),
readers never.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ledger.formats import merkle

Schema = dict[str, Any]

NUMBER: Schema = {
    "type": "string",
    "pattern": r"^(x[0-9]{3}/){0,6}[0-9]{3}(\.p/([1-9][0-9]{0,2}))?$",
}
NUMBER_HELP = (
    "Its number in groups of three digits, all but the last with an x before them, and, for one "
    "that isn't full, .p/ and how many it holds. Slashes may be percent-encoded."
)
COUNT: Schema = {"type": "integer", "minimum": 0, "maximum": merkle.MAX_SIZE}
TEXT: Schema = {"type": "string"}
BINARY: Schema = {"type": "string", "format": "binary"}


def _operation(
    name: str,
    summary: str,
    description: str,
    media: str,
    schema: Schema,
    parameters: Sequence[Schema] = (),
) -> Schema:
    return {
        "get": {
            "operationId": name,
            "summary": summary,
            "description": description,
            "tags": ["ledger"],
            "parameters": list(parameters),
            "responses": {"200": {"content": {media: {"schema": schema}}}},
        }
    }


def _in_path(name: str, schema: Schema, description: str, example: Any) -> Schema:
    parameter = {"in": "path", "name": name, "required": True, "schema": schema}
    return {**parameter, "description": description, "example": example}


def _in_query(name: str, description: str, *, required: bool = False) -> Schema:
    parameter: Schema = {"in": "query", "name": name, "schema": COUNT}
    parameter["description"] = description
    return {**parameter, "required": True} if required else parameter


def _reference(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


PATHS: Mapping[str, Schema] = {
    "/v1/ledger": _operation(
        "get_ledger",
        "The log in short",
        "Its name, the newest version and root, its keys, and where its parts are.",
        "application/json",
        _reference("Ledger"),
    ),
    "/ledger/checkpoint": _operation(
        "get_checkpoint",
        "The newest checkpoint",
        "The signed note of size and root hash, with its cosignatures (C2SP tlog-checkpoint).",
        "text/plain",
        TEXT,
    ),
    "/ledger/keys": _operation(
        "get_keys",
        "The keys of the log",
        "One verifier key a line (C2SP signed-note), newest last, retired ones included.",
        "text/plain",
        TEXT,
    ),
    "/ledger/tile/{level}/{number}": _operation(
        "get_tile",
        "A tile of hashes",
        "Up to 256 hashes of 32 bytes each (C2SP tlog-tiles).",
        "application/octet-stream",
        BINARY,
        [
            _in_path("level", {"type": "integer", "minimum": 0, "maximum": 63}, "Its level.", 0),
            _in_path("number", NUMBER, NUMBER_HELP, "000.p/1"),
        ],
    ),
    "/ledger/tile/entries/{number}": _operation(
        "get_entries",
        "A bundle of entries",
        "Up to 256 entries, each after its length in two bytes (C2SP tlog-tiles).",
        "application/octet-stream",
        BINARY,
        [_in_path("number", NUMBER, NUMBER_HELP, "000.p/1")],
    ),
    "/ledger/with-hashes/{number}": _operation(
        "get_entries_with_hashes",
        "A bundle of entries, with the hashes of withheld ones",
        "No part of C2SP: for checking the other entries of a bundle in which one is withheld.",
        "application/json",
        _reference("EntriesWithHashes"),
        [_in_path("number", COUNT, "The number of the bundle, in one piece.", 0)],
    ),
    "/ledger/proof/{index}": _operation(
        "get_inclusion_proof",
        "The proof that an entry is in the log",
        "A C2SP tlog-proof, under the checkpoint of a published size.",
        "text/plain",
        TEXT,
        [
            _in_path("index", COUNT, "The index of the entry.", 0),
            _in_query("size", "A version; by default the newest one."),
        ],
    ),
    "/ledger/consistency": _operation(
        "get_consistency_proof",
        "The proof that the log only grew",
        "One hash a line, in Base64 (RFC 6962, 2.1.2).",
        "text/plain",
        TEXT,
        [
            _in_query("from", "The older version, or 0.", required=True),
            _in_query("to", "The newer version; by default the newest one."),
        ],
    ),
    "/ledger/verifier": _operation(
        "get_verifier",
        "The program that checks proofs offline",
        "One file of Python, for which the standard library is enough.",
        "text/x-python",
        TEXT,
    ),
}


def _object(description: str, **properties: Schema) -> Schema:
    return {
        "type": "object",
        "description": description,
        "required": list(properties),
        "properties": properties,
    }


def _text(description: str, *, null: bool = False) -> Schema:
    return {"type": ["string", "null"] if null else "string", "description": description}


SCHEMAS: Mapping[str, Schema] = {
    "Ledger": _object(
        "The log in short.",
        origin=_text("Its name for ever: host and path."),
        version={"type": ["integer", "null"], "description": "The newest published version."},
        root=_text("Root hash of the log at this version, lowercase hex.", null=True),
        at=_text("When it was published, UTC.", null=True),
        unpublished_version={
            "type": ["integer", "null"],
            "description": "A newer version that has no checkpoint yet.",
        },
        keys={
            "type": "array",
            "items": {"type": "string"},
            "description": "Verifier keys (C2SP vkey), newest last.",
        },
        checkpoint=_text("Address of the newest checkpoint."),
        tiles=_text("Address of a tile, to be filled in."),
        entries=_text("Address of a bundle of entries, to be filled in."),
        proof=_text("Address of an inclusion proof, to be filled in."),
        consistency=_text("Address of a consistency proof, to be filled in."),
        verifier=_text("Address of the offline verifier."),
    ),
    "EntriesWithHashes": _object(
        "The entries of a bundle, in order.",
        first={"type": "integer", "description": "Index of the first one."},
        entries={
            "type": "array",
            "items": _reference("EntryOrHash"),
            "description": "At most 256.",
        },
    ),
    "EntryOrHash": {
        "type": "object",
        "description": "One of the two, in Base64.",
        "properties": {
            "bytes": _text("The bytes of the entry."),
            "withheld": _text("The leaf hash of an entry that is withheld by law."),
        },
    },
}
