"""The SDKs: made from openapi.yaml, accepted by strict type checkers, answered on every call."""

import json
import os
import shutil
import subprocess
import sys

import pytest
from django.conf import settings

from indicators.curation import tokens
from sources import intake
from tests import drafting, lakes
from tests.endpoints import EXAMPLES
from tests.test_contract import DOCUMENT, OPERATIONS, drafts

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


@pytest.fixture
def token(address):
    """The text of a token, and the text from which its tool may draft."""
    intake.hold(lakes.REPORT_2013.sha256, lakes.REPORT_2013.text)
    return tokens.make("A generated client", 30, by=drafting.curator("tess"))[1]


DRAFTING = {name for name in OPERATIONS if drafts(name)}


def asked():
    """Every operation that reads, with its path and an example of its parameters."""
    for name, (path, operation) in OPERATIONS.items():
        if name in DRAFTING:
            continue
        given = {"other": lakes.REPORT_2013.id, "q": "boats", "from": 23}
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


PYTHON_TOOL = '''
"""Draft with every operation of the write API; tell the status and type of each answer."""
import json, sys
from cifra_client import AuthenticatedClient
from cifra_client.api.drafts import (
    abandon_draft, add_draft_acts, change_draft_act, get_draft, get_draft_act, list_draft_acts,
    list_drafts, open_draft, remove_draft_act, submit_draft, take_back_draft,
)
from cifra_client.models import AdditionRequest, OpeningRequest, Problem, StatementRequest

address, release, statement = sys.argv[1], sys.argv[3], json.loads(sys.argv[4])
told: dict[str, list[object]] = {}
with AuthenticatedClient(base_url=address, token=sys.argv[2]) as client:
    def ask(operation, *arguments, **named):
        answer = operation.sync_detailed(*arguments, client=client, **named)
        name = operation.__name__.rpartition(".")[2]
        told.setdefault(name, []).append([int(answer.status_code), type(answer.parsed).__name__])
        return answer

    draft = ask(open_draft, body=OpeningRequest(release=release, message="Add swans")).parsed
    addition = AdditionRequest(statements=[StatementRequest.from_dict(statement)])
    ask(add_draft_acts, draft.id, body=addition, dry_run=True)
    (act,) = ask(add_draft_acts, draft.id, body=addition, if_match=draft.etag).parsed.acts
    ask(list_draft_acts, draft.id)
    seen = ask(get_draft_act, draft.id, act.id)
    changed = StatementRequest.from_dict(seen.parsed.statement.to_dict())
    changed.note = "Read from a table."
    saved = ask(change_draft_act, draft.id, act.id, body=changed, if_match=seen.headers["ETag"])
    stale = change_draft_act.sync(
        draft.id, act.id, client=client, body=changed, if_match=seen.parsed.etag
    )
    assert isinstance(stale, Problem) and stale.now is not None
    told["stale"] = [stale.title, stale.now.to_dict()["statement"]["note"]]
    bad = StatementRequest.from_dict({**statement, "value_words": "boats"})
    refused = add_draft_acts.sync(draft.id, client=client, body=AdditionRequest(statements=[bad]))
    assert isinstance(refused, Problem) and refused.findings
    told["refused"] = [refused.findings[0].member, len(refused.findings[0].places) > 1]
    ask(list_drafts)
    draft = ask(get_draft, draft.id).parsed
    ask(submit_draft, draft.id, if_match=draft.etag)
    ask(take_back_draft, draft.id)
    ask(remove_draft_act, draft.id, act.id, if_match=saved.parsed.acts[0].etag)
    draft = get_draft.sync(draft.id, client=client)
    ask(abandon_draft, draft.id, if_match=draft.etag)
print(json.dumps(told))
'''

DRAFTED = {
    "open_draft": [201],
    "add_draft_acts": [200, 201],
    "list_draft_acts": [200],
    "get_draft_act": [200],
    "change_draft_act": [200],
    "list_drafts": [200],
    "get_draft": [200],
    "submit_draft": [200],
    "take_back_draft": [200],
    "remove_draft_act": [204],
    "abandon_draft": [200],
}


def test_python_sdk_drafts_with_every_operation(address, token, tmp_path):
    pytest.importorskip("openapi_python_client", reason="the generator is not installed")
    build("python", tmp_path / "python")
    folder = tmp_path / "python"

    (folder / "driver.py").write_text(PYTHON_TOOL)
    arguments = (address, token, lakes.REPORT_2013.id, json.dumps(drafting.SWANS))
    told = json.loads(run(sys.executable, "driver.py", *arguments, cwd=folder))

    assert told.pop("stale") == ["Changed meanwhile", "Read from a table."]
    assert told.pop("refused") == ["value_words", True]
    assert {name: [status for status, _ in answers] for name, answers in told.items()} == DRAFTED
    types = {read_as for answers in told.values() for status, read_as in answers if status != 204}
    assert types == {"Draft", "DraftList", "Act", "ActList", "SavedActs", "DryRun"}
    assert DRAFTED.keys() == DRAFTING


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


TYPESCRIPT_TOOL = """
import { cifra, type Statement } from "./index.js";
declare const process: { argv: string[] };
const [, , url, token, release, told] = process.argv as string[];
const api = cifra(url!, token);
const statement: Statement = JSON.parse(told!);
const answered: Record<string, number[]> = {};
function ok<T>(name: string, a: { data?: T; error?: unknown; response: Response }): T {
  if (a.error !== undefined) throw new Error(name + JSON.stringify(a.error));
  (answered[name] ??= []).push(a.response.status);
  return a.data as T;
}
const draft = ok("open_draft", await api.POST("/v1/drafts", {
  body: { release: release!, message: "Add swans" } }));
const path = { id: draft.id };
const body = { statements: [statement] };
ok("add_draft_acts", await api.POST("/v1/drafts/{id}/acts", {
  params: { path, query: { dry_run: true } }, body }));
const added = await api.POST("/v1/drafts/{id}/acts", { params: { path }, body });
ok("add_draft_acts", added);
const acts = ok("list_draft_acts", await api.GET("/v1/drafts/{id}/acts", { params: { path } }));
const this_ = { id: draft.id, act: acts.results[0]!.id };
const act = ok("get_draft_act", await api.GET("/v1/drafts/{id}/acts/{act}", {
  params: { path: this_ } }));
const note: Statement = { ...act.statement, note: "Read from a table." };
const saved = ok("change_draft_act", await api.PUT("/v1/drafts/{id}/acts/{act}", {
  params: { path: this_, header: { "If-Match": act.etag } }, body: note }));
const stale = await api.PUT("/v1/drafts/{id}/acts/{act}", {
  params: { path: this_, header: { "If-Match": act.etag } }, body: note });
const bad = await api.POST("/v1/drafts/{id}/acts", {
  params: { path }, body: { statements: [{ ...statement, value_words: "boats" }] } });
ok("list_drafts", await api.GET("/v1/drafts"));
const now = ok("get_draft", await api.GET("/v1/drafts/{id}", { params: { path } }));
ok("submit_draft", await api.POST("/v1/drafts/{id}/submit", {
  params: { path, header: { "If-Match": now.etag } } }));
ok("take_back_draft", await api.POST("/v1/drafts/{id}/take-back", { params: { path } }));
ok("remove_draft_act", await api.DELETE("/v1/drafts/{id}/acts/{act}", {
  params: { path: this_, header: { "If-Match": saved.acts[0]!.etag } } }));
const last = await api.GET("/v1/drafts/{id}", { params: { path } });
ok("abandon_draft", await api.DELETE("/v1/drafts/{id}", {
  params: { path, header: { "If-Match": last.data!.etag } } }));
// @ts-expect-error what is changed is named with the state that was seen
void (() => api.DELETE("/v1/drafts/{id}", { params: { path } }));
const member: string | null = bad.error!.findings![0]!.member;
console.log(JSON.stringify({ answered, stale: stale.error!.title, member }));
"""


def test_typescript_sdk_drafts_with_every_operation(address, token, tmp_path):
    if not (shutil.which("node") and shutil.which("npm")):
        pytest.skip("node and npm are not here: the TypeScript SDK stays untried")
    folder = tmp_path / "typescript"
    build("typescript", folder)

    (folder / "driver.ts").write_text(TYPESCRIPT_TOOL)
    run("npx", "--no-install", "tsc", cwd=folder)
    arguments = (address, token, lakes.REPORT_2013.id, json.dumps(drafting.SWANS))
    told = json.loads(run("node", "out/driver.js", *arguments, cwd=folder))

    assert told == {"answered": DRAFTED, "stale": "Changed meanwhile", "member": "value_words"}
