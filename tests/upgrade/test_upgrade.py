"""An installation of the base commit, taken over by the present code.

As docs/how-to/operating.md says.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.upgrade.addresses import requests
from tests.upgrade.asking import ask
from tests.upgrade.comparing import Answer, compare, read
from tests.upgrade.differences import DIFFERENCES
from tests.upgrade.installation import HERE, ROOT, Installation, base_tree
from tests.upgrade.writes import beyond_quota

# They share one installation, and take their turns on it.
pytestmark = pytest.mark.slow


@dataclass
class Upgraded:
    """The installation after its upgrade, with the answers of before and after."""

    installation: Installation
    before: list[Answer]
    after: list[Answer]
    verified: str


@pytest.fixture(scope="module")
def upgraded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Upgraded]:
    directory = tmp_path_factory.mktemp("upgrade")
    old = base_tree(directory / "base")
    installation = Installation(directory / "installation")
    try:
        installation.make(old)
        before = recorded(installation, old, old)
        printed = [installation.run(ROOT, "manage.py", *step) for step in steps()]
        yield Upgraded(installation, before, recorded(installation, ROOT, old), printed[-1])
    finally:
        installation.close()


def recorded(installation: Installation, tree: Path, old: Path) -> list[Answer]:
    """What the code in `tree` answers, also where a quota is soon spent."""
    schema = yaml.load((old / "openapi.yaml").read_text(), yaml.CSafeLoader)
    asked = requests(schema, installation.facts)
    spent = beyond_quota(installation.facts)
    quotas = {"CIFRA_ANONYMOUS_QUOTA": "2", "CIFRA_DRAFTS_QUOTA": "2"}
    told = installation.answers(tree, asked) + [
        {**one, "name": f"{one['name']} (quota)"}
        for one in installation.answers(tree, spent, **quotas)
    ]
    return [read(one) for one in told]


def steps() -> list[list[str]]:
    """The manage.py commands of an upgrade, in their order.

    Static files are looked for and not copied, because they would come to lie in this checkout.
    """
    section = (ROOT / "docs" / "how-to" / "operating.md").read_text().partition("\n## Upgrade\n")[2]
    block = section.partition("```sh\n")[2].partition("```")[0]
    found = [line.split() for line in re.findall(r"manage\.py (.+)", block)]
    commands = [[*step, "--dry-run"] if step[0] == "collectstatic" else step for step in found]
    if rebuild_is_told():
        commands.insert(1, ["rebuild"])
    return commands


def rebuild_is_told() -> bool:
    """Whether the Data part of a release after the base commit says that `rebuild` is needed."""
    parts = re.split(r"^###? ", (ROOT / "CHANGELOG.md").read_text(), flags=re.MULTILINE)
    return any("`rebuild`" in part for part in parts if part.startswith("Data"))


def test_steps_are_those_of_the_manual() -> None:
    names = [step[0] for step in steps() if step[0] != "rebuild"]

    assert names == ["migrate", "render", "collectstatic", "verify_ledger"]


def test_ledger_is_as_it_was(upgraded: Upgraded) -> None:
    size = upgraded.installation.facts["versions"][-1]["size"]

    assert f"Published size: {size}." in upgraded.verified


def test_requests_reach_what_there_is(upgraded: Upgraded) -> None:
    seen = Counter(int(one.status[:3]) for one in upgraded.before)

    assert len(upgraded.before) > 2_500
    assert set(seen) >= {
        *(200, 204, 206, 302, 304, 400, 401, 403, 404, 405, 406, 409, 410, 412, 413, 414, 415),
        *(416, 422, 428, 429, 431, 451),
    }
    assert seen[200] > 1_500


def test_answers_are_as_they_were(upgraded: Upgraded) -> None:
    compared = compare(upgraded.before, upgraded.after, DIFFERENCES)

    assert not compared.unlike, summary(compared.unlike)
    assert not compared.idle, "allowed, but nothing differs so any more: remove them"


def summary(unlike: list[str]) -> str:
    """How often what differs, with the first of each."""
    kinds: dict[str, list[str]] = {}
    for line in unlike:
        found = re.search(r": (status|header [\w-]+|body) ", line)
        kinds.setdefault(found[1] if found else "", []).append(line)
    return "\n".join(
        f"{kind or 'asked'} {len(lines)} times:\n  " + "\n  ".join(lines[:8])
        for kind, lines in sorted(kinds.items(), key=lambda one: -len(one[1]))
    )


@pytest.fixture(scope="module")
def ended(upgraded: Upgraded) -> dict[str, dict[str, Any]]:
    """How each draft ended under the present code."""
    directory = upgraded.installation.directory
    told = directory / "ended.json"
    facts = str(directory / "facts.json")
    upgraded.installation.run(ROOT, str(HERE / "finishing.py"), facts, str(told))
    return json.loads(told.read_text())


def test_drafts_can_be_finished(ended: dict[str, dict[str, Any]]) -> None:
    published = ("approved", "submitted", "returned", "open", "tool", "herons", "published")

    assert {name: one["status"] for name, one in ended.items()} == {
        **dict.fromkeys(published, "published"),
        "abandoned": "abandoned",
    }


def test_void_approval_is_told(ended: dict[str, dict[str, Any]]) -> None:
    renewed = ended["approved"]["renewed"]

    assert not renewed or "Nothing was saved" in " ".join(ended["approved"]["told"])


def test_ledger_is_whole_after_the_drafts(
    upgraded: Upgraded, ended: dict[str, dict[str, Any]]
) -> None:
    printed = upgraded.installation.run(ROOT, "manage.py", "verify_ledger")

    before = upgraded.installation.facts["versions"][-1]["size"]
    assert int(re.findall(r"Published size: (\d+)", printed)[0]) > before + 20


def test_what_drafts_said_is_published(
    upgraded: Upgraded, ended: dict[str, dict[str, Any]]
) -> None:
    paths = [
        "/v1/releases/lake-report-2013-2/numerals",
        "/v1/releases/herons-2016",
        "/v1/observations/lake-report-2015-0001",  # corrected by the open draft
        "/v1/observations/lake-report-2015-0002",  # retracted by it
        "/v1/observations/lake-report-2012-0010",  # corrected by the submitted one
        "/v1/observations/lake-report-2012-0017",  # corrected by the approved one
        "/v1/observations?status=current&producer=surveyor&qualifier=estimated&period=2012",
    ]
    asked = [ask(*path.split("?")) for path in paths]

    numerals, herons, *gone, found = map(read, upgraded.installation.answers(ROOT, asked))

    assert {one["exact"] for one in numerals.json()["results"]} >= {"1,180", "4,321", "31"}
    assert herons.json()["title"] == "A leaflet on herons"
    assert [one.status for one in gone] == ["410 Gone"] * 4
    assert "lake-report-2015-0003" in [one["replaces"] for one in found.json()["results"]]
