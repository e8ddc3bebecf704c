"""What every test shares."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import TransactionTestCase

from ledger import guards


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
    return directory


@pytest.fixture(autouse=True)
def state(session_state: Path, tmp_path: Path, settings) -> Path:
    """Each test has its own copy: its database is rolled back, so its signer must be, too."""
    settings.STATE_DIR = tmp_path / "state"
    shutil.copytree(session_state, settings.STATE_DIR)
    return settings.STATE_DIR
