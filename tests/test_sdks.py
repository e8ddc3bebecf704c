"""The SDKs: made from openapi.yaml, accepted by strict type checkers, answered on every call."""

import json
import os
import shutil
import subprocess
import sys

import pytest
from django.conf import settings

from tests import lakes
from tests.endpoints import EXAMPLES
from tests.test_contract import DOCUMENT, OPERATIONS

pytestmark = pytest.mark.slow

BUILD = settings.BASE_DIR / "sdk" / "build.py"


@pytest.fixture
def address(live_server):
    """The made-up country, served over HTTP."""
    lakes.tell()
    return live_server.url


def run(*command, cwd, **environment):
    """What a command printed; its output is told where it fails."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    return done.stdout


def build(kind, folder):
    code = f"import build, pathlib; build.build_{kind}(pathlib.Path({str(folder)!r}))"
    run(sys.executable, "-c", code, cwd=folder.parent, PYTHONPATH=str(BUILD.parent))


def asked():
    """Every operation with its path and an example of its parameters."""
    for name, (path, operation) in OPERATIONS.items():
        given = {"other": lakes.REPORT_2013.id, "q": "boats", "from": 21}
        for template, example in EXAMPLES.items():
            if path == template or path.startswith(template + "/"):
                given["id"] = example.replace("%25", "%")
        given |= {
            p["name"]: p["example"] for p in operation.get("parameters", []) if "example" in p
        }
        needed = [p["name"] for p in operation.get("parameters", []) if p.get("required")]
        # A client asks for what the schema names first.
        media = next(iter(operation["responses"]["200"]["content"]))
        yield name, path, {n: given[n] for n in needed}, media


def asked_in_part():
    """Those that take `fields`: the call, the name of the fields' type, and the first field."""
    schemas = DOCUMENT["components"]["schemas"]
    for name, path, arguments, media in asked():
        for parameter in OPERATIONS[name][1].get("parameters", []):
            if parameter["name"] == "fields" and "$ref" in parameter["schema"]["items"]:
                kind = parameter["schema"]["items"]["$ref"].rpartition("/")[2]
                yield name, path, arguments, media, kind, schemas[kind]["enum"][0]


PYTHON = '''
"""Call every operation and tell what came: the status, and the type that it was read as."""
import importlib, json, pkgutil, sys
import cifra_client.api, cifra_client.models
from cifra_client import Client

address, wanted, in_part = sys.argv[1], *map(json.loads, sys.argv[2:])
operations = {
    module.name.rpartition(".")[2]: importlib.import_module(module.name)
    for module in pkgutil.walk_packages(cifra_client.api.__path__, "cifra_client.api.")
    if not module.ispkg
}
told = {}
with Client(base_url=address) as client:
    for name, arguments in wanted.items():
        answer = operations[name].sync_detailed(**arguments, client=client)
        told[name] = [int(answer.status_code), type(answer.parsed).__name__]
    told["parts"] = {}
    for name, (arguments, kind, field) in in_part.items():
        fields = [getattr(cifra_client.models, kind)(field)]
        answer = operations[name].sync_detailed(**arguments, fields=fields, client=client)
        row = getattr(answer.parsed, "results", [answer.parsed])[0]
        told["parts"][name] = [type(row).__name__, list(row.to_dict())]
    row = operations["get_observation"].sync("lake-report-2012-0012", client=client)
    told["value"] = [row.value, row.unit, row.citations[0].exact, row.qualifier]
    lost = operations["get_area"].sync_detailed("nowhere", client=client)
    told["problem"] = [int(lost.status_code), type(lost.parsed).__name__, lost.parsed.title]
    cursor, ids = None, []
    page = operations["list_observations"].sync(client=client, page_size=10, area_in=["XA"])
    told["page"] = [page.count, len(page.results), page.next_ is None]
print(json.dumps(told))
'''


def test_python_sdk_is_strict_and_calls_every_operation(address, tmp_path):
    pytest.importorskip("openapi_python_client", reason="the generator is not installed")
    build("python", tmp_path / "python")
    folder = tmp_path / "python"

    checked = run(sys.executable, "-m", "mypy", "--strict", "-p", "cifra_client", cwd=folder)
    wanted = {
        name: {"from_" if one == "from" else one: value for one, value in arguments.items()}
        for name, _, arguments, _ in asked()
    }
    in_part = {name: (told, kind, field) for name, _, told, _, kind, field in asked_in_part()}
    (folder / "driver.py").write_text(PYTHON)
    given = (json.dumps(wanted), json.dumps(in_part))
    told = json.loads(run(sys.executable, "driver.py", address, *given, cwd=folder))

    assert "Success" in checked
    for name in wanted:
        status, read_as = told[name]
        assert (status, read_as not in ("NoneType", "Problem")) == (200, True), (name, read_as)
    for name, (_, kind, field) in in_part.items():
        assert told["parts"][name] == [kind.removesuffix("Field") + "Part", [field]]
    assert told["value"] == ["24.30", "t", "24.30 tons", None]
    assert told["problem"] == [404, "Problem", "Not found"]
    assert told["page"][1:] == [10, False]


def asked_with_fields():
    for name, path, arguments, media, _, field in asked_in_part():
        yield f"{name} in part", path, {**arguments, "fields": [field]}, media


def typescript(calls):
    """A program that calls every operation through the typed client."""
    lines = [
        'import { cifra } from "./index.js";',
        "declare const process: { argv: string[] };",
        "const api = cifra(process.argv[2]!);",
        "const told: Record<string, number> = {};",
    ]
    for name, path, arguments, media in calls:
        in_path = {n: v for n, v in arguments.items() if f"{{{n}}}" in path}
        query = {n: v for n, v in arguments.items() if n not in in_path}
        params = {k: v for k, v in (("path", in_path), ("query", query)) if v}
        as_text = "" if "json" in media else ', parseAs: "text"'
        lines += [
            "{",
            f"  const {{ data, error, response }} = await api.GET({json.dumps(path)}, "
            f"{{ params: {json.dumps(params)}{as_text} }});",
            "  if (error !== undefined || data === undefined) throw new Error("
            f'{json.dumps(name)} + ": " + JSON.stringify(error));',
            f"  told[{json.dumps(name)}] = response.status;",
            "}",
        ]
    lines += [
        'const one = await api.GET("/v1/observations/{id}", '
        '{ params: { path: { id: "lake-report-2012-0012" } } });',
        "const value: string | null = one.data!.value;",
        'const qualifier: "exact" | "estimated" | "approximate" | null = one.data!.qualifier;',
        'const lost = await api.GET("/v1/areas/{id}", { params: { path: { id: "nowhere" } } });',
        "const title: string = lost.error!.title;",
        "// @ts-expect-error there is no such field",
        "one.data!.colour;",
        "// @ts-expect-error there is no such parameter",
        'void (() => api.GET("/v1/areas", { params: { query: { colour: "red" } } }));',
        "console.log(JSON.stringify({ told, value, qualifier, title }));",
    ]
    return "\n".join(lines) + "\n"


def test_typescript_sdk_is_strict_and_calls_every_operation(address, tmp_path):
    if not (shutil.which("node") and shutil.which("npm")):
        pytest.skip("node and npm are not here: the TypeScript SDK stays untried")
    folder = tmp_path / "typescript"
    build("typescript", folder)
    calls = [*asked(), *asked_with_fields()]

    (folder / "driver.ts").write_text(typescript(calls))
    run("npx", "--no-install", "tsc", cwd=folder)
    told = json.loads(run("node", "out/driver.js", address, cwd=folder))

    assert told["told"] == {name: 200 for name, _, _, _ in calls}
    assert (told["value"], told["qualifier"], told["title"]) == ("24.30", None, "Not found")
