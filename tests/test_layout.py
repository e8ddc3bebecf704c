"""The shape of the project: what may import what, what lies where, what is written down."""

import ast
import importlib.util
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

from benchmarks import measures

ROOT = Path(__file__).resolve().parent.parent
OPERATING = ROOT / "docs" / "how-to" / "operating.md"
APPS = ("config", "indicators", "sources", "rest", "ledger")  # each may import those after it
LONGEST_FILE = 400

TOP = {
    *(".ci", ".dockerignore", ".editorconfig", ".github", ".gitignore", ".pre-commit-config.yaml"),
    *("CHANGELOG.md", "CONTRIBUTING.md", "Dockerfile", "LICENSE", "Makefile", "README.md"),
    *("compose.yaml", "manage.py", "openapi.yaml", "pyproject.toml"),
    *("requirements.txt", "requirements-dev.txt"),
    *("benchmarks", "docs", "examples", "fixtures", "seeds", "sdk", "tests"),
    *APPS,
}

# Law 10: these know no framework and no database.
PURE = (
    *(f"ledger/formats/{name}.py" for name in ("canonical", "merkle", "tiles", "note")),
    *(f"ledger/{name}.py" for name in ("formats/checkpoint", "formats/policy", "errors", "people")),
    *("rest/periods.py", "rest/folding.py", "sources/errors.py"),
    *(
        f"sources/anchoring/{name}.py"
        for name in (
            "anchor",
            "blocks",
            "cells",
            "likeness",
            "model",
            "numbers",
            "quotes",
            "tokens",
        )
    ),
    "indicators/curation/pages/highlights.py",
    *(
        f"sources/meaning/{name}.py"
        for name in ("__init__", "agreement/__init__", "document", "periods", "reading", "ties")
    ),
    *(
        str(path.relative_to(ROOT))
        for path in sorted((ROOT / "sources" / "extraction").rglob("*.py"))
    ),
    *(
        "indicators/figures/decimals.py",
        "indicators/figures/quantities.py",
        "indicators/figures/checks.py",
        "indicators/figures/series.py",
    ),
    *("indicators/figures/headlines.py", "indicators/publishing/errors.py"),
)


def tracked() -> list[Path]:
    """The files of the repository."""
    if not (ROOT / ".git").exists() or not shutil.which("git"):
        pytest.skip("not a git checkout")
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    paths = [ROOT / name for name in done.stdout.decode().split("\0") if name]
    return [path for path in paths if path.is_file()]


def modules(app: str) -> list[Path]:
    return sorted((ROOT / app).rglob("*.py"))


def imported(path: Path) -> set[str]:
    """Top names of everything that a file imports, anywhere in it."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:  # relative: its own package
            names.add(str(node.module).partition(".")[0])
    return names


@pytest.mark.parametrize("app", APPS)
def test_imports_go_forward_only(app: str) -> None:
    before = set(APPS[: APPS.index(app)])

    backward = {str(path): imported(path) & before for path in modules(app)}

    assert {path: names for path, names in backward.items() if names} == {}


# What a migration may take from our own modules: operations and column types, which Django keeps by
# name in the history of the tables. They say how a table is made, never what a row holds.
FOR_MIGRATIONS = {
    "ledger.database.guards.Guard",  # makes triggers from the columns of the state
    "ledger.database.guards.Unguard",  # drops these triggers
    "ledger.database.guards.lifted",  # takes away and brings back the triggers that it finds
    "ledger.models.IndexField",
    "sources.models.CodeField",
    "sources.models_intake.stored_as",  # where the file of an upload lies
    "rest.search.WordIndex",  # an index over the column `words` alone
}


def taken(path: Path) -> set[str]:
    """Dotted names of everything of ours that a file imports, or reads from what it imports."""
    tree = ast.parse(path.read_text())
    nodes = list(ast.walk(tree))
    bound: dict[str, str] = {}  # name in the file: what it is
    for node in nodes:
        if isinstance(node, ast.Import):
            bound |= {a.asname or a.name: a.name for a in node.names}
        elif isinstance(node, ast.ImportFrom):
            module = node.module if not node.level else f"{path.parent.parent.name}.{node.module}"
            bound |= {a.asname or a.name: f"{module}.{a.name}" for a in node.names}
    ours = {name: full for name, full in bound.items() if full.partition(".")[0] in APPS}
    read = {ast.unparse(n) for n in nodes if isinstance(n, ast.Attribute)}
    found = set()
    for name, full in ours.items():
        inside = {full + text.removeprefix(name) for text in read if text.startswith(f"{name}.")}
        found |= inside or {full}
    return found


def migrations() -> list[Path]:
    return [p for app in APPS for p in sorted((ROOT / app / "migrations").glob("[!_]*.py"))]


@pytest.mark.parametrize("path", migrations(), ids=lambda p: f"{p.parent.parent.name}-{p.stem}")
def test_migrations_do_not_depend_on_code_that_changes(path: Path) -> None:
    assert taken(path) - FOR_MIGRATIONS == set()


def test_what_migrations_may_take_is_taken() -> None:
    assert set().union(*map(taken, migrations())) == FOR_MIGRATIONS


def test_no_modules_import_each_other_in_a_circle() -> None:
    source = [module for app in APPS for module in measures.modules(app)]
    known = {module.name: module for module in source}

    graph = {module.name: measures.imports(module, known) for module in source}

    assert sum(map(len, graph.values())) > len(source)
    assert measures.cycles(graph) == []


def test_circles_of_imports_are_found() -> None:
    graph = {"a": {"b"}, "b": {"c"}, "c": {"b", "d"}, "d": set[str]()}

    assert measures.cycles(graph) == [{"b", "c"}]


@pytest.mark.parametrize("name", PURE)
def test_hard_logic_is_pure(name: str) -> None:
    assert imported(ROOT / name) & {"django", "rest_framework", "drf_spectacular"} == set()


def test_nothing_unexpected_lies_at_the_top() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in tracked()} - TOP == set()


@pytest.mark.parametrize("app", APPS)
def test_modules_are_named_for_what_they_know(app: str) -> None:
    shapeless = {"utils", "util", "helpers", "common", "misc", "services", "signals", "core", "lib"}

    assert {path.stem for path in modules(app)} & shapeless == set()


@pytest.mark.parametrize("app", APPS)
def test_modules_say_what_they_own(app: str) -> None:
    exempt = ("migrations", "__init__.py", "apps.py", "urls.py", "wsgi.py")
    owners = [path for path in modules(app) if not set(path.parts) & set(exempt)]

    silent = [str(path) for path in owners if not ast.get_docstring(ast.parse(path.read_text()))]

    assert silent == []


def test_locks_name_no_registry() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        lines = (ROOT / name).read_text().splitlines()
        assert [line for line in lines if "://" in line or line.startswith("-")] == []


def test_locks_pin_every_package_with_hashes() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        entries = (ROOT / name).read_text().replace("\\\n", "").splitlines()
        assert entries
        assert [line for line in entries if not re.match(r"\S+==\S+ .*--hash=sha256:", line)] == []


def test_all_that_the_code_may_import_is_in_the_lock_of_the_service() -> None:
    """Nothing is an extra: what `make run` and the container install does everything."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = {re.match(r"[a-z0-9-]+", text)[0] for text in project["dependencies"]}
    pinned = set(re.findall(r"^([a-z0-9-]+)==", (ROOT / "requirements.txt").read_text(), re.M))

    assert "pyarrow" in wanted
    assert wanted - pinned == set()
    assert "optional-dependencies" not in project


def test_development_lock_only_adds_to_the_other() -> None:
    def pins(name: str) -> set[str]:
        return set(re.findall(r"^(\S+==\S+)", (ROOT / name).read_text(), re.MULTILINE))

    assert pins("requirements.txt") - pins("requirements-dev.txt") == set()


def test_every_setting_is_documented() -> None:
    settings = (ROOT / "config" / "settings.py").read_text()
    read = set(re.findall(r"\benv(?:\.\w+)?\(\s*\"(\w+)\"", settings))
    rows = re.findall(r"^\| (`[^|]+) \|", OPERATING.read_text(), re.M)
    told = {name for row in rows for name in re.findall(r"`([A-Z_]{6,})`", row)}

    assert "DATABASE_URL" in read
    assert told == read


def test_every_setting_reaches_the_container() -> None:
    settings = (ROOT / "config" / "settings.py").read_text()
    read = set(re.findall(r"\benv(?:\.\w+)?\(\s*\"(\w+)\"", settings))
    fixed = {"CIFRA_DEBUG", *re.findall(r"CIFRA_\w+(?==)", (ROOT / "Dockerfile").read_text())}
    composed = yaml.safe_load((ROOT / "compose.yaml").read_text())
    passed = composed["services"]["web"]["environment"]

    assert set(passed) == read - fixed | {"CIFRA_SECRET_KEY", "CIFRA_LEDGER_ORIGIN"}
    assert passed["CIFRA_TRUSTED_PROXIES"].endswith(":-1}")


def test_there_is_one_command_line() -> None:
    """Which is the one that was tried under attack."""
    set_ups = ("Dockerfile", "Makefile", "docs/how-to/operating.md", "compose.yaml")
    texts = {name: (ROOT / name).read_text() for name in set_ups}

    assert {name for name, text in texts.items() if "granian --" in text} == set()
    assert '"manage.py", "serve"' in texts["Dockerfile"]
    assert "manage.py serve" in texts["docs/how-to/operating.md"]


def test_settings_alone_read_the_environment() -> None:
    elsewhere = [
        str(path)
        for app in APPS
        for path in modules(app)
        if path != ROOT / "config" / "settings.py"
        and re.search(r"os\.environ\[|os\.getenv|os\.environ\.get|environ\.Env", path.read_text())
    ]

    assert elsewhere == []


def test_every_command_is_documented() -> None:
    told = OPERATING.read_text()
    commands = {path.stem for app in APPS for path in (ROOT / app).glob("management/commands/*.py")}

    assert {name for name in commands - {"__init__"} if f"`{name}" not in told} == set()


def test_ci_runs_the_command_of_the_readme() -> None:
    assert re.search(r"^ *make test", (ROOT / ".ci" / "run").read_text(), re.MULTILINE)


def targets() -> set[str]:
    """The targets of the Makefile that people call."""
    return set(re.findall(r"^([a-z-]+):.*  ## ", (ROOT / "Makefile").read_text(), re.MULTILINE))


def test_hooks_call_targets_of_the_makefile() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())["repos"]

    assert [repository["repo"] for repository in hooks] == ["local"]
    entries = [hook["entry"].split() for hook in hooks[0]["hooks"]]
    assert entries
    assert [entry for entry in entries if entry[0] != "make" or entry[1] not in targets()] == []


def test_workflow_calls_ci_on_the_oldest_and_the_newest_python() -> None:
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text())
    job = workflow["jobs"]["everything"]
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"]
    found = re.fullmatch(r">=3\.(\d+),<3\.(\d+)", wanted)

    assert found
    assert job["strategy"]["matrix"]["python"] == [f"3.{found[1]}", f"3.{int(found[2]) - 1}"]
    assert job["steps"][-1]["run"] == ".ci/run"
    actions = [step["uses"] for step in job["steps"] if "uses" in step]
    assert all(re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", name) for name in actions)


def test_make_says_when_the_interpreter_that_was_named_is_missing(tmp_path: Path) -> None:
    done = subprocess.run(
        ["make", f"VENV={tmp_path / 'venv'}", "PYTHON=python2.99", f"{tmp_path / 'venv'}/.made"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode != 0
    assert "Cifra needs Python 3.11 to 3.14" in done.stderr


@pytest.mark.parametrize("path", sorted((ROOT / "benchmarks").glob("*.py")), ids=lambda p: p.stem)
def test_benchmarks_import_what_there_is(path: Path) -> None:
    ours = {*APPS, "benchmarks", "tests"}
    imports = [
        (node.module, alias.name)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
        if node.module.partition(".")[0] in ours and alias.name != "*"
    ]
    missing = [
        f"{module}.{name}"
        for module, name in imports
        if not hasattr(importlib.import_module(module), name)
        and not importlib.util.find_spec(f"{module}.{name}")
    ]

    assert missing == []


def test_no_file_is_longer_than_400_lines():
    # Migrations are history; the verifier is one file, so that one download verifies a bundle.
    alone = "ledger/static/ledger/cifra_verify.py"
    longer = {
        name: lines
        for folder in (*APPS, "benchmarks", "sdk")
        for path in (ROOT / folder).rglob("*.py")
        if "migrations" not in path.parts and (name := str(path.relative_to(ROOT))) != alone
        and (lines := len(path.read_text().splitlines())) > LONGEST_FILE
    }  # fmt: skip
    assert longer == {}
