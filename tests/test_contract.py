"""The OpenAPI file: checked in, valid, complete, and what the service really answers."""

import copy
import json
import os
import re
from collections import Counter
from functools import cache
from urllib.parse import urlencode

import hypothesis
import jsonschema
import pytest
import yaml
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from hypothesis import strategies as st
from openapi_spec_validator import OpenAPIV31SpecValidator

from indicators.curation import statements
from indicators.curation.forms import ObservationForm
from indicators.figures import members
from ledger.urls import urlpatterns as log_urls
from rest.cors import DRAFTS
from rest.filters import PARTIAL_DATE
from rest.periods import InvalidPeriod, PartialDate
from rest.read_state import parse_instant
from rest.schema import EXAMPLES, INSTANT
from tests import drafting, lakes
from tests.builders import published, theme
from tests.endpoints import ALL, LEDGER, LISTS, TABLES, asking, everything, url
from tests.endpoints import EXAMPLES as EXAMPLE_IDS
from tests.test_seeds import TEXTS, load

pytestmark = pytest.mark.django_db

CHECKED_IN = settings.BASE_DIR / "openapi.yaml"
WRITTEN = yaml.safe_load(CHECKED_IN.read_text())


def with_parameters(document):
    """The document with the shared parameters in the place of the references to them."""
    shared = document["components"]["parameters"]
    document = copy.deepcopy(document)
    for item in document["paths"].values():
        for operation in item.values():
            operation["parameters"] = [
                shared[one["$ref"].rpartition("/")[2]] if "$ref" in one else one
                for one in operation.get("parameters", [])
            ]
    return document


DOCUMENT = with_parameters(WRITTEN)
OPERATIONS = {
    operation["operationId"]: (path, operation)
    for path, item in DOCUMENT["paths"].items()
    for operation in item.values()
}
every_operation = pytest.mark.parametrize("name", OPERATIONS)


LOG_PATHS = {path: item for path, item in DOCUMENT["paths"].items() if path.startswith("/ledger/")}


def resolved(schema):
    """A part of the document with the references that it holds."""
    return {**schema, "components": DOCUMENT["components"]}


def valid(value, schema):
    jsonschema.Draft202012Validator(resolved(schema)).validate(value)


def drafts(name):
    """Whether an operation is one of the write API, which a token opens."""
    return OPERATIONS[name][0].startswith(DRAFTS)


def answered(operation):
    """(status, content) of each good answer."""
    for status, response in operation["responses"].items():
        if status.startswith("2"):
            yield status, response.get("content", {})


def usual(schema):
    """The schema of the usual answer: the first one where `fields` gives another."""
    return schema["anyOf"][0] if "anyOf" in schema else schema


def answer_schema(operation, media="application/json"):
    return usual(operation["responses"]["200"]["content"][media]["schema"])


def test_checked_in_file_is_what_the_code_says(tmp_path):
    # Differs? make schema, and read the difference before you commit it.
    fresh = tmp_path / "openapi.yaml"

    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(fresh))

    assert fresh.read_text() == CHECKED_IN.read_text()


def test_the_log_is_told_as_it_is_routed():
    routes = {re.sub(r"<(\w+:)?(\w+)>", r"{\2}", str(one.pattern)): one for one in log_urls}
    told = {path.removeprefix("/ledger/"): item["get"] for path, item in LOG_PATHS.items()}
    told["tile/{path}"] = told.pop("tile/{level}/{number}")  # one view for both
    told.pop("tile/entries/{number}")
    other_speech = {name for name in routes if name.startswith("witness/")}

    assert told.keys() == routes.keys() - other_speech - {"", "{path}"}
    for name, operation in told.items():
        asked = {one["name"] for one in operation["parameters"] if one["in"] == "query"}
        assert asked == set(routes[name].callback.parameters)


@pytest.mark.parametrize("path", LEDGER)
def test_log_answers_as_the_document_says(world, get, path):
    operation = DOCUMENT["paths"][path]["get"]
    answer = get(LEDGER[path])
    ((media, told),) = operation["responses"]["200"]["content"].items()

    assert answer.status_code == 200
    assert answer["Content-Type"].split(";")[0] == media
    assert {"ETag", "Cache-Control"} <= answer.headers.keys()
    assert get(LEDGER[path], {"If-None-Match": answer["ETag"]}).status_code == 304
    if media == "application/json":
        valid(answer.json(), told["schema"])
    valid(get(asking(LEDGER[path], "colour=red")).json(), {"$ref": "#/components/schemas/Problem"})


def test_document_is_valid_openapi():
    assert WRITTEN["openapi"].startswith("3.1")
    assert list(OpenAPIV31SpecValidator(WRITTEN).iter_errors()) == []


def test_parameters_that_several_operations_take_are_written_once():
    places = Counter(
        json.dumps(parameter, sort_keys=True)
        for item in WRITTEN["paths"].values()
        for operation in item.values()
        for parameter in operation.get("parameters", [])
        if "$ref" not in parameter
    )
    assert [parameter for parameter, times in places.items() if times > 1] == []
    assert {"AsOf", "Version", "Cursor", "PageSize"} <= WRITTEN["components"]["parameters"].keys()
    for parameter in WRITTEN["components"]["parameters"].values():
        assert json.dumps(parameter, sort_keys=True) not in places


def test_every_routed_endpoint_is_in_the_document():
    assert {endpoint.path for endpoint in ALL} <= DOCUMENT["paths"].keys()
    assert len(OPERATIONS) == sum(len(item) for item in DOCUMENT["paths"].values())


@every_operation
def test_operation_is_told_whole(name):
    path, operation = OPERATIONS[name]

    assert re.fullmatch(r"[a-z]+(_[a-z]+)*", name)
    assert operation["summary"]
    assert operation["description"]
    assert operation["tags"]
    statuses = {"401", "403", "429"} if drafts(name) else {"200", "304"}
    assert {"400", "404", *statuses} <= operation["responses"].keys()
    assert "406" in operation["responses"] or operation["tags"] == ["ledger"]
    for parameter in operation.get("parameters", []):
        assert parameter.get("description") or parameter["in"] == "path", parameter["name"]


def parts(value, place=""):
    """Every mapping of the document that may be a schema, with its place."""
    if isinstance(value, dict):
        yield place, value
        for key, part in value.items():
            if key not in ("examples", "example"):
                yield from parts(part, f"{place}/{key}")
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from parts(part, f"{place}/{number}")


def test_nullables_and_references_are_plain():
    odd = [
        place
        for place, part in parts(DOCUMENT)
        if part.keys() & {"oneOf", "anyOf", "allOf", "nullable"}
    ]

    answers = re.compile("/paths/[^ ]*/responses/200/content/application/json/schema")
    assert [place for place in odd if not answers.fullmatch(place)] == []


def test_enums_of_answers_have_names():
    unnamed = [
        f"{name}.{member}"
        for name, schema in DOCUMENT["components"]["schemas"].items()
        for member, part in schema.get("properties", {}).items()
        if "enum" in part
    ]

    assert unnamed == []


def test_numbers_of_figures_are_text():
    for member in ("value", "value_low", "value_high", "base_value"):
        assert DOCUMENT["components"]["schemas"]["Observation"]["properties"][member]["type"] == [
            "string",
            "null",
        ]


def operation_of(endpoint):
    return DOCUMENT["paths"][endpoint.path]["get"]


def test_every_list_has_an_envelope_of_its_own():
    envelopes = [
        answer_schema(operation_of(endpoint))["$ref"] for endpoint in LISTS
    ]  # fmt: skip

    assert len(set(envelopes)) == len(envelopes) > 10


@cache
def served():
    """What a service sends at /v1/schema, which has recorded answers beside what the file has."""
    return json.loads(Client().get("/v1/schema?format=json").content)


@every_operation
def test_example_is_a_valid_answer(name):
    path, _ = OPERATIONS[name]
    (operation,) = (o for o in served()["paths"][path].values() if o["operationId"] == name)
    bodies = [content.get("application/json") for _, content in answered(operation)]
    if "requestBody" in operation:
        bodies.append(operation["requestBody"]["content"]["application/json"])

    for told in filter(None, bodies):
        valid(told["examples"]["recorded"]["value"], usual(told["schema"]))


def test_what_changes_something_needs_a_token_and_a_seen_state():
    for name, (path, operation) in OPERATIONS.items():
        method = next(m for m, told in DOCUMENT["paths"][path].items() if told == operation)
        assert method == "get" or drafts(name)
        assert operation.get("security", []) == ([{"draftToken": []}] if drafts(name) else [])
        required = {p["name"] for p in operation.get("parameters", []) if p.get("required")}
        locked = method in ("put", "delete") or name == "submit_draft"
        assert ("If-Match" in required) == ("428" in operation["responses"] and locked)
    assert DOCUMENT["components"]["securitySchemes"]["draftToken"]["scheme"] == "bearer"


def test_statements_have_the_members_that_are_taken():
    told = DOCUMENT["components"]["schemas"]["StatementRequest"]["properties"]

    assert told.keys() == {*members.STATEMENT, statements.CITATIONS}
    assert members.STATEMENT.keys() >= {*ObservationForm.base_fields, *statements.WORDS}


def test_drafting_answers_as_the_document_says(world):
    found = drafting.every_operation(lakes.REPORT_2013, drafting.SWANS)

    assert found.keys() == {name for name in OPERATIONS if drafts(name)}
    for name, told in found.items():
        content = dict(answered(OPERATIONS[name][1]))
        for status, body in told.items():
            if status == "request":
                valid(body, OPERATIONS[name][1]["requestBody"]["content"]["application/json"]
                      ["schema"])  # fmt: skip
            elif status != "204":
                valid(body, content[status]["application/json"]["schema"])


# What the service answers


@pytest.mark.parametrize("endpoint", ALL, ids=str)
def test_answers_are_as_the_document_says(world, get, endpoint):
    for version in (None, *world.versions):
        asked = url(endpoint) if version is None else asking(url(endpoint), f"version={version}")
        answer = get(asked)
        if answer.status_code != 200:
            assert answer.status_code in (404, 410)
            valid(answer.json(), {"$ref": "#/components/schemas/Problem"})
            continue
        media = answer["Content-Type"].split(";")[0]
        if media == "application/json":
            valid(answer.json(), answer_schema(operation_of(endpoint)))
        assert {"ETag", "Cifra-Version", "Cache-Control"} <= answer.headers.keys()


@pytest.mark.parametrize("endpoint", TABLES, ids=str)
def test_answers_to_fields_are_as_the_document_says(world, get, endpoint):
    whole, part = operation_of(endpoint)["responses"]["200"]["content"]["application/json"][
        "schema"
    ]["anyOf"]
    for name in endpoint.view(action=endpoint.action).selectable:
        labels = {"labels": "name"} if name.endswith("_label") else {}
        valid(get(url(endpoint), fields=name, **labels).json(), part)


def unfit_value(schema):
    """A value that the schema of a parameter refuses."""
    schema = resolved_reference(schema)
    if schema.get("type") == "array":
        return unfit_value(schema["items"])
    if "maxLength" in schema and "pattern" not in schema:
        return "x" * (schema["maxLength"] + 1)
    return "\u2620"


def resolved_reference(schema):
    name = schema.get("$ref", "").rpartition("/")[2]
    return DOCUMENT["components"]["schemas"][name] if name else schema


PARAMETERS = [
    (name, parameter["name"])
    for name, (_, operation) in OPERATIONS.items()
    for parameter in operation.get("parameters", [])
    # Where a thing is named by text, any text is well formed. The log's addresses are those of
    # files: what is no address is not there.
    if parameter["in"] != "path" or drafts(name) and parameter["schema"]["type"] != "string"
]


@pytest.fixture
def ask(world, client):
    """Ask for an operation, of the made-up country or of a tool's draft in it."""
    act = drafting.drafted()

    def ask(name, query=None, headers=None, **named):
        path, operation = OPERATIONS[name]
        method = next(m for m, told in DOCUMENT["paths"][path].items() if told is operation)
        given, sent = {}, dict(headers or {})
        if drafts(name):
            path = path.format(**{**drafting.numbers(act), **named})
            given = {"content_type": "application/json", "data": b"null"}
            sent |= drafting.AUTHORIZED
        asked = asking(filled(path), urlencode(query)) if query else filled(path)
        return client.generic(method, asked, headers=sent, **given)

    return ask


@pytest.mark.parametrize(("name", "parameter"), PARAMETERS)
def test_malformed_value_of_every_parameter_is_refused_by_name(ask, name, parameter):
    told = next(one for one in OPERATIONS[name][1]["parameters"] if one["name"] == parameter)
    value = unfit_value(told["schema"])
    given = {
        "query": {"query": {parameter: value}},
        "header": {"headers": {parameter: value.encode().decode("latin-1")}},
        "path": {parameter: value},
    }

    answer = ask(name, **given[told["in"]])

    assert answer.status_code == 400
    assert parameter in [error["parameter"] for error in answer.json()["errors"]]


def filled(path):
    """A path of the document with the example of the made-up country."""
    if path in LEDGER:
        return LEDGER[path]
    for template, example in EXAMPLE_IDS.items():
        if path == template or path.startswith(template + "/"):
            path = path.replace("{id}", example).replace("{other}", lakes.REPORT_2013.id)
    return path


DATES = st.builds(
    "{:04}-{:02}-{:02}".format,
    st.integers(0, 9999) | st.sampled_from([0, 4, 100, 400, 1900, 2000, 2024]),
    st.integers(0, 13),
    st.integers(0, 32),
)
TIMES = st.builds(
    "T{:02}:{:02}:{:02}{}".format,
    *(st.integers(0, last) for last in (25, 61, 61)),
    st.sampled_from(["", "Z", "z", ".5Z", "+14:00", "-23:59", "+24:00", "+01:60", ".1234567Z"]),
)


@hypothesis.given(DATES, st.sampled_from([4, 7, 10]))
def test_pattern_of_dates_is_what_is_read(text, length):
    date = text[:length]
    try:
        PartialDate(date)
    except InvalidPeriod:
        assert not re.search(PARTIAL_DATE, date)
    else:
        assert re.search(PARTIAL_DATE, date)


@hypothesis.given(DATES, TIMES | st.just(""))
def test_pattern_of_instants_is_what_is_read(date, time):
    try:
        parse_instant(date + time)
    except ValueError:
        assert not re.search(INSTANT, date + time)
    else:
        assert re.search(INSTANT, date + time)


def test_every_observation_and_every_claim_is_as_the_document_says(world, get):
    for path, name in (("/v1/observations", "Observation"), ("/v1/claims", "Claim")):
        for row in everything(get, path):
            valid(row, {"$ref": f"#/components/schemas/{name}"})


@pytest.mark.parametrize("endpoint", ALL, ids=str)
def test_documented_parameters_are_those_that_are_taken(world, get, endpoint):
    told = {
        parameter["name"]: parameter
        for parameter in operation_of(endpoint).get("parameters", [])
        if parameter["in"] == "query"
    }
    view = endpoint.view(action_map={"get": endpoint.action}, action=endpoint.action)

    assert told.keys() - {"format"} == {*view.offered, *endpoint.filters}
    if endpoint in TABLES and endpoint.path != "/v1/changes":  # which is told as Atom, too
        assert set(told["format"]["schema"]["enum"]) == {
            renderer.format for renderer in view.get_renderers()
        }


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v1/observations?colour=red", 400),
        ("/v1/nothing", 404),
        (f"/v1/observations/{lakes.MISREAD}", 410),
        ("/v1/areas?version=7", 404),
    ],
)
def test_errors_are_as_the_document_says(world, get, path, status):
    answer = get(path)

    assert answer.status_code == status
    valid(answer.json(), {"$ref": "#/components/schemas/Problem"})


def test_schema_and_docs_are_served_without_other_servers(world, get):
    answer = get("/v1/schema", headers={"Accept": "application/vnd.oai.openapi"})
    page = get("/v1/docs").content.decode()

    document = yaml.safe_load(answer.content)
    for item in document["paths"].values():
        for operation in item.values():
            for _, content in answered(operation):
                for told in content.values():
                    told.pop("examples", None)
    assert document == WRITTEN
    assert not re.search(r"""(src|href)=["'](https?:)?//""", page)


@pytest.mark.skipif("not os.environ.get('CIFRA_RECORD')", reason="writes examples only on purpose")
def test_record_examples(told_once, get):
    """CIFRA_RECORD=1 pytest -k record_examples, then make schema."""
    load("--texts", str(TEXTS))
    labels = {"en": "Drug supply", "es": "Oferta de drogas"}
    people = {"drafted_by": "curator-1", "by": "curator-2"}
    published(theme("drug-supply", labels=labels), message="Themes", **people)
    things = {
        path: everything(get, path)
        for path in {e.path.split("/{id}")[0] for e in ALL if "{id}" in e.path}
    }
    found = {}
    for endpoint in ALL:
        path = url(endpoint)
        if "{id}" in endpoint.path:
            before, _, after = endpoint.path.partition("{id}")
            row, other = (things[before.rstrip("/")][place] for place in (0, -1))
            path = before + str(row.get("id", row.get("version"))).replace("%", "%25") + after
            path = path.replace("{other}", str(other.get("id")))
        asked = asking(path, "page_size=1") if endpoint in LISTS else path
        answer = get(asked.replace("q=boats", "q=coca"))
        if "json" in answer["Content-Type"] and not endpoint.path.endswith("/text"):
            assert answer.status_code == 200, (asked, answer.content)
            found[operation_of(endpoint)["operationId"]] = short(answer.json())
    described = get("/v1/export/observations/datapackage.json")
    found["describe_export_observations"] = short(described.json())
    found |= {name: short(told) for name, told in drafting.recorded().items()}
    for path, item in DOCUMENT["paths"].items():
        if path in LEDGER:
            first = things["/v1/versions"][0]["version"]
            answer = get(LEDGER[path].replace("from=23", f"from={first}"))
            if "json" in answer["Content-Type"]:
                found[item["get"]["operationId"]] = short(answer.json())
            elif answer["Content-Type"].startswith("text/plain"):
                found[item["get"]["operationId"]] = answer.text
    EXAMPLES.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n")
    assert os.environ["CIFRA_RECORD"]


def short(value):
    """Lists cut to two members: enough for an example."""
    if isinstance(value, dict):
        return {name: short(part) for name, part in value.items()}
    return [short(part) for part in value[:2]] if isinstance(value, list) else value
