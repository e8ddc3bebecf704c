"""The README is true: its two commands run, and its tour answers what is printed there."""

import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text()
TEXTS = ROOT.parent / "shared" / "seeds"
PRINTED_BASE = "http://127.0.0.1:8000"


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def tour() -> list[tuple[str, str]]:
    """(command, printed answer) of each step."""
    steps = [block.split("\n", 1) for block in blocks("console")]
    return [(command.removeprefix("$ "), answer) for command, answer in steps]


def environment(state: Path, **more: str) -> dict[str, str]:
    """A newcomer's: nothing of this project is set, but state lies apart from the checkout's."""
    ours = ("CIFRA_", "DATABASE_URL", "DJANGO_", "PYTEST_", "COV_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {**kept, "CIFRA_STATE_DIR": str(state), **more}


def make(*arguments: str) -> list[str]:
    """The make command on the environment that runs this test, without installing into it."""
    stamps = [f"{sys.prefix}/{name}" for name in (".made", ".run", ".dev")]
    return ["make", *(f"--old-file={stamp}" for stamp in stamps), f"VENV={sys.prefix}", *arguments]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as response:
            return bool(response.status == 200)
    except OSError:  # also a timeout, while the machine is busy
        return False


def run(state: Path, port: int) -> subprocess.Popen[str]:
    """`make run`, in a process group of its own, once it answers or has ended."""
    process = subprocess.Popen(
        make("run", f"PORT={port}"),
        cwd=ROOT,
        env=environment(state),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    deadline = time.monotonic() + 120
    while process.poll() is None and not answers(f"http://127.0.0.1:{port}/v1/"):
        if time.monotonic() > deadline:
            pytest.fail(f"no answer within two minutes; it printed:\n{stop(process)}")
        time.sleep(0.2)
    return process


def stop(process: subprocess.Popen[str]) -> str:
    """Ctrl-C; what was printed."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGINT)
    return process.communicate(timeout=30)[0]


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("state")


@pytest.fixture(scope="module")
def served(state: Path) -> Iterator[str]:
    """The base URL of a service that `make run` started."""
    port = free_port()
    process = run(state, port)
    assert process.poll() is None, stop(process)
    yield f"http://127.0.0.1:{port}"
    stop(process)


def test_the_two_commands_are_the_ones_of_the_readme() -> None:
    commands = [block.strip() for block in blocks("sh")]

    assert commands[:2] == ["make run", "make test"]


@pytest.mark.parametrize(("command", "answer"), tour())
def test_tour_answers_as_printed(served: str, command: str, answer: str) -> None:
    if "/text'" in command and not TEXTS.is_dir():
        pytest.skip("the texts are not in ../shared/seeds")
    if not shutil.which("curl"):
        pytest.skip("curl is not installed")

    done = subprocess.run(
        command.replace(PRINTED_BASE, served),
        shell=True, capture_output=True, text=True, timeout=30, check=True,
    )  # fmt: skip

    # As in doctest, "..." stands for anything.
    pattern = ".*".join(re.escape(part) for part in answer.strip().split("..."))
    got = done.stdout.replace("\r\n", "\n").strip()
    assert re.fullmatch(pattern, got, re.DOTALL), f"printed:\n{answer}\ngot:\n{got}"


def test_run_prints_addresses_that_answer(served: str, state: Path) -> None:
    port = free_port()
    process = run(state, port)
    try:
        assert process.poll() is None
        printed = f"http://127.0.0.1:{port}"
        pages = [f"{printed}{path}" for path in ("/", "/v1/", "/v1/docs", "/admin/login/")]
        assert [page for page in pages if not answers(page)] == []
        assert not answers(f"{printed}/v1/nothing?who=me")
    finally:
        told = stop(process)
    assert re.search(r"WARNING Not Found: /v1/nothing GET 404 in [0-9.]+ ms \([0-9a-f]{32}\)", told)
    assert "who=me" not in told
    urls = re.findall(r"http://\S+", told)
    told_first = ["/", "/v1/", "/v1/docs", "/admin/", "/admin/curation/"]
    assert [url.removeprefix(printed) for url in urls][:5] == told_first
    assert len(urls) == 6


def test_run_again_adds_nothing_and_keeps_passwords_to_itself(served: str, state: Path) -> None:
    process = run(state, port := free_port())
    told = stop(process)

    assert answers(served + "/v1/")
    assert not answers(f"http://127.0.0.1:{port}/v1/")
    assert told.count("is published already") >= 5
    assert told.count("password as printed at first") == 2


def test_run_names_a_port_that_is_taken(served: str, state: Path) -> None:
    port = int(served.rpartition(":")[2])

    done = subprocess.run(
        make("run", f"PORT={port}"),
        cwd=ROOT, env=environment(state), capture_output=True, text=True, timeout=60,
    )  # fmt: skip

    assert done.returncode != 0
    assert f"Port {port} cannot be used" in done.stderr
    assert f"make run PORT={port + 1}" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["demo", "create_demo_curators"])
def test_demonstration_is_refused_in_production(tmp_path: Path, command: str) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", command],
        cwd=ROOT, capture_output=True, text=True, timeout=60,
        env=environment(
            tmp_path,
            CIFRA_PRODUCTION="1",
            CIFRA_SECRET_KEY=secrets.token_urlsafe(48),
            CIFRA_LEDGER_ORIGIN="example.org/ledger",
        ),
    )  # fmt: skip

    assert done.returncode != 0
    assert "refused where CIFRA_PRODUCTION is set" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "cifra.sqlite3").exists()


def test_make_test_runs_the_suite(tmp_path: Path) -> None:
    done = subprocess.run(
        make("test", "WORKERS=0", "PYTEST=-q tests/ledger/test_canonical.py -p no:cacheprovider"),
        cwd=ROOT, env=environment(tmp_path), capture_output=True, text=True, timeout=120,
    )  # fmt: skip

    assert done.returncode == 0, done.stdout
    assert " passed in " in done.stdout
