"""An installation in production: what it refuses, redirects, and lets nobody else read."""

import json
import os
import secrets
import stat
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = {
    "CIFRA_PRODUCTION": "1",
    "CIFRA_SECRET_KEY": secrets.token_urlsafe(48),
    "CIFRA_ALLOWED_HOSTS": "data.example.org",
    "CIFRA_LEDGER_ORIGIN": "data.example.org/ledger",
}
PROGRAM = """
import io, json, logging, sys
from config.wsgi import application
def ask(path, method="GET", scheme="https", **more):
    environ = {
        "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": "", "SERVER_NAME": "x",
        "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": "data.example.org",
        "wsgi.input": io.BytesIO(), "wsgi.url_scheme": "http", "REMOTE_ADDR": "127.0.0.1", **more,
    }
    if scheme:
        environ["HTTP_X_FORWARDED_PROTO"] = scheme
    began = []
    body = b"".join(application(environ, lambda *start: began.extend(start)))
    return {"status": int(began[0][:3]), "headers": began[1], "body": body.decode()}
"""


def environment(state: Path, **more: str) -> dict[str, str]:
    ours = ("CIFRA_", "DATABASE_URL", "DJANGO_", "PYTEST_", "COV_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {**kept, "PYTHONWARNINGS": "ignore", "CIFRA_STATE_DIR": str(state), **SETTINGS, **more}


def run(state: Path, *arguments: str, check: bool = True, **more: str):
    """Run Python in an installation that anybody could look into, if it let them."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT, env=environment(state, **more), capture_output=True, text=True, timeout=120,
        umask=0o022,
    )  # fmt: skip
    assert not check or done.returncode == 0, done.stdout + done.stderr
    return done


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The state folder of an installation with a database, as one of before was: open to all."""
    folder = tmp_path_factory.mktemp("state") / "state"
    folder.mkdir(mode=0o755)
    run(folder, "manage.py", "migrate", "--verbosity=0")
    return folder


def told(state: Path, *lines: str, **more: str) -> dict:
    """What a program prints after the application was set up."""
    program = "\n".join([PROGRAM, *lines])
    return json.loads(run(state, "-c", program, **more).stdout.splitlines()[-1])


PAGES = ("/", "/v1/", "/v1/areas", "/admin/login/", "/ledger/checkpoint")
PROBES = ("/healthz", "/readyz")


@pytest.fixture(scope="module")
def without_https(state: Path) -> dict[str, dict]:
    """Answers to requests that no proxy says HTTPS of, by path."""
    return told(state, f"print(json.dumps({{p: ask(p, scheme='') for p in {PAGES + PROBES}}}))")


def values(answer: dict, name: str) -> list[str]:
    return [value for header, value in answer["headers"] if header.lower() == name.lower()]


def test_djangos_own_check_finds_nothing(state: Path) -> None:
    done = run(state, "manage.py", "check", "--deploy", "--fail-level", "INFO")

    assert "no issues" in done.stdout + done.stderr


@pytest.mark.parametrize(
    "key", ["", "short", "x" * 64, "django-insecure-0123456789" * 3, "ab" * 40]
)
def test_a_weak_key_is_refused_at_the_start(tmp_path: Path, key: str) -> None:
    done = run(tmp_path, "-c", "import config.wsgi", check=False, CIFRA_SECRET_KEY=key)

    assert done.returncode != 0
    assert "CIFRA_SECRET_KEY is weak" in done.stderr
    assert "token_urlsafe" in done.stderr
    assert not key or key not in done.stderr


def test_a_weak_key_is_for_ones_own_machine(tmp_path: Path) -> None:
    run(tmp_path, "manage.py", "check", CIFRA_SECRET_KEY="short", CIFRA_PRODUCTION="0")


@pytest.mark.parametrize("path", PAGES)
def test_what_came_without_https_is_sent_there(without_https: dict, path: str) -> None:
    answer = without_https[path]

    assert answer["status"] == 301
    assert values(answer, "Location") == [f"https://data.example.org{path}"]


@pytest.mark.parametrize("path", PROBES)
def test_who_looks_after_the_service_asks_it_without_a_proxy(without_https, path: str) -> None:
    assert without_https[path]["status"] == 200


def test_browsers_insist_on_https_for_a_year(state: Path) -> None:
    answer = told(state, 'print(json.dumps(ask("/v1/areas")))')

    assert values(answer, "Strict-Transport-Security") == ["max-age=31536000"]


def test_a_proxy_may_redirect_itself_and_answer_for_the_names_below(state: Path) -> None:
    answers = told(
        state,
        'print(json.dumps([ask("/v1/areas", scheme=""), ask("/v1/areas")]))',
        CIFRA_HTTPS_REDIRECT="0", CIFRA_HSTS_SUBDOMAINS="1", CIFRA_HSTS_SECONDS="9",
    )  # fmt: skip

    assert answers[0]["status"] == 200
    (policy,) = values(answers[1], "Strict-Transport-Security")
    assert policy == "max-age=9; includeSubDomains"


LOG_IN = """
import urllib.parse
from django.contrib.auth.models import User
from django.test import Client
User.objects.filter(username="ana").delete()
User.objects.create_superuser("ana", password="s3cret")
client = Client(headers={"x-forwarded-proto": "https", "host": "data.example.org"})
answer = client.post("/admin/login/", {"username": "ana", "password": "s3cret"})
cookies = [cookie.OutputString() for cookie in answer.cookies.values()]
print(json.dumps({"to": answer["Location"], "cookies": cookies}))
"""


def test_a_log_in_ends_after_a_working_day_and_its_cookies_stay_here(state: Path) -> None:
    answer = told(state, LOG_IN)

    assert answer["to"] == "/admin/"  # also where the form said nothing of where to go
    session, form = sorted(answer["cookies"], key=lambda text: "csrftoken" in text)
    assert session.startswith("__Host-sessionid=")
    assert form.startswith("__Host-csrftoken=")
    for cookie in (session, form):
        assert {"HttpOnly", "Secure", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
        assert "Domain" not in cookie
    assert "Max-Age=43200" in session


WRONG = """
from indicators.curation.log_in import LogIn
LogIn(None, {"username": "ana", "password": "x"}).is_valid()
"""


def test_a_refused_log_in_is_a_line_of_json(state: Path) -> None:
    program = PROGRAM + LOG_IN + WRONG
    lines = [json.loads(line) for line in run(state, "-c", program).stderr.splitlines()]

    entered, denied = [line for line in lines if line["logger"] == "cifra.security"]
    assert (entered["level"], entered["event"]) == ("info", "log-in")
    assert (denied["level"], denied["reason"]) == ("warning", "wrong name or password")
    assert entered["account"] == denied["account"]
    assert entered["account"].startswith("curator-")


MAKE = """
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from ledger import custody
from rest import export_files
list(custody.alone().__enter__().iterdir())
default_storage.save("ab/abc", ContentFile(b"original"))
folder = export_files._folder()
(folder / "file").write_bytes(b"export")
print("{}")
"""


def test_nobody_else_may_look_at_what_was_made(state: Path) -> None:
    told(state, MAKE)
    paths = [state, *state.rglob("*")]

    open_to_others = {
        str(path.relative_to(state.parent)): stat.filemode(path.stat().st_mode)
        for path in paths
        if path.stat().st_mode & 0o077 and path != state
    }
    assert open_to_others == {}
    assert state.stat().st_mode & 0o007 == 0  # its group is the operator's choice
    names = {path.name for path in paths}
    assert {"cifra.sqlite3", "abc", "file", "lock"} <= names


COLLECT = """
import runpy, sys
from django.conf import settings
settings.STATIC_ROOT = sys.argv[1]
large = [f"--ignore={name}*" for name in ("drf_", "rest_framework", "django_extensions")]
sys.argv = ["manage.py", "collectstatic", "--noinput", "--verbosity=0", *large]
runpy.run_path("manage.py", run_name="__main__")
"""


def test_static_files_are_for_everybody(tmp_path: Path) -> None:
    target = tmp_path / "static"
    named = {"DJANGO_SETTINGS_MODULE": "config.settings"}
    run(tmp_path / "state", "-c", COLLECT, str(target), **named)

    paths = [target, *target.rglob("*")]
    assert any(path.suffix == ".gz" for path in paths)
    assert {path.stat().st_mode & 0o777 for path in paths if path.is_file()} == {0o644}
    assert {path.stat().st_mode & 0o777 for path in paths if path.is_dir()} == {0o755}
