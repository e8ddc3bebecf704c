"""Whole installations for tests: a database, a state directory and a server of their own.

On the engine that the tests run on.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import uuid
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import psycopg
from django.db import connection

from rest.serving.command import APPLICATION, command_line

ROOT = Path(__file__).resolve().parents[2]


class Installation:
    """One installation in `directory`; `template` is another one whose database is copied."""

    def __init__(self, directory: Path, template: "Installation | None" = None) -> None:
        self.directory = directory
        directory.mkdir()
        self.name = f"cifra_{uuid.uuid4().hex}"
        self.port = _free_port()
        self.origin = f"127.0.0.1:{self.port}/ledger"
        self._create_database(template)
        self.server: subprocess.Popen | None = None

    @property
    def state(self) -> Path:
        return self.directory / "state" / "ledger"

    @property
    def url(self) -> str:
        return f"http://{self.origin}"

    def run(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess:
        """Run Python in this installation."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self._environment(),
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert not check or done.returncode == 0, done.stdout + done.stderr
        return done

    def drive(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess:
        return self.run("-m", "tests.ledger.driver", *arguments, check=check)

    @property
    def log(self) -> Path:
        """What the server wrote to standard error."""
        return self.directory / "stderr"

    def serve(self, application: str = APPLICATION, **settings: str) -> None:
        """Start the server, and wait until it answers anything."""
        with self.log.open("w") as log:
            self.server = subprocess.Popen(
                [sys.executable, *command_line("127.0.0.1", self.port, 1), application],
                cwd=ROOT,
                env=self._environment() | settings,
                stdout=subprocess.DEVNULL,
                stderr=log,
            )
        for _ in range(200):
            try:
                self.get("keys")
                return
            except HTTPError:
                return
            except (URLError, TimeoutError):  # a busy machine
                time.sleep(0.1)
        raise TimeoutError("the server doesn't answer")

    def get(self, path: str) -> str:
        # As from a proxy with HTTPS, to which everything is sent in production.
        request = Request(f"{self.url}/{path}", headers={"X-Forwarded-Proto": "https"})
        with urlopen(request, timeout=10) as answer:
            return answer.read().decode()

    def close(self) -> None:
        if self.server:
            self.server.terminate()
            self.server.wait(20)
        if connection.vendor == "postgresql":
            administer(f"DROP DATABASE {self.name} WITH (FORCE)")

    def _create_database(self, template: "Installation | None") -> None:
        if connection.vendor == "postgresql":
            administer(
                f"CREATE DATABASE {self.name} TEMPLATE {template.name if template else 'template1'}"
            )
        elif template:
            shutil.copy(template.directory / "db.sqlite3", self.directory / "db.sqlite3")

    def _environment(self) -> dict[str, str]:
        url = f"sqlite:///{self.directory / 'db.sqlite3'}"
        if connection.vendor == "postgresql":
            url = server_url(self.name)
        return os.environ | {
            "DATABASE_URL": url,
            "CIFRA_STATE_DIR": str(self.directory / "state"),
            "CIFRA_LEDGER_ORIGIN": self.origin,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PYTHONWARNINGS": "ignore",
        }


def server_url(database: str) -> str:
    """The URL of another database of the server that the tests run on."""
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{database}").geturl()


def administer(sql: str) -> None:
    """Create or drop a database: outside of any transaction, from another database."""
    with psycopg.connect(server_url("postgres"), autocommit=True) as admin:
        admin.execute(sql)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
