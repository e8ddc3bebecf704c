"""What every test shares."""

from collections.abc import Iterator

import pytest
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
