"""Build the SDKs from openapi.yaml: python sdk/build.py [FOLDER, by default build/sdk].

FOLDER/python/cifra_client is a typed Python package (made by openapi-python-client), and
FOLDER/typescript a typed TypeScript client (types by openapi-typescript, calls by openapi-fetch);
the latter needs node and npm, and is left out with a word where they are missing.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
SCHEMA = ROOT / "openapi.yaml"
CONFIG = "project_name_override: cifra-client\npackage_name_override: cifra_client\n"


def schema_for_clients(folder: Path, *, parts: bool) -> Path:
    """The schema with JSON alone where there is JSON: a client reads answers, not files.

    parts: whether answers to `fields` are types of their own; without them answers to `fields` have
    the type of whole ones, which is for clients that don't look whether a member is there.
    """
    document = yaml.safe_load(SCHEMA.read_text())
    shared = document["components"]["parameters"]
    formats = {f"#/components/parameters/{n}" for n, p in shared.items() if p["name"] == "format"}
    for item in document["paths"].values():
        for operation in item.values():
            content = operation["responses"].get("200", {}).get("content", {})
            if "application/json" in content:
                operation["responses"]["200"]["content"] = {
                    "application/json": content["application/json"]
                }
                operation["parameters"] = [
                    parameter
                    for parameter in operation.get("parameters", [])
                    if parameter.get("name") != "format" and parameter.get("$ref") not in formats
                ]
                schema = content["application/json"]["schema"]
                if "anyOf" in schema and not parts:
                    content["application/json"]["schema"] = schema["anyOf"][0]
    path = folder / "openapi.json"
    path.write_text(json.dumps(document))
    return path


def build_python(folder: Path) -> None:
    """A package cifra_client in the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    config = folder / "generator.yaml"
    config.write_text(CONFIG)
    package = folder / "cifra_client"
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--overwrite"]
    options = [
        "--path",
        str(schema_for_clients(folder, parts=True)),
        "--config",
        str(config),
        "--meta",
        "none",
        "--output-path",
        str(package),
    ]
    # The generator tidies what it wrote with the ruff beside this Python.
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    subprocess.run([*command, *options], check=True, cwd=folder, env={**os.environ, "PATH": path})
    # The generator types what it hands through to httpx as object, which no strict check accepts.
    client = package / "client.py"
    handed = client.read_text().replace("*args: object", "*args: Any")
    client.write_text(handed.replace("**kwargs: object", "**kwargs: Any"))
    (package / "py.typed").touch()


def build_typescript(folder: Path) -> None:
    """A package with schema.d.ts and index.ts in the folder, its dependencies installed."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in (ROOT / "sdk" / "typescript").iterdir():
        shutil.copy(path, folder)
    subprocess.run(
        ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"], check=True, cwd=folder
    )
    generator = [
        "npx",
        "--no-install",
        "openapi-typescript",
        str(schema_for_clients(folder, parts=False)),
        "--output",
        "schema.d.ts",
    ]
    subprocess.run(generator, check=True, cwd=folder)
    subprocess.run(["npx", "--no-install", "tsc", "--noEmit"], check=True, cwd=folder)


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / "sdk"
    build_python(folder / "python")
    if shutil.which("npm"):
        build_typescript(folder / "typescript")
    else:
        print("npm is not here: the TypeScript SDK was left out", file=sys.stderr)
    print(f"SDKs are in {folder}")


if __name__ == "__main__":
    main()
