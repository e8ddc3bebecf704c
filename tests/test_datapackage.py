"""The descriptor of an export says what is in it."""

import csv
import hashlib
import io

import pytest

from indicators.reading.serializers import ObservationSerializer
from tests import readers

pytestmark = pytest.mark.django_db

DESCRIPTOR = "/v1/export/observations/datapackage.json"


def described(get, **ask):
    """The package, its one resource, and the bytes at its path."""
    package = get(DESCRIPTOR, **ask).json()
    (resource,) = package["resources"]
    return package, resource, readers.answered(get(resource["path"]))


def test_descriptor_of_a_whole_version_tells_size_and_hash(world, get):
    package, resource, body = described(get)
    assert f"version={world.newest}" in resource["path"]
    assert package["version"] == str(world.newest)
    assert resource["bytes"] == len(body)
    assert resource["hash"] == f"sha256:{hashlib.sha256(body).hexdigest()}"


def test_descriptor_of_a_query_pins_its_version_and_tells_its_columns(world, get):
    ask = {"indicator": "boats", "fields": ["id", "value"]}
    _, resource, body = described(get, **ask)
    assert "hash" not in resource
    names = [field["name"] for field in resource["schema"]["fields"]]
    rows = list(csv.reader(io.StringIO(body.decode(), newline="")))
    assert rows[0] == names == ["id", "value"]
    assert len(rows) == 1 + get("/v1/observations", indicator="boats").json()["count"]


def test_every_column_is_typed_and_described(world, get):
    _, resource, body = described(get)
    fields = resource["schema"]["fields"]
    assert [field["name"] for field in fields] == ObservationSerializer.names()
    assert all(field["description"] for field in fields)
    types = {field["name"]: field["type"] for field in fields}
    assert types["value"] == types["number"] == "number"
    assert (types["headline"], types["citations"], types["decimals"]) == (
        *("boolean", "array", "integer"),
    )
    required = {f["name"] for f in fields if f.get("constraints", {}).get("required")}
    allowed = {
        f["name"]: f["constraints"]["enum"] for f in fields if "enum" in f.get("constraints", {})
    }
    for row in readers.read_csv(body):
        assert all(row[name] for name in required)
        assert all(row[name] in words or not row[name] for name, words in allowed.items())


def test_sources_are_the_documents_of_the_rows(world, get):
    package, _, _ = described(get, release="lake-report-2012")
    assert [source["title"] for source in package["sources"]] == ["Report lake-report-2012"]
    assert package["licenses"] == [{"name": "CC0-1.0"}]
    everything, _, _ = described(get)
    assert len(everything["sources"]) == 3


def test_descriptor_refuses_what_the_export_refuses(world, get):
    answer = get(DESCRIPTOR, colour="red")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == "colour"
