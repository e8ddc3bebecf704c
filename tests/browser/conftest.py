"""What the browser tests share: Debian's chromium, and for each module a service of its own.

Modules leave drafts behind; which of them run in one process is chance.

With CIFRA_SCREENSHOTS=<folder> the walks also take the pictures of docs/tutorial/curating.md.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
SHOTS = os.environ.get("CIFRA_SCREENSHOTS")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
PASSWORDS = {
    "ana": "walk-through-7", "luis": "read-twice-11", "eva": "look-after-13",
    "rosa": "both-of-us-3", "pia": "each-other-5",
}  # fmt: skip
PEOPLE = f"""
from django.contrib.auth.models import User
from indicators.curation import roles
both = (roles.CURATOR, roles.REVIEWER)
for name, given in dict(ana=both[:1], luis=both[1:], rosa=both, pia=both).items():
    roles.grant(User.objects.create_user(name, password={PASSWORDS!r}[name]), *given)
User.objects.create_superuser("eva", password={PASSWORDS["eva"]!r})
"""


def manage(state: Path, *arguments: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment(state), check=True,
        capture_output=True, timeout=120,
    )  # fmt: skip


def environment(state: Path) -> dict[str, str]:
    ours = ("CIFRA_", "DATABASE_URL", "DJANGO_", "PYTEST_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {**kept, "CIFRA_STATE_DIR": str(state)}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a service that has the example's first edition, ana and luis.

    And eva, who looks after the accounts.
    """
    state = tmp_path_factory.mktemp("state")
    example = ROOT / "examples"
    manage(state, "migrate", "-v0")
    manage(state, "load_seeds", "--seeds", str(tmp_path_factory.mktemp("none")))
    manage(
        state, "load_seeds", "--fixtures", str(example / "vocabularies"), "--seeds",
        str(example / "documents"), "--texts", str(example / "texts"),
    )  # fmt: skip
    manage(state, "attach_texts", str(example / "texts"))
    manage(state, "shell", "-c", PEOPLE)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    server = subprocess.Popen(
        [sys.executable, "manage.py", "runserver", "--noreload", f"127.0.0.1:{port}"],
        cwd=ROOT, env=environment(state), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        wait_for(address)
        yield address
    finally:
        server.terminate()
        server.wait(10)


def wait_for(address: str) -> None:
    for _ in range(150):
        try:
            urllib.request.urlopen(f"{address}/v1/", timeout=5).close()
            return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    pytest.fail("the service did not start")


class Browser:
    """A page of chromium, and what went wrong in it."""

    def __init__(self, page, address: str) -> None:
        self.page, self.address, self.errors = page, address, []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._note_violation)
        page.on("requestfailed", self._note_failure)
        page.on("request", self._require_home)

    def _note_failure(self, request) -> None:
        # The browser itself ends what a page was still loading when the test left it.
        if request.failure != "net::ERR_ABORTED":
            self.errors.append(f"{request.url}: {request.failure}")

    def _note_violation(self, message) -> None:
        if "Content Security Policy" in message.text:
            self.errors.append(f"{self.page.url}: {message.text}")

    def _require_home(self, request) -> None:
        if not request.url.startswith((self.address, "data:")):
            self.errors.append(f"asks another server: {request.url}")

    def enter(self, name: str) -> None:
        self.page.context.clear_cookies()
        self.page.goto(f"{self.address}/admin/login/?next=/admin/curation/")
        self.page.fill("#id_username", name)
        self.page.fill("#id_password", PASSWORDS[name])
        self.page.click("input[type=submit]")
        self.page.wait_for_selector("h1:has-text('Curation')")

    def shot(self, name: str) -> None:
        if SHOTS:
            self.page.screenshot(path=str(Path(SHOTS) / f"{name}.png"))

    def left(self) -> int:
        return int(self.page.inner_text("#left").split()[0])

    def press(self, key: str, left: int) -> None:
        """Press a key that acts, and wait until so many lines are left."""
        self.page.keyboard.press(key)
        self.page.wait_for_selector(f"#left:text-is('{left} left to decide on')")


@pytest.fixture
def browser(served: str) -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("needs Debian's chromium: apt-get install chromium")
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = chromium.new_page(viewport={"width": 1280, "height": 800})
        page.set_default_timeout(60_000)
        walk = Browser(page, served)
        yield walk
        chromium.close()
        assert walk.errors == []
