"""Frictionless Data Packages (specs.frictionlessdata.io, Data Package 1): what a file holds.

Columns, types and descriptions follow from the serializers, so they can't differ from the rows.
Dialect, encoding and missing values are always given: readers that guess them guess wrongly.
"""

import re
from collections.abc import Sequence
from typing import Any

from indicators.models import Observation
from indicators.reading.serializers import ObservationSerializer
from ledger.models import Version
from rest.export_files import ExportFile
from rest.formats import Column, columns
from rest.read_state import Snapshot
from sources.models import Release

CSV_DIALECT = {
    "csvddfVersion": "1.2",
    "delimiter": ",",
    "lineTerminator": "\r\n",
    "quoteChar": '"',
    "doubleQuote": True,
    "skipInitialSpace": False,
    "header": True,
}
TYPES = {"decimal": "number", "map": "object"}
SOURCES_AT_MOST = 1000
LICENCE_ID = re.compile(r"[A-Za-z0-9._-]+")


def field(column: Column, *, key: bool = False) -> dict[str, Any]:
    """The descriptor of one column of a CSV file."""
    constraints: dict[str, Any] = {}
    if not column.nullable:
        constraints["required"] = True
    if key:
        constraints["unique"] = True
    if column.choices:
        constraints["enum"] = list(column.choices)
    return {
        "name": column.name,
        "type": TYPES.get(column.kind, column.kind),
        **({"description": column.description} if column.description else {}),
        **({"constraints": constraints} if constraints else {}),
    }


def schema(table: Sequence[Column], key: Sequence[str]) -> dict[str, Any]:
    """A Table Schema, with the primary key `key` if all its names are columns."""
    names = {column.name for column in table}
    keyed = list(key) if set(key) <= names else []
    fields = [field(column, key=keyed == [column.name]) for column in table]
    described = {"fields": fields, "missingValues": [""]}
    return {**described, "primaryKey": keyed} if keyed else described


def of_export(
    rows: Any, snapshot: Snapshot, names: Sequence[str], path: str, file: ExportFile | None
) -> dict[str, Any]:
    """The package of an export as CSV.

    file: the finished file, if the export is one; the package then has its hash and size.
    """
    table = [column for column in columns(ObservationSerializer) if column.name in names]
    resource: dict[str, Any] = {
        "name": "observations",
        "path": path,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": CSV_DIALECT,
        "schema": schema(table, ["id"]),
    }
    if file:
        resource |= {"hash": f"sha256:{file.sha256}", "bytes": file.size}
    return {
        **package("cifra-observations", "Observations", snapshot, rows),
        "resources": [resource],
    }


def package(name: str, title: str, snapshot: Snapshot, rows: Any) -> dict[str, Any]:
    """What every package says of its version, its documents and their licences."""
    codes = rows.order_by().values("release").distinct()
    releases = list(Release.objects.at(snapshot.version).filter(code__in=codes).order_by("code"))
    version = Version.objects.filter(size=snapshot.version).first()
    licences = sorted({release.licence for release in releases if release.licence})
    described: dict[str, Any] = {
        "profile": "data-package",
        "name": name,
        "title": f"{title} at version {snapshot.version}",
        "version": str(snapshot.version),
        "cifra:root": snapshot.root,
        "sources": [_source(release) for release in releases[:SOURCES_AT_MOST]],
    }
    if version:
        described["created"] = version.at.strftime("%Y-%m-%dT%H:%M:%SZ")
    if len(releases) > SOURCES_AT_MOST:
        described["cifra:sources_count"] = len(releases)
    if licences:
        described["licenses"] = [_licence(licence) for licence in licences]
    return described


def _source(release: Release) -> dict[str, str]:
    source = {"title": release.title, "version": release.published_on, "path": release.url}
    return {name: value for name, value in source.items() if value}


def _licence(text: str) -> dict[str, str]:
    """A licence by its identifier, its address, or (the profile needs one of them) a stand-in."""
    if text.startswith(("https://", "http://")):
        return {"path": text}
    return {"name": text} if LICENCE_ID.fullmatch(text) else {"name": "other", "title": text}


def whole(snapshot: Snapshot) -> Any:
    """The rows of a whole version."""
    return Observation.objects.at(snapshot.version)
