"""One request, and what most of them are about."""

import json
from typing import Any

Request = dict[str, Any]

# What stands for {id} in a path: what is there, by kind of thing.
THINGS = {
    "agencies": ["lake-office", "surveyor"],
    "areas": ["XA", "XA-X-SHORE"],
    "claims": ["lake-report-2013-c0001", "lake-report-2013-c0002"],
    "code-lists": ["rig", "answer"],
    "indicators": ["boats", "register"],
    "observations": ["lake-report-2012-0001", "lake-report-2012-0016", "lake-report-2015-0003"],
    "releases": ["lake-report-2012", "lake-report-2013"],
    "sources": ["lake-report", "lake-page"],
    "units": ["%", "USD"],
}
# Observations that were retracted, replaced, withheld by law, and never there.
GONE = ["lake-page-1-0001", "lake-report-2012-0008", "lake-page-1-0003", "lake-report-2012-9999"]
OF_OBSERVATIONS = ("", "/history", "/proof", "/provenance", "/citation")

UNNAMED = ("Host", "Authorization")
JSON = "application/json"
MEDIA = {
    "json": JSON, "csv": "text/csv", "jsonl": "application/jsonl",
    "parquet": "application/vnd.apache.parquet",
}  # fmt: skip


def ask(
    path: str,
    query: str = "",
    *,
    method: str = "GET",
    body: str = "",
    then: str = "",
    label: str = "",
    **headers: str,
) -> Request:
    """One request. `then`: what follows from its answer, "next" page, "again" or a "range" of it.

    Headers are keyword arguments, with _ for -. `label` tells apart what is the same by name, which
    holds no credentials: they are others in every database.
    """
    target = f"{path}?{query}" if query else path
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    shown = " ".join(f"{name}: {value[:60]}" for name, value in told.items() if name not in UNNAMED)
    name = " ".join(part for part in (method, target[:300], shown, label) if part)
    return {
        "name": name, "method": method, "path": path, "query": query, "headers": told,
        "body": body, "then": then,
    }  # fmt: skip


def write(
    path: str, method: str, body: Any, own: dict[str, str], query: str = "", label: str = ""
) -> Request:
    return ask(
        path, query, method=method, body=json.dumps(body), label=label, Content_Type=JSON, **own
    )
