"""What every test shares."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import hypothesis
import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client, TransactionTestCase

from ledger.database import guards
from rest.plans import COUNTS, PLANS
from rest.ranges import TRIED
from tests import lakes

# How long an example takes says more of the machine than of the code.
hypothesis.settings.register_profile("cifra", deadline=None)
hypothesis.settings.load_profile("cifra")


@pytest.fixture(scope="session", autouse=True)
def flush_past_the_guards() -> Iterator[None]:
    """Let the flush after a transactional test empty guarded tables, on SQLite too."""
    teardown = TransactionTestCase._fixture_teardown

    def lifted_teardown(case: TransactionTestCase) -> None:
        with guards.lifted(connection):
            teardown(case)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lifted_teardown)
        yield


@pytest.fixture(scope="session", autouse=True)
def session_state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keys and signer's state of what a session-wide fixture publishes; never the developer's."""
    directory = tmp_path_factory.mktemp("state")
    django_settings.STATE_DIR = directory
    # Tests copy a signer's folder together with a database that is rolled back: one node, by name.
    django_settings.NODE = "tests"
    django_settings.SIGNING_SECONDS = 0
    return directory


@pytest.fixture(autouse=True)
def state(session_state: Path, tmp_path: Path, settings) -> Path:
    """Each test has its own copy: its database is rolled back, so its signer must be, too."""
    told = settings.STATE_DIR
    settings.STATE_DIR = tmp_path / "state"
    shutil.copytree(told, settings.STATE_DIR)
    return settings.STATE_DIR


@pytest.fixture(autouse=True)
def no_quota(settings) -> None:
    """Tests ask from one address, faster than any client may."""
    settings.ANONYMOUS_QUOTA = settings.DRAFTS_QUOTA = settings.LEDGER_QUOTA = 0


@pytest.fixture(autouse=True)
def nothing_cached() -> Iterator[None]:
    """Caches are keyed by version; two tests may have different data at the same version."""
    cache.clear()
    PLANS.clear()
    COUNTS.clear()
    TRIED.clear()
    yield
    cache.clear()


@pytest.fixture(scope="module")
def told_once(
    session_state: Path,
    tmp_path_factory: pytest.TempPathFactory,
    django_db_setup,
    django_db_blocker,
) -> Iterator[None]:
    """What is published within it stays for the module: its tests run in savepoints."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        # A test case closes the connection at its end, and this transaction would go with it.
        patch.setattr(connection, "close", lambda: None)
        patch.setattr(django_settings, "STATE_DIR", tmp_path_factory.mktemp("told"))
        with transaction.atomic():
            yield
            transaction.set_rollback(True)


@pytest.fixture(scope="module")
def world(told_once: None) -> lakes.Lakes:
    """The made-up country, told once per module."""
    return lakes.tell()


@pytest.fixture
def get(client: Client):
    """GET a path with (more) query parameters; a list of values repeats the parameter.

    Answers are closed in the end, as a server does: it gives back what making them took.
    """
    answers = []

    def get(path, headers=None, **params):
        if params:
            path += ("&" if "?" in path else "?") + urlencode(params, doseq=True)
        answers.append(client.get(path, headers=headers or {}))
        return answers[-1]

    yield get
    for answer in answers:
        answer.close()


@pytest.fixture
def publish_more(world: lakes.Lakes):
    """Something is published that touches much of what stands."""
    return lakes.tell_more
