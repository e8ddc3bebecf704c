"""One installation of which two codes take turns: that of the base commit, then this checkout."""

import json
import os
import shutil
import subprocess
import sys
import tarfile
import uuid
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.ledger.installations import administer, server_url

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
TEXTS = ROOT.parent / "shared" / "seeds"
# What an installation of the base commit has is what every later one must be able to take over.
BASE = "75e56df10b2badb00f1cc7d2f9cebbcff677cc26"


def base_tree(into: Path) -> Path:
    """The code of the base commit, unpacked into a folder. Needs the history of the repository."""
    if not (ROOT / ".git").exists() or not shutil.which("git"):
        pytest.skip("not a git checkout")
    done = subprocess.run(["git", "archive", BASE], cwd=ROOT, capture_output=True)
    if done.returncode:
        pytest.fail(
            f"commit {BASE[:10]} is not in this clone, perhaps because it is a shallow one: "
            f"git fetch --unshallow\n{done.stderr.decode()}"
        )
    with tarfile.open(fileobj=BytesIO(done.stdout)) as archive:
        archive.extractall(into, filter="data")
    return into


class Installation:
    """A database and a state folder of their own, on the engine that the tests run on."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.name = f"cifra_upgrade_{uuid.uuid4().hex}"
        self.state = directory / "state"
        self.state.mkdir(parents=True)
        self.facts: dict[str, Any] = {}
        if connection.vendor == "postgresql":
            administer(f"CREATE DATABASE {self.name}")

    def make(self, old: Path) -> None:
        """Fill the database under the old code; `facts` then says what is in it."""
        told = self.directory / "facts.json"
        self.run(old, str(HERE / "make_database.py"), str(told), str(TEXTS))
        self.facts = json.loads(told.read_text())

    def answers(self, tree: Path, requests: list[dict[str, Any]], **settings: str) -> list[Any]:
        """What the code in `tree` answers to these requests, by tests/upgrade/recorder.py."""
        asked = self.directory / f"requests-{uuid.uuid4().hex}.json"
        asked.write_text(json.dumps(requests))
        answered = asked.with_suffix(".jsonl")
        # A file that the other code had finished would hide what this one makes of it.
        shutil.rmtree(self.state / "exports", ignore_errors=True)
        self.run(tree, str(HERE / "recorder.py"), str(asked), str(answered), **settings)
        return [json.loads(line) for line in answered.read_text().splitlines()]

    def run(self, tree: Path, *arguments: str, **settings: str) -> str:
        """What Python printed, run with these arguments on the code in `tree`."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=tree,
            env=self._environment(tree, **settings),
            capture_output=True,
            text=True,
            timeout=600,
        )
        assert done.returncode == 0, f"{arguments}\n{done.stdout[-2000:]}\n{done.stderr[-6000:]}"
        return done.stdout

    def close(self) -> None:
        if connection.vendor == "postgresql":
            administer(f"DROP DATABASE {self.name} WITH (FORCE)")

    def _environment(self, tree: Path, **settings: str) -> dict[str, str]:
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("CIFRA_", "DATABASE_URL", "DJANGO_", "PYTEST_", "COV_"))
        }
        url = f"sqlite:///{self.directory / 'db.sqlite3'}"
        if connection.vendor == "postgresql":
            url = server_url(self.name)
        return kept | {
            "DATABASE_URL": url,
            "CIFRA_STATE_DIR": str(self.state),
            "CIFRA_SECRET_KEY": "one key for both codes, so that all that is signed stays valid",
            "CIFRA_LEDGER_ORIGIN": "lakes.example/ledger",
            "CIFRA_ALLOWED_HOSTS": "lakes.example",
            "CIFRA_ANONYMOUS_QUOTA": "0",
            "CIFRA_DRAFTS_QUOTA": "0",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PYTHONPATH": str(tree),
            "PYTHONSAFEPATH": "1",  # the program's own folder holds nothing that it may import
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONWARNINGS": "ignore",
            **settings,
        }
