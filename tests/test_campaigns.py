"""A few of the random attacks of tests.campaigns, and that they can fail."""

import os
import random
import re
import subprocess
import sys

import pytest

from tests.campaigns import tamper
from tests.campaigns.report import BAD, Report

QUIET = {"PYTHONWARNINGS": "ignore", "DJANGO_SETTINGS_MODULE": "config.settings"}


@pytest.mark.slow
def test_a_few_attacks_of_each_sort(tmp_path):
    command = [sys.executable, "-m", "tests.campaigns", "--seed", "4", "--number", "16"]
    done = subprocess.run(
        [*command, "--minutes", "10"],
        env=os.environ | QUIET | {"CIFRA_STATE_DIR": str(tmp_path)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stdout + done.stderr
    zeros = ", ".join(f"0 {name}" for name in BAD)
    counted = re.findall(r"^seed 4: (\w+).*: (\d+) in all: (.*)$", done.stdout, re.MULTILINE)
    assert [name for name, _, _ in counted] == ["tamper", "kills", "bundles"]
    assert all(int(number) > 10 and outcomes.startswith(zeros) for _, number, outcomes in counted)
    assert "caught" in counted[0][2]
    assert "refused" in counted[2][2]


@pytest.mark.django_db
def test_a_check_that_finds_nothing_fails_the_campaign(world, monkeypatch):
    monkeypatch.setattr(tamper, "verify", lambda: [])
    report = tamper.run(random.Random(1), 12, 60)
    assert report.counts["missed"] > 0
    assert len(report.bad) == report.counts["missed"]
    assert "missed: " in str(report)


@pytest.mark.django_db
def test_a_check_that_raises_fails_the_campaign(world, monkeypatch):
    def verify():
        raise ValueError("x")

    monkeypatch.setattr(tamper, "verify", verify)
    assert tamper.run(random.Random(1), 12, 60).counts["traceback"] > 0


def test_report_names_what_is_bad():
    report = Report("x")
    report.add("caught", "a")
    report.add("half state", "b")
    assert report.bad == ["x 2: half state: b"]
    assert str(report).startswith("x: 2 in all: 0 missed, 0 elsewhere, 1 half state, 0 traceback")
