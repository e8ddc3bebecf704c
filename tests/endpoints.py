"""What there is to read: the endpoints of /v1/ as the URL configuration has them, with examples.

Tests walk these, so that a new endpoint, filter or ordering is tested the moment it is routed.
"""

import csv
import io
import json
from typing import Any

from benchmarks.addresses import Endpoint, endpoints
from indicators.figures.series import series_code
from ledger import openapi
from tests import lakes

ALL = endpoints()
# What answers rows: citations and annotations are lists by route alone.
TABLES = [
    endpoint
    for endpoint in ALL
    if endpoint.action in endpoint.view.tables and endpoint.action not in endpoint.view.plain
]
LISTS = [endpoint for endpoint in ALL if endpoint.action == "list" and endpoint in TABLES]
THINGS = [endpoint for endpoint in ALL if endpoint.action == "retrieve"]
OTHERS = [endpoint for endpoint in ALL if endpoint.action not in ("list", "retrieve")]

BOATS = series_code(("boats", "XA", "lake-office", "", "level", "actual"))
EXAMPLES = {
    "/v1/agencies/{id}": "lake-office",
    "/v1/areas/{id}": "XA",
    "/v1/claims/{id}": "lake-report-2013-c0001",
    "/v1/code-lists/{id}": "rig",
    "/v1/indicators/{id}": "boats",
    "/v1/observations/{id}": "lake-report-2012-0001",
    "/v1/releases/{id}": lakes.REPORT_2012.id,
    "/v1/series/{id}": BOATS,
    "/v1/sources/{id}": "lake-report",
    "/v1/themes/{id}": "fleets",
    "/v1/units/{id}": "%25",
    "/v1/versions/{id}": "23",
}

# The log's own addresses, as OpenAPI tells them, with an example of each.
LEDGER = {
    path: path.format(**{p["name"]: p.get("example") for p in item["get"]["parameters"]})
    for path, item in openapi.PATHS.items()
}
LEDGER["/ledger/consistency"] += "?from=23"

# Parameters without which an endpoint has nothing to answer.
REQUIRED = {"/v1/search": "?q=boats"}


def url(endpoint: Endpoint) -> str:
    """The endpoint's path with the example of the made-up country."""
    for template, example in EXAMPLES.items():
        if endpoint.path == template or endpoint.path.startswith(template + "/"):
            path = endpoint.path.replace("{id}", example)
            return path.replace("{other}", lakes.REPORT_2013.id)
    assert "{id}" not in endpoint.path, f"give an example for {endpoint.path}"
    return endpoint.path + REQUIRED.get(endpoint.path, "")


def asking(address: str, query: str) -> str:
    """The address with more of a query."""
    return f"{address}{'&' if '?' in address else '?'}{query}"


def everything(get, path: str, **params: Any) -> list[dict[str, Any]]:
    """All rows of a list, read in one page."""
    answer = get(path, page_size=1000, **params)
    assert answer.status_code == 200, answer.content
    body = answer.json()
    assert body["next"] is None
    return body["results"]


def paged(get, path: str, way: str = "next", start: str | None = None, **params: Any) -> list[Any]:
    """All rows of a list, read page after page (or backwards from the URL `start`)."""
    told: list[Any] = []
    seen: set[str] = set()
    link = start
    answer = get(path, **params) if link is None else get(link)
    while True:
        assert answer.status_code == 200, answer.content
        body = answer.json()
        told = [*told, *body["results"]] if way == "next" else [*body["results"], *told]
        if body[way] is None:
            return told
        assert body[way] not in seen, "a list without end"
        seen.add(body[way])
        answer = get(body[way])


def table(content: bytes) -> list[dict[str, str]]:
    """Rows of a CSV answer."""
    assert content == b"" or content.endswith(b"\r\n")
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def printed(content: bytes) -> list[dict[str, Any]]:
    """The rows of a JSON list, with numbers as printed."""
    return json.loads(content, parse_float=Printed, parse_int=Printed)["results"]


class Printed(str):
    """The text of a JSON number."""


def as_cells(row: dict[str, Any]) -> dict[str, str]:
    """A row as the cells that CSV has for it: null is empty, what has parts is compact JSON."""
    return {
        name: value if isinstance(value, str) else "" if value is None else as_json(value)
        for name, value in row.items()
    }


def as_json(value: Any) -> str:
    if isinstance(value, Printed):
        return str(value)
    if isinstance(value, dict):
        return "{" + ",".join(f"{as_json(k)}:{as_json(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(as_json(item) for item in value) + "]"
    return json.dumps(value, ensure_ascii=False)
