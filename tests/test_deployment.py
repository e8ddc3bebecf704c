"""What the repository offers for running it agrees with the code: units, containers, rules."""

import configparser
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands, load_command_class

from rest.operating import exposition
from tests.test_layout import ROOT

UNITS = ROOT / "examples" / "systemd"
SERVICES = sorted(UNITS.glob("*.service"))
RULES = yaml.safe_load((ROOT / "examples" / "prometheus" / "cifra.rules.yml").read_text())
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())
SETTINGS = set(
    re.findall(r"\benv(?:\.\w+)?\(\s*\"(\w+)\"", (ROOT / "config" / "settings.py").read_text())
)


def unit(path: Path) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    parser.optionxform = str  # type: ignore[assignment]
    parser.read_string(path.read_text())
    return parser


def words_of(command: list[str]) -> list[list[str]]:
    """The words after each manage.py in a command, also in one that a shell gets."""
    words = [word for part in command for word in shlex.split(part, comments=True)]
    if words[:2] == ["/bin/sh", "-c"]:
        words = shlex.split(words[2])
    found = []
    for number, word in enumerate(words):
        if word.endswith("manage.py"):
            end = next((i for i, w in enumerate(words[number:], number) if w == "done"), len(words))
            found.append(words[number + 1 : end])
    return found


def options_of(name: str) -> set[str]:
    parser = load_command_class(get_commands()[name], name).create_parser("manage.py", name)
    return {option for action in parser._actions for option in action.option_strings}


def check_command(words: list[str]) -> None:
    name, *rest = words
    assert name in get_commands()
    own = rest[: rest.index("--")] if "--" in rest else rest
    used = {word.partition("=")[0] for word in own if word.startswith("--")}
    assert used - options_of(name) == set()


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.stem)
def test_units_run_commands_that_there_are(path: Path) -> None:
    (words,) = words_of([unit(path)["Service"]["ExecStart"]])
    check_command([word.strip("'") for word in words])


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.stem)
def test_units_run_without_rights_and_for_their_account_alone(path: Path) -> None:
    service = unit(path)["Service"]

    assert (service["User"], service["UMask"]) == ("cifra", "0077")
    assert service["NoNewPrivileges"] == "yes"
    assert service["ProtectSystem"] == "strict"
    assert service["CapabilityBoundingSet"] == ""
    assert service["StateDirectoryMode"] == "0700"


def test_what_serves_is_started_again_and_bounded() -> None:
    parsed = unit(UNITS / "cifra.service")

    assert (parsed["Service"]["Restart"], parsed["Unit"]["StartLimitIntervalSec"]) == (
        "always",
        "0",
    )
    assert parsed["Service"]["MemoryMax"]
    assert int(parsed["Service"]["TimeoutStopSec"]) > 20  # what the server waits for


def test_every_timer_has_its_service() -> None:
    timers = sorted(UNITS.glob("*.timer"))

    assert timers
    assert [path for path in timers if path.with_suffix(".service") not in SERVICES] == []


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd")
def test_systemd_reads_the_units(tmp_path: Path) -> None:
    for path in UNITS.iterdir():
        text = path.read_text().replace("/opt/cifra/.venv/bin/python", "/bin/true")
        (tmp_path / path.name).write_text(text)
    units = [str(path) for path in tmp_path.glob("cifra*.[st]*r*")]

    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *units],
        capture_output=True,
        text=True,
        check=False,
    )

    assert [line for line in done.stderr.splitlines() if "cifra" in line] == []


def test_settings_of_the_units_are_settings() -> None:
    lines = (UNITS / "cifra.env").read_text().splitlines()
    names = {line.partition("=")[0] for line in lines if line and not line.startswith("#")}

    assert names - SETTINGS == set()
    assert {"CIFRA_PRODUCTION", "CIFRA_SECRET_KEY", "CIFRA_LEDGER_ORIGIN"} <= names


def test_compose_passes_every_setting_on() -> None:
    of_image = {"CIFRA_PRODUCTION", "CIFRA_STATE_DIR", "CIFRA_DEBUG"}

    assert set(COMPOSE["x-service"]["environment"]) == SETTINGS - of_image


def test_containers_run_commands_that_there_are() -> None:
    commands = [service.get("command", []) for service in COMPOSE["services"].values()]
    words = [each for command in commands for each in words_of(command)]

    assert len(words) == 4  # migrate, metrics, verify_ledger, backup
    for each in words:
        check_command(each[: each.index("python")] if "python" in each else each)


def test_containers_are_bounded_and_watched() -> None:
    services = COMPOSE["services"]

    assert [
        name for name in ("database", "web", "metrics", "jobs") if "mem_limit" not in services[name]
    ] == []
    assert "/readyz" in (ROOT / "Dockerfile").read_text().split("HEALTHCHECK")[1]
    assert services["database"]["healthcheck"]
    assert services["metrics"]["healthcheck"]
    client = re.search(r"postgresql-client-(\d+)", (ROOT / "Dockerfile").read_text())
    assert client
    assert services["database"]["image"] == f"postgres:{client[1]}"


def test_the_container_serves_as_the_unit_does() -> None:
    (line,) = re.findall(r"^CMD (\[.*\])$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    (container,) = words_of(yaml.safe_load(line))
    (service,) = words_of([unit(UNITS / "cifra.service")["Service"]["ExecStart"]])

    def of_server(words: list[str]) -> list[str]:
        return words[words.index("--") :]

    check_command(container)
    assert of_server(container) == of_server(service) != []


@pytest.mark.django_db
def test_rules_are_about_numbers_that_there_are(state: Path) -> None:
    written = exposition.text()
    names = set(re.findall(r"^# TYPE (\w+)", written, re.MULTILINE))
    made_elsewhere = {"cifra_backup_timestamp_seconds"}  # is there once there was a backup
    rules = [rule["expr"] for group in RULES["groups"] for rule in group["rules"]]
    used = {name for rule in rules for name in re.findall(r"cifra_\w+", rule)}

    assert used
    assert {name.removesuffix("_bucket") for name in used} - names - made_elsewhere == set()


def test_every_number_is_documented(db: None) -> None:
    page = (ROOT / "docs" / "how-to" / "monitor.md").read_text()
    names = re.findall(r"^# TYPE (\w+)", exposition.text(), re.MULTILINE)

    assert [name for name in names if f"`{name}" not in page] == []
