"""A process that publishes a whole country is killed at a random step, on a database of its own."""

import json
import os
import random
import shutil
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, connections

from ledger import selectors, signer
from ledger.models import Entry, Version
from ledger.verification import verify
from tests import lakes
from tests.ledger.installations import Installation
from tests.ledger.killing import at_each_step, killed_at

from .report import Report, rounds


def run(rng: random.Random, number: int, seconds: float, template: Installation) -> Report:
    """Kill so many publications at a random step each, and look at what they left."""
    report = Report(f"kills ({connection.vendor})")
    connections.close_all()
    with tempfile.TemporaryDirectory(prefix="cifra-kills-") as folder:
        whole = _in_copy(Path(folder) / "whole", template, _count)
        if "steps" not in whole:
            report.add("traceback", str(whole))
            return report
        for at in rounds(number, seconds):
            step = rng.randrange(1, whole["steps"] + 1)
            copy = Path(folder) / str(at)
            left = _in_copy(copy, template, lambda: _looked_at(whole["sizes"]), kill=step)
            report.add(left.get("outcome", "traceback"), f"step {step}: {left.get('words', left)}")
            shutil.rmtree(copy)
    return report


def _in_copy(
    directory: Path,
    template: Installation,
    act: Callable[[], dict[str, Any]],
    kill: int = 0,
) -> dict[str, Any]:
    """What `act` returns in a process of its own, after another one was killed at a step."""
    copy = Installation(directory, template)
    try:
        if kill:
            _forked(copy, lambda: (killed_at(kill), lakes.tell()))
        return _forked(copy, act)
    finally:
        copy.close()


def _forked(copy: Installation, act: Callable[[], Any]) -> dict[str, Any]:
    """The result of a process in an installation; empty if it was killed."""
    path = copy.directory / "result.json"
    child = os.fork()
    if not child:
        code = 1
        try:
            move_to(copy)
            result = act()
            path.write_text(json.dumps(result, default=str))
            code = 0
        except BaseException:
            path.write_text(json.dumps({"words": traceback.format_exc()[-1500:]}))
        finally:
            os._exit(code)
    os.waitpid(child, 0)
    try:
        found: dict[str, Any] = json.loads(path.read_text())
    except (FileNotFoundError, ValueError):
        return {}
    path.unlink()
    return found if isinstance(found, dict) else {}


def move_to(copy: Installation) -> None:
    """Let this process use the database and the files of an installation."""
    database = copy.name
    if connection.vendor == "sqlite":
        database = str(copy.directory / "db.sqlite3")
    connections.databases["default"]["NAME"] = database
    connection.settings_dict["NAME"] = database
    settings.STATE_DIR = copy.directory / "state"


def _count() -> dict[str, Any]:
    """The steps of a publication that survives, and the sizes that it comes by."""
    steps = [0]

    def tick() -> None:
        steps[0] += 1

    at_each_step(tick)
    lakes.tell()
    return {"steps": steps[0], "sizes": [0, *Version.objects.values_list("size", flat=True)]}


def _looked_at(sizes: list[int]) -> dict[str, Any]:
    """Whether a whole number of changesets is there, and whether the next signature heals it."""
    entries = Entry.objects.count()
    newest = Version.objects.order_by("-size").values_list("size", flat=True).first() or 0
    if entries != newest or newest not in sizes:
        return {"outcome": "half state", "words": f"{entries} entries, version {newest}"}
    worse = [str(each) for each in verify() if "run publish_checkpoint" not in each.fault]
    if worse:
        return {"outcome": "half state", "words": worse[:3]}
    before = selectors.published_size()
    published = signer.publish() if newest else 0
    left = [str(each) for each in verify()]
    if published != newest or left:
        return {"outcome": "half state", "words": [published, newest, *left[:3]]}
    return {"outcome": "whole" if before == newest else "signed by the next run", "words": newest}
