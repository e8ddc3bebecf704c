"""Whole installations for tests: a database, a state directory and a server of their own.

On the engine that the tests run on.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import uuid
from hashlib import sha256
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import psycopg
from django.db import connection

from ledger import log_sources
from ledger.formats.note import Note
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
        self.settings: dict[str, str] = {}

    def copy(self, directory: Path) -> "Installation":
        """Another machine with copies of this one's database and state, under the same origin."""
        other = Installation(directory, self)
        other.origin, other.settings = self.origin, dict(self.settings)
        shutil.copytree(self.directory / "state", directory / "state")
        return other

    def share(self, other: "Installation") -> None:
        """Use the database of another installation, instead of an own one."""
        self._drop_database()
        self.name, self.origin = other.name, other.origin
        if connection.vendor == "sqlite":
            self.database.symlink_to(other.database)

    def restore(self, backup: "Installation") -> None:
        """Put the database of `backup` in the place of this one's, in a file of the same number."""
        if connection.vendor == "sqlite":
            shutil.copy(backup.database, self.database)
            return
        self._drop_database()
        administer(f"CREATE DATABASE {self.name} TEMPLATE {backup.name}")

    @property
    def database(self) -> Path:
        """The file of a SQLite database."""
        return self.directory / "db.sqlite3"

    @property
    def database_source(self) -> str:
        """The database as `recover_log` takes it."""
        return str(self.database) if connection.vendor == "sqlite" else server_url(self.name)

    @property
    def state(self) -> Path:
        return self.directory / "state" / "ledger"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/ledger"

    def shown(self) -> dict:
        """What is in the database and the state, read without starting anything."""
        query = log_sources.opened(self.database_source)._query
        data = [row[0] or b"" for row in query('SELECT data FROM ledger_entry ORDER BY "index"')]
        notes = query("SELECT size, note FROM ledger_publishedcheckpoint ORDER BY size")
        state = self.state / "signed.json"
        saved = json.loads(state.read_text()) if state.exists() else None
        return {
            "entries": len(data),
            "digest": sha256(b"".join(map(bytes, data))).hexdigest(),
            "withheld": data.count(b""),
            "version": query("SELECT max(size) FROM ledger_version")[0][0],
            "facts": query("SELECT count(*) FROM test_fact")[0][0],
            "tiles": query("SELECT count(*) FROM ledger_tile")[0][0],
            "checkpoints": {size: Note.parse(bytes(note)).text for size, note in notes},
            "signed": saved and (saved["size"], saved["root"]),
        }

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
        for _ in range(600):  # a busy machine takes its time
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

    def stop(self) -> None:
        """End the server, if there is one."""
        if self.server:
            self.server.terminate()
            self.server.wait(20)
            self.server = None

    def close(self) -> None:
        self.stop()
        self._drop_database()

    def _drop_database(self) -> None:
        if connection.vendor == "postgresql":
            administer(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")
        else:
            self.database.unlink(missing_ok=True)

    def _create_database(self, template: "Installation | None") -> None:
        if connection.vendor == "postgresql":
            administer(
                f"CREATE DATABASE {self.name} TEMPLATE {template.name if template else 'template1'}"
            )
        elif template:
            shutil.copy(template.database, self.database)

    def _environment(self) -> dict[str, str]:
        url = f"sqlite:///{self.database}"
        if connection.vendor == "postgresql":
            url = server_url(self.name)
        return os.environ | {
            "DATABASE_URL": url,
            "CIFRA_STATE_DIR": str(self.directory / "state"),
            "CIFRA_LEDGER_ORIGIN": self.origin,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "CIFRA_SIGNING_SECONDS": "0",
            "PYTHONWARNINGS": "ignore",
            **self.settings,
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
