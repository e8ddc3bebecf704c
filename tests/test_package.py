"""The package that pyproject.toml describes builds from the checkout, whole, and runs elsewhere."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.test_layout import APPS, ROOT, tracked

pytestmark = pytest.mark.slow


def run(*arguments: str, cwd: Path, **settings: str) -> str:
    kept = {n: v for n, v in os.environ.items() if not n.startswith(("CIFRA_", "DATABASE_URL"))}
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd, env=kept | settings, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """The wheel of a copy of the checkout, because setuptools leaves folders where it builds."""
    copy = tmp_path_factory.mktemp("checkout")
    for path in tracked():
        (copy / path.relative_to(ROOT)).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copy / path.relative_to(ROOT))
    offline = ("--no-deps", "--no-index", "--no-build-isolation", "--quiet")
    run("-m", "pip", "wheel", *offline, "--wheel-dir", "dist", ".", cwd=copy)
    (made,) = (copy / "dist").iterdir()
    return made


def test_the_package_holds_every_file_of_the_apps_and_nothing_else(wheel: Path) -> None:
    packed = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    ours = {str(path.relative_to(ROOT)) for path in tracked()}

    assert packed == {name for name in ours if name.split("/")[0] in APPS}


def test_the_package_runs_where_there_is_no_checkout(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    offline = ("--no-deps", "--no-index", "--quiet", "--disable-pip-version-check")
    run("-m", "pip", "install", *offline, "--target", str(site), str(wheel), cwd=tmp_path)
    elsewhere = {"PYTHONPATH": str(site), "CIFRA_STATE_DIR": str(tmp_path)}
    django = ("-m", "django", "migrate", "--settings=config.settings", "--verbosity=0")

    run(*django, cwd=tmp_path, **elsewhere)

    assert (tmp_path / "cifra.sqlite3").stat().st_size > 0


def test_nobody_is_told_to_install_a_package_of_this_name_from_an_index() -> None:
    """The name belongs to somebody else there."""
    telling = [
        str(path.relative_to(ROOT))
        for path in tracked()
        if path != Path(__file__) and path.suffix in (".md", ".py", ".toml", ".yaml", "")
        for text in [path.read_text(errors="replace")]
        if "cifra[" in text or "install cifra" in text
    ]

    assert telling == []
