"""What is installed is what is used: packages that are imported are declared, and the reverse."""

import ast
import importlib.metadata
import re
import sys
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

from tests.test_layout import APPS, ROOT

# Declared though nothing imports them, and why.
NOT_IMPORTED = {
    "granian": "a program: it serves",
    "whitenoise": "named in the settings: middleware and storage of static files",
    "setuptools": "builds the package",
    "pytest-django": "a plug-in of pytest",
    "pytest-xdist": "a plug-in of pytest",
    "pytest-cov": "a plug-in of pytest",
    "playwright": "imported where it is installed (importorskip)",
    "axe-playwright-python": "imported where it is installed (importorskip)",
    "openapi-python-client": "a program: it makes the SDK",
    "uvloop": "granian takes it for the yardstick of the benchmarks",
    "ruff": "a program",
    "mypy": "a program",
    "django-stubs": "a plug-in of mypy",
    "djangorestframework-stubs": "a plug-in of mypy",
    "types-pyyaml": "types, for mypy",
    "import-linter": "a program",
}
OURS = {*APPS, "tests", "benchmarks", "sdk"}
TOOLS = ("tests", "benchmarks", "sdk")


def normal(name: str) -> str:
    """The name of a distribution as indexes spell it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def declared(*groups: str) -> set[str]:
    """Distributions that pyproject.toml names: those of the service, or those of these groups."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text())
    lines = told["project"]["dependencies"]
    if groups:
        lines = [line for group in groups for line in told["dependency-groups"][group]]
    return {normal(re.match(r"[A-Za-z0-9._-]+", line)[0]) for line in lines}


def imported(folders: Iterable[str]) -> set[str]:
    """Top names of all packages of others that these folders import."""
    found = set()
    for path in (path for folder in folders for path in (ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.partition(".")[0])
    return found - OURS - set(sys.stdlib_module_names)


@cache
def distributions() -> dict[str, set[str]]:
    """By the top name of a package: the installed distributions that have it."""
    found = importlib.metadata.packages_distributions()
    return {name: set(map(normal, owners)) for name, owners in found.items()}


def owners(name: str) -> set[str]:
    """The distributions that have a package; one of its own name if it is not installed."""
    return distributions().get(name, {normal(name)})


def undeclared(folders: Iterable[str], allowed: set[str]) -> set[str]:
    return {name for name in imported(folders) if not owners(name) & allowed}


def needed(names: Iterable[str]) -> set[str]:
    """These distributions with all that they need, as far as it is installed."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        text = waiting.pop()
        name, extras = re.match(r"([A-Za-z0-9._-]+)(?:\[([^\]]*)\])?", text).groups()
        if (key := f"{normal(name)}[{extras or ''}]") in found:
            continue
        found.add(key)
        try:
            lines = importlib.metadata.requires(name) or []
        except importlib.metadata.PackageNotFoundError:
            continue
        wanted = {part.strip() for part in (extras or "").split(",")}
        for line in lines:
            extra = re.search(r"extra\s*==\s*['\"]([^'\"]+)", line)
            if extra is None or extra[1] in wanted:
                waiting.append(line.partition(";")[0])
    return {key.partition("[")[0] for key in found}


def test_the_service_imports_what_it_declares() -> None:
    assert undeclared(APPS, declared()) == set()


def test_tests_and_benchmarks_import_what_is_declared_for_them() -> None:
    assert undeclared(TOOLS, declared() | declared("test", "bench")) == set()


def test_nothing_is_declared_that_nobody_uses() -> None:
    everything = declared() | declared("test", "lint", "bench")
    used = {owner for name in imported(OURS) for owner in owners(name)}

    assert everything - used == set(NOT_IMPORTED)


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_the_lock_holds_nothing_that_nobody_needs(lock: str) -> None:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = list(told["project"]["dependencies"])
    if lock == "requirements-dev.txt":
        wanted += [line for group in ("test", "lint") for line in told["dependency-groups"][group]]
    # A line with a marker is for other systems or versions of Python than this one.
    pinned = re.findall(r"^([A-Za-z0-9._-]+)==\S+ \\$", (ROOT / lock).read_text(), re.MULTILINE)

    assert len(pinned) > 20
    assert set(map(normal, pinned)) - needed(wanted) == set()


def test_an_undeclared_import_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.test_dependencies.ROOT", tmp_path)
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "module.py").write_text("import os\nfrom lxml import etree\nimport orjson")

    assert undeclared(["app"], {"orjson"}) == {"lxml"}
